"""SIMS: acceptance tests 1 to 3 of the reference, and what the authors' program did wrong and this one does not.

Numbers: section 1.8 (worked example), 1.6 (cut points), 1.7 (correlated pairs).
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tumorboard.interpret.expression import sims, sims_cohort
from tumorboard.interpret.expression.deciles import cut_points, decile
from tumorboard.interpret.expression.fold_change import fold_changes, log_changes
from tumorboard.interpret.expression.sims_triplets import overlaps, search
from tumorboard.model.research import NodeScore
from tumorboard.vocab import Therapies, table
from tumorboard.vocab.sims import Sims

TABLE = Sims.load()
BY_KEY = {n.key: n for n in TABLE.nodes}
SETTINGS = sims.Settings()
CUTS = TABLE.cut_points("mean_fc", "measured")


def genes(settings: sims.Settings = SETTINGS) -> list[str]:
    return sorted({g for n in TABLE.nodes for g in n.genes(settings.membership)})


def flat(**high: float) -> dict[str, float]:
    return {**dict.fromkeys(genes(sims.Settings(membership="sheet")), 1.0), **high}


def scored(changes: dict[str, float], **more: object) -> dict[str, NodeScore]:
    return {s.key: s for s in sims.scores(TABLE, changes, CUTS, SETTINGS, **more)}  # type: ignore[arg-type]


# --- 1. the arithmetic of the worked example; the table
def test_deciles_of_ten_patients_as_worked_out() -> None:
    cuts = cut_points(np.arange(1.0, 11.0))
    assert cuts == pytest.approx((1.9, 2.8, 3.7, 4.6, 5.5, 6.4, 7.3, 8.2, 9.1))
    assert [decile(x, cuts) for x in (5.6, 0.2, 99.0, cuts[0])] == [6, 1, 10, 1]
    with pytest.raises(ValueError, match="at least 10"):
        cut_points(np.arange(9.0))


@given(st.lists(st.floats(-50, 50), min_size=10, max_size=60), st.floats(-60, 60))
def test_deciles_are_those_of_numpy_quantiles_closed_on_the_right(cohort: list[float], value: float) -> None:
    cuts = cut_points(np.array(cohort))
    edges = np.quantile(cohort, [i / 10 for i in range(1, 10)])
    assert decile(value, cuts) == 1 + int((value > edges).sum())


def test_copy_numbers_weigh_a_gene_as_worked_out() -> None:
    node = BY_KEY["CDK46"]  # measured: CDK4 and CDK6
    changes = {"CDK4": 2.0, "CDK6": 1.0}
    assert sims.mean_change(node, changes, SETTINGS) == (1.5, 2, 2)
    assert sims.mean_change(node, changes, SETTINGS, copies={"CDK4": "A", "CDK6": "N"}) == (2.0, 2, 2)


@pytest.mark.parametrize(
    ("rule", "mutated", "score"),
    [("V0", False, 5.5), ("V1", False, 4.75), ("V2", False, 6.333), ("V1", True, 7.25), ("V2", True, 10.0)],
)
def test_the_three_rules_of_combination(rule: str, mutated: bool, score: float) -> None:
    assert sims.combined(rule, 6, 5, 8, mutated) == pytest.approx(score, abs=5e-4)


@pytest.mark.parametrize(
    ("rule", "lacks"), [("V0", (6, None, 8, False)), ("V1", (6, 5, None, False)), ("V1", (6, 5, 8, None))]
)
def test_a_rule_that_divides_by_a_fixed_number_refuses_missing_layers(rule: str, lacks: tuple[object, ...]) -> None:
    with pytest.raises(ValueError, match="use V2"):
        sims.combined(rule, *lacks)  # type: ignore[arg-type]


def test_the_table_has_24_nodes_with_the_listed_genes() -> None:
    counts = {n.key: len(n.measured) for n in TABLE.nodes}
    assert [counts[n.key] for n in TABLE.nodes] == [
        13, 2, 4, 12, 8, 5, 10, 4, 8, 4, 5, 17, 4, 3, 4, 7, 10, 9, 5, 6, 7, 7, 7, 4,
    ]  # fmt: skip
    assert sum(counts.values()) == 165
    side = sum(len(n.full) for n in TABLE.nodes)
    assert (side, 165 + side) == (16, 181)  # the data columns of the cohort
    assert len({g for n in TABLE.nodes for g in (*n.measured, *n.full)}) == 180  # BRCA1 stands in two nodes
    assert BY_KEY["ANTIAPOP"].listed == ("TP53",) and BY_KEY["HER"].measured[-1:] == ("TGFA",)
    assert [n.key for n in TABLE.nodes if not n.drugs] == ["ANGPT", "ERK", "TELO"]


def test_cut_points_of_every_node_rise() -> None:
    for scale, membership in (("mean_fc", "measured"), ("mean_log2_fc", "published")):
        found = TABLE.cut_points(scale, membership)
        assert set(found) == set(BY_KEY)
        assert all(list(c) == sorted(c) and len(c) == 9 for c in found.values())
    assert TABLE.cut_points("mean_fc", "published")["RAS"][0] == 1.157
    assert TABLE.cut_points("mean_fc", "measured")["RAS"][0] == 1.167


@pytest.mark.parametrize(
    ("gene", "node"), [("PIK3CA", "PI3K"), ("TP53", "ANTIAPOP"), ("KRAS", "RAS"), ("ERBB2", "HER")]
)
def test_a_mutated_node_is_10_and_it_is_the_node_of_the_gene(gene: str, node: str) -> None:
    found = scored(flat(), mutated={gene: True})
    assert [s.key for s in found.values() if s.score == 10.0] == [node]


def test_genes_of_one_node_are_joined_and_not_tested_is_not_wild_type() -> None:
    both = scored(flat(), mutated={"KRAS": True, "BRAF": False})
    assert both["RAS"].mutated is True
    half = scored(flat(), mutated={"KRAS": False})
    assert half["RAS"].mutated is None  # BRAF was not tested
    assert "mutation" not in half["RAS"].layers
    assert scored(flat(), mutated={"KRAS": False, "BRAF": False})["RAS"].mutated is False


# --- 2. one patient against the cut points
def test_a_patient_is_scored_against_the_published_cut_points() -> None:
    found = scored(flat(PDCD1LG2=4.0, CD274=8.0, PDCD1=2.0, CTLA4=1.0, LAG3=1.0))
    immune = found["IMMUNE"]  # mean 3.2 is above D9 = 2.949
    assert (immune.change, immune.mrna, immune.score) == (pytest.approx(3.2), 10, 10.0)
    assert (found["MET"].mrna, found["PI3K"].mrna) == (6, 5)  # 1.0: above D5 = .962; not above D5 = 1.000
    assert immune.layers == ("mrna",)


@given(st.sampled_from(sorted(BY_KEY)), st.floats(0.01, 50), st.floats(1.0, 20))
def test_a_score_never_falls_when_a_fold_change_rises(key: str, level: float, factor: float) -> None:
    mine = dict.fromkeys(BY_KEY[key].measured, level)
    more = {**mine, BY_KEY[key].measured[0]: level * factor}
    low, high = (scored(flat(**m))[key].score for m in (mine, more))
    assert low is not None and high is not None and low <= high


def test_a_node_with_too_few_genes_has_no_score() -> None:
    changes = flat()
    for gene in BY_KEY["FGF"].measured[:9]:
        del changes[gene]
    fgf = scored(changes)["FGF"]
    assert (fgf.score, fgf.found, fgf.asked) == (None, 8, 17)


def test_the_robust_scale_is_not_carried_by_one_gene() -> None:
    robust = sims.Settings(scale="mean_log2_fc")
    alone = flat(BIRC5=482.0)
    mean = sims.mean_change(BY_KEY["ANTIAPOP"], alone, SETTINGS)[0]
    log = sims.mean_change(BY_KEY["ANTIAPOP"], alone, robust)[0]
    assert (mean, log) == (pytest.approx(97.2), pytest.approx(np.log2(482) / 5))
    by = {s.key: s for s in sims.scores(TABLE, alone, TABLE.cut_points("mean_log2_fc", "measured"), robust)}
    assert by["ANTIAPOP"].mrna == 9  # 1.78 between D8 = 1.746 and D9 = 1.943


def test_the_filter_keeps_what_changes_by_more_as_its_comment_says() -> None:
    node = BY_KEY["CDK46"]
    keeps = sims.Settings(fc_filter=1.3)
    assert sims.mean_change(node, {"CDK4": 2.0, "CDK6": 1.1}, keeps)[0] == 2.0
    assert sims.mean_change(node, {"CDK4": 1.2, "CDK6": 1.1}, keeps)[0] is None


def test_copy_numbers_and_a_site_s_own_mirna_join_the_mean() -> None:
    found = scored(flat(CDK4=3.0, CDK6=3.0), copies={"CDK4": "A", "CDK6": "A"}, mirna={"CDK46": 3})
    node = found["CDK46"]  # mean 3.0: 8; weighted 4.5: 10; microRNA 3
    assert (node.mrna, node.cna, node.mirna, node.score) == (8, 10, 3, 7.0)


# --- 3. triplets
def everything(score: float = 8.0) -> tuple[NodeScore, ...]:
    return tuple(NodeScore(key=n.key, change=None, found=0, asked=0, score=score) for n in TABLE.nodes)


def test_no_pair_of_a_triplet_is_redundant_and_every_node_has_a_drug() -> None:
    found = search(TABLE, everything(), most=5000)
    assert found.triplets
    for t in found.triplets:
        assert all(TABLE.pairs.get(frozenset(p), 0) <= 0.8 for p in combinations(t.nodes, 2))
        assert all(t.drugs)
    assert found.without_drug == ("ANGPT", "ERK", "TELO")
    assert {r.nodes for r in found.redundant} == {
        ("DNAREP", "PARP"), ("PARP", "PLK_AURK_KIN"), ("DNAREP", "PLK_AURK_KIN"), ("ANTIAPOP", "PLK_AURK_KIN"),
    }  # fmt: skip
    # 21 nodes with drugs: C(21,3) triplets, each kept or dropped once
    assert len(found.triplets) + sum(r.triplets for r in found.redundant) == 1330
    kept = {frozenset(t.nodes) for t in found.triplets}
    assert frozenset({"IMMUNE", "JAKSTAT", "MET"}) in kept  # .77 stays


def test_the_order_of_triplets_is_a_rule_and_not_an_accident() -> None:
    values = {"IMMUNE": 10.0, "CDK46": 9.0, "ANGIO": 8.0, "MEK": 8.0, "PI3K": 7.0, "HER": 6.9}
    some = [NodeScore(key=k, change=None, found=0, asked=0, score=v) for k, v in values.items()]
    one, other = (search(TABLE, order, most=20) for order in (some, some[::-1]))
    assert one == other
    assert [t.nodes for t in one.triplets[:3]] == [
        ("IMMUNE", "CDK46", "ANGIO"),  # the triplet of SPRING
        ("IMMUNE", "CDK46", "MEK"),
        ("IMMUNE", "ANGIO", "MEK"),  # the same mean as with CDK46 and PI3K, and a higher lowest
    ]
    assert "HER" not in one.active
    often = {frozenset({"IMMUNE", "CDK46", "MEK"}): 0.3}
    assert search(TABLE, some, frequency=often).triplets[0].nodes == ("IMMUNE", "CDK46", "MEK")


def test_overlapping_toxicities_are_told_and_alternatives_of_one_node_are_not() -> None:
    found = overlaps([("palbociclib",), ("venetoclax", "adavosertib"), ("axitinib",)], TABLE.toxicities)
    assert [(o.toxicity, o.agents) for o in found] == [("neutropenia", ("palbociclib", "venetoclax"))]
    assert overlaps([("nivolumab", "ipilimumab")], TABLE.toxicities) == ()
    some = [NodeScore(key=k, change=None, found=0, asked=0, score=9.0) for k in ("IGF", "MEK", "RAS")]
    triplet = search(TABLE, some).triplets[0]
    assert "cixutumumab" in triplet.unknown  # no row: not known, never harmless
    assert {"fever", "cardiomyopathy"} <= {o.toxicity for o in triplet.overlaps}


def test_every_drug_of_the_toxicity_table_is_a_known_agent() -> None:
    known = Therapies.load().entries
    assert sorted(a for a in TABLE.toxicities if a not in known) == []


# --- a site's own cohort
def test_frequencies_and_pairs_of_a_cohort() -> None:
    def patient(*on: str) -> tuple[NodeScore, ...]:
        return tuple(NodeScore(key=k, change=None, found=0, asked=0, score=8.0 if k in on else 3.0) for k in BY_KEY)

    found = sims_cohort.frequencies([patient("HER", "MET", "MEK"), patient("HER", "MET", "MEK", "RAS"), patient("HER")])
    assert found[frozenset({"HER", "MET", "MEK"})] == pytest.approx(2 / 3)
    assert found[frozenset({"HER", "MET", "RAS"})] == pytest.approx(1 / 3)
    assert frozenset({"HER", "MET", "WNT"}) not in found
    cohort = [
        {**flat(), **dict.fromkeys(BY_KEY["MET"].measured, 1.0 + i), "CDK4": 20.0 - i, "CDK6": 9.0} for i in range(12)
    ]
    rho = sims_cohort.pairs(TABLE, cohort, SETTINGS)
    assert rho[frozenset({"MET", "CDK46"})] == pytest.approx(-1.0)
    assert frozenset({"MET", "WNT"}) not in rho  # a node that does not vary goes with nothing
    assert sims_cohort.cuts_of(TABLE, cohort, SETTINGS)["MET"] == pytest.approx(cut_points(np.arange(1.0, 13.0)))


# --- fold changes
def test_paired_fold_changes_have_one_added_on_both_sides() -> None:
    found = fold_changes({"A": 3.0, "B": 0.0, "C": 5.0}, {"A": 1.0, "B": 3.0})
    assert found == {"A": 2.0, "B": 0.25}
    assert log_changes(found) == {"A": 1.0, "B": -2.0}
    with pytest.raises(ValueError, match="not negative"):
        fold_changes({"A": -1.0}, {"A": 1.0})


def test_settings_of_an_unknown_name_are_refused() -> None:
    with pytest.raises(ValueError, match="none of"):
        sims.Settings(combine="V3")


# two groups of drugs, and toxicities that add up by the labels of both
@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ("nivolumab", "ipilimumab", {"colitis", "liver", "pneumonitis", "immune", "skin", "thyroid", "renal"}),
        ("durvalumab", "tremelimumab", {"colitis", "liver", "thyroid", "renal"}),
        ("avelumab", "axitinib", {"liver", "thyroid"}),
        ("pembrolizumab", "trametinib", {"colitis", "pneumonitis", "skin", "cardiomyopathy"}),
        ("nivolumab", "crizotinib", {"liver", "pneumonitis"}),
        ("atezolizumab", "alpelisib", {"hyperglycemia", "diarrhea"}),
        ("avelumab", "palbociclib", {"pneumonitis"}),
    ],
)
def test_a_checkpoint_inhibitor_shares_the_organs_of_its_label(one: str, other: str, shared: set[str]) -> None:
    assert shared <= {o.toxicity for o in overlaps([(one,), (other,)], TABLE.toxicities)}
    assert overlaps([(one, other)], TABLE.toxicities) == ()  # alternatives do not add up


def test_no_checkpoint_inhibitor_is_immune_only_and_every_row_names_its_source() -> None:
    immune = [agent for agent, found in TABLE.toxicities.items() if "immune" in found]
    assert len(immune) == 12
    for agent in immune:
        assert TABLE.toxicities[agent] >= {"colitis", "liver", "pneumonitis", "renal", "skin", "thyroid"}
    _, rows = table.read("drug_toxicities")
    assert all("prescribing information" in source and confidence for _, _, source, confidence in rows)
    assert {confidence for *_, confidence in table.read("sims_mutations")[1]} == {"design"}


def test_copies_that_were_not_tested_in_a_gene_leave_the_layer_of_its_node_out() -> None:
    node = scored(flat(CDK4=3.0, CDK6=3.0), copies={"CDK4": "N"})["CDK46"]
    assert (node.mrna, node.cna, node.score) == (8, None, 8.0)
    both = scored(flat(CDK4=3.0, CDK6=3.0), copies={"CDK4": "N", "CDK6": "N"})["CDK46"]
    assert (both.cna, both.layers) == (8, ("mrna", "cna"))
