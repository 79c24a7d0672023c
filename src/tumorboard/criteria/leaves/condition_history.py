"""A condition in the history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria.answers import assumption, settled, unknown
from tumorboard.criteria.parameters import sort_sets
from tumorboard.model.verdict import Evaluation
from tumorboard.reasons import Reason

if TYPE_CHECKING:
    from tumorboard.model.case import Case
    from tumorboard.model.context import Context


@dataclass(frozen=True, slots=True)
class ConditionHistory:
    """MET when one of the conditions is recorded, by name or code, active or past.

    Parameters
    ----------
    names
        Names or codes, compared without case, hyphens and underscores.

    Notes
    -----
    Absence is NOT_MET only when the list of conditions is complete."""

    name: ClassVar[str] = "ConditionHistory"
    reads: ClassVar[frozenset[str]] = frozenset({"conditions"})

    names: tuple[str, ...]

    def __post_init__(self) -> None:
        sort_sets(self)

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for the recorded conditions."""
        wanted = {_plain(n) for n in self.names}
        found = [c for c in case.conditions if wanted & {_plain(c.name), _plain(c.code)}]
        if found:
            names = tuple(c.name for c in found)
            return settled(
                self, True, Reason.of("condition.recorded", names=names), (f"condition/{c.id}" for c in found)
            )
        if case.complete("conditions"):
            return settled(self, False, Reason.of("condition.absent", names=self.names), {"conditions"})
        if assumption(context, "conditions") == "complete":
            return settled(self, False, Reason.of("condition.absent", names=self.names), {"conditions"}, assumed=True)
        return unknown(self, Reason.of("condition.not_complete", names=self.names), self.reads)


def _plain(name: str) -> str:
    """``interstitial_lung_disease`` and ``Interstitial lung disease`` are one name."""
    return " ".join(name.casefold().replace("_", " ").replace("-", " ").split())
