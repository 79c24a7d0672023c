"""cBioPortal's copy numbers of genes: a matrix of genes and samples, or one record for each gene and sample.

Discrete calls
    ``-2`` deep loss, ``-1`` (and ``-1.5``) loss, ``0`` neutral, ``1`` gain, ``2`` high-level amplification; a gain is never
    an amplification.  ``NA``, an empty cell or an absent record is *not profiled* and never neutral.
GISTIC
    Its ``2`` and ``-2`` are relative to the arm in the cohort and no calls of one tumor: these genes have no call.  That a
    table is GISTIC's is told by its columns or by the meta file beside it; otherwise the calls count as the format defines
    them, with a warning.
Log2 ratios
    Become `log2_ratio`, which decides nothing by itself.  Linear values have no scale of their own and are refused.
Accounts
    Every gene is one record of the sample.

Source: cBioPortal/cbioportal docs/File-Formats.md (commit 58a7a43); Mermel et al. 2011, Genome Biol 12:R41 (GISTIC 2.0).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from tumorboard.formats.cbioportal_meta import meta_beside
from tumorboard.formats.cells import MISSING, parse_number
from tumorboard.formats.cna_scale import CALLS, Scale, scale_of
from tumorboard.formats.gene_names import GeneNames
from tumorboard.formats.opening import Head
from tumorboard.formats.reports import Reports
from tumorboard.formats.samples import choose_sample
from tumorboard.formats.tables import Row, Table, open_table
from tumorboard.issues import Parsed
from tumorboard.model.alteration import CopyNumber
from tumorboard.model.profile import Profile, ReadRequest

NAME = "cbioportal_cna"
SUFFIXES = (".txt", ".txt.gz", ".tsv", ".tsv.gz")
VERIFIED = "unverified on real files: read as cBioPortal's documentation says"
KINDS = frozenset({"copy_number"})

COLUMNS = {
    "gene": ("Hugo_Symbol", "Gene Symbol"),
    "entrez": ("Entrez_Gene_Id", "Locus ID", "Gene ID"),
    "band": ("Cytoband",),
    "sample": ("Sample_Id",),
    "value": ("Value",),
}
DRIVERS = frozenset({"cbp_driver", "cbp_driver_annotation", "cbp_driver_tiers", "cbp_driver_tiers_annotation"})


class Cell(NamedTuple):
    """The value of one gene; `exact` when it is written with its approved symbol."""

    row: Row
    gene: str
    value: float
    exact: bool


def sniff(head: Head) -> bool:
    """Whether the columns are genes against samples, and the values or the file's name say that they are copy numbers."""
    gene = any(head.has(name) for name in ("Hugo_Symbol", "Entrez_Gene_Id", "Gene Symbol"))
    if head.is_binary or not gene:
        return False
    if head.has("Sample_Id", "Value"):
        return True
    if head.has("Tumor_Sample_Barcode") or head.has("Sample_Id") or head.has("chromosome") or head.has("Chromosome"):
        return False
    values = set(_first_values(head))
    numbers = {parse_number(v) for v in values}
    if not numbers or None in numbers:
        return False
    named = any(part in head.name.lower() for part in ("cna", "gistic", "thresholded", "copynumber", "copy_number"))
    return named or (numbers <= CALLS.keys() and any(n is not None and n < 0 for n in numbers))


def read(path: Path, request: ReadRequest) -> Parsed[Profile]:
    """The copy numbers of one sample; None when columns, sample or scale cannot be told.

    Notes
    -----
    A file of several samples of which none was chosen gives an ERROR and a profile without facts that lists them.
    """
    reports = Reports(path.name)
    table = open_table(path, reports, COLUMNS, required=(("gene", "entrez"),))
    if table is None:
        return Parsed(None, reports.closed())
    if ("sample" in table.index) != ("value" in table.index):
        reports.error("CBP010")
        return Parsed(None, reports.closed())
    found = _long(table, request) if "value" in table.index else _wide(table, request)
    if found.sample is None:
        return Parsed(_listed(table, found), reports.closed())
    gathered = _gather(found, request, reports)
    scale = scale_of([c.value for c in gathered.cells], meta_beside(path), path.name, table, reports)
    if scale is None:
        return Parsed(None, reports.closed())
    return Parsed(_profile(found, gathered, scale, table), reports.closed())


class Found(NamedTuple):
    """The records of the chosen sample as (row, cell); no sample when none was chosen."""

    sample: str | None
    samples: tuple[str, ...]
    records: tuple[tuple[Row, str], ...]
    nameless: int = 0


class Gathered(NamedTuple):
    """The values of known genes, and the records that have none by reason."""

    cells: list[Cell]
    tally: Counter[str]


def _wide(table: Table, request: ReadRequest) -> Found:
    columns = [(at, name) for at, name in table.others() if name.lower() not in DRIVERS]
    samples = tuple(name for _, name in columns)
    chosen = choose_sample(request, samples, table.reports, field="")
    if chosen is not None and samples.count(chosen) > 1:
        table.reports.error("CBP011")
        chosen = None
    if not samples:
        table.reports.error("CBP012")
    at = next((at for at, name in columns if name == chosen), -1)
    records = tuple((row, row.raw(at) if chosen is not None else "") for row in table.rows())
    return Found(chosen, samples, records)


