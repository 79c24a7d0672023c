"""``tumorboard knowledge``."""

from __future__ import annotations

import click

from tumorboard.cli import shell


@click.group("knowledge", epilog="""\b
Examples:
  tumorboard knowledge list
  tumorboard knowledge list --gene EGFR
  tumorboard knowledge show TB.NSCLC.EGFR.001""")  # fmt: skip
def command() -> None:
    """What the knowledge in use says, and where it is from."""


@command.command("list")
@click.option("--gene", default="", help="Only statements that speak of this gene or marker.")
@click.option("--therapy", default="", help="Only statements on this drug.")
@shell.shielded
def list_(gene: str, therapy: str) -> None:
    """Tables and packs in use with release, license and hash; with --gene or --therapy, their statements."""
    from tumorboard.app import assessing, browsing

    bench = assessing.workbench()
    found = browsing.statements(bench, gene=gene, therapy=therapy) if gene or therapy else browsing.releases(bench)
    for line in found:
        click.echo(line)


@command.command("show")
@click.argument("statement")
@shell.shielded
def show(statement: str) -> None:
    """One STATEMENT in full: conditions, approvals, grades' ground, citations, and where each field is from."""
    from tumorboard.app import assessing, browsing
    from tumorboard.wording import words

    for line in browsing.statement(assessing.workbench(), statement, words("en")):
        click.echo(line)
