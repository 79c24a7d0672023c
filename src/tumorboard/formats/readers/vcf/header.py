"""What the header of a VCF says: assembly, tumor column, declared fields.

The assembly comes from the lengths of whichever contigs are declared and from names in ``##reference``, ``assembly=``
and VEP's own line; it is refused when undetermined or contradictory.  The tumor column is never taken by position.

Source: VCF 4.5 section 1.4.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tumorboard.formats.alleles.assembly import BY_LENGTH, CHROMOSOMES, NAMES, chromosome
from tumorboard.formats.cells import parse_whole
from tumorboard.issues import Issue, Place, Severity
from tumorboard.model.profile import ReadRequest

TUMOR_NAME = re.compile(r"(?:^|[^a-z])tumou?r(?:[^a-z]|$)", re.I)
NORMAL_NAME = re.compile(r"(?:^|[^a-z])(?:normal|germline|control)(?:[^a-z]|$)", re.I)
TCGA_SAMPLE = re.compile(r"^TCGA-\w\w-\w{4}-([01])\d[A-Z]?(?:-|$)")  # 01-09 tumor, 10-19 normal
DECLARATION = re.compile(r"##(INFO|FORMAT|FILTER|contig|SAMPLE|PEDIGREE)=<(.*)>\s*$", re.I)
ATTRIBUTE = re.compile(r'(\w+)=("(?:[^"\\]|\\.)*"|[^,]*)')


@dataclass(frozen=True, slots=True)
class Header:
    """Declared fields and columns; `meta` holds the other ``##key=value`` lines, first one wins."""

    info: Mapping[str, str]
    contigs: Mapping[str, int]
    named_assemblies: tuple[str, ...]
    meta: Mapping[str, str]
    tumor_names: tuple[str, ...]
    normal_names: tuple[str, ...]
    samples: tuple[str, ...]
    has_genotypes: bool


@dataclass(frozen=True, slots=True)
class Columns:
    """Index of the tumor and of the normal in the split line; None when there is none."""

    tumor: int | None
    normal: int | None


def parse_header(lines: Sequence[str]) -> Header:
    """The header of `lines`, the last of which is the ``#CHROM`` line."""
    info: dict[str, str] = {}
    contigs: dict[str, int] = {}
    meta: dict[str, str] = {}
    hints: list[str] = []
    tumor: list[str] = []
    normal: list[str] = []
    for line in lines[:-1]:
        declared = DECLARATION.match(line)
        if declared is None:
            key, _, value = line[2:].partition("=")
            meta.setdefault(key, value)
            if key in {"reference", "assembly", "VEP", "genome", "genome-build"}:
                hints.append(value)
            elif key in {"tumor_sample", "normal_sample"}:
                (tumor if key == "tumor_sample" else normal).append(value.strip())
            continue
        kind = declared[1].lower()
        attributes = {k: v.strip('"') for k, v in ATTRIBUTE.findall(declared[2])}
        name = attributes.get("ID", "")
        if kind == "info":
            info[name] = attributes.get("Description", "")
        elif kind == "contig":
            hints.append(attributes.get("assembly", ""))
            if (length := parse_whole(attributes.get("length", ""))) is not None:
                contigs[chromosome(name)] = length
        elif kind == "pedigree":
            tumor += [attributes[k] for k in ("Derived", "TUMOR", "Tumor") if k in attributes]
            normal += [attributes[k] for k in ("Original", "NORMAL", "Normal") if k in attributes]
    columns = lines[-1].split("\t")
    named = {assembly for hint in set(hints) for assembly, pattern in NAMES if pattern.search(hint)}
    return Header(
        info, contigs, tuple(sorted(named)), meta, tuple(tumor), tuple(normal), tuple(columns[9:]), len(columns) > 9
    )


def declared_assembly(header: Header) -> str:
    """The assembly the header proves, ``""`` when it says nothing, ``contradictory`` or ``unsupported``."""
    by_length = {BY_LENGTH[found] for found in header.contigs.items() if found in BY_LENGTH}
    foreign = not by_length and any(chrom in CHROMOSOMES for chrom in header.contigs)
    claims = by_length | set(header.named_assemblies)
    if foreign:
        return "unsupported"
    if len(claims) > 1:
        return "contradictory"
    return next(iter(claims), "")


def resolve_assembly(header: Header, request: ReadRequest, file: str) -> tuple[str, tuple[Issue, ...]]:
    """The assembly of the file, empty with an ERROR when it cannot be trusted."""
    place = Place(file, field="##reference, ##contig")
    declared = declared_assembly(header)
    if declared == "contradictory":
        return "", (Issue.of("VCF021", Severity.ERROR, place),)
    if declared == "unsupported":
        return "", (Issue.of("VCF022", Severity.ERROR, place),)
    if declared and request.assembly and declared != request.assembly:
        return "", (Issue.of("VCF023", Severity.ERROR, place, declared=declared, requested=request.assembly),)
    return declared or request.assembly, ()


def resolve_columns(header: Header, request: ReadRequest, file: str) -> tuple[Columns | None, tuple[Issue, ...]]:
    """The tumor's and the normal's column; None with an ERROR when it cannot be told which is the tumor."""
    samples = header.samples
    place = Place(file, field="#CHROM")
    if not samples:
        return Columns(None, None), (Issue.of("VCF033", Severity.INFO, place),)
    if len(set(samples)) < len(samples):
        return None, (Issue.of("VCF034", Severity.ERROR, place),)
    for asked in (request.tumor_sample, request.normal_sample):
        if asked and asked not in samples:
            return None, (Issue.of("VCF032", Severity.ERROR, place, columns=len(samples)),)
    normal = _normal(header, request)
    tumor = _tumor(header, request, normal)
    if tumor is None:
        return None, (Issue.of("VCF031", Severity.ERROR, place, columns=len(samples)),)
    if normal is None and len(samples) == 2:
        # The one other column of a tumor-normal pair is the normal only when something says so.
        other = next(s for s in samples if s != tumor)
        normal = other if _looks_normal(other) else None
    if normal == tumor:
        normal = None
    return Columns(9 + samples.index(tumor), None if normal is None else 9 + samples.index(normal)), ()


def _normal(header: Header, request: ReadRequest) -> str | None:
    if request.normal_sample:
        return request.normal_sample
    named = [s for s in header.samples if s in header.normal_names]
    if not named:
        named = [s for s in header.samples if _looks_normal(s)]
    return named[0] if len(named) == 1 and named[0] != request.tumor_sample else None


def _tumor(header: Header, request: ReadRequest, normal: str | None) -> str | None:
    if request.tumor_sample:
        return request.tumor_sample
    if len(header.samples) == 1:
        only = header.samples[0]
        return None if only in header.normal_names or _looks_normal(only) else only
    named = [s for s in header.samples if s in header.tumor_names]
    if not named:
        named = [s for s in header.samples if _looks_tumor(s)]
    if not named and normal is not None:
        named = [s for s in header.samples if s != normal]
    return named[0] if len(named) == 1 else None


def _looks_tumor(name: str) -> bool:
    tcga = TCGA_SAMPLE.match(name)
    return tcga[1] == "0" if tcga else bool(TUMOR_NAME.search(name)) and not NORMAL_NAME.search(name)


def _looks_normal(name: str) -> bool:
    tcga = TCGA_SAMPLE.match(name)
    return tcga[1] == "1" if tcga else bool(NORMAL_NAME.search(name)) and not TUMOR_NAME.search(name)
