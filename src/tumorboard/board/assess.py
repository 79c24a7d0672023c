"""From a case to an assessment, as one line of steps: put in order, cut at the date, interpret, match, grade, rank, say what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from tumorboard.board.banners import banners, of_issues
from tumorboard.board.prepare import prepared
from tumorboard.board.provenance import releases
from tumorboard.criteria.matching import keys_of
from tumorboard.evidence.ledger import ledger
from tumorboard.evidence.markers import markers
from tumorboard.issues import Issue
from tumorboard.model.assessment import Assessment, TherapyOption
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.knowledge import Knowledge
from tumorboard.model.research import Research
from tumorboard.model.verdict import Criterion, Verdict
from tumorboard.wire.codec import content_hash

if TYPE_CHECKING:
    from tumorboard.model.trial_match import TrialMatches
    from tumorboard.trials.plan import Plan

DETAILED = 12  # trials told in full


def assess_case(
    case: Case,
    knowledge: Knowledge,
    context: Context,
    *,
    issues: Sequence[Issue] = (),
    plugins: Sequence[str] = (),
    version: str = "",
    trials: Plan | None = None,
) -> Assessment:
    """The assessment of one case: same case, knowledge, context and version, same bytes.

    Parameters
    ----------
    issues, plugins, version
        What reading the input reported, which plugins took part, which program this is: carried into the provenance.
    trials
        The trials that the case is matched with; their release belongs to `knowledge`.

    Raises
    ------
    KnowledgeError
        If a vocabulary lacks a threshold that is asked for.
    """
    ready = prepared(case, knowledge, context)
    interpreted = ready.case
    issues = tuple(dict.fromkeys((*issues, *ready.later)))
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
        trials=_trials(interpreted, trials, context),
        research=_research(interpreted, knowledge, context, found.options),
        issues=tuple(issues),
        knowledge=releases(knowledge, context),
        plugins=tuple(sorted(plugins)),
        version=version,
    )
    return replace(assessment, content_hash=content_hash(assessment))


def _trials(case: Case, trials: Plan | None, context: Context) -> TrialMatches | None:
    if trials is None:
        return None
    from tumorboard.trials.matching import Wanted, match  # here: most runs name no trials

    return match(trials, case, context, Wanted(detailed=DETAILED, met=False))


def _research(case: Case, knowledge: Knowledge, context: Context, options: Sequence[TherapyOption]) -> Research | None:
    """What research methods say; None without material for them, and then nothing of them is imported."""
    if knowledge.research is None or (case.research is None and case.normal_expression is None):
        return None
    from tumorboard.board.research import research

    return research(case, knowledge.research, context, options)


def _holds(case: Case, context: Context, tumor: Criterion) -> bool:
    return tumor.check(case, context).verdict is Verdict.MET
