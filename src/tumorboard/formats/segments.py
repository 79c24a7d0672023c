"""Segments of copy number: what every such table has in common, and the checks each record passes.

A record needs a chromosome, a start not after its end, an end that exists on some assembly, and a number.  What fails
is counted with an issue: nothing is guessed and nothing is dropped in silence.

Coordinates of a `Segment` are interbase; whether the file counts from 0 or 1 is the reader's knowledge.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from tumorboard.formats.alleles.assembly import CHROMOSOMES, LENGTHS, chromosome
from tumorboard.formats.reports import Reports
from tumorboard.formats.tables import Row
from tumorboard.issues import Place

LENGTH = {assembly: dict(zip(CHROMOSOMES, lengths, strict=True)) for assembly, lengths in LENGTHS.items()}
LONGEST = {chrom: max(known[chrom] for known in LENGTH.values()) for chrom in CHROMOSOMES}
NOISE = -0.5  # down to here a negative number of copies is a fitted zero
NUMBERED = {"23": "X", "24": "Y"}  # FACETS, DNAcopy and GISTIC number the sex chromosomes


class Value(NamedTuple):
    """What a source says of a segment or gene: absolute copies per tumor cell, or a log2 ratio, or its own word."""

    copies: float | None = None
    minor_copies: float | None = None
    log2_ratio: float | None = None
    call: str = ""
    call_rule: str = ""

    @property
    def empty(self) -> bool:
        """Whether it says nothing."""
        return self.copies is None and self.log2_ratio is None and not self.call


@dataclass(frozen=True, slots=True)
class Segment:
    """One record, interbase; `genes` are the names its gene column holds, as written."""

    record: int
    line: int
    chrom: str
    start: int
    end: int
    value: Value
    genes: tuple[str, ...] = ()

    def place(self, file: str) -> Place:
        """Where it stands in the file."""
        return Place(file, self.record, self.line)


@dataclass(slots=True)
class Gathered:
    """The segments that can be used, and why the other records cannot."""

    segments: list[Segment] = field(default_factory=list)
    tally: Counter[str] = field(default_factory=Counter)
    records: int = 0


def gather(
    rows: Iterable[Row],
    value: Callable[[Row], Value | None],
    reports: Reports,
    *,
    counts_from: int,
    genes: Callable[[Row], tuple[str, ...]] = lambda row: (),
) -> Gathered:
    """Every row as a segment or as an entry of the tally.

    Parameters
    ----------
    rows
        Rows with the columns ``chrom``, ``start`` and ``end``.
    value
        What the row says; None when it is unusable and its issue was given.
    counts_from
        0 for interbase (half-open) coordinates, 1 for inclusive ones.
    """
    found = Gathered()
    for row in rows:
        found.records += 1
        place = interval(row, counts_from)
        if isinstance(place, str):
            found.tally[place] += 1
            continue
        said = value(row)
        if said is None:
            found.tally["malformed"] += 1
        elif said.empty:
            found.tally["no_value"] += 1
        else:
            found.segments.append(Segment(row.record, row.line, *place, said, genes(row)))
    if found.tally["no_value"]:
        reports.info("CNA023", records=found.tally["no_value"])
    if found.tally["other_chromosome"]:
        reports.info("CNA025", records=found.tally["other_chromosome"])
    return found


def interval(row: Row, counts_from: int) -> tuple[str, int, int] | str:
    """Chromosome and interbase interval of a row; else why there is none, with its issue given."""
    name = chromosome(row.text("chrom")).upper()
    chrom = NUMBERED.get(name, name)
    if chrom not in LONGEST:
        if name:
            return "other_chromosome"
        row.report("CNA020", "chrom")
        return "malformed"
    start, end = row.whole("start"), row.whole("end")
    if start is None or end is None or not counts_from <= start <= end:
        row.report("CNA020", "start")
        return "malformed"
    first = start - counts_from
    if first == end:  # an empty interbase interval
        row.report("CNA020", "end")
        return "malformed"
    if end > LONGEST[chrom]:
        row.report("CNA021", "end")
        return "malformed"
    return chrom, first, end


def absolute(row: Row, total: str, minor: str = "") -> Value | None:
    """Absolute copies of a row, and those of its minor allele; None, with an issue, when they cannot be.

    Notes
    -----
    A fitted number that is negative but nearer to 0 than to -1 is no copy (PURPLE writes -0.0117 of a deleted segment).
    """
    copies, lesser = row.number(total), row.number(minor) if minor else None
    if copies is not None and NOISE < copies < 0:
        row.report("CNA026", total)
        copies = 0.0
    if lesser is not None and NOISE < lesser < 0:
        lesser = 0.0
    if copies is not None and copies < 0:
        row.report("CNA022", total)
        return None
    if lesser is not None and (lesser < 0 or copies is None or lesser > copies + 0.5):
        row.report("CNA022", minor)
        return None
    return Value(copies, lesser)
