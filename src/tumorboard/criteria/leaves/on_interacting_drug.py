"""Co-medication that changes the metabolism of other drugs or the heart's rhythm."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria import medicines
from tumorboard.criteria.answers import assumption, settled, unknown
from tumorboard.criteria.judgment import COUNTS, Judgment, no, open_
from tumorboard.model.verdict import Evaluation, Verdict
from tumorboard.reasons import Reason

if TYPE_CHECKING:
    from tumorboard.model.case import Case
    from tumorboard.model.context import Context

EFFECTS = {
    "cyp3a_inhibitor": ("strong", "moderate", "any"),
    "cyp3a_inducer": ("strong", "moderate", "any"),
    "qt": ("prolonging", "any"),
}


@dataclass(frozen=True, slots=True)
class OnInteractingDrug:
    """MET when a drug of the medication list has the effect in the strength asked for.

    Parameters
    ----------
    effect
        cyp3a_inhibitor, cyp3a_inducer, qt.
    strength
        strong, moderate, or any; for qt prolonging or any.

    Notes
    -----
    The table of effects is small and cited.  A drug that has no row of the effect is UNKNOWN and named, unless the site's
    policy answers for it (assumption ``medication.effect:DRUG``: none).  That nothing else is taken needs a complete list
    (``complete: [medications]``).  Cancer drugs that are still taken belong on the list too."""

    name: ClassVar[str] = "OnInteractingDrug"
    reads: ClassVar[frozenset[str]] = frozenset({"medications", "medication.effect"})

    effect: str
    strength: str = "any"

    def __post_init__(self) -> None:
        if self.effect not in EFFECTS:
            raise ValueError(f"effect is one of {', '.join(EFFECTS)}")
        if self.strength not in EFFECTS[self.effect]:
            raise ValueError(f"strength is one of {', '.join(EFFECTS[self.effect])}")

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for the list of medication."""
        judged = [(m, self._judge(m, context)) for m in sorted(case.medications)]
        found = tuple(m for m, j in judged if j.verdict is Verdict.MET)
        if found:
            reason = Reason.of("medication.on", drugs=found, effect=self.effect)
            return settled(self, True, reason, {"medications"}, may_change=True)
        missing = frozenset[str]().union(*(j.missing for _, j in judged))
        whole = case.complete("medications")
        if missing:
            drugs = tuple(m for m, j in judged if j.missing)
            missing = missing if whole else missing | {"medications"}
            return unknown(
                self, Reason.of("medication.not_listed", drugs=drugs, effect=self.effect), missing, {"medications"}
            )
        by_policy = assumption(context, "medications") == "complete"
        if whole or by_policy:
            assumed = not whole or any(j.assumed for _, j in judged)
            reason = Reason.of("medication.none", effect=self.effect)
            return settled(self, False, reason, {"medications"}, may_change=True, assumed=assumed)
        return unknown(self, Reason.of("medication.list_open", effect=self.effect), {"medications"})

    def _judge(self, medication: str, context: Context) -> Judgment:
        """Whether a drug has the effect, by the table, else by the site's policy."""
        name = medication.strip().casefold()
        code = medicines.drug(medication, context.vocab) or name
        strength = context.vocab.drug_effects.strengths.get(code, {}).get(self.effect)
        if strength is not None:
            return COUNTS if self.strength in {"any", strength} else no("why.other_strength")
        if assumption(context, f"medication.effect:{name}") == "none":
            return Judgment(Verdict.NOT_MET, "why.by_policy", assumed=True)
        return open_("why.effect_unknown", f"medication.effect:{name}")
