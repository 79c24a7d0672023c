"""One trial against a cohort, criterion by criterion, as a page, a picture and a table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tumorboard import __version__, vocab
from tumorboard.app import settings
from tumorboard.app.assessing import workbench
from tumorboard.app.screening import sources
from tumorboard.app.screening.run import trials_of
from tumorboard.app.screening.sources import unusable
from tumorboard.criteria.text import to_text
from tumorboard.errors import InputError
from tumorboard.formats import html
from tumorboard.formats.html.charts import alone
from tumorboard.formats.html.inline import Shown
from tumorboard.formats.tsv.cells import cell
from tumorboard.interpret.on_demand import OnDemand
from tumorboard.interpret.ordinary import ordinary
from tumorboard.issues import Issue
from tumorboard.model.context import Context
from tumorboard.model.trial import Trial
from tumorboard.report import feasibility as page
from tumorboard.trials.screening import Answers, planned, screened
from tumorboard.trials.screening.feasibility import (
    Counted,
    Feasibility,
    counted,
    criteria_of,
    offered,
    program_of,
    summed,
)  # fmt: skip
from tumorboard.trials.screening.memory import Memory
from tumorboard.wording import words

COLUMNS = (
    "part", "number", "criterion", "alone_met", "alone_unknown", "alone_not_met", "met", "unknown", "not_met", "cost",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """The counts of the parts of a trial, the issues, those of them that are of the cohort, and how many cases could not be read."""

    trial: Trial
    parts: tuple[Feasibility, ...]
    issues: tuple[Issue, ...]
    cohort: tuple[Issue, ...] = ()
    unread: int = 0


def feasibility(cohort: sources.Asked, trial: Path, on: date, policy: str = "", part: str = "") -> Found:
    """Every innermost part of the one trial of a document, or the one that is named, against the cohort.

    Raises
    ------
    InputError
        If the document holds no trial or several, there is no such part, or the cohort cannot be used.
    """
    trials, issues = trials_of([str(trial)])
    if len(trials) != 1:
        raise InputError(f"{trial.name} holds {len(trials)} trials", remedy="Give the document of one trial.")
    (one,) = trials
    parts = [(p.part.id if p is not None else "", criteria_of(one, p)) for p in offered(one)]
    if part:
        parts = [p for p in parts if p[0] == part]
        if not parts:
            raise InputError("the trial has no such part", remedy="Name an innermost part with --part.")
    bench = workbench()
    context = Context(on, bench.vocab, settings.policy(Path(policy) if policy else None))
    source = sources.opened(cohort, bench, on)
    told: list[list[Counted]] = [[] for _ in parts]
    programs = [program_of(criteria) for _, criteria in parts]
    plans = [planned(program) for program in programs]
    memory = Memory()
    told_apart = ordinary(context, bench.knowledge, [leaf for program in programs for leaf in program.leaves])
    for number, name in enumerate(source.names):
        from tumorboard.formats.patients import Likeness, patients_of

        patients = patients_of(source.load(number), memory.book, Likeness.of(told_apart))
        answers = Answers(patients.table, context, derive=OnDemand(bench.knowledge, context), memory=memory)
        try:
            for at, (program, plan) in enumerate(zip(programs, plans, strict=True)):
                told[at].append(counted(screened(program, answers, plan), patients.centers, patients.countries))
        except ValueError as error:
            raise unusable(name, error) from error
    found = tuple(summed(name, criteria, told[at]) for at, (name, criteria) in enumerate(parts))
    return Found(one, found, (*issues, *source.issues), source.issues, len(source.unread))


def write(found: Found, folder: Path, on: date, *, language: str = "en") -> tuple[Path, ...]:
    """The page, the pictures as files of their own, and the table.

    Raises
    ------
    InputError
        If the folder cannot be written.
    """
    said, therapies = words(language), vocab.load().therapies
    charts = [page.picture(found.trial, one, at) for at, one in enumerate(found.parts)]
    files = {
        "feasibility.html": html.write(
            page.report(found.trial, found.parts, on=on, version=__version__), said, therapies
        ),
        "feasibility.tsv": table(found),
        **{f"{c.name}.svg": alone(c, Shown(said, therapies, {})) for c in charts},
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise InputError("the output folder cannot be written", remedy="Give another one with -o.") from error
    return tuple(folder / name for name in files)


def table(found: Found) -> str:
    """One line for each criterion of each part."""
    lines = ["\t".join(COLUMNS)]
    for one in found.parts:
        for number, step in enumerate(one.steps, 1):
            told = (
                one.part, step.criterion.reference or number, to_text(step.criterion.asks), step.alone.met, step.alone.unknown, step.alone.not_met,
                step.so_far.met, step.so_far.unknown, step.so_far.not_met, one.cost(step),
            )  # fmt: skip
            lines.append("\t".join(cell(str(t)) for t in told))
    return "\n".join(lines) + "\n"
