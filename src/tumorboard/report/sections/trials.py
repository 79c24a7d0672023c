"""Trials that were named: where the case may enter, what the undecided ones hang on, and how near the others are."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tumorboard.model.assessment import Assessment
from tumorboard.model.trial_match import STATES, PartMatch, TrialMatch, TrialMatches
from tumorboard.model.verdict import Verdict
from tumorboard.reasons import Reason
from tumorboard.report import facts, trials
from tumorboard.report.values import Badge, Block, Cell, Notice, Row, Section, Table, Term, Text

ROWS = 8
NEAR = 1  # settled answers that a near miss may need turned
Lines = tuple[Text, ...]


def compose(assessment: Assessment) -> Section | None:
    """Three tables; nothing where no trials were named."""
    found = assessment.trials
    if found is None:
        return None
    blocks: list[Block] = [Notice(_counts(found), "info")]
    for name, chosen, told in (
        ("eligible", lambda p: p.state == "potentially_eligible", _to_check),
        ("undecided", lambda p: p.state == "undecided", lambda p: trials.missing(p, asked=0)),
        ("near", _is_near, _to_turn),
    ):
        block = _table(name, found, chosen, told)
        if block is not None:
            blocks.append(block)
    return Section(
        "trials", Term("report.section.trials"), tuple(blocks), front=True, lead=(Term("trial.only_a_site"),)
    )


def _counts(found: TrialMatches) -> Text:
    whole = Reason.of("trial.found_in_all", trials=len(found.trials), parts=found.parts)
    states = [
        (Reason.of("trial.count_of_state", count=found.states.get(s, 0), state=f"trial.state.{s}"),) for s in STATES
    ]
    shut: Text = (" ", Reason.of("trial.closed_of_these", count=found.closed)) if found.closed else ()
    return (whole, ": ", *facts.listed(states), ".", *shut)


def _is_near(part: PartMatch) -> bool:
    if part.state not in {"not_now", "not_eligible"} or not part.gaps:
        return False
    return trials.firm(part) <= NEAR and not trials.impossible(part)


def _to_check(part: PartMatch) -> Lines:
    """What a part rests on that is worth a look: flags, with the criteria that bear them."""
    doubts = trials.reasons(a for a in part.criteria if a.assumed or a.needs_review)
    flags: Lines = (facts.listed(((f,) for f in trials.flags(part)), " "),) if trials.flags(part) else ()
    return (*flags, *doubts)


def _to_turn(part: PartMatch) -> Lines:
    """Why not, and what would turn it."""
    why = trials.reasons(a for a in part.criteria if a.verdict is Verdict.NOT_MET)
    turned = tuple((Badge(Term("trial.would_turn"), "info"), " ", *t) for t in trials.turns(part))
    return (*why, *turned)


def _table(
    name: str, found: TrialMatches, chosen: Callable[[PartMatch], bool], told: Callable[[PartMatch], Lines]
) -> Table | None:
    """One row for the parts of a trial of which the same is told."""
    rows: list[Row] = []
    more = 0
    for trial in found.trials:
        alike: dict[tuple[object, ...], list[PartMatch]] = {}
        for part in trial.parts:
            if part.recruitment != "closed" and chosen(part):
                alike.setdefault((told(part), part.recruitment), []).append(part)
        for parts in alike.values():
            if len(rows) < ROWS:
                rows.append(_row(trial, parts, told(parts[0])))
            else:
                more += len(parts)
    if not rows:
        return None
    if more:
        rows.append(Row(heading=(Reason.of("report.and_more", count=more),)))
    columns = (Term("trial.col.trial"), Term(f"trial.col.{name}"), Term("trial.col.recruitment"))
    return Table(Term(f"trial.table.{name}"), columns, tuple(rows), wide=1)


def _row(trial: TrialMatch, parts: Sequence[PartMatch], told: Lines) -> Row:
    names = facts.listed((trials.part_name(p) for p in parts), "; ")
    best = parts[0]
    where = [trials.site(s) for s in best.sites[:2]]
    if len(best.sites) > len(where):
        where.append((Reason.of("report.and_more", count=len(best.sites) - len(where)),))
    status: Lines = ((trials.recruitment(best.recruitment),), *where)
    return Row((Cell((trials.name(trial), names)), Cell(told or ((Term("trial.nothing_open"),),)), Cell(status)))
