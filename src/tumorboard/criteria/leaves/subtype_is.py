"""An intrinsic or molecular subtype of the tumor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria.answers import settled, unknown
from tumorboard.criteria.measured import newest_first
from tumorboard.criteria.parameters import sort_sets
from tumorboard.model.verdict import Evaluation
from tumorboard.reasons import Reason

if TYPE_CHECKING:
    from tumorboard.model.case import Case
    from tumorboard.model.context import Context


@dataclass(frozen=True, slots=True)
class Scheme:
    """`finding` is what an interpretation calls it, empty where none derives it; `marker` what a laboratory reports."""

    subtypes: tuple[str, ...]
    marker: str
    finding: str = ""


SCHEMES: Mapping[str, Scheme] = {
    "fuscc_tnbc": Scheme(("blis", "im", "lar", "mes", "unclassified"), "FUSCC_SUBTYPE", "fuscc_subtype"),
    "pam50": Scheme(("basal_like", "her2_enriched", "luminal_a", "luminal_b", "normal_like"), "PAM50"),
}


@dataclass(frozen=True, slots=True)
class SubtypeIs:
    """MET when the tumor is of one of `subtypes` under the scheme.

    Parameters
    ----------
    scheme
        fuscc_tnbc (triple-negative breast cancer: lar, im, blis, mes, unclassified) or pam50 (luminal_a, luminal_b,
        her2_enriched, basal_like, normal_like).
    subtypes
        Subtypes of that scheme; any one is enough.

    Notes
    -----
    fuscc_tnbc is the derived finding, from what was reported and the stainings of AR, CD8, FOXC1 and DCLK1 in that order; a
    tumor that is not triple negative has none of its subtypes.  Where a staining is missing, the subtypes that the others exclude
    are NOT_MET and those still possible UNKNOWN; MET when every one that is possible is among the `subtypes`.  pam50 is what was reported.  A subtype that was not assessed,
    or on which the results differ, is UNKNOWN.  Nothing is guessed from one sample's expression.

    Source: Jiang 2019, Cancer Cell 35:428; Zhao 2020, Oncologist, PMID 32406563; Parker 2009, J Clin Oncol 27:1160."""

    name: ClassVar[str] = "SubtypeIs"
    reads: ClassVar[frozenset[str]] = frozenset({"biomarker"})

    scheme: str
    subtypes: tuple[str, ...]

    def __post_init__(self) -> None:
        sort_sets(self)
        if self.scheme not in SCHEMES:
            raise ValueError(f"scheme is one of {', '.join(SCHEMES)}")
        known = SCHEMES[self.scheme].subtypes
        if not self.subtypes or not set(self.subtypes) <= set(known):
            raise ValueError(f"subtypes of {self.scheme} are {', '.join(known)}")

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for the subtype that was found."""
        scheme = SCHEMES[self.scheme]
        if scheme.finding:
            return self._derived(case, scheme)
        reported = [b for b in newest_first(case, context, [scheme.marker]) if b.state in scheme.subtypes]
        used = frozenset(f"biomarker/{b.id}" for b in reported)
        if len({b.state in self.subtypes for b in reported}) != 1:
            code = "subtype.results_differ" if reported else "subtype.not_assessed"
            return unknown(self, Reason.of(code, scheme=self.scheme), {f"biomarker.{scheme.marker}"}, used)
        reason = Reason.of("subtype.is", scheme=self.scheme, subtype=reported[0].state)
        return settled(self, reported[0].state in self.subtypes, reason, used)

    def _derived(self, case: Case, scheme: Scheme) -> Evaluation:
        found = case.findings.biomarkers.get(scheme.finding) if case.findings else None
        if found is None:
            return unknown(self, Reason.of("subtype.not_assessed", scheme=self.scheme), {f"biomarker.{scheme.marker}"})
        used = {f"finding/{scheme.finding}", *found.used}
        if found.state:
            reason = Reason.of("subtype.is", scheme=self.scheme, subtype=found.state)
            return settled(self, found.state in self.subtypes, reason, used, needs_review=found.needs_review)
        if found.reason is not None and found.reason.code == "fuscc.not_triple_negative":
            return settled(self, False, found.reason, used, needs_review=found.needs_review)
        if (verdict := self._of_possible(found.possible)) is not None:
            reason = Reason.of("subtype.still_possible", scheme=self.scheme, subtypes=found.possible)
            return settled(self, verdict, reason, used, needs_review=found.needs_review)
        missing = set(found.missing) or {f"biomarker.{scheme.marker}"}
        return unknown(self, found.reason or Reason.of("subtype.not_assessed", scheme=self.scheme), missing, used)

    def _of_possible(self, possible: tuple[str, ...]) -> bool | None:
        """Whether the subtype, one of `possible`, is one of those asked for; None when that is open."""
        asked = {one in self.subtypes for one in possible}
        return asked.pop() if len(asked) == 1 else None
