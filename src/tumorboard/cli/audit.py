"""``tumorboard audit``."""

from __future__ import annotations

import getpass
from pathlib import Path

import click

from tumorboard.cli import registry, registry_seat, shell, speech


@click.group("audit", epilog="""\b
Examples:
  tumorboard audit verify
  tumorboard audit export audit.ndjson --after 12000

What is in the log, and what is left out of it on the way: docs/access.md.""")  # fmt: skip
@click.pass_context
def command(ctx: click.Context) -> None:
    """Who did what when, chained so that nothing is changed unseen."""
    ctx.obj = getpass.getuser()


command.add_command(registry.verify)


@command.command("export")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--after", default=0, type=click.IntRange(0), help="Only entries after this number.")
@click.pass_context
@shell.shielded
def export(ctx: click.Context, file: Path, after: int) -> None:
    """Write entries as FHIR R4 AuditEvents, one JSON object a line, without patients and reasons."""
    from tumorboard.app.audit_events import lines
    from tumorboard.store.registry import Draft
    from tumorboard.store.restrictions import public_ids

    held = registry_seat.seat_of(ctx.obj).registry
    held.append(Draft(action="listed", by=ctx.obj, reason="audit"))
    entries = list(held.entries(after=after))
    public = public_ids(held, sorted({e.case for e in entries if e.case}))
    shell.write_text(file, "".join(lines(entries, public)))
    speech.say("{count} entries written", count=len(entries))
