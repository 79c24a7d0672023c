"""Tables with a row for each gene: names resolved, repeated genes settled, every row accounted for.

A name becomes the approved symbol, by its Ensembl id where the table gives one.  Of several rows of one gene the best
counts: the approved symbol before an old name or alias, then the row the reader ranks highest.  Rows that are equally
good and contradict each other leave the gene without a value.

Kept are all genes of cancer, and of others those with a value that could matter (see `segment_genes`).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from tumorboard.formats.alleles.assembly import chromosome
from tumorboard.formats.reports import Reports
from tumorboard.formats.segment_genes import differs, is_listed, remarkable
from tumorboard.formats.segments import NUMBERED, Value
from tumorboard.formats.tables import Row
from tumorboard.model.alteration import CopyNumber
from tumorboard.model.profile import ReadRequest


class Candidate(NamedTuple):
    """A row of a gene; `exact` when it is written with its approved symbol or id."""

    exact: bool
    rank: float
    row: Row
    value: Value


@dataclass(slots=True)
class GeneCopies:
    """The genes of one table: `add` every row, then `close`.  Its assembly is the one on which more genes lie."""

    request: ReadRequest
    reports: Reports
    tally: Counter[str] = field(default_factory=Counter)
    copy_numbers: list[CopyNumber] = field(default_factory=list)
    records: int = 0
    assembly: str = ""
    _found: dict[str, list[Candidate]] = field(default_factory=dict)
    _votes: Counter[str] = field(default_factory=Counter)

    def leave(self, reason: str) -> None:
        """Count a row that yields nothing."""
        self.records += 1
        self.tally[reason] += 1

    def add(self, row: Row, value: Value | None, *, rank: float = 0.0) -> None:
        """Take a row with the column ``gene`` (and perhaps ``ensembl``, ``chrom``, ``start``, ``end``).

        Parameters
        ----------
        value
            None when it is unusable and its issue was given.
        rank
            Of several rows of one gene the highest counts.
        """
        if value is None:
            self.leave("malformed")
        elif value.empty:
            self.leave("no_value")
        else:
            gene, exact = self._gene(row)
            if not gene:
                self.leave("unknown_gene")
                return
            self.records += 1
            self._vote(gene, row)
            self._found.setdefault(gene, []).append(Candidate(exact, rank, row, value))

    def close(self) -> int | None:
        """Settle every gene; how many rows were kept, or None, with an ERROR, on another assembly than the case's."""
        for gene, rows in self._found.items():
            best = max((c.exact, c.rank) for c in rows)
            equal = [c for c in rows if (c.exact, c.rank) == best]
            self.tally["repeated_gene"] += len(rows) - 1
            if any(differs(c.value, equal[0].value) for c in equal[1:]):
                self.tally["repeated_gene"] += 1
                equal[0].row.report("CNA042", "gene")
            elif is_listed(gene, self.request) or remarkable(equal[0].value):
                row, value = equal[0].row, equal[0].value
                self.copy_numbers.append(CopyNumber(gene=gene, **value._asdict(), source=row.place("gene")))
            else:
                self.tally["other_gene"] += 1
        for reason, code in (("unknown_gene", "CNA040"), ("no_value", "CNA023")):
            if self.tally[reason]:
                self.reports.info(code, records=self.tally[reason])
        asked, ranked = self.request.assembly, self._votes.most_common()
        self.assembly = ranked[0][0] if ranked else asked
        if asked and self.assembly != asked:
            self.reports.error("CNA014", claimed=asked, fits=self.assembly)
            return None
        return len(self.copy_numbers)

    def _gene(self, row: Row) -> tuple[str, bool]:
        genes, name = self.request.vocab.genes, row.text("gene")
        by_id = genes.by_ensembl(row.text("ensembl")) if row.text("ensembl") else None
        if by_id:
            return by_id, True
        return genes.approved(name) or "", name in genes.entries

    def _vote(self, gene: str, row: Row) -> None:
        """On which assembly the row places the gene, if it says where it lies and the two differ there."""
        ends = [row.text(c) for c in ("start", "end")]
        if not all(e.isascii() and e.isdecimal() and len(e) < 10 for e in ends):
            return
        name = chromosome(row.text("chrom")).upper()
        first, last = int(ends[0]), int(ends[1])
        places = {a: self.request.vocab.places.of(a, gene) for a in ("GRCh37", "GRCh38")}
        here = [
            a
            for a, p in places.items()
            if p and p.listed and p.chrom == NUMBERED.get(name, name) and p.start < last and p.end > first
        ]
        if len(here) == 1:
            self._votes[here[0]] += 1
