"""How plain tables and lists are told: their column names, and lines that look like a finding."""

from __future__ import annotations

import re

from tumorboard.formats.cells import fold, names_of
from tumorboard.formats.opening import Head, delimiter

SPELLINGS = {
    "gene": ("gene", "gene symbol", "gene name", "hugo symbol", "symbol", "基因", "基因名称"),
    "change": (
        "alteration",
        "alterations",
        "finding",
        "findings",
        "change",
        "variant",
        "mutation",
        "result",
        "变异",
        "突变",
    ),
    "protein": (
        *("protein", "protein change", "aa change", "amino acid change", "hgvsp", "hgvsp short", "hgvs p", "p."),
        *("氨基酸改变", "氨基酸变化"),
    ),
    "coding": (
        "coding",
        "coding change",
        "cdna",
        "cdna change",
        "hgvsc",
        "hgvs c",
        "c.",
        "nucleotide change",
        "核苷酸改变",
    ),
    "type": ("type", "alteration type", "variant type", "mutation type", "kind", "变异类型"),
    "vaf": (
        *("vaf", "vaf %", "vaf percent", "af", "allele frequency", "allele fraction", "variant allele frequency"),
        *("variant allele fraction", "tumor vaf", "丰度", "突变丰度"),
    ),
    "copies": ("copies", "copy number", "copynumber", "cn", "total cn", "total copies", "拷贝数"),
    "exon": ("exon", "外显子"),
    "transcript": ("transcript", "transcript id", "refseq", "转录本"),
    "origin": ("origin", "somatic/germline", "germline/somatic", "来源"),
    "class": ("classification", "pathogenicity", "clinical significance", "significance", "acmg"),
    "zygosity": ("zygosity",),
    "depth": ("depth", "total depth", "coverage", "read depth"),
    "comment": ("comment", "comments", "note", "notes", "备注"),
    "sample": ("sample", "sample id", "sample name", "样本"),
}
TELLING = ("change", "protein", "coding", "type", "copies")
# Columns of formats that have readers of their own.
FOREIGN = frozenset(
    fold(name)
    for name in (
        *(
            "Tumor_Sample_Barcode",
            "Variant_Classification",
            "Reference_Allele",
            "segmentStartSupport",
            "driverLikelihood",
        ),
        *("likelihoodMethod", "SegClust", "cnlr.median", "tcn.em", "median_cnlr_seg", "cn_state", "minCopyNumber"),
        *("CN_MAJOR", "N_MAJOR", "nMajor", "PATIENT_ID", "Sample_Id", "breakpoint1", "FusionName", "log2", "seg.mean"),
        *("Site1_Hugo_Symbol", "geneStart", "Locus ID", "Cytoband"),
    )
)
# One line that looks like a finding; only for telling a list from prose, never for reading it.
_CHANGE = r"[A-Z*]\d+(?:[A-Z*=]|fs|del|dup|_)|p\.|c\.[-*\d]|exon|ex\s?\d|amp|del|loss|gain|fusion|rearr|mut|wild|wt\b|pos|neg|ITD|vIII"
_CHANGE += r"|skip|promoter|\d\+|[<>=]*\s*\d+(?:\.\d+)?\s*%?|high|low|\*\d"
_FINDING = re.compile(
    rf"\s*(?:[A-Za-z0-9][\w.-]{{1,14}}[\s:,-]+(?:[\w.+/()-]+\s+){{0,3}}?\(?(?:{_CHANGE})|[A-Z]\w{{1,9}}(?:::|--?)[A-Z]\w{{1,9}}\b"
    rf"|MSI-?[HL]|MSS|[dp]MMR|TMB|HRD|GIS|PD-?L1|1p/?19q|t\(\d|del\(\d|triple neg)",
    re.IGNORECASE,
)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_TITLES = frozenset(fold(name) for name in (*SPELLINGS["change"], *SPELLINGS["protein"]) if fold(name))
MOST_WORDS = 14  # a finding is no sentence


def header(head: Head) -> tuple[str, ...]:
    """The names of the first line that is no comment, folded; empty when there is none."""
    first = next((x for x in head.lines if x.strip() and not x.startswith("#")), "")
    return tuple(fold(name) or name.strip() for name in names_of(first, delimiter(first)))


def _spelled(name: str) -> set[str]:
    return {fold(s) or s for s in SPELLINGS[name]}


def is_table(head: Head) -> bool:
    """Whether the header row names a gene and something told of it, or findings beside other columns; and no other format."""
    names = header(head)
    if len(names) < 2 or FOREIGN & set(names) or {"chromosome", "start", "end"} <= set(names):
        return False
    known = {name for name in SPELLINGS if _spelled(name) & set(names)}
    gene = "gene" in known and bool(known & set(TELLING))
    return gene or (
        "change" in known and bool(known & {"vaf", "origin", "type", "class", "zygosity", "comment", "sample"})
    )


def is_title(line: str) -> bool:
    """Whether the line is the title of a list (``alteration``)."""
    return (fold(line) or line.strip()) in _TITLES


def is_list(head: Head) -> bool:
    """Whether most lines look like findings, none like prose, and the file is no table of another kind."""
    lines = [x for x in head.lines if x.strip() and not x.startswith("#")]
    if lines and is_title(lines[0]):
        return True
    if not lines or any(len(x.split()) > MOST_WORDS for x in lines):
        return False
    wide = sum("\t" in x for x in lines)
    found = sum(bool(_FINDING.match(x) or _CHINESE.search(x)) for x in lines)
    return wide * 2 <= len(lines) and found * 4 >= len(lines) * 3
