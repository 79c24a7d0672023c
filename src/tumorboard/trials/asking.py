"""What to test or ask next: missing facts by the number of undecided parts that hang on them.

Questions that only a reader of one protocol can answer are left out: they stand with their part.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tumorboard.model.missing import is_manual
from tumorboard.model.trial_match import FactAsked
from tumorboard.trials.ranking import Standing
from tumorboard.trials.verdicts import Answers

UNDECIDED = 1
NAMED = 12  # trials named of one fact


def facts(answers: Answers, stands: Sequence[Standing], *, most: int) -> tuple[FactAsked, ...]:
    """The facts of undecided parts that can still be entered, those that decide the most parts first.

    Parameters
    ----------
    stands
        Every part, in the rank order of its trial.
    """
    waiting = [s for s in stands if s.state == UNDECIDED and s.part.placed.status != "closed"]
    every = answers.every_missing()
    manual = frozenset([f for leaf in answers.leaves.values() for f in leaf.missing if is_manual(f)])
    parts: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    for one in waiting:
        whole = every[one.part.root]
        missing = whole - manual
        parts.update(missing)
        if len(missing) == len(whole) == 1:
            alone.update(missing)
    order = sorted(parts, key=lambda f: (-parts[f], -alone[f], f))[:most]
    named: dict[str, dict[str, None]] = {f: {} for f in order}
    few = set(order)
    for one in waiting:
        for fact in few & every[one.part.root]:
            named[fact][answers.plan.trials[one.part.trial].ids[0].value] = None
            if len(named[fact]) == NAMED:
                few.discard(fact)
    return tuple(FactAsked(missing=f, parts=parts[f], alone=alone[f], trials=tuple(named[f])) for f in order)
