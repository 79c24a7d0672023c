"""``tumorboard signatures``."""

from __future__ import annotations

from pathlib import Path

import click

from tumorboard.cli import shell


@click.command(
    "signatures",
    epilog="""\b
Example:
  tumorboard signatures tumor.SBS96.all --assembly GRCh38 --seed 1""",
)
@click.argument("catalogs", type=click.Path())
@click.option("--table", type=click.Path(), help="A table of signatures; the installed package's by default.")
@click.option("--release", default="3.4", show_default=True, help="Which COSMIC release of the package's tables.")
@click.option("--assembly", type=click.Choice(["GRCh37", "GRCh38"]), default="GRCh38", show_default=True)
@click.option("--exome", is_flag=True, help="The tables for exomes.")
@click.option("--only", default="", help="Signatures to consider, comma-separated, e.g. those of the tumor type.")
@click.option("--seed", type=int, required=True, help="Of the resampling: the same seed gives the same intervals.")
@click.option("--resamples", type=click.IntRange(0, 10000), default=100, show_default=True)
@shell.shielded
def command(
    catalogs: str, table: str | None, release: str, assembly: str, exome: bool, only: str, seed: int, resamples: int
) -> None:
    """Mutational signatures of CATALOGS, a table of the 96 substitutions by sample, with 95 % intervals.

    Research use: shown to a board, asked by no statement.
    """
    from tumorboard import vocab
    from tumorboard.app import signatures
    from tumorboard.model.context import Context

    chosen = Path(table) if table else signatures.packaged(release, assembly, exome=exome)
    names = [n.strip() for n in only.split(",") if n.strip()]
    known = signatures.reference(chosen, only=names)
    context = Context(shell.today(), vocab.load())
    click.echo("\t".join(signatures.HEADER))
    with shell.patience("fitting"):
        found = list(signatures.rows(Path(catalogs), known, context, seed=seed, resamples=resamples))
    for row in found:
        click.echo("\t".join(row))