def _long(table: Table, request: ReadRequest) -> Found:
    by_sample: dict[str, list[tuple[Row, str]]] = {}
    nameless = 0
    for row in table.rows():
        name = row.text("sample")
        if name:
            by_sample.setdefault(name, []).append((row, row.raw("value")))
        else:
            row.report("CBP013", "sample")
            nameless += 1
    samples = tuple(by_sample)
    if not samples:
        asked = request.sample or request.tumor_sample
        return Found(asked if not table.records else None, (), (), nameless)
    chosen = choose_sample(request, samples, table.reports, field=table.column("sample"))
    return Found(chosen, samples, tuple(by_sample.get(chosen or "", ())), nameless)


def _listed(table: Table, found: Found) -> Profile | None:
    """The samples of a table of which none was chosen."""
    if not found.samples:
        if not table.reports.failed():
            table.reports.error("CBP013", field=table.column("sample"))
        return None
    left = table.records - table.malformed - found.nameless
    counts = {"malformed": table.malformed + found.nameless, "sample_not_chosen": left}
    return Profile(
        format=NAME, kinds=frozenset(), samples=found.samples, records=table.records, tally=_shown(Counter(counts))
    )


def _gather(found: Found, request: ReadRequest, reports: Reports) -> Gathered:
    names, cells, tally = GeneNames(request.vocab.genes), list[Cell](), Counter[str]()
    for row, text in found.records:
        if text.lower() in MISSING:
            tally["not_profiled"] += 1
            continue
        value = parse_number(text)
        if value is None:
            row.report("TBL006", "value")
            tally["malformed"] += 1
            continue
        symbol = row.raw("gene").partition("|")[0]  # GISTIC: HLA-DRB1|chr6
        named = names.resolve(symbol, row.text("entrez"))
        if not named.gene or named.doubt in {"unknown", "ambiguous"}:
            tally["unresolved_gene"] += 1
            continue
        if named.doubt:
            row.report("TBL030", "gene")
        cells.append(Cell(row, named.gene, value, symbol == named.gene))
    if tally["unresolved_gene"]:
        reports.info("CBP014", records=tally["unresolved_gene"])
    if tally["not_profiled"]:
        reports.info("CBP015", records=tally["not_profiled"])
    return Gathered(cells, tally)


def _profile(found: Found, gathered: Gathered, scale: Scale, table: Table) -> Profile:
    tally = gathered.tally
    kept = tuple(_copy_number(cell, scale) for cell in _one_a_gene(gathered.cells, tally))
    withheld = sum(scale.name == "gistic" and not c.call for c in kept)
    if withheld:
        table.reports.warning("CBP025", genes=withheld)
    tally["malformed"] += table.malformed + found.nameless
    return Profile(
        format=NAME,
        kinds=KINDS,
        copy_numbers=kept,
        samples=found.samples,
        sample=found.sample or "",
        records=len(found.records) + table.malformed + found.nameless,
        kept=len(kept),
        tally=_shown(tally),
    )


def _one_a_gene(cells: Iterable[Cell], tally: Counter[str]) -> Iterator[Cell]:
    """One value for each gene: the row with the approved symbol; none where rows contradict each other."""
    by_gene: dict[str, list[Cell]] = {}
    for cell in cells:
        by_gene.setdefault(cell.gene, []).append(cell)
    for mine in by_gene.values():
        best = [c for c in mine if c.exact] or mine
        if len({c.value for c in best}) > 1:
            best[0].row.report("CBP016", "gene")
            tally["gene_told_again"] += len(mine)
            continue
        tally["gene_told_again"] += len(mine) - 1
        yield best[0]


def _copy_number(cell: Cell, scale: Scale) -> CopyNumber:
    if scale.name == "log2":
        return CopyNumber(gene=cell.gene, log2_ratio=cell.value, source=cell.row.place("gene"))
    call = CALLS[cell.value]
    if scale.name == "gistic" and abs(cell.value) == 2:
        call = ""
    return CopyNumber(gene=cell.gene, call=call, call_rule=scale.rule, source=cell.row.place("gene"))


def _first_values(head: Head) -> Iterator[str]:
    """The cells of the first records behind the columns that name the gene."""
    lines = [x for x in head.lines if x.strip() and not x.startswith("#")][1:]
    known = {"hugo_symbol", "entrez_gene_id", "gene symbol", "locus id", "gene id", "cytoband"}
    at = [i for i, name in enumerate(head.columns) if name.lower() not in known]
    for line in lines:
        cells = line.split("\t")
        yield from (c.strip() for i in at[:50] if i < len(cells) and (c := cells[i]).strip().lower() not in MISSING)


def _shown(tally: Counter[str]) -> MappingProxyType[str, int]:
    return MappingProxyType({code: n for code, n in sorted(tally.items()) if n})
