"""Many patients out of one table, assessed at once, and the therapy table as a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

import polars as pl

from tumorboard.app.assessing import Workbench
from tumorboard.app.processes import each
from tumorboard.app.samples import Read, Samples, samples_of
from tumorboard.board.assess_cohort import Answers, answers_of, cohort_of, table_of
from tumorboard.errors import InputError
from tumorboard.issues import Issue, Parsed, Severity
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.policy import Policy

PARTITION = 25_000  # patients that one process assesses at a time: their facts and answers take about half a GB
WRITERS = (".parquet", ".tsv", ".csv")
P = TypeVar("P")


def cases_of(
    path: Path, bench: Workbench, *, disease: str, panel: tuple[str, ...] | None, specimen: str = "", assembly: str = ""
) -> Parsed[tuple[Case, ...]]:
    """One case for every sample of a MAF, each as if it had been read alone; see `samples_of`."""
    samples = samples_of(path, bench.vocab, disease=disease, panel=panel, specimen=specimen, assembly=assembly)
    read = samples.read(samples.names)
    return Parsed(read.cases, samples.issues([read]))


def gene_list(path: Path) -> tuple[str, ...]:
    """The genes of a panel: one a line, or those of the ``gene_list`` line of a cBioPortal panel file.

    Raises
    ------
    InputError
        If there is no gene in it.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path.name} cannot be read", remedy="Give a text file with one gene a line.") from error
    listed = next((line for line in lines if line.startswith("gene_list:")), "")
    words = listed.partition(":")[2].split() if listed else [line.split("\t")[0].strip() for line in lines]
    genes = tuple(sorted({w for w in words if w and not w.startswith("#")}))
    if not genes:
        raise InputError(f"{path.name} names no gene", remedy="Give a text file with one gene a line.")
    return genes


def assess(
    cases: tuple[Case, ...], bench: Workbench, policy: Policy, on: date, *, rejected: bool = False, workers: int = 1
) -> pl.DataFrame:
    """The therapy table of the cases: the same whatever the number of workers.

    Parameters
    ----------
    workers
        How many processes share the work, each on patients of its own.
    """
    asked = _Asked(bench, policy, on, rejected)
    return table_of(each(asked.answers, parts_of(cases, workers), workers))


def assess_samples(
    samples: Samples, bench: Workbench, policy: Policy, on: date, *, rejected: bool = False, workers: int = 1
) -> tuple[pl.DataFrame, tuple[Issue, ...]]:
    """The therapy table of the samples of a MAF, and what was doubtful: each process reads and assesses its own.

    Parameters
    ----------
    workers
        How many processes share the work.
    """
    asked = _Asked(bench, policy, on, rejected)

    def work(names: tuple[str, ...]) -> tuple[Answers, Read]:
        read = samples.read(names)
        return asked.answers(read.cases), replace(read, cases=())

    found = each(work, parts_of(samples.names, workers), workers)
    return table_of([answers for answers, _ in found]), samples.issues([read for _, read in found])


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked of every part of a cohort."""

    bench: Workbench
    policy: Policy
    on: date
    rejected: bool

    def answers(self, cases: tuple[Case, ...]) -> Answers:
        """The rows of these patients."""
        every = replace(cases[0], variants=tuple(v for case in cases for v in case.variants)) if cases else Case(id="")
        looked_up = self.bench.annotations.again().about(every)
        knowledge = replace(self.bench.knowledge, looked_up=looked_up)
        context = Context(self.on, self.bench.vocab, self.policy)
        return answers_of(cohort_of(cases, self.on, looked_up), knowledge, context, rejected=self.rejected)


def parts_of(patients: Sequence[P], workers: int) -> list[tuple[P, ...]]:
    """The patients in order, as many parts as fit the workers, none larger than one process should hold."""
    parts = max(workers, -(-len(patients) // (PARTITION * workers)) * workers) if patients else 1
    size = max(1, -(-len(patients) // parts))
    return [tuple(patients[at : at + size]) for at in range(0, len(patients), size)] or [()]


def check_name(path: Path) -> None:
    """Nothing, when the table can be written under this name: asked before the work is done.

    Raises
    ------
    InputError
        If the ending is none of `WRITERS`.
    """
    if path.suffix not in WRITERS:
        raise InputError(f"a table ends in {', '.join(WRITERS)}", remedy="Give such a name with -o.")


def write(table: pl.DataFrame, path: Path) -> None:
    """The table as a file of the kind that its name ends in.

    Raises
    ------
    InputError
        If the ending is none of `WRITERS`, or the file cannot be written.
    """
    check_name(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".parquet":
            table.write_parquet(path)
        else:
            from tumorboard.formats.tsv import cohort as sheets  # here: a table in columns needs none of the text forms

            sheets.harmless(table).write_csv(path, separator="\t" if path.suffix == ".tsv" else ",")
    except OSError as error:
        raise InputError("the table cannot be written", remedy="Give another place with -o.") from error


def grave(issues: tuple[Issue, ...]) -> Mapping[str, int]:
    """How often each issue that is more than a remark was reported, by code."""
    found: dict[str, int] = {}
    for issue in issues:
        if issue.severity is not Severity.INFO:
            found[issue.code] = found.get(issue.code, 0) + 1
    return found
