"""Where a CTML document has match lists, and which of them MatchEngine V2 tries.

The engine walks the whole document and takes every key named ``match``; the level is the nearest name above it.  Nothing is
inherited: an arm stands without its step's criteria, a dose level without its arm's, even below a suspended parent.

Source: docs/formats/ctml.md, "Which trials, parts and samples are tried".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tumorboard.trials.matchengine.fault import Stopped
from tumorboard.trials.matchengine.store import Record

LEVELS = {"step": "step", "arm": "arm", "dose_level": "dose"}
_NAMES = {"step": "step", "arm": "arm", "dose_level": "level"}


@dataclass(frozen=True, slots=True)
class Part:
    """One match list of a trial.

    Parameters
    ----------
    path
        Dotted, with list indices: ``treatment_list.step.0.arm.1.match``.
    level
        step, arm, dose, or empty for any other place.
    is_open
        Not suspended by its own flag; of a step, that an arm is not.
    """

    path: str
    level: str
    internal_id: object
    code: object
    is_open: bool
    match: object


def parts(trial: Mapping[str, object]) -> Iterator[Part]:
    """Every match list below the treatment list, in document order; a list for the whole trial is not read by V2."""
    yield from _below(trial.get("treatment_list"), "treatment_list", "treatment_list")


def _below(value: object, path: str, name: str, *, listed: bool = False) -> Iterator[Part]:
    if isinstance(value, Mapping):
        if "match" in value:
            yield _part(value, f"{path}.match", name, listed=listed)
        for key, inner in value.items():
            if key != "match":
                yield from _below(inner, f"{path}.{key}", key)
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from _below(inner, f"{path}.{at}", name, listed=True)


def _part(holder: Record, path: str, name: str, *, listed: bool) -> Part:
    word = _NAMES.get(name, "")
    return Part(
        path=path,
        level=LEVELS.get(name, ""),
        internal_id=holder.get(f"{word}_internal_id"),
        code=holder.get(f"{word}_code"),
        is_open=not listed or _is_open(holder, name),  # the flag of a part is looked at within a list only
        match=holder["match"],
    )


def _is_open(holder: Record, name: str) -> bool:
    if name == "step":
        arms = holder.get("arm")
        return isinstance(arms, list) and any(isinstance(a, Mapping) and not _suspended(a, "arm") for a in arms)
    return not _suspended(holder, _NAMES.get(name, name))


def _suspended(holder: Record, word: str) -> bool:
    flag = holder.get(f"{word}_suspended")
    return isinstance(flag, str) and flag.strip().lower() == "y"


def summary_status(trial: Mapping[str, object]) -> str | None:
    """The first status of the summary; None without one."""
    summary = trial.get("_summary")
    listed = summary.get("status") if isinstance(summary, Mapping) else None
    first = listed[0] if isinstance(listed, list) and listed else None
    value = first.get("value") if isinstance(first, Mapping) else None
    return value if isinstance(value, str) else None


def is_open(trial: Mapping[str, object]) -> bool:
    """Whether the trial is tried at all without `match_on_closed`.

    Raises
    ------
    Stopped
        CTML007 for a trial that is passed over and has no status to say so with.
    """
    status = summary_status(trial)
    if status is not None and status.lower() == "open to accrual":
        return True
    if "status" not in trial:
        raise Stopped("CTML007")
    return False
