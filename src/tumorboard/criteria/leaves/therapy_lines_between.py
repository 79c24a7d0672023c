"""How many lines of a certain therapy were given."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria import lines, treatment
from tumorboard.criteria.answers import settled, unknown
from tumorboard.criteria.parameters import sort_sets
from tumorboard.model.verdict import Evaluation
from tumorboard.reasons import Reason

if TYPE_CHECKING:
    from tumorboard.model.case import Case
    from tumorboard.model.context import Context


@dataclass(frozen=True, slots=True)
class TherapyLinesBetween:
    """MET when the number of lines that held such a therapy lies from `min` to `max`, both included.

    Parameters
    ----------
    agents, classes, targets
        Therapy codes, classes of the therapies table, genes that an agent acts on; every list that is given must fit.
    settings
        neoadjuvant, adjuvant, maintenance, metastatic; empty for any.
    min, max
        Lines; None for no bound.  None before satisfies an upper bound.

    Notes
    -----
    Courses of one recorded line count once.  Maintenance is no further line: it belongs to the line of its number, else to the
    last that was begun before it.  Where lines are not numbered, or a course may or may not fit, the lowest and the highest number
    that the courses allow decide; an upper bound needs a complete history."""

    name: ClassVar[str] = "TherapyLinesBetween"
    reads: ClassVar[frozenset[str]] = frozenset(
        {
            "treatment.history", "treatment.lines", "treatment.agents", "treatment.class", "treatment.target",
            "treatment.setting",
        }
    )  # fmt: skip

    agents: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    min: int | None = None
    max: int | None = None

    def __post_init__(self) -> None:
        sort_sets(self)
        treatment.check_words(self)
        if not (self.agents or self.classes or self.targets):
            raise ValueError("agents, classes or targets are needed; SystemicLinesBetween counts all lines")
        if self.min is None and self.max is None:
            raise ValueError("neither min nor max is given")
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError("min is above max")

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for the lowest and highest number of such lines."""
        chosen = {f.name: getattr(self, f.name) for f in fields(self) if f.name not in {"min", "max"}}
        known = lines.lines_of(case, context, treatment.Selector(**chosen))
        least = self.min or 0
        reason = Reason.of("therapy_lines.between", least=known.least, most=known.most)
        below = known.most is not None and known.most < least
        if below or (self.max is not None and known.least > self.max):
            return settled(self, False, reason, known.courses, assumed=known.assumed and below)
        if known.least >= least and (self.max is None or (known.most is not None and known.most <= self.max)):
            return settled(self, True, reason, known.courses, assumed=known.assumed and self.max is not None)
        missing = known.missing or frozenset({"treatment.lines"})
        return unknown(self, reason, missing, known.courses)
