"""Age on a date from what is recorded: a birth date that may be partial, or completed years on a day."""

from __future__ import annotations

from datetime import date

from tumorboard.criteria.answers import assumption
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.dates import PartialDate


def age(case: Case, context: Context) -> tuple[int, int, bool] | None:
    """Lowest and highest age in completed years on the assessment date, and whether it is assumed; None when unknown."""
    patient = case.patient
    if patient.birth is not None:
        return (*born(patient.birth, context.on), False)
    if patient.age_years is not None:
        if patient.age_on is None:
            return patient.age_years, patient.age_years, True
        return (*recorded(patient.age_years, patient.age_on, context.on), False)
    assumed = assumption(context, "patient.age")
    return (int(assumed), int(assumed), True) if assumed.isdigit() else None


def born(birth: PartialDate, on: date) -> tuple[int, int]:
    """Lowest and highest age in completed years on a day of one born then."""
    return _years(birth.latest, on), _years(birth.earliest, on)


def recorded(years: int, day: PartialDate, on: date) -> tuple[int, int]:
    """Lowest and highest age on a day of one who was so many completed years old on another: birthdays lie within a year of it."""
    first, last = (on - day.earliest).days, (on - day.latest).days
    if first < 0:  # recorded on a later day: the patient was as old or younger
        return max(years - (-last // 365 + 1), 0), years
    same_day = first == last == 0
    return years + max(last // 366, 0), years + (0 if same_day else first // 365 + 1)


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
