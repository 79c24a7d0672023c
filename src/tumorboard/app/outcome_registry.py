"""An outcome table out of a registry: only patients who agreed to research, and each taking-out stands in the audit log."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from tumorboard.app.desk import Seat
from tumorboard.board.followed import followed
from tumorboard.model.outcome import Followed
from tumorboard.reasons import Reason
from tumorboard.store.heads import Head, heads
from tumorboard.wording import words

PAGE = 200
COVARIATES = ("ecog", "prior_treatments")


@dataclass(frozen=True, slots=True)
class Taken:
    """The lines, and how many cases gave none, by the code of why."""

    rows: tuple[Followed, ...]
    left_out: tuple[tuple[str, int], ...]

    def text(self) -> str:
        """As `tumorboard outcomes matched` and `survival` read it; no id of the registry is in it."""
        lines = [
            f"# {words('en').term('report.ruo_short')}",
            ",".join(("patient", "time", "event", "matched", "started", *COVARIATES)),
        ]
        for r in self.rows:
            said = ("yes" if r.event else "no", "yes" if r.matched else "no")
            more = (r.started, *(r.covariates.get(name) for name in COVARIATES))
            numbers = ("" if x is None else f"{x:g}" for x in more)
            lines.append(",".join((r.patient, f"{r.time:g}", *said, *numbers)))
        return "\n".join(lines) + "\n"


def taken(seat: Seat, endpoint: str, *, without: frozenset[str] = frozenset()) -> Taken:
    """A line for each patient, but those whom the asker must not know of; of several cases the first that has one."""
    rows: list[Followed] = []
    why: Counter[str] = Counter()
    seen: set[str] = set()
    for head in sorted(every_case(seat, without), key=lambda h: (h.opened, h.case)):
        if head.patient in seen:
            why["followed.again"] += 1
            continue
        if seat.standing(head.case).consent("research") is not True:
            why["followed.no_consent"] += 1
            continue
        found = followed(f"R{len(rows) + 1:04d}", seat.registry.records(head.case), endpoint)
        if isinstance(found, Reason):
            why[found.code] += 1
            continue
        seen.add(head.patient)
        seat.looked(head.case, "exported", "outcome table")
        rows.append(found)
    return Taken(tuple(rows), tuple(sorted(why.items())))


def every_case(seat: Seat, without: frozenset[str] = frozenset()) -> Iterator[Head]:
    """Every case that may be shown, but those of the patients `without`."""
    found = heads(seat.registry, limit=PAGE, without=without)
    while found:
        yield from found
        found = heads(seat.registry, limit=PAGE, after=found[-1].updated, without=without) if len(found) == PAGE else ()
