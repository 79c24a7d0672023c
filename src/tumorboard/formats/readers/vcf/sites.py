"""Positions of known alleles in one file's terms: where to look closely, and whether the claimed assembly can be true.

A file read on the wrong assembly is caught twice: its reference bases disagree with the table at known positions, or its
alleles are exactly the known ones of the other assembly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tumorboard.formats.readers.vcf.alleles import WINDOWS, trim
from tumorboard.formats.readers.vcf.lines import Reports
from tumorboard.issues import Place, Severity
from tumorboard.vocab import Alleles

OTHER = {"GRCh37": "GRCh38", "GRCh38": "GRCh37"}
SMALL = 20_000  # below this many records one exact match on the other assembly is no coincidence


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
        """Count how a record agrees with the table on either assembly."""
        base = self.bases.get((chrom, pos))
        if base is not None and ref[0] in "ACGT":
            (self.agree if ref[0] == base else self.disagree).add((chrom, pos))
        for alt in alts:
            if not alt.isalpha():
                continue
            change = trim(chrom, pos, ref, alt)
            if change.start + 1 not in self.at.get(chrom, ()):
                continue
            for assembly in OTHER:
                if self.alleles.find(assembly, chrom, change.start, change.ref, change.alt) is not None:
                    self.by_assembly.setdefault(assembly, set()).add((chrom, change.start))

    def _known(self, assembly: str) -> int:
        return len(self.by_assembly.get(assembly, ()))

    def likely(self) -> str:
        """The assembly on which more of the file's alleles are known ones; empty when neither stands out."""
        one, other = OTHER
        return "" if self._known(one) == self._known(other) else max(OTHER, key=self._known)

    def check(self, reports: Reports, records: int) -> bool:
        """Whether the claimed assembly can stand; reports an issue when it is doubtful or refuted.

        Positions are counted, not records, so that one odd site repeated proves nothing.
        """
        here, there = self._known(self.assembly), self._known(OTHER[self.assembly])
        wrong_bases = len(self.disagree) >= 3 and len(self.disagree) > len(self.agree)
        place = Place(reports.file, field="POS, REF")
        if wrong_bases or (here == 0 and there > 0 and (there >= 2 or records < SMALL)):
            likely = OTHER[self.assembly] if there > here else "another assembly"
            reports.add("VCF024", Severity.ERROR, place, claimed=self.assembly, likely=likely)
            return False
        if self.disagree or there > here:
            reports.add("VCF025", Severity.WARNING, place, claimed=self.assembly, disagreeing=len(self.disagree))
        return True


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
