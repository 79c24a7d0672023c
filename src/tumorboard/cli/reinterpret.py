"""``tumorboard reinterpret``."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path

import click

from tumorboard.cli import shell, speech


@click.command(
    "reinterpret",
    epilog="""\b
Examples:
  tumorboard reinterpret registry/ --from 2024-08-01 --to 2026-05-26
  tumorboard reinterpret examples/luad-egfr --from none --to 2026-05-26 --json""",
)
@click.argument("cases", nargs=-1, required=True, type=click.Path())
@click.option("--from", "one", required=True, metavar="A", help="Release before; `none` without the source.")
@click.option("--to", "other", required=True, metavar="B", help="Release after.")
@click.option("--source", default="civic", show_default=True, help="The source whose releases are compared.")
@click.option("--json", "as_json", is_flag=True, help="The answer as JSON, a line a case.")
@shell.jurisdiction_option
@shell.on_option
@shell.policy_option
@shell.shielded
def command(
    cases: tuple[str, ...],
    one: str,
    other: str,
    source: str,
    as_json: bool,
    jurisdiction: str,
    on: date | None,
    policy: str | None,
) -> None:
    """CASES (folders) whose options change between releases A and B of a source, the weightiest change first."""
    from tumorboard.app import assessing, reinterpreting, settings

    bench = assessing.workbench()
    chosen = settings.policy(Path(policy) if policy else None, asked=shell.agencies(jurisdiction))
    both = reinterpreting.sides(bench, source, one, other)
    paths = reinterpreting.case_folders([Path(c) for c in cases])
    with shell.patience("reinterpreting"):
        found = list(reinterpreting.reinterpreted(paths, both, chosen, on or shell.today()))
    ranked = reinterpreting.ranked(found)
    for case in ranked:
        if as_json:
            click.echo(json.dumps(asdict(case), sort_keys=True))
            continue
        told = case.failed or speech.told("{count} changes", count=len(case.changes))
        click.echo(f"{case.name}: {told}")
        for change in case.changes:
            details = f" ({', '.join(change.details)})" if change.details else ""
            none = speech.text("none")
            sides = f"{change.before or none} -> {change.after or none}"
            happened = speech.text(change.happened.replace("_", " "))
            click.echo(f"  {happened}: {' + '.join(change.regimen)}: {sides}{details}")
    changed = sum(1 for c in ranked if c.changes)
    failed = sum(1 for c in ranked if c.failed)
    speech.say(
        "{cases} cases, {changed} change, {failed} failed",
        err=as_json,
        cases=len(found),
        changed=changed,
        failed=failed,
    )
