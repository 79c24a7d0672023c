"""Kidney function by a named formula."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria import labs, renal
from tumorboard.criteria.ages import age
from tumorboard.criteria.answers import settled, unknown
from tumorboard.model.verdict import Evaluation, Verdict
from tumorboard.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Hashable

    from tumorboard.criteria.measured import Span
    from tumorboard.model.case import Case
    from tumorboard.model.context import Context


@dataclass(frozen=True, slots=True)
class RenalFunctionAtLeast:
    """MET when the kidney function by the formula `method` is at least `value`.

    Parameters
    ----------
    value
        mL/min for cockcroft_gault (not indexed), mL/min/1.73 m² for ckd_epi_2021.
    method
        cockcroft_gault or ckd_epi_2021: named always, for one patient's values differ by ten and more.
    within_days
        Days back in which creatinine counts; None for the site's window.  Weight counts in the site's window.

    Notes
    -----
    Creatinine, age, and weight for Cockcroft-Gault, are needed.  Where the sex or the exact age is not recorded every
    value that is possible must agree.  Below 18 years neither formula holds: UNKNOWN.  So it is while the newest creatinine or weight is none that a living person has.  A measured clearance is
    ``LabBetween("creatinine_clearance", min=...)``.

    Source
    ------
    Cockcroft and Gault 1976, doi:10.1159/000180580; Inker 2021, doi:10.1056/NEJMoa2102953."""

    name: ClassVar[str] = "RenalFunctionAtLeast"
    reads: ClassVar[frozenset[str]] = frozenset({"lab.value", "lab.date", "lab.unit", "patient.age", "patient.sex"})

    value: float
    method: str
    within_days: int | None = None

    def __post_init__(self) -> None:
        if self.method not in renal.METHODS:
            raise ValueError(f"method is one of {', '.join(renal.METHODS)}")

    @property
    def viewed(self) -> Hashable:
        """What is looked at, whatever the limit."""
        return (self.name, self.method, self.within_days)

    def view(self, case: Case, context: Context) -> Hashable:
        """What `check` looks at: the rates that the record allows, or that there is none."""
        serum, weight, years = self._read(case, context)
        if serum.missing or weight.missing or years is None or years[0] < renal.ADULT:
            return None
        return self._spanned(serum, weight, years, _sexes(case))

    def judges(self, view: Span | None) -> Verdict:
        """The verdict for what was looked at."""
        return view.within(self.value, None) if view is not None else Verdict.UNKNOWN

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for every value that the record allows."""
        serum, weight, years = self._read(case, context)
        missing = serum.missing | weight.missing | ({"patient.age"} if years is None else frozenset())
        used = serum.used | weight.used
        if missing or years is None:
            return unknown(self, Reason.of("renal.not_computed", method=self.method), missing, used)
        if years[0] < renal.ADULT:
            return unknown(
                self, Reason.of("renal.adults_only", method=self.method), {"lab.value:creatinine_clearance"}, used
            )
        sexes = _sexes(case)
        rate = self._spanned(serum, weight, years, sexes)
        verdict = self.judges(rate)
        used |= {"patient.age"} | ({"patient.sex"} if len(sexes) == 1 else frozenset())
        if verdict is Verdict.UNKNOWN:
            reason = Reason.of("renal.straddles", method=self.method, rate=labs.shown([rate]), limit=self.value)
            return unknown(self, reason, self._open(len(sexes), years), used)
        met = verdict is Verdict.MET
        lapses = [d for d in (serum.lapses, weight.lapses if self._weighed else serum.lapses) if d is not None]
        return settled(
            self, met, Reason.of("renal.is", method=self.method, rate=labs.shown([rate]), limit=self.value), used,
            may_change=not met, assumed=years[2], needs_review=labs.near([rate], (self.value,), context),
            changes_on=min(lapses) if len(lapses) == 2 else None,
        )  # fmt: skip

    @property
    def _weighed(self) -> bool:
        return self.method == renal.COCKCROFT_GAULT

    def _read(self, case: Case, context: Context) -> tuple[labs.Reading, labs.Reading, tuple[int, int, bool] | None]:
        serum = labs.reading(case, context, "creatinine", within_days=self.within_days)
        weight = labs.reading(case, context, "weight") if self._weighed else labs.Reading()
        return serum, weight, age(case, context)

    def _spanned(
        self, serum: labs.Reading, weight: labs.Reading, years: tuple[int, int, bool], sexes: tuple[bool, ...]
    ) -> Span:
        return renal.spanned(self.method, years[:2], serum.spans, weight.spans, sexes)

    def _open(self, sexes: int, years: tuple[int, int, bool]) -> frozenset[str]:
        """What would narrow the range."""
        found = {"patient.sex"} if sexes > 1 else set()
        if years[0] != years[1]:
            found.add("patient.age")
        return frozenset(found or {"lab.value:creatinine"})


def _sexes(case: Case) -> tuple[bool, ...]:
    """The sexes that may be, as *female*."""
    return {"female": (True,), "male": (False,)}.get(case.patient.sex, (False, True))
