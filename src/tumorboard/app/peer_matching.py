"""MatchEngine's matches of files of trials and patients, for a center that compares engines."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

from tumorboard.errors import InputError
from tumorboard.formats.trials.documents import documents
from tumorboard.formats.trials.matchengine_patients import records, samples
from tumorboard.issues import Issue, Parsed, Place, Severity
from tumorboard.trials.matchengine import Request, match_all
from tumorboard.trials.matchengine.documents import Found

T = TypeVar("T")
_SUFFIXES = (".json", ".ejson", ".yaml", ".yml", ".csv")


@dataclass(slots=True)
class Matched:
    """Every result in the order of the trials, and every issue on the way to it."""

    results: list[Found] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which files, and how the engine is run; the flags are those of `Request`."""

    trials: Path
    clinical: Path
    genomic: Path | None
    diagnoses: Path
    on: date
    match_on_closed: bool = False
    match_on_deceased: bool = False
    all_clinical_reasons: bool = False


def matched(asked: Asked) -> Matched:
    """The matches of every trial of a file or folder.

    Raises
    ------
    InputError
        If the map of diagnoses cannot be read: names would be compared as text in silence.
    """
    found = Matched()
    request = Request(
        on=asked.on,
        diagnoses=diagnosis_names(asked.diagnoses),
        match_on_closed=asked.match_on_closed,
        match_on_deceased=asked.match_on_deceased,
        all_clinical_reasons=asked.all_clinical_reasons,
    )
    clinical = [r for _, rows in _all(asked.clinical, records, found) for r in rows]
    genomic = [r for _, rows in _all(asked.genomic, records, found) for r in rows] if asked.genomic else []
    joined = samples(
        clinical,
        genomic,
        clinical_name=asked.clinical.name,
        genomic_name=asked.genomic.name if asked.genomic else "",
    )
    found.issues += joined.issues
    for number, (name, trials) in enumerate(_all(asked.trials, documents, found)):
        answer = match_all(trials, joined.value or (), request, file=name)
        found.results += answer.value or ()
        # What is wrong with a sample is the same for every file of trials.
        found.issues += [i for i in answer.issues if number == 0 or i.place.file]
    return found


def _all(path: Path, read: Callable[[str, str], Parsed[T]], found: Matched) -> list[tuple[str, T]]:
    files = sorted(p for p in path.iterdir() if p.suffix.lower() in _SUFFIXES) if path.is_dir() else [path]
    values = []
    for file in files:
        try:
            parsed = read(file.read_bytes().decode("utf-8-sig"), file.name)
        except OSError:
            found.issues.append(Issue.of("OPN001", Severity.ERROR, Place(file.name)))
            continue
        except UnicodeDecodeError:
            found.issues.append(Issue.of("CTML001", Severity.ERROR, Place(file.name)))
            continue
        found.issues += parsed.issues
        if parsed.value is not None:
            values.append((file.name, parsed.value))
    return values


def diagnosis_names(path: Path) -> dict[str, tuple[str, ...]]:
    """The engine's map: a name and the names that it stands for.

    Raises
    ------
    InputError
        If the file is no such map.
    """
    remedy = (
        "Give the engine's own oncotree_mapping.json: an object of names, each with the list of names it stands for."
    )
    try:
        told = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        raise InputError(f"{path.name} cannot be read as JSON", remedy=remedy) from None
    if not isinstance(told, dict) or not all(
        isinstance(below, list) and all(isinstance(name, str) for name in below) for below in told.values()
    ):
        raise InputError(f"{path.name} is no map of diagnoses", remedy=remedy)
    return {name: tuple(below) for name, below in told.items()}
