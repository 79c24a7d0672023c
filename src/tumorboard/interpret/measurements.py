"""Several measurements of one thing: the newest counts, contradictions are shown, undated contradictions decide nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tumorboard.criteria.measured import newest_first, when
from tumorboard.model.biomarker import Biomarker
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.findings import Finding
from tumorboard.reasons import Reason


@dataclass(frozen=True, slots=True)
class Reading:
    """What one measurement says; `state` empty means it cannot be said, then `missing` names what would help."""

    state: str
    reason: Reason
    missing: tuple[str, ...] = ()
    value: float | None = None
    unit: str = ""
    method: str = ""
    needs_review: bool = False


def combined(
    name: str,
    case: Case,
    context: Context,
    markers: Sequence[str],
    read: Callable[[Biomarker], Reading],
    *,
    conflict: str = "equivocal",
) -> Finding | None:
    """The finding out of all measurements of `markers`; None when there is none.

    Parameters
    ----------
    conflict
        The state when measurements of the same time (or without one) contradict each other.
    """
    measured = newest_first(case, context, markers)
    if not measured:
        return failed(name, case, markers)
    read_all = [(b, read(b)) for b in measured]
    decided = [(b, r) for b, r in read_all if r.state]
    if not decided:
        first = read_all[0][1]
        missing = tuple(sorted({m for _, r in read_all for m in r.missing}))
        used = tuple(f"biomarker/{b.id}" for b, _ in read_all)
        return Finding(name=name, reason=first.reason, missing=missing, used=used, method=first.method)
    newest, reading = decided[0]
    others = [(b, r) for b, r in decided[1:] if r.state != reading.state]
    if not others:
        return _finding(name, reading, (newest,))
    used_ = (newest, *(b for b, _ in others))
    if all(_earlier(case, b, newest) for b, _ in others):
        return _finding(name, reading, used_, review=True)
    reason = Reason.of("finding.contradictory", states=tuple(sorted({r.state for _, r in decided})))
    used = tuple(f"biomarker/{b.id}" for b in used_)
    return Finding(
        name=name, state=conflict, reason=reason, used=used, missing=(f"biomarker.{newest.marker}",), needs_review=True
    )


def failed(name: str, case: Case, markers: Sequence[str]) -> Finding | None:
    """A finding that says the test failed; None when there was none."""
    lost = [b for m in markers for b in case.index.biomarkers.get(m, ()) if b.failed]
    if not lost:
        return None
    used = tuple(f"biomarker/{b.id}" for b in lost)
    return Finding(
        name=name, reason=Reason.of("finding.test_failed"), used=used, missing=(f"biomarker.{lost[0].marker}",)
    )


def _earlier(case: Case, one: Biomarker, other: Biomarker) -> bool:
    before, after = when(case, one), when(case, other)
    return before is not None and after is not None and before.latest < after.earliest


def _finding(name: str, reading: Reading, used: Sequence[Biomarker], *, review: bool = False) -> Finding:
    return Finding(
        name=name,
        state=reading.state,
        value=reading.value,
        unit=reading.unit,
        method=reading.method,
        reason=reading.reason,
        used=tuple(f"biomarker/{b.id}" for b in used),
        missing=reading.missing,
        needs_review=review or reading.needs_review,
    )
