"""``tumorboard cohort``."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from tumorboard.cli import shell, speech


@click.command(
    "cohort",
    epilog="""\b
Examples:
  tumorboard cohort data_mutations.txt --disease BRCA --panel genes.txt -o therapies.parquet
  tumorboard cohort cohort.maf --disease LUAD --jurisdiction fda -o therapies.tsv""",
)
@click.argument("file", type=click.Path())
@click.option("--disease", required=True, help="Tumor type of all samples: OncoTree code or name.")
@click.option("--panel", type=click.Path(), help="The genes that were sequenced in every sample, one a line.")
@click.option("--specimen", default="", type=click.Choice(["", "tissue", "plasma", "blood", "marrow"]),
              help="What was sequenced; not recorded by default.")  # fmt: skip
@click.option("--assembly", default="", help="GRCh37 or GRCh38, where the file does not say.")
@click.option("-o", "--out", required=True, type=click.Path(), help="The table: .parquet, .tsv or .csv.")
@click.option("--rejected", is_flag=True, help="Also what was considered and rejected.")
@click.option("--workers", type=click.IntRange(min=1),
              help="Processes that share the work; by default one a processor, two at most.")  # fmt: skip
@shell.jurisdiction_option
@shell.on_option
@shell.policy_option
@shell.shielded
def command(
    file: str,
    disease: str,
    panel: str | None,
    specimen: str,
    assembly: str,
    out: str,
    rejected: bool,
    workers: int | None,
    jurisdiction: str,
    on: date | None,
    policy: str | None,
) -> None:
    """Interpret every sample of a FILE (a MAF, or cBioPortal's data_mutations) and write one therapy table.

    A row is one therapy of one sample, with its rank, grades, statements and missing facts.
    """
    from tumorboard.app import assessing, cohorts, processes, samples, settings

    cohorts.check_name(Path(out))
    chosen = settings.policy(Path(policy) if policy else None, asked=shell.agencies(jurisdiction))
    genes = cohorts.gene_list(Path(panel)) if panel else None
    bench = assessing.workbench()
    with shell.patience("reading the table"):
        found = samples.samples_of(
            Path(file), bench.vocab, disease=disease, panel=genes, specimen=specimen, assembly=assembly
        )
    with shell.patience(speech.told("assessing {count} samples", count=len(found.names))):
        shared = workers or processes.usual()
        today = on or shell.today()
        table, issues = cohorts.assess_samples(found, bench, chosen, today, rejected=rejected, workers=shared)
        cohorts.write(table, Path(out))
    for code, times in sorted(cohorts.grave(issues).items()):
        click.echo(f"{code}: {times}", err=True)
    speech.say(
        "{samples} samples, {with_row} with a row, {rows} rows",
        samples=len(found.names),
        with_row=table["patient"].n_unique(),
        rows=table.height,
    )
    click.echo(out)
