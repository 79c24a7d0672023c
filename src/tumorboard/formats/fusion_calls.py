"""What the readers of fusion tables do alike: partners, breakpoints, exon skipping told by its junction, accounts.

Partners
    A name becomes the approved symbol: by its Ensembl id where the table gives one, else as symbol, previous symbol or
    alias.  A name that no table knows (clones, new transcripts) stays as it is written.  A side between genes is empty.
Accounts
    Every record becomes a `Fusion` or a `SpliceEvent`, or is counted under a reason.  Calls of low confidence and calls
    that may be read-through are facts like the others; how many there are is told in an issue.
Exon skipping
    Only where both breakpoints are the very ends of the exons around the skipped ones.

Source: exon ends of ENST00000397752 (MET) and ENST00000275493 (EGFR) in Ensembl, on both assemblies; sequence lengths from
the assembly reports of the Genome Reference Consortium.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple

from tumorboard.formats.alleles.assembly import CHROMOSOMES, LENGTHS, chromosome
from tumorboard.formats.tables import Row, Table
from tumorboard.issues import Parsed, Severity
from tumorboard.model.alteration import Fusion, SpliceEvent
from tumorboard.model.profile import Profile, ReadRequest
from tumorboard.vocab.genes import Genes

NEAR_GENES = re.compile(r"[^(),]+\(\d+\)(?:,[^(),]+\(\d+\))*")  # a breakpoint between genes: A(123),B(456)
GENE_NAME = re.compile(r"@?[A-Za-z0-9][A-Za-z0-9_.:/@+-]{0,59}")
ENSEMBL = re.compile(r"ENSG\d{11}(?:\.\d+)?")
BREAKPOINT = re.compile(r"(?P<contig>[^\s:]+(?::[^\s:]+)*?):(?P<pos>\d{1,10})(?::[+.-])?")
CONFIDENCES = frozenset({"low", "medium", "high"})
LIMITS = {a: dict(zip(CHROMOSOMES, sizes, strict=True)) for a, sizes in LENGTHS.items()}


class Skip(NamedTuple):
    """Exons `first` to `last` of `gene` are skipped; the last base before and the first base after them, 1-based."""

    gene: str
    first: int
    last: int
    ends: dict[str, tuple[str, str]]
    transcripts: tuple[str, ...]


SKIPS = (
    Skip(
        "MET",
        14,
        14,
        {"GRCh37": ("7:116411708", "7:116414935"), "GRCh38": ("7:116771654", "7:116774881")},
        ("ENST00000397752", "ENST00000318493"),
    ),
    Skip(
        "EGFR",
        2,
        7,
        {"GRCh37": ("7:55087058", "7:55223523"), "GRCh38": ("7:55019365", "7:55155830")},
        ("ENST00000275493",),
    ),
)


class Partner(NamedTuple):
    """One side: the gene (empty between genes), and whether it lies between genes."""

    gene: str
    between: bool = False


class Calls:
    """Collects what the records of one table yield.

    Parameters
    ----------
    evidence
        ``rna`` or ``dna``: where the caller looked; a call that says it itself keeps its own.
    """

    def __init__(self, name: str, table: Table, request: ReadRequest, evidence: str) -> None:
        self.name = name
        self.table = table
        self.reports = table.reports
        self.genes: Genes = request.vocab.genes
        self.request = request
        self.evidence = evidence
        self.fusions: list[Fusion] = []
        self.splice_events: list[SpliceEvent] = []
        self.tally: Counter[str] = Counter()
        self.told: Counter[str] = Counter()  # issue code -> calls, told once at the end
        self.assemblies: set[str] = set()  # that junctions of skipped exons prove
        self.seen: set[tuple[str, str, tuple[str, ...]]] = set()

    def partner(self, row: Row, column: str, written: str, ensembl: str = "") -> Partner | None:
        """The gene of one side; None, with an issue, when the cell does not name a gene."""
        text = written.strip().strip("@")  # IGH@, @IGH
        if text in ("", ".", "NA"):
            return Partner("")
        if NEAR_GENES.fullmatch(text):
            self.told["FUS023"] += 1
            return Partner("", between=True)
        if not GENE_NAME.fullmatch(text):
            row.report("FUS005", column)
            return None
        by_id = self.genes.by_ensembl(ensembl or text) if ENSEMBL.fullmatch(ensembl or text) else None
        if by_id is not None:
            return Partner(by_id)
        candidates = self.genes.candidates(text)
        if len(candidates) > 1:
            row.report("FUS004", column)
            return Partner(text)
        if not candidates:
            self.told["FUS024"] += 1
        return Partner(candidates[0] if candidates else text)

    def breakpoint(self, row: Row, column: str) -> str | None:
        """``22:23632600`` (1-based), empty when the table gives none; None, with an issue, when it cannot be read."""
        text = row.text(column)
        if not text:
            return ""
        found = BREAKPOINT.fullmatch(text)
        if found is None:
            row.report("FUS006", column)
            return None
        contig, position = chromosome(found["contig"]), int(found["pos"])
        limit = LIMITS.get(self.request.assembly, {}).get(contig)
        if limit is not None and position > limit:
            row.report("FUS007", column, assembly=self.request.assembly)
        return f"{contig}:{position}"

    def confidence(self, row: Row, column: str) -> str:
        """low, medium, high; empty when the table does not say, with an issue when it says something else."""
        text = row.text(column).lower()
        if text and text not in CONFIDENCES:
            row.report("FUS013", column)
            return ""
        return text

    def leave(self, reason: str) -> None:
        """Count a record that becomes no value."""
        self.tally[reason] += 1

    def keep(self, row: Row, fusion: Fusion) -> None:
        """Add a call: as exon skipping where its junction proves it, else as a fusion."""
        fusion = replace(_canonical(fusion), evidence=fusion.evidence or self.evidence, source=row.place())
        if not fusion.genes:
            self.leave("no_gene")
            return
        key = (fusion.five_prime, fusion.three_prime, fusion.breakpoints)
        if all(fusion.breakpoints) and fusion.breakpoints and key in self.seen:
            self.leave("repeated_call")
            return
        self.seen.add(key)
        if not self._as_skip(row, fusion):
            self._count(fusion)
            self.fusions.append(fusion)

    def skip(self, row: Row, skip: Skip, reads: int | None = None) -> None:
        """Add a splice event."""
        self.splice_events.append(
            SpliceEvent(gene=skip.gene, first_exon=skip.first, last_exon=skip.last, reads=reads, source=row.place())
        )

    def parsed(self) -> Parsed[Profile]:
        """The profile with its accounts; None when the breakpoints contradict the requested assembly."""
        for code in sorted(self.told):
            self.reports.info(code, calls=self.told[code])
        wrong = self.assemblies - {self.request.assembly} if self.request.assembly else set()
        if wrong or len(self.assemblies) > 1:
            self.reports.error("FUS008", found=tuple(sorted(self.assemblies)))
            return Parsed(None, self.reports.closed())
        self.tally["malformed"] += self.table.malformed
        profile = Profile(
            format=self.name,
            kinds=frozenset({"fusion", "splice"} if self.splice_events else {"fusion"}),
            fusions=tuple(self.fusions),
            splice_events=tuple(self.splice_events),
            assembly=self.request.assembly or next(iter(self.assemblies), ""),
            records=self.table.records,
            kept=len(self.fusions) + len(self.splice_events),
            tally=MappingProxyType({k: n for k, n in sorted(self.tally.items()) if n}),
        )
        return Parsed(profile, self.reports.closed())

    def _as_skip(self, row: Row, fusion: Fusion) -> bool:
        found = skip_of(fusion.five_prime, fusion.three_prime, fusion.breakpoints)
        if found is None:
            return False
        skip, assembly = found
        if fusion.confidence == "low":
            self.reports.add("FUS009", Severity.WARNING, row.place(), gene=skip.gene, first=skip.first, last=skip.last)
            return False
        self.assemblies.add(assembly)
        self.skip(row, skip, fusion.reads)
        return True

    def _count(self, fusion: Fusion) -> None:
        parts = fusion.event.split("/")
        self.told["FUS020"] += fusion.confidence == "low"
        self.told["FUS021"] += "read_through" in parts or "neighbors" in parts
        self.told["FUS022"] += "seen_in_normal" in parts
        self.told["FUS025"] += not fusion.ordered
        self.told["FUS026"] += fusion.five_prime == fusion.three_prime
        self.told = +self.told


def skip_of(five: str, three: str, points: tuple[str, ...]) -> tuple[Skip, str] | None:
    """The exon skipping, and its assembly, that a junction within a gene is.

    Examples
    --------
    >>> found = skip_of("MET", "MET", ("7:116771654", "7:116774881"))
    >>> found is not None and (found[0].first, found[1])
    (14, 'GRCh38')
    """
    for skip in SKIPS:
        if five == three == skip.gene:
            for assembly, ends in skip.ends.items():
                if points == ends:
                    return skip, assembly
    return None


def _canonical(fusion: Fusion) -> Fusion:
    """An unordered fusion has its partners in the order of their names, whatever side the caller wrote them on."""
    points = fusion.breakpoints if any(fusion.breakpoints) else ()
    if fusion.ordered or fusion.five_prime <= fusion.three_prime:
        return replace(fusion, breakpoints=points)
    return replace(
        fusion, five_prime=fusion.three_prime, three_prime=fusion.five_prime, breakpoints=tuple(reversed(points))
    )
