"""A value as a line that `parse_typed` reads as this value again: the canonical way of typing it."""

from __future__ import annotations

from collections.abc import Iterator

from tumorboard.formats.typed.rearrangements import is_turned
from tumorboard.genome.genomic import accession
from tumorboard.genome.protein import short_text
from tumorboard.model.alteration import ONE_OR_BOTH, CopyNumber, Fusion, GenomicPosition, Origin, SpliceEvent, Variant
from tumorboard.model.biomarker import Biomarker
from tumorboard.model.profile import Profile

_CALLS = {
    "amplification": "amplification",
    "gain": "gain",
    "loss": "single copy loss",
    "deep_loss": "homozygous deletion",
}
_TERMS = {"frameshift_variant": "frameshift", "stop_gained": "nonsense", "missense_variant": "missense"}
_ORIGINS = {Origin.GERMLINE: "germline", Origin.SOMATIC: "somatic", Origin.POSSIBLE_CHIP: "possible CHIP"}
_UNITS = {"percent": "%", "mut_per_mb": " mut/Mb"}
_NEGATIVES = {
    "variant": "{} wild type",
    "fusion": "no {} fusion",
    "copy_number": "{} copy number normal",
    "splice": "no {} skipping",
}
_WORDS = {
    "h_score": "H-score",
    "activity_score": "activity score",
    "not_codeleted": "not codeleted",
    "copies": "copy number",
    "log2": "log2",
}


def typed_lines(profile: Profile) -> tuple[str, ...]:
    """One line for every value and negative of a profile that was typed; other profiles may hold more than a line can say."""
    values: list[Variant | CopyNumber | Fusion | SpliceEvent | Biomarker] = [
        *profile.variants,
        *profile.copy_numbers,
        *profile.fusions,
        *profile.splice_events,
        *profile.biomarkers,
    ]
    return (*(typed_line(v) for v in values), *(_negative(gene, kind) for gene, kind in profile.negatives))


def typed_line(value: Variant | CopyNumber | Fusion | SpliceEvent | Biomarker) -> str:
    """The line of one value.

    Examples
    --------
    >>> typed_line(SpliceEvent(gene="MET", first_exon=14, last_exon=14))
    'MET exon 14 skipping'
    """
    match value:
        case Variant():
            words = _variant(value)
        case CopyNumber():
            words = _copies(value)
        case Fusion():
            words = _fusion(value)
        case SpliceEvent():
            exons = str(value.first_exon)
            exons += f"-{value.last_exon}" if value.last_exon != value.first_exon else ""
            words = iter([value.gene, "exon", exons, "skipping"])
        case Biomarker():
            words = _marker(value)
    return " ".join(w for w in words if w)


def _negative(gene: str, kind: str) -> str:
    return _NEGATIVES[kind].format(gene)


def _number(value: float) -> str:
    return f"{value:g}" if float(f"{value:g}") == value else repr(value)


def _variant(v: Variant) -> Iterator[str]:
    yield v.gene
    yield v.transcript
    if v.position is not None:
        yield _place(v.position)
    if v.hgvs_c:
        yield v.hgvs_c
    if v.protein is not None and v.category != "any":
        yield f"p.{short_text(v.protein)}"
    if v.exon is not None:
        yield f"exon {v.exon}"
    yield from _kind(v)
    yield {"het": "heterozygous", "hom": "homozygous", "hemi": "hemizygous"}.get(v.zygosity, "")
    yield _ORIGINS.get(v.origin, "")
    yield v.clinvar
    if v.vaf is not None:
        yield "VAF 100%" if v.vaf == 1 else f"VAF {v.vaf!r}"


def _kind(v: Variant) -> Iterator[str]:
    """What is told by name because no change is."""
    if v.protein is not None and v.category == "any":
        yield f"{v.protein.ref}{v.protein.start} mutation"
    elif v.category and not v.hgvs_c:
        yield {"any": "mutation"}.get(v.category, v.category)
    elif v.protein is None and not v.hgvs_c and v.consequences:
        yield _TERMS.get(v.consequences[0], "")


def _place(at: GenomicPosition) -> str:
    """The change by position, on the chromosome's accession, which names the assembly."""
    name = accession(at.assembly, at.chrom)
    if at.ref and at.alt and len(at.ref) == len(at.alt) == 1:
        return f"{name}:g.{at.end}{at.ref}>{at.alt}"
    span = f"{at.start + 1}" if len(at.ref) == 1 else f"{at.start + 1}_{at.end}"
    if not at.ref:
        return f"{name}:g.{at.start}_{at.start + 1}ins{at.alt}"
    return f"{name}:g.{span}del{at.ref}" + (f"ins{at.alt}" if at.alt else "")


def _copies(c: CopyNumber) -> Iterator[str]:
    yield c.gene
    yield "loss" if c.call == "loss" and c.call_rule == ONE_OR_BOTH else _CALLS.get(c.call, "")
    if c.copies is not None:
        yield f"copy number {_number(c.copies)}"
    if c.log2_ratio is not None:
        yield f"log2 ratio {_number(c.log2_ratio)}"


def _fusion(f: Fusion) -> Iterator[str]:
    if f.ordered or len(f.genes) < 2:
        # Two hyphens, a caller's sign, keep an order that two colons would leave in doubt.
        sign = "--" if is_turned(f.five_prime, f.three_prime) else "::"
        yield f"{f.five_prime}{sign}{f.three_prime}" if len(f.genes) == 2 else f"{f.genes[0]} fusion"
    else:
        yield f"{f.five_prime}/{f.three_prime} fusion"
    yield from f.breakpoints
    yield {True: "in frame", False: "out of frame", None: ""}[f.in_frame]
    yield f.evidence.upper()
    yield _ORIGINS.get(f.origin, "")


def _marker(b: Biomarker) -> Iterator[str]:
    yield b.marker
    yield {"statement": "stated", "fish": "FISH", "": ""}.get(b.method, b.method)
    if b.failed:
        yield "failed"
    yield _WORDS.get(b.state, b.state.replace("_", " "))
    if b.scale == "ihc_score" and b.value is not None:
        yield f"{b.value:g}+" if b.value else "score 0"
        yield {"faint_le_10_percent": "faint staining", "no_staining": "no staining"}.get(b.detail, "")
        return
    yield "" if b.marker == "GLOH" else _WORDS.get(b.scale, b.scale)  # the name says it
    unit = _UNITS.get(b.unit, "")
    if b.value is not None:
        yield f"{b.comparator}{_number(b.value)}{unit}"
    elif b.low is not None and b.high is not None:
        yield f"{_number(b.low)}-{_number(b.high)}{unit}"
    if b.panel_mb is not None:
        yield f"panel {_number(b.panel_mb)} Mb"
    yield b.clone
    if b.detail.startswith("intensity_"):
        yield f"{b.detail.removeprefix('intensity_')}+"
    else:
        yield b.detail
