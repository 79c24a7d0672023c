"""Trial documents of files and folders, read and linted."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tumorboard import vocab
from tumorboard.app.peer_matching import diagnosis_names
from tumorboard.criteria.leaves.manual import Manual
from tumorboard.formats.trials import ctml
from tumorboard.issues import Issue, Place, Severity
from tumorboard.model.trial import Trial

SUFFIXES = (".json", ".yaml", ".yml")


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


def linted(path: Path, diagnoses: Path | None = None) -> tuple[LintedFile, ...]:
    """Every trial document at the path, a folder's in the order of their names.

    Parameters
    ----------
    diagnoses
        Another engine's map of diagnosis names, to compare with.
    """
    names = diagnosis_names(diagnoses) if diagnoses is not None else {}
    files = sorted(p for p in path.iterdir() if p.suffix.lower() in SUFFIXES) if path.is_dir() else [path]
    return tuple(_linted(f, names) for f in files)


def _linted(path: Path, names: dict[str, tuple[str, ...]]) -> LintedFile:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError:
        return LintedFile(path.name, (), (Issue.of("OPN001", Severity.ERROR, Place(path.name)),))
    except UnicodeDecodeError:
        return LintedFile(path.name, (), (Issue.of("CTML001", Severity.ERROR, Place(path.name)),))
    found = ctml.read(text, path.name, vocab.load(), names=names)
    return LintedFile(path.name, found.value or (), found.issues)


def counted(trial: Trial) -> Counted:
    """Parts and criteria of a trial, each counted once where it stands."""
    parts = list(trial.every_part())
    asked = [c.asks for c in trial.criteria] + [c.asks for p in parts for c in p.criteria]
    leaves: list[object] = []
    todo: list[object] = list(asked)
    while todo:
        one = todo.pop()
        below = [*getattr(one, "parts", ()), *([one.part] if hasattr(one, "part") else [])]
        todo += below
        leaves += [] if below else [one]
    return Counted(len(parts), len(leaves), sum(isinstance(leaf, Manual) for leaf in leaves))
