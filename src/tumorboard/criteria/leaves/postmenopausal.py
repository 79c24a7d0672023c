"""Menopause."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria.answers import settled, unknown
from tumorboard.model.verdict import Evaluation
from tumorboard.reasons import Reason

if TYPE_CHECKING:
    from tumorboard.model.case import Case
    from tumorboard.model.context import Context

FACT = "reproduction.postmenopausal"


@dataclass(frozen=True, slots=True)
class Postmenopausal:
    """MET when a woman is recorded as postmenopausal.

    Notes
    -----
    A man is not; nothing recorded is UNKNOWN whatever the age.  "Men or postmenopausal women" is
    ``SexIs("male") or Postmenopausal()``."""

    name: ClassVar[str] = "Postmenopausal"
    reads: ClassVar[frozenset[str]] = frozenset({"patient.sex", FACT})

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for what is recorded."""
        told = case.reproduction.postmenopausal
        if case.patient.sex == "male":
            return settled(self, False, Reason.of("menopause.male"), {"patient.sex"}, needs_review=bool(told))
        if told is None:
            return unknown(self, Reason.of("menopause.not_recorded"), {FACT})
        if told and not case.patient.sex:
            return unknown(self, Reason.of("pregnancy.sex_not_recorded"), {"patient.sex"}, {"reproduction"})
        return settled(self, told, Reason.of("menopause.after" if told else "menopause.before"), {"reproduction"})
