"""MatchEngine V2's matches of trials and samples, on a date that is given.

A value at which V2 would stop its whole run is an issue of that trial here, and the other trials go on.

Source: docs/formats/ctml.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tumorboard.issues import Issue, Parsed, Place, Severity
from tumorboard.trials.matchengine import documents
from tumorboard.trials.matchengine.documents import Found
from tumorboard.trials.matchengine.fault import Stopped
from tumorboard.trials.matchengine.parts import Part, is_open, parts
from tumorboard.trials.matchengine.paths import Path, paths, tree
from tumorboard.trials.matchengine.reasons import asked, reasons
from tumorboard.trials.matchengine.samples import Sample

_NUMBERED = re.compile(r"[0-9-]*[0-9][0-9-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """How the engine is run.

    Parameters
    ----------
    on
        The day on which ages are counted.
    diagnoses
        A diagnosis name, ``_SOLID_`` or ``_LIQUID_`` -> the names that it stands for, as the engine's own release of
        the map has them: never of another release.  A name that is not in it is compared as text.
    match_on_closed, match_on_deceased
        Try closed trials and suspended parts; try deceased patients.
    all_clinical_reasons
        Let a path of clinical criteria other than mutational burden give a result.
    """

    on: date
    diagnoses: Mapping[str, tuple[str, ...]]
    match_on_closed: bool = False
    match_on_deceased: bool = False
    all_clinical_reasons: bool = False


def match_all(
    trials: Iterable[Mapping[str, object]], samples: Sequence[Sample], request: Request, *, file: str = ""
) -> Parsed[tuple[Found, ...]]:
    """Every match of every trial, in the order of the trials; what stops one trial is an issue."""
    found: list[Found] = []
    issues: list[Issue] = []
    usable, left_out = _usable(samples, request)
    issues += left_out
    for number, trial in enumerate(trials, 1):
        try:
            found += _match(trial, usable, request)
        except Stopped as stop:
            place = Place(file, record=number)
            issues.append(Issue.of(stop.code, Severity.ERROR, place, **stop.params))
    return Parsed(tuple(found), tuple(issues))


def match(trial: Mapping[str, object], samples: Sequence[Sample], request: Request) -> Parsed[tuple[Found, ...]]:
    """Every match of one trial."""
    return match_all([trial], samples, request)


def _usable(samples: Sequence[Sample], request: Request) -> tuple[list[Sample], list[Issue]]:
    """The samples that are tried; one without vital status or birth date stops V2 and is left out here."""
    usable, issues = [], []
    for number, sample in enumerate(samples, 1):
        absent = tuple(f for f in ("BIRTH_DATE_INT", "VITAL_STATUS") if f not in sample.clinical)
        if absent:
            place = Place("", record=number)
            issues.append(Issue.of("CTP004", Severity.ERROR, place, fields=absent))
        elif request.match_on_deceased or sample.clinical["VITAL_STATUS"] == "alive":
            usable.append(sample)
    return usable, issues


def _match(trial: Mapping[str, object], samples: Sequence[Sample], request: Request) -> list[Found]:
    number = trial.get("protocol_no")
    if number is None:
        raise Stopped("CTML003")
    if not isinstance(number, str) or not _NUMBERED.fullmatch(number):
        raise Stopped("CTML004", number=str(number))
    if not request.match_on_closed and not is_open(trial):
        return []
    found: list[Found] = []
    for part in parts(trial):
        if part.is_open or request.match_on_closed:
            for path in _paths(part):
                found += _of_path(trial, part, path, samples, request)
    return found


def _paths(part: Part) -> list[Path]:
    if not isinstance(part.match, list):
        raise Stopped("CTML017" if isinstance(part.match, Mapping) else "CTML020")
    return paths(tree(part.match))


def _of_path(
    trial: Mapping[str, object], part: Part, path: Path, samples: Sequence[Sample], request: Request
) -> list[Found]:
    question = asked(path, request.diagnoses, request.on)
    common = documents.of_path(trial, part, path)
    found: list[Found] = []
    for sample in samples:
        why = reasons(question, sample, all_clinical=request.all_clinical_reasons)
        shown = not any(w.by_text for w in why)
        for one in why:
            made = documents.document(common, sample, one, cancer_type=question.cancer_type, shown=shown)
            found.append(Found(str(trial["protocol_no"]), sample.id, part.path, made))
    return found
