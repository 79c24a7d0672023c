"""How a case stands to trials: values that a match makes and every view shows.

The verdict of a part is three-valued; recruitment and reach are separate answers beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from tumorboard.model.trial import TrialId
from tumorboard.model.verdict import Verdict
from tumorboard.reasons import Reason

# Best first.
STATES = ("potentially_eligible", "undecided", "not_now", "not_eligible")
# Most enterable first.
RECRUITMENT = ("open", "not_yet", "unknown", "paused", "closed")


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerNode:
    """One node of a criterion's tree.

    Parameters
    ----------
    kind
        leaf; all, any, not, at_least, if, flag_if, always, never; cycle for what cannot be read.
    text
        Of a leaf: the criterion in canonical text; empty for a combination.
    carries
        The verdict of the whole criterion rests on this node too.
    hidden
        Leaves below it that are not shown, where a tree is too large to be.
    """

    kind: str
    text: str
    verdict: Verdict
    reason: Reason
    carries: bool
    missing: tuple[str, ...] = ()
    may_change: bool = False
    assumed: bool = False
    needs_review: bool = False
    changes_on: date | None = None
    hidden: int = 0
    children: tuple[AnswerNode, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionAnswer:
    """One criterion of the protocol on this case.

    Parameters
    ----------
    reference, use, texts
        The protocol's number, inclusion or exclusion, and words; the verdict is of what must be MET to be potentially
        eligible.
    asks
        What must be MET, in canonical text; empty where that is too long to be read.
    because
        The reasons of the leaves that carry the verdict.
    tree
        The whole tree, where it was asked for.
    """

    reference: str
    use: str
    texts: Mapping[str, str]
    asks: str
    verdict: Verdict
    because: tuple[Reason, ...]
    missing: tuple[str, ...] = ()
    may_change: bool = False
    assumed: bool = False
    needs_review: bool = False
    changes_on: date | None = None
    tree: AnswerNode | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A leaf that would have to be `wanted` (met or not_met); `now` is met, unknown or not_met.

    Parameters
    ----------
    references
        The protocol's numbers of the criteria that hold it.
    kind
        to_learn where it is UNKNOWN, may_change where time or a clinical act can turn it, firm otherwise.
    """

    text: str
    wanted: str
    now: str
    kind: str
    reason: Reason
    references: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    changes_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """The smallest sets of changes that make some criteria MET; any one of the `alternatives` does.

    Parameters
    ----------
    use, texts
        Where a single criterion is concerned: inclusion or exclusion, and the protocol's words; else empty.
    exact
        No smaller set exists; without alternatives: no set at all.
    more
        There are, or may be, further sets of this size.
    """

    references: tuple[str, ...]
    use: str = ""
    texts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    alternatives: tuple[tuple[Change, ...], ...]
    exact: bool
    more: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteReach:
    """A site of a part: `status` the site's, never more open than the part's; `asked` whether its country was asked for.

    `distance_km` along the great circle; None without a place to measure from or to.
    """

    name: str
    country: str
    city: str
    status: str
    slots: int | None
    distance_km: float | None = None
    asked: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PartMatch:
    """One place to enter: an arm, cohort or dose level, or the whole trial (`id` empty).

    Parameters
    ----------
    therapies, regimen
        What is given: agents by code, and how in words.
    path
        Codes, or ids, of the parts that hold it, outermost first, without steps.
    state
        potentially_eligible, undecided, not_now or not_eligible.
    recruitment, slots
        Beside the state, never in it.
    criteria
        The criteria that hold for it with their answers; in an assessment without those that are plainly MET.
    gaps
        The nearest miss: changes of one alternative of each gap make every criterion MET.
    reach
        asked where a site lies in a country that was asked for, elsewhere, or unknown.
    molecular
        A criterion that is MET rests on an alteration or a biomarker of this tumor.
    met, unknown, not_met, manual
        Criteria by verdict; and those of them that a person has to read.
    """

    id: str
    kind: str
    code: str
    texts: Mapping[str, str]
    therapies: tuple[str, ...]
    regimen: Mapping[str, str]
    path: tuple[str, ...]
    state: str
    recruitment: str
    slots: int | None
    may_change: bool = False
    assumed: bool = False
    needs_review: bool = False
    changes_on: date | None = None
    missing: tuple[str, ...] = ()
    criteria: tuple[CriterionAnswer, ...] = ()
    gaps: tuple[Gap, ...] = ()
    sites: tuple[SiteReach, ...] = ()
    reach: str = "unknown"
    molecular: bool = False
    met: int = 0
    unknown: int = 0
    not_met: int = 0
    manual: int = 0
    sort_key: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PartBrief:
    """A place to enter that is not told in full: its state, recruitment, and what stops it; counts are among the keys.

    Parameters
    ----------
    stopped_by
        The first criteria that are NOT_MET, firm ones first: the protocol's number, else the place among the criteria.
    """

    id: str
    state: str
    recruitment: str
    stopped_by: tuple[str, ...]
    sort_key: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialMatch:
    """One trial with its parts, best first; `state` is the best of its parts that are not closed.

    `others` are the parts behind `parts`, told briefly: all of them where the trial is.
    """

    ids: tuple[TrialId, ...]
    titles: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    phase: str = ""
    version: str = ""
    updated: date | None = None
    source: str = ""
    rank: int
    state: str
    recruitment: str
    parts: tuple[PartMatch, ...] = ()
    others: tuple[PartBrief, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FactAsked:
    """A missing fact with the undecided parts that ask for it.

    Parameters
    ----------
    parts
        How many undecided parts that are not closed miss it.
    alone
        Of these, how many wait for nothing else.
    trials
        The trials of those parts, each once, in rank order.
    """

    missing: str
    parts: int
    alone: int
    trials: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialMatches:
    """A case against a set of trials: every trial in rank order, and what to ask or test next.

    Parameters
    ----------
    states
        State -> number of parts that are not closed; `closed` of those that are, `parts` of the trials in all.
    detailed
        The first so many trials are told in full, the others briefly.
    """

    on: date
    trials: tuple[TrialMatch, ...] = ()
    next_facts: tuple[FactAsked, ...] = ()
    states: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    parts: int = 0
    closed: int = 0
    detailed: int = 0
