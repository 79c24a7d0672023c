"""From a case to an assessment, as one line of steps: put in order, cut at the date, interpret, match, grade, rank, say what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from tumorboard.board.as_of import as_of
from tumorboard.board.banners import banners, of_issues
from tumorboard.board.provenance import releases
from tumorboard.criteria.matching import keys_of
from tumorboard.evidence.ledger import ledger
from tumorboard.evidence.markers import markers
from tumorboard.interpret.looked_up import with_looked_up
from tumorboard.interpret.pipeline import interpret
from tumorboard.issues import Issue
from tumorboard.model.assessment import Assessment
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.knowledge import Knowledge
from tumorboard.model.order import in_order
from tumorboard.model.verdict import Criterion, Verdict
from tumorboard.wire.codec import content_hash


def assess_case(
    case: Case,
    knowledge: Knowledge,
    context: Context,
    *,
    issues: Sequence[Issue] = (),
    plugins: Sequence[str] = (),
    version: str = "",
) -> Assessment:
    """The assessment of one case: same case, knowledge, context and version, same bytes.

    Parameters
    ----------
    issues, plugins, version
        What reading the input reported, which plugins took part, which program this is: carried into the provenance.

    Raises
    ------
    KnowledgeError
        If a vocabulary lacks a threshold that is asked for.
    """
    known, later = as_of(in_order(case), context.on)
    issues = tuple(dict.fromkeys((*issues, *later)))
    interpreted = interpret(with_looked_up(known, knowledge.looked_up), knowledge, context)
    statements = knowledge.about(keys_of(interpreted, context), partial(_holds, interpreted, context))
    knowledge = replace(knowledge, statements=statements)
    found = ledger(interpreted, knowledge, context)
    assessment = Assessment(
        case=interpreted,
        on=context.on,
        policy=context.policy,
        options=found.options,
        rejected=found.rejected,
        resistance=found.resistance,
        markers=markers(interpreted, statements, context),
        banners=(*of_issues(issues), *banners(interpreted, knowledge, context)),
        next_steps=found.next_steps,
        issues=tuple(issues),
        knowledge=releases(knowledge, context),
        plugins=tuple(sorted(plugins)),
        version=version,
    )
    return replace(assessment, content_hash=content_hash(assessment))


def _holds(case: Case, context: Context, tumor: Criterion) -> bool:
    return tumor.check(case, context).verdict is Verdict.MET
