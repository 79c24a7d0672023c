"""WINTHER's workflow: DNA first, else RNA; the committee decides; what was really given is scored afterwards.

The DNA arm is entered when an option's conditions hold on an alteration of this tumor; otherwise the RNA arm, when a drug's
targets are above the patient's own normal tissue.  Matching scores are computed after the fact, on the drugs really given: of
DNA the matched share of characterized alterations, of RNA where the best of the given drugs stands among all that were ranked.

Source: Rodon 2019, Nat Med 25:751, doi:10.1038/s41591-019-0424-4.  The transform of the RNA ranks is our design.
"""

from __future__ import annotations

from collections.abc import Sequence

from tumorboard.interpret.expression.method import Method
from tumorboard.model.assessment import TherapyOption
from tumorboard.model.research import Ledger, RankedDrug, Workflow
from tumorboard.model.research_input import Decision
from tumorboard.model.verdict import Verdict

METHOD = Method(name="winther", version="1", doi=("10.1038/s41591-019-0424-4",), standing="published")
ALTERATIONS = ("variant/", "copy_number/", "fusion/", "splice/")
SHOWN = 10


def workflow(
    options: Sequence[TherapyOption],
    drugs: Sequence[RankedDrug],
    *,
    decision: Decision | None = None,
    given: Sequence[str] = (),
    ledger: Ledger | None = None,
) -> Workflow:
    """The arm with its candidates, the decision as recorded, and the scores of what was given."""
    dna = tuple(o.therapies for o in options if _on_alteration(o))
    rna = tuple(d.agent for d in drugs if d.supporting and d.score > 0)
    return Workflow(
        arm="dna" if dna else "rna" if rna else "none",
        dna=dna[:SHOWN],
        rna=rna[:SHOWN],
        decision=decision,
        given=tuple(given),
        dna_score=ledger.score / 100 if ledger is not None and ledger.score is not None and given else None,
        rna_score=rna_score(drugs, given),
    )


def rna_score(drugs: Sequence[RankedDrug], given: Sequence[str], *, aggregate: str = "max") -> float | None:
    """``1 - (rank - 1) / (M - 1)`` of the best given drug (or the mean of them); None when none of them was ranked.

    Raises
    ------
    ValueError
        If the aggregate is neither max nor mean.

    Examples
    --------
    >>> five = [RankedDrug(rank=n, agent=a, score=0.0, supporting=(), unmeasured=()) for n, a in enumerate("abcde", 1)]
    >>> rna_score(five, ["b"]), rna_score(five, ["b", "e"], aggregate="mean"), rna_score(five, ["x"])
    (0.75, 0.375, None)
    >>> rna_score(five[:1], ["a"])
    1.0
    """
    if aggregate not in {"max", "mean"}:
        raise ValueError("aggregate is max or mean")
    count = len(drugs)
    places = [1.0 if count == 1 else 1 - (d.rank - 1) / (count - 1) for d in drugs if d.agent in set(given)]
    if not places:
        return None
    return max(places) if aggregate == "max" else sum(places) / len(places)


def _on_alteration(option: TherapyOption) -> bool:
    """Whether a statement for the option holds on an alteration of this tumor."""
    return option.verdict is Verdict.MET and any(
        m.verdict is Verdict.MET and any(u.startswith(ALTERATIONS) for u in m.biomarker.used) for m in option.matches
    )
