"""A case's facts by gene, marker, analyte and id, so that a question looks only at what it asks about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from tumorboard.model.alteration import CopyNumber, Fusion, SpliceEvent, Variant
from tumorboard.model.biomarker import Biomarker
from tumorboard.model.specimen import Assay, Specimen

if TYPE_CHECKING:
    from tumorboard.model.case import Case, LabValue

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class CaseIndex:
    """Every list in the order of the case; a gene, marker, analyte or id that does not occur is not a key."""

    variants: Mapping[str, tuple[Variant, ...]]
    copy_numbers: Mapping[str, tuple[CopyNumber, ...]]
    fusions: Mapping[str, tuple[Fusion, ...]]
    splice_events: Mapping[str, tuple[SpliceEvent, ...]]
    biomarkers: Mapping[str, tuple[Biomarker, ...]]
    labs: Mapping[str, tuple[LabValue, ...]]
    specimens: Mapping[str, Specimen]
    assays: Mapping[str, Assay]

    @classmethod
    def of(cls, case: Case) -> CaseIndex:
        """The index of a case."""
        return cls(
            _grouped((v.gene, v) for v in case.variants),
            _grouped((n.gene, n) for n in case.copy_numbers),
            _grouped((gene, f) for f in case.fusions for gene in dict.fromkeys(f.genes)),
            _grouped((s.gene, s) for s in case.splice_events),
            _grouped((b.marker, b) for b in case.biomarkers),
            _grouped((v.analyte, v) for v in case.labs),
            {s.id: s for s in case.specimens},
            {a.id: a for a in case.assays},
        )


def _grouped(pairs: Iterable[tuple[str, T]]) -> dict[str, tuple[T, ...]]:
    found: dict[str, list[T]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in found.items()}
