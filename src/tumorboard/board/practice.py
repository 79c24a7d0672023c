"""A case of the registry as a line of a center's practice.

An option is judged by the last decision that names it.  It was begun when a treatment that began on or after its first
decision holds all its drugs.  A response belongs to the treatment begun last before it, or on its day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from tumorboard.board.follow_ups import in_force
from tumorboard.board.followed import followed
from tumorboard.board.workflow import Record, standing
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.outcome import Followed
from tumorboard.model.practice import RESPONSES, Judged, Practice
from tumorboard.model.registry import Decision, FollowUp, Rules
from tumorboard.model.verdict import Criterion, Verdict

ENDPOINTS = ("os", "pfs")


def asked(case: Case, criteria: Mapping[str, Criterion], context: Context) -> dict[str, Verdict]:
    """What each criterion says of the case, which must have its findings."""
    return {name: criterion.check(case, context).verdict for name, criterion in criteria.items()}


def practice(records: Sequence[Record], rules: Rules, holds: Mapping[str, Verdict]) -> Practice | None:
    """The line of a case; None for one that never had facts."""
    opened = next((entry.at.date() for entry, _ in records if entry.action == "facts"), None)
    if opened is None:
        return None
    lines = {e: followed("", records, e) for e in ENDPOINTS}
    return Practice(
        opened, _signed(records, rules), _options(records), dict(holds),
        {e: line for e, line in lines.items() if isinstance(line, Followed)},
    )  # fmt: skip


def _signed(records: Sequence[Record], rules: Rules) -> date | None:
    """The day of the signature with which a decision first counted as signed."""
    for i, (entry, _) in enumerate(records):
        if entry.action == "signature" and standing(records[: i + 1], rules).state == "signed":
            return entry.at.date()
    return None


def _options(records: Sequence[Record]) -> tuple[Judged, ...]:
    decisions = [b for _, b in records if isinstance(b, Decision)]
    told = sorted((f for _, f in in_force(records)), key=lambda f: f.on.earliest)
    first: dict[tuple[str, ...], date] = {}
    last: dict[tuple[str, ...], str] = {}
    for decision in sorted(decisions, key=lambda d: d.on):
        for choice in decision.choices:
            if choice.therapies:
                drugs = tuple(sorted(set(choice.therapies)))
                first.setdefault(drugs, decision.on)
                last[drugs] = choice.verdict
    return tuple(Judged(drugs, last[drugs], *_given(drugs, first[drugs], told)) for drugs in sorted(last))


def _given(drugs: tuple[str, ...], since: date, told: Iterable[FollowUp]) -> tuple[bool, str]:
    """Whether the option was begun, and the best response told while it was the last treatment begun."""
    started, on_it = False, False
    found: list[str] = []
    for f in told:
        if f.what == "treatment_started":
            on_it = f.on.earliest >= since and set(drugs) <= set(f.therapies)
            started = started or on_it
        elif f.response and on_it:
            found.append(f.response)
    return started, min(found, key=RESPONSES.index, default="")
