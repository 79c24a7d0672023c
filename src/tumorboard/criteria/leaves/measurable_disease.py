"""Measurable disease by RECIST 1.1."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria import lesions, recency
from tumorboard.criteria.answers import settled, unknown
from tumorboard.criteria.measurable import measurable
from tumorboard.model.verdict import Evaluation, Verdict
from tumorboard.reasons import Reason

if TYPE_CHECKING:
    from tumorboard.criteria.judgment import Judgment
    from tumorboard.model.case import Case
    from tumorboard.model.context import Context
    from tumorboard.model.lesion import Lesion

CRITERIA = ("RECIST_1_1",)


@dataclass(frozen=True, slots=True)
class MeasurableDisease:
    """MET when at least `lesions` recorded lesions are measurable.

    Parameters
    ----------
    lesions
        Number of measurable lesions asked for.
    criteria
        RECIST_1_1.
    within_days
        Days back from the assessment date in which the measurement must lie, both ends included; None for any day.

    Notes
    -----
    Without a note on slice thickness or radiotherapy, slices of up to 5 mm and a field that was not irradiated are
    assumed and the answer is marked so.  NOT_MET needs a complete list of lesions.  A radiologist's plain word is another question: write
    ``MeasurableDisease() or StatementHolds("measurable_disease")`` where it counts too.

    A lesion is as old as its newest imaging, a complete list as its newest entry.  What does not certainly lie within
    `within_days` answers nothing; without `within_days` it counts, and what is older than the site's window (28 days unless its
    policy says otherwise) asks for review.

    Source
    ------
    Eisenhauer 2009, Eur J Cancer 45:228, doi:10.1016/j.ejca.2008.10.026; baseline imaging never more than 4 weeks before treatment
    begins: its section 3."""

    name: ClassVar[str] = "MeasurableDisease"
    reads: ClassVar[frozenset[str]] = frozenset(
        {
            "lesions", "lesion.site", "lesion.size", "lesion.short_axis", "lesion.method", "lesion.nature",
            "lesion.soft_tissue", "lesion.progression", "lesion.imaging", "lesion.date",
        }
    )  # fmt: skip

    lesions: int = 1
    criteria: str = "RECIST_1_1"
    within_days: int | None = None

    def __post_init__(self) -> None:
        if self.lesions < 1:
            raise ValueError("lesions is less than 1")
        if self.criteria not in CRITERIA:
            raise ValueError(f"criteria is one of {', '.join(CRITERIA)}")
        recency.checked(self.within_days)

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for the recorded lesions."""
        recent = recency.window(context, recency.IMAGING, self.within_days)
        judged = [(x, _now(x, recent)) for x in lesions.present(case)]
        found = [(x, j) for x, j in judged if j.verdict is Verdict.MET]
        if len(found) >= self.lesions:
            firm = sum(not j.assumed for _, j in found)
            carried = recent.carried([recency.seen(x) for x, _ in found], self.lesions)
            return settled(
                self, True, carried.told(Reason.of("lesion.measurable", count=len(found)), "lesion.measurable_old"),
                [lesions.fact(x) for x, _ in found], assumed=firm < self.lesions, needs_review=bool(carried.old),
                changes_on=carried.lapses,
            )  # fmt: skip
        doubtful = [(x, j) for x, j in judged if j.verdict is Verdict.UNKNOWN]
        missing = frozenset[str]().union(*(j.missing for _, j in doubtful))
        used = [lesions.fact(x) for x, _ in (*found, *doubtful)]
        whole, listed = lesions.complete(case, recent)
        too_old = recent.too_old(case.lesions)
        if not whole:
            return unknown(self, too_old or Reason.of("lesion.list_open"), missing | {"lesions"}, used)
        if len(found) + len(doubtful) >= self.lesions:
            because = tuple(sorted({j.why for _, j in doubtful}))
            return unknown(self, too_old or Reason.of("lesion.not_measured", because=because), missing, used)
        days = [recency.seen(x) for x, _ in judged] or [listed]
        carried = recent.carried(days, len(days))
        return settled(
            self, False, carried.told(Reason.of("lesion.not_measurable", count=len(found)), "lesion.not_measurable_old"),
            [lesions.fact(x) for x, _ in judged] or ["lesions"], may_change=True, needs_review=bool(carried.old),
            changes_on=carried.lapses,
        )  # fmt: skip


def _now(lesion: Lesion, recent: recency.Window) -> Judgment:
    """Whether it is measurable: what was too small, or large enough, long ago may have grown or shrunk since."""
    said, timely = measurable(lesion), recent.timely(lesion)
    return said if timely.verdict is Verdict.MET or said.verdict is Verdict.UNKNOWN else timely
