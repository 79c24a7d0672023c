"""Who said that a gene has no such event, of the same specimen and time in which one was found, or later.

Only what somebody stated counts ("EGFR wild type", a negative FISH): an assay that merely did not see what another one saw may
be the less sensitive of the two.  Results of different specimens, or of certainly different days, do not contradict each other.
"""

from __future__ import annotations

from collections.abc import Iterator

from tumorboard.criteria import fusion_tests
from tumorboard.criteria.measured import when
from tumorboard.model.biomarker import Biomarker
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.dates import PartialDate


def denied(
    case: Case, context: Context, gene: str, kind: str, specimen: str, day: PartialDate | None
) -> frozenset[str]:
    """Fact ids of the denials of what was found in a specimen (empty: not recorded) on a day."""
    found = {f"assay/{a}" for a in stated(case, gene, kind, specimen, day)}
    for measured in _negative(case, context, gene, kind):
        then = when(case, measured)
        there = measured.specimen or specimen_of(case, measured.assay)
        if _same(specimen, there) and not _before(day, then) and not _before(then, day):
            found.add(f"biomarker/{measured.id}")
    return frozenset(found)


def stated(case: Case, gene: str, kind: str, specimen: str, day: PartialDate | None) -> tuple[str, ...]:
    """Ids of the assays of this specimen and time of which somebody said that they did not find this."""
    found = []
    for other in case.assays:
        if (gene, kind) in other.stated_negative and _same(specimen, other.specimen):
            then = dated(case, other.id, other.specimen)
            if not _before(day, then) and not _before(then, day):
                found.append(other.id)
    return tuple(found)


def dated(case: Case, assay_id: str, specimen_id: str) -> PartialDate | None:
    """When the material was taken, else when it was assayed: what was there is a matter of the material."""
    assay = case.index.assays.get(assay_id)
    specimen = case.index.specimens.get(specimen_id or specimen_of(case, assay_id))
    if specimen is not None and specimen.collected is not None:
        return specimen.collected
    return assay.date if assay else None


def specimen_of(case: Case, assay_id: str) -> str:
    """The specimen of an assay; empty when neither is recorded."""
    assay = case.index.assays.get(assay_id)
    return assay.specimen if assay else ""


def later_negative(case: Case, context: Context, gene: str, kind: str, day: PartialDate | None) -> frozenset[str]:
    """Ids of measurements that settle the question with no, certainly later than `day`."""
    return frozenset(b.id for b in _negative(case, context, gene, kind) if _before(day, when(case, b)))


def _negative(case: Case, context: Context, gene: str, kind: str) -> Iterator[Biomarker]:
    if kind == "fusion":
        yield from (b for b, word in fusion_tests.companions(case, context, gene) if word == "negative")


def _same(one: str, other: str) -> bool:
    return not one or not other or one == other


def _before(one: PartialDate | None, other: PartialDate | None) -> bool:
    return one is not None and other is not None and one.latest < other.earliest
