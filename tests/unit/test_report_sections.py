"""What a section of the report shows, and in which order, as a board would check it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tests.page_support import parse
from tests.report_support import CASES, assessment, composed, page, rich

from tumorboard.model.assessment import NextStep
from tumorboard.model.specimen import Assay, AssayStatus
from tumorboard.model.statement import Approval
from tumorboard.reasons import Reason
from tumorboard.report import asked, steps
from tumorboard.report.agencies import agencies
from tumorboard.report.looked import assay_state, gene_state
from tumorboard.report.sections import coverage, findings, near_misses, options, resistance
from tumorboard.report.values import Absent, Badge, Grid, OptionTable, Section, Table, Term, Tracks

NAMES = sorted(CASES)
ON = date(2026, 11, 24)


def section(name: str, identifier: str) -> Section:
    return next(s for s in composed(name).sections if s.id == identifier)


def blocks(of: Section, kind: type) -> list[Any]:
    return [b for b in of.blocks if isinstance(b, kind)]


# --- order --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", NAMES)
def test_what_cannot_be_said_stands_before_any_option(name: str) -> None:
    order = [s.id for s in composed(name).sections]
    assert order[:3] == ["patient", "summary", "tested"]
    assert order.index("tested") < order.index("options")
    if assessment(name).banners:
        assert order.index("tested") < order.index("cannot-say") < order.index("findings") < order.index("options")
    page_order = [s.attributes["id"] for s in parse(page(name)).all("section")]
    assert page_order == order


def test_a_case_in_which_nothing_was_tested_says_so_first_and_shows_no_green() -> None:
    tree = parse(page("nothing"))
    after_patient = tree.all("section")[1]
    first = next(n for n in after_patient.walk() if n.name == "p")
    assert first.classes() == {"notice", "bad"}
    assert "Nothing was tested" in first.text()
    assert [n for n in tree.walk() if "good" in n.classes() or "approved" in n.classes()] == []


# --- agencies -----------------------------------------------------------------------------------------------------
def status(status_: str, since: str = "", until: str = "") -> Approval:
    read = [date.fromisoformat(d) if d else None for d in (since, until)]
    return Approval(agency="FDA", status=status_, since=read[0], until=read[1])


STATES: list[tuple[list[Approval], str, str]] = [
    ([], "unknown", ""),
    ([status("unknown")], "unknown", ""),
    ([status("approved", "2020-05-06")], "approved", "2020-05-06"),
    ([status("approved")], "approved", ""),
    ([status("approved", "2027-01-01")], "not_yet", "2027-01-01"),
    ([status("accelerated", "2024-04-05")], "accelerated", "2024-04-05"),
    ([status("accelerated", "2020-01-01"), status("approved", "2022-01-01")], "approved", "2022-01-01"),
    ([status("withdrawn", "2018-01-01", "2024-07-15")], "withdrawn", "2024-07-15"),
    ([status("withdrawn", "2018-01-01", "2027-07-15")], "approved", "2018-01-01"),
    ([status("withdrawn")], "withdrawn", ""),
    ([status("not_approved")], "not_approved", ""),
]


@pytest.mark.parametrize(("approvals", "state", "on"), STATES, ids=[f"{s}-{n}" for n, (_, s, _) in enumerate(STATES)])
def test_a_status_holds_on_the_assessment_date_with_its_own_day(approvals: list[Approval], state: str, on: str) -> None:
    fda, ema, nmpa = agencies(approvals, ON)
    assert (fda.state, fda.on.isoformat() if fda.on else "") == (state, on)
    assert (ema.state, nmpa.state) == ("unknown", "unknown")


# --- options ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", [n for n in NAMES if assessment(n).options])
def test_every_option_has_a_row_with_every_grade_and_its_rule(name: str) -> None:
    (table,) = blocks(section(name, "options"), OptionTable)
    rows = [r for group in table.groups for r in group.rows]
    assert [r.rank for r in rows] == [o.rank for o in assessment(name).options]
    assert not table.groups[0].folded
    for row, option in zip(rows, assessment(name).options, strict=True):
        assert [g.rule for g in row.grades if g.value] == [g.rule for g in option.grades if g.value]
        assert [a.name for a in row.agencies] == ["FDA", "EMA", "NMPA"]
        assert bool(row.waits_for) == bool(option.missing)
        heads = [head.code for head, _ in row.folds]
        assert "report.grades" in heads and "report.statements" in heads


def test_the_rule_of_a_grade_stands_on_hover_and_among_the_reasons() -> None:
    tree = parse(page("simple"))
    grades = [n for n in tree.walk() if n.name == "span" and "grade" in n.classes()]
    assert len(grades) == 3 * len(assessment("simple").options)
    assert all(n.attributes["title"].startswith("rule ") for n in grades)
    reasons = [n.text() for n in tree.all("tr", class_="more")]
    for text, option in zip(reasons, assessment("simple").options, strict=True):
        assert all(f"rule {g.rule} )" in text for g in option.grades)


def test_the_map_of_the_evidence_has_a_cell_for_each_option_scheme_and_agency() -> None:
    (grid,) = blocks(section("rich", "options"), Grid)
    count = len(assessment("rich").options)
    assert len(grid.columns) == count
    assert len(grid.rows) == 3 + 1 + 3
    assert all(len(cells) == count for _, cells in grid.rows)


def test_expected_resistance_is_never_good_news() -> None:
    found = resistance.compose(assessment("rich"))
    assert found is not None
    (table,) = blocks(found, Table)
    tones = {part.tone for row in table.rows for cell in row.cells for line in cell.lines for part in line
             if isinstance(part, Badge)}  # fmt: skip
    assert tones == {"bad"}


def test_near_misses_share_a_row_when_the_same_stands_against_them() -> None:
    found = near_misses.compose(assessment("rich"))
    assert found is not None
    (table,) = blocks(found, Table)
    near = [o for o in assessment("rich").rejected if o.predicate == "sensitivity" and near_misses.is_near(o)]
    assert 0 < len(table.rows) < len(near)
    assert not any(r.code in near_misses.FAR for o in near for r in o.against)


# --- missing ------------------------------------------------------------------------------------------------------
def step(missing: str, bucket: str, *regimens: str) -> NextStep:
    return NextStep(missing=missing, decides=tuple((r,) for r in regimens), best_bucket=bucket)


def test_one_test_that_answers_many_questions_is_one_line() -> None:
    next_steps = (
        step("biomarker.ER", "approved_other_tumor", "a"),
        step("assay.fusion:ROS1", "approved_own_tumor", "b", "c"),
        step("assay.fusion:RET", "approved_own_tumor", "c", "d"),
        step("performance.ecog", "approved_own_tumor", "e"),
    )
    a = replace(assessment("simple"), next_steps=next_steps)
    first, second = steps.tests(a)
    assert first.what == (Absent("assay.fusion:ROS1, RET"),)
    assert first.regimens == (("b",), ("c",), ("d",))
    assert second.what == (Absent("biomarker.ER"),)
    assert [r.what for r in steps.records(a)] == [(Absent("performance.ecog"),)]


def test_missing_facts_of_one_kind_of_test_are_told_together() -> None:
    assert steps.joined(("assay.variant:KRAS", "patient.age", "assay.variant:NRAS")) == (
        Absent("assay.variant:KRAS, NRAS"),
        Absent("patient.age"),
    )


# --- coverage -----------------------------------------------------------------------------------------------------
PANEL: dict[str, Any] = {"specimen": "T1", "method": "ngs dna panel", "kinds": frozenset({"variant"}),
                         "genes": frozenset({"EGFR", "KRAS"}), "annotated": True}  # fmt: skip
LOOKED: list[tuple[dict[str, Any], str, str]] = [
    ({}, "EGFR", "covered"),
    ({}, "BRAF", "not_tested"),
    ({"failed_genes": frozenset({"EGFR"})}, "EGFR", "failed"),
    ({"status": AssayStatus.FAILED}, "EGFR", "failed"),
    ({"status": AssayStatus.PENDING}, "EGFR", "pending"),
    ({"declared": False, "genes": None}, "BRAF", "limited"),
    ({"annotated": False}, "EGFR", "limited"),
    ({"specimen": "poor"}, "EGFR", "limited"),
    ({"kinds": frozenset({"fusion"})}, "EGFR", "not_tested"),
]


@pytest.mark.parametrize(("changed", "gene", "state"), LOOKED, ids=[f"{s}-{n}" for n, (_, _, s) in enumerate(LOOKED)])
def test_not_tested_failed_pending_and_limited_are_four_things(changed: dict[str, Any], gene: str, state: str) -> None:
    poor = Reason.of("banner.low_purity", specimen="poor", purity=0.05, limit=0.2)
    a = replace(assessment("simple"), banners=(poor,))
    assay = Assay(id="a", **{**PANEL, **changed})
    assert gene_state(a, assay, gene, "variant") == state
    if gene in PANEL["genes"]:
        assert assay_state(a, assay, "variant") == (state if "failed_genes" not in changed else "covered")


def test_coverage_shows_the_genes_that_the_knowledge_asks_about_and_what_nobody_answers() -> None:
    found = coverage.compose(assessment("rich"))
    assert found is not None
    grids = {g.caption.code: g for g in blocks(found, Grid)}
    assert ("EGFR",) in grids["report.asked.variant"].columns
    assert ("ALK",) in grids["report.asked.fusion"].columns
    assert {says for _, cells in grids["report.asked.fusion"].rows for *_, says in cells} <= {
        (Term("looked.failed"),),
        (Term("looked.not_tested"),),
    }


def test_a_negative_result_is_told_only_of_genes_in_which_nothing_was_found() -> None:
    found = asked.not_found(assessment("simple"))
    assert "MET" in found["copy_number"]
    assert "EGFR" not in found.get("variant", ())


def test_questions_are_read_from_criteria_by_kind_of_event() -> None:
    wanted = list(asked._asked('FusionIn(["ALK", "ROS1"], partners=["EML4"])'))
    assert wanted == [("fusion", "ALK"), ("fusion", "ROS1")]
    assert list(asked._asked('ProteinChangeIn("KRAS", ["G12C"])')) == [("variant", "KRAS")]
    assert list(asked._asked('PharmacogenotypeIn("DPYD", ["poor_metabolizer"])')) == []
    assert list(asked._asked('Her2StatusIn(["positive"])')) == []


# --- pictures -----------------------------------------------------------------------------------------------------
def test_one_change_in_two_specimens_is_one_row_with_two_marks() -> None:
    pictures = {t.caption.code: t for t in blocks(findings.compose(assessment("rich")), Tracks)}
    rows = {"".join(str(p) for p in t.label): t for t in pictures["report.vaf"].tracks}
    marks = rows["EGFR L858R"].marks
    assert [(m.at, m.shape) for m in marks] == [(0.34, "circle"), (0.031, "square")]


def test_copy_numbers_end_within_the_axis_and_the_ploidy_is_a_line() -> None:
    pictures = {t.caption.code: t for t in blocks(findings.compose(assessment("rich")), Tracks)}
    copies = pictures["report.copy_numbers"]
    assert all(0 <= s.start <= s.end <= 1 for t in copies.tracks for s in t.spans)
    assert copies.lines[0][1] == (Reason.of("report.ploidy", ploidy=2.7),)


def test_an_ongoing_course_has_an_open_end_at_the_decision() -> None:
    (line,) = blocks(section("rich", "treatment"), Tracks)
    spans = [t.spans[0] for t in line.tracks if t.spans]
    assert [s.open for s in spans] == [False, False, True]
    assert spans[-1].end == pytest.approx(line.lines[0][0])
    assert all(0 <= s.start <= s.end <= 1 for s in spans)


def test_courses_without_dates_stand_in_the_table_only() -> None:
    (table,) = blocks(section("rich", "treatment"), Table)
    assert len(table.rows) == len(rich().courses)


def test_what_an_option_rests_on_is_named_once() -> None:
    (table,) = blocks(options.compose(assessment("rich")), OptionTable)
    first = table.groups[0].rows[0]
    assert first.rests_on == (("EGFR", " ", "L858R"), ("EGFR", " ", "T790M"))  # of three variants, two of which are one


def test_a_patient_who_declined_germline_findings_gets_one_line_that_names_no_gene() -> None:
    from tests.pack_support import context

    from tumorboard.board.assess import assess_case
    from tumorboard.criteria.leaves import LEAVES
    from tumorboard.knowledge import pack_loader
    from tumorboard.report.sections import germline, summary

    declined = replace(rich(), germline_consent=False, biomarkers=())
    a = assess_case(declined, pack_loader.load(LEAVES), context())
    found = germline.compose(a)
    assert found is not None
    (table,) = blocks(found, Table)
    (row,) = table.rows
    assert row.cells[0].lines == (("–",),)
    assert row.cells[2].lines == ((Reason.of("germline.declined"),),)
    lines = [part for b in summary.compose(a).blocks for item in getattr(b, "items", ()) for part in item]
    assert not any(getattr(p, "anchor", "") == "germline" for p in lines)
