"""Questions to short cases, through the real interpretation and the shipped tables."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.evidence_support import ON, context, read

from tumorboard.board.assess import assess_case
from tumorboard.interpret.pipeline import interpret
from tumorboard.model.assessment import Assessment, TherapyOption
from tumorboard.model.case import Case
from tumorboard.model.findings import Finding
from tumorboard.model.knowledge import Knowledge
from tumorboard.model.statement import Statement
from tumorboard.model.verdict import Evaluation, Verdict
from tumorboard.testing.short_case import short_case

MET, UNKNOWN, NOT_MET = Verdict.MET, Verdict.UNKNOWN, Verdict.NOT_MET


def interpreted(line: str | Case, *, on: date = ON) -> Case:
    """The case of a line, with findings."""
    subject = short_case(line) if isinstance(line, str) else line
    return interpret(subject, Knowledge(), context(on))


def asked(question: str, line: str | Case, *, on: date = ON) -> Evaluation:
    """What a criterion says of a case."""
    found: Evaluation = read(question).check(interpreted(line, on=on), context(on))
    return found


def answer(question: str, line: str | Case, *, on: date = ON) -> Verdict:
    """Only its verdict."""
    return asked(question, line, on=on).verdict


def finding(name: str, line: str) -> Finding | None:
    """A derived case-level fact."""
    case = interpreted(line)
    assert case.findings is not None
    return case.findings.biomarkers.get(name)


def assess(
    line: str | Case, *statements: Statement, on: date = ON, asked: tuple[str, ...] = (), **more: Any
) -> Assessment:
    """The whole assessment of a short case."""
    subject = short_case(line) if isinstance(line, str) else line
    return assess_case(subject, Knowledge(statements=statements, **more), context(on, *asked))


def the(found: Assessment, regimen: str = "") -> TherapyOption:
    """The one sensitivity entry (of a regimen), kept or rejected."""
    every = [o for o in (*found.options, *found.rejected) if o.predicate == "sensitivity"]
    chosen = [o for o in every if not regimen or " + ".join(o.therapies) == regimen]
    assert len(chosen) == 1, [o.therapies for o in every]
    return chosen[0]


def grade(option: TherapyOption, scheme: str = "amp_2017") -> str:
    """The option's grade in one scheme."""
    return next(g.value for g in option.grades if g.scheme == scheme)


def codes(option: TherapyOption) -> set[str]:
    """Codes of everything said for, against and about the option."""
    told = (*option.because, *option.against, *option.conflicts, *option.changes)
    return {r.code for r in told}
