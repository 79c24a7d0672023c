"""Near misses: therapies that something found speaks for and something else stands against; and what would turn that."""

from __future__ import annotations

from collections.abc import Mapping

from tumorboard.model.assessment import Assessment, TherapyOption
from tumorboard.model.case import Case
from tumorboard.model.verdict import Verdict
from tumorboard.reasons import Reason
from tumorboard.report import facts
from tumorboard.report.steps import joined
from tumorboard.report.values import Badge, Bullets, Cell, Link, Row, Section, Table, Term, Text

COLUMNS = (Term("report.col.therapy"), Term("report.col.why_not"), Term("report.col.turns"))
FAR = {"evidence.does_not_carry_over", "evidence.other_kind_of_tumor", "evidence.not_tested"}
Told = tuple[tuple[Text, ...], tuple[Text, ...], tuple[Text, ...]]


def compose(assessment: Assessment) -> Section | None:
    """Rejected therapies that are near, one by one; the others are counted and stand among the statements."""
    turned_down = [o for o in assessment.rejected if o.predicate == "sensitivity"]
    near = [o for o in turned_down if is_near(o)]
    if not near:
        return None
    by_id = dict(facts.alterations(assessment.case))
    alike: dict[Told, list[TherapyOption]] = {}
    for option in near:
        alike.setdefault(_told(option, assessment.case, by_id), []).append(option)
    rows = tuple(_row(told, options) for told, options in alike.items())
    blocks: list[Table | Bullets] = [Table(Term("report.near_misses"), COLUMNS, rows, wide=1)]
    far = len(turned_down) - len(near)
    if far:
        count = Reason.of("report.considered_too", count=far)
        blocks.append(Bullets(((Link("ledger", (count,)),),)))
    return Section("near-misses", Term("report.section.near_misses"), tuple(blocks), front=True)


def is_near(option: TherapyOption) -> bool:
    """Whether its biomarker was found, or may be there, and the claim could hold for this tumor.

    What only waits for a test stands among the missing tests, and what does not carry over between tumors is far.
    """
    if any(r.code in FAR for r in option.against):
        return False
    best = option.matches[0]
    return best.biomarker.verdict is Verdict.MET or (option.verdict is Verdict.UNKNOWN and bool(best.biomarker.used))


def _told(option: TherapyOption, case: Case, by_id: Mapping[str, facts.Alteration]) -> Told:
    """What it rests on, what stands against it, what would turn that: therapies that share all three share a row."""
    turns: list[Text] = [(m,) for m in joined(option.missing)] + [(r,) for r in facts.changes(option)]
    if option.may_change:
        turns.insert(0, (Badge(Term("flag.may_change"), "warn"),))
    why = facts.unique((r,) for r in (*option.against, *option.conflicts))
    return facts.rests_on(option, case, by_id), why, tuple(turns)


def _row(told: Told, options: list[TherapyOption]) -> Row:
    based, why, turns = told
    names = (facts.listed((facts.of_option(o) for o in options), "; "),)
    lines = (*names, facts.listed(based, " · ")) if based else names
    return Row((Cell(lines), Cell(why), Cell(turns)))
