"""One layer of a cohort for fusion: features down, samples across; genes with a unit as `expression_matrix` reads them.

What is read
    A header row with a name for each sample, and a row for each feature, separated by tabs (or commas).  A file whose name says
    counts, tpm or fpkm is a table of expression: it is checked as one, and becomes ``log2(x + 1)`` (of counts per million where it
    holds counts; FPKM stay FPKM).  Of any other file the numbers stay as they are: copy numbers, metabolites, proteins.
Gaps
    A feature with a gap or a word in any sample is left out and counted (RNA014).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tumorboard.formats.expression_matrix import read_matrix, unit_of_name
from tumorboard.formats.opening import Opened
from tumorboard.formats.reports import Reports
from tumorboard.interpret.expression.units import log2_published
from tumorboard.issues import Parsed
from tumorboard.vocab import Genes

if TYPE_CHECKING:
    from tumorboard.model.expression import Array


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """`values` has shape (samples, features)."""

    values: Array
    samples: tuple[str, ...]


def read_layer(path: Path, genes: Genes) -> Parsed[Layer]:
    """The layer; None with an ERROR where it is no table or would mislead."""
    if unit_of_name(path.name) != "unknown":
        read = read_matrix(path, genes)
        if read.value is None:
            return Parsed(None, read.issues)
        return Parsed(Layer(log2_published(read.value.values, read.value.unit), read.value.samples), read.issues)
    reports = Reports(path.name)
    lines = (line.text or "" for line in Opened(path, reports).lines())
    rows = [line for line in lines if line.strip() and not line.startswith("#")]
    mark = "\t" if rows and "\t" in rows[0] else ","
    samples = tuple(cell.strip().strip('"') for cell in rows[0].split(mark)[1:]) if rows else ()
    if not samples or "" in samples or len(set(samples)) < len(samples):
        reports.error("RNA020")
        return Parsed(None, reports.closed())
    found = [values for row in rows[1:] if (values := _numbers(row, mark, len(samples))) is not None]
    if len(found) < len(rows) - 1:
        reports.warning("RNA014", genes=len(rows) - 1 - len(found))
    if not found:
        reports.error("RNA009")
        return Parsed(None, reports.closed())
    return Parsed(Layer(np.ascontiguousarray(np.stack(found).T), samples), reports.closed())


def _numbers(row: str, mark: str, count: int) -> Array | None:
    try:
        values = np.array(row.split(mark)[1:], dtype=np.float64)
    except ValueError:
        return None
    return values if len(values) == count and np.isfinite(values).all() else None
