"""Measurable disease by RECIST 1.1."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria import lesions
from tumorboard.criteria.answers import settled, unknown
from tumorboard.criteria.measurable import measurable
from tumorboard.model.verdict import Evaluation, Verdict
from tumorboard.reasons import Reason

if TYPE_CHECKING:
    from tumorboard.model.case import Case
    from tumorboard.model.context import Context

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

    Notes
    -----
    Without a note on slice thickness or radiotherapy, slices of up to 5 mm and a field that was not irradiated are
    assumed and the answer is marked so.  NOT_MET needs a complete list of lesions.  A radiologist's plain word is another question: write
    ``MeasurableDisease() or StatementHolds("measurable_disease")`` where it counts too.

    Source
    ------
    Eisenhauer 2009, Eur J Cancer 45:228, doi:10.1016/j.ejca.2008.10.026."""

    name: ClassVar[str] = "MeasurableDisease"
    reads: ClassVar[frozenset[str]] = frozenset(
        {
            "lesions", "lesion.site", "lesion.size", "lesion.short_axis", "lesion.method", "lesion.nature",
            "lesion.soft_tissue", "lesion.progression",
        }
    )  # fmt: skip

    lesions: int = 1
    criteria: str = "RECIST_1_1"

    def __post_init__(self) -> None:
        if self.lesions < 1:
            raise ValueError("lesions is less than 1")
        if self.criteria not in CRITERIA:
            raise ValueError(f"criteria is one of {', '.join(CRITERIA)}")

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for the recorded lesions."""
        judged = [(x, measurable(x)) for x in lesions.present(case)]
        found = [(x, j) for x, j in judged if j.verdict is Verdict.MET]
        if len(found) >= self.lesions:
            firm = sum(not j.assumed for _, j in found)
            reason = Reason.of("lesion.measurable", count=len(found))
            used = [lesions.fact(x) for x, _ in found]
            return settled(self, True, reason, used, assumed=firm < self.lesions)
        doubtful = [(x, j) for x, j in judged if j.verdict is Verdict.UNKNOWN]
        missing = frozenset[str]().union(*(j.missing for _, j in doubtful))
        used = [lesions.fact(x) for x, _ in (*found, *doubtful)]
        if not case.complete("lesions"):
            return unknown(self, Reason.of("lesion.list_open"), missing | {"lesions"}, used)
        if len(found) + len(doubtful) >= self.lesions:
            because = tuple(sorted({j.why for _, j in doubtful}))
            return unknown(self, Reason.of("lesion.not_measured", because=because), missing, used)
        used = [lesions.fact(x) for x, _ in judged] or ["lesions"]
        return settled(self, False, Reason.of("lesion.not_measurable", count=len(found)), used, may_change=True)
