"""Diagnostic and prognostic statements that a finding of the case bears on; they never become options.

A prognostic statement concerns the case in the tumor it was shown in.  A diagnostic one concerns it wherever its question
arises (its context): the finding fits the recorded diagnosis, would refine it, or speaks for another one.  What merely was
not tested is left out; what was found without being settled stays, open, with what is missing.

Source of the levels: Li et al. 2017, J Mol Diagn 19:4, Table 3, columns diagnostic and prognostic.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tumorboard.criteria import combinators as c
from tumorboard.criteria.algebra import all_of
from tumorboard.criteria.leaves.diagnosis_in import DiagnosisIn
from tumorboard.criteria.matching import StatementIndex, keys_of
from tumorboard.evidence.grade import grades
from tumorboard.evidence.ground import deciding, ground
from tumorboard.evidence.match import Checker
from tumorboard.evidence.standing import standing
from tumorboard.model.assessment import MarkerStatement
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.disease import Disease
from tumorboard.model.statement import Statement
from tumorboard.model.verdict import Criterion, Verdict
from tumorboard.reasons import Reason

PREDICATES = ("diagnostic", "prognostic_worse", "prognostic_better")
_RELATIONS = {Verdict.MET: "same_tumor", Verdict.UNKNOWN: "unknown_tumor", Verdict.NOT_MET: "other_tumor"}
_DIAGNOSTIC = {
    "same_tumor": Reason.of("marker.fits_diagnosis"),
    "unknown_tumor": Reason.of("marker.refines_diagnosis"),
    "other_tumor": Reason.of("marker.other_diagnosis"),
}
_PROGNOSTIC = {
    "same_tumor": Reason.of("marker.prognosis_here"),
    "unknown_tumor": Reason.of("marker.prognosis_if_subtype"),
}


def markers(case: Case, statements: Iterable[Statement], context: Context) -> tuple[MarkerStatement, ...]:
    """Diagnostic statements first, then prognostic ones; settled before open, then by id."""
    wanted = [s for s in statements if s.predicate in PREDICATES]
    index = StatementIndex.of(wanted)
    near = (*index.touching(keys_of(case, context)), *index.always)
    checker = Checker(case, context)
    found = [m for s in near if (m := _marker(s, checker)) is not None]
    return tuple(
        sorted(found, key=lambda m: (PREDICATES.index(m.predicate), m.verdict is not Verdict.MET, m.statement))
    )


def _marker(statement: Statement, checker: Checker) -> MarkerStatement | None:
    biomarker = checker.check(statement.biomarker)
    disease = checker.check(statement.disease)
    asked = checker.check(statement.context)
    diagnostic = statement.predicate == "diagnostic"
    applied = all_of([biomarker, asked] if diagnostic else [biomarker, disease, asked])
    rests_on = ground(statement.biomarker, biomarker)
    found = rests_on.any or (rests_on.absence_only and biomarker.verdict is Verdict.MET)
    if applied.verdict is Verdict.NOT_MET or not found:
        return None
    relation = _RELATIONS[disease.verdict]
    told = (_DIAGNOSTIC if diagnostic else _PROGNOSTIC)[relation]
    context = checker.context
    schemes = context.policy.schemes
    known = standing(statement, context)
    # A level of diagnosis speaks of the question, not of the diagnosis that happens to be recorded.
    level = relation if not diagnostic else "same_tumor" if asked.verdict is Verdict.MET else "unknown_tumor"
    return MarkerStatement(
        statement=statement.id,
        kind=statement.kind,
        predicate=statement.predicate,
        direction=statement.direction,
        diseases=_diseases(statement.disease, context),
        source=statement.source,
        release=statement.release,
        biomarker=biomarker,
        disease=disease,
        context=asked,
        relation=relation,
        verdict=applied.verdict,
        grades=tuple(g for g in grades(statement, level, known, asked=schemes) if g.value and g.scheme in schemes),
        guideline=_guideline(statement),
        citations=statement.citations,
        field_sources=statement.field_sources,
        reasons=_reasons(told, statement, deciding(biomarker)),
        missing=tuple(sorted(applied.missing)),
        needs_review=applied.needs_review or statement.needs_review or (diagnostic and relation == "other_tumor"),
    )


def _reasons(told: Reason, statement: Statement, found: tuple[Reason, ...]) -> tuple[Reason, ...]:
    disputed = (Reason.of("marker.disputed"),) if statement.direction == "disputes" else ()
    note = (Reason(statement.note),) if statement.note else ()
    return tuple(dict.fromkeys((told, *disputed, *found, *note)))


def _guideline(statement: Statement) -> str:
    said = statement.guideline
    return " ".join(part for part in (said.name, said.version) if part) if said is not None else ""


def _diseases(criterion: Criterion, context: Context) -> tuple[Disease, ...]:
    """The diagnoses that a disease criterion names, with their names."""
    entries = context.vocab.diseases.entries
    codes = dict.fromkeys(_codes(criterion))
    return tuple(Disease(code, entries[code].name if code in entries else "") for code in codes)


def _codes(criterion: Criterion) -> Iterator[str]:
    match criterion:
        case DiagnosisIn():
            yield from criterion.diseases
        case c.All(parts) | c.Any(parts):
            for part in parts:
                yield from _codes(part)
        case _:
            return
