"""VCF and BCF: the small variants (and annotated breakends) of one tumor.

What is read
    VCF 4.0 to 4.5 as text, gzip, bgzip, and BCF 2; annotated by VEP, SnpEff, bcftools csq or Funcotator, or not at all.
Alleles
    Every alternate allele is taken apart with the indexes of its record intact; ``*`` is dropped; multi-nucleotide
    changes are never split.  Coordinates of the result are interbase and trimmed, chromosomes without ``chr``.
Without annotation
    Known alleles become variants by position, everything else is counted ``not_interpretable``.
Assembly and tumor column
    From the header, checked against the request; a file for which either is undetermined or contradictory is refused.
Accounts
    `records` counts alternate alleles (a malformed line counts once); `kept` and the tally add up to it.

Source: VCF 4.5 (samtools/hts-specs); see `consequence` and `depth` for the annotators and callers.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from tumorboard.formats.alleles import phase
from tumorboard.formats.alleles.sites import Sites, sites_of
from tumorboard.formats.readers.vcf import consequence, structural
from tumorboard.formats.readers.vcf.alleles import Interpreter
from tumorboard.formats.readers.vcf.header import Columns, Header, parse_header, resolve_assembly, resolve_columns
from tumorboard.formats.readers.vcf.lines import Block, blocks
from tumorboard.formats.readers.vcf.records import Scan
from tumorboard.formats.readers.vcf.settle import Settler
from tumorboard.formats.reports import Reports
from tumorboard.issues import Issue, Parsed, Place, Severity
from tumorboard.model.alteration import Fusion, Variant
from tumorboard.model.profile import Profile, ReadRequest

NAME = "vcf"
SUFFIXES = (".vcf", ".vcf.gz", ".vcf.bgz", ".bcf")
VERIFIED = (
    "VEP (HCC1395, 1,470 records), CIViC's and PCGR's VCFs of both assemblies, bcftools csq; SnpEff, Funcotator and most "
    "callers' depth fields from their specifications, unverified on real files"
)
KINDS = frozenset({"variant"})
FIXED = ("#CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO", "FORMAT")


class Head(Protocol):
    """The part of a file's opening that tells its format."""

    @property
    def name(self) -> str: ...

    @property
    def lines(self) -> Sequence[str]: ...


def sniff(head: Head) -> bool:
    """Whether the file calls itself a VCF, or is a BCF by name."""
    if head.name.lower().endswith(".bcf"):
        return True
    first = head.lines[0].lstrip("\ufeff") if head.lines else ""
    return first.startswith("##fileformat=VCF") or any(x.startswith("#CHROM\tPOS\tID\tREF\tALT") for x in head.lines)


def read(path: Path, request: ReadRequest) -> Parsed[Profile]:
    """The tumor's variants, with every record accounted for; None when assembly, tumor or header cannot be told."""
    reports = Reports(path.name, overflow="VCF099")
    source = blocks(path, reports)
    lines, rest = _take_header(source)
    if not lines:
        if not reports.failed():
            reports.error("VCF011")
        return Parsed(None, reports.closed())
    if tuple(lines[-1].split("\t")[:9]) not in (FIXED, FIXED[:8]):
        _drain(source)
        reports.error("VCF015", line=len(lines))
        return Parsed(None, reports.closed())
    header = parse_header(lines)
    assembly, assembly_issues = resolve_assembly(header, request, path.name)
    columns, column_issues = resolve_columns(header, request, path.name)
    reports.issues += [*assembly_issues, *column_issues]
    if columns is None or any(i.severity is Severity.ERROR for i in assembly_issues):
        _drain(source)
        return Parsed(None, reports.closed())
    layouts = consequence.find_layouts(header.info)
    interpreter = Interpreter(request.vocab, assembly, layouts, tuple(header.info))
    settler = Settler(interpreter, columns, reports)
    sites = sites_of(request.vocab.alleles, assembly)
    scan = Scan(header, settler, sites, reports)
    with _collector_paused():
        for first, data in rest:
            scan.block(first, data)
    if not assembly:
        return _without_assembly(path, request, sites, scan)
    if not _stands(sites, scan):
        return Parsed(None, reports.closed())
    return Parsed(_profile(scan, settler, header, columns, assembly), reports.closed())


def _without_assembly(path: Path, request: ReadRequest, sites: Sites, scan: Scan) -> Parsed[Profile]:
    """The file read again on the assembly that its alleles make certain; refused when they do not."""
    place = Place(path.name, field="##reference, ##contig")
    told = sites.told(scan.alleles)
    if not told:
        likely = sites.likely() or "none"
        scan.reports.add("VCF020", Severity.ERROR, place, likely=likely)
        return Parsed(None, scan.reports.closed())
    again = read(path, replace(request, assembly=told))
    inferred = Issue.of("VCF028", Severity.WARNING, place, assembly=told, alleles=sites.known(told))
    return Parsed(again.value, (inferred, *again.issues))


