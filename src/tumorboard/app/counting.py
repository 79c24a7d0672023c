"""What a criterion says of thousands of cases at once: their facts as columns, asked once for all who agree in what is read.

The same engine as that of trials (`trials.screening`), over cases that come and go: a case that changed has a new row, and its old one is
asked no more.  Questions about alterations are asked of cases `in_order`, in which fewer differ.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from tumorboard.criteria.facts import Writing, write_case
from tumorboard.criteria.in_order import FRACTION, PURITIES, comparing, in_order
from tumorboard.criteria.measured import threshold
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.verdict import Criterion, Verdict
from tumorboard.trials.screening import Answers, table_of
from tumorboard.trials.screening.memory import Memory

MOST_QUESTIONS = 512  # of which is remembered what they said
SPARE = 1_000  # rows of cases that changed since, beside as many as there are cases, before all is written anew
NOWHERE = -1
Rows = NDArray[np.int64]
Verdicts = NDArray[np.uint8]


class Counting:
    """The columns of the cases of one registry; who asks waits for who asked before."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._context: Context | None = None
        self._cases: Sequence[Case | None] = ()
        self._forget()

    def verdicts(self, cases: Sequence[Case | None], leaf: Criterion, context: Context) -> Verdicts:
        """The value of the verdict for each case; UNKNOWN for None, of whom nothing is known.

        Parameters
        ----------
        cases
            The same sequence again costs nothing; otherwise the cases that were not in the last one are written.
        """
        with self._lock:
            self._ready(cases, context)
            found = np.full(len(cases), Verdict.UNKNOWN.rank, np.uint8)
            found[self._asked] = self._columns[comparing(leaf)].verdicts(leaf, context)[self._rows[self._asked]]
            for at in self._alone:
                found[at] = leaf.check(cases[at], context).verdict.rank  # type: ignore[arg-type]
            return found

    def written(self, cases: Sequence[Case | None], context: Context) -> None:
        """The cases are in the columns, and the columns are made: the next question waits for neither."""
        with self._lock:
            self._ready(cases, context)
            for columns in self._columns.values():
                columns.answers(context)

    def _ready(self, cases: Sequence[Case | None], context: Context) -> None:
        self._turn(context)
        if cases is not self._cases:
            self._write(cases, context)

    def _turn(self, context: Context) -> None:
        """Another day: nothing that was said holds; what was written does while the same is told apart."""
        before = self._context
        if (
            before is not None
            and before.on == context.on
            and before.vocab is context.vocab
            and before.policy == context.policy
        ):
            return
        self._context = context
        for columns in self._columns.values():
            columns.forget()
        if before is None or context.on < before.on or _limits(before) != _limits(context):
            self._forget()

    def _forget(self) -> None:
        self._columns = {False: _Columns(), True: _Columns()}
        # the row of a case, by the identity of its facts, which are kept beside it
        self._known: dict[int, tuple[Case, int]] = {}
        self._cases, self._rows, self._asked = (), np.zeros(0, np.int64), np.zeros(0, np.int64)
        self._alone: list[int] = []  # never interpreted: asked one by one

    def _write(self, cases: Sequence[Case | None], context: Context) -> None:
        """Every case has a row."""
        if self._columns[False].n > 2 * len(cases) + SPARE:
            self._forget()
        rows, known, alone = [], {}, []
        for at, case in enumerate(cases):
            if case is None or case.findings is None:
                rows.append(NOWHERE)
                alone += [] if case is None else [at]
                continue
            entry = self._known.get(id(case))
            if entry is None:
                entry = (case, self._columns[False].add(case))
                self._columns[True].add(in_order(case, context))
            known[id(case)] = entry
            rows.append(entry[1])
        self._known, self._cases, self._alone = known, cases, alone
        self._rows = np.array(rows, np.int64)
        self._asked = np.flatnonzero(self._rows != NOWHERE)


class _Columns:
    """The facts of cases in one form, and what was asked of them."""

    def __init__(self) -> None:
        self._writing = Writing(0)
        self._memory = Memory()
        self._answers: Answers | None = None
        self._questions: set[Criterion] = set()

    @property
    def n(self) -> int:
        return self._writing.n

    def add(self, case: Case) -> int:
        """The row of a case that is new."""
        row = self._writing.n
        self._writing.n += 1
        write_case(self._writing, row, case)
        self._answers = None
        return row

    def forget(self) -> None:
        """Everything is asked anew."""
        self._memory, self._answers = Memory(), None
        self._questions.clear()

    def verdicts(self, leaf: Criterion, context: Context) -> Verdicts:
        """Of every row."""
        self._questions.add(leaf)
        if len(self._questions) > MOST_QUESTIONS:
            self.forget()
        return self.answers(context).verdicts(leaf)

    def answers(self, context: Context) -> Answers:
        """Of the rows that there are."""
        if self._answers is None:
            self._answers = Answers(table_of(self._writing.facts(interpreted=True)), context, memory=self._memory)
        return self._answers


def _limits(context: Context) -> Mapping[str, float]:
    return {name: threshold(context, name) for name in (*PURITIES, FRACTION)}
