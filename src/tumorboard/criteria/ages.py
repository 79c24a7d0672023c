"""Age on a date from what is recorded: a birth date that may be partial, or completed years on a day."""

from __future__ import annotations

from datetime import date

from tumorboard.criteria.answers import assumption
from tumorboard.model.case import Case
from tumorboard.model.context import Context


def age(case: Case, context: Context) -> tuple[int, int, bool] | None:
    """Lowest and highest age in completed years on the decision date, and whether it is assumed; None when unknown."""
    patient = case.patient
    if patient.birth is not None:
        return _years(patient.birth.latest, context.on), _years(patient.birth.earliest, context.on), False
    if patient.age_years is not None:
        if patient.age_on is None:
            return patient.age_years, patient.age_years, True
        # Recorded as completed years on a day: the next birthday lies within a year of it.
        least = max((context.on - patient.age_on.latest).days // 366, 0)
        most = max((context.on - patient.age_on.earliest).days // 365 + 1, 0)
        same_day = patient.age_on.earliest == patient.age_on.latest == context.on
        return patient.age_years + least, patient.age_years + (0 if same_day else most), False
    assumed = assumption(context, "patient.age")
    return (int(assumed), int(assumed), True) if assumed.isdigit() else None


def birthday(case: Case, years: int) -> date | None:
    """The day on which the patient turns `years`; None without a full birth date."""
    birth = case.patient.birth
    if birth is None or birth.month is None or birth.day is None:
        return None
    try:
        return date(birth.year + years, birth.month, birth.day)
    except ValueError:  # 29 February
        return date(birth.year + years, 3, 1)


def _years(birth: date, on: date) -> int:
    return max(on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day)), 0)
