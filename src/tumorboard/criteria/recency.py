"""Whether a fact that changes with time (performance status, tumor on images) is recent enough to speak for the assessment date.

Two windows of days before it.  That of the criterion (`within_days`) decides: a fact that does not certainly lie in it
answers nothing.  Without one the fact answers, and where it is, or may be, older than the policy's window the answer asks
for review and says the date.  A fact without a date lies in no window, and is not called old.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from tumorboard.criteria.judgment import COUNTS, Judgment, open_
from tumorboard.criteria.measured import threshold
from tumorboard.model.context import Context
from tumorboard.model.dates import PartialDate
from tumorboard.model.lesion import Lesion
from tumorboard.reasons import Reason

Day = PartialDate | None
IMAGING, PERFORMANCE = "imaging_window_days", "performance_window_days"


def inside(day: Day, on: date, days: int) -> bool | None:
    """Whether the day lies in the window; None when only some of its days do, or it is not known."""
    if day is None:
        return None
    first = _back(on, days)
    earliest = day.earliest
    if earliest > on:
        return False
    if earliest >= first:
        return True
    return False if day.latest < first else None


@lru_cache(maxsize=256)
def _back(on: date, days: int) -> date:
    return on - timedelta(days=days)


def lapse(day: Day, days: int) -> date | None:
    """The first day on which an exact day is out of the window."""
    if day is None or day.earliest != day.latest:
        return None
    return day.earliest + timedelta(days=days + 1)


def newest(days: Iterable[Day]) -> Day:
    """The newest of those that are known; None when none is."""
    return max((d for d in days if d is not None), key=lambda d: (d.latest, d.earliest), default=None)


@dataclass(frozen=True, slots=True)
class Window:
    """`asked` is the criterion's own window in days, None without one; `usual` the policy's."""

    on: date
    asked: int | None
    usual: int

    def counts(self, day: Day) -> bool:
        """Whether a fact of this day answers the question."""
        return self.asked is None or inside(day, self.on, self.asked) is True

    def carried(self, days: Iterable[Day], need: int) -> Carried:
        """What the days of facts, of which `need` carry a verdict, say of it."""
        found = sorted(days, key=lambda d: d.earliest if d is not None else date.max)
        decides = found[len(found) - need] if 0 < need <= len(found) else None
        if self.asked is not None:
            return Carried(lapses=lapse(decides, self.asked))
        old = decides is not None and decides.earliest < self.on - timedelta(days=self.usual)
        return Carried(str(decides) if old else "", self.usual)

    def timely(self, lesion: Lesion) -> Judgment:
        """Whether a lesion, or a site free of them, was looked at in the window."""
        day = seen(lesion)
        if self.counts(day):
            return COUNTS
        if day is None:
            return open_("why.dates_unknown", f"lesion.date:{lesion.id}")
        if not lesion.site:
            return open_("why.site_unknown", f"lesion.site:{lesion.id}")
        return open_("why.too_long_ago", f"lesion.imaging:{lesion.site}")

    def too_old(self, entries: Iterable[Lesion]) -> Reason | None:
        """Why imaging answers nothing; None where all of it lies in the window."""
        out = [x for x in entries if not self.counts(seen(x))]
        if not out or self.asked is None:
            return None
        day = newest(seen(x) for x in out)
        if day is None:
            return Reason.of("imaging.undated", days=self.asked)
        return Reason.of("imaging.too_old", days=self.asked, day=str(day))


@dataclass(frozen=True, slots=True)
class Carried:
    """`old` is the date of a fact past the policy's window of `usual` days, else empty; `lapses` the day on which the asked window ends."""

    old: str = ""
    usual: int = 0
    lapses: date | None = None

    def told(self, plain: Reason, old: str) -> Reason:
        """The reason, or where the fact is old the one of the code `old`, which says the date."""
        if not self.old:
            return plain
        return Reason.of(old, **dict(plain.params), day=self.old, days=self.usual)


def window(context: Context, usual: str, within_days: int | None) -> Window:
    """The windows of a question; `usual` names the threshold of the policy's."""
    return _window(context.on, within_days, int(threshold(context, usual)))


_window = lru_cache(maxsize=256)(Window)  # the same one for every case


def seen(lesion: Lesion) -> Day:
    """The last day on which a lesion is known to have been looked at."""
    return lesion.date if lesion.stable_on is None else newest((lesion.date, lesion.stable_on))


def checked(within_days: int | None) -> None:
    """Refuses a window of a negative number of days.

    Raises
    ------
    ValueError
        If it is negative.
    """
    if within_days is not None and within_days < 0:
        raise ValueError("within_days is negative")
