"""The acceptance tests of the WIN and FUSCC reference (section 8), by number.

Each states the row of the reference; the details stand in the files of the methods: the statistics of outcomes of 4 and 6 in
`tests/unit/test_rates.py` and `test_pfs_ratio.py`, the trials of 10 in `test_example_trials.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations, product

import numpy as np
import pytest
from tests.spec import test_example_trials as examples
from tests.spec.test_fuscc_subtypes_rna import CLASSES, PATTERN, simulated
from tests.spec.test_matching_scores import FOUR, PAIR, TMB, VUS, scored
from tests.spec.test_pfs_ratio import AT_LEAST, CENSORING_TABLE

from tumorboard.interpret.expression import ddpp, fuscc_clusters, sims
from tumorboard.interpret.expression.deciles import cut_points, decile
from tumorboard.interpret.expression.fuscc_ihc import walk
from tumorboard.interpret.expression.sims_triplets import search
from tumorboard.interpret.expression.student import r_of_p
from tumorboard.model.outcome import LinePair
from tumorboard.model.research import NodeScore
from tumorboard.outcomes.pfs_ratio import reached
from tumorboard.outcomes.rates import binomial_at_least, clopper_pearson, fisher_exact, wald
from tumorboard.vocab.sims import Sims

TABLE = Sims.load()


def test_acceptance_1_sims_arithmetic_table_deciles_mutated_node() -> None:
    cuts = cut_points(np.arange(1.0, 11.0))
    assert cuts == pytest.approx(np.quantile(np.arange(1.0, 11.0), [i / 10 for i in range(1, 10)]))
    assert [decile(x, cuts) for x in (5.6, 0.2, 99.0, cuts[0])] == [6, 1, 10, 1]
    assert [sims.combined(r, 6, 5, 8, False) for r in sims.COMBINE] == pytest.approx([5.5, 4.75, 19 / 3])
    assert sims.combined("V2", 1, 1, 1, True) == 10.0
    assert (len(TABLE.nodes), sum(len(n.measured) for n in TABLE.nodes), sum(len(n.full) for n in TABLE.nodes)) == (
        24,
        165,
        16,
    )


def test_acceptance_2_sims_of_one_patient_by_cut_points_rises_with_the_fold_change() -> None:
    cuts = TABLE.cut_points("mean_fc", "measured")
    levels = [0.2, 0.8, 1.0, 1.5, 3.0, 30.0]
    for node in TABLE.nodes:
        found = []
        for level in levels:
            changes = dict.fromkeys(node.measured, level)
            score = next(s for s in sims.scores(TABLE, changes, cuts, sims.Settings()) if s.key == node.key)
            assert score.mrna == 1 + sum(level > c for c in cuts[node.key])
            found.append(score.mrna)
        assert found == sorted(found)


def test_acceptance_3_sims_triplets_without_redundant_pairs_each_node_with_a_drug() -> None:
    every = [NodeScore(key=n.key, change=None, found=0, asked=0, score=8.0) for n in TABLE.nodes]
    triplets = search(TABLE, every, most=2000).triplets
    assert all(TABLE.pairs.get(frozenset(p), 0.0) <= 0.8 for t in triplets for p in combinations(t.nodes, 2))
    assert all(all(t.drugs) for t in triplets)
    assert triplets == search(TABLE, every[::-1], most=2000).triplets


def test_acceptance_4_winther_shares_and_fisher() -> None:
    assert (f"{28 / 107:.1%}", f"{24 / 107:.1%}") == ("26.2%", "22.4%")
    # scipy 1.17: stats.fisher_exact([[16, 53], [12, 26]]).pvalue
    assert fisher_exact(16, 69, 12, 38) == pytest.approx(0.36580730600925326, rel=1e-9)


def test_acceptance_5_ipredict_ledger() -> None:
    assert scored(*FOUR, given=PAIR).score == 50.0
    assert scored(*FOUR, given=(*PAIR, "alpelisib")).score == 75.0
    assert scored(*FOUR, *VUS, given=PAIR).score == 50.0
    assert scored(*FOUR, TMB, given=("pembrolizumab",)).score == 100.0
    assert scored(given=PAIR).score is None


def test_acceptance_6_pfs_ratio_censoring_and_von_hoff() -> None:
    for event1, pfs1, event2, pfs2, expected in CENSORING_TABLE:
        assert reached(LinePair("p", pfs1, event1, pfs2, event2), AT_LEAST) is expected
    # scipy 1.17: stats.binomtest(18, 66, 0.15, alternative="greater").pvalue
    assert binomial_at_least(18, 66, 0.15) == pytest.approx(0.007212122211773315, rel=1e-9)
    shown = [f"{100 * (i.low or 0):.1f}-{100 * (i.high or 0):.1f}" for i in (wald(18, 66), clopper_pearson(18, 66))]
    assert shown == ["16.5-38.0", "17.0-39.6"] and f"{24 / 107:.1%}" == "22.4%"


def test_acceptance_7_ddpp_noise_and_published_p() -> None:
    dice = np.random.default_rng(7)
    naive = [ddpp.naive_p(dice.lognormal(0, 1, (6, 17)), dice.exponential(1, 6), "sum") < 0.05 for _ in range(2000)]
    assert np.mean(naive) == pytest.approx(0.78, abs=0.03)
    assert [round(r_of_p(p, n), 4) for p, n in ((5.67e-5, 6), (4.68e-4, 5), (0.015, 6))] == [0.9938, 0.9947, 0.8983]


def test_acceptance_8_fuscc_ihc_tree_of_16_combinations() -> None:
    found = [
        walk(dict(zip(("AR", "CD8", "FOXC1", "DCLK1"), c, strict=True))).subtype
        for c in product((True, False), repeat=4)
    ]
    assert [found.count(s) for s in ("lar", "im", "blis", "mes", "unclassified")] == [8, 4, 2, 1, 1]
    assert walk({"AR": False}).needs == ("CD8", "FOXC1", "DCLK1")


def test_acceptance_9_fuscc_k_means_recovers_labels_and_names_them_by_markers() -> None:
    values, names, truth = simulated(120, 21)
    found = fuscc_clusters.subtypes(values, names, PATTERN, np.random.default_rng(1))
    assert fuscc_clusters.agreement(found.labels, truth).agreement > 0.95
    number = np.array([CLASSES.index(t) for t in truth])
    called, _ = fuscc_clusters.named(values, names, (number + 1) % 4, PATTERN)
    assert called == {(i + 1) % 4: name for i, name in enumerate(CLASSES)}


@pytest.mark.parametrize(
    ("number", "rule"),
    [("NCT03805399", examples._future), ("NCT04395989", examples._super)],
    ids=["FUTURE", "FUTURE-SUPER"],
)
def test_acceptance_10_each_of_32_complete_patients_fits_exactly_one_arm(number: str, rule: Callable[..., str]) -> None:
    assert len(examples.EVERY) == 32
    for subtype, erbb2, pi3k, brca in examples.EVERY:
        examples.test_every_complete_patient_fits_exactly_one_arm(number, rule, subtype, erbb2, pi3k, brca)


def test_acceptance_10_lar_with_germline_brca_goes_by_erbb2_and_without_its_test_stays_between_two_arms() -> None:
    assert [examples._future("lar", erbb2, False, True) for erbb2 in (True, False)] == ["A", "B"]
    examples.test_lar_without_a_test_of_erbb2_is_undecided_between_two_arms()
