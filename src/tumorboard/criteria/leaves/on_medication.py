"""A drug of the medication list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria import medicines
from tumorboard.criteria.answers import assumption, settled, unknown
from tumorboard.criteria.parameters import sort_sets
from tumorboard.model.verdict import Evaluation
from tumorboard.reasons import Reason

if TYPE_CHECKING:
    from tumorboard.model.case import Case
    from tumorboard.model.context import Context


@dataclass(frozen=True, slots=True)
class OnMedication:
    """MET when one of the drugs is on the medication list.

    Parameters
    ----------
    drugs
        Generic names, Chinese names, brands or synonyms of the therapies and medicines tables; dose, salt and form are passed over.

    Notes
    -----
    A drug that no table has, asked for or on the list, may be any other under another name: UNKNOWN, and named.  That none
    is taken needs a complete list (``complete: [medications]``), or the site's policy.  Doses and dates are not on
    the list: a limit on a dose is asked as `Manual`.  Both answers may change."""

    name: ClassVar[str] = "OnMedication"
    reads: ClassVar[frozenset[str]] = frozenset({"medications", "medication.name"})

    drugs: tuple[str, ...]

    def __post_init__(self) -> None:
        sort_sets(self)
        if not self.drugs:
            raise ValueError("drugs is empty")

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for the list of medication."""
        known = {d: medicines.drug(d, context.vocab) for d in self.drugs}
        wanted = {code for code in known.values() if code} | {_plain(d) for d, code in known.items() if not code}
        meant = {m: _meant(m, context) for m in sorted(case.medications)}
        found = tuple(m for m, codes in meant.items() if codes & wanted)
        if found:
            return settled(self, True, Reason.of("medication.taken", drugs=found), {"medications"}, may_change=True)
        whole = case.complete("medications")
        by_policy = assumption(context, "medications") == "complete"
        strangers = tuple(m for m, codes in meant.items() if None in codes)
        # A drug that is asked for and that no table has may be any that is taken, under another name.
        unheard = tuple(d for d, code in known.items() if not code) if meant else ()
        if strangers or unheard:
            missing = {f"medication.name:{d}" for d in (*strangers, *unheard)} | (set() if whole else {"medications"})
            reason = Reason.of("medication.not_recognized", drugs=(*strangers, *unheard))
            return unknown(self, reason, missing, {"medications"})
        if whole or by_policy:
            reason = Reason.of("medication.none_taken")
            return settled(self, False, reason, {"medications"}, may_change=True, assumed=not whole)
        used = {"medications"} if case.medications else set()
        return unknown(self, Reason.of("medication.may_be_taken"), {"medications"}, used)


def _meant(medication: str, context: Context) -> set[str | None]:
    """The drugs of an entry, None among them for one that no table has; the words themselves too."""
    return {*medicines.drugs(medication, context.vocab), _plain(medication)}


def _plain(drug: str) -> str:
    return " ".join(drug.split()).casefold()
