"""``tumorboard explain``."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from tumorboard.cli import shell, speech
from tumorboard.cli.source import opened, trust_option


@click.command(
    "explain",
    epilog="""\b
Examples:
  tumorboard explain examples/luad-egfr osimertinib
  tumorboard explain examples/coad-braf "cetuximab + encorafenib\"""",
)
@click.argument("case", type=click.Path())
@click.argument("therapy")
@shell.jurisdiction_option
@shell.on_option
@shell.policy_option
@trust_option
@shell.shielded
def command(case: str, therapy: str, jurisdiction: str, on: date | None, policy: str | None, trust_paths: bool) -> None:
    """Why, or why not, THERAPY on CASE: every statement with its conditions ([+] met, [?] unknown, [-] not met)."""
    from tumorboard.app import assessing, explaining, settings

    bench = assessing.workbench()
    chosen = settings.policy(Path(policy) if policy else None, asked=shell.agencies(jurisdiction))
    found = opened(bench, case=case, files=(), disease="", trust_paths=trust_paths)
    assessment = assessing.assess(found, bench, chosen, on or shell.today())
    for option in explaining.chosen(assessment, therapy, bench.vocab):
        for line in explaining.lines(option, speech.words(chosen, stated=policy is not None), bench.vocab):
            click.echo(line)
    shell.tell_unread(assessment.issues)
