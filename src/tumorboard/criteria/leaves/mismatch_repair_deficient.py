"""Microsatellite instability or mismatch-repair deficiency."""

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
class MismatchRepairDeficient:
    """MET when the tumor is MSI-high or mismatch-repair deficient.

    Notes
    -----
    One method is enough; two that disagree are MET and ask for review.  Equivocal is UNKNOWN."""

    name: ClassVar[str] = "MismatchRepairDeficient"
    reads: ClassVar[frozenset[str]] = frozenset({"biomarker.MSI", "biomarker.MMR"})

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict of both methods."""
        found = case.findings.biomarkers if case.findings else {}
        msi, mmr = (found[n].state if n in found else "" for n in ("msi", "mmr"))
        used = {f for n in ("msi", "mmr") if n in found and found[n].state for f in found[n].used}
        used |= {f"finding/{n}" for n in ("msi", "mmr") if n in found and found[n].state}
        review = any(found[n].needs_review for n in ("msi", "mmr") if n in found and found[n].state)
        positive = (msi == "msi_high", mmr == "deficient")
        negative = (msi == "stable", mmr == "proficient")
        reason = Reason.of("mmr.is", msi=msi or "not_tested", mmr=mmr or "not_tested")
        if any(positive):
            return settled(self, True, reason, used, needs_review=review or any(negative))
        if any(negative) and "equivocal" not in (msi, mmr):
            return settled(self, False, reason, used, needs_review=review)
        return unknown(self, Reason.of("mmr.unknown"), self.reads, used)
