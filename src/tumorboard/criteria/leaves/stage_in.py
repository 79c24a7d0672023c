"""Stage group, sub-stages included."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria.answers import settled, unknown
from tumorboard.criteria.diagnosis import is_stage, stage_relation
from tumorboard.criteria.parameters import sort_sets
from tumorboard.model.verdict import Evaluation, Verdict
from tumorboard.reasons import Reason

if TYPE_CHECKING:
    from tumorboard.model.case import Case
    from tumorboard.model.context import Context


@dataclass(frozen=True, slots=True)
class StageIn:
    """MET when the recorded stage is one of `stages` or a sub-stage of one.

    Parameters
    ----------
    stages
        Stage groups in Roman numerals: "III" includes "IIIA"; "IIIA" asked of "III" is UNKNOWN, and so is
        every question about a recorded stage that is no such group ("4", "III or IV", "extensive")."""

    name: ClassVar[str] = "StageIn"
    reads: ClassVar[frozenset[str]] = frozenset({"diagnosis.stage"})

    stages: tuple[str, ...]

    def __post_init__(self) -> None:
        sort_sets(self)
        if not self.stages:
            raise ValueError("stages is empty")
        for stage in self.stages:
            if not is_stage(stage):
                raise ValueError(
                    f"{stage} is no stage group in Roman numerals: 0, I, II, III, IV, with a sub-stage as in IIIA"
                )

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for the recorded stage."""
        stage = case.diagnosis.stage
        if not stage:
            return unknown(self, Reason.of("stage.not_recorded"), self.reads)
        verdict = stage_relation(stage, self.stages)
        if verdict is Verdict.UNKNOWN:
            return unknown(self, Reason.of("stage.no_detail", stage=stage), self.reads, self.reads)
        return settled(self, verdict is Verdict.MET, Reason.of("stage.is", stage=stage), self.reads)
