"""Where the protein-coding genes lie on GRCh37 and GRCh38: the coding part of one transcript a gene.

The coding exons are known of the *listed* genes (genes of cancer: with a role, a known allele, a drug, a functional
class, a germline policy or an entry in CIViC); of the others the span from start to stop codon stands for them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from tumorboard.vocab import table
from tumorboard.vocab.lookup import SortedRows

_COLUMNS = {"GRCh37": 3, "GRCh38": 6}


@dataclass(frozen=True, slots=True)
class GenePlace:
    """The coding part of a gene on one assembly, interbase; `coding` are its exons in genomic order, or the whole span."""

    symbol: str
    chrom: str
    start: int
    end: int
    coding: tuple[tuple[int, int], ...]
    listed: bool = False

    @property
    def coding_bases(self) -> int:
        """Length of the coding sequence, or of the span where the exons are not known."""
        return sum(end - start for start, end in self.coding)

    def covered(self, start: int, end: int) -> int:
        """Coding bases inside an interbase interval of the same chromosome.

        Examples
        --------
        >>> GenePlace("X", "1", 10, 30, ((10, 15), (25, 30))).covered(12, 27)
        5
        """
        return sum(max(0, min(e, end) - max(s, start)) for s, e in self.coding)


@dataclass(slots=True, eq=False)
class GenePlaces:
    """The table; rows are parted, and places made, only when they are asked for."""

    release: table.TableRelease = table.TableRelease("gene_places", "", "", "", "")
    lines: Sequence[str] = ()
    _rows: Mapping[str, Callable[[str], GenePlace | None]] | None = field(default=None, init=False, repr=False)
    _by_chrom: dict[str, dict[str, tuple[GenePlace, ...]]] = field(default_factory=dict, init=False, repr=False)

    def of(self, assembly: str, symbol: str) -> GenePlace | None:
        """The place of an approved symbol; None when it has none on this assembly.

        Examples
        --------
        >>> from tumorboard import vocab
        >>> vocab.GenePlaces.load().of("GRCh37", "ERBB2").start
        37856491
        """
        if self._rows is None:
            self._rows = SortedRows(self.lines, _row)
        make = self._rows.get(symbol)
        return make(assembly) if make else None

    def on(self, assembly: str, chrom: str) -> tuple[GenePlace, ...]:
        """Every gene of a chromosome (without ``chr``) in order of its start."""
        if assembly not in self._by_chrom:
            found: dict[str, list[GenePlace]] = {}
            for place in (_place(line.split("\t"), assembly) for line in self.lines):
                if place:
                    found.setdefault(place.chrom, []).append(place)
            self._by_chrom[assembly] = {
                c: tuple(sorted(p, key=lambda p: (p.start, p.symbol))) for c, p in found.items()
            }
        return self._by_chrom[assembly].get(chrom, ())

    def within(self, assembly: str, chrom: str, start: int, end: int) -> tuple[GenePlace, ...]:
        """Genes whose coding part touches an interbase interval, in order of their start."""
        places = self.on(assembly, chrom)
        before = bisect_right(places, end - 1, key=lambda p: p.start)
        return tuple(p for p in places[:before] if p.end > start)

    @classmethod
    def load(cls) -> GenePlaces:
        """The shipped table."""
        return cls(*table.read_lines("gene_places"))


def _row(cells: list[str]) -> Callable[[str], GenePlace | None]:
    return lambda assembly: _place(cells, assembly)


def _place(cells: list[str], assembly: str) -> GenePlace | None:
    at = _COLUMNS[assembly]
    start, end, exons = cells[at : at + 3]
    if not start:
        return None
    first, last = int(start), int(end)
    coding: tuple[tuple[int, int], ...] = ((first, last),)
    if exons:
        pairs = (exon.split("+") for exon in exons.split(","))
        coding = tuple((first + int(offset), first + int(offset) + int(length)) for offset, length in pairs)
    return GenePlace(cells[0], cells[1], first, last, coding, cells[2] == "1")
