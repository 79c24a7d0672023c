"""A virus in the tumor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria.answers import settled, unknown
from tumorboard.criteria.measured import facts, newest_first
from tumorboard.model.verdict import Evaluation
from tumorboard.reasons import Reason

if TYPE_CHECKING:
    from tumorboard.model.case import Case
    from tumorboard.model.context import Context


@dataclass(frozen=True, slots=True)
class TumorVirusIs:
    """MET when the newest test of the tumor for the virus is `state`.

    Parameters
    ----------
    virus
        HPV16, HPV, EBV, MCPyV, HBV ...
    state
        positive or negative.

    Notes
    -----
    p16 staining is a surrogate for HPV: it answers and asks for review."""

    name: ClassVar[str] = "TumorVirusIs"
    reads: ClassVar[frozenset[str]] = frozenset({"biomarker"})

    virus: str
    state: str

    def __post_init__(self) -> None:
        if self.state not in {"positive", "negative"}:
            raise ValueError("state is positive or negative")

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for the newest test."""
        tested = [b for b in newest_first(case, context, [self.virus]) if b.state in {"positive", "negative"}]
        surrogate = False
        if not tested and self.virus.startswith("HPV"):
            tested = [b for b in newest_first(case, context, ["P16", "p16"]) if b.state in {"positive", "negative"}]
            surrogate = bool(tested)
        if not tested:
            return unknown(self, Reason.of("virus.not_tested", virus=self.virus), {f"biomarker.{self.virus}"})
        newest = tested[0]
        disagree = any(b.state != newest.state for b in tested[1:])
        reason = Reason.of("virus.is", virus=self.virus, state=newest.state)
        review = surrogate or disagree
        return settled(self, newest.state == self.state, reason, facts(tested), needs_review=review)
