"""All alterations of a case in one canonical list: placed in their specimen, told once, in an order of their own.

Told once: the same change of the same specimen from several files, or from a file and in words, is one fact that keeps
what each of them knew.  Two base changes with one protein change stay two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from itertools import groupby
from operator import itemgetter
from types import MappingProxyType
from typing import Any, TypeVar

from tumorboard.board.intake.received import Received
from tumorboard.criteria.protein_text import short_text
from tumorboard.model.alteration import CopyNumber, Fusion, Origin, SpliceEvent, Variant
from tumorboard.model.biomarker import Biomarker
from tumorboard.model.specimen import Assay, Specimen, SpecimenKind

T = TypeVar("T", Variant, CopyNumber, Fusion, SpliceEvent, Biomarker)
# Specimens in which a variant may be of blood cells.
_WITH_BLOOD_CELLS = frozenset({SpecimenKind.PLASMA, SpecimenKind.BLOOD})


@dataclass(frozen=True, slots=True)
class Gathered:
    """Every family in canonical order with ids; `joined` counts facts that were told more than once."""

    variants: tuple[Variant, ...]
    copy_numbers: tuple[CopyNumber, ...]
    fusions: tuple[Fusion, ...]
    splice_events: tuple[SpliceEvent, ...]
    biomarkers: tuple[Biomarker, ...]
    joined: int


def gather(
    received: Sequence[Received],
    specimens: Mapping[str, Specimen],
    assays: Iterable[Assay],
    *,
    chip_genes: frozenset[str],
    measurements: Sequence[Biomarker] = (),
) -> Gathered:
    """The alterations and measurements of everything that was read.

    Parameters
    ----------
    chip_genes
        Genes of clonal hematopoiesis: their variants in plasma or blood stay open until white cells were sequenced;
        empty for a hematologic neoplasm, whose blood is the tumor.
    measurements
        Biomarkers that the case file gives field by field.
    """
    assays = tuple(assays)
    controlled = {a.id for a in assays if a.white_cell_control is True}

    def origin(v: Variant) -> Variant:
        specimen = specimens.get(v.specimen)
        open_ = specimen is not None and specimen.kind in _WITH_BLOOD_CELLS and v.assay not in controlled
        if open_ and v.gene in chip_genes and v.origin is not Origin.GERMLINE:
            return replace(v, origin=Origin.POSSIBLE_CHIP)
        return v

    dates = {a.id: _taken(a, specimens) for a in assays}
    every_variant = [origin(v) for v in _placed(received, lambda p: p.variants)]
    variants = _joined(every_variant, _variant_key, dates=dates)
    copies = _joined(_placed(received, lambda p: p.copy_numbers), _copies_key, dates=dates)
    fusions = _joined(_placed(received, lambda p: p.fusions), _fusion_key, _one_fusion, dates=dates)
    splices = _joined(_placed(received, lambda p: p.splice_events), _splice_key, dates=dates)
    markers = _joined([*measurements, *_placed(received, lambda p: p.biomarkers)], _marker_key)
    families: list[list[Any]] = [variants, copies, fusions, splices, markers]
    before = sum(len(f(r.profile)) for f in _FAMILIES for r in received) + len(measurements)
    return Gathered(
        _numbered(variants, "v", _variant_order),
        _numbered(copies, "n", _order),
        _numbered(fusions, "f", _order),
        _numbered(splices, "s", _order),
        _numbered(markers, "b", _order),
        before - sum(map(len, families)),
    )


_FAMILIES: tuple[Callable[[Any], Any], ...] = (
    lambda p: p.variants,
    lambda p: p.copy_numbers,
    lambda p: p.fusions,
    lambda p: p.splice_events,
    lambda p: p.biomarkers,
)


def _placed(received: Sequence[Received], family: Callable[[Any], tuple[T, ...]]) -> list[T]:
    """The facts of one family with the specimen, assay and (for measurements) date of their file."""
    found = []
    for r in received:
        for fact in family(r.profile):
            known: dict[str, Any] = {
                "specimen": fact.specimen or r.specimen,
                "assay": fact.assay or r.assay,
            }
            if isinstance(fact, Biomarker) and fact.date is None:
                known["date"] = r.date
            found.append(replace(fact, **known))
    return found


def _taken(assay: Assay, specimens: Mapping[str, Specimen]) -> date | None:
    """The first day on which the assay can have been made; None when nothing dates it."""
    specimen = specimens.get(assay.specimen)
    days = [d.earliest for d in (assay.date, specimen.collected if specimen else None) if d is not None]
    return max(days) if days else None


def _joined(
    facts: list[T],
    key: Callable[[T], object],
    one: Callable[[list[T]], T] | None = None,
    *,
    dates: Mapping[str, date | None] = MappingProxyType({}),
) -> list[T]:
    groups: dict[object, list[T]] = {}
    for fact in facts:
        groups.setdefault(key(fact), []).append(fact)
    if key is _variant_key:
        groups = _with_positions(groups)
    return [
        _first_seen((one or _one)(group), group, dates) if len(group) > 1 else group[0] for group in groups.values()
    ]


def _first_seen(fact: T, group: Sequence[T], dates: Mapping[str, date | None]) -> T:
    """The fact as one of the assay that saw it first: seen again later, it was known all the same before."""
    dated = [(day, other.assay) for other in group if (day := dates.get(other.assay)) is not None]
    return replace(fact, assay=min(dated)[1]) if dated else fact


def _with_positions(groups: dict[Any, list[Variant]]) -> dict[Any, list[Variant]]:
    """Changes told in words join the one positioned change of the same specimen that they name."""
    by_name: dict[tuple[str, str, str], list[Any]] = {}
    for key, group in groups.items():
        v = group[0]
        if v.position is not None and v.protein is not None:
            by_name.setdefault((v.specimen, v.gene, short_text(v.protein)), []).append(key)
    found = dict(groups)
    for key, group in groups.items():
        v = group[0]
        if v.position is not None or v.protein is None:
            continue
        homes = by_name.get((v.specimen, v.gene, short_text(v.protein)), ())
        if len(homes) == 1:
            found[homes[0]] = [*found[homes[0]], *group]
            del found[key]
    return found


def _variant_key(v: Variant) -> object:
    if v.position is not None:
        return (v.specimen, v.position)
    change = short_text(v.protein) if v.protein is not None else v.hgvs_c or (v.category, v.exon)
    return (v.specimen, v.gene, change)


def _copies_key(n: CopyNumber) -> object:
    return (n.specimen, n.gene, n.copies, n.minor_copies, n.log2_ratio, n.call)


def _fusion_key(f: Fusion) -> object:
    partners = (f.five_prime, f.three_prime) if f.ordered else tuple(sorted((f.five_prime, f.three_prime)))
    return (f.specimen, partners, f.ordered, f.evidence, f.in_frame, f.confidence)


def _splice_key(s: SpliceEvent) -> object:
    return (s.specimen, s.gene, s.first_exon, s.last_exon)


def _marker_key(b: Biomarker) -> object:
    return replace(b, id="", source=None, assay="")


def _one(group: list[T]) -> T:
    """The fact that says most, with its gaps filled from the others in their order."""
    ordered = sorted(group, key=lambda fact: (-_known(fact), _text(fact)))
    first = ordered[0]
    filled: dict[str, Any] = {}
    for other in ordered[1:]:
        for f in fields(first):
            if f.name not in {"id", "source", "assay"} and _empty(filled.get(f.name, getattr(first, f.name))):
                filled[f.name] = getattr(other, f.name)
    return replace(first, **filled)


def _one_fusion(group: list[Fusion]) -> Fusion:
    """One rearrangement: its breakpoints together, the reads of the best supported."""
    first = _one(group)
    points = sorted({p for f in group for p in f.breakpoints})
    reads = [f.reads for f in group if f.reads is not None]
    return replace(first, breakpoints=tuple(points), reads=max(reads) if reads else None)


def _empty(value: object) -> bool:
    return value is None or value == "" or value == () or value is Origin.UNKNOWN


def _known(fact: object) -> int:
    return sum(not _empty(getattr(fact, f.name)) for f in fields(fact))  # type: ignore[arg-type]


def _text(fact: object) -> str:
    """A fact as text that orders facts of one family the same way in every process."""
    return repr([(f.name, _plain(getattr(fact, f.name))) for f in fields(fact) if f.name != "id"])  # type: ignore[arg-type]


def _plain(value: object) -> object:
    return sorted(map(str, value)) if isinstance(value, frozenset) else value


def _order(fact: Any) -> tuple[object, ...]:
    return (getattr(fact, "gene", "") or getattr(fact, "marker", "") or getattr(fact, "five_prime", ""),)


def _variant_order(v: Variant) -> tuple[object, ...]:
    p = v.position
    place = (p.assembly, p.chrom, p.start, p.ref, p.alt) if p is not None else ("", "", -1, "", "")
    change = short_text(v.protein) if v.protein is not None else v.hgvs_c or v.category
    return (v.gene, v.protein.start if v.protein else -1, change, *place, v.specimen)


def _numbered(facts: Sequence[T], letter: str, order: Callable[[T], tuple[object, ...]]) -> tuple[T, ...]:
    """The facts in their order, those that share a place in it by everything they say, with ids."""
    # Few share a place: a fact is spelled out only for those, which for an exome saves as long as sorting it takes.
    ordered: list[T] = []
    for _, tied in groupby(sorted(((order(f), f) for f in facts), key=itemgetter(0)), key=itemgetter(0)):
        group = [fact for _, fact in tied]
        ordered += sorted(group, key=_text) if len(group) > 1 else group
    return tuple(replace(fact, id=f"{letter}{n}") for n, fact in enumerate(ordered, start=1))
