"""One pass over the whole table: whose rows they are, on which assembly, and whether known positions agree.

Only the rows of the sample to be read are kept, or those of every sample when all are read.
"""

from __future__ import annotations

from collections import Counter

from tumorboard.formats.alleles.assembly import LENGTHS, chromosome_name, stated_assembly
from tumorboard.formats.alleles.sites import Sites, sites_of
from tumorboard.formats.readers.maf import alleles, columns
from tumorboard.formats.readers.maf.reads import stated_fraction
from tumorboard.formats.samples import asked_sample
from tumorboard.formats.tables import Row, Table
from tumorboard.model.profile import ReadRequest

LOOKED_AT = 50_000  # rows of other samples whose alleles also tell the assembly
SEQUENCED = "#sequenced_samples:"


class Scan:
    """What the pass finds; complete after `run`.

    `counts` holds the rows of every sample in order of appearance, `rows` those of the sample to be read, `nameless` the
    number of rows without a sample.
    """

    def __init__(self, table: Table, request: ReadRequest, *, everyone: bool = False) -> None:
        self.table = table
        self.everyone = everyone
        self.request = request
        self.asked = asked_sample(request)
        self.counts: dict[str, int] = {}
        self.rows: list[Row] = []
        self.nameless = 0
        self.percent = False
        self.sequenced: tuple[str, ...] = ()
        self.builds: Counter[str] = Counter()
        placed = columns.has_positions(table)
        self.sites = sites_of(request.vocab.alleles, request.assembly) if placed else None
        self._stated: dict[str, str] = {}
        self._samples: tuple[str, ...] | None = None
        for line in table.comments:
            if line.lower().startswith(SEQUENCED):
                self.sequenced += tuple(line[len(SEQUENCED) :].split())

    def run(self) -> None:
        """Go over every row."""
        shares = "vaf" in self.table.index
        for row in self.table.rows():
            sample = row.text("sample")
            if not sample:
                row.report("MAF011", "sample")
                self.nameless += 1
                continue
            self.counts[sample] = self.counts.get(sample, 0) + 1
            self._count_build(row)
            if shares and not self.percent:
                fraction = stated_fraction(row)
                self.percent = fraction is not None and fraction > 1
            mine = self.everyone or sample == self.asked or (not self.asked and len(self.counts) == 1)
            if mine:
                self.rows.append(row)
            if self.sites is not None and (mine or self.table.records <= LOOKED_AT):
                _look(self.sites, row)
        if not self.everyone and not self.asked and len(self.counts) > 1:
            self.rows.clear()

    def samples(self) -> tuple[str, ...]:
        """Every sample with rows or listed as sequenced, in the order of the file; complete after `run`."""
        if self._samples is None:
            self._samples = tuple(dict.fromkeys((*self.counts, *self.sequenced)))
        return self._samples

    def contradictory_builds(self) -> bool:
        """Whether the file names two assemblies, one that cannot be read, or another than the request; reported."""
        reports, field = self.table.reports, self.table.column("build")
        stated = sorted(b for b in self.builds if b)
        if "unsupported" in stated:
            reports.error("MAF022", field=field)
        elif len(stated) > 1:
            reports.error("MAF021", field=field, found=tuple(stated))
        elif stated and self.request.assembly and stated[0] != self.request.assembly:
            reports.error("MAF023", field=field, declared=stated[0], requested=self.request.assembly)
        else:
            return False
        return True

    def assembly(self) -> str | None:
        """The assembly of the positions, empty when the table has none; None, with an ERROR, when it cannot be trusted."""
        reports = self.table.reports
        stated = next((b for b in sorted(self.builds) if b), "")
        if stated and self.builds[""]:
            reports.warning("MAF026", field=self.table.column("build"), records=self.builds[""], stated=stated)
        claimed = stated or self.request.assembly
        if self.sites is None or not self.rows:
            return claimed
        if not claimed:
            claimed = self.sites.told(self.table.records)
            if not claimed:
                reports.error("MAF020", field="NCBI_Build", likely=self.sites.likely() or "none")
                return None
            reports.warning("MAF028", field="NCBI_Build", assembly=claimed, alleles=self.sites.known(claimed))
            return claimed
        doubt = self.sites.doubt(self.table.records)
        if doubt is None:
            return claimed
        if doubt.refuted:
            reports.error("MAF024", field=self.table.column("start"), claimed=claimed, likely=doubt.likely)
            return None
        reports.warning("MAF025", field=self.table.column("start"), claimed=claimed, disagreeing=doubt.disagreeing)
        return claimed

    def annotation_tool(self) -> str:
        """What annotated the table, as far as comments and columns tell."""
        for line in self.table.comments:
            first = line.lstrip("# ").split("|")[0].strip()
            if first.lower().startswith(("oncotator", "funcotator")):
                return first
        return "vcf2maf" if columns.is_vcf2maf(self.table) else ""

    def _count_build(self, row: Row) -> None:
        text = row.text("build")
        build = self._stated.get(text)
        if build is None:
            build = self._stated[text] = stated_assembly(text)
            if build in LENGTHS and self.sites is not None and not self.sites.assembly:
                fresh = sites_of(self.sites.alleles, build)  # its reference bases can be compared from here on
                fresh.by_assembly = self.sites.by_assembly
                self.sites = fresh
        self.builds[build] += 1


def _look(sites: Sites, row: Row) -> None:
    """Count how the row agrees with the known positions of either assembly."""
    chrom = chromosome_name(row.raw("chrom"))
    here = sites.at.get(chrom)
    start = row.raw("start").removesuffix(".0")
    if not here or not start.isdecimal() or len(start) > 10:
        return
    at = int(start)
    ref = row.raw("ref").upper()
    if at not in here and at + 1 not in here:
        return
    if len(ref) == 1:
        sites.look_at_base(chrom, at, ref)
    allele = alleles.variant_allele(ref, row.raw("alt1"), row.raw("alt2"))
    change, _ = alleles.place(chrom, at, None, allele)
    if change is not None and not allele.doubt:
        sites.look_at_change(change)
