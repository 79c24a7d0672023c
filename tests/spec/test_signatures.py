"""Mutational signatures, APOBEC enrichment and the POLE pattern on catalogs made by hand.

Sources: Lawson and Hanson 1974; Roberts 2013 (APOBEC); Leon-Castillo 2020 (POLE).  The catalogs and the four signatures are
invented; the check against real tables is in tests/real/test_check_numbers.py.
"""

from __future__ import annotations

import itertools
from random import Random

import pytest

from tumorboard.interpret.least_squares import losses, nnls, solve
from tumorboard.interpret.signatures import CHANNELS, Reference, assign
from tumorboard.interpret.substitution_rules import apobec, fisher_greater, pole_pattern


def shares(**per_change: float) -> list[float]:
    """A signature flat within each change: ``C_A=1`` is all C>A."""
    wanted = {name.replace("_", ">"): share for name, share in per_change.items()}
    return [wanted.get(channel[2:5], 0.0) / 16 for channel in CHANNELS]


TABLE = {
    "SBS1": shares(C_T=1),
    "SBS2": shares(C_G=1),
    "SBS5": shares(C_A=0.2, C_G=0.1, C_T=0.3, T_A=0.1, T_C=0.2, T_G=0.1),
    "SBS13": shares(T_C=1),
    "SBS18": shares(C_A=1),
}


def catalog(**mutations: int) -> list[int]:
    return [round(sum(n * TABLE[name][c] for name, n in mutations.items())) for c in range(len(CHANNELS))]


def test_the_channels_are_the_96_of_the_published_tables() -> None:
    assert len(set(CHANNELS)) == 96
    assert CHANNELS[:5] == ("A[C>A]A", "A[C>A]C", "A[C>A]G", "A[C>A]T", "C[C>A]A")
    assert CHANNELS[-1] == "T[T>G]T"


def test_least_squares_without_negative_weights_against_every_subset() -> None:
    """The best of all subsets whose free optimum is positive is the constrained optimum."""
    gram = [[4.0, 2.0, 0.6, 1.0], [2.0, 5.0, 1.0, 0.5], [0.6, 1.0, 3.0, 0.2], [1.0, 0.5, 0.2, 2.0]]
    for target in ([1.0, 4.0, -1.0, 2.0], [-1.0, -2.0, -3.0, -0.1], [3.0, 1.0, 2.0, -1.0], [0.5, 5.0, 0.2, 0.1]):
        best, least = {}, 0.0
        for size in range(1, 5):
            for chosen in itertools.combinations(range(4), size):
                free = solve(gram, target, chosen)
                explained = sum(w * target[i] for w, i in zip(free, chosen, strict=True))
                if min(free) > 0 and explained > least:
                    best, least = dict(zip(chosen, free, strict=True)), explained
        assert nnls(gram, target, range(4)) == pytest.approx(best)


def test_what_a_column_explains_falls_by_what_is_lost_without_it() -> None:
    gram, target = [[4.0, 2.0, 0.6], [2.0, 5.0, 1.0], [0.6, 1.0, 3.0]], [3.0, 4.0, 2.0]
    explained, falls = losses(gram, target, (0, 1, 2))
    for out, fall in enumerate(falls):
        rest = [i for i in range(3) if i != out]
        without = sum(w * target[i] for w, i in zip(solve(gram, target, rest), rest, strict=True))
        assert explained - fall == pytest.approx(without)


MIXTURES = [
    ({"SBS18": 3200}, {"SBS18"}),
    ({"SBS1": 1600, "SBS18": 1600}, {"SBS1", "SBS18"}),
    ({"SBS2": 1600, "SBS13": 1600}, {"SBS2", "SBS13"}),
    ({"SBS5": 3200}, {"SBS5"}),
]


@pytest.mark.parametrize(("mixed", "found"), MIXTURES)
def test_a_mixture_is_taken_apart_into_what_went_in(mixed: dict[str, int], found: set[str]) -> None:
    told = assign(catalog(**mixed), Reference(TABLE), uniform=Random(1).random, resamples=20)
    assert {e.signature for e in told.exposures if e.mutations > 1} == found
    for exposure in told.exposures:
        assert exposure.mutations == pytest.approx(mixed.get(exposure.signature, 0), abs=2)
    assert sum(e.mutations for e in told.exposures) == pytest.approx(told.mutations)
    assert told.cosine == pytest.approx(1, abs=1e-6)


def test_an_interval_holds_its_exposure_and_narrows_with_the_number_of_mutations() -> None:
    widths = []
    for many in (1, 20):
        told = assign(
            catalog(SBS1=160 * many, SBS18=160 * many), Reference(TABLE), uniform=Random(1).random, resamples=60
        )
        first = told.exposures[0]
        assert first.low <= first.mutations <= first.high
        widths.append((first.high - first.low) / first.mutations)
    assert widths[1] < widths[0] / 2


