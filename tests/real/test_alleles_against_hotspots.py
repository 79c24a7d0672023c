"""Cancer Hotspots (ODbL) as an oracle only: every allele that both know has the same place and change on both assemblies.

Nothing of it is in the shipped table.  The comparison also lifts its 3,181 pairs of positions over through our rows.
"""

from __future__ import annotations

import gzip

import pytest
from tests.real_data import shared

from tumorboard.vocab import Alleles, Genes
from tumorboard.vocab.alleles import KnownAllele

pytestmark = pytest.mark.real

# The oracle counts the residues of another transcript here; position and alleles are the same.
OTHER_NUMBERING = {("FGFR1", "K656E"): "K687E", ("FGFR1", "N546K"): "N577K", ("CD79B", "Y196"): "Y197"}
Record = tuple[str, int, str, str, str, str]


def trim(pos: int, ref: str, alt: str) -> tuple[int, str, str]:
    ref, alt, start = ref.replace("-", ""), alt.replace("-", ""), pos - 1
    while ref and alt and ref[-1] == alt[-1]:
        ref, alt = ref[:-1], alt[:-1]
    while ref and alt and ref[0] == alt[0]:
        ref, alt, start = ref[1:], alt[1:], start + 1
    return start, ref, alt


def oracle(build: str) -> list[Record]:
    lines = shared(f"cancerhotspots/cancerhotspots_v2_{build}.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    return [(r[0], *trim(int(r[1]), r[2], r[3]), r[4], r[6]) for r in rows]


@pytest.fixture(scope="module")
def shared_alleles() -> list[tuple[Record, KnownAllele | None, KnownAllele | None]]:
    alleles = Alleles.load()
    pairs = zip(oracle("GRCh37"), oracle("GRCh38"), strict=True)
    found = [(a, alleles.find("GRCh37", *a[:4]), alleles.find("GRCh38", *b[:4])) for a, b in pairs]
    return [f for f in found if f[1] or f[2]]


def test_hundreds_of_alleles_are_shared(
    shared_alleles: list[tuple[Record, KnownAllele | None, KnownAllele | None]],
) -> None:
    assert len(shared_alleles) >= 800


def test_a_lifted_position_is_the_same_allele_on_both_assemblies(
    shared_alleles: list[tuple[Record, KnownAllele | None, KnownAllele | None]],
) -> None:
    assert [a for a, old, new in shared_alleles if old is None or new is None or old.key != new.key] == []


def test_a_substitution_has_the_gene_and_protein_change_of_the_oracle(
    shared_alleles: list[tuple[Record, KnownAllele | None, KnownAllele | None]],
) -> None:
    genes, wrong = Genes.load(), []
    for record, known, _ in shared_alleles:
        if known is None or len(record[2]) != len(record[3]):
            continue  # the oracle labels insertions and deletions by the hotspot they fall in, not by what they do
        renamed = OTHER_NUMBERING.get((known.gene, known.change)) or (
            "Y197" + known.change[-1] if known.gene == "CD79B" and known.change.startswith("Y196") else known.change
        )
        if (genes.approved(record[4]), record[5]) != (known.gene, renamed):
            wrong.append((record, known.gene, known.change))
    assert wrong == []


def test_every_codon_that_only_memory_gave_is_confirmed_here(
    shared_alleles: list[tuple[Record, KnownAllele | None, KnownAllele | None]],
) -> None:
    seen = {(k.gene, residue(k)) for _, k, _ in shared_alleles if k}
    claimed = {(k.gene, residue(k)) for k in Alleles.load().at.values() if "from memory, agrees" in k.source}
    assert claimed and claimed - seen == set()


def residue(known: KnownAllele) -> str:
    return known.change.rstrip("ACDEFGHIKLMNPQRSTVWY*")


@pytest.mark.parametrize("build", ["grch37", "grch38"])
@pytest.mark.parametrize(
    ("tumor", "gene", "change"), [("T001-COAD", "BRAF", "V600E"), ("T001-BRCA", "PIK3CA", "H1047R")]
)
def test_the_driver_of_a_real_tumor_is_found_in_its_bare_vcf(build: str, tumor: str, gene: str, change: str) -> None:
    alleles, found = Alleles.load(), set()
    assembly = "GRCh" + build[-2:]
    text = gzip.decompress(shared(f"pcgr/{tumor}.{build}.vcf.gz").read_bytes()).decode()
    for line in text.splitlines():
        if not line.startswith("#"):
            chrom, pos, _, ref, alt, *_ = line.split("\t")
            known = alleles.find(assembly, chrom, *trim(int(pos), ref, alt))
            if known and known.kind == "oncogenic":
                found.add((known.gene, known.change))
    assert (gene, change) in found
