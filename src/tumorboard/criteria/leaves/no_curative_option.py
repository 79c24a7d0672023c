"""No curative treatment is left."""

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
class NoCurativeOption:
    """MET when the treating team states that no curative option exists.

    Notes
    -----
    A judgment of the treating team: neither metastatic nor unresectable disease answers it alone."""

    name: ClassVar[str] = "NoCurativeOption"
    reads: ClassVar[frozenset[str]] = frozenset({"statement"})

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict of the team's statement."""
        fact = "statement:no_curative_option"
        said = case.statements.get("no_curative_option")
        if said is not None:
            code = Reason.of("curative.none") if said else Reason.of("curative.some")
            return settled(self, said, code, {fact})
        answer = assumption(context, fact)
        if answer in {"yes", "no"}:
            return settled(self, answer == "yes", Reason.of("curative.by_policy"), {fact}, assumed=True)
        return unknown(self, Reason.of("curative.not_stated"), {fact})
