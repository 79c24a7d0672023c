"""Trial documents of files and folders, read and linted: our own YAML, CTML, and studies of ClinicalTrials.gov, told apart by what
stands in them.

A reader is loaded when a document is its own: a report of three trials waits for no other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from tumorboard import vocab
from tumorboard.criteria.combinators import leaves
from tumorboard.criteria.leaves import LEAVES
from tumorboard.criteria.leaves.manual import Manual
from tumorboard.issues import Issue, Place, Severity
from tumorboard.model.trial import Trial, TrialId

SUFFIXES = (".json", ".jsonl", ".yaml", ".yml")
UNANSWERABLE = frozenset({"TRL019"})  # errors where a lint is strict


@dataclass(frozen=True, slots=True)
class LintedFile:
    """What one file holds: its trials, and every issue in document order."""

    name: str
    trials: tuple[Trial, ...]
    issues: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """How much of a trial is structured: criteria of all parts, and those that a person must answer."""

    parts: int
    criteria: int
    manual: int


def linted(
    paths: Iterable[Path], diagnoses: Path | None = None, *, strict: bool = False, unnamed: bool = False
) -> tuple[LintedFile, ...]:
    """Every trial document at the paths, a folder's in the order of their names.

    Parameters
    ----------
    diagnoses
        Another engine's map of diagnosis names, to compare with.
    strict
        Whether a name that no table has, which nobody's facts can answer, is an error.
    unnamed
        Whether a document without any id is a trial too, named after its file.
    """
    names: dict[str, tuple[str, ...]] = {}
    if diagnoses is not None:
        from tumorboard.app.peer_matching import diagnosis_names

        names = diagnosis_names(diagnoses)
    found = tuple(_once(_linted(f, names, unnamed) for path in paths for f in files_at(path)))
    return tuple(replace(f, issues=tuple(map(_strictly, f.issues))) for f in found) if strict else found


def _strictly(issue: Issue) -> Issue:
    return replace(issue, severity=Severity.ERROR) if issue.code in UNANSWERABLE else issue


def files_at(path: Path) -> list[Path]:
    """The file, or the trial documents that lie in the folder, by name."""
    return sorted(p for p in path.iterdir() if p.suffix.lower() in SUFFIXES) if path.is_dir() else [path]


def _once(found: Iterable[LintedFile]) -> Iterable[LintedFile]:
    """The files, with an issue where one names a trial that an earlier one has: both are kept."""
    first: dict[TrialId, str] = {}
    for file in found:
        issues = list(file.issues)
        for ident in (i for trial in file.trials for i in trial.ids):
            if first.setdefault(ident, file.name) != file.name:
                place = Place(file.name, field="ids")
                issues.append(Issue.of("TRL026", Severity.WARNING, place, id=ident.value, other=first[ident]))
        yield replace(file, issues=tuple(issues))


def _linted(path: Path, names: dict[str, tuple[str, ...]], unnamed: bool) -> LintedFile:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError:
        return LintedFile(path.name, (), (Issue.of("OPN001", Severity.ERROR, Place(path.name)),))
    except UnicodeDecodeError:
        return LintedFile(path.name, (), (Issue.of("CTML001", Severity.ERROR, Place(path.name)),))
    if '"protocolSection"' in text:
        from tumorboard.formats.trials import ctgov
        from tumorboard.vocab.countries import Countries

        if ctgov.is_study(text):
            studies = ctgov.read(text, path.name, vocab.load(), Countries.load())
            return LintedFile(path.name, studies.value or (), studies.issues)
    from tumorboard.formats.trials import own

    if own.is_own(text):
        trial = own.read(text, path.name, LEAVES, vocab.load())
        return LintedFile(path.name, (trial.value,) if trial.value else (), trial.issues)
    from tumorboard.formats.trials import ctml

    found = ctml.read(text, path.name, vocab.load(), names=names, unnamed=unnamed)
    return LintedFile(path.name, found.value or (), found.issues)


def counted(trial: Trial) -> Counted:
    """Parts and criteria of a trial, each counted once where it stands."""
    parts = list(trial.every_part())
    asked = [c.asks for c in trial.criteria] + [c.asks for p in parts for c in p.criteria]
    found = [leaf for one in asked for leaf in leaves(one)]
    return Counted(len(parts), len(found), sum(isinstance(leaf, Manual) for leaf in found))
