"""Clinical facts beside the tumor: laboratory values, conditions, medication, what the team stated."""

from __future__ import annotations

from tumorboard.model.assessment import Assessment
from tumorboard.model.case import Case, Condition, LabValue
from tumorboard.model.lesion import Lesion
from tumorboard.model.missing import is_manual
from tumorboard.reasons import Reason
from tumorboard.report import facts
from tumorboard.report.values import Badge, Block, Bullets, Cell, Row, Section, Table, Term, Text

LABS = (
    Term("report.col.analyte"),
    Term("report.col.value"),
    Term("report.col.range"),
    Term("report.col.date"),
)


def compose(assessment: Assessment) -> Section | None:
    """Each list that holds something."""
    case = assessment.case
    blocks: list[Block] = []
    if case.labs:
        rows = tuple(
            Row(
                (
                    Cell(((Term(f"analyte.{lab.analyte}"),),)),
                    Cell((_value(lab),)),
                    Cell((_range(lab),)),
                    Cell(((str(lab.date or "–"),),)),
                )
            )
            for lab in case.labs
        )
        blocks.append(Table(Term("report.labs"), LABS, rows))
    blocks += _lists(case)
    return Section("clinical", Term("report.section.clinical"), tuple(blocks)) if blocks else None


def _lists(case: Case) -> list[Block]:
    found: list[tuple[str, tuple[Text, ...]]] = [
        (
            "performance",
            tuple(
                (Term(f"scale.{p.scale}"), f" {p.value}", f" ({p.date})" if p.date else "") for p in case.performance
            ),
        ),
        ("lesions", tuple(_lesion(x) for x in case.lesions)),
        ("conditions_recorded", tuple(_condition(c) for c in case.conditions)),
        ("medications", tuple((m,) for m in case.medications)),
        (
            "team_states",
            tuple(_said(t, said) for t, said in sorted(case.statements.items())),
        ),
    ]
    return [Bullets(items, Term(f"report.{name}"), columns=True) for name, items in found if items]


def _said(what: str, said: bool) -> Text:
    if is_manual(what):  # a person's answer to a question, told as its criterion tells it
        return (Reason.of("manual.yes" if said else "manual.no", text=what.partition(":")[2]),)
    return (Term(what), ": ", Term("yes" if said else "no"))


def _value(lab: LabValue) -> Text:
    if lab.value is None:
        return (Term("report.not_recorded"),)
    number = f"{lab.comparator}{lab.value:g} {lab.unit}".strip()
    below = lab.lower_limit is not None and lab.value < lab.lower_limit
    above = lab.upper_limit is not None and lab.value > lab.upper_limit
    mark: Text = (" ", Badge(Term("report.below" if below else "report.above"), "warn")) if below or above else ()
    return (number, *mark)


def _range(lab: LabValue) -> Text:
    if lab.lower_limit is None and lab.upper_limit is None:
        return ("–",)
    low = f"{lab.lower_limit:g}" if lab.lower_limit is not None else ""
    high = f"{lab.upper_limit:g}" if lab.upper_limit is not None else ""
    return (f"{low} – {high}".strip(),)


def _lesion(x: Lesion) -> Text:
    parts: list[Text] = [(Term(f"site.{x.site or 'unknown'}"),)]
    if not x.present:
        parts.append((Term("report.lesion_free"),))
    if x.suspected:
        parts.append((Term("report.suspected"),))
    parts += [(f"{size:g} mm",) for size in (x.size_mm, x.short_axis_mm) if size is not None]
    said = {
        "report.lesion_treated": x.treated,
        "report.lesion_symptomatic": x.symptomatic,
        "report.lesion_grew": x.progressed,
    }
    parts += [(Term(name),) for name, holds in said.items() if holds]
    if x.date is not None:
        parts.append((str(x.date),))
    return facts.listed(parts)


def _condition(c: Condition) -> Text:
    parts: list[Text] = [(c.name,)]
    if c.active is not None:
        parts.append((Term("report.active" if c.active else "report.past"),))
    if c.grade is not None:
        parts.append((Term("report.grade"), f" {c.grade}"))
    if c.date is not None:
        parts.append((str(c.date),))
    return facts.listed(parts)
