"""The diagnosis by OncoTree code, descendants included."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria.answers import settled, unknown
from tumorboard.criteria.diagnosis import holding, standing
from tumorboard.criteria.parameters import sort_sets
from tumorboard.model.verdict import Evaluation, Verdict
from tumorboard.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Hashable

    from tumorboard.criteria.diagnosis import Standing
    from tumorboard.model.case import Case
    from tumorboard.model.context import Context


@dataclass(frozen=True, slots=True)
class DiagnosisIn:
    """MET when the diagnosis is one of `diseases` or a descendant, and none of `excluding` or a descendant.

    Parameters
    ----------
    diseases, excluding
        OncoTree codes.

    Notes
    -----
    A patient coded at an ancestor of a wanted or excluded code is UNKNOWN: the detail is missing.  A code that the
    vocabulary does not hold is UNKNOWN, never a silent no."""

    name: ClassVar[str] = "DiagnosisIn"
    reads: ClassVar[frozenset[str]] = frozenset({"diagnosis.disease", "diagnosis.subtype", "vocabulary.disease"})

    diseases: tuple[str, ...]
    excluding: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        sort_sets(self)
        if not self.diseases:
            raise ValueError("diseases is empty")

    @property
    def viewed(self) -> Hashable:
        """What is looked at, whatever the codes."""
        return self.name

    def view(self, case: Case, context: Context) -> Hashable:
        """What the verdict of `check` hangs on: where the diagnosis stands among tumor types; None where none is coded."""
        disease = case.diagnosis.disease
        return standing(context, disease.code) if disease is not None else None

    def judges(self, view: Standing | None) -> Verdict:
        """The verdict for where the diagnosis stands."""
        if view is None:
            return Verdict.UNKNOWN
        if view.relation(self.excluding) is Verdict.MET:
            return Verdict.NOT_MET
        if not view.known.issuperset(self.diseases) or not view.known.issuperset(self.excluding):
            return Verdict.UNKNOWN
        wanted = view.relation(self.diseases)
        if wanted is Verdict.MET and view.relation(self.excluding) is Verdict.UNKNOWN:
            return Verdict.UNKNOWN
        return wanted

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for the coded diagnosis."""
        disease = case.diagnosis.disease
        stands = standing(context, disease.code) if disease is not None else None
        if disease is None or stands is None:
            return unknown(self, Reason.of("diagnosis.not_recorded"), {"diagnosis.disease"})
        verdict, code, used = self.judges(stands), disease.code, {"diagnosis.disease"}
        if verdict is Verdict.MET:
            found = holding(context, code, self.diseases)
            return settled(self, True, Reason.of("diagnosis.in", disease=code, diseases=found), used)
        if verdict is Verdict.NOT_MET:
            barring = holding(context, code, self.excluding)
            if barring:
                return settled(self, False, Reason.of("diagnosis.excluded", disease=code, excluding=barring), used)
            return settled(self, False, Reason.of("diagnosis.other", disease=code, diseases=self.diseases), used)
        strangers = tuple(d for d in (*self.diseases, *self.excluding) if d not in stands.known)
        if strangers:
            missing = {f"vocabulary.disease:{d}" for d in strangers}
            return unknown(self, Reason.of("diagnosis.code_unknown", codes=strangers), missing, used)
        return unknown(self, Reason.of("diagnosis.ancestor", disease=code), {"diagnosis.subtype"}, used)
