"""Criteria over many patients at once, with the meaning that `check` gives them on one.

Every distinct leaf is asked once for every distinct set of facts that it reads: `check` itself runs on one patient who
stands for all that agree in those facets (`criteria.watched`), so that a new leaf needs nothing to be screened.  Trees are
then put together over sets of patients, kept as bits.

`masks` gives a criterion as two sets, MET and UNKNOWN; `evaluations` what `check` says, told apart by verdict, flags,
facts and missing facts, without the words of its reasons.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from tumorboard.criteria import bits
from tumorboard.criteria import combinators as c
from tumorboard.criteria.alike import Parting, Sight, by_fact, texts
from tumorboard.criteria.alterations import label
from tumorboard.criteria.facts import Facet, Facts
from tumorboard.criteria.grouping import Group, Grouping
from tumorboard.criteria.parts import Masks, Part, gathered, in_order, joint, kleene
from tumorboard.criteria.watched import Derive, Remembered, Watched
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.verdict import Criterion, Evaluation, Verdict
from tumorboard.reasons import Reason

T = TypeVar("T")
# Reasons of which a later step weighs what they say (`evidence.own_label`): closed words, so that few parts come of them.
WEIGHED = frozenset({"setting.is", "extent.is"})
Mark = Callable[[Case, object, str], str]


class Screen:
    """Answers of the patients of one set of facts, each criterion asked once.

    Parameters
    ----------
    derive
        What an interpretation says of these facts; None where the facts hold it, or nothing is interpreted.
    mark
        What a later step has to know of a fact that was used, as letters that its name then ends in.
    """

    def __init__(
        self, facts: Facts, context: Context, *, derive: Derive | None = None, mark: Mark | None = None
    ) -> None:
        self.facts = facts
        self.context = context
        self.all = bits.every(facts.n)
        self._derive = derive
        self._mark = mark
        self._memory: dict[object, Remembered] = {}
        self._grouping = Grouping(facts)
        self._parting = Parting(facts, self._grouping, self.watched)
        self._evaluations: dict[Criterion, tuple[Part[Evaluation], ...]] = {}
        self._by_object: dict[int, tuple[Criterion, tuple[Part[Evaluation], ...]]] = {}
        self._masks: dict[Criterion, Masks] = {}
        self._words: dict[tuple[str, int], str] = {}  # what is missing, by the code of the facts that it is missing of
        self.read: dict[Criterion, frozenset[Facet]] = {}  # what each leaf has read so far

    def watched(self, row: int) -> Watched:
        """One patient."""
        return Watched(self.facts, row, self._derive, self._memory)

    def masks(self, criterion: Criterion) -> Masks:
        """The criterion as two sets of patients."""
        known = self._masks.get(criterion)
        if known is None:
            known = self._masks[criterion] = self._masked(criterion)
        return known

    def _masked(self, criterion: Criterion) -> Masks:
        if isinstance(criterion, c.COMBINATORS):
            return kleene(criterion, [self.masks(p) for p in c.children(criterion)], self.all)
        met = unknown = 0
        for part in self.evaluations(criterion):
            if part.value.verdict is Verdict.MET:
                met |= part.bits
            elif part.value.verdict is Verdict.UNKNOWN:
                unknown |= part.bits
        return Masks(met, unknown)

    def evaluations(self, criterion: Criterion) -> tuple[Part[Evaluation], ...]:
        """What the criterion says, with the patients of whom it says so."""
        seen = self._by_object.get(id(criterion))  # the hash of a tree costs a walk over it
        if seen is not None:
            return seen[1]
        known = self._evaluations.get(criterion)
        if known is None:
            known = self._evaluations[criterion] = self._evaluated(criterion)
        self._by_object[id(criterion)] = (criterion, known)
        return known

    def _evaluated(self, criterion: Criterion) -> tuple[Part[Evaluation], ...]:
        if isinstance(criterion, c.COMBINATORS):
            parts = [self.evaluations(p) for p in c.children(criterion)]
            return gathered(Part(criterion.of(p.value), p.bits) for p in joint(parts, self.all))
        read: set[Facet] = set()

        def ask(case: Watched) -> Evaluation:
            said = self._plain(criterion.check(case.as_case, self.context), case)
            read.update(case.reads)
            return said

        found = self.answers(ask, sight=Sight.of(criterion, self.context, self._marked))
        self.read[criterion] = frozenset(read)
        return found

    def answers(
        self, ask: Callable[[Watched], T], within: int | None = None, *, sight: Sight | None = None, whether: str = ""
    ) -> tuple[Part[T], ...]:
        """Any question of a case, asked once of all who agree in the facets that it reads, with who answered so.

        Parameters
        ----------
        within
            The patients asked; all of them when not given.
        sight
            What the question sees of variants, where it sees less than all of them.
        whether
            A family of which the question sees only whether something is recorded.
        """
        asked = self.all if within is None else within
        if not asked:
            return ()
        sets: dict[T, int] = {}
        rows: dict[T, list[int]] = {}
        first = self.watched(bits.first_of(asked))
        known = {first.row: (ask(first), first)}
        pending = self._groups(frozenset(first.reads), asked, sight, whether)
        while pending:
            reads, group = pending.pop()
            answer, case = known.pop(group.first) if group.first in known else self._asked(ask, group.first)
            if case.reads <= reads:
                rows.setdefault(answer, []).extend(group.rows)
                if group.bits:
                    sets[answer] = sets.get(answer, 0) | group.bits
            else:
                pending += self._groups(reads | case.reads, group.set(self.facts.n), sight, whether)
        n = self.facts.n
        return in_order(Part(value, sets.get(value, 0) | bits.of_rows(told, n)) for value, told in rows.items())

    def _asked(self, ask: Callable[[Watched], T], row: int) -> tuple[T, Watched]:
        case = self.watched(row)
        return ask(case), case

    def _groups(
        self, reads: frozenset[Facet], within: int, sight: Sight | None, whether: str
    ) -> list[tuple[frozenset[Facet], Group]]:
        """Groups that a question cannot tell apart, each with the facets in which it cannot."""
        if sight is None:
            groups = self._grouping.of(reads, within, whether)
        else:
            reads, groups = self._parting.of(reads, within, sight)
        return [(reads, group) for group in groups]

    def _plain(self, said: Evaluation, case: Watched) -> Evaluation:
        """An evaluation without words, its facts marked, what is missing of a fact named by the fact."""
        missing = frozenset(by_fact(item, texts(case)) for item in said.missing)
        used = frozenset(self._marked(fact, case) for fact in said.used)
        reason = said.reason if said.reason.code in WEIGHED else Reason(said.reason.code)
        return replace(said, reason=reason, used=used, missing=missing, children=())

    def _marked(self, fact: str, case: Watched) -> str:
        place = case.given.get(fact)
        if self._mark is None or place is None:
            return fact
        facet, at = place
        marks = self._mark(case.as_case, case.ask(facet)[at], fact)
        return f"{fact};{marks}" if marks else fact

    def missing(self, item: str, row: int) -> str:
        """What is missing of a patient in words that name his own finding (see `_plain`)."""
        family, brace, fact = item.partition("{")
        if not brace:
            return item
        name = fact.removesuffix("}")
        column = self.facts.columns["variants", name.removeprefix("variant/").rpartition("#")[0]]
        code = column.codes[row]
        known = self._words.get((item, code))
        if known is None:
            known = family + next(label(v) for v in column.values[code] if f"variant/{v.id}" == name)
            self._words[item, code] = known
        return known
