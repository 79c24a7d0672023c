"""``tumorboard trials``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from tumorboard.cli import shell
from tumorboard.errors import InputError


@click.group("trials", epilog="""\b
Examples:
  tumorboard trials lint my-trial.yaml
  tumorboard trials lint trials/ --strict""")  # fmt: skip
def command() -> None:
    """Trial documents: what they say, and what an engine would read instead."""


@command.command("lint", epilog="""\b
Examples:
  tumorboard trials lint my-trial.yaml
  tumorboard trials lint trials/ --strict

Exit code 10 when part of a document cannot be used as written (with --strict: when anything is doubtful), else 0.""")  # fmt: skip
@click.argument("path", type=click.Path(path_type=Path))
@shell.strict_option
@shell.shielded
def lint(path: Path, strict: bool) -> None:
    """Every trap of a CTML file, or of the files of a folder, with its place and remedy."""
    from tumorboard.app import trial_files
    from tumorboard.issues import Severity

    found = trial_files.linted(path)
    issues = [i for f in found for i in f.issues]
    shell.print_issues(issues, err=False)
    for file in found:
        for trial in file.trials:
            count = trial_files.counted(trial)
            click.echo(
                f"{file.name}: {trial.ids[0].value}, {trial.status}, {count.parts} parts, {count.criteria} criteria, "
                f"{count.manual} for a person"
            )
    counts = {s: sum(i.severity is s for i in issues) for s in Severity}
    click.echo(", ".join(f"{n} {s.value}" for s, n in counts.items()))
    if counts[Severity.ERROR] or (strict and counts[Severity.WARNING]):
        sys.exit(InputError.exit_code)
