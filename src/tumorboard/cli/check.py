"""``tumorboard check``."""

from __future__ import annotations

import sys
from datetime import date
from typing import Any

import click

from tumorboard.cli import shell, speech
from tumorboard.cli.source import case_source, opened
from tumorboard.errors import InputError


@click.command(
    "check",
    epilog="""\b
Examples:
  tumorboard check examples/luad-egfr
  tumorboard check --file tumor.vcf.gz --disease LUAD --strict

Exit code 10 when a file or the case cannot be used (with --strict: when anything is doubtful), else 0.""",
)
@case_source
@shell.on_option
@shell.strict_option
@shell.shielded
def command(on: date | None, strict: bool, **case: Any) -> None:
    """Every issue of the input of a CASE or of files, gravest first, with its place and remedy."""
    from tumorboard.app import assessing
    from tumorboard.issues import Severity

    bench = assessing.workbench()
    found = opened(bench, **case)
    issues = assessing.checked(found, on or shell.today())
    shell.print_issues(issues, err=False)
    counts = {s: sum(i.severity is s for i in issues) for s in Severity}
    click.echo(shell.counted(counts))
    if found.value is not None:
        for source in found.value.sources:
            speech.say(
                "{file}: {format}, {records} records, {kept} used; not used: {left}",
                file=source.name,
                format=source.format,
                records=source.records,
                kept=source.kept,
                left="; ".join(source.notes) or speech.text("none"),
            )
    grave = counts[Severity.ERROR] + (counts[Severity.WARNING] if strict else 0)
    sys.exit(InputError.exit_code if grave else 0)
