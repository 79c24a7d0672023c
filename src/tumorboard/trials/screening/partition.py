"""One partition of patients against a program: the sets of every part."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tumorboard.trials.screening.answers import Answers
from tumorboard.trials.screening.compiled import Program
from tumorboard.trials.screening.plan import Plan, planned
from tumorboard.trials.screening.sets import Words, counted, everyone, words_of
from tumorboard.trials.screening.sharing import ALONE, Crew


@dataclass(frozen=True, slots=True)
class Screened:
    """What a partition says of every part of a program.

    Parameters
    ----------
    sets
        (parts, 2, words): who is potentially eligible as all that is asked is MET, and who could be.
    """

    n: int
    sets: Words

    @property
    def met(self) -> Words:
        """(parts, words): of whom all that is asked is MET."""
        return self.sets[:, 0]

    @property
    def unknown(self) -> Words:
        """(parts, words): of whom something is UNKNOWN and nothing settles it."""
        return self.sets[:, 1] & ~self.sets[:, 0]

    def counts(self) -> NDArray[np.int64]:
        """(parts, 3): patients by verdict: met, unknown, not met."""
        met, could = counted(self.sets).T
        return np.stack((met, could - met, self.n - could), axis=1)


def screened(program: Program, answers: Answers, plan: Plan | None = None, crew: Crew = ALONE) -> Screened:
    """The sets of every part of the program over the patients of the answers.

    Parameters
    ----------
    plan
        Of the program, where it is made already: of the parts that are this process's own.
    crew
        Who else works on these patients; all have the sets when this returns, and the next call may write over them.
    """
    n = answers.table.n
    leaves, parts, words = len(program.leaves), len(program.entries), words_of(n)
    steps = plan if plan is not None else planned(program, crew.at, crew.of)
    pairs, sets = crew.array("pairs", (leaves, 2, words)), crew.array("sets", (parts, 2, words))
    answers.fill(pairs, program.leaves, steps.asks)
    crew.wait()
    steps.run(pairs, everyone(n), sets=sets)
    crew.wait()
    return Screened(n, sets)
