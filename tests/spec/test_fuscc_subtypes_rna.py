"""FUSCC subtypes of expression: clusters of a cohort as published, the single-sample surrogate, PAM50, SET, germline filter.

Acceptance test 9 of the reference: labels recovered on simulated data of four clusters; named by markers, never by index.
"""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from tests.real_data import shared

from tumorboard.interpret.expression import centroids, fuscc_clusters, fuscc_surrogate, pam50, set_index
from tumorboard.interpret.expression.consensus import consensus
from tumorboard.interpret.expression.kmeans import kmeans
from tumorboard.interpret.fuscc_germline import germline_filter
from tumorboard.model.alteration import Variant
from tumorboard.vocab.fuscc_markers import FusccMarkers

PATTERN = FusccMarkers.load().pattern
CLASSES = fuscc_clusters.CLASSES
SHARES = (0.225, 0.242, 0.386, 0.147)  # LAR, IM, BLIS, MES of 360: 81, 87, 139, 53
MARKERS = sorted({g for genes in PATTERN.values() for g in genes})


def simulated(samples: int, seed: int, noise: float = 1.0) -> tuple[np.ndarray, list[str], list[str]]:
    """log2 values of marker genes and of 400 others, half of which differ between the classes."""
    dice = np.random.default_rng(seed)
    truth = dice.choice(4, samples, p=SHARES)
    names = [*MARKERS, *(f"G{i}" for i in range(400))]
    level = np.zeros((4, len(names)))
    for c, name in enumerate(CLASSES):
        for gene, sign in PATTERN[name].items():
            level[c, names.index(gene)] += 2.0 * sign
    level[:, len(MARKERS) : len(MARKERS) + 200] = dice.normal(0, 1, (4, 200))
    values = 6 + level[truth] + dice.normal(0, noise, (samples, len(names)))
    return values, names, [CLASSES[t] for t in truth]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_clusters_of_a_simulated_cohort_are_recovered_and_named_by_their_markers(seed: int) -> None:
    values, names, truth = simulated(120, seed)
    found = fuscc_clusters.subtypes(values, names, PATTERN, np.random.default_rng(seed))
    assert fuscc_clusters.agreement(found.labels, truth).agreement > 0.95
    assert sum(found.counts.values()) == 120


def test_the_name_of_a_cluster_does_not_hang_on_its_number() -> None:
    values, names, truth = simulated(120, 4)
    number = np.array([CLASSES.index(t) for t in truth])
    for turn in ([0, 1, 2, 3], [3, 0, 2, 1]):
        called, _ = fuscc_clusters.named(values, names, np.array(turn)[number], PATTERN)
        assert called == {turn[i]: name for i, name in enumerate(CLASSES)}


def test_clusters_that_cannot_be_named_are_refused() -> None:
    values = np.random.default_rng(5).normal(6, 1, (80, len(MARKERS) + 50))
    names = [*MARKERS, *(f"G{i}" for i in range(50))]
    with pytest.raises(ValueError, match="cannot be named"):
        fuscc_clusters.named(values, names, np.arange(80) % 4, PATTERN)
    with pytest.raises(ValueError, match="no marker of"):
        fuscc_clusters.named(values[:, 25:], names[25:], np.arange(80) % 4, PATTERN)
    with pytest.raises(ValueError, match="at least 40"):
        fuscc_clusters.subtypes(values[:30], names, PATTERN, np.random.default_rng(5))


def test_centering_and_the_order_of_samples_change_no_cluster() -> None:
    values, names, _ = simulated(80, 6)
    one = fuscc_clusters.subtypes(values, names, PATTERN, np.random.default_rng(1))
    moved = fuscc_clusters.subtypes(values + 1.5, names, PATTERN, np.random.default_rng(2))
    turned = fuscc_clusters.subtypes(values[::-1], names, PATTERN, np.random.default_rng(3))
    assert one.labels == moved.labels == turned.labels[::-1]


def test_genes_at_zero_in_many_samples_leave_and_a_given_list_says_what_was_there() -> None:
    values, names, _ = simulated(60, 7)
    values[:20, names.index("G3")] = 0.0
    found = fuscc_clusters.subtypes(values, names, PATTERN, np.random.default_rng(1))
    assert "G3" not in found.genes
    listed = fuscc_clusters.subtypes(
        values, names, PATTERN, np.random.default_rng(1), genes=[*MARKERS, "G1", "G2", "ABSENT"]
    )
    assert len(listed.genes) == len(MARKERS) + 2


def test_the_published_counts_add_up() -> None:
    counts = {"blis": 139, "im": 87, "lar": 81, "mes": 53}
    assert sum(counts.values()) == 360
    assert {k: round(100 * n / 360, 1) for k, n in counts.items()} == {
        "blis": 38.6,
        "im": 24.2,
        "lar": 22.5,
        "mes": 14.7,
    }


