"""The setting of the treatment that is sought."""

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

KNOWN = frozenset({"neoadjuvant", "adjuvant", "maintenance", "metastatic"})


@dataclass(frozen=True, slots=True)
class SettingIn:
    """MET when the recorded setting is one of `settings`.

    Parameters
    ----------
    settings
        neoadjuvant, adjuvant, maintenance, metastatic."""

    name: ClassVar[str] = "SettingIn"
    reads: ClassVar[frozenset[str]] = frozenset({"diagnosis.setting"})

    settings: tuple[str, ...]

    def __post_init__(self) -> None:
        sort_sets(self)
        if not self.settings or set(self.settings) - KNOWN:
            raise ValueError(f"settings are of {', '.join(sorted(KNOWN))}")

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for what is recorded."""
        recorded = case.diagnosis.setting
        assumed = "" if recorded else assumption(context, "diagnosis.setting")
        value = recorded or assumed
        if not value:
            return unknown(self, Reason.of("setting.not_recorded"), self.reads)
        reason = Reason.of("setting.is", setting=value)
        return settled(self, value in self.settings, reason, self.reads, assumed=bool(assumed))
