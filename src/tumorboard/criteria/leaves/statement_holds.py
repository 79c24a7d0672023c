"""A clinician's yes or no on a topic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria.answers import assumption, settled, unknown
from tumorboard.model.verdict import Evaluation
from tumorboard.reasons import Reason

if TYPE_CHECKING:
    from tumorboard.model.case import Case
    from tumorboard.model.context import Context


@dataclass(frozen=True, slots=True)
class StatementHolds:
    """MET when a clinician said yes to `topic`, NOT_MET when no; silence is UNKNOWN unless the site's policy answers.

    Parameters
    ----------
    topic
        consent, contraception, life_expectancy_3_months, measurable_disease ..."""

    name: ClassVar[str] = "StatementHolds"
    reads: ClassVar[frozenset[str]] = frozenset({"statement"})

    topic: str

    def __post_init__(self) -> None:
        if not self.topic:
            raise ValueError("topic is empty")

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict of the clinician, else of the policy."""
        said = case.statements.get(self.topic)
        fact = f"statement:{self.topic}"
        if said is not None:
            code = Reason.of("statement.yes", topic=self.topic) if said else Reason.of("statement.no", topic=self.topic)
            return settled(self, said, code, {fact})
        assumed = assumption(context, fact)
        if assumed in {"yes", "no"}:
            reason = Reason.of("statement.by_policy", topic=self.topic, answer=assumed)
            return settled(self, assumed == "yes", reason, {fact}, assumed=True)
        return unknown(self, Reason.of("statement.none", topic=self.topic), {fact})
