"""Gene sets as GMT: a line each of name, description and genes, separated by tabs.

Empty fields at the end of a line, Windows line ends and repeated genes are harmless; genes are made approved symbols, and
how many of a set are not known is told.

Source: MSigDB, *GMT: Gene Matrix Transposed file format*.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from tumorboard.formats.gene_names import GeneNames
from tumorboard.formats.opening import Opened
from tumorboard.formats.reports import Reports
from tumorboard.issues import Parsed
from tumorboard.vocab import Genes


def read_sets(path: Path, genes: Genes) -> Parsed[Mapping[str, tuple[str, ...]]]:
    """Set name to approved symbols in the order of the file; None where no line is a set.

    A gene that is not known stays as it was written: no table holds it, and the size of the set counts it.
    """
    reports = Reports(path.name)
    names = GeneNames(genes)
    found: dict[str, tuple[str, ...]] = {}
    for line in Opened(path, reports).lines():
        cells = [c.strip() for c in (line.text or "").split("\t")]
        if len(cells) < 3 or not cells[0]:
            if any(cells):
                reports.warning("RNA021", line=line.number)
            continue
        if cells[0] in found:
            reports.warning("RNA022", line=line.number)
            continue
        written = [c for c in cells[2:] if c]
        resolved = [names.resolve(c) for c in written]
        doubted = {"unknown", "ambiguous"}
        known = {r.gene for r in resolved if r.doubt not in doubted}
        if len(known) < len(set(written)):
            reports.info("RNA023", line=line.number, left=len(set(written)) - len(known))
        pairs = zip(resolved, written, strict=True)
        found[cells[0]] = tuple(dict.fromkeys(w if r.doubt in doubted else r.gene for r, w in pairs))
    if not found:
        reports.error("RNA024")
        return Parsed(None, reports.closed())
    return Parsed(MappingProxyType(found), reports.closed())
