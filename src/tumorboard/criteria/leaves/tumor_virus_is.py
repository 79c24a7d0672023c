"""A virus in the tumor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria.answers import settled, unknown
from tumorboard.criteria.measured import newest, newest_first
from tumorboard.model.verdict import Evaluation, Verdict
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
        tested = newest_first(case, context, [self.virus])
        surrogate = not tested and self.virus.startswith("HPV")
        if surrogate:
            tested = newest_first(case, context, ["P16"])
        words = {"positive": Verdict.MET, "negative": Verdict.NOT_MET}
        found = newest(case, [(b, words.get(b.state, Verdict.UNKNOWN)) for b in tested])
        if found is None:
            return unknown(self, Reason.of("virus.not_tested", virus=self.virus), {f"biomarker.{self.virus}"})
        state = "positive" if found.verdict is Verdict.MET else "negative"
        reason = Reason.of("virus.is", virus=self.virus, state=state)
        review = surrogate or found.disagree
        return settled(self, state == self.state, reason, found.used, needs_review=review)
