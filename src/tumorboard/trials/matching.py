"""One case against many trials: the state of every part, the order of the trials, and the first ones told in full.

Order: see `ranking`.  States: a part is *potentially eligible* when all its criteria are MET, *undecided* when the answer
hangs on what is not known, *not now* when time or a clinical act may turn it, else *not eligible*.

Source: eligibility states as docs/trials-matching.md defines them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.missing import cheapest_first, is_manual
from tumorboard.model.trial_match import RECRUITMENT, STATES, PartBrief, PartMatch, TrialMatch, TrialMatches
from tumorboard.trials import asking, telling
from tumorboard.trials.molecular import molecular
from tumorboard.trials.places import Whereabouts, reached
from tumorboard.trials.plan import Plan
from tumorboard.trials.ranking import KEYS, Standing, standing
from tumorboard.trials.verdicts import Answers, answered
from tumorboard.vocab import Vocabulary

MOST_PARTS = 60  # of one trial told in full: a trial of more is read part by part
MOST_FACTS = 40
RECRUITED = KEYS.index("recruitment")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is wanted beside the verdicts.

    Parameters
    ----------
    detailed
        How many trials, in rank order, are told in full.
    trees
        Whether these bring the trees of their criteria.
    met
        Whether criteria that are MET without any flag are told too; otherwise they are only counted.
    """

    where: Whereabouts = Whereabouts()
    detailed: int = 20
    trees: bool = False
    met: bool = True


def match(plan: Plan, case: Case, context: Context, wanted: Wanted = Wanted()) -> TrialMatches:
    """Every trial of the plan against a case that is interpreted and cut at the date of the context."""
    answers = answered(plan, case, context)
    rests = molecular(answers)
    stands = [standing(answers, part, rests, wanted.where) for part in plan.parts]
    by_trial: dict[int, list[Standing]] = {}
    for one in stands:
        by_trial.setdefault(one.part.trial, []).append(one)
    for parts in by_trial.values():
        parts.sort(key=lambda s: (s.key, s.part.placed.part.id))
    order = sorted(by_trial, key=lambda t: (by_trial[t][0].key, [i.value for i in plan.trials[t].ids], t))
    trials = tuple(
        _trial(
            answers, t, by_trial[t], rank=rank, full=wanted if rank <= wanted.detailed else None, vocab=context.vocab
        )
        for rank, t in enumerate(order, start=1)
    )
    return TrialMatches(
        on=context.on,
        trials=trials,
        next_facts=asking.facts(answers, [s for t in order for s in by_trial[t]], most=MOST_FACTS),
        # A closed part is no place to enter, whatever the verdict.
        states=dict(Counter(STATES[s.state] for s in stands if not s.key[0])),
        parts=len(stands),
        closed=sum(s.key[0] for s in stands),
        detailed=min(wanted.detailed, len(trials)),
    )


def _trial(
    answers: Answers, number: int, stands: Sequence[Standing], *, rank: int, full: Wanted | None, vocab: Vocabulary
) -> TrialMatch:
    trial = answers.plan.trials[number]
    told = MOST_PARTS if full is not None else 0
    # closed parts stand last
    shut = stands[0].key[0]
    status = min([s.key[RECRUITED] for s in stands if s.key[0] == shut])
    return TrialMatch(
        ids=trial.ids,
        titles=trial.titles,
        phase=trial.phase,
        version=trial.version,
        updated=trial.updated,
        source=trial.source,
        rank=rank,
        state=STATES[stands[0].state],
        recruitment=RECRUITMENT[status],
        parts=tuple(_full(answers, one, full, vocab) for one in stands[:told]) if full is not None else (),
        others=tuple([_brief(answers, one) for one in stands[told:]]),
    )


def _brief(answers: Answers, one: Standing) -> PartBrief:
    return PartBrief(
        one.part.placed.part.id,
        STATES[one.state],
        one.part.placed.status,
        telling.stopped_by(answers, one.part) if one.not_met else (),
        one.key,
    )


def _full(answers: Answers, one: Standing, wanted: Wanted, vocab: Vocabulary) -> PartMatch:
    part, placed, whole = one.part, one.part.placed, answers.evaluation(one.part.root)
    return PartMatch(
        id=placed.part.id,
        kind=placed.part.kind,
        code=placed.part.code,
        texts=placed.part.texts,
        therapies=placed.part.therapies,
        regimen=placed.part.regimen,
        path=tuple(p.code or p.id for p in placed.above if p.kind != "step"),
        state=STATES[one.state],
        recruitment=placed.status,
        slots=placed.slots,
        may_change=whole.may_change,
        assumed=whole.assumed,
        needs_review=whole.needs_review,
        changes_on=whole.changes_on,
        missing=cheapest_first(whole.missing),
        criteria=telling.criteria(answers, part, trees=wanted.trees, met=wanted.met),
        gaps=telling.gaps(answers, part, vocab),
        sites=one.sites or reached(placed.sites, placed.status, wanted.where),
        reach=one.reach,
        molecular=one.molecular,
        met=one.met,
        unknown=one.unknown,
        not_met=one.not_met,
        manual=sum(_for_a_person(answers.missing(n)) for n in part.criteria),
        sort_key=one.key,
    )


def _for_a_person(missing: frozenset[str]) -> bool:
    return bool(missing) and all(is_manual(fact) for fact in missing)
