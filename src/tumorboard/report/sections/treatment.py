"""What the patient received, as a timeline and a table."""

from __future__ import annotations

from tumorboard.model.assessment import Assessment
from tumorboard.model.treatment import TreatmentCourse
from tumorboard.report import facts
from tumorboard.report.values import Block, Cell, Lane, Row, Section, Table, Term, Text, Timeline


def compose(assessment: Assessment) -> Section | None:
    """Courses in order of start; specimens as points on the same axis."""
    case = assessment.case
    if not case.courses:
        return None
    blocks: list[Block] = []
    lanes = [
        Lane(_agents(c), c.start.earliest, c.stop.latest if c.stop else None, _outcome(c), _tone(c))
        for c in case.courses
        if c.start is not None
    ]
    lanes += [
        Lane(
            (Term(f"specimen.{s.kind.value}"), f" {s.id}"),
            s.collected.earliest,
            s.collected.earliest,
            tone="info",
            point=True,
        )
        for s in case.specimens
        if s.collected is not None
    ]
    if lanes:
        blocks.append(Timeline(tuple(sorted(lanes, key=lambda lane: (lane.start, lane.point))), assessment.on))
    columns = (
        Term("report.col.therapy"),
        Term("report.col.setting"),
        Term("report.col.dates"),
        Term("report.col.response"),
    )
    rows = tuple(
        Row(
            (
                Cell((_agents(c),)),
                Cell((_where(c),)),
                Cell(((f"{c.start or '?'} – {c.stop or '?'}",),)),
                Cell((_outcome(c),)),
            )
        )
        for c in case.courses
    )
    blocks.append(Table(columns, rows))
    return Section("treatment", Term("report.section.treatment"), tuple(blocks))


def _agents(c: TreatmentCourse) -> Text:
    named: Text = facts.regimen(c.agents) if c.agents else ()
    unnamed: Text = (", ".join(c.unnamed),) if c.unnamed else ()
    if named and unnamed:
        return (*named, " + ", *unnamed)
    return named or unnamed or (Term(c.modality),)


def _where(c: TreatmentCourse) -> Text:
    parts: list[str | Term] = [Term(c.setting) if c.setting else Term("report.not_recorded")]
    if c.line is not None:
        parts += [" · ", Term("report.line"), f" {c.line}"]
    return tuple(parts)


def _outcome(c: TreatmentCourse) -> Text:
    parts: list[str | Term] = []
    if c.best_response:
        parts.append(c.best_response)
    if c.stop_reason:
        parts += [" · " if parts else "", Term(c.stop_reason)]
    return tuple(parts)


def _tone(c: TreatmentCourse) -> str:
    if c.stop_reason == "progression" or c.best_response == "PD":
        return "bad"
    return "good" if c.best_response in {"CR", "PR", "pCR"} else "info"
