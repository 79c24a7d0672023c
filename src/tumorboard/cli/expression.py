"""``tumorboard expression``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tumorboard.cli import shell, speech

if TYPE_CHECKING:
    from tumorboard.app.expression import Rows

_path = click.Path(path_type=Path)
_unit = click.option("--unit", default="", help="counts, tpm, fpkm, log2_tpm ...; as the file's name says by default.")
_seed = click.option("--seed", type=int, required=True, help="The same seed gives the same answer.")


@click.group("expression", epilog="""\b
Examples:
  tumorboard expression score cohort.tpm.tsv --sets hallmark.gmt --method singscore
  tumorboard expression subtypes tnbc.log2_fpkm.tsv --seed 1
  tumorboard expression ddpp patients.tsv --outcome pfs --aggregate sum --seed 1""")  # fmt: skip
def command() -> None:
    """Expression methods on a site's own tables. Research use only: shown to a board, asked by no statement."""


@command.command("score")
@click.argument("table", type=_path)
@click.option("--sets", type=_path, required=True, help="Gene sets (GMT).")
@click.option("--method", type=click.Choice(["singscore", "ssgsea", "z"]), default="singscore", show_default=True)
@_unit
@shell.shielded
def score(table: Path, sets: Path, method: str, unit: str) -> None:
    """Scores of gene sets in each sample of TABLE (genes down, samples across)."""
    from tumorboard import vocab
    from tumorboard.app import expression

    with shell.patience("scoring"):
        made = expression.scores(table, sets, vocab.load().genes, method=method, unit=unit)
    _show(made)


@command.command("subtypes")
@click.argument("table", type=_path)
@_seed
@click.option("--draws", type=click.IntRange(0, 5000), default=0, show_default=True, help="Of consensus clustering.")
@_unit
@shell.shielded
def subtypes(table: Path, seed: int, draws: int, unit: str) -> None:
    """FUSCC subtypes of a cohort of triple-negative breast cancers, clustered as published."""
    from tumorboard import vocab
    from tumorboard.app import expression

    with shell.patience("clustering"):
        made = expression.subtypes(table, vocab.load().genes, seed=seed, draws=draws, unit=unit)
    _show(made)


@command.command("pam50")
@click.argument("table", type=_path)
@click.option("--centroids", type=_path, required=True, help="A table of gene and one column for each class.")
@click.option("--scaling", type=click.Choice(["none", "scale", "robust"]), default="robust", show_default=True)
@_unit
@shell.shielded
def pam50(table: Path, centroids: Path, scaling: str, unit: str) -> None:
    """PAM50 of each sample of a cohort, with the margin to the next class."""
    from tumorboard import vocab
    from tumorboard.app import expression

    _show(expression.intrinsic(table, centroids, vocab.load().genes, scaling=scaling, unit=unit))


@command.command("sims")
@click.argument("table", type=_path)
@click.option("--own", is_flag=True, help="Deciles of this cohort itself, not of the published lung cohort.")
@shell.shielded
def sims(table: Path, own: bool) -> None:
    """SIMS node scores of patients in TABLE, linear fold changes of tumor over normal (genes down, patients across)."""
    from tumorboard import vocab
    from tumorboard.app import expression

    _show(expression.sims_of_cohort(table, vocab.load().genes, own=own))


@command.command("snf")
@click.argument("layers", nargs=-1, required=True, type=_path)
@click.option("--clusters", type=click.IntRange(2, 20), default=4, show_default=True)
@click.option(
    "--neighbors", type=click.IntRange(2, 100), default=5, show_default=True, help="K of networks and fusion."
)
@click.option("--alpha", type=click.FloatRange(0.01, 10), default=0.8, show_default=True, help="Width of the networks.")
@click.option("--steps", type=click.IntRange(1, 100), default=5, show_default=True, help="Of the fusion.")
@click.option(
    "--most", type=click.IntRange(2, 100_000), default=2000, show_default=True, help="Most variable features."
)
@shell.shielded
def snf(layers: tuple[Path, ...], clusters: int, neighbors: int, alpha: float, steps: int, most: int) -> None:
    """Clusters of a cohort by several LAYERS at once (features down, samples across), by similarity network fusion.

    The defaults are those of the FUSCC group. A file named counts, tpm or fpkm becomes log2(x + 1); other numbers stay as they are.
    """
    from tumorboard import vocab
    from tumorboard.app import layers as fusing

    with shell.patience("fusing"):
        made = fusing.clusters(
            layers, vocab.load().genes, clusters=clusters, neighbors=neighbors, alpha=alpha, steps=steps, most=most
        )
    _show(made)


@command.command("ddpp")
@click.argument("table", type=_path)
@click.option("--outcome", required=True, help="The column of the outcome, without censoring.")
@click.option(
    "--aggregate", type=click.Choice(["sum", "mean", "euclidean"]), required=True, help="Not known from the paper."
)
@_seed
@click.option("--permutations", type=click.IntRange(100, 100_000), default=1000, show_default=True)
@shell.shielded
def ddpp(table: Path, outcome: str, aggregate: str, seed: int, permutations: int) -> None:
    """A predictor out of few genes' fold changes, with its guards: permutations, leave-one-out, refusal of small n."""
    from tumorboard.app import predictors

    found = predictors.predictor(table, outcome, aggregate=aggregate, seed=seed, permutations=permutations)
    for name, value in predictors.ddpp_rows(found):
        click.echo(f"{name}\t{value}")
    click.echo(speech.words().term("method.ddpp.evidence"))


def _show(made: Rows) -> None:
    """The table on standard output under what it is worth, what was doubtful beside it.

    What it is worth stands in the same stream: a table that was written to a file keeps it.
    """
    from tumorboard.wording import words

    for code in ("research.use_only", *made.about):
        click.echo(f"# {words('en').term(code)}")
    click.echo("\t".join(made.header))
    for row in made.rows:
        click.echo("\t".join(row))
    shell.print_issues(made.issues)
