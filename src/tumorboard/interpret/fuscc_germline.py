"""The germline filter of the FUSCC triple-negative cohort as a set of conditions on one variant: kept, dropped, or not known.

A variant is kept when every condition of its kind is met.  What the record does not say is UNKNOWN and named; a frequency over
all populations answers for East Asia only when it is below the limit itself, as the highest of them.

Source: public README of the FUSCCTNBC repository of Jiang 2019, doi:10.1016/j.ccell.2019.02.001 (an earlier revision for depths).
Annotation with VEP and CharGer is not part of it here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tumorboard.model.alteration import Variant
from tumorboard.model.verdict import Verdict

DEPTH, READS, SHARE = 20, 5, 0.20
PINDEL_DEPTH, PINDEL_SHARE = 30, 0.20
FREQUENCY = 0.005


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: depth, alt_reads, vaf, callers or eas_frequency."""

    name: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Filtered:
    """`verdict` MET: kept; NOT_MET: dropped; UNKNOWN: `missing` are the facts that the record lacks."""

    verdict: Verdict
    conditions: tuple[Condition, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Conditions that could not be judged, where that matters."""
        return (
            tuple(c.name for c in self.conditions if c.verdict is Verdict.UNKNOWN)
            if self.verdict is Verdict.UNKNOWN
            else ()
        )


def germline_filter(
    variant: Variant, *, indel: bool, callers: frozenset[str] | None = None, eas_frequency: float | None = None
) -> Filtered:
    """The filter's answer for one variant.

    Parameters
    ----------
    callers
        Lower-case names of the programs that called an indel (gatk, pindel); None when it is not known.
    eas_frequency
        gnomAD frequency in East Asians, 0 to 1; None falls back to the highest population frequency of the variant.
    """
    rare = Condition("eas_frequency", _rare(variant, eas_frequency))
    conditions = (*(_indel(variant, callers) if indel else _snv(variant)), rare)
    return Filtered(_every(c.verdict for c in conditions), conditions)


def _snv(variant: Variant) -> tuple[Condition, ...]:
    return (
        Condition("depth", _least(variant.depth, DEPTH)),
        Condition("alt_reads", _least(variant.alt_reads, READS)),
        Condition("vaf", _least(variant.vaf, SHARE)),
    )


def _indel(variant: Variant, callers: frozenset[str] | None) -> tuple[Condition, ...]:
    """By both programs; or by Pindel alone, with more depth."""
    if callers is not None and callers >= {"gatk", "pindel"}:
        return (Condition("callers", Verdict.MET),)
    known = Verdict.UNKNOWN if callers is None else Verdict.MET if "pindel" in callers else Verdict.NOT_MET
    if known is Verdict.UNKNOWN:
        return (Condition("callers", known),)
    return (
        Condition("callers", known),
        Condition("depth", _least(variant.depth, PINDEL_DEPTH)),
        Condition("vaf", _least(variant.vaf, PINDEL_SHARE)),
    )


def _rare(variant: Variant, eas_frequency: float | None) -> Verdict:
    if eas_frequency is not None:
        return Verdict.MET if eas_frequency < FREQUENCY else Verdict.NOT_MET
    highest = variant.population_af
    return Verdict.MET if highest is not None and highest < FREQUENCY else Verdict.UNKNOWN


def _least(value: float | None, limit: float) -> Verdict:
    if value is None:
        return Verdict.UNKNOWN
    return Verdict.MET if value >= limit else Verdict.NOT_MET


def _every(verdicts: Iterable[Verdict]) -> Verdict:
    return min(verdicts, key=lambda v: v.value)
