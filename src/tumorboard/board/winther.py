"""WINTHER's workflow: DNA first, else RNA; the committee decides; what was really given is scored afterwards.

The DNA arm is entered when an option's conditions hold on an alteration of this tumor; otherwise the RNA arm, when a drug's
targets are above the patient's own normal tissue.  What was not looked at names no drug and excludes none: without a test of
DNA, or without RNA compared with normal tissue where DNA names nothing, no arm is entered and that is said.  Matching scores are
computed after the fact, on the drugs really given: of DNA the matched share of characterized alterations, of RNA where the best
of the given drugs stands among all that were ranked; a drug without a target above normal is not matched, whatever its place.

Source: Rodon 2019, Nat Med 25:751, doi:10.1038/s41591-019-0424-4.  The transform of the RNA ranks is our design.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tumorboard.interpret.expression.method import Method
from tumorboard.interpret.expression.sims_triplets import overlaps
from tumorboard.model.assessment import TherapyOption
from tumorboard.model.research import Ledger, RankedDrug, Shared, Workflow
from tumorboard.model.research_input import Decision
from tumorboard.model.verdict import Verdict

METHOD = Method(name="winther", version="1", doi=("10.1038/s41591-019-0424-4",), standing="published")
ALTERATIONS = ("variant/", "copy_number/", "fusion/", "splice/")
SHOWN = 10


def workflow(
    options: Sequence[TherapyOption],
    drugs: Sequence[RankedDrug],
    *,
    dna_assessed: bool,
    rna_assessed: bool,
    decision: Decision | None = None,
    given: Sequence[str] = (),
    unnamed: Sequence[str] = (),
    progressed: Sequence[str] = (),
    ledger: Ledger | None = None,
    toxicities: Mapping[str, frozenset[str]] | None = None,
) -> Workflow:
    """The arm with its candidates, the decision as recorded, and the scores of what was given.

    Parameters
    ----------
    dna_assessed
        Whether an alteration was found, or an assay of them looked.
    rna_assessed
        Whether the tumor was compared with the patient's normal tissue.
    unnamed
        Drugs given that no vocabulary knows: a score of the others would not be of what the patient received.
    progressed
        Agents on which the disease progressed before: they keep their place, with that beside it.
    toxicities
        Agent to classes of toxicity, of those that have a row in the table.
    """
    known = toxicities or {}
    dna = tuple(o.therapies for o in options if _on_alteration(o))
    rna = tuple(d.agent for d in drugs if matched(d))
    return Workflow(
        arm=_arm(bool(dna), bool(rna), dna_assessed=dna_assessed, rna_assessed=rna_assessed),
        dna=dna[:SHOWN],
        rna=rna[:SHOWN],
        decision=decision,
        given=tuple(given),
        dna_score=None if ledger is None or ledger.score is None or not given or unnamed else ledger.score / 100,
        rna_score=None if unnamed else rna_score(drugs, given),
        unnamed=tuple(unnamed),
        progressed=tuple(progressed),
        decided=_shared(decision.agents if decision is not None else (), known),
        received=_shared(given, known),
    )


def _shared(agents: Sequence[str], toxicities: Mapping[str, frozenset[str]]) -> Shared:
    found = overlaps([(a,) for a in agents], toxicities)
    return Shared(overlaps=found, unknown=tuple(sorted({a for a in agents if a not in toxicities})))


def matched(drug: RankedDrug) -> bool:
    """Whether a target of the drug stands above normal, and the drug with it: its place among the others alone says nothing."""
    return bool(drug.supporting) and drug.score > 0


def _arm(dna: bool, rna: bool, *, dna_assessed: bool, rna_assessed: bool) -> str:
    if dna:
        return "dna"
    if not dna_assessed:
        return "dna_not_assessed"  # DNA comes first: without it RNA enters no arm
    if not rna_assessed:
        return "rna_not_assessed"
    return "rna" if rna else "none"


def rna_score(drugs: Sequence[RankedDrug], given: Sequence[str], *, aggregate: str = "max") -> float | None:
    """``1 - (rank - 1) / (M - 1)`` of the best given drug (or the mean of them); None when none of them was ranked.

    A given drug of which no target stands above normal counts 0: drugs that nothing speaks for share a place, which may be the
    first, and are no match.

    Raises
    ------
    ValueError
        If the aggregate is neither max nor mean.

    Examples
    --------
    >>> five = [RankedDrug(rank=n, agent=a, score=6.0 - n, supporting=("G",), unmeasured=()) for n, a in enumerate("abcde", 1)]
    >>> rna_score(five, ["b"]), rna_score(five, ["b", "e"], aggregate="mean"), rna_score(five, ["x"])
    (0.75, 0.375, None)
    >>> rna_score(five[:1], ["a"])
    1.0
    >>> rna_score([RankedDrug(rank=1, agent="a", score=0.0, supporting=(), unmeasured=())], ["a"])
    0.0
    """
    if aggregate not in {"max", "mean"}:
        raise ValueError("aggregate is max or mean")
    count = len(drugs)
    places = [
        0.0 if not matched(d) else 1.0 if count == 1 else 1 - (d.rank - 1) / (count - 1)
        for d in drugs
        if d.agent in set(given)
    ]
    if not places:
        return None
    return max(places) if aggregate == "max" else sum(places) / len(places)


def _on_alteration(option: TherapyOption) -> bool:
    """Whether a statement for the option holds on an alteration of this tumor."""
    return option.verdict is Verdict.MET and any(
        m.verdict is Verdict.MET and any(u.startswith(ALTERATIONS) for u in m.biomarker.used) for m in option.matches
    )
