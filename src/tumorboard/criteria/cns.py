"""What is known of each metastasis of the central nervous system: active, symptomatic, treated and stable.

Active is a lesion that was not treated locally, that grew since, or that needs steroids; treated and stable one whose
imaging so many weeks after the end of local treatment, or later, showed no progression.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from tumorboard.criteria.judgment import COUNTS, Judgment, both, either, no, open_
from tumorboard.model.lesion import Lesion
from tumorboard.model.verdict import Verdict

SCOPES = {
    "brain": ("brain",),
    "leptomeningeal": ("leptomeninges",),
    "cns": ("brain", "leptomeninges", "spinal_cord", "cns"),
}
# Sites of which imaging shows that a scope has no further metastases: any of the groups.
IMAGING = {
    "brain": (("cns",), ("brain",)),
    "leptomeningeal": (("cns",), ("leptomeninges",)),
    "cns": (("cns",), ("brain", "leptomeninges", "spinal_cord")),
}


@dataclass(frozen=True, slots=True)
class Stability:
    """On the day `on`, `weeks` without progression after local treatment; `steroid_free` asks that no steroids are needed."""

    on: date
    weeks: int = 4
    steroid_free: bool = False


def symptomatic(lesion: Lesion, _: Stability) -> Judgment:
    """Whether it causes symptoms."""
    return _flag(lesion.symptomatic, f"lesion.symptoms:{lesion.id}")


def stable(lesion: Lesion, asked: Stability) -> Judgment:
    """Whether it was treated, and imaging late enough showed no progression."""
    aspects = [_flag(lesion.treated, f"lesion.treatment:{lesion.id}"), _no_growth(lesion), _late_enough(lesion, asked)]
    if asked.steroid_free:
        aspects.append(_negated(_flag(lesion.steroids, f"lesion.steroids:{lesion.id}")))
    return both(*aspects)


def active(lesion: Lesion, asked: Stability) -> Judgment:
    """Whether it was not treated, grew, needs steroids, or was not shown to be stable."""
    untreated = _negated(_flag(lesion.treated, f"lesion.treatment:{lesion.id}"))
    grew = _flag(lesion.progressed, f"lesion.progression:{lesion.id}")
    steroids = COUNTS if lesion.steroids else no("why.no_steroids")
    settled = stable(lesion, Stability(asked.on, asked.weeks))
    if settled.verdict is Verdict.MET and not lesion.steroids:
        return no("why.treated_stable")
    open_question = open_("why.not_described", *(settled.missing or {f"lesion.stability:{lesion.id}"}))
    return either(untreated, grew if grew.verdict is Verdict.MET else no("why.no_growth"), steroids, open_question)


STATES: dict[str, Callable[[Lesion, Stability], Judgment]] = {
    "any": lambda lesion, _: COUNTS,
    "active": active,
    "symptomatic": symptomatic,
    "treated_stable": stable,
}


def stable_from(lesion: Lesion, asked: Stability) -> date | None:
    """The first day on which imaging could show it to be stable; None without an exact end of its treatment."""
    day = lesion.treated_on
    return day.latest + timedelta(weeks=asked.weeks) if day is not None and day.earliest == day.latest else None


def _flag(known: bool | None, missing: str) -> Judgment:
    if known is None:
        return open_("why.not_described", missing)
    return COUNTS if known else no("why.denied")


def _negated(judgment: Judgment) -> Judgment:
    return {Verdict.MET: no("why.recorded"), Verdict.NOT_MET: COUNTS}.get(judgment.verdict, judgment)


def _no_growth(lesion: Lesion) -> Judgment:
    if lesion.progressed:
        return no("why.grew")
    # imaging that showed no progression says it; a record that denies growth alone names no imaging
    return COUNTS if lesion.stable_on is not None else open_("why.not_described", f"lesion.stability:{lesion.id}")


def _late_enough(lesion: Lesion, asked: Stability) -> Judgment:
    span = timedelta(weeks=asked.weeks)
    if lesion.treated_on is not None and asked.on < lesion.treated_on.earliest + span:
        return no("why.too_early")
    if lesion.stable_on is None or lesion.treated_on is None:
        return open_("why.dates_unknown", f"lesion.stability:{lesion.id}")
    if lesion.stable_on.earliest >= lesion.treated_on.latest + span:
        return COUNTS
    if lesion.stable_on.latest < lesion.treated_on.earliest + span:
        return open_("why.too_early", f"lesion.stability:{lesion.id}")
    return open_("why.dates_unknown", f"lesion.stability:{lesion.id}")
