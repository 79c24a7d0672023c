"""Gene symbols of a table as approved symbols, with the NCBI gene id (Entrez) as arbiter.

A symbol may be a previous one, an alias, or what a spreadsheet made of it; the id is stable.  Where both are given and
name different genes the id decides, with an issue.  An ambiguous symbol without id is settled by the chromosome or
stays ambiguous (decision 012).

Source: HGNC's tables in `vocab`; cBioPortal reads the id first, too (File-Formats.md).
"""

from __future__ import annotations

from typing import NamedTuple

from tumorboard.formats.tables import Row
from tumorboard.vocab import Genes

NO_SYMBOL = frozenset({"", "na", ".", "-", "unknown", "none", "null"})
CODES = {"contradictory": "TBL030", "ambiguous": "TBL031", "unknown": "TBL032"}


class Named(NamedTuple):
    """The approved symbol, or the text itself where it is not one gene; `doubt` is a key of `CODES` or empty."""

    gene: str
    doubt: str = ""


class GeneNames:
    """Resolves each pair of symbol and id once."""

    def __init__(self, genes: Genes) -> None:
        self.genes = genes
        self._found: dict[tuple[str, str, str], Named] = {}

    def resolve(self, symbol: str, entrez: str = "", chrom: str = "") -> Named:
        """The gene of a row; `chrom` without ``chr`` settles an ambiguous symbol."""
        key = (symbol, entrez, chrom)
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = self._resolve(symbol.strip(), entrez.strip().removesuffix(".0"), chrom)
        return found

    def of_row(self, row: Row, *, symbol: str = "gene", entrez: str = "entrez", chrom: str = "") -> str:
        """The gene of a row by its own names for the columns, with an issue when it is doubtful."""
        found = self.resolve(row.raw(symbol), row.text(entrez), chrom)
        tell(row, found, symbol)
        return found.gene

    def _resolve(self, symbol: str, entrez: str, chrom: str) -> Named:
        by_id = self.genes.by_entrez(entrez) if entrez.isdecimal() and entrez != "0" else None
        if symbol.lower() in NO_SYMBOL:
            return Named(by_id or "")
        candidates = self.genes.candidates(symbol)
        if by_id is not None:
            return Named(by_id, "contradictory" if candidates and by_id not in candidates else "")
        if len(candidates) == 1:
            return Named(candidates[0])
        if not candidates:
            return Named(symbol, "unknown")
        here = [g for g in candidates if chrom and self.genes.entries[g].chrom == chrom]
        return Named(here[0]) if len(here) == 1 else Named(symbol, "ambiguous")


def tell(row: Row, found: Named, symbol: str) -> None:
    """Report what is doubtful about the gene of a row, in its column `symbol`."""
    if found.doubt == "unknown":
        row.note(CODES[found.doubt], symbol)
    elif found.doubt:
        row.report(CODES[found.doubt], symbol)
