"""Which trials a run uses: those that the user names, else those of the institution's policy and of the case; read once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from tumorboard.app.cases import CASE_FILE, inside
from tumorboard.errors import NotFound
from tumorboard.issues import Issue, Parsed, Place, Severity
from tumorboard.model.assessment import KnowledgeRelease
from tumorboard.model.policy import Policy
from tumorboard.model.trial import Trial
from tumorboard.trials.plan import Plan
from tumorboard.wire.case_file import parse

NAME = "trials"
REGISTRY = "clinicaltrials_gov"
SHIPPED = "shipped"


@dataclass(frozen=True, slots=True)
class TrialSet:
    """Trials ready to be matched, with what was wrong with their documents and what tells one set from another."""

    plan: Plan
    issues: tuple[Issue, ...]
    release: KnowledgeRelease


def named(
    asked: Sequence[Path], policy: Policy, policy_file: Path | None, case: str | None, *, trust_paths: bool = False
) -> Parsed[tuple[Path, ...]]:
    """The paths: those asked for; else those of the policy, which lie beside its file, and those of the case.

    A path of the case that leads out of its folder is refused as one of its data files would be.
    """
    if asked:
        return Parsed(located(asked))
    beside = policy_file.parent if policy_file is not None else Path()
    of_policy = [_known(Path(path), beside) or beside / path for path in policy.trials]
    of_case = _of_case(Path(case), trust_paths) if case else Parsed(())
    return Parsed((*of_policy, *(of_case.value or ())), of_case.issues)


def located(asked: Iterable[Path]) -> tuple[Path, ...]:
    """The paths that a user names, and where those lie that are no paths: ``shipped``, ``shipped/future.yaml``, a snapshot."""
    return tuple(_known(path) or path for path in asked)


def _known(path: Path, beside: Path = Path()) -> Path | None:
    """What a name stands for that is no path beside the file that names it: the example trials of this package, one of them
    (``shipped/future.yaml``), or the studies of a snapshot of the registry."""
    if (beside / path).exists():
        return None
    package = Path(str(files("tumorboard.knowledge").joinpath("trials")))
    if path.parent == Path(SHIPPED) and (package / path.name).is_file():
        return package / path.name
    if path.parent != Path():
        return None
    if path.name == SHIPPED:
        return package
    if path.name.partition("@")[0] == REGISTRY:
        from tumorboard.app.registry_fetching import studies_file

        return studies_file(path.name)
    return None


def _of_case(path: Path, trust_paths: bool) -> Parsed[tuple[Path, ...]]:
    location = path / CASE_FILE if path.is_dir() else path
    try:
        text = location.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return Parsed(())  # told by the reading of the case
    read = parse(text, location.name) if f"{NAME}:" in text else Parsed(None)
    if read.value is None:
        return Parsed(())
    found, issues = [], []
    for n, written in enumerate(read.value.trials, start=1):
        known = _known(Path(written), location.parent)
        if known is not None or trust_paths or inside(location.parent, written):
            found.append(known or location.parent / written)
        else:
            issues.append(Issue.of("CAS075", Severity.ERROR, Place(location.name, field=f"trials[{n}]")))
    return Parsed(tuple(found), tuple(issues))


def trials_at(paths: Iterable[Path]) -> Parsed[tuple[Trial, ...]]:
    """Every trial of the files and folders, in order.

    Raises
    ------
    NotFound
        If a path does not exist.
    """
    from tumorboard.app import trial_files  # here: a run without trials loads no reader of them

    given = tuple(paths)
    absent = [p.name for p in given if not p.exists()]
    if absent:
        raise NotFound(f"there are no trials at {', '.join(absent)}", remedy="Check the path given with --trials.")
    read = trial_files.linted(given)
    return Parsed(tuple(t for f in read for t in f.trials), tuple(i for f in read for i in f.issues))


def opened(paths: Parsed[tuple[Path, ...]]) -> TrialSet | None:
    """The trials at the paths; None when no path was named.

    Raises
    ------
    NotFound
        If a path does not exist.
    """
    if not paths.value and not paths.issues:
        return None
    from tumorboard.app.trial_files import files_at

    read = trials_at(paths.value or ())
    trials = read.value or ()
    documents = [f for p in paths.value or () for f in files_at(p)]
    digest = sha256(b"\n".join(sha256(f.read_bytes()).hexdigest().encode() for f in documents)).hexdigest()
    release = KnowledgeRelease(name=NAME, release=f"{len(documents)} / {len(trials)}", sha256=digest)
    grave = tuple(i for i in read.issues if i.severity is not Severity.INFO)
    return TrialSet(Plan.of(trials), (*paths.issues, *grave), release)
