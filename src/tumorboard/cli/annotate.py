"""``tumorboard annotate``."""

from __future__ import annotations

from pathlib import Path

import click

from tumorboard.cli import shell


@click.command(
    "annotate",
    epilog="""\b
Example:
  tumorboard annotate tumor.vcf.gz --fasta GRCh38.fa --gff Homo_sapiens.GRCh38.gff3.gz -o tumor.csq.vcf.gz""",
)
@click.argument("vcf", type=click.Path())
@click.option("--fasta", required=True, type=click.Path(), help="The reference sequence of the VCF's assembly.")
@click.option("--gff", required=True, type=click.Path(), help="Ensembl gene models (GFF3) of the same assembly.")
@click.option("-o", "--out", required=True, type=click.Path(), help="The annotated VCF.")
@shell.shielded
def command(vcf: str, fasta: str, gff: str, out: str) -> None:
    """Write VCF with protein consequences (bcftools csq), so that its coding variants can be interpreted."""
    from tumorboard.formats.annotate import annotate_vcf

    with shell.patience("annotating"):
        made = annotate_vcf(Path(vcf), Path(fasta), Path(gff), Path(out))
    click.echo(made)
