"""The front page of the report: what decides stands first, codes are words, and what was not used is told before any option."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.pack_support import statements
from tests.report_support import assessment
from tests.truth_support import assess

from tumorboard.board.banners import of_issues
from tumorboard.issues import Issue, Place, Severity
from tumorboard.model.alteration import CopyNumber
from tumorboard.model.biomarker import Biomarker
from tumorboard.model.findings import AlterationFinding, GermlineFollowUp
from tumorboard.model.missing import is_test
from tumorboard.model.verdict import Verdict
from tumorboard.reasons import Reason
from tumorboard.report import facts
from tumorboard.report.sections import findings, germline, summary
from tumorboard.report.values import Badge, Bullets, Dense, Table, Term
from tumorboard.wording import words


def plain(text: tuple[object, ...]) -> str:
    """A text of strings and terms as it reads."""
    said = words()
    return "".join(said.term(t.code) if isinstance(t, Term) else t for t in text if isinstance(t, str | Term))


DETAILS = [
    # a measurement, how it reads
    (Biomarker(marker="PR", value=60, unit="percent", detail="intensity_2"), "60 %, staining 2+"),
    (
        Biomarker(marker="HRD_SEGMENTS", value=72, unit="score", detail="loh=22;tai=23;lst=27"),
        "72, LOH 22, TAI 23, LST 27",
    ),
    (
        Biomarker(marker="HER2", value=0, scale="ihc_score", unit="score", detail="faint_le_10_percent"),
        "0+, faint staining of at most 10 percent",
    ),
    (Biomarker(marker="DPYD", detail="*2A/*1"), ", *2A/*1"),
]


@pytest.mark.parametrize(("measured", "reads"), DETAILS)
def test_codes_of_a_measurement_are_words(measured: Biomarker, reads: str) -> None:
    assert plain(facts.biomarker(measured)).endswith(reads)


def test_receptor_results_that_disagree_ask_for_their_dates_and_for_no_test() -> None:
    assert words().absent("biomarker.ER:date") == "the dates of the estrogen receptor results, which disagree"
    assert not is_test("biomarker.ER:date")
    assert is_test("biomarker.ER")


def test_classes_of_drugs_are_named() -> None:
    assert words().term("egfr_tki_3g") == "EGFR TKI, third generation"


def test_a_germline_variant_that_was_found_in_normal_tissue_needs_counseling_and_no_germline_test() -> None:
    told = assessment("rich")
    assert told.case.findings is not None
    reason = Reason.of("germline.found_in_normal", gene="BRCA1", consent="consent.given")
    known = GermlineFollowUp(gene="BRCA1", alteration="", advice="recommend", reason=reason, source="x")
    asked = replace(known, gene="MSH2", reason=Reason.of("germline.repair_lost", proteins=("MSH2",)))
    told = replace(told, case=replace(told.case, findings=replace(told.case.findings, germline=(known, asked))))
    section = germline.compose(told)
    assert section is not None
    table = next(b for b in section.blocks if isinstance(b, Table) and b.caption == Term("report.follow_up"))
    badges = [c for r in table.rows for cell in r.cells for line in cell.lines for c in line]
    assert [b.text.code for b in badges if isinstance(b, Badge)] == ["advice.inform", "advice.recommend"]  # type: ignore[union-attr]
    lines = [str(line) for line in summary._germline(told)]
    assert "BRCA1" in lines[0] and "germline_known" in lines[0]
    assert "MSH2" in lines[1] and "BRCA1" not in lines[1]


def test_findings_that_carry_options_stand_first_and_many_copy_numbers_are_folded() -> None:
    told = assessment("rich")
    case = told.case
    assert case.findings is not None
    rows = tuple(CopyNumber(id=f"n9{n}", gene=f"GENE{n}", copies=20) for n in range(40))
    more = {f"copy_number/{r.id}": AlterationFinding(alteration=f"copy_number/{r.id}", amplified=True) for r in rows}
    grown = replace(
        case,
        copy_numbers=(*case.copy_numbers, *rows),
        findings=replace(case.findings, alterations={**case.findings.alterations, **more}),
    )
    section = findings.compose(replace(told, case=grown))
    order = findings._places(told)
    first = next(b for b in section.blocks if isinstance(b, Bullets))
    carried = next(
        o for o in told.options if any(m.biomarker.verdict.name == "MET" and m.biomarker.used for m in o.matches)
    )
    best = {k for m in carried.matches if m.biomarker.verdict.name == "MET" for k in m.biomarker.used}
    named = {plain(facts.name(a)) for key, a in facts.alterations(case) if key in best}
    assert any(plain(first.items[0]).startswith(n) for n in named) or not named
    assert min(order[k] for k in best) == min(order.values())
    (folded,) = [b for b in section.blocks if isinstance(b, Dense)]
    assert {g for g, _ in folded.groups} >= {r.gene for r in rows}
    assert "GENE" not in "".join(plain(i) for b in section.blocks if isinstance(b, Bullets) for i in b.items)


@pytest.mark.parametrize("code", ["VCF052", "MAF052"])
def test_a_known_allele_that_failed_a_filter_is_told_before_any_option(code: str) -> None:
    (banner,) = of_issues((Issue.of(code, Severity.WARNING, Place("tumor.vcf", 17, 40)),))
    assert banner.code == "banner.known_allele_filtered"
    assert dict(banner.params) == {"files": ("tumor.vcf",), "records": ("17",)}
    assert "failed a filter" in words().reason(banner)


def test_what_an_option_rests_on_stands_first_though_a_receptor_is_not_recorded() -> None:
    """AKT1 E17K of MB-0102 carries capivasertib with fulvestrant, whose receptors nobody recorded."""
    told = assess("IDC; tested; AKT1 E17K; CDH1 Q23*", *statements())
    assert told.options and told.options[0].matches[0].biomarker.verdict is Verdict.UNKNOWN
    alterations = next(b for b in findings.compose(told).blocks if isinstance(b, Bullets))
    assert plain(alterations.items[0]).startswith("AKT1 E17K")
    assert facts.rests_on(told.options[0], told.case, dict(facts.alterations(told.case))) == (("AKT1", " ", "E17K"),)
