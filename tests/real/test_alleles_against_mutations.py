"""METABRIC (ODbL) and TCGA AML as oracles only: real, annotated mutations at known positions say the same gene and change."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator

import pytest
from tests.real_data import shared

from tumorboard.vocab import Alleles, Genes

pytestmark = pytest.mark.real


def mutations(name: str) -> Iterator[dict[str, str]]:
    lines = [ln for ln in gzip.decompress(shared(name).read_bytes()).decode().splitlines() if not ln.startswith("#")]
    yield from csv.DictReader(lines, delimiter="\t")


def place(row: dict[str, str]) -> tuple[str, int, str, str]:
    ref, alt = row["Reference_Allele"].replace("-", ""), row["Tumor_Seq_Allele2"].replace("-", "")
    start = int(row["Start_Position"]) - (1 if ref else 0)
    while ref and alt and ref[-1] == alt[-1]:
        ref, alt = ref[:-1], alt[:-1]
    while ref and alt and ref[0] == alt[0]:
        ref, alt, start = ref[1:], alt[1:], start + 1
    return row["Chromosome"], start, ref, alt


@pytest.mark.parametrize(
    ("name", "column", "at_least"),
    [
        ("metabric/data_mutations_extended.txt.gz", "HGVSp_Short", 1600),
        ("laml/tcga_laml.maf.gz", "Protein_Change", 150),
    ],
)
def test_a_real_mutation_at_a_known_position_has_the_gene_and_change_of_the_table(
    name: str, column: str, at_least: int
) -> None:
    alleles, genes, compared, wrong = Alleles.load(), Genes.load(), 0, set()
    for row in mutations(name):
        known = alleles.find("GRCh37", *place(row))
        if known is None or known.change in {"splice", "promoter"}:
            continue
        compared += 1
        said = row[column].removeprefix("p.").replace("WQ288", "W288")
        said = said.partition("fs")[0] + "fs" if "fs" in said else said
        if genes.approved(row["Hugo_Symbol"]) != known.gene or said not in {known.change, *known.also}:
            wrong.add((row["Hugo_Symbol"], said, known.key, known.change))
    assert wrong == set()
    assert compared >= at_least
