"""``tumorboard trials``."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from tumorboard.cli import shell
from tumorboard.errors import InputError

_path = click.Path(path_type=Path)


@click.group("trials", epilog="""\b
Examples:
  tumorboard trials lint my-trial.yaml
  tumorboard trials matchengine trials/ --clinical clinical.json --genomic genomic.json --diagnoses map.json""")  # fmt: skip
def command() -> None:
    """Trial documents: what they say, and what an engine would read instead."""


@command.command("lint", epilog="""\b
Examples:
  tumorboard trials lint my-trial.yaml
  tumorboard trials lint trials/ --strict

Exit code 10 when part of a document cannot be used as written (with --strict: when anything is doubtful), else 0.""")  # fmt: skip
@click.argument("paths", type=_path, nargs=-1, required=True)
@click.option("--diagnoses", type=_path, help="MatchEngine's map of diagnosis names, to compare with.")
@shell.strict_option
@shell.shielded
def lint(paths: tuple[Path, ...], diagnoses: Path | None, strict: bool) -> None:
    """Every trap of trial files and folders, with its place and remedy: our own YAML, and CTML."""
    from tumorboard.app import trial_files
    from tumorboard.issues import Severity

    found = trial_files.linted(paths, diagnoses)
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


@command.command("matchengine", epilog="""\b
Examples:
  tumorboard trials matchengine trials/ --clinical clinical.json --genomic genomic.json --diagnoses map.json

These are the answers of a peer, its closed world included: no record means no. Exit code 10 when a document could not be
used, else 0.""")  # fmt: skip
@click.argument("trials", type=_path)
@click.option(
    "--clinical", type=_path, required=True, help="Clinical records: JSON, extended JSON or CSV, or a folder."
)
@click.option("--genomic", type=_path, help="Genomic records, likewise.")
@click.option(
    "--diagnoses", type=_path, required=True, help="The engine's map of diagnosis names (oncotree_mapping.json)."
)
@click.option("--match-on-closed", is_flag=True, help="Try closed trials and suspended parts too.")
@click.option("--match-on-deceased", is_flag=True, help="Try deceased patients too.")
@click.option("--all-clinical-reasons", is_flag=True, help="Report matches on clinical criteria alone.")
@click.option("--documents", is_flag=True, help="Print the result documents, one JSON object a line.")
@shell.on_option
@shell.shielded
def matchengine(on: date | None, documents: bool, **asked: Any) -> None:
    """What MatchEngine V2 answers for TRIALS in CTML, for a center that compares."""
    from tumorboard.app import peer_matching

    with shell.patience("matching"):
        found = peer_matching.matched(peer_matching.Asked(on=on or shell.today(), **asked))
    if documents:
        for result in found.results:
            click.echo(json.dumps(result.document, sort_keys=True, default=str, ensure_ascii=False))
    else:
        told: dict[tuple[str, str, str], list[str]] = {}
        for result in found.results:
            told.setdefault(result.place, []).append(str(result.document["genomic_alteration"]))
        click.echo("protocol_no\tsample_id\tmatch_path\tdocuments\talterations")
        for place, texts in told.items():
            click.echo("\t".join((*place, str(len(texts)), "; ".join(dict.fromkeys(filter(None, texts))))))
    shell.tell_unread(found.issues)
