"""One row taken apart: a variant, or the reason why it is none.

In this order: no mutation by its own status; a rearrangement; no allele; FILTER; nothing known about it; a repetition.
A failing row is never used, but a coding or known allele among them is named in an issue.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tumorboard.formats.alleles.assembly import chromosome_name
from tumorboard.formats.alleles.change import Change, window_gene
from tumorboard.formats.alleles.frequency import frequency
from tumorboard.formats.alleles.known import agree, find_known
from tumorboard.formats.alleles.phase import Phase, shared_codons
from tumorboard.formats.alleles.terms import Terms
from tumorboard.formats.gene_names import GeneNames, Named, tell
from tumorboard.formats.readers.maf import alleles, classes, columns
from tumorboard.formats.readers.maf.alleles import Allele
from tumorboard.formats.readers.maf.classes import Told
from tumorboard.formats.readers.maf.origin import origin_of, zygosity_of
from tumorboard.formats.readers.maf.protein import change_of
from tumorboard.formats.readers.maf.reads import reads_of
from tumorboard.formats.tables import Row, Table
from tumorboard.model.alteration import GenomicPosition, ProteinChange, Variant
from tumorboard.vocab import Vocabulary
from tumorboard.vocab.alleles import KnownAllele

PASSED = frozenset({"", ".", "pass", "na"})
FREQUENT = frozenset({"common_variant", "common_in_exac"})  # a frequency, not a doubt about the reads
NO_MUTATION = frozenset({"none", "wildtype", "post-transcriptional modification"})
PLACE_CODES = {"no_position": "MAF040", "no_fit": "MAF041", "ambiguous_insertion": "MAF042", "no_bases": "MAF040"}
TOLD_CODES = {"unknown_class": "MAF065", "contradicted": "MAF067"}
PROMOTERS = frozenset({"TERT"})
UNPHASED = Phase(frozenset(), "", False, "")


class Settler:
    """Collects what the rows of one sample yield; `begin` goes on to another sample of the table.

    Parameters
    ----------
    assembly
        Of the positions; empty when the table has none.
    percent
        Whether its fraction column is in percent.
    """

    def __init__(self, table: Table, vocab: Vocabulary, assembly: str, *, percent: bool) -> None:
        self.known_alleles = vocab.alleles
        self.names = GeneNames(vocab.genes)
        self.assembly = assembly
        self.percent = percent
        self.placed = columns.has_positions(table)
        self.annotated = columns.has_annotation(table)
        self.second_is_variant = columns.is_vcf2maf(table)
        self.frequencies = columns.frequency_columns(table.header)
        self.terms = Terms()
        self.variants: list[Variant] = []
        self.seen: set[tuple[object, ...]] = set()
        self.doubted: set[str] = set()  # genes of known alleles that failed a filter

    def begin(self) -> None:
        """Forget the rows of the sample before, and keep what was learned of genes and terms."""
        self.variants = []
        self.seen = set()
        self.doubted = set()

    def settle(self, row: Row) -> str:
        """The tally code of a row, empty when it became a variant."""
        status = row.raw("status").lower()
        if status in NO_MUTATION:
            return "not_a_mutation"
        allele, change = self._allele(row)
        if allele.doubt == "no_alternate":
            row.note("MAF044", "alt2")
            return "no_alternate"
        known = self._known(change)
        bare = self._bare(row, allele, change)
        told, annotated = self._annotated(row, bare, change)
        if told.doubt == "rearranged":
            row.report("MAF066", "class")
            return "rearrangement"
        matters = annotated is not None and (told.info.reportable or self._beside_gene(annotated, change))
        if not self._passed(row):
            if known is not None and known.kind != "polymorphism":
                row.report("MAF052", "filter")
                self.doubted.add(known.gene)
            elif matters or known is not None:
                row.note("MAF051", "filter")
            return "filtered"
        if known is None:
            if not matters:
                return self._quiet(row, told)
            tell(row, self._gene(row, change), "gene")
        variant = self._decided(row, bare, annotated if matters else None, known)
        return self._keep(row, variant, status, told, lossy=told.doubt == "lossy" and not variant.known_allele)

    def check_codons(self) -> list[Variant]:
        """First variant of each codon that several single-base changes share: the table cannot tell their phase."""
        codons = shared_codons(self.variants, [UNPHASED] * len(self.variants))
        return [self.variants[codon.members[0]] for codon in codons]

    def _allele(self, row: Row) -> tuple[Allele, Change | None]:
        if not self.placed:
            return Allele("", "", doubt="unstated"), None
        cells = (row.raw("ref"), row.raw("alt1"), row.raw("alt2"))
        allele = alleles.variant_allele(*cells, second_is_variant=self.second_is_variant)
        if allele.doubt in {"no_alternate", "unstated"}:
            return allele, None
        if allele.doubt == "two_alleles":
            row.report("MAF043", "alt1")
            named = alleles.told_apart(*cells, row.text("hgvs_c"))
            if named is None and self.annotated and not self.second_is_variant:
                return allele, None  # which of the two the annotation means cannot be told
            allele = named or allele
        if allele.doubt == "no_bases":
            row.report(PLACE_CODES[allele.doubt], "ref")
            return allele, None
        chrom = chromosome_name(row.text("chrom"))
        change, why = alleles.place(chrom, row.whole("start"), row.whole("end"), allele)
        if change is not None and alleles.beyond_end(self.assembly, change):
            row.report("MAF045", "start", assembly=self.assembly)
            return allele, None
        if change is not None and _other_strand(row):
            row.report("MAF046", "strand")
            return allele, None
        if why:
            row.report(PLACE_CODES[why], "start")
        return allele, change

    def _known(self, change: Change | None) -> KnownAllele | None:
        if change is None:
            return None
        at, ref, alt = change.start + 1, change.ref, change.alt
        return find_known(self.known_alleles, self.assembly, change, pos=at, ref=ref, alt=alt)

    def _bare(self, row: Row, allele: Allele, change: Change | None) -> dict[str, Any]:
        """Everything that the row says of a variant apart from the consequence."""
        reads = reads_of(row, percent=self.percent)
        if reads.doubt:
            row.report("MAF055", "t_alt")
        origin, contradictory = origin_of(row, allele)
        if contradictory:
            row.report("MAF056", "status")
        position = None
        if change is not None:
            end = change.start + len(change.ref)
            position = GenomicPosition(self.assembly, change.chrom, change.start, end, change.ref, change.alt)
        return {
            "position": position,
            "vaf": reads.vaf,
            "depth": reads.depth,
            "alt_reads": reads.alt,
            "depth_rule": reads.rule,
            "filter": row.text("filter"),
            "origin": origin,
            "zygosity": zygosity_of(origin, allele, row),
            "population_af": self._population_af(row),
            "clinvar": row.text("clinvar"),
            "source": row.place(),
        }

    def _annotated(self, row: Row, bare: Mapping[str, Any], change: Change | None) -> tuple[Told, Variant | None]:
        """What the row says of a gene; no variant when it says nothing."""
        if not self.annotated:
            return Told(self.terms[""]), None
        hgvs_c = row.text("hgvs_c")
        consequence = row.text("consequence")
        protein, text = self._protein(row, consequence, row.raw("class"))
        told = classes.consequence_of(self.terms, consequence, row.raw("class"), protein, hgvs_c)
        if told.doubt in TOLD_CODES:
            row.report(TOLD_CODES[told.doubt], "class")
        gene = self._gene(row, change).gene
        if not told.source or not gene:
            return told, None
        exon = row.text("exon").partition("/")[0].partition("-")[0]
        return told, Variant(
            **bare,
            gene=gene,
            transcript=row.text("transcript") or hgvs_c.rpartition(":")[0],
            hgvs_c=hgvs_c.rpartition(":")[2],
            hgvs_p=text,
            protein=protein,
            consequences=told.info.terms,
            exon=int(exon) if exon.isdecimal() and len(exon) < 5 else None,
            annotation="maf",
        )

    def _gene(self, row: Row, change: Change | None) -> Named:
        return self.names.resolve(row.raw("gene"), row.text("entrez"), change.chrom if change is not None else "")

    def _protein(self, row: Row, consequence: str, classification: str) -> tuple[ProteinChange | None, str]:
        """The protein change from the first column that has one, and its text."""
        said = f"{consequence} {classification}".lower()
        stop = None if not said.strip() else "stop_gained" in said or "nonsense" in said
        first = ""
        for name in columns.PROTEIN:
            text = row.text(name)
            change = change_of(text, stop_gained=stop)
            if change is not None:
                return change, text.rpartition(":")[2]
            first = first or text.rpartition(":")[2]
        return None, first

    def _beside_gene(self, variant: Variant, change: Change | None) -> bool:
        """Whether a non-coding change lies where it may matter: around MET exon 14, in the TERT promoter."""
        if change is not None and window_gene(self.assembly, change) == variant.gene:
            return True
        return variant.gene in PROMOTERS and "upstream_gene_variant" in variant.consequences

    def _passed(self, row: Row) -> bool:
        text = row.raw("filter").lower()
        return text in PASSED or all(part.strip() in FREQUENT | PASSED for part in text.replace(",", ";").split(";"))

    def _quiet(self, row: Row, told: Told) -> str:
        if not told.source:
            if self.annotated:
                row.note("MAF061", "class")
            return "not_interpretable"
        return "synonymous" if told.info.silent else "not_coding"

    def _decided(
        self, row: Row, bare: Mapping[str, Any], annotated: Variant | None, known: KnownAllele | None
    ) -> Variant:
        if known is not None:
            variant, doubt = agree(known, Variant(**bare), annotated)
            if doubt == "contradicted":
                row.report("MAF062", "hgvsp_short")
            elif doubt == "silent" and self.annotated:
                row.note("MAF063", "class")
            return variant
        assert annotated is not None  # settle has asked whether it matters
        upstream = "upstream_gene_variant" in annotated.consequences
        if annotated.gene in PROMOTERS and upstream and not annotated.hgvs_c and annotated.position is None:
            return replace(annotated, category="promoter")  # all that the row states
        return annotated

    def _keep(self, row: Row, variant: Variant, status: str, told: Told, *, lossy: bool) -> str:
        where = variant.position if variant.position is not None else (variant.protein, variant.hgvs_p, variant.hgvs_c)
        key = (variant.gene, where)
        if key in self.seen:
            row.note("MAF054")
            return "duplicate"
        self.seen.add(key)
        if lossy:
            row.note("MAF064", "class")
        if status == "loh":
            row.report("MAF053", "status")
        self.variants.append(variant)
        return ""

    def _population_af(self, row: Row) -> float | None:
        highest = max((frequency(text) for at in self.frequencies if (text := row.text(at))), default=-1.0)
        return highest if highest >= 0 else None


def _other_strand(row: Row) -> bool:
    """Whether alleles are written on the minus strand.  GDC's ``STRAND`` is the transcript's and another column."""
    return row.place("strand").field in {"Strand", "strand"} and row.raw("strand") in {"-", "-1"}
