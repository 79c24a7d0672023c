"""A solid tumor, whatever its site."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria.answers import settled, unknown
from tumorboard.model.verdict import Evaluation
from tumorboard.reasons import Reason

if TYPE_CHECKING:
    from tumorboard.model.case import Case
    from tumorboard.model.context import Context


@dataclass(frozen=True, slots=True)
class SolidTumor:
    """MET for a solid tumor, CNS tumors included; NOT_MET for a hematologic neoplasm.

    Parameters
    ----------
    include_lymphoma
        Whether Hodgkin and non-Hodgkin lymphomas count too (plasma cell neoplasms do not).

    Notes
    -----
    A term that covers both is UNKNOWN."""

    name: ClassVar[str] = "SolidTumor"
    reads: ClassVar[frozenset[str]] = frozenset({"diagnosis.disease", "diagnosis.subtype"})

    include_lymphoma: bool = False

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for the coded diagnosis."""
        disease = case.diagnosis.disease
        entry = context.vocab.diseases.entries.get(disease.code) if disease else None
        if disease is None or entry is None:
            return unknown(self, Reason.of("diagnosis.not_recorded"), {"diagnosis.disease"})
        used = {"diagnosis.disease"}
        lineage = set(context.vocab.diseases.lineage(disease.code))
        if self.include_lymphoma and lineage & {"NHL", "HL"} and not lineage & {"PCM", "PCN"}:
            return settled(self, True, Reason.of("tumor.lymphoma_counts", disease=disease.code), used)
        if entry.solid is None:
            return unknown(self, Reason.of("tumor.both_kinds", disease=disease.code), {"diagnosis.subtype"}, used)
        code = "tumor.solid" if entry.solid else "tumor.hematologic"
        return settled(self, entry.solid, Reason.of(code, disease=disease.code), used)
