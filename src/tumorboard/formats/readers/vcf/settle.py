"""One record taken apart: which of its alternate alleles become variants, and why the others do not.

In this order: no allele or a spanning deletion; symbolic alleles and breakends; FILTER; absent from the tumor; nothing
known about it.  A failing record is never used, but a coding or known allele among them is named in an issue.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from tumorboard.formats.alleles.change import Change, trim, window_gene
from tumorboard.formats.alleles.known import agree, find_known
from tumorboard.formats.alleles.phase import Phase, Phases
from tumorboard.formats.cells import parse_whole
from tumorboard.formats.readers.vcf.alleles import Interpreter, carries, stated_origin
from tumorboard.formats.readers.vcf.consequence import BCFTOOLS, SNPEFF, Effect, Layout, value_of
from tumorboard.formats.readers.vcf.depth import NOTHING, Depth, from_info, measure
from tumorboard.formats.readers.vcf.header import Columns
from tumorboard.formats.readers.vcf.structural import Breakend, is_breakend, mate_position
from tumorboard.formats.reports import Reports
from tumorboard.issues import Place, Severity
from tumorboard.model.alteration import Origin, Variant
from tumorboard.vocab.alleles import KnownAllele

NO_ALLELE = frozenset({".", "", "<*>", "<NON_REF>"})
SPANNING = frozenset({"*", "<*:DEL>", "<DEL:*>"})


@dataclass(frozen=True, slots=True)
class Record:
    """A split line with what is needed again and again; `passed` also when FILTER is missing."""

    fields: list[str]
    chrom: str
    pos: int
    ref: str
    alts: tuple[str, ...]
    passed: bool
    place: Place


class Found(NamedTuple):
    """What is known of one allele; `quiet` is the tally code should it become no variant."""

    change: Change
    known: KnownAllele | None
    layout: Layout | None
    effects: list[Effect]
    quiet: str
    coding: bool


class Settler:
    """Collects what the records of one file yield."""

    def __init__(self, interpreter: Interpreter, columns: Columns, reports: Reports) -> None:
        self.interpreter = interpreter
        self.columns = columns
        self.reports = reports
        self.variants: list[Variant] = []
        self.phases: list[Phase] = []
        self.phase = Phases()
        self.ends: list[Breakend] = []
        self.fingerprint: dict[tuple[str, int, str, str], int] = {}
        self.seen: set[Change] = set()
        self.doubted: set[str] = set()  # genes of known alleles that failed a filter
        self.keys: dict[str, tuple[str, ...]] = {}
        # bcftools csq writes nothing where no gene model lies; the other annotators write a term for it.
        self.silence_means_nothing = {x.kind for x in interpreter.layouts} == {BCFTOOLS}

    def settle(self, record: Record) -> Iterator[str]:
        """For each alternate allele the tally code, or an empty text when it became a value."""
        tumor = self._sample(record, self.columns.tumor)
        passed = record.passed and tumor.get("FT", "PASS") in ("PASS", ".", "")
        for index, alt in enumerate(record.alts, 1):
            if alt in NO_ALLELE:
                yield "no_alternate"
            elif alt in SPANNING:
                yield "spanning_deletion"
            elif is_breakend(alt):
                yield self._breakend(record, alt, index, tumor) if passed else "filtered"
            elif alt.startswith("<"):
                yield "symbolic_allele" if passed else "filtered"
            else:
                yield self._allele(record, index, tumor, passed)

    def _sample(self, record: Record, column: int | None) -> dict[str, str]:
        if column is None:
            return {}
        form = record.fields[8]
        keys = self.keys.get(form)
        if keys is None:
            keys = self.keys[form] = tuple(form.split(":"))
        return dict(zip(keys, record.fields[column].split(":"), strict=False))

    def _allele(self, record: Record, index: int, tumor: Mapping[str, str], passed: bool) -> str:
        alt = record.alts[index - 1]
        change = trim(record.chrom, record.pos, record.ref, alt)
        if not change.ref and not change.alt:
            return "no_alternate"
        reader = self.interpreter
        known = find_known(reader.alleles, reader.assembly, change, pos=record.pos, ref=record.ref, alt=alt)
        found = self._look_up(record, index, change, known)
        if known is not None and known.kind == "polymorphism":
            self._remember_genotype(record, change, index, tumor)
        if not passed:
            if known is not None and known.kind != "polymorphism":
                self.reports.add("VCF052", Severity.WARNING, record.place)
                self.doubted.add(known.gene)
            elif found.coding or known is not None:
                self.reports.add("VCF051", Severity.INFO, record.place)
            return "filtered"
        if not found.effects and known is None:
            return found.quiet
        depth = self._depth(record, index, tumor)
        if carries(tumor.get("GT", ""), index) is False:
            if known is not None and depth.alt:
                self.reports.add("VCF053", Severity.WARNING, record.place)
            return "not_in_tumor"
        if change in self.seen:
            self.reports.add("VCF054", Severity.INFO, record.place)
            return "duplicate"
        self.seen.add(change)
        self._keep(record, index, found, depth=depth, tumor=tumor)
        return ""

    def _look_up(self, record: Record, index: int, change: Change, known: KnownAllele | None) -> Found:
        """What the annotation and the table of known alleles say of one allele."""
        reader = self.interpreter
        if not reader.layouts:
            return Found(change, known, None, [], "not_interpretable", False)
        told = reader.effects(record.fields[7], pos=record.pos, ref=record.ref, alts=record.alts, index=index)
        if told is None:
            if self.silence_means_nothing and not any(value_of(record.fields[7], x.key) for x in reader.layouts):
                return Found(change, known, None, [], "not_coding", False)
            if record.passed:
                self.reports.add("VCF061", Severity.WARNING, record.place)
            return Found(change, known, None, [], "not_interpretable", False)
        layout, choice = told
        effects = [e for e in choice.picked if e.reportable]
        if not effects:
            gene = window_gene(reader.assembly, change)
            effects = [e for e in choice.picked if e.gene == gene][:1] if gene else []
        return Found(change, known, layout, effects, choice.quiet, choice.coding)

    def _depth(self, record: Record, index: int, tumor: Mapping[str, str]) -> Depth:
        depth = measure(tumor, record.ref, record.alts, index) if tumor else NOTHING
        if depth.rule == "ad_mismatch":
            self.reports.add("VCF055", Severity.WARNING, record.place)
        if depth.vaf is None and depth.alt is None:
            info = record.fields[7]
            stated = from_info(value_of(info, "TVAF"), value_of(info, "TDP"), index)
            if stated.vaf is not None:
                return stated
        return depth

    def _keep(self, record: Record, index: int, found: Found, *, depth: Depth, tumor: Mapping[str, str]) -> None:
        """Add the variants of an allele: one, or one for each gene that it changes."""
        layout, effects = found.layout, found.effects
        info = record.fields[7]
        normal = self._sample(record, self.columns.normal) if self.columns.normal is not None else None
        origin, contradictory = stated_origin(info, normal, index, record.ref, record.alts)
        if contradictory:
            self.reports.add("VCF056", Severity.WARNING, record.place)
        first = effects[0] if effects else None
        facts: dict[str, Any] = {
            "position": self.interpreter.position(found.change),
            "vaf": depth.vaf,
            "depth": depth.total,
            "alt_reads": depth.alt,
            "depth_rule": depth.rule,
            "filter": "PASS" if record.fields[6] not in (".", "") else "",
            "origin": origin,
            "population_af": self.interpreter.population_af(layout, effects, info, index),
            "clinvar": self.interpreter.clinvar(layout, first, info),
            "annotation": layout.kind if layout is not None else "",
            "source": record.place,
        }
        if origin is Origin.GERMLINE:
            facts["zygosity"] = zygosity(normal if normal is not None else tumor, index)
        if found.known is not None:
            variants = [self._with_known(facts, found.known, found, record)]
        else:
            assert layout is not None  # effects come with their layout
            variants = [self._with_effect(facts, layout, effect) for effect in effects]
        for i, variant in enumerate(variants):
            codons = layout.read(effects[i].entry, "codons") if layout is not None and effects else ""
            self.variants.append(variant)
            self.phases.append(self.phase(tumor, index, codons))

    def _with_effect(self, facts: dict[str, Any], layout: Layout, effect: Effect) -> Variant:
        protein, text = self.interpreter.protein(layout, effect)
        exon = effect.entry[layout.at.get("exon", -1)].partition("/")[0].partition("-")[0]
        return Variant(
            gene=effect.gene,
            transcript=effect.transcript,
            hgvs_c=layout.read(effect.entry, "hgvs_c").rpartition(":")[2],
            hgvs_p=text,
            protein=protein,
            consequences=effect.terms,
            exon=parse_whole(exon),
            **facts,
        )

    def _with_known(self, facts: dict[str, Any], known: KnownAllele, found: Found, record: Record) -> Variant:
        """The annotated variant where it agrees with the known allele, else the known allele with an issue."""
        layout, effects = found.layout, found.effects
        effect = next((e for e in effects if e.gene == known.gene), effects[0] if effects else None)
        annotated = self._with_effect(facts, layout, effect) if layout is not None and effect is not None else None
        variant, doubt = agree(known, Variant(**facts), annotated)
        if doubt == "silent" and self.interpreter.layouts:
            self.reports.add("VCF063", Severity.INFO, record.place)
        elif doubt == "contradicted" and effect is not None:
            self.reports.add("VCF062", Severity.WARNING, record.place, transcript=effect.transcript)
        return variant

    def _remember_genotype(self, record: Record, change: Change, index: int, tumor: Mapping[str, str]) -> None:
        column = self.columns.normal if self.columns.normal is not None else self.columns.tumor
        sample = self._sample(record, column) if column != self.columns.tumor else tumor
        alleles = sample.get("GT", "").replace("|", "/").split("/")
        if alleles and "." not in alleles and alleles != [""]:
            key = (change.chrom, change.start, change.ref, change.alt)
            self.fingerprint[key] = min(2, alleles.count(str(index)))

    def _breakend(self, record: Record, alt: str, index: int, tumor: Mapping[str, str]) -> str:
        info = record.fields[7]
        found = self.interpreter.effects(info, pos=record.pos, ref=record.ref, alts=record.alts, index=index)
        picked = found[1].picked if found is not None else ()
        fused = next((e.gene for e in picked if found and found[0].kind == SNPEFF and "&" in e.gene), "")
        symbols = self.interpreter.symbols
        normal = self._sample(record, self.columns.normal) if self.columns.normal is not None else None
        self.ends.append(
            Breakend(
                id=record.fields[2] if record.fields[2] != "." else "",
                mate=value_of(info, "MATEID").split(",")[0],
                where=f"{record.chrom}:{record.pos}",
                towards=mate_position(alt),
                genes=tuple(e.gene for e in picked if e.gene and e.within),
                ordered=tuple(symbols[g] for g in fused.split("&")) if fused.count("&") == 1 else (),
                reads=self._depth(record, index, tumor).alt,
                origin=stated_origin(info, normal, index, record.ref, record.alts)[0],
                place=record.place,
            )
        )
        return "breakend"


def zygosity(sample: Mapping[str, str], index: int) -> str:
    """``homozygous`` or ``heterozygous`` by the genotype; empty when it does not say."""
    alleles = sample.get("GT", "").replace("|", "/").split("/")
    count = alleles.count(str(index))
    return "" if not count else "homozygous" if count == len(alleles) > 1 else "heterozygous"
