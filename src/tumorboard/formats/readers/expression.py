"""Gene expression: two columns, a matrix of genes by samples, gene tables of Salmon, RSEM, featureCounts, PCGR, STAR, HTSeq.

Columns
    One that names genes (symbol, Ensembl id with or without version, NCBI gene id), and one of values: ``TPM`` before ``FPKM``
    before counts where a table has several.  In a matrix every other column is a sample.
Unit
    As the column or the file's name says (tpm, fpkm, counts, log2_tpm ...); whole numbers of thousands of genes are counts;
    else *unknown*.  Values are never un-logged or scaled; negative values under a unit that cannot be negative refuse the
    table, and so do z-scores, whose reference is not here; what looks like logarithms is doubted.
What becomes of a record
    A gene's value.  Of records that name one gene the values are added up; of logarithms, or without a unit, they cannot be and
    the gene is left out.  A gene that is not known, a missing value and a repeated gene are counted.  A table that names its genes
    by several kinds of id was put together from two, and is refused (RNA002); a stray id among a hundred is none.
Without a header
    STAR's ``ReadsPerGene`` and HTSeq: see `gene_counts`.

Source: Salmon documentation, *Output*; RSEM README, *genes.results*; cBioPortal File-Formats.md (expression); PCGR documentation.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from pathlib import Path
from types import MappingProxyType

from tumorboard.formats import gene_ids
from tumorboard.formats.cbioportal_meta import meta_beside
from tumorboard.formats.gene_counts import counts, kind_of
from tumorboard.formats.gene_names import GeneNames
from tumorboard.formats.mouse_symbols import mouse
from tumorboard.formats.opening import Head, Opened, read_head
from tumorboard.formats.reports import Reports
from tumorboard.formats.samples import choose_sample
from tumorboard.formats.tables import Table, open_table
from tumorboard.issues import Parsed
from tumorboard.model.profile import Profile, ReadRequest
from tumorboard.vocab import Genes

NAME = "expression"
SUFFIXES = (".tsv", ".tsv.gz", ".txt", ".csv", ".sf", ".genes.results", ".tab")
VERIFIED = (
    "PCGR's example tumors; Salmon, RSEM, STAR, HTSeq, featureCounts and cBioPortal from their specifications, unverified on real "
    "files"
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
    "geneid",
    "entrez_gene_id",
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
OTHERS = (
    "cytoband",
    "chr",
    "start",
    "end",
    "strand",
    "transcript_id(s)",
    "length",
    "effective_length",
    "effectivelength",
    "gene_type",
    "biotype",
)
COLUMNS = {"gene": GENE, "entrez": ("entrez_gene_id",), **VALUES, **{name: (name,) for name in OTHERS}}
FEATURE_COUNTS = {"geneid", "chr", "start", "end", "strand", "length"}
IN_NAME = ("tpm", "fpkm", "rpkm", "counts")
NAMED = ("expr", "tpm", "fpkm", "rpkm", "mrna", "rna_seq", "rnaseq", "counts")
MANY = 1000  # genes from which the usual size of a unit can be told
PLAIN = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?").fullmatch
SMALLEST_TOP = 30.0  # a highest TPM below this is no TPM: a tissue's top gene has thousands


def sniff(head: Head) -> bool:
    """Whether a column names genes and another is an expression unit, or the file's name says expression of a matrix."""
    if kind_of(head):
        return True
    named = [c.strip().lower() for c in head.columns]
    if FEATURE_COUNTS <= set(named):
        return True
    if not set(named) & set(GENE) or {"chromosome", "chrom", "start", "log2", "cn"} & set(named):
        return False
    if any(c in spellings for c in named for spellings in VALUES.values()):
        return True
    return len(named) > 1 and named[0] in GENE and any(word in head.name.lower() for word in NAMED)


def read(path: Path, request: ReadRequest) -> Parsed[Profile]:
    """The expression of one sample by approved symbol; None when genes, values or the sample cannot be told."""
    reports = Reports(path.name)
    if kind := kind_of(read_head(path)):
        return Parsed(_headless(path, kind, request, reports), reports.closed())
    if "zscore" in f"{path.name} {meta_beside(path).get('stable_id', '')}".lower().replace("-", "").replace("_", ""):
        reports.error("EXP007")
        return Parsed(None, reports.closed())
    table = open_table(path, reports, COLUMNS, required=("gene",))
    if table is None:
        return Parsed(None, reports.closed())
    chosen = _values(table, request, reports)
    if chosen is None:
        return Parsed(None, reports.closed())
    column, unit, samples, sample = chosen
    found, tally, kinds, capitals = _genes(table, column, unit, request.vocab.genes)
    if mixed := gene_ids.mixed(kinds):
        reports.error("RNA002", kinds=mixed)
        return Parsed(None, reports.closed())
    if mouse(capitals):
        reports.error("RNA042")
        return Parsed(None, reports.closed())
    if unit == "unknown" and len(found) > MANY and _are_counts(found):
        unit = "counts"
        reports.info("EXP008")
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