def test_agreement_is_told_by_class() -> None:
    found = fuscc_clusters.agreement(["lar", "im", "im"], ["lar", "im", "blis"])
    assert found.agreement == pytest.approx(2 / 3)
    assert found.recall == {"blis": 0.0, "im": 1.0, "lar": 1.0}
    assert found.table[("blis", "im")] == 1


def test_kmeans_finds_what_is_there() -> None:
    dice = np.random.default_rng(8)
    truth = np.repeat([0, 1, 2], [30, 20, 10])
    values = np.array([[0, 0], [9, 0], [0, 9]])[truth] + dice.normal(0, 0.5, (60, 2))
    found = kmeans(values, 3, dice)
    assert found.labels.tolist() == truth.tolist()  # numbered by size
    means = np.array([values[truth == c].mean(axis=0) for c in range(3)])
    assert found.within == pytest.approx(((values - means[truth]) ** 2).sum())


def test_consensus_grows_most_up_to_the_number_of_clusters_there_are() -> None:
    dice = np.random.default_rng(9)
    truth = np.repeat(range(4), 15)
    values = dice.normal(0, 4, (4, 30))[truth] + dice.normal(0, 1, (60, 30))
    found = consensus(values, dice, most=6, draws=60)
    assert [c.k for c in found] == [2, 3, 4, 5, 6]
    at4 = found[2].together
    same = truth[:, None] == truth[None, :]
    assert at4[same].mean() > 0.97 and at4[~same].mean() < 0.03
    assert found[2].gain > 3 * abs(found[3].gain)


# --- the surrogate
def test_the_surrogate_calls_clear_samples_and_leaves_those_between_two_classes() -> None:
    cohort, names, _ = simulated(100, 10)
    values, _, truth = simulated(200, 11)
    calls = fuscc_surrogate.by_markers(values, cohort, names, PATTERN)
    right = sum(c.label == t for c, t in zip(calls, truth, strict=True))
    assert right > 180
    middle = np.full((1, len(names)), 6.0)
    at = names.index
    for gene in (
        "AR",
        "FOXA1",
        "SPDEF",
        "PIP",
        "DHCR24",
        "TMPRSS2",
        "CD8A",
        "CXCL9",
        "CXCL10",
        "STAT1",
        "CD274",
        "IDO1",
    ):
        middle[0, at(gene)] = 9.0
    between = fuscc_surrogate.by_markers(middle, cohort, names, PATTERN)[0]
    assert (between.label, between.best in {"lar", "im"}) == ("unclassified", True) or between.margin >= 0.05
    assert all(c.label == "unclassified" for c in calls if c.margin < fuscc_surrogate.LEAST_MARGIN)
    assert all(c.label == c.best for c in calls if c.margin >= fuscc_surrogate.LEAST_MARGIN)


def test_the_surrogate_by_centroids_of_a_labeled_cohort() -> None:
    cohort, _, labels = simulated(120, 12)
    # another seed would have other classes: the same cohort's classes with fresh noise
    fresh = cohort + np.random.default_rng(13).normal(0, 0.7, cohort.shape)
    calls = fuscc_surrogate.by_centroids(fresh, cohort, labels)
    assert np.mean([c.label == t for c, t in zip(calls, labels, strict=True)]) > 0.9
    with pytest.raises(ValueError, match="fewer than two"):
        fuscc_surrogate.by_centroids(fresh, cohort, ["lar"] * 120)
    with pytest.raises(ValueError, match="too small"):
        fuscc_surrogate.by_centroids(fresh, cohort[:10], labels[:10])


def test_a_sample_that_does_not_vary_is_unclassified() -> None:
    found = centroids.called(np.full((1, 4), np.nan), CLASSES, genes=9, least_margin=0.05)[0]
    assert (found.label, found.margin) == ("unclassified", 0.0)


# --- PAM50: the "probabilities" of genefu's robust correlations for two samples of its data set `vdxs`
@pytest.mark.parametrize(
    ("correlations", "shares"),
    [
        ((-0.1928, 0.5411, -0.0993, 0.0554, -0.3010), (0, 0.9072, 0, 0.0928, 0)),
        ((-0.2533, -0.5370, 0.6195, -0.3581, 0.4509), (0, 0, 0.5788, 0, 0.4212)),
    ],
)
def test_shares_of_correlations_are_those_of_genefu(correlations: tuple[float, ...], shares: tuple[float, ...]) -> None:
    call = centroids.Call(label="", best="", margin=0, correlations=correlations, genes=32)
    assert pam50.shares(call) == pytest.approx(shares, abs=2e-4)