def test_the_random_numbers_alone_move_the_interval() -> None:
    mixed, table = catalog(SBS1=320, SBS18=160), Reference(TABLE)
    one = assign(mixed, table, uniform=Random(1).random, resamples=10)
    assert assign(mixed, table, uniform=Random(1).random, resamples=10) == one
    other = assign(mixed, table, uniform=Random(2).random, resamples=10)
    assert other != one
    assert [e.mutations for e in other.exposures] == [e.mutations for e in one.exposures]


@pytest.mark.parametrize("bad", [[], [0] * 96, [1] * 95, [-1, *[1] * 95]])
def test_what_is_no_catalog_is_refused(bad: list[int]) -> None:
    with pytest.raises(ValueError, match="catalog"):
        assign(bad, Reference(TABLE), uniform=Random(1).random)


@pytest.mark.parametrize("bad", [[1.0], [0.5, *[0.0] * 95], [1.5, -0.5, *[0.0] * 94]])
def test_what_is_no_signature_is_refused(bad: list[float]) -> None:
    with pytest.raises(ValueError, match="distribution"):
        Reference({"SBS1": bad})


APOBEC = [
    # TCW mutated, C mutated, TCW sites, C sites, enrichment, significant, least mutations
    (60, 100, 400, 2000, 3.0, True, 40),
    (40, 100, 400, 2000, 2.0, True, 20),
    (20, 100, 400, 2000, 1.0, False, 0),
    (10, 100, 400, 2000, 0.5, False, 0),
    (3, 5, 400, 2000, 3.0, False, 0),  # enriched, but too few to tell
]


@pytest.mark.parametrize(("tcw", "c", "tcw_sites", "c_sites", "enrichment", "significant", "least"), APOBEC)
def test_apobec_enrichment(
    tcw: int, c: int, tcw_sites: int, c_sites: int, enrichment: float, significant: bool, least: int
) -> None:
    found = apobec(tcw_mutations=tcw, c_mutations=c, tcw_sites=tcw_sites, c_sites=c_sites)
    assert found.enrichment == pytest.approx(enrichment)
    assert found.p is not None
    assert (found.p <= 0.05) is significant
    assert found.mutations == least


def test_nothing_expected_is_no_enrichment() -> None:
    assert apobec(tcw_mutations=0, c_mutations=0, tcw_sites=4, c_sites=9).enrichment is None
    assert apobec(tcw_mutations=0, c_mutations=3, tcw_sites=0, c_sites=9).enrichment is None
    with pytest.raises(ValueError, match="motifs"):
        apobec(tcw_mutations=4, c_mutations=3, tcw_sites=1, c_sites=9)


@pytest.mark.parametrize(
    ("table", "p"),
    [((3, 1, 1, 3), 0.242857), ((10, 2, 3, 15), 0.000465), ((0, 5, 0, 5), 1.0), ((5, 0, 0, 5), 0.003968)],
)
def test_the_exact_test_is_rs(table: tuple[int, int, int, int], p: float) -> None:
    # R: fisher.test(matrix(c(a, b, c, d), 2), alternative = "greater")$p.value
    assert fisher_greater(*table) == pytest.approx(p, abs=5e-7)


def only(**changes: int) -> list[int]:
    return [
        changes.get(channel[2:5].replace(">", "_"), 0) if channel[0] + channel[-1] == "AA" else 0
        for channel in CHANNELS
    ]


POLE = [
    # counts, C>A above 20 %, T>G above 4 %, C>G below 0.6 %
    ({"C_A": 21, "T_G": 5, "C_T": 74}, True, True, True),
    ({"C_A": 20, "T_G": 4, "C_T": 76}, False, False, True),
    ({"C_A": 500, "T_G": 100, "C_T": 394, "C_G": 6}, True, True, False),
    ({"C_A": 500, "T_G": 100, "C_T": 395, "C_G": 5}, True, True, True),
]


@pytest.mark.parametrize(("counts", "c_to_a", "t_to_g", "c_to_g"), POLE, ids=str)
def test_the_pole_pattern_part_by_part(counts: dict[str, int], c_to_a: bool, t_to_g: bool, c_to_g: bool) -> None:
    found = pole_pattern(only(**counts))
    assert (found.c_to_a, found.t_to_g, found.c_to_g) == (c_to_a, t_to_g, c_to_g)
    assert (found.few_indels, found.burden) == (None, None)  # not told is not met and not missed


@pytest.mark.parametrize(("indels", "per_mb", "few", "high"), [(5, 100.0, True, False), (6, 100.1, False, True)])
def test_indels_and_burden_of_the_pole_pattern(indels: int, per_mb: float, few: bool, high: bool) -> None:
    found = pole_pattern(only(C_T=114), indels=indels, per_mb=per_mb)
    assert (found.few_indels, found.burden) == (few, high)
