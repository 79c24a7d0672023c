"""What the case file says under ``research``, in codes, with what is wrong with the tables of expression it rests on."""

from __future__ import annotations

from collections.abc import Mapping

from tumorboard.board.intake.desk import Desk, plain
from tumorboard.board.intake.treatment import drugs
from tumorboard.model.research_input import Ddpp, DdppInput, Decision, Reference, ResearchInput
from tumorboard.wire.case_file import CaseFile

ARMS = ("dna", "rna", "other")


def research(
    desk: Desk,
    file: CaseFile,
    reference: Reference | None,
    predictors: Mapping[int, Ddpp],
    *,
    undecided: tuple[str, ...] = (),
) -> ResearchInput | None:
    """The decision and what was given; None where the file asks for no research method."""
    entry = file.research
    if entry is None:
        return ResearchInput(undecided=undecided) if "normal" in undecided else None
    decision = None
    if entry.decision is not None:
        arm = plain(entry.decision.arm)
        if arm and arm not in ARMS:
            desk.warning("CAS010", "research.decision.arm", known=ARMS)
            arm = ""
        named, other = drugs(desk, entry.decision.drugs, "research.decision.drugs")
        decision = Decision(agents=named, arm=arm, on=entry.decision.on, unnamed=other)
    given, unnamed = drugs(desk, entry.given, "research.given")
    fitted = []
    for n, one in enumerate(entry.ddpp):
        agents, _ = drugs(desk, (one.drug,), f"research.ddpp[{n + 1}].drug")
        if n in predictors and len(agents) == 1:
            fitted.append(
                DdppInput(agent=agents[0], outcome=one.outcome, model=predictors[n], exploratory=one.exploratory)
            )
    return ResearchInput(
        reference=reference, decision=decision, given=given, unnamed=unnamed, undecided=undecided, ddpp=tuple(fitted)
    )


def tables(
    desk: Desk, tumor: tuple[Mapping[str, float] | None, str], normal: tuple[Mapping[str, float] | None, str]
) -> None:
    """Report what is wrong with the patient's tables, or missing, for research methods."""
    # here: a case without material for them must not wait for an array library
    from tumorboard.interpret.expression import checks, patient

    if tumor[0]:
        desk.issues += patient.issues(tumor[0], tumor[1], desk.file)
    if not normal[0]:
        desk.issues.append(checks.missing_normal(desk.file, asked=False))
        return
    desk.issues += patient.issues(normal[0], normal[1], desk.file)
    unlike = checks.comparable(tumor[1], normal[1], desk.file) if tumor[0] else None
    if unlike is not None:
        desk.issues.append(unlike)
    elif tumor[0] and patient.same(tumor[0], tumor[1], normal[0], normal[1]):
        desk.issues.append(checks.same_table(desk.file))
