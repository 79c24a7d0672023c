"""Small vocabularies and files for the tests of the VCF reader."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tumorboard.formats.readers import vcf
from tumorboard.issues import Parsed
from tumorboard.model.profile import Profile, ReadRequest
from tumorboard.vocab import Alleles, Diseases, Genes, Markers, TableRelease, Therapies, Thresholds, Vocabulary
from tumorboard.vocab.alleles import KnownAllele
from tumorboard.vocab.genes import GeneEntry

FIXTURES = Path(__file__).parent / "fixtures" / "vcf"
RELEASE = TableRelease("test", "written by hand", "1", "none", "")

# gene, change, transcript, c., term, exon, chromosome, interbase start on GRCh37 and GRCh38, ref, alt, kind
KNOWN = (
    ("BRAF", "V600E", "NM_004333.6", "c.1799T>A", "missense_variant", 15, "7", 140453135, 140753335, "A", "T", "oncogenic"),
    ("PIK3CA", "H1047R", "NM_006218.4", "c.3140A>G", "missense_variant", 21, "3", 178952084, 179234296, "A", "G", "oncogenic"),
    ("KRAS", "G12C", "NM_004985.5", "c.34G>T", "missense_variant", 2, "12", 25398284, 25245350, "C", "A", "oncogenic"),
    ("EGFR", "L858R", "NM_005228.5", "c.2573T>G", "missense_variant", 21, "7", 55259514, 55191821, "T", "G", "oncogenic"),
    ("EGFR", "E746_A750del", "NM_005228.5", "c.2235_2249del", "inframe_deletion", 19, "7", 55242464, 55174771, "GGAATTAAGAGAAGC", "", "oncogenic"),
    ("TERT", "promoter", "NM_198253.3", "c.-124C>T", "upstream_gene_variant", None, "5", 1295227, 1295112, "G", "A", "oncogenic"),
    ("TP53", "P72R", "NM_000546.6", "c.215C>G", "missense_variant", 4, "17", 7579471, 7676153, "G", "C", "polymorphism"),
)  # fmt: skip


def vocabulary() -> Vocabulary:
    """A vocabulary with the alleles of `KNOWN` and a handful of genes."""
    at, named = {}, {}
    for gene, change, transcript, hgvs_c, term, exon, chrom, start37, start38, ref, alt, kind in KNOWN:
        allele = KnownAllele(f"{gene}:{change}", gene, change, transcript, hgvs_c, term, exon, kind, "test")
        at["GRCh37", chrom, start37, ref, alt] = at["GRCh38", chrom, start38, ref, alt] = allele
        named[gene, change] = (allele,)
    genes = {g: GeneEntry(g) for g in ("BRAF", "PIK3CA", "KRAS", "EGFR", "TERT", "TP53", "MET", "EML4", "ALK", "ERBB2")}
    return Vocabulary(
        Genes(RELEASE, genes, {"HER2": ("ERBB2",)}, {}),
        Diseases.__new__(Diseases),
        Therapies.__new__(Therapies),
        Markers.__new__(Markers),
        Thresholds.__new__(Thresholds),
        Alleles(RELEASE, at, named),
    )


def read(path: Path, *, assembly: str = "", tumor: str = "", normal: str = "") -> Parsed[Profile]:
    """`vcf.read`; checks on the way that every allele is accounted for."""
    parsed = vcf.read(
        path, ReadRequest(vocab=vocabulary(), assembly=assembly, tumor_sample=tumor, normal_sample=normal)
    )
    if parsed.value is not None:
        assert parsed.value.kept + sum(parsed.value.tally.values()) == parsed.value.records
    return parsed


def profile(path: Path, **asked: str) -> Profile:
    """The profile of a file that must be readable."""
    value = read(path, **asked).value
    assert value is not None
    return value


def codes(parsed: Parsed[Profile]) -> list[str]:
    """Issue codes in order."""
    return [issue.code for issue in parsed.issues]


CHR7 = "##contig=<ID=chr7,length=159345973>"
VEP = (
    '##INFO=<ID=CSQ,Number=.,Type=String,Description="Consequence annotations from Ensembl VEP. Format: '
    'Allele|Consequence|SYMBOL|Feature|HGVSp|MANE_SELECT|MANE_PLUS_CLINICAL|CANONICAL|Codons">'
)


def text(
    *records: str, samples: Iterable[str] = ("TUMOR",), header: Iterable[str] = (CHR7,), columns: str | None = None
) -> str:
    """A VCF; records are written with spaces for tabs."""
    names = list(samples)
    fixed = columns or "#CHROM POS ID REF ALT QUAL FILTER INFO" + (" FORMAT " + " ".join(names) if names else "")
    lines = ["##fileformat=VCFv4.3", *header, fixed.replace(" ", "\t"), *(r.replace(" ", "\t") for r in records)]
    return "\n".join(lines) + "\n"


def write(folder: Path, content: str | bytes, name: str = "case.vcf") -> Path:
    """`content` as a file."""
    path = folder / name
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return path
