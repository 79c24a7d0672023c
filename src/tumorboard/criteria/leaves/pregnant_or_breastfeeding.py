"""Pregnancy and breast-feeding."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria.answers import settled, unknown
from tumorboard.criteria.judgment import COUNTS, Judgment, either, no, open_
from tumorboard.model.verdict import Evaluation, Verdict
from tumorboard.reasons import Reason

if TYPE_CHECKING:
    from tumorboard.model.case import Case
    from tumorboard.model.context import Context
    from tumorboard.model.reproduction import Reproduction

WHICH = ("breast_feeding", "either", "pregnant")
TEST = "reproduction.pregnancy_test"


@dataclass(frozen=True, slots=True)
class PregnantOrBreastfeeding:
    """MET when the patient is pregnant or breast-feeding.

    Parameters
    ----------
    which
        pregnant, breast_feeding, or either.
    within_days
        Days back in which a negative pregnancy test counts.

    Notes
    -----
    Male, postmenopausal or permanently sterilized, or a negative test in the window: not pregnant.  Nothing recorded is
    UNKNOWN, never *not pregnant*.  A positive test or breast-feeding counts once the sex is recorded as other than male;
    a positive test after menopause or sterilization counts and asks for review."""

    name: ClassVar[str] = "PregnantOrBreastfeeding"
    reads: ClassVar[frozenset[str]] = frozenset({"patient.sex", TEST, "reproduction.breast_feeding"})

    which: str = "either"
    within_days: int = 14

    def __post_init__(self) -> None:
        if self.which not in WHICH:
            raise ValueError(f"which is one of {', '.join(WHICH)}")
        if self.within_days < 0:
            raise ValueError("within_days is negative")

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for what is recorded."""
        if case.patient.sex == "male":
            odd = case.reproduction.pregnancy_test == "positive" or bool(case.reproduction.breast_feeding)
            return settled(self, False, Reason.of("pregnancy.male"), {"patient.sex"}, needs_review=odd)
        aspects = []
        if self.which != "breast_feeding":
            aspects.append(self._pregnant(case.reproduction, context.on))
        if self.which != "pregnant":
            aspects.append(_nursing(case.reproduction))
        said = either(*aspects)
        if said.verdict is Verdict.UNKNOWN:
            return unknown(self, Reason.of("pregnancy.not_known"), said.missing)
        used = {"reproduction"}
        if said.verdict is Verdict.MET:
            if not case.patient.sex:
                return unknown(self, Reason.of("pregnancy.sex_not_recorded"), {"patient.sex"}, used)
            reason = Reason.of("pregnancy.yes")
            return settled(self, True, reason, used, may_change=True, needs_review=said.review)
        on = self._lapses(case.reproduction) if self.which != "breast_feeding" else None
        return settled(self, False, Reason.of("pregnancy.no"), used, may_change=on is not None, changes_on=on)

    def _pregnant(self, told: Reproduction, on: date) -> Judgment:
        barred = bool(told.postmenopausal or told.sterilized)
        if told.pregnancy_test == "positive":
            return Judgment(Verdict.MET, review=barred)
        if barred:
            return no("why.recorded")
        day = told.tested_on
        in_window = day is not None and on - timedelta(days=self.within_days) <= day.earliest and day.earliest <= on
        return no("why.recorded") if told.pregnancy_test == "negative" and in_window else open_("why.not_tested", TEST)

    def _lapses(self, told: Reproduction) -> date | None:
        """The first day on which the negative test no longer counts, where the answer rests on it."""
        if told.postmenopausal or told.sterilized or told.tested_on is None:
            return None
        day = told.tested_on
        return day.earliest + timedelta(days=self.within_days + 1) if day.earliest == day.latest else None


def _nursing(told: Reproduction) -> Judgment:
    if told.breast_feeding is None:
        return open_("why.not_described", "reproduction.breast_feeding")
    return COUNTS if told.breast_feeding else no("why.denied")