def test_pam50_scalings() -> None:
    values = np.arange(41.0)[:, None]
    robust = pam50.scaled(values, "robust")[:, 0]
    assert (robust[1], robust[20], robust[39]) == pytest.approx(
        (-1.0, 0.0, 1.0)
    )  # quantiles .025 and .975 of 0..40 are 1 and 39
    scale = pam50.scaled(values, "scale")[:, 0]
    assert scale[40] == pytest.approx(20 / np.std(values, ddof=1))
    with pytest.raises(ValueError, match="scaling"):
        pam50.scaled(values, "other")


@pytest.mark.real
def test_pam50_calls_each_published_centroid_itself() -> None:
    lines = shared("signatures/pam50/pam50_centroids.tsv").read_text("utf-8").splitlines()
    classes = lines[0].split("\t")[2:]
    rows = [line.split("\t") for line in lines[1:]]
    table = {c: {r[0]: float(r[2 + i]) for r in rows} for i, c in enumerate(classes)}
    genes = [r[0] for r in rows]
    dice = np.random.default_rng(1)
    cohort = np.array([[table[c][g] for g in genes] for c in classes for _ in range(8)])
    cohort = cohort + dice.normal(0, 0.1, cohort.shape)
    for scaling in pam50.SCALINGS:
        calls = pam50.pam50(cohort, genes, table, scaling=scaling)
        assert [c.label for c in calls] == [c for c in classes for _ in range(8)]
        assert all(c.genes == 50 for c in calls)
    with pytest.raises(ValueError, match="at least 20"):
        pam50.pam50(cohort[:3], genes, table)


def test_the_set_index_is_a_difference_of_means_and_its_constant_is_named() -> None:
    names = [*set_index.GENES, *set_index.CONTROLS]
    values = np.array([[5.0] * 18 + [3.0] * 10])
    assert set_index.set_index(values, names, offset=-2.0)[0] == 0.0
    assert set_index.set_index(values, names, offset=2.0)[0] == 4.0
    with pytest.raises(ValueError, match="TRIM2"):
        set_index.set_index(values[:, :-1], names[:-1], offset=-2.0)


# --- the germline filter: depth, alternative reads, fraction, East Asian frequency; callers of an indel
SNV = [
    ((20, 5, 0.25, 0.004), "MET", ()),
    ((19, 5, 0.25, 0.004), "NOT_MET", ()),
    ((20, 4, 0.20, 0.004), "NOT_MET", ()),
    ((50, 9, 0.18, 0.004), "NOT_MET", ()),
    ((20, 5, 0.25, 0.005), "NOT_MET", ()),
    ((None, 5, 0.25, 0.001), "UNKNOWN", ("depth",)),
    ((20, 5, 0.25, None), "UNKNOWN", ("eas_frequency",)),
    ((10, None, 0.25, None), "NOT_MET", ()),
]
INDEL = [
    ((10, 0.1, {"gatk", "pindel"}), "MET", ()),
    ((30, 0.2, {"pindel"}), "MET", ()),
    ((29, 0.2, {"pindel"}), "NOT_MET", ()),
    ((99, 0.5, {"gatk"}), "NOT_MET", ()),
    ((99, 0.5, None), "UNKNOWN", ("callers",)),
]


@pytest.mark.parametrize(("said", "verdict", "missing"), SNV)
def test_the_germline_filter_of_single_nucleotides(
    said: tuple[object, ...], verdict: str, missing: tuple[str, ...]
) -> None:
    depth, reads, vaf, eas = said
    found = germline_filter(
        Variant(gene="BRCA1", depth=depth, alt_reads=reads, vaf=vaf),
        indel=False,
        eas_frequency=eas,  # type: ignore[arg-type]
    )
    assert (found.verdict.name, found.missing) == (verdict, missing)


@pytest.mark.parametrize(("said", "verdict", "missing"), INDEL)
def test_the_germline_filter_of_insertions_and_deletions(
    said: tuple[object, ...], verdict: str, missing: tuple[str, ...]
) -> None:
    depth, vaf, callers = said
    variant = Variant(gene="BRCA1", depth=depth, vaf=vaf)  # type: ignore[arg-type]
    given = frozenset(callers) if isinstance(callers, set) else None
    found = germline_filter(variant, indel=True, callers=given, eas_frequency=0.0)
    assert (found.verdict.name, found.missing) == (verdict, missing)


def test_a_frequency_of_all_populations_answers_only_when_it_is_low() -> None:
    rare = Variant(gene="BRCA1", depth=40, alt_reads=20, vaf=0.5, population_af=0.001)
    assert germline_filter(rare, indel=False).verdict.name == "MET"
    common = Variant(gene="BRCA1", depth=40, alt_reads=20, vaf=0.5, population_af=0.02)
    assert germline_filter(common, indel=False).missing == ("eas_frequency",)


def test_the_marker_table_names_known_classes() -> None:
    assert set(PATTERN) == set(CLASSES)
    assert Counter(sign for genes in PATTERN.values() for sign in genes.values()) == {1: 20, -1: 5}
