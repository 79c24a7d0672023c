"""How an option stands for this patient: of this tumor or another, settled or not, set behind or not."""

from __future__ import annotations

from tumorboard.model.assessment import TherapyOption
from tumorboard.model.verdict import Verdict
from tumorboard.reasons import Reason
from tumorboard.report.values import Term

OWN = frozenset({"same_tumor", "tumor_agnostic"})


def own(option: TherapyOption) -> bool:
    """Whether the statement shown first was made for this tumor."""
    return bool(option.matches) and option.matches[0].relation in OWN


def settled(option: TherapyOption) -> bool:
    """Whether it was shown in this tumor and its conditions hold."""
    return own(option) and option.verdict is Verdict.MET


def verdict(option: TherapyOption) -> Term:
    """The verdict in words; of another tumor's claim only the biomarker was asked, and the words say so."""
    elsewhere = bool(option.matches) and option.matches[0].relation == "other_tumor"
    return Term(f"verdict.{option.verdict.name.lower()}{'_elsewhere' if elsewhere else ''}")


def behind(option: TherapyOption) -> tuple[Reason, ...]:
    """Why it stands behind the others of its kind; empty when nothing sets it back."""
    if "demoted:1" not in option.sort_key:
        return ()
    return tuple(dict.fromkeys((*option.against, *option.conflicts)))
