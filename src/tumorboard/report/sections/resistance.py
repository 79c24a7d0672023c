"""Resistance: its own list, never mixed into the ranks."""

from __future__ import annotations

from collections.abc import Mapping

from tumorboard.model.assessment import Assessment, TherapyOption
from tumorboard.model.case import Case
from tumorboard.model.verdict import Verdict
from tumorboard.report import facts, here
from tumorboard.report.steps import joined
from tumorboard.report.values import Badge, Cell, Code, Row, Section, Table, Term, Text

TONES = {Verdict.MET: "bad", Verdict.UNKNOWN: "warn", Verdict.NOT_MET: "mute"}
COLUMNS = (Term("report.col.therapy"), Term("report.col.grade"), Term("report.col.why"))


def compose(assessment: Assessment) -> Section | None:
    """What is settled and was shown in this tumor, then, apart, what is open or of another tumor."""
    if not assessment.resistance:
        return None
    by_id = dict(facts.alterations(assessment.case))
    settled = [o for o in assessment.resistance if here.settled(o)]
    open_here = [o for o in assessment.resistance if not here.settled(o)]
    tables = tuple(
        Table(Term(title), COLUMNS, tuple(_row(o, assessment.case, by_id) for o in members), wide=2)
        for title, members in (("report.section.resistance", settled), ("report.resistance_open", open_here))
        if members
    )
    return Section("resistance", Term("report.section.resistance_all"), tables, front=True)


def _row(option: TherapyOption, case: Case, by_id: Mapping[str, facts.Alteration]) -> Row:
    elsewhere = option.verdict is Verdict.MET and not here.own(option)
    state = "resistance.elsewhere" if elsewhere else f"resistance.{option.verdict.name.lower()}"
    grades: list[Text] = [(Badge(Term(state), "warn" if elsewhere else TONES[option.verdict]),)]
    grades += [(Term(f"scheme.{g.scheme}"), " ", *facts.graded(g)) for g in option.grades if g.value]
    why: list[Text] = [(r,) for r in (*option.because, *option.conflicts, *option.against)]
    if option.verdict is Verdict.UNKNOWN:
        why += [(Term("report.missing_fact"), " ", m) for m in joined(option.missing)]
    why.append((Code(option.matches[0].statement),))
    name: list[Text] = [facts.of_option(option)]
    based = facts.rests_on(option, case, by_id)
    if based:
        name.append(facts.listed(based, " · "))
    return Row((Cell(tuple(name)), Cell(tuple(grades)), Cell(tuple(why))))
