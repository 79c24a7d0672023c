"""A cohort against trials: what is asked, who does the work, and what comes of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tumorboard import __version__
from tumorboard.app import settings, trial_files, trial_sets
from tumorboard.app.assessing import Workbench, ordered, workbench
from tumorboard.app.screening import sources, states
from tumorboard.app.screening.shared import Tell, of_numbers
from tumorboard.app.screening.work import Kept, Past, Prepared, Told, gone
from tumorboard.errors import InputError
from tumorboard.interpret.ordinary import ordinary
from tumorboard.issues import Issue, Severity
from tumorboard.model.context import Context
from tumorboard.model.trial import Trial
from tumorboard.trials.screening import Entry, Program, compiled, planned
from tumorboard.trials.screening.differences import CLOSED, UNREAD_PART, PartChange, parts_changed
from tumorboard.wire.codec import dumps


@dataclass(frozen=True, slots=True)
class Job:
    """What is asked, as plain values: a worker on another machine makes the same out of it.

    Parameters
    ----------
    trials
        Files and folders of trial documents.
    folder
        Where the state and the rows are kept; empty for nowhere.
    since
        The state of an earlier screening; empty for none.
    rows
        Whether rows are written beside the counts.
    """

    cohort: sources.Asked
    trials: tuple[str, ...]
    on: date
    policy: str = ""
    folder: str = ""
    since: str = ""
    rows: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """Counts of every part over all partitions; what was written lies in the folder of the job.

    Parameters
    ----------
    parts
        What became of the parts since the earlier screening, where one was named.
    cohort
        Of the issues, those of the cohort.
    unread
        How many cases could not be read, and are in no count.
    lost
        Of the issues, those for which a whole document of trials could not be read.
    """

    entries: tuple[Entry, ...]
    counts: NDArray[np.int64]
    patients: int
    told: tuple[Told, ...]
    issues: tuple[Issue, ...]
    parts: tuple[PartChange, ...] = ()
    cohort: tuple[Issue, ...] = ()
    unread: int = 0
    lost: tuple[Issue, ...] = ()

    @property
    def pairs(self) -> tuple[int, int, int]:
        """Pairs that are met, and unknown, at parts that are not closed; either at parts that are."""
        shut = np.array([e.status == CLOSED for e in self.entries], np.bool_)
        met, unknown = self.counts[~shut, :2].sum(axis=0).tolist() if len(shut) else (0, 0)
        return met, unknown, int(self.counts[shut, :2].sum())

    @property
    def changed(self) -> dict[str, int]:
        """Pairs by kind of change."""
        found: dict[str, int] = {}
        for one in self.told:
            for kind, pairs in one.changed.items():
                found[kind] = found.get(kind, 0) + pairs
        return found


def prepared(job: Job, program: Program | None = None) -> tuple[Prepared, tuple[Issue, ...]]:
    """What the work on every partition needs, read from where the job says.

    Parameters
    ----------
    program
        Of the trials, where it is made already.

    Raises
    ------
    InputError
        If no trial can be read, or the cohort or the earlier screening cannot.
    """
    bench = workbench()
    policy = settings.policy(Path(job.policy) if job.policy else None)
    issues: tuple[Issue, ...] = ()
    lost: tuple[Issue, ...] = ()
    if program is None:
        trials, issues, lost = _trials(job.trials)
        program = compiled(trials)
    context = Context(job.on, bench.vocab, policy)
    source = sources.opened(job.cohort, bench, job.on)
    told_apart = ordinary(context, bench.knowledge, program.leaves)
    ready = Prepared(source, program, planned(program), context, bench.knowledge, told_apart, lost=lost)
    if job.folder:
        ready = replace(ready, kept=Kept(Path(job.folder), Path(job.folder) / "rows" if job.rows else None))
    if job.since:
        state = states.read(Path(job.since))
        same = state.fingerprint == fingerprint(bench, job) and state.on == job.on.isoformat()
        ready = replace(ready, past=Past(state, state.patients(), same))
    return ready, (*issues, *source.issues)


def trials_of(paths: Sequence[str]) -> tuple[list[Trial], tuple[Issue, ...]]:
    """The trials of files and folders, the example trials (``shipped``) and fetched studies among them.

    Raises
    ------
    InputError
        If there is none; the issues ride along.
    """
    trials, issues, _ = _trials(paths)
    return trials, issues


def _trials(paths: Sequence[str]) -> tuple[list[Trial], tuple[Issue, ...], tuple[Issue, ...]]:
    """The trials, every issue, and those for which a document gave none."""
    files = trial_files.linted(trial_sets.located(Path(p) for p in paths))
    issues = tuple(i for f in files for i in f.issues)
    trials = [trial for f in files for trial in f.trials]
    if not trials:
        raise InputError("no trial could be read", issues=ordered(issues), remedy="See tumorboard trials lint.")
    lost = tuple(i for f in files if not f.trials for i in f.issues if i.severity is Severity.ERROR)
    return trials, issues, lost


def fingerprint(bench: Workbench, job: Job) -> str:
    """A hash of all that decides beside patients, trials and the day: program, policy, knowledge."""
    policy = settings.policy(Path(job.policy) if job.policy else None)
    told = (__version__, dumps(policy), dumps(bench.knowledge.releases))
    return sha256("\n".join(told).encode()).hexdigest()


def screen(
    job: Job, *, program: Program | None = None, workers: int = 1, ray: str = "", tell: Tell = lambda done, of: None
) -> Result:
    """The counts of the job, with its rows and state in its folder; the same whoever does the work.

    Parameters
    ----------
    program
        Of the trials, where it is made already.
    workers
        Processes of this machine that share the partitions, or tasks at a time on Ray.
    ray
        The address of a Ray cluster (``local`` to begin one here); empty for none.

    Raises
    ------
    InputError
        If something that is needed cannot be read.
    """
    ready, issues = prepared(job, program)
    folder = ready.kept.folder
    if folder is not None:
        if ready.past is not None and ready.past.state.folder.resolve() == folder.resolve():
            raise InputError("the earlier screening would be overwritten", remedy="Give another -o.")
        _clear(folder)
        folder.mkdir(parents=True, exist_ok=True)
        if ready.kept.rows is not None:
            ready.kept.rows.mkdir()
    names = ready.source.names
    if ray:
        from tumorboard.app.screening import on_ray

        told = on_ray.told(job, ready.program, len(names), address=ray, workers=workers, tell=tell)
    else:
        told = of_numbers(ready, range(len(names)), workers=workers, tell=tell)
    if folder is not None:
        states.write(
            folder,
            job.on.isoformat(),
            fingerprint(workbench(), job),
            ready.program.entries,
            names,
            ready.source.unread,
        )
    counts = np.sum([t.counts for t in told], axis=0) if told else np.zeros((len(ready.program.entries), 3), np.int64)
    parts = () if ready.past is None else tuple(parts_changed(ready.program.entries, ready.past.state.known_parts()))
    if ready.lost:  # what is missing may stand in a document that could not be read
        parts = tuple(replace(p, change=UNREAD_PART) if p.change == "part_gone" else p for p in parts)
    return Result(
        ready.program.entries,
        counts,
        sum(t.patients for t in told),
        tuple(told),
        ordered(issues),
        parts,
        ordered(ready.source.issues),
        len(ready.source.unread),
        ordered(ready.lost),
    )


def _clear(folder: Path) -> None:
    """Takes away an earlier state of this folder, and nothing that is none."""
    if not folder.exists():
        return
    if not (folder / "state.json").exists() and any(folder.iterdir()):
        raise InputError(f"{folder.name} is there and holds no screening", remedy="Give another -o.")
    shutil.rmtree(folder)


def absent_rows(job: Job) -> list[list[str]]:
    """Open pairs of the earlier screening whose patient or part is no longer there."""
    ready, _ = prepared(job)
    present = {
        one for number in range(len(ready.source.names)) for one in ready.source.load(number)["patient"].to_list()
    }
    return gone(ready, present)


def grave(issues: Iterable[Issue]) -> dict[str, int]:
    """How often each issue that is more than a remark was reported, by code."""
    found: dict[str, int] = {}
    for issue in issues:
        if issue.severity is not Severity.INFO:
            found[issue.code] = found.get(issue.code, 0) + 1
    return found
