"""What is counted on the case's own files: burden by rule with its interval, scars on segments; beside the laboratory's.

Sources: Garwood 1936 (exact interval); sigven/pcgr (rules of the burden); Sztupinszki 2018 (scarHRD, 42).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.truth_support import MET, UNKNOWN, answer, interpreted

from tumorboard.interpret.burden_rules import RULES, burden, counted
from tumorboard.model.alteration import GenomicPosition, Origin, Variant
from tumorboard.model.biomarker import Biomarker
from tumorboard.model.case import Case
from tumorboard.model.findings import Finding
from tumorboard.model.specimen import Assay, Specimen, SpecimenKind
from tumorboard.testing.short_case import short_case

CHECKED = [
    # count, Mb, per Mb, low, high: chi2(.025; 2k)/2/Mb and chi2(.975; 2k + 2)/2/Mb
    (8, 0.8, 10.0, 4.3173, 19.7040),
    (12, 1.2, 10.0, 5.1671, 17.4680),
    (0, 0.8, 0.0, 0.0, 4.6111),
]


@pytest.mark.parametrize(("count", "panel_mb", "per_mb", "low", "high"), CHECKED)
def test_the_exact_interval_of_a_burden(count: int, panel_mb: float, per_mb: float, low: float, high: float) -> None:
    found = burden(count, panel_mb, "coding_and_silent")
    assert (found.per_mb, found.low, found.high) == pytest.approx((per_mb, low, high), abs=5e-5)


def at(place: int, *consequences: str, **more: Any) -> Variant:
    position = GenomicPosition("GRCh38", "1", place, place + 1, "C", "T")
    known = {"id": f"v{place}", "gene": "TP53", "assay": "panel", "origin": Origin.SOMATIC, **more}
    return Variant(**{"position": position, "consequences": consequences, **known})


KINDS = [
    # consequence, counted with silent ones, without, missense only
    ("missense_variant", 1, 1, 1),
    ("synonymous_variant", 1, 0, 0),
    ("stop_gained", 1, 1, 0),
    ("frameshift_variant", 1, 1, 0),
    ("inframe_deletion", 1, 1, 0),
    ("splice_donor_variant", 1, 1, 0),
    ("intron_variant", 0, 0, 0),
    ("upstream_gene_variant", 0, 0, 0),
]


@pytest.mark.parametrize(("consequence", "silent_too", "non_silent", "missense"), KINDS)
def test_what_each_rule_counts(consequence: str, silent_too: int, non_silent: int, missense: int) -> None:
    assert [counted([at(1, consequence)], rule) for rule in RULES] == [silent_too, non_silent, missense]


@pytest.mark.parametrize("origin", [Origin.GERMLINE, Origin.POSSIBLE_CHIP])
def test_what_is_not_of_the_tumor_is_not_counted(origin: Origin) -> None:
    assert counted([at(1, "missense_variant", origin=origin)], "coding_and_silent") == 0
    assert counted([at(1, "missense_variant", position=None)], "coding_and_silent") == 0  # told in words
    assert counted([at(1, "missense_variant", origin=Origin.UNKNOWN)], "coding_and_silent") == 1


PANEL = Assay(
    id="panel", panel_mb=1.2, files=("t.vcf",), kinds=frozenset({"variant"}), annotated=True, matched_normal=True
)


def panel(missense: int, silent: int = 1, extra: str = "", **assay: Any) -> Case:
    variants = [at(n, "missense_variant") for n in range(missense)]
    variants += [at(1000 + n, "synonymous_variant") for n in range(silent)]
    case = short_case(f"LUAD{extra}")
    return replace(case, variants=tuple(variants), assays=(replace(PANEL, **assay),))


def found_in(case: Case, name: str) -> Finding | None:
    findings = interpreted(case).findings
    assert findings is not None
    return findings.biomarkers.get(name)


BURDENS = [
    # missense, silent, panel, state, rule, review
    (11, 1, {}, "high", "coding_and_silent", True),  # 10.0 per Mb, 5.2 to 17.5
    (10, 1, {}, "low", "coding_and_silent", True),  # 9.2 per Mb, 4.6 to 16.4
    (12, 0, {}, "high", "coding_non_silent", True),  # no silent change in the files: the rule says so
    (3, 1, {}, "low", "coding_and_silent", False),  # 3.3 per Mb, at most 8.5
    (39, 1, {}, "high", "coding_and_silent", False),  # 33.3 per Mb, at least 23.8
    (11, 1, {"panel_mb": 0.8}, "", "coding_and_silent", False),  # too small a panel
    (11, 1, {"matched_normal": None}, "", "coding_and_silent", False),  # germline variants may be among them
    (3, 1, {"matched_normal": False}, "low", "coding_and_silent", False),  # at most this
    (11, 1, {"annotated": False}, "", "coding_and_silent", False),
    (11, 1, {"annotated": None}, "", "coding_and_silent", False),
    (11, 1, {"declared": False}, "", "coding_and_silent", False),
]


@pytest.mark.parametrize(("missense", "silent", "assay", "state", "rule", "review"), BURDENS)
def test_a_counted_burden(
    missense: int, silent: int, assay: dict[str, Any], state: str, rule: str, review: bool
) -> None:
    found = found_in(panel(missense, silent, **assay), "tmb_counted")
    assert found is not None
    assert (found.state, found.method, found.needs_review) == (state, rule, review)
    assert bool(found.missing) == (not state)
    assert found.value == pytest.approx((missense + silent) / assay.get("panel_mb", 1.2), abs=0.005)


@pytest.mark.parametrize("assay", [{"panel_mb": None}, {"files": ()}, {"kinds": frozenset({"fusion"})}])
def test_nothing_is_counted_without_a_panel_size_or_a_file_of_variants(assay: dict[str, Any]) -> None:
    assert found_in(panel(11, **assay), "tmb_counted") is None


def test_variants_of_another_assay_are_not_counted() -> None:
    case = panel(11)
    other = replace(case, variants=tuple(replace(v, assay="other") for v in case.variants))
    found = found_in(other, "tmb_counted")
    assert found is not None
    assert found.value == 0


def test_a_count_answers_no_question_and_never_replaces_the_report() -> None:
    assert answer("TmbAtLeast(10)", panel(39)) is UNKNOWN
    assert answer("TmbAtLeast(10)", panel(3, extra="; TMB 30")) is MET


@pytest.mark.parametrize(("reported", "review"), [("TMB 30", True), ("TMB 1", False)])
def test_report_and_count_that_disagree_both_ask_for_review(reported: str, review: bool) -> None:
    case = panel(3, extra=f"; {reported}")
    for name in ("tmb", "tmb_counted"):
        found = found_in(case, name)
        assert found is not None
        assert found.needs_review is review


def test_a_count_without_a_state_contradicts_nothing() -> None:
    found = found_in(panel(3, extra="; TMB 30", annotated=False), "tmb")
    assert found is not None
    assert found.needs_review is False


def segmented(total: float, *, purity: float | None = 0.6, covered: float = 0.97, line: str = "HGSOC") -> Case:
    detail = f"loh=1;tai=2;lst=3;covered={covered}"
    counted_ = Biomarker(
        id="x", marker="HRD_SEGMENTS", method="segments", value=total, scale="scarHRD", detail=detail, specimen="t"
    )
    case = short_case(line)
    specimen = Specimen(id="t", kind=SpecimenKind.TISSUE, purity=purity)
    return replace(case, specimens=(specimen,), biomarkers=(*case.biomarkers, counted_))


SUMS = [
    (41, {}, "negative", ()),
    (42, {}, "positive", ()),
    (42, {"purity": None}, "", ("specimen.purity",)),
    (42, {"purity": 0.29}, "", ("specimen.purity",)),
    (42, {"purity": 0.3}, "positive", ()),
    (42, {"covered": 0.79}, "", ("biomarker.HRD_SEGMENTS",)),
    (42, {"covered": 0.8}, "positive", ()),
]


@pytest.mark.parametrize(("total", "more", "state", "missing"), SUMS)
def test_scars_counted_on_segments(total: float, more: dict[str, Any], state: str, missing: tuple[str, ...]) -> None:
    found = found_in(segmented(total, **more), "hrd_segments")
    assert found is not None
    assert (found.state, found.value, found.missing) == (state, total, missing)


def test_scars_answer_no_question_and_are_told_beside_the_laboratorys_score() -> None:
    assert answer("HrdPositive()", segmented(63)) is UNKNOWN
    contradicted = segmented(63, line="HGSOC; HRD GIS 20")
    assert {
        name: (f.state, f.needs_review) for name in ("hrd", "hrd_segments") if (f := found_in(contradicted, name))
    } == {
        "hrd": ("negative", True),
        "hrd_segments": ("positive", True),
    }
    agreeing = found_in(segmented(63, line="HGSOC; HRD GIS 50"), "hrd")
    assert agreeing is not None
    assert not agreeing.needs_review


def test_segment_files_that_come_to_different_sums_decide_nothing() -> None:
    case = segmented(63)
    second = replace(case.biomarkers[0], id="y", value=20.0)
    found = found_in(replace(case, biomarkers=(*case.biomarkers, second)), "hrd_segments")
    assert found is not None
    assert (found.state, found.needs_review) == ("", True)


def test_a_sum_without_its_parts_is_not_read() -> None:
    case = segmented(63)
    bare = replace(case.biomarkers[0], detail="")
    found = found_in(replace(case, biomarkers=(bare,)), "hrd_segments")
    assert found is not None
    assert (found.state, found.missing) == ("", ("biomarker.HRD_SEGMENTS",))


MSI = [
    # method, score, unit, state: each by its own cut-off
    ("msisensor", 10, "percent", "msi_high"),
    ("msisensor", 9.9, "percent", "equivocal"),
    ("msisensor", 3, "percent", "equivocal"),
    ("msisensor", 2.9, "percent", "stable"),
    ("msisensor", 0.1, "fraction", "msi_high"),
    ("msisensor2", 20, "percent", "msi_high"),
    ("msisensor2", 19.9, "percent", "stable"),
    ("msisensor-ct", 20, "percent", "msi_high"),
    ("msisensor-ct", 19.9, "percent", "stable"),
    ("msisensor-ct", 0.2, "fraction", "msi_high"),
    ("mantis", 0.4, "score", "stable"),
    ("mantis", 0.41, "score", "msi_high"),
    ("msings", 0.2, "fraction", "msi_high"),
    ("msings", 20, "percent", "msi_high"),
    ("msings", 0.19, "fraction", "stable"),
    ("msisensor-pro", 60, "percent", ""),  # no cut-off of its own
    ("another", 60, "percent", ""),
    ("", 60, "percent", ""),
]


@pytest.mark.parametrize(("scale", "value", "unit", "state"), MSI)
def test_a_score_of_instability_by_the_cut_off_of_its_method(scale: str, value: float, unit: str, state: str) -> None:
    measured = Biomarker(id="b", marker="MSI", method="ngs", value=value, unit=unit, scale=scale)
    found = found_in(replace(short_case("COAD"), biomarkers=(measured,)), "msi")
    assert found is not None
    assert found.state == state
    assert bool(found.missing) == (not state)


def test_a_burden_alone_never_says_instability() -> None:
    assert found_in(short_case("COAD; TMB 80"), "msi") is None
