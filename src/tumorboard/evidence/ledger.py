"""Why and why not: every statement that touches the case, once, under its option; and what to test or record next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tumorboard.evidence import buckets
from tumorboard.evidence.doubts import DoubtsOfCase
from tumorboard.evidence.match import Matched, State, match_all
from tumorboard.evidence.options import option, ranked
from tumorboard.evidence.own_tumor import denials
from tumorboard.evidence.rank import Weighed
from tumorboard.evidence.resistance_list import resistance_list
from tumorboard.model.assessment import NextStep, TherapyOption
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.knowledge import Knowledge


@dataclass(frozen=True, slots=True)
class Ledger:
    """The options in rank order, what was rejected, expected resistance, and the next steps."""

    options: tuple[TherapyOption, ...]
    rejected: tuple[TherapyOption, ...]
    resistance: tuple[TherapyOption, ...]
    next_steps: tuple[NextStep, ...]


def ledger(case: Case, knowledge: Knowledge, context: Context) -> Ledger:
    """Everything the statements of the knowledge say about an interpreted case."""
    matched = match_all(case, knowledge.statements, context)
    doubts = DoubtsOfCase(case)
    against = tuple(m for m in matched if m.statement.predicate == "resistance")
    denied = denials(m for m in matched if m.statement.predicate == "sensitivity")
    kept: list[tuple[TherapyOption, Weighed]] = []
    turned_down: list[tuple[TherapyOption, Weighed]] = []
    for regimen in by_regimen(m for m in matched if m.statement.predicate == "sensitivity"):
        found = option(regimen, against, denied, case, context, doubts=doubts)
        if found is not None:
            (kept if found[0].kept else turned_down).append(found)
    options = ranked(kept)
    expected, not_expected = resistance_list(by_regimen(against), options, context)
    rejected = [o for o, _ in sorted(turned_down, key=lambda pair: (pair[1].key, pair[0].therapies))]
    return Ledger(options, (*rejected, *not_expected), expected, next_steps(matched, options))


def by_regimen(matched: Iterable[Matched]) -> list[list[Matched]]:
    """Statements grouped by regimen, or class, in the order of the regimens."""
    groups: dict[tuple[str, ...], list[Matched]] = {}
    for m in matched:
        groups.setdefault(m.regimen, []).append(m)
    return [groups[key] for key in sorted(groups)]


def next_steps(matched: Sequence[Matched], options: Sequence[TherapyOption]) -> tuple[NextStep, ...]:
    """Absent facts with the regimens they would decide.

    Facts that decide an option in the ranking stand before tests that might raise one; then by the best bucket, by how
    many regimens, by name.
    """
    found: dict[str, set[tuple[str, ...]]] = {}
    best: dict[str, int] = {}
    decides_now: set[str] = set()

    def add(fact: str, regimen: tuple[str, ...], place: int) -> None:
        found.setdefault(fact, set()).add(regimen)
        best[fact] = min(place, best.get(fact, place))

    for o in options:
        for fact in o.missing:
            decides_now.add(fact)
            add(fact, o.therapies, buckets.place(o.bucket))
    for m in matched:
        if m.state is State.AWAITING and m.statement.predicate == "sensitivity" and m.statement.direction == "supports":
            place = buckets.place(buckets.bucket(m.statement, m.match.relation, m.standing))
            for fact in m.match.biomarker.missing:
                add(fact, m.statement.therapy, place)
    ordered = sorted(found, key=lambda f: (f not in decides_now, best[f], -len(found[f]), f))
    return tuple(
        NextStep(missing=f, decides=tuple(sorted(found[f])), best_bucket=buckets.BUCKETS[best[f]]) for f in ordered
    )
