"""The records of a VCF: every alternate allele becomes a variant or is counted under the reason why not.

Most records of a genome are settled by three looks: the FILTER, the consequence terms, the position.  Only what is left
is taken apart (`settle`).  Accounting: a malformed line counts once, every other record once per alternate allele
(a reference block has one, the missing one); what is kept and the tally together are all of them.

Source: VCF 4.5 section 1.6.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from tumorboard.formats.alleles.assembly import chromosome
from tumorboard.formats.alleles.sites import Sites
from tumorboard.formats.readers.vcf.consequence import QUICK, value_of
from tumorboard.formats.readers.vcf.header import Header
from tumorboard.formats.readers.vcf.lines import LOST_LINE
from tumorboard.formats.readers.vcf.settle import Record, Settler
from tumorboard.formats.readers.vcf.structural import is_breakend
from tumorboard.formats.reports import Reports
from tumorboard.issues import Place, Severity

BASES = frozenset("ACGTNacgtn")
SEQUENCE = re.compile(r"[ACGTNRYKMSWBDHVacgtnrykmswbdhv]+")
SYMBOLIC = re.compile(r"<[^<>\s]+>")
PASSING = frozenset({"PASS", "pass", ".", ""})


class Scan:
    """Goes through the lines of one file and keeps the accounts."""

    def __init__(self, header: Header, settler: Settler, sites: Sites, reports: Reports) -> None:
        self.settler = settler
        self.sites = sites.at
        self.look = sites.look
        self.reports = reports
        self.layouts = tuple((x.key, x.at["consequence"], x.kind in QUICK) for x in settler.interpreter.layouts)
        self.terms = settler.interpreter.terms
        self.width = 9 + len(header.samples) if header.has_genotypes else 8
        self.record = 0
        self.alleles = 0
        self.kept = 0
        self.missing_filter = 0
        self.tally: Counter[str] = Counter()
        self.chromosomes: dict[str, str] = {}

    def block(self, first_line: int, lines: Sequence[str]) -> None:
        """Take in the data lines of one block."""
        width, chromosomes, sites, quiet, bases = self.width, self.chromosomes, self.sites, self._quiet, BASES
        settled: dict[str, int] = {}
        for number, line in enumerate(lines, first_line):
            fields = line.split("\t")
            if len(fields) == width and fields[3] in bases and fields[4] in bases and _is_position(fields[1]):
                self.record += 1
                chrom = chromosomes.get(fields[0]) or self._chromosome(fields[0])
                if chrom not in sites or int(fields[1]) not in sites[chrom]:
                    reason = quiet(fields[6], fields[7])
                    if reason == "filtered_coding":
                        self._filtered_coding(number)
                    elif reason:
                        settled[reason] = settled.get(reason, 0) + 1
                    else:
                        self._settle(fields, chrom, number)
                else:
                    self._settle(fields, chrom, number)
            elif line:
                self.record += 1
                self._odd(line, fields, number)
        for reason, count in settled.items():
            self.tally[reason] += count
            self.alleles += count

    def _quiet(self, filters: str, info: str) -> str:
        """The tally code of a single-base record in which no look finds anything; empty when it must be taken apart.

        ``filtered_coding`` asks for an issue besides the count.
        """
        reason = "not_interpretable"
        for key, at, quick in self.layouts:
            value = value_of(info, key)
            if not value:
                continue
            if not quick:
                return ""
            reason = "not_coding"
            terms = self.terms
            for entry in value.split(","):
                parts = entry.split("|", at + 1)
                term = terms[parts[at]] if len(parts) > at else None
                if term is None or term.elsewhere:
                    return ""
                if term.reportable:
                    return "" if filters in PASSING else "filtered_coding"
                if term.silent:
                    reason = "synonymous"
            break
        else:
            if self.layouts:
                return ""
        if filters not in PASSING:
            return "filtered"
        if filters != "PASS":
            self.missing_filter += 1
        return reason

    def _chromosome(self, name: str) -> str:
        return self.chromosomes.setdefault(name, chromosome(name))

    def _odd(self, line: str, fields: list[str], number: int) -> None:
        """Everything but a plain single-base record of the declared width."""
        wrong = self._malformed(line, fields)
        if wrong:
            self.reports.add(wrong, Severity.WARNING, Place(self.reports.file, self.record, number))
            self.tally["malformed"] += 1
            self.alleles += 1
            return
        chrom = self._chromosome(fields[0])
        if fields[3] != fields[4] and fields[4].isalpha() and not self._is_site(chrom, fields):
            reason = self._quiet(fields[6], fields[7])
            if reason == "filtered_coding":
                self._filtered_coding(number)
                return
            if reason:
                self.tally[reason] += 1
                self.alleles += 1
                return
        self._settle(fields, chrom, number)

    def _filtered_coding(self, number: int) -> None:
        self.reports.add("VCF051", Severity.INFO, Place(self.reports.file, self.record, number))
        self.tally["filtered"] += 1
        self.alleles += 1

    def _is_site(self, chrom: str, fields: list[str]) -> bool:
        """Whether any base that the record writes, anchor included, is one to look at closely."""
        here = self.sites.get(chrom)
        if not here:
            return False
        pos = int(fields[1])
        longest = max(len(fields[3]), len(fields[4]))
        return longest > 1000 or any(p in here for p in range(pos, pos + longest + 1))

    def _malformed(self, line: str, fields: list[str]) -> str:
        if line == LOST_LINE:
            return "VCF045"
        if len(fields) != self.width:
            return "VCF041"
        if not _is_position(fields[1]):
            return "VCF042"
        if not SEQUENCE.fullmatch(fields[3]):
            return "VCF043"
        for alt in fields[4].split(","):
            plain = SEQUENCE.fullmatch(alt) or alt in ("*", ".", "<*>")
            if not plain and not SYMBOLIC.fullmatch(alt) and not is_breakend(alt):
                return "VCF044"
        return ""

    def _settle(self, fields: list[str], chrom: str, number: int) -> None:
        place = Place(self.reports.file, self.record, number)
        if fields[4] in BASES:
            alts: tuple[str, ...] = (fields[4].upper(),)
        else:
            alts = tuple(a if a[:1] in "<*." or is_breakend(a) else a.upper() for a in fields[4].split(","))
        passed = fields[6] in PASSING
        self.missing_filter += passed and fields[6].upper() != "PASS"
        record = Record(fields, chrom, int(fields[1]), fields[3].upper(), alts, passed, place)
        self.look(chrom, record.pos, record.ref, alts)
        for reason in self.settler.settle(record):
            self.alleles += 1
            if reason:
                self.tally[reason] += 1
            else:
                self.kept += 1


def _is_position(text: str) -> bool:
    return len(text) < 11 and text.isdecimal() and text.isascii()
