"""Gene expression: two columns, a matrix of genes by samples, Salmon's and RSEM's gene tables, PCGR's table.

Columns
    One that names genes (symbol, Ensembl id with or without version, NCBI gene id), and one of values: ``TPM`` before ``FPKM``
    before counts where a table has several.  In a matrix every other column is a sample.
Unit
    As the column or the file's name says (tpm, fpkm, counts, log2_tpm ...), else *unknown*.  Values are never un-logged or
    scaled; negative values under a unit that cannot be negative refuse the table, small ones under TPM are doubted.
What becomes of a record
    A gene's value.  Of records that name one gene the values are added up (not of logs: the first stays).  A gene that is not
    known, a missing value and a repeated gene are counted.
Not read
    Tables without a header (STAR ``ReadsPerGene``, HTSeq): put ``gene`` and ``counts`` above them.

Source: Salmon documentation, *Output*; RSEM README, *genes.results*; cBioPortal File-Formats.md (expression); PCGR documentation.
"""

from __future__ import annotations

import math
from collections import Counter
from pathlib import Path
from types import MappingProxyType

from tumorboard.formats.opening import Head
from tumorboard.formats.reports import Reports
from tumorboard.formats.samples import choose_sample
from tumorboard.formats.tables import Row, Table, open_table
from tumorboard.issues import Parsed
from tumorboard.model.profile import Profile, ReadRequest
from tumorboard.vocab import Genes

NAME = "expression"
SUFFIXES = (".tsv", ".tsv.gz", ".txt", ".csv", ".sf", ".genes.results")
VERIFIED = (
    "PCGR's example tumors; Salmon, RSEM and cBioPortal matrices from their specifications, unverified on real files"
)
KINDS = frozenset({"expression"})

GENE = (
    "gene",
    "gene_symbol",
    "gene_name",
    "symbol",
    "hugo_symbol",
    "targetid",
    "gene_id",
    "ensembl_gene_id",
    "ensembl",
    "name",
)
VALUES = {
    "log2_tpm": ("log2_tpm", "log2tpm", "log2(tpm+1)"),
    "tpm": ("tpm",),
    "fpkm": ("fpkm", "rpkm"),
    "counts": ("counts", "count", "expected_count", "numreads"),
}
OTHERS = ("entrez_gene_id", "transcript_id(s)", "length", "effective_length", "effectivelength", "gene_type", "biotype")
COLUMNS = {"gene": GENE, **VALUES, **{name: (name,) for name in OTHERS}}
IN_NAME = ("tpm", "fpkm", "rpkm", "counts")
NAMED = ("expr", "tpm", "fpkm", "rpkm", "mrna", "rna_seq", "rnaseq", "counts")
SMALLEST_TOP = 30.0  # a highest TPM below this is no TPM: a tissue's top gene has thousands


def sniff(head: Head) -> bool:
    """Whether a column names genes and another is an expression unit, or the file's name says expression of a matrix."""
    named = [c.strip().lower() for c in head.columns]
    if not set(named) & set(GENE) or {"chromosome", "chrom", "start", "log2", "cn"} & set(named):
        return False
    if any(c in spellings for c in named for spellings in VALUES.values()):
        return True
    return len(named) > 1 and named[0] in GENE and any(word in head.name.lower() for word in NAMED)


def read(path: Path, request: ReadRequest) -> Parsed[Profile]:
    """The expression of one sample by approved symbol; None when genes, values or the sample cannot be told."""
    reports = Reports(path.name)
    table = open_table(path, reports, COLUMNS, required=("gene",))
    if table is None:
        return Parsed(None, reports.closed())
    chosen = _values(table, request, reports)
    if chosen is None:
        return Parsed(None, reports.closed())
    column, unit, samples, sample = chosen
    found, tally = _genes(table, column, unit, request.vocab.genes)
    if not _plausible(found, unit, reports):
        return Parsed(None, reports.closed())
    profile = Profile(
        format=NAME,
        kinds=KINDS,
        expression=MappingProxyType(found),
        expression_unit=unit,
        samples=samples,
        sample=sample,
        records=table.records,
        kept=len(found),
        tally=MappingProxyType({k: n for k, n in sorted(tally.items()) if n}),
    )
    return Parsed(profile, reports.closed())


def _values(table: Table, request: ReadRequest, reports: Reports) -> tuple[str | int, str, tuple[str, ...], str] | None:
    """The column of values, its unit, the samples and the chosen one."""
    for unit in VALUES:
        if unit in table.index:
            return unit, unit, (), ""
    samples = {name: at for at, name in table.others()}
    if not samples:
        reports.error("EXP001")
        return None
    sample = choose_sample(request, samples, reports, field=table.column("gene"))
    if sample is None:
        return None
    return samples[sample], _unit_of_name(reports.file), tuple(samples), sample


def _unit_of_name(file: str) -> str:
    name = file.lower()
    unit = next((u for u in IN_NAME if u in name), "unknown").replace("rpkm", "fpkm")
    return f"log2_{unit}" if "log2" in name and unit != "unknown" else unit


def _genes(table: Table, column: str | int, unit: str, genes: Genes) -> tuple[dict[str, float], Counter[str]]:
    found: dict[str, float] = {}
    tally: Counter[str] = Counter()
    known = _Names(genes)
    for row in table.rows():
        gene = known.approved(row)
        if gene is None:
            tally["unknown_gene"] += 1
            continue
        value = row.number(column)
        if value is None or not math.isfinite(value):
            tally["no_value"] += 1
        elif gene not in found:
            found[gene] = value
        else:
            tally["same_gene"] += 1
            if not unit.startswith("log2") and unit != "unknown":
                found[gene] += value
    tally["malformed"] += table.malformed
    if tally["unknown_gene"]:
        table.reports.info("EXP002", genes=tally["unknown_gene"])
    if tally["same_gene"]:
        table.reports.info("EXP003", genes=tally["same_gene"])
    return dict(sorted(found.items())), tally


class _Names:
    """Approved symbols; the map of Ensembl ids is made when the first one is met."""

    def __init__(self, genes: Genes) -> None:
        self._genes = genes
        self._ensembl: dict[str, str] = {}

    def approved(self, row: Row) -> str | None:
        """The gene of a row, by symbol, Ensembl id or NCBI id."""
        written = row.text("gene")
        if written in self._genes.entries:
            return written
        if written.startswith("ENSG"):
            if not self._ensembl:
                self._ensembl = {e.ensembl: e.symbol for e in self._genes.entries.values() if e.ensembl}
            return self._ensembl.get(written.partition(".")[0])
        if written.isdecimal():
            return self._genes.by_entrez(written)
        return self._genes.approved(written) if written else None


def _plausible(found: dict[str, float], unit: str, reports: Reports) -> bool:
    """Whether the values can be of the unit; what cannot refuses the table, what is odd is told."""
    if not found:
        return True
    if unit in {"tpm", "fpkm", "counts"} and min(found.values()) < 0:
        reports.error("EXP004", unit=unit)
        return False
    if unit == "tpm" and len(found) > 1000 and max(found.values()) < SMALLEST_TOP:
        reports.warning("EXP005", unit=unit)
    if unit == "unknown":
        reports.warning("EXP006")
    return True
