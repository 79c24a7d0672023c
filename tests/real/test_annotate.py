"""bcftools csq on a real reference, read back through the BCSQ parser."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.real import tinygenome
from tests.real_data import shared
from tests.vcf_support import profile

from tumorboard.errors import InputError, NotFound, ToolError
from tumorboard.formats.alleles.protein import protein_change
from tumorboard.formats.annotate import annotate_vcf
from tumorboard.model.alteration import Variant

pytestmark = pytest.mark.real

# chromosome, 1-based position on GRCh38, ref, alt, gene, transcript, protein change
EXPECTED = (
    ("7", 55174771, "AGGAATTAAGAGAAGC", "A", "EGFR", "ENST00000275493", "p.E746_A750del"),
    ("7", 55181378, "C", "T", "EGFR", "ENST00000275493", "p.T790M"),
    ("7", 55191822, "T", "G", "EGFR", "ENST00000275493", "p.L858R"),
    ("4", 54733155, "A", "T", "KIT", "ENST00000288135", "p.D816V"),
    ("3", 10142088, "C", "A", "VHL", "ENST00000256474", "p.P81T"),
    ("13", 32316461, "A", "G", "BRCA2", "ENST00000380152", "p.M1?"),
    ("13", 32340300, "GT", "G", "BRCA2", "ENST00000380152", "p.S1982Rfs*22"),
    ("17", 43092919, "G", "A", "BRCA1", "ENST00000357654", "p.P871L"),
)
ORDER = ("7", "4", "3", "5", "13", "17")
HEADER = (
    "##fileformat=VCFv4.2\n##contig=<ID=chr7,length=159345973>\n"
    + "".join(f"##contig=<ID=chr{c}>\n" for c in ORDER[1:])
    + '##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">\n'
    + '##FORMAT=<ID=AD,Number=R,Type=Integer,Description="Allelic depths">\n'
    + "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tNORMAL\tTUMOR\n"
)


@pytest.fixture(scope="module")
def genome(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tinygenome")
    source = shared("hmf_tinygenome")
    parts = tinygenome.write_fasta(source, folder / "reference.fa")
    tinygenome.write_gff(source, folder / "genes.gff3", set(parts))
    return folder


def annotated(genome: Path, folder: Path, alleles: list[tuple[str, int, str, str]], name: str = "out.vcf.gz") -> Path:
    rows = [f"chr{c}\t{p}\t.\t{r}\t{a}\t.\tPASS\t.\tGT:AD\t0/0:40,0\t0/1:40,40\n" for c, p, r, a in alleles]
    vcf = folder / "in.vcf"
    vcf.write_text(HEADER + "".join(rows))
    return annotate_vcf(vcf, genome / "reference.fa", genome / "genes.gff3", folder / name)


@pytest.fixture(scope="module")
def found(genome: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[int, Variant]:
    alleles = [(c, p, r, a) for c, p, r, a, *_ in EXPECTED]
    alleles.insert(5, ("5", 1295113, "G", "A"))
    out = annotated(genome, tmp_path_factory.mktemp("annotated"), alleles)
    value = profile(out)
    assert value.annotated and value.annotation_tool.startswith("bcftools")
    return {v.position.start + 1: v for v in value.variants if v.position}


@pytest.mark.parametrize("row", EXPECTED, ids=lambda r: f"{r[4]} {r[6]}")
def test_a_change_comes_back_by_its_protein_name(
    row: tuple[str, int, str, str, str, str, str], found: dict[int, Variant]
) -> None:
    _, pos, ref, alt, gene, transcript, change = row
    variant = found[pos if len(ref) == len(alt) else pos + 1]
    expected = protein_change(change)
    assert expected is not None and variant.protein is not None
    assert (variant.gene, variant.protein.ref, variant.protein.start) == (gene, expected.ref, expected.start)
    assert (variant.protein.kind, variant.protein.codons()) == (expected.kind, expected.codons())
    assert variant.known_allele or variant.transcript == transcript
    assert variant.depth == 80 and variant.vaf == 0.5


def test_the_tert_promoter_is_found_by_position_where_no_gene_model_speaks(found: dict[int, Variant]) -> None:
    assert (found[1295113].gene, found[1295113].category) == ("TERT", "promoter")


def test_every_missense_of_a_stretch_agrees_with_the_protein_table(genome: Path, tmp_path: Path) -> None:
    """One changed base in each codon of EGFR exon 21: the residue before the change is the one of the protein listed."""
    source = shared("hmf_tinygenome")
    protein = next(
        r["AminoAcids"]
        for r in tinygenome.read_table(source, "trans_amino_acids")
        if r["TransName"] == "ENST00000275493"
    )
    start, bases = next(p for p in tinygenome.slices(source)["7"] if p[0] < 55191718 < p[0] + len(p[1]))
    alleles = []
    for pos in range(55191719, 55191875):
        ref = bases[pos - 1 - start]
        alleles.append(("7", pos, ref, {"A": "C", "C": "A", "G": "T", "T": "G"}[ref]))
    value = profile(annotated(genome, tmp_path, alleles))
    residues = {(v.protein.start, v.protein.ref) for v in value.variants if v.protein and not v.known_allele}
    assert len(residues) > 40
    assert [r for r in residues if protein[r[0] - 1] != r[1]] == []


def test_a_reference_base_that_disagrees_is_a_tool_error_with_a_remedy(genome: Path, tmp_path: Path) -> None:
    with pytest.raises(ToolError, match="does not match the VCF REF") as caught:
        annotated(genome, tmp_path, [("7", 55191822, "A", "G")])
    assert "assembly" in caught.value.remedy
    assert annotated(genome, tmp_path, [("7", 55191822, "T", "G")]).is_file(), "a failed call does not spoil the next"


def test_missing_files_and_an_output_over_an_input_are_refused(genome: Path, tmp_path: Path) -> None:
    vcf = tmp_path / "in.vcf"
    vcf.write_text(HEADER)
    with pytest.raises(NotFound):
        annotate_vcf(vcf, genome / "no.fa", genome / "genes.gff3", tmp_path / "out.vcf")
    with pytest.raises(InputError):
        annotate_vcf(vcf, genome / "reference.fa", genome / "genes.gff3", vcf)