def _stands(sites: Sites, scan: Scan) -> bool:
    """Whether the claimed assembly can be true; reports when it is refuted or doubtful."""
    doubt, place = sites.doubt(scan.alleles), Place(scan.reports.file, field="POS, REF")
    if doubt is None:
        return True
    if doubt.refuted:
        scan.reports.add("VCF024", Severity.ERROR, place, claimed=sites.assembly, likely=doubt.likely)
        return False
    scan.reports.add("VCF025", Severity.WARNING, place, claimed=sites.assembly, disagreeing=doubt.disagreeing)
    return True


@contextmanager
def _collector_paused() -> Iterator[None]:
    """No cyclic garbage collection: the values made here hold no cycles, and looking for them again and again doubles
    the time of a large file."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _take_header(source: Iterator[Block]) -> tuple[list[str], Iterator[Block]]:
    """The lines up to ``#CHROM`` and the blocks after it; no lines when there is no such line before the data."""
    lines: list[str] = []
    for first, block in source:
        for i, line in enumerate(block):
            if line.startswith("#CHROM\t"):
                return [*lines, line], _after(first + i + 1, block[i + 1 :], source)
            if line and not line.startswith("#"):
                return [], source
            lines.append(line)
    return [], source


def _after(first: int, lines: list[str], source: Iterator[Block]) -> Iterator[Block]:
    yield first, lines
    yield from source


def _drain(source: Iterator[Block]) -> None:
    """Stop reading; what the rest holds does not matter any more."""
    close = getattr(source, "close", None)
    if close is not None:
        close()


def _profile(scan: Scan, settler: Settler, header: Header, columns: Columns, assembly: str) -> Profile:
    reports, layouts = scan.reports, settler.interpreter.layouts
    fusions = _fusions(scan, settler)
    variants = _joined(settler)
    if scan.missing_filter:
        reports.add("VCF050", Severity.INFO, Place(reports.file, field="FILTER"), records=scan.missing_filter)
    if not scan.alleles:
        reports.info("VCF012")
    elif scan.tally["malformed"] == scan.alleles:
        reports.error("VCF046")
    if not layouts:
        reports.add("VCF060", Severity.WARNING, records=scan.tally["not_interpretable"])
    tumor = header.samples[columns.tumor - 9] if columns.tumor is not None else ""
    return Profile(
        format=NAME,
        kinds=KINDS | ({"fusion"} if fusions else frozenset()),
        variants=variants,
        fusions=fusions,
        assembly=assembly,
        annotated=bool(layouts),
        annotation_tool=_tool(header, layouts),
        samples=header.samples,
        sample=tumor,
        records=scan.alleles,
        kept=scan.kept,
        tally=MappingProxyType({k: n for k, n in sorted(scan.tally.items()) if n}),
        fingerprint=MappingProxyType(settler.fingerprint),
        doubted=frozenset(settler.doubted),
    )


def _fusions(scan: Scan, settler: Settler) -> tuple[Fusion, ...]:
    """Fusions of mated breakends; the accounts move from the tally to what is kept."""
    fusions, left = structural.pair(settler.ends)
    scan.kept += len(settler.ends) - len(left)
    scan.tally["breakend_without_partner"] += len(left)
    del scan.tally["breakend"]
    return fusions


def _joined(settler: Settler) -> tuple[Variant, ...]:
    """The variants, with those of one codon on one haplotype made one change."""
    variants, replaced = settler.variants, {}
    for codon in phase.shared_codons(variants, settler.phases):
        first = variants[codon.members[0]]
        if not codon.certain:
            settler.reports.add("VCF058", Severity.WARNING, first.source)
            continue
        settler.reports.add("VCF057", Severity.WARNING, first.source)
        replaced[codon.members[0]] = phase.join(variants, settler.phases, codon)
        replaced |= dict.fromkeys(codon.members[1:], ())
    if not replaced:
        return tuple(variants)
    return tuple(v for i, one in enumerate(variants) for v in replaced.get(i, (one,)))


def _tool(header: Header, layouts: tuple[consequence.Layout, ...]) -> str:
    """Name and version of the annotator as the header gives them."""
    if not layouts:
        return ""
    keys = {
        consequence.VEP: "VEP",
        consequence.SNPEFF: "SnpEffVersion",
        consequence.SNPEFF_OLD: "SnpEffVersion",
        consequence.BCFTOOLS: "bcftools/csqVersion",
        consequence.FUNCOTATOR: "Funcotator Version",
    }
    kind = layouts[0].kind
    version = header.meta.get(keys[kind], "").strip('"').split('"')[0].split(" ")[0]
    return f"{kind} {version}".strip()
