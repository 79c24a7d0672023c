"""Positions of known alleles in one file's terms: where to look closely, and whether the claimed assembly can be true.

A file read on the wrong assembly is caught twice: its reference bases disagree with the table at known positions, or its
alleles are exactly the known ones of the other assembly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tumorboard.formats.alleles.change import WINDOWS, Change, trim
from tumorboard.vocab import Alleles

OTHER = {"GRCh37": "GRCh38", "GRCh38": "GRCh37"}
SMALL = 20_000  # below this many records one exact match on the other assembly is no coincidence


class Doubt(NamedTuple):
    """What speaks against the claimed assembly: enough to refute it, or only to doubt it."""

    refuted: bool
    likely: str
    disagreeing: int


@dataclass(slots=True)
class Sites:
    """`at`: chromosome -> 1-based positions on either assembly at which a record is looked at closely."""

    alleles: Alleles
    assembly: str
    at: dict[str, set[int]] = field(default_factory=dict)
    bases: dict[tuple[str, int], str] = field(default_factory=dict)
    by_assembly: dict[str, set[tuple[str, int]]] = field(default_factory=dict)
    agree: set[tuple[str, int]] = field(default_factory=set)
    disagree: set[tuple[str, int]] = field(default_factory=set)

    def look(self, chrom: str, pos: int, ref: str, alts: Sequence[str]) -> None:
        """Count how a record, written as in a VCF, agrees with the table on either assembly."""
        self.look_at_base(chrom, pos, ref[0])
        for alt in alts:
            if alt.isalpha():
                self.look_at_change(trim(chrom, pos, ref, alt))

    def look_at_base(self, chrom: str, pos: int, base: str) -> None:
        """Count whether the reference base at a 1-based position is the one of the claimed assembly."""
        known = self.bases.get((chrom, pos))
        if known is not None and base in "ACGT":
            (self.agree if base == known else self.disagree).add((chrom, pos))

    def look_at_change(self, change: Change) -> None:
        """Count on which assembly an allele is a known one."""
        if change.start + 1 not in self.at.get(change.chrom, ()):
            return
        for assembly in OTHER:
            if self.alleles.find(assembly, change.chrom, change.start, change.ref, change.alt) is not None:
                self.by_assembly.setdefault(assembly, set()).add((change.chrom, change.start))

    def known(self, assembly: str) -> int:
        """At how many positions an allele of the file is a known one of `assembly`."""
        return len(self.by_assembly.get(assembly, ()))

    def likely(self) -> str:
        """The assembly on which more of the file's alleles are known ones; empty when neither stands out."""
        one, other = OTHER
        return "" if self.known(one) == self.known(other) else max(OTHER, key=self.known)

    def told(self, records: int) -> str:
        """The assembly that the alleles alone make certain: known ones on it, by as much as refutes a claimed one, and
        none on the other; empty when they do not."""
        likely = self.likely()
        if not likely or self.known(OTHER[likely]):
            return ""
        return likely if self.known(likely) >= 2 or records < SMALL else ""

    def doubt(self, records: int) -> Doubt | None:
        """Why the claimed assembly cannot stand or is doubtful after `records` of the file; None when nothing speaks
        against it.

        Positions are counted, not records, so that one odd site repeated proves nothing.
        """
        here, there = self.known(self.assembly), self.known(OTHER[self.assembly])
        wrong_bases = len(self.disagree) >= 3 and len(self.disagree) > len(self.agree)
        likely = OTHER[self.assembly] if there > here else "another assembly"
        if wrong_bases or (here == 0 and there > 0 and (there >= 2 or records < SMALL)):
            return Doubt(True, likely, len(self.disagree))
        return Doubt(False, likely, len(self.disagree)) if self.disagree or there > here else None


def sites_of(alleles: Alleles, assembly: str) -> Sites:
    """The positions of both assemblies, and the reference bases of `assembly`."""
    sites = Sites(alleles, assembly)
    for (build, chrom, start, ref, alt), _ in alleles.at.items():
        sites.at.setdefault(chrom, set()).add(start + 1)
        if build == assembly and len(ref) == 1 and len(alt) == 1:
            sites.bases[chrom, start + 1] = ref
    for chrom, (first, last) in WINDOWS.get(assembly, {}).items():
        sites.at.setdefault(chrom, set()).update(range(first, last + 1))
    return sites