def _genes(
    table: Table, column: str | int, unit: str, genes: Genes
) -> tuple[dict[str, float], Counter[str], Counter[str], list[str]]:
    """Values by gene, what became of the others, the kinds of id of those that were known, and every name as written."""
    found: dict[str, float] = {}
    tally: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    unsure: set[str] = set()
    written: list[str] = []
    known = _Names(genes)
    twice = "entrez" in table.index
    gene_at, value_at = table.index["gene"], table.index[column] if isinstance(column, str) else column
    for row in table.rows():
        cells = row.cells
        value: float | None
        written.append(cells[gene_at])
        if not twice and cells[gene_at] in known.symbols and PLAIN(cells[value_at]):
            gene, value = cells[gene_at], float(cells[value_at])  # nearly every row of a table of all genes
            kinds["symbol"] += 1
        else:
            found_gene = known.of(row.text("gene"), row.text("entrez") if twice else "")
            if found_gene is None:
                tally["unknown_gene"] += 1
                continue
            gene, value = found_gene, row.number(column)
            kinds["" if twice else gene_ids.kind(row.text("gene"))] += 1
        if value is None or not math.isfinite(value):
            tally["no_value"] += 1
        elif gene not in found:
            found[gene] = value
        else:
            tally["same_gene"] += 1
            if unit.startswith("log2") or unit == "unknown":
                unsure.add(gene)
            else:
                found[gene] += value
    tally["malformed"] += table.malformed
    if tally["unknown_gene"]:
        table.reports.info("EXP002", genes=tally["unknown_gene"])
    if tally["same_gene"]:
        table.reports.info("EXP003", genes=tally["same_gene"])
    if unsure:
        table.reports.warning("EXP011", genes=len(unsure))
        tally["same_gene"] += len(unsure)  # the record that came first is left out, too
    return {gene: value for gene, value in sorted(found.items()) if gene not in unsure}, tally, kinds, written


class _Names:
    """Approved symbols of a table's genes."""

    def __init__(self, genes: Genes) -> None:
        self._genes = genes
        self.symbols = frozenset(genes.entries)  # once: such a table names every gene there is
        self._names = GeneNames(genes)

    def of(self, written: str, entrez: str = "") -> str | None:
        """The approved symbol by symbol, Ensembl id or NCBI id; the NCBI id decides where a row has both.

        None when it is not known or may be several.
        """
        if not entrez and written in self.symbols:
            return written
        if written.startswith("ENSG"):
            return self._genes.by_ensembl(written)
        if written.isascii() and written.isdecimal() and len(written) < 16:
            return self._genes.by_entrez(written)
        found = self._names.resolve(written, entrez)
        return found.gene if found.gene and found.doubt not in {"unknown", "ambiguous"} else None


def _are_counts(found: dict[str, float]) -> bool:
    return all(v >= 0 and v.is_integer() for v in found.values()) and max(found.values()) >= MANY


def _headless(path: Path, kind: str, request: ReadRequest, reports: Reports) -> Profile | None:
    """The counts of a table without a header."""
    found: dict[str, float] = {}
    tally: Counter[str] = Counter()
    names = _Names(request.vocab.genes)
    records = 0
    for line, gene, reads in counts(Opened(path, reports), kind):
        records += 1
        symbol = names.of(gene) if reads is not None else None
        if reads is None:
            tally["malformed" if gene else "sum_of_library"] += 1
            if gene:
                reports.warning("EXP009", line=line)
        elif symbol is None:
            tally["unknown_gene"] += 1
        else:
            tally["same_gene"] += symbol in found
            found[symbol] = found.get(symbol, 0.0) + reads
    if tally["unknown_gene"]:
        reports.info("EXP002", genes=tally["unknown_gene"])
    if kind == "star":
        reports.info("EXP010")
    if not found:
        reports.error("EXP001")
        return None
    return Profile(
        format=NAME,
        kinds=KINDS,
        expression=MappingProxyType(dict(sorted(found.items()))),
        expression_unit="counts",
        records=records,
        kept=len(found),
        tally=MappingProxyType({k: n for k, n in sorted(tally.items()) if n}),
    )


def _plausible(found: dict[str, float], unit: str, reports: Reports) -> bool:
    """Whether the values can be of the unit; what cannot refuses the table, what is odd is told."""
    if not found:
        return True
    if unit in {"tpm", "fpkm", "counts"} and min(found.values()) < 0:
        reports.error("EXP004", unit=unit)
        return False
    if unit == "tpm" and len(found) > MANY and max(found.values()) < SMALLEST_TOP:
        reports.warning("EXP005", unit=unit)
    if unit == "unknown" and len(found) > MANY and max(found.values()) < SMALLEST_TOP:
        reports.warning("EXP005", unit="tpm")
    if unit == "unknown":
        reports.warning("EXP006")
    return True
