"""``tumorboard trials screen`` and ``partition``: many patients against many trials."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from tumorboard.cli import shell, speech

if TYPE_CHECKING:
    from tumorboard.app.screening import run
    from tumorboard.app.screening.sources import Asked
    from tumorboard.issues import Issue

F = TypeVar("F", bound=Callable[..., Any])
_path = click.Path(path_type=Path)
PARTS_NAMED = 12
ISSUES_NAMED = 40
WHOLE_CASES = frozenset({"PTN005", "PTN006"})


def cohort_options(command: F) -> F:
    """What must be said of a cohort that is a MAF, or MatchEngine's documents."""
    command = click.option("--genomic", type=_path, help="Of MatchEngine's clinical records: the genomic ones.")(
        command
    )
    command = click.option("--disease", default="", help="Of a MAF: tumor type of all samples.")(command)
    command = click.option("--panel", type=_path, help="Of a MAF: the genes sequenced in every sample, one a line.")(
        command
    )
    return click.option("--specimen", default="", type=click.Choice(["", "tissue", "plasma", "blood", "marrow"]),
                        help="Of a MAF: what was sequenced.")(command)  # fmt: skip


def asked_of(cohort: Path, disease: str, panel: Path | None, specimen: str, genomic: Path | None) -> Asked:
    """The cohort as the command line names it."""
    from tumorboard.app import cohorts
    from tumorboard.app.screening.sources import Asked

    return Asked(cohort, disease, cohorts.gene_list(panel) if panel else None, specimen, genomic=genomic)


@click.command("screen", epilog="""\b
Examples:
  tumorboard trials screen patients/ trials/ -o open.csv
  tumorboard trials screen patients/ trials/ --counts -o counts.csv
  tumorboard trials screen patients/ shipped -o examples.csv
  tumorboard trials screen patients/ trials/ --since open.screening -o changes.csv
  tumorboard trials screen patients/ trials/ --ray auto --workers 64 -o open.parquet

COHORT is a folder of Parquet partitions (docs/formats/patients.md), a folder of case folders, a MAF, or MatchEngine's clinical
records (.json, .ejson, .csv) with --genomic. Beside the table a folder
NAME.screening is written, which a later run takes as --since. Potentially eligible is never enrolled: research use only.

Exit code 10 when part of the cohort or a document of trials could not be used, else 0.""")  # fmt: skip
@click.argument("cohort", type=_path)
@click.argument("trials", type=_path, nargs=-1, required=True)
@click.option("-o", "--out", required=True, type=_path, help="The table: .parquet, .csv or .tsv.")
@click.option("--counts", is_flag=True, help="Only how many patients have each part met, unknown, not met.")
@click.option("--since", type=_path, help="An earlier screening: write who may newly enter what, who no longer, and which parts opened, closed or changed.")  # fmt: skip
@click.option("--workers", type=click.IntRange(min=1), help="Processes that share the partitions, or tasks on Ray.")
@click.option("--ray", default="", metavar="ADDRESS", help="A Ray cluster: auto, an address, or local to begin one.")
@cohort_options
@shell.on_option
@shell.policy_option
@shell.shielded
def screen(
    cohort: Path, trials: tuple[Path, ...], out: Path, counts: bool, since: Path | None, workers: int | None, ray: str, disease: str,
    panel: Path | None, specimen: str, genomic: Path | None, on: date | None, policy: str | None,
) -> None:  # fmt: skip
    """Every patient of COHORT against every part of TRIALS: who is potentially eligible, and who could be."""
    from tumorboard.app import cohorts, processes
    from tumorboard.app.screening import run, tables
    from tumorboard.app.screening.work import CHANGES, ROWS

    cohorts.check_name(out)
    rows = bool(since) or not counts
    job = run.Job(
        asked_of(cohort, disease, panel, specimen, genomic), tuple(str(t) for t in trials), on or shell.today(), policy or "", str(tables.state_of(out)),
        str(since or ""), rows,
    )  # fmt: skip
    found = run.screen(job, workers=workers or processes.usual(), ray=ray, tell=_tell)
    for code, times in sorted(run.grave(found.issues).items()):
        click.echo(f"{code}: {times}", err=True)
    speech.say(
        "{patients} patients, {parts} trial parts, {partitions} partitions",
        patients=found.patients,
        parts=len(found.entries),
        partitions=len(found.told),
    )
    met, unknown, shut = found.pairs
    speech.say(
        "pairs at parts that are not closed: {met} potentially eligible, {unknown} undecided; at closed parts, not counted: {shut}",
        met=met,
        unknown=unknown,
        shut=shut,
    )
    if rows:
        more = run.absent_rows(job) if since else []
        height = tables.join(tables.state_of(out), out, CHANGES if since else ROWS, more)
        changed = Counter(found.changed)
        changed.update(more[CHANGES.index("change")] if more else ())
        for kind, pairs in sorted(changed.items()):
            click.echo(f"{kind}: {pairs}")
        speech.say("{count} rows", count=height)
        if since:
            _tell_parts(found, out)
    else:
        cohorts.write(tables.counts(found), out)
    click.echo(str(out))
    tell_left_out((*found.lost, *found.cohort), found.unread)


