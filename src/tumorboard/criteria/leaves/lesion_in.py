"""Tumor in an organ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tumorboard.criteria import lesions
from tumorboard.criteria.answers import settled, unknown
from tumorboard.criteria.parameters import sort_sets
from tumorboard.model.lesion import SITES
from tumorboard.model.verdict import Evaluation, Verdict
from tumorboard.reasons import Reason

if TYPE_CHECKING:
    from tumorboard.model.case import Case
    from tumorboard.model.context import Context


@dataclass(frozen=True, slots=True)
class LesionIn:
    """MET when a lesion lies in one of `sites`.

    Parameters
    ----------
    sites
        liver, lung, bone, lymph_node, brain, leptomeninges, cns (all of the central nervous system), peritoneum ...
    include_suspected
        Whether a lesion that is only suspected to be tumor counts.

    Notes
    -----
    NOT_MET needs imaging that showed every one of the sites to be free, or a complete list of lesions; of the central
    nervous system it needs imaging, for a complete list does not say that the brain was looked at.  The site of the
    primary tumor counts only when it is listed as a lesion."""

    name: ClassVar[str] = "LesionIn"
    reads: ClassVar[frozenset[str]] = frozenset({"lesion.site", "lesion.nature", "lesion.imaging"})

    sites: tuple[str, ...]
    include_suspected: bool = False

    def __post_init__(self) -> None:
        sort_sets(self)
        if not self.sites:
            raise ValueError("no site is given")
        # a misspelled site would be free of lesions in every patient
        if unknown_sites := set(self.sites) - set(SITES):
            raise ValueError(f"no site is called {', '.join(sorted(unknown_sites))}; known are {', '.join(SITES)}")

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for the recorded lesions."""
        wanted = lesions.parts(self.sites)
        judged = [
            (x, lesions.lies_in(x, wanted, suspected_counts=self.include_suspected)) for x in lesions.present(case)
        ]
        found = [x for x, j in judged if j.verdict is Verdict.MET]
        if found:
            reason = Reason.of("lesion.in", sites=tuple(sorted({x.site for x in found})))
            return settled(self, True, reason, (lesions.fact(x) for x in found))
        doubtful = [(x, j) for x, j in judged if j.verdict is Verdict.UNKNOWN]
        missing = lesions.not_shown_free(case, self.sites).union(*(j.missing for _, j in doubtful))
        if missing:
            return unknown(
                self, Reason.of("lesion.not_known", sites=self.sites), missing, (lesions.fact(x) for x, _ in doubtful)
            )
        used = [lesions.fact(x) for x in case.lesions if not x.present and x.site in {*wanted, "cns"}]
        return settled(self, False, Reason.of("lesion.free", sites=self.sites), used or ["lesions"])
