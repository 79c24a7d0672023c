"""The oncogenicity procedure as a table: worked totals, every exclusion, both label sets, the hotspot table.

Source: Horak et al. 2022, Genet Med 24:986; the order of exclusions is a choice of this project (docs/reference/grading.md).
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.interpret_support import vocabulary
from tests.truth_support import interpreted

from tumorboard.errors import InputError
from tumorboard.interpret.oncogenicity_codes import (
    BY_KEY,
    CODES,
    SCHEMES,
    displaced,
    hotspot_key,
    key_of,
    points,
    scheme,
)
from tumorboard.testing.short_case import short_case

KEYS = {c.label: c.key for c in CODES}


def total(labels: str) -> int:
    met = {KEYS[label] for label in labels.split()}
    return points(met - displaced(met).keys())


@pytest.mark.parametrize(
    ("codes", "expected", "classification"),
    [
        pytest.param("OVS1 OP4", 9, "likely_oncogenic", id="TP53 nonsense"),
        pytest.param("OVS1 OP4 OP1", 10, "oncogenic", id="TP53 nonsense with predictions"),
        pytest.param("OS2 OS3 OP1 OP4", 10, "oncogenic", id="BRAF V600E"),
        pytest.param("OM1 OP4", 3, "vus", id="critical domain and rare"),
        pytest.param("SBS1 SBP1", -5, "likely_benign", id="frequent above 1 percent and predicted harmless"),
        pytest.param("SBVS1", -8, "benign", id="frequent above 5 percent"),
        pytest.param("", 0, "vus", id="no code at all"),
    ],
)
def test_worked_examples_have_their_total_and_class(codes: str, expected: int, classification: str) -> None:
    assert total(codes) == expected
    assert scheme("horak_2022").classify(expected) == classification


@pytest.mark.parametrize(
    ("scheme_name", "total_points", "classification"),
    [
        *[("horak_2022", p, c) for p, c in ((10, "oncogenic"), (9, "likely_oncogenic"), (6, "likely_oncogenic"))],
        *[("horak_2022", p, c) for p, c in ((5, "vus"), (0, "vus"), (-1, "likely_benign"), (-6, "likely_benign"))],
        ("horak_2022", -7, "benign"),
        *[("pcgr", p, c) for p, c in ((9, "oncogenic"), (8, "likely_oncogenic"), (5, "likely_oncogenic"))],
        *[("pcgr", p, c) for p, c in ((4, "vus"), (0, "vus"), (-1, "likely_benign"), (-7, "benign"))],
    ],
)
def test_class_boundaries_of_both_schemes(scheme_name: str, total_points: int, classification: str) -> None:
    assert scheme(scheme_name).classify(total_points) == classification


EXCLUSION_TABLE = [
    ("OS1", "OS3"), ("OS1", "OM1"), ("OS1", "OM4"),
    ("OS3", "OM1"), ("OS3", "OM3"), ("OS3", "OM4"), ("OS3", "OP3"),
    ("OM1", "OM4"), ("OM1", "OM3"), ("OM1", "OP3"),
    ("OM4", "OM3"), ("OM4", "OP3"),
    ("OVS1", "OM2"), ("SBVS1", "SBS1"), ("OM3", "OP3"),
]  # fmt: skip


@pytest.mark.parametrize(("present", "dropped"), EXCLUSION_TABLE)
def test_the_first_code_displaces_the_second(present: str, dropped: str) -> None:
    assert displaced({KEYS[present], KEYS[dropped]}) == {KEYS[dropped]: KEYS[present]}


def test_pairs_outside_the_table_stand_side_by_side() -> None:
    excluded = {frozenset(pair) for pair in EXCLUSION_TABLE}
    for one in KEYS:
        for other in KEYS:
            if one != other and frozenset((one, other)) not in excluded:
                assert displaced({KEYS[one], KEYS[other]}) == {}, (one, other)


def test_a_dropped_code_displaces_nothing() -> None:
    # OS3 is displaced by OS1 and therefore no longer displaces OM3 and OP3.
    assert displaced({KEYS["OS1"], KEYS["OS3"], KEYS["OP3"]}) == {KEYS["OS3"]: KEYS["OS1"]}


def test_a_hotspot_of_the_very_nucleotide_change_stands_beside_the_same_amino_acid_code() -> None:
    both = {KEYS["OS1"], KEYS["OS3"]}
    assert displaced(both) == {KEYS["OS3"]: KEYS["OS1"]}
    assert displaced(both, nucleotide_hotspot=True) == {}


@pytest.mark.parametrize(
    ("label", "scheme_name", "meaning"),
    [
        ("OM3", "horak_2022", "HOTSPOT_LT50"),
        ("OM4", "horak_2022", "DIFF_MISSENSE"),
        ("OM3", "pcgr", "DIFF_MISSENSE"),
        ("OM4", "pcgr", "HOTSPOT_LT50"),
        ("ONCG_OM3", "pcgr", "DIFF_MISSENSE"),
        ("OVS1", "pcgr", "NULL_TSG"),
    ],
)
def test_imported_labels_keep_their_meaning(label: str, scheme_name: str, meaning: str) -> None:
    assert key_of(label, scheme_name) == meaning


def test_exported_labels_go_back_to_the_same_meaning_in_their_own_scheme() -> None:
    for chosen in SCHEMES.values():
        assert {key_of(chosen.label(c), chosen.name) for c in CODES} == set(BY_KEY)


def test_an_unknown_label_or_scheme_is_refused() -> None:
    with pytest.raises(InputError):
        key_of("OM9", "horak_2022")
    with pytest.raises(InputError):
        scheme("acmg")


@pytest.mark.parametrize(
    ("same", "residue", "label"),
    [(10, 50, "OS3"), (10, 49, "OM3"), (9, 50, "OP3"), (9, 49, "OP3"), (897, 897, "OS3"), (1, 10, "OP3")],
)
def test_counts_of_a_hotspot_give_one_code(same: int, residue: int, label: str) -> None:
    assert hotspot_key(same, residue, least_same=10, least_residue=50) == KEYS[label]


def test_the_scheme_and_the_dated_thresholds_agree() -> None:
    thresholds = vocabulary().thresholds.values
    assert [t.value for t in thresholds["oncogenic_points"]] == [SCHEMES["horak_2022"].oncogenic]
    assert [t.value for t in thresholds["likely_oncogenic_points"]] == [SCHEMES["horak_2022"].likely_oncogenic]


SINGLE_CAUSE = [
    # case, state of OP2 (a malignancy with a single genetic cause: retinoblastoma and both RB1 alleles)
    ("RBL; RB1 R320*; RB1 E137*", "met"),
    ("RBL; RB1 R320*", "not_assessable"),  # the second hit is not known
    ("RBL; RB1 R320*; RB1 R320*", "not_assessable"),  # one change read twice is one hit
    ("RBL; RB1 R320*; RB1 L100=", "not_assessable"),  # a silent change is no hit
    ("LUAD; RB1 R320*; RB1 E137*", "not_met"),
    ("RB1 R320*; RB1 E137*", "not_assessable"),  # the tumor is not recorded
    ("RBL; TP53 R213*", "not_met"),
]


@pytest.mark.parametrize(("case", "state"), SINGLE_CAUSE)
def test_a_single_genetic_cause_needs_the_tumor_and_both_alleles(case: str, state: str) -> None:
    found = interpreted(case).findings
    assert found is not None
    known = found.alterations["variant/v1"].oncogenicity
    assert known is not None
    assert {c.state for c in known.codes if c.label == "OP2"} == {state}


def test_a_homozygous_change_is_both_hits() -> None:
    case = short_case("RBL; RB1 R320*")
    found = interpreted(replace(case, variants=(replace(case.variants[0], zygosity="hom"),))).findings
    assert found is not None
    known = found.alterations["variant/v1"].oncogenicity
    assert known is not None
    assert {c.state for c in known.codes if c.label == "OP2"} == {"met"}
