"""Criteria over many patients at once, with the meaning that `check` gives them on one.

Every distinct leaf is asked once for every distinct set of facts that it reads: `check` itself runs on one patient who
stands for all that agree in those facets (`criteria.watched`), so that a new leaf needs nothing to be screened.  Trees are
then put together over sets of patients, kept as bits.

`masks` gives a criterion as two sets, MET and UNKNOWN; `evaluations` what `check` says, told apart by verdict, flags,
facts and missing facts, without the words of its reasons.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from tumorboard.criteria import bits
from tumorboard.criteria import combinators as c
from tumorboard.criteria.alterations import label
from tumorboard.criteria.facts import Facet, Facts
from tumorboard.criteria.grouping import Group, Grouping
from tumorboard.criteria.judgment import Judgment
from tumorboard.criteria.watched import Derive, Remembered, Watched
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.verdict import Criterion, Evaluation, Verdict
from tumorboard.reasons import Reason

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """A value with the patients who have it."""

    value: T
    bits: int


@dataclass(frozen=True, slots=True)
class Masks:
    """The patients for whom a criterion is MET, and those for whom it is UNKNOWN."""

    met: int
    unknown: int


Alike = Callable[[Watched, Facet], Hashable]
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
        self._evaluations: dict[Criterion, tuple[Part[Evaluation], ...]] = {}
        self._by_object: dict[int, tuple[Criterion, tuple[Part[Evaluation], ...]]] = {}
        self._masks: dict[Criterion, Masks] = {}
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

        found = self.answers(ask, alike=self._alike(criterion))
        self.read[criterion] = frozenset(read)
        return found

    def answers(
        self, ask: Callable[[Watched], T], within: int | None = None, *, alike: Alike | None = None, whether: str = ""
    ) -> tuple[Part[T], ...]:
        """Any question of a case, asked once of all who agree in the facets that it reads, with who answered so.

        Parameters
        ----------
        within
            The patients asked; all of them when not given.
        alike
            What the question sees of the value of a facet, where it sees less than all of it.
        whether
            A family of which the question sees only whether something is recorded.
        """
        asked = self.all if within is None else within
        if not asked:
            return ()
        sets: dict[T, int] = {}
        rows: dict[T, list[int]] = {}
        first = self.watched(bits.first_of(asked))
        ask(first)
        reads = frozenset(first.reads)
        pending = [(reads, groups) for groups in self._together(reads, self._grouping.of(reads, asked, whether), alike)]
        while pending:
            reads, groups = pending.pop()
            case = self.watched(groups[0].first)
            answer = ask(case)
            if case.reads <= reads:
                told = rows.setdefault(answer, [])
                for group in groups:
                    told.extend(group.rows)
                    if group.bits:
                        sets[answer] = sets.get(answer, 0) | group.bits
            else:
                reads = reads | case.reads
                for group in groups:
                    parts = self._grouping.of(reads, group.set(self.facts.n), whether)
                    pending += [(reads, [g]) for g in parts]
        n = self.facts.n
        return _in_order(Part(value, sets.get(value, 0) | bits.of_rows(told, n)) for value, told in rows.items())

    def _together(self, reads: frozenset[Facet], groups: list[Group], alike: Alike | None) -> list[list[Group]]:
        """Groups that a question cannot tell apart."""
        if alike is None:
            return [[group] for group in groups]
        found: dict[Hashable, list[Group]] = {}
        facets = sorted(reads)
        for group in groups:
            case = self.watched(group.first)
            seen: Hashable = tuple([alike(case, f) for f in facets])
            # Where seeing it took more than the groups agree in, it stands for itself.
            found.setdefault(seen if case.reads <= reads else group, []).append(group)
        return list(found.values())

    def _alike(self, criterion: Criterion) -> Alike | None:
        """What a leaf sees of the variants of a gene, where it says so, beside what names and marks tell of them."""
        sees: Callable[[Case, Context, object], Hashable] | None = getattr(criterion, "sees", None)
        if sees is None:
            return None

        def seen(case: Watched, facet: Facet) -> Hashable:
            given = case.index.variants.get(facet[1], ()) if facet[0] == "variants" else ()
            if not given:
                return self.facts.code(facet, case.row)
            names = [label(v) for v in given] if len(given) > 1 else []
            found: list[Hashable] = []
            for at, v in enumerate(given):
                said = sees(case.as_case, self.context, v)
                if isinstance(said, Judgment) and said.missing:
                    said = replace(said, missing=frozenset(_by_fact(m, _texts(case)) for m in said.missing))
                marked = self._marked(f"variant/{v.id}", case)
                found.append((said, marked, v.assay, v.specimen, names.index(names[at]) if names else 0))
            return tuple(found)

        return seen

    def _plain(self, said: Evaluation, case: Watched) -> Evaluation:
        """An evaluation without words, its facts marked, what is missing of a fact named by the fact."""
        texts = _texts(case)
        missing = frozenset(_by_fact(item, texts) for item in said.missing)
        used = frozenset(self._marked(fact, case) for fact in said.used)
        return replace(said, reason=Reason(said.reason.code), used=used, missing=missing, children=())

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
        facet = ("variants", name.removeprefix("variant/").rpartition("#")[0])
        given = self.facts.value(facet, row)
        return family + next(label(v) for v in given if f"variant/{v.id}" == name)


def _texts(case: Watched) -> dict[str, str]:
    """How the variants that were looked at are called in what is missing of them."""
    found: dict[str, str] = {}
    for fact, (facet, at) in case.given.items():
        if facet[0] == "variants" and "#" in fact:
            found.setdefault(label(case.facts.value(facet, case.row)[at]), fact)
    return found


def _by_fact(item: str, texts: dict[str, str]) -> str:
    family, _, detail = item.partition(":")
    return f"{family}:{{{texts[detail]}}}" if detail in texts else item


def _in_order(parts: Iterable[Part[T]]) -> tuple[Part[T], ...]:
    return tuple(sorted(parts, key=lambda p: bits.first_of(p.bits)))


def gathered(parts: Iterable[Part[T]]) -> tuple[Part[T], ...]:
    """Parts of equal values joined, in the order of their first patients."""
    found: dict[T, int] = {}
    for part in parts:
        found[part.value] = found.get(part.value, 0) | part.bits
    return _in_order(Part(value, rows) for value, rows in found.items())


def joint(columns: Sequence[Sequence[Part[T]]], everyone: int) -> list[Part[tuple[T, ...]]]:
    """The combinations of values that occur, with the patients of each."""
    found: list[Part[tuple[T, ...]]] = [Part((), everyone)]
    for column in columns:
        if len(column) == 1:
            found = [Part((*f.value, column[0].value), f.bits) for f in found]
        else:
            found = [Part((*f.value, p.value), met) for f in found for p in column if (met := f.bits & p.bits)]
    return found


def kleene(criterion: Criterion, parts: Sequence[Masks], everyone: int) -> Masks:
    """A combinator over sets: MET where it holds, UNKNOWN where it could hold and does not."""
    met = [p.met for p in parts]
    could = [p.met | p.unknown for p in parts]
    match criterion:
        case c.Not():
            return Masks(everyone & ~could[0], could[0] & ~met[0])
        case c.If():
            on, yes, no = parts
            off = everyone & ~could[0]
            holds = on.met & yes.met | off & no.met | on.unknown & yes.met & no.met
            may = on.met & could[1] | off & could[2] | on.unknown & (could[1] | could[2])
            return Masks(holds, may & ~holds)
        case c.All() | c.Any() | c.AtLeast():
            k = len(parts) if isinstance(criterion, c.All) else criterion.k if isinstance(criterion, c.AtLeast) else 1
            holds = at_least(k, met, everyone)
            return Masks(holds, at_least(k, could, everyone) & ~holds)
        case c.Never():
            return Masks(0, 0)
        case _:  # Always, FlagIf
            return Masks(everyone, 0)


def at_least(k: int, sets: Sequence[int], everyone: int) -> int:
    """Those who are in at least `k` of the sets."""
    if k == len(sets):
        for s in sets:
            everyone &= s
        return everyone
    reached = [everyone, *[0] * k]
    for s in sets:
        for j in range(k, 0, -1):
            reached[j] |= reached[j - 1] & s
    return reached[k]
