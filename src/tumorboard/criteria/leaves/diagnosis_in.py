"""The diagnosis by OncoTree code, descendants included."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria.answers import settled, unknown
from tumorboard.criteria.diagnosis import holding, relation
from tumorboard.criteria.parameters import sort_sets
from tumorboard.model.verdict import Evaluation, Verdict
from tumorboard.reasons import Reason

if TYPE_CHECKING:
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

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for the coded diagnosis."""
        disease = case.diagnosis.disease
        strangers = [d for d in (*self.diseases, *self.excluding) if d not in context.vocab.diseases.entries]
        if disease is None or disease.code not in context.vocab.diseases.entries:
            return unknown(self, Reason.of("diagnosis.not_recorded"), {"diagnosis.disease"})
        used = {"diagnosis.disease"}
        code = disease.code
        wanted = relation(context, code, self.diseases)
        barred = relation(context, code, self.excluding)
        if barred is Verdict.MET:
            return settled(
                self,
                False,
                Reason.of("diagnosis.excluded", disease=code, excluding=holding(context, code, self.excluding)),
                used,
            )
        if wanted is Verdict.MET and barred is Verdict.NOT_MET and not strangers:
            found = holding(context, code, self.diseases)
            return settled(self, True, Reason.of("diagnosis.in", disease=code, diseases=found), used)
        if strangers:
            missing = {f"vocabulary.disease:{d}" for d in strangers}
            return unknown(self, Reason.of("diagnosis.code_unknown", codes=tuple(strangers)), missing, used)
        if wanted is Verdict.NOT_MET:
            return settled(self, False, Reason.of("diagnosis.other", disease=code, diseases=self.diseases), used)
        return unknown(self, Reason.of("diagnosis.ancestor", disease=code), {"diagnosis.subtype"}, used)
