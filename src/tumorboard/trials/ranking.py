"""How a part stands, and the published tuple of keys by which parts and trials are put in order.

The keys, each smaller first: closed to entry; state; criteria that are NOT_MET; reach (a country asked for, unknown,
elsewhere); no criterion MET on a finding of this tumor; recruitment; criteria that are UNKNOWN; doubt (assumed, to be
reviewed); distance in km; then the ids of trial and part.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tumorboard.model.trial_match import RECRUITMENT, SiteReach
from tumorboard.trials.places import REACH, Whereabouts, reach, reached
from tumorboard.trials.plan import PlannedPart
from tumorboard.trials.verdicts import ANY_FLAG, ASSUMED, MAY_CHANGE, MET, NEEDS_REVIEW, UNKNOWN, Answers

KEYS = (
    "closed", "state", "not_met", "reach", "not_molecular", "recruitment", "unknown", "doubt", "distance_km",
)  # fmt: skip
FAR = 1 << 20  # km, where no distance is known
# flags -> how many of assumed and to be reviewed are among them
DOUBTS = tuple(bool(flags & ASSUMED) + bool(flags & NEEDS_REVIEW) for flags in range(ANY_FLAG + 1))


@dataclass(slots=True, eq=False)
class Standing:
    """A part with its state (a position in `STATES`), its counts, its keys, and its sites where they were measured.

    Made once for each of very many parts and never changed: a frozen one would take three times as long to make.
    """

    part: PlannedPart
    state: int
    met: int
    unknown: int
    not_met: int
    reach: str
    molecular: bool
    key: tuple[int, ...]
    sites: tuple[SiteReach, ...]


def standing(answers: Answers, part: PlannedPart, rests: Sequence[bool], where: Whereabouts) -> Standing:
    """How a part stands; distances are measured for those alone that are not ruled out for good."""
    every = answers.codes
    codes = part.take(every)
    root = every[part.root]
    state = state_of(root)
    not_met = sum(map(UNKNOWN.__gt__, codes))
    met = sum(map(MET.__le__, codes))
    found = True in part.take(rests)
    reachable = reach(part.placed.sites, where)
    status = part.placed.status
    sites: tuple[SiteReach, ...] = ()
    distance = FAR
    if state < 3 and where.near is not None:
        sites = reached(part.placed.sites, status, where)
        measured = [s.distance_km for s in sites if s.distance_km is not None and s.asked and s.status != "closed"]
        distance = round(min(measured, default=FAR))
    unknown = len(codes) - met - not_met
    key = (
        int(status == "closed"),
        state,
        not_met,
        REACH.index(reachable),
        int(not found),
        RECRUITMENT.index(status),
        unknown,
        DOUBTS[root & ANY_FLAG],
        distance,
    )
    return Standing(part, state, met, unknown, not_met, reachable, found, key, sites)


def state_of(root: int) -> int:
    """The position in `STATES` of a conjunction's code."""
    if root >= MET:
        return 0
    if root >= UNKNOWN:
        return 1
    return 2 if root & MAY_CHANGE else 3
