"""Cases without what no question about alterations tells apart: the length of times, and numbers beyond their thresholds.

Of the days of material, measurements and treatment such a question only asks which came first; of a tumor cell fraction only whether it
reaches a threshold.  So thousands of cases, each with days and fractions of its own, become a few that are equal, and are asked once.
The generative tests compare the verdicts with those of the cases themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from tumorboard.criteria.measured import threshold
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.dates import PartialDate
from tumorboard.model.specimen import Specimen
from tumorboard.model.verdict import Criterion

# Criteria that ask of a day only whether it is before another; none of them knows a window.
COMPARING = frozenset({
    "CodonMutated", "ExonMutated", "ExonSkipping", "FusionIn", "GeneActivated", "GeneAltered", "GeneAmplified", "GeneDeleted",
    "GeneInactivated", "GermlinePathogenic", "NoActionableDriver", "PromoterMutated", "ProteinChangeIn", "VariantClassIn", "WildType",
})  # fmt: skip
PURITIES = ("negative_variant_min_purity", "negative_copy_number_min_purity")
FRACTION = "negative_plasma_min_tumor_fraction"
LONG_AGO = date(1900, 1, 1)


def comparing(leaf: Criterion) -> bool:
    """Whether the criterion says the same of a case `in_order`."""
    return getattr(leaf, "name", "") in COMPARING


def in_order(case: Case, context: Context) -> Case:
    """A case of which every criterion of `COMPARING` says the same: on the day of the context and, with the same thresholds, on later ones.

    Days keep their order, and no distance.  They stay as they are where one is after the day of the context, or where one that is not known
    to the day may be before or after another.
    """
    days = _places(case, context.on)

    def placed(day: PartialDate | None) -> PartialDate | None:
        return days.get(day, day) if day is not None else None

    limits = [threshold(context, name) for name in PURITIES]
    limits += [a.min_purity for a in case.assays if a.min_purity is not None]
    return replace(
        case,
        specimens=tuple(_specimen(s, placed(s.collected), limits, threshold(context, FRACTION)) for s in case.specimens),
        assays=tuple(
            replace(a, date=placed(a.date), files=(), annotation_tool="", assembly="", panel_mb=None) for a in case.assays
        ),
        biomarkers=tuple(replace(b, date=placed(b.date)) if b.date is not None else b for b in case.biomarkers),
        courses=tuple(replace(c, start=placed(c.start), stop=placed(c.stop)) for c in case.courses),
    )  # fmt: skip


def _specimen(given: Specimen, day: PartialDate | None, limits: Iterable[float], fraction: float) -> Specimen:
    return replace(
        given, collected=day, site="", ploidy=None, purity=_reached(given.purity, limits), tumor_fraction=_reached(given.tumor_fraction, (fraction,))
    )  # fmt: skip


def _reached(value: float | None, limits: Iterable[float]) -> float | None:
    """The highest limit that is reached; 0 for none of them."""
    return None if value is None else max((x for x in limits if x <= value), default=0.0)


def _days(case: Case) -> Iterator[PartialDate | None]:
    for s in case.specimens:
        yield s.collected
    for a in case.assays:
        yield a.date
    for b in case.biomarkers:
        yield b.date
    for c in case.courses:
        yield c.start
        yield c.stop


def _places(case: Case, on: date) -> dict[PartialDate, PartialDate]:
    """Each day by its place among the days of the case; nothing where places do not say what the days say."""
    told = sorted({d for d in _days(case) if d is not None}, key=lambda d: (d.earliest, d.latest))
    if not told or max(d.latest for d in told) > on:
        return {}
    if any(one.latest >= other.earliest for one, other in pairwise(told)):
        return {}
    placed = (LONG_AGO + timedelta(days=n) for n in range(len(told)))
    return {day: PartialDate(p.year, p.month, p.day) for day, p in zip(told, placed, strict=True)}