def tell_left_out(issues: Iterable[Issue], unread: int) -> None:
    """Ends with the exit code of an unusable input when part of it was not read: the answer stands for the others only."""
    from tumorboard.errors import InputError
    from tumorboard.issues import Severity

    errors = [i for i in issues if i.severity is Severity.ERROR]
    if not errors:
        return
    errors.sort(key=lambda i: i.code not in WHOLE_CASES)  # a whole case that is not known before a part of one
    shell.print_issues(errors[:ISSUES_NAMED])
    if len(errors) > ISSUES_NAMED:
        speech.say("... and {count} more errors", err=True, count=len(errors) - ISSUES_NAMED)
    if unread:
        speech.say("cases that could not be read, in no count and no row: {count}", err=True, count=unread)
    speech.say("error: part of the input could not be used; what it holds is not known to this answer", err=True)
    sys.exit(InputError.exit_code)


def _tell_parts(found: run.Result, out: Path) -> None:
    """What became of the trials: how many parts, the first of them by name, and all in a table of their own."""
    from tumorboard.app import cohorts
    from tumorboard.app.screening import tables

    counts = Counter(p.change for p in found.parts)
    told = ", ".join(
        f"{speech.text(kind)} {counts[kind]}"
        for kind in ("new_part", "part_gone", "part_gone_or_unread", "changed_part", "recruitment")
        if counts[kind] or kind != "part_gone_or_unread"
    )
    speech.say("trial parts since the earlier screening: {told}", told=told)
    for one in sorted(found.parts, key=lambda p: p.change != "recruitment")[:PARTS_NAMED]:
        moved = f" ({one.status_was or '-'} -> {one.status or '-'})"
        click.echo(
            f"  {one.trial} {one.part}: {speech.text(one.change)}{moved if one.status_was != one.status else ''}"
        )
    cohorts.write(tables.parts(found), tables.parts_beside(out))
    click.echo(str(tables.parts_beside(out)))


def _tell(done: int, of: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write("\r" + speech.told("{done} of {of} partitions", done=min(done, of), of=of))
        sys.stderr.flush()


@click.command(
    "partition",
    epilog="""\b
Examples:
  tumorboard trials partition cases/ -o patients/
  tumorboard trials partition data_mutations.txt --disease BRCA --panel genes.txt -o patients/

Exit code 10 when part of the cohort could not be used, else 0.""",
)
@click.argument("cohort", type=_path)
@click.option("-o", "--out", required=True, type=_path, help="A new folder for the Parquet files.")
@cohort_options
@shell.on_option
@shell.shielded
def partition(
    cohort: Path, out: Path, disease: str, panel: Path | None, specimen: str, genomic: Path | None, on: date | None
) -> None:
    """Write a cohort as partitions of patients, with the facts of the day (docs/formats/patients.md)."""
    from tumorboard.app.assessing import workbench
    from tumorboard.app.screening import run, sources

    with shell.patience("reading the cohort"):
        source = sources.opened(asked_of(cohort, disease, panel, specimen, genomic), workbench(), on or shell.today())
        patients = sources.store(source, out, on or shell.today())
    for code, times in sorted(run.grave(source.issues).items()):
        click.echo(f"{code}: {times}", err=True)
    speech.say("{patients} patients, {partitions} partitions", patients=patients, partitions=len(source.names))
    click.echo(str(out))
    tell_left_out(source.issues, len(source.unread))


@click.command(
    "feasibility",
    epilog="""\b
Examples:
  tumorboard trials feasibility patients/ my-trial.yaml -o feasibility/
  tumorboard trials feasibility patients/ my-trial.yaml --part A -o feasibility/

Exit code 10 when part of the cohort could not be used, else 0.""",
)
@click.argument("cohort", type=_path)
@click.argument("trial", type=_path)
@click.option("-o", "--out", required=True, type=_path, help="Folder for the page, the picture and the table.")
@click.option("--part", default="", help="Only this innermost part.")
@cohort_options
@shell.on_option
@shell.policy_option
@shell.shielded
def feasibility(
    cohort: Path, trial: Path, out: Path, part: str, disease: str, panel: Path | None, specimen: str, genomic: Path | None, on: date | None, policy: str | None
) -> None:  # fmt: skip
    """How many patients of COHORT pass each criterion of one TRIAL, in turn and together, and which costs most."""
    from tumorboard.app.screening import feasible, run

    day = on or shell.today()
    with shell.patience("counting"):
        found = feasible.feasibility(
            asked_of(cohort, disease, panel, specimen, genomic), trial, day, policy or "", part
        )
    for code, times in sorted(run.grave(found.issues).items()):
        click.echo(f"{code}: {times}", err=True)
    for one in found.parts:
        speech.say(
            "{part}: {patients} patients, {met} met, {unknown} unknown",
            part=one.part or found.trial.ids[0].value,
            patients=one.patients,
            met=one.whole.met,
            unknown=one.whole.unknown,
        )
        for step in one.costliest()[:3]:
            if one.cost(step):
                speech.say(
                    "  {criterion}: {count} more would be open without it",
                    criterion=step.criterion.reference or step.criterion.place,
                    count=one.cost(step),
                )
    for path in feasible.write(found, out, day, language=speech.language()):
        click.echo(str(path))
    tell_left_out(found.cohort, found.unread)
