"""A condition that only a person can decide."""

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
class Manual:
    """MET or NOT_MET as a person answered for exactly this text; otherwise UNKNOWN.

    Parameters
    ----------
    text
        The condition in the protocol's words."""

    name: ClassVar[str] = "Manual"
    reads: ClassVar[frozenset[str]] = frozenset({"manual"})

    text: str

    def __post_init__(self) -> None:
        if not self.text:
            raise ValueError("text is empty")

    def check(self, case: Case, context: Context) -> Evaluation:
        """The person's answer."""
        said = case.statements.get(f"manual:{self.text}")
        fact = f"manual:{self.text}"
        if said is None:
            return unknown(self, Reason.of("manual.unanswered", text=self.text), {fact})
        code = Reason.of("manual.yes", text=self.text) if said else Reason.of("manual.no", text=self.text)
        return settled(self, said, code, {fact})
