"""Sex as recorded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria.answers import assumption, settled, unknown
from tumorboard.model.verdict import Evaluation
from tumorboard.reasons import Reason

if TYPE_CHECKING:
    from tumorboard.model.case import Case
    from tumorboard.model.context import Context


@dataclass(frozen=True, slots=True)
class SexIs:
    """MET when the recorded sex is `sex`.

    Parameters
    ----------
    sex
        female or male."""

    name: ClassVar[str] = "SexIs"
    reads: ClassVar[frozenset[str]] = frozenset({"patient.sex"})

    sex: str

    def __post_init__(self) -> None:
        if self.sex not in {"female", "male"}:
            raise ValueError("sex is female or male")

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for the recorded sex."""
        recorded = case.patient.sex
        assumed = "" if recorded else assumption(context, "patient.sex")
        sex = recorded or assumed
        if not sex:
            return unknown(self, Reason.of("sex.not_recorded"), self.reads)
        return settled(self, sex == self.sex, Reason.of("sex.is", sex=sex), {"patient.sex"}, assumed=bool(assumed))
