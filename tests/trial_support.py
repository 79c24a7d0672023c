"""Small trials for tests: criteria as text, parts in a line each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tumorboard import vocab
from tumorboard.criteria.leaves import LEAVES
from tumorboard.criteria.text import parse
from tumorboard.interpret.pipeline import interpret
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.knowledge import Knowledge
from tumorboard.model.trial import Trial, TrialCriterion, TrialId, TrialPart, TrialSite
from tumorboard.model.trial_match import PartMatch, TrialMatches
from tumorboard.testing.short_case import ON, short_case
from tumorboard.trials.matching import Wanted, match
from tumorboard.trials.plan import Plan

PLAIN = Wanted()


def asks(*texts: str) -> tuple[TrialCriterion, ...]:
    """Criteria numbered I-01, I-02 ... in the order given."""
    return tuple(
        TrialCriterion(asks=parse(text, LEAVES), reference=f"I-{n:02d}", texts={"en": text})
        for n, text in enumerate(texts, start=1)
    )


def part(ident: str, *texts: str, status: str = "", sites: Sequence[TrialSite] = (), parts: Sequence[TrialPart] = ()) -> TrialPart:  # fmt: skip
    """A cohort."""
    return TrialPart(
        id=ident, kind="cohort", criteria=asks(*texts), status=status, sites=tuple(sites), parts=tuple(parts)
    )


def trial(ident: str, *texts: str, status: str = "open", parts: Sequence[TrialPart] = (), sites: Sequence[TrialSite] = ()) -> Trial:  # fmt: skip
    """A trial by the number in its name: ``trial("7")`` is NCT00000007."""
    return Trial(
        ids=(TrialId.of(f"NCT{int(ident):08d}"),),
        titles={"en": f"Trial {ident}"},
        criteria=asks(*texts),
        parts=tuple(parts),
        sites=tuple(sites),
        status=status,
    )


def context(on: date = ON) -> Context:
    """The day before which a case in a line counts its days."""
    return Context(on, vocab.load())


def told(line: str, *trials: Trial, wanted: Wanted = PLAIN) -> TrialMatches:
    """The case of a line against trials."""
    return of_case(interpret(short_case(line), Knowledge(), context()), *trials, wanted=wanted)


def of_case(case: Case, *trials: Trial, wanted: Wanted = PLAIN) -> TrialMatches:
    """A case that is interpreted against trials."""
    return match(Plan.of(trials), case, context(), wanted)


def only(line: str, *texts: str) -> PartMatch:
    """The case of a line against one trial that asks these."""
    (found,) = told(line, trial("1", *texts)).trials
    return found.parts[0]
