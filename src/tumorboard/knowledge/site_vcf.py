"""Records of a sites VCF: the assembly its header states, and each alternate allele trimmed, with its own INFO.

Source: VCF 4.3, sections 1.4 and 1.6.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tumorboard.formats.alleles.assembly import BY_LENGTH, chromosome, stated_assembly
from tumorboard.formats.alleles.change import trim
from tumorboard.formats.opening import Opened
from tumorboard.formats.reports import Reports
from tumorboard.model.alteration import GenomicPosition

CONTIG = re.compile(r"##contig=<.*?ID=([^,>]+).*?length=(\d+)")
BASES = re.compile(r"[ACGTN]+")
COLUMNS = ("#CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO")


@dataclass(slots=True)
class SiteFile:
    """One file: `header` and `assembly` are complete when the first record comes; `fields` are the INFO keys declared."""

    path: Path
    reports: Reports
    header: list[str] = field(default_factory=list)
    assembly: str = ""
    fields: frozenset[str] = frozenset()
    complete: bool = True

    def sites(self) -> Iterator[Site]:
        """Every alternate allele whose bases are written out."""
        opened = Opened(self.path, self.reports)
        begun = False
        for line in opened.lines():
            text = line.text
            if text is None or not text:
                continue
            if text.startswith("##"):
                self.header.append(text)
            elif text.startswith("#"):
                begun = self._begin(text)
                if not begun:
                    return
            elif not begun:
                self.reports.error("SIT001", line=line.number)
                return
            else:
                cells = text.split("\t")
                if len(cells) < 8 or not cells[1].isdigit():
                    self.reports.error("SIT002", line=line.number)
                    continue
                yield from _alleles(cells, self.assembly)
        self.complete = opened.complete
        if not opened.complete:
            self.reports.error("SIT003")

    def _begin(self, text: str) -> bool:
        if tuple(text.split("\t")[:8]) != COLUMNS:
            self.reports.error("SIT001")
            return False
        self.assembly = _assembly(self.header)
        self.fields = frozenset(re.findall(r"^##INFO=<ID=([^,]+)", "\n".join(self.header), re.MULTILINE))
        if self.assembly not in {"GRCh37", "GRCh38"}:
            self.reports.error("SIT004")
            return False
        return True

    def value(self, name: str) -> str:
        """A header line's value, such as that of ``fileDate``; empty when there is none."""
        return next((ln.partition("=")[2] for ln in self.header if ln.startswith(f"##{name}=")), "")


@dataclass(frozen=True, slots=True)
class Site:
    """One alternate allele; `number` counts the alternates of its record from 0, of which there are `of`."""

    position: GenomicPosition
    id: str
    filter: str
    info: Mapping[str, str]
    number: int
    of: int

    def each(self, name: str) -> str:
        """The value of an INFO key with a value for each alternate; empty when it is absent or missing."""
        values = self.info.get(name, "").split(",")
        value = values[self.number] if len(values) == self.of else ""
        return "" if value == "." else value

    def whole(self, name: str) -> str:
        """The value of an INFO key of the record."""
        value = self.info.get(name, "")
        return "" if value == "." else value


def _alleles(cells: Sequence[str], assembly: str) -> Iterator[Site]:
    info = dict(part.partition("=")[::2] for part in cells[7].split(";"))
    chrom = chromosome(cells[0])
    alternates = cells[4].split(",")
    for n, alt in enumerate(alternates):
        if not (BASES.fullmatch(cells[3]) and BASES.fullmatch(alt)):
            continue
        change = trim(chrom, int(cells[1]), cells[3], alt)
        end = change.start + len(change.ref)
        position = GenomicPosition(assembly, chrom, change.start, end, change.ref, change.alt)
        yield Site(position, cells[2], cells[6], info, n, len(alternates))


def _assembly(header: Sequence[str]) -> str:
    found = {BY_LENGTH.get((chromosome(m[1]), int(m[2]))) for ln in header if (m := CONTIG.match(ln))} - {None}
    if not found:
        named = (stated_assembly(ln) for ln in header if ln.startswith(("##reference=", "##assembly=")))
        found = {a for a in named if a}
    return str(found.pop()) if len(found) == 1 else ""
