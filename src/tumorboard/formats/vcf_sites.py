"""Positions of known alleles in one file's terms: where to look closely, and whether the claimed assembly can be true.

A file read on the wrong assembly is caught twice: its reference bases disagree with the table at known positions, or its
alleles are exactly the known ones of the other assembly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tumorboard.formats.vcf_alleles import WINDOWS, trim
from tumorboard.formats.vcf_lines import Reports
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
    here: int = 0
    elsewhere: int = 0
    by_assembly: dict[str, int] = field(default_factory=dict)
    agree: int = 0
    disagree: int = 0

    def look(self, chrom: str, pos: int, ref: str, alts: Sequence[str]) -> None:
        """Count how a record agrees with the table on either assembly."""
        base = self.bases.get((chrom, pos))
        if base is not None:
            if ref[0] == base:
                self.agree += 1
            else:
                self.disagree += 1
        for alt in alts:
            if not alt.isalpha():
                continue
            change = trim(chrom, pos, ref, alt)
            if change.start + 1 not in self.at.get(chrom, ()):
                continue
            for assembly in OTHER:
                if self.alleles.find(assembly, chrom, change.start, change.ref, change.alt) is not None:
                    self.by_assembly[assembly] = self.by_assembly.get(assembly, 0) + 1

    def likely(self) -> str:
        """The assembly on which more of the file's alleles are known ones; empty when neither stands out."""
        counts = [self.by_assembly.get(a, 0) for a in OTHER]
        return "" if counts[0] == counts[1] else max(OTHER, key=lambda a: self.by_assembly.get(a, 0))

    def check(self, reports: Reports, records: int) -> bool:
        """Whether the claimed assembly can stand; reports an issue when it is doubtful or refuted."""
        here, other = self.by_assembly.get(self.assembly, 0), self.by_assembly.get(OTHER.get(self.assembly, ""), 0)
        place = Place(reports.file, field="POS, REF")
        if (self.disagree >= 3 and self.disagree > self.agree) or (
            other > here and here == 0 and (other >= 2 or records < SMALL)
        ):
            likely = OTHER[self.assembly] if other > here else "another assembly"
            reports.add("VCF024", Severity.ERROR, place, claimed=self.assembly, likely=likely)
            return False
        if self.disagree or other > here:
            reports.add("VCF025", Severity.WARNING, place, claimed=self.assembly, disagreeing=self.disagree)
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
