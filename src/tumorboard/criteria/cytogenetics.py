"""Aberrations of chromosomes: the newest karyotype, FISH or array result decides.

Without one, a fusion of both partners or the loss of the gene that a probe looks at suggests the aberration and leaves it
open until it is confirmed; beside a negative test it asks for review.  (It cannot settle the question: then learning a
sequencing result would turn the answer of a negative FISH.)

Source: Khoury et al. 2022, Leukemia 36:1703 and Alaggio et al. 2022, Leukemia 36:1720 (WHO, partners of translocations);
Sonneveld et al. 2016, Blood 127:2955 (probes in myeloma); Hallek et al. 2018, Blood 131:2745 (probes in CLL).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tumorboard.criteria import copies, rearrangements
from tumorboard.criteria.judgment import Sighting
from tumorboard.criteria.measured import facts, newest, newest_first
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.verdict import Evaluation, Verdict
from tumorboard.reasons import Reason

# Marker -> (gene, partners) of the rearrangements that are the translocation.
TRANSLOCATIONS: Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "T1114": (("CCND1", ("IGH", "IGK", "IGL")),),
    "T414": (("NSD2", ("IGH",)),),
    "T1416": (("MAF", ("IGH",)),),
    "T1420": (("MAFB", ("IGH",)),),
    "T922": (("ABL1", ("BCR",)),),
    "T1418": (("BCL2", ("IGH", "IGK", "IGL")),),
    "MYC_FISH": (("MYC", ()),),
    "BCL2_FISH": (("BCL2", ()),),
    "BCL6_FISH": (("BCL6", ()),),
    "MECOM_FISH": (("MECOM", ()),),
}
# Marker -> (gene at the probe, event).
BANDS: Mapping[str, tuple[str, str]] = {
    "DEL17P": ("TP53", "loss"),
    "DEL11Q": ("ATM", "loss"),
    "GAIN1Q": ("CKS1B", "gain"),
}
UNDECIDED = frozenset({"", "equivocal", "partial"})


@dataclass(frozen=True, slots=True)
class Asked:
    """The question: the newest result of `marker` is one of `states`."""

    marker: str
    states: tuple[str, ...]


def answer(case: Case, context: Context, asked: Asked, text: str) -> Evaluation:
    """The evaluation for the newest result; an alteration alone is UNKNOWN and names the test that would settle it."""
    tested = newest_first(case, context, [asked.marker])
    found = newest(case, [(b, _word(b.state, asked.states)) for b in tested])
    seen = [s for s in _equivalents(case, context, asked.marker) if s.judgment.verdict is Verdict.MET]
    if found is not None:
        contradicted = bool(seen) and found.result.state == "negative"
        reason = Reason.of("cytogenetics.is", marker=asked.marker, state=found.result.state)
        return Evaluation(found.verdict, reason, text, found.used, needs_review=found.disagree or contradicted)
    missing = frozenset({f"biomarker.{asked.marker}"})
    if seen:
        reason = Reason.of("cytogenetics.suggested", marker=asked.marker, changes=tuple(s.label for s in seen))
        return Evaluation(Verdict.UNKNOWN, reason, text, frozenset(s.fact for s in seen), missing)
    reason = Reason.of("cytogenetics.not_tested", marker=asked.marker)
    return Evaluation(Verdict.UNKNOWN, reason, text, facts(tested), missing)


def _word(state: str, states: tuple[str, ...]) -> Verdict:
    if state in states:
        return Verdict.MET
    return Verdict.UNKNOWN if state in UNDECIDED else Verdict.NOT_MET


def _equivalents(case: Case, context: Context, marker: str) -> Iterator[Sighting]:
    for gene, partners in TRANSLOCATIONS.get(marker, ()):
        yield from rearrangements.sightings(case, context, gene, partners)
    if marker in BANDS:
        gene, event = BANDS[marker]
        yield from copies.sightings(case, context, gene, copies.CopyQuestion(event))
