"""Measurements of lesions over time and what they say of response: values, no rules.

Source of the terms: RECIST 1.1 (Eisenhauer et al. 2009, Eur J Cancer 45:228, PMC2755245), iRECIST (Seymour et al. 2017,
Lancet Oncol 18:e143, PMC5648544).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import Enum


class Response(Enum):
    """What one time point, or the best of all, is called.  iRECIST adds an i; the class is the same."""

    CR = "CR"
    PR = "PR"
    SD = "SD"
    NON_CR_NON_PD = "non-CR/non-PD"  # only without target lesions
    PD = "PD"
    NE = "NE"
    ND = "ND"  # not done
    MISSING = "missing"  # no assessment at all
    UPD = "iUPD"  # unconfirmed progression
    CPD = "iCPD"  # confirmed progression


class Role(Enum):
    """What a lesion is to the assessment."""

    TARGET = "target"
    NON_TARGET = "non_target"
    NEW = "new"
    MARKER = "marker"  # a tumor marker that must be normal for a complete response


class State(Enum):
    """How a lesion was found at one visit.

    MEASURED goes with a size.  TOO_SMALL: there, but too small to measure.  INCREASED: larger than at the visit before,
    not unequivocal progression.  PROGRESSED: unequivocal progression against baseline or the best so far.  EQUIVOCAL: a
    finding that may be a new lesion, or may not.  ELEVATED and NORMAL are for markers.
    """

    MEASURED = "measured"
    TOO_SMALL = "too_small"
    ABSENT = "absent"
    PRESENT = "present"
    INCREASED = "increased"
    PROGRESSED = "progressed"
    EQUIVOCAL = "equivocal"
    NOT_EVALUATED = "not_evaluated"
    NORMAL = "normal"
    ELEVATED = "elevated"


@dataclass(frozen=True, slots=True)
class Measured:
    """One lesion at one visit.

    Parameters
    ----------
    mm
        Longest diameter, of a lymph node the short axis; millimeters; None when it was not measured.
    node
        A lymph node: its short axis counts, and below 10 mm it is normal.
    """

    lesion: str
    role: Role
    state: State
    mm: float | None = None
    site: str = ""
    node: bool = False
    method: str = ""


@dataclass(frozen=True, slots=True)
class Visit:
    """All that was assessed on one day, the first visit of a patient being the baseline.

    Parameters
    ----------
    unclear
        Lesions of which the records of that day say different things: they are not among `lesions`, unless none of the
        records doubts that they are new.
    late
        Lesions that were called target or non-target and are not of the baseline; they are among `lesions` as new ones.
    """

    on: date
    lesions: tuple[Measured, ...]
    unclear: tuple[str, ...] = ()
    late: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ResponseCourse:
    """One patient: visits in order of time, when treatment began and ended, and what is known of death and last contact.

    `problem` is the code of why the patient cannot be judged although there were assessments; it goes without visits.
    """

    patient: str
    visits: tuple[Visit, ...]
    start: date | None = None
    end: date | None = None
    ongoing: bool | None = None
    death: date | None = None
    last_seen: date | None = None
    group: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class TimePoint:
    """One visit after baseline, judged.

    Parameters
    ----------
    sum_mm
        Sum of diameters; None when a target was not measured.
    change
        Share of change from the baseline sum (-0.3 is 30 % smaller); None without a sum.
    nadir_mm
        The smallest sum before this visit, baseline included.
    target, non_target
        Each part by itself; None where there is no such disease.
    reasons
        Codes of the rules that decided, and of what a person should look at.
    """

    on: date
    overall: Response
    target: Response | None
    non_target: Response | None
    new_lesion: bool
    sum_mm: float | None = None
    change: float | None = None
    nadir_mm: float | None = None
    reasons: tuple[str, ...] = ()
    review: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Best:
    """Best overall response with the day of the assessment that gave it, and codes of what a person should look at."""

    response: Response
    on: date | None
    review: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ResponseRules:
    """What the protocol says: none of it has a default, for none of it may be guessed.

    Parameters
    ----------
    sd_days
        Least days from the start for stable disease to count (usually 6 to 8 weeks).
    confirm_days
        Least days to the confirming assessment (4 weeks in the guideline); None when no confirmation is required.
    most_not_evaluated
        How many assessments may be missing between the two.
    accept_sd
        Whether one stable disease may stand between a partial response and its confirmation.
    missing_as_ne
        Whether a patient without an assessment counts as not evaluable.
    gap_days
        Progression or death more days than this after the last evaluable assessment (or the start) is censored there: the
        rule of two missed assessments.  None when it counts however long nobody looked.
    """

    sd_days: int
    confirm_days: int | None
    most_not_evaluated: int
    accept_sd: bool
    missing_as_ne: bool
    gap_days: int | None


@dataclass(frozen=True, slots=True)
class PatientResponse:
    """One patient, judged: time points, best response, and the days that time-to-event measures need.

    `progressed_on` is the first progression; with iRECIST the first of the confirmed sequence.  `gap_days` is the rule by
    which the times of this patient are censored.
    """

    patient: str
    time_points: tuple[TimePoint, ...]
    best: Best
    baseline_on: date | None
    baseline_mm: float | None
    start: date | None = None
    responded_on: date | None = None
    progressed_on: date | None = None
    deepest: float | None = None
    group: str = ""
    gap_days: int | None = None
    course: ResponseCourse | None = field(default=None, compare=False, repr=False)
