"""A cohort's expression as one table: genes down, samples across, the first column names the genes.

What is read
    A header row and a row for each gene, separated by tabs (or commas); further columns that describe the gene by one of
    the names in `OTHERS` are passed over.
Genes
    Approved symbols, previous symbols, Ensembl ids or NCBI gene ids: of one kind in the whole table.  A table that mixes
    kinds is refused (RNA002): such a table was put together from two, and half of its genes would be counted twice or not at all.
Unit
    Of the caller, else as the file's name says; without either the table is refused when it is checked.
Gaps
    A gene with a gap or a word in any sample is left out and counted: a gap has no rank.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tumorboard.formats import gene_ids
from tumorboard.formats.gene_names import GeneNames
from tumorboard.formats.mouse_symbols import mouse
from tumorboard.formats.opening import Line, Opened
from tumorboard.formats.reports import Reports
from tumorboard.interpret.expression.checks import checked
from tumorboard.issues import Parsed
from tumorboard.model.expression import ExpressionMatrix
from tumorboard.vocab import Genes

if TYPE_CHECKING:
    from tumorboard.model.expression import Array

OTHERS = frozenset(
    {"entrez_gene_id", "description", "gene_type", "biotype", "cytoband", "chr", "start", "end", "length"}
)
IN_NAME = ("counts", "tpm", "fpkm", "rpkm")


def read_matrix(path: Path, genes: Genes, *, unit: str = "") -> Parsed[ExpressionMatrix]:
    """The checked table with approved symbols; None with an ERROR where an answer from it would mislead."""
    reports = Reports(path.name)
    lines = Opened(path, reports).lines()
    header = next((line for line in lines if (line.text or "").strip() and not (line.text or "").startswith("#")), None)
    if header is None:
        reports.error("RNA020")
        return Parsed(None, reports.closed())
    mark = "\t" if "\t" in (header.text or "") else ","
    columns = [c.strip().strip('"') for c in (header.text or "").split(mark)]
    keep = [i for i, c in enumerate(columns) if i and c.lower() not in OTHERS]
    samples = tuple(columns[i] for i in keep)
    if not samples or len(set(samples)) < len(samples) or "" in samples:
        reports.error("RNA020")
        return Parsed(None, reports.closed())
    written, rows, lost = _rows(lines, mark, len(columns), keep)
    if lost:
        reports.warning("RNA014", genes=lost)
    named, known, unknown = _named(written, genes)
    if mixed := gene_ids.mixed(Counter(gene_ids.kind(written[i]) for i in known)):
        reports.error("RNA002", kinds=mixed)
        return Parsed(None, reports.closed())
    if mouse(written):
        reports.error("RNA042")
        return Parsed(None, reports.closed())
    if unknown:
        reports.info("EXP002", genes=unknown)
    if not named:
        reports.error("RNA009")
        return Parsed(None, reports.closed())
    values = np.ascontiguousarray(np.stack([rows[i] for i in known]).T)
    matrix = ExpressionMatrix(values, samples, tuple(named), unit or unit_of_name(path.name), path.name)
    found = checked(matrix)
    return Parsed(found.matrix, (*reports.closed(), *found.issues))


def unit_of_name(file: str) -> str:
    """The unit that a file's name says: ``cohort.log2_tpm.tsv``."""
    name = file.lower()
    unit = next((u for u in IN_NAME if u in name), "unknown").replace("rpkm", "fpkm")
    return f"log2_{unit}" if "log2" in name and unit != "unknown" else unit


def _rows(lines: Iterator[Line], mark: str, width: int, keep: list[int]) -> tuple[list[str], list[Array], int]:
    """Names and values of the genes whose every sample has a number, and how many have not."""
    written: list[str] = []
    rows: list[Array] = []
    lost = 0
    plain = keep == list(range(1, width))
    for line in lines:
        text = line.text or ""
        if not text.strip():
            continue
        gene, _, rest = text.partition(mark)
        values = _values(rest, mark, len(keep)) if plain else _chosen(text.split(mark), keep, width)
        if values is None or not np.isfinite(values).all():
            lost += 1
            continue
        written.append(gene.strip().strip('"'))
        rows.append(values)
    return written, rows, lost


def _values(rest: str, mark: str, count: int) -> Array | None:
    """The numbers of a row; None when a cell is none."""
    cells = rest.split(mark)
    if len(cells) != count:
        return None
    try:
        return np.array(cells, dtype=np.float64)
    except ValueError:
        return None


def _chosen(cells: list[str], keep: list[int], width: int) -> Array | None:
    return _values("\t".join(cells[i] for i in keep), "\t", len(keep)) if len(cells) == width else None


def _named(written: list[str], genes: Genes) -> tuple[list[str], list[int], int]:
    """Approved symbols with their rows, and how many names are of no gene."""
    names = GeneNames(genes)
    symbols = frozenset(genes.entries)
    named: list[str] = []
    known: list[int] = []
    for at, name in enumerate(written):
        found = name if name in symbols else _resolved(name, genes, names)
        if found:
            named.append(found)
            known.append(at)
    return named, known, len(written) - len(named)


def _resolved(name: str, genes: Genes, names: GeneNames) -> str:
    kind = gene_ids.kind(name)
    if kind == "ensembl":
        return genes.by_ensembl(name) or ""
    if kind == "entrez":
        return genes.by_entrez(name) or ""
    found = names.resolve(name)
    return found.gene if found.doubt not in {"unknown", "ambiguous"} else ""
