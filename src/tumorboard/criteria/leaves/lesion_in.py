"""Tumor in an organ."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria import lesions, recency
from tumorboard.criteria.answers import settled, unknown
from tumorboard.criteria.judgment import both
from tumorboard.criteria.parameters import sort_sets
from tumorboard.model.case import Case, Completeness
from tumorboard.model.lesion import SITES, Lesion
from tumorboard.model.verdict import Evaluation, Verdict
from tumorboard.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable
    from typing import Any

    from tumorboard.model.context import Context


@dataclass(frozen=True, slots=True)
class LesionIn:
    """MET when a lesion lies in one of `sites`.

    Parameters
    ----------
    sites
        liver, lung, bone, lymph_node, brain, leptomeninges, cns (all of the central nervous system), peritoneum ...
    include_suspected
        Whether a lesion that is only suspected to be tumor counts.
    within_days
        Days back from the assessment date in which the imaging must lie, both ends included; None for any day.

    Notes
    -----
    NOT_MET needs imaging that showed every one of the sites to be free, or a complete list of lesions; of the central
    nervous system it needs imaging, for a complete list does not say that the brain was looked at.  The site of the
    primary tumor counts only when it is listed as a lesion.

    A lesion or free site is as old as its newest imaging (`date`, `stable_on`), a complete list as its newest entry.  What does not
    certainly lie within `within_days` answers nothing; without `within_days` it counts, and what is older than the site's window
    (28 days unless its policy says otherwise) asks for review."""

    name: ClassVar[str] = "LesionIn"
    reads: ClassVar[frozenset[str]] = frozenset({"lesion.site", "lesion.nature", "lesion.imaging", "lesion.date"})

    sites: tuple[str, ...]
    include_suspected: bool = False
    within_days: int | None = None

    def __post_init__(self) -> None:
        sort_sets(self)
        if not self.sites:
            raise ValueError("no site is given")
        # a misspelled site would be free of lesions in every patient
        if unknown_sites := set(self.sites) - set(SITES):
            raise ValueError(f"no site is called {', '.join(sorted(unknown_sites))}; known are {', '.join(SITES)}")
        recency.checked(self.within_days)

    @property
    def viewed(self) -> Hashable:
        """What is looked at, whatever the sites."""
        return (self.name, self.within_days)

    def view(self, case: Case, context: Context) -> Hashable:
        """What the verdict of `check` hangs on: where lesions and free sites are and, in a window, when they were seen."""
        told = frozenset(
            (x.site, x.present, x.suspected, *(() if self.within_days is None else (x.date, x.stable_on)))
            for x in case.lesions
        )
        return recency.window(context, recency.IMAGING, self.within_days), told, case.complete("lesions")

    def judges(self, view: tuple[recency.Window, frozenset[tuple[Any, ...]], bool]) -> Verdict:
        """The verdict for what was looked at: that of a record that holds nothing else."""
        recent, told, whole = view
        if self.within_days is None:  # otherwise the days of all entries tell how old a complete list is
            here = _here(self.sites)
            told = frozenset([one for one in told if one[0] in here])
        return _verdict(self, recent, told, whole)

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for the recorded lesions."""
        return self._answer(case, recency.window(context, recency.IMAGING, self.within_days))

    def _answer(self, case: Case, recent: recency.Window) -> Evaluation:
        wanted = lesions.parts(self.sites)
        judged = [
            (x, both(lesions.lies_in(x, wanted, suspected_counts=self.include_suspected), recent.timely(x)))
            for x in lesions.present(case)
        ]
        found = [x for x, j in judged if j.verdict is Verdict.MET]
        if found:
            carried = recent.carried([recency.seen(x) for x in found], 1)
            reason = Reason.of("lesion.in", sites=tuple(sorted({x.site for x in found})))
            return self._settled(True, carried.told(reason, "lesion.in_old"), map(lesions.fact, found), carried)
        doubtful = [(x, j) for x, j in judged if j.verdict is Verdict.UNKNOWN]
        free = lesions.shown_free(case, self.sites, recent)
        missing = free.missing.union(*(j.missing for _, j in doubtful))
        if missing:
            reason = recent.too_old(case.lesions) or Reason.of("lesion.not_known", sites=self.sites)
            return unknown(self, reason, missing, (lesions.fact(x) for x, _ in doubtful))
        used = [lesions.fact(x) for x in case.lesions if not x.present and x.site in {*wanted, "cns"}]
        carried = recent.carried(free.days, len(free.days))
        reason = carried.told(Reason.of("lesion.free", sites=self.sites), "lesion.free_old")
        return self._settled(False, reason, used or ["lesions"], carried)

    def _settled(self, holds: bool, reason: Reason, used: Iterable[str], carried: recency.Carried) -> Evaluation:
        return settled(self, holds, reason, used, needs_review=bool(carried.old), changes_on=carried.lapses)


@lru_cache(maxsize=256)
def _here(sites: tuple[str, ...]) -> frozenset[str]:
    """The recorded sites that can lie in those asked for."""
    return lesions.parts(sites) | {"", "cns"}


@lru_cache(maxsize=4096)
def _verdict(leaf: LesionIn, recent: recency.Window, told: frozenset[tuple[Any, ...]], whole: bool) -> Verdict:
    named = ("site", "present", "suspected", "date", "stable_on")
    entries = tuple(Lesion(**dict(zip(named, one, strict=False))) for one in told)
    complete = {"lesions": Completeness.COMPLETE} if whole else {}
    return leaf._answer(Case(id="", lesions=entries, completeness=complete), recent).verdict
