"""Why a criterion holds, fails or cannot be decided on one case, as values: no sentence is made here.

`explain` gives the tree of reasons with the part of it that carries the verdict; `carrying` the leaves of that part;
`repairs` the smallest sets of leaves whose change would make the criterion MET (the nearest misses).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from tumorboard.criteria import combinators as c
from tumorboard.criteria.text import to_text
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.verdict import Criterion, Evaluation, Verdict

LARGEST = 3


@dataclass(frozen=True, slots=True)
class Explanation:
    """One node: its text and evaluation; `carries` is whether the verdict of the whole rests on it."""

    text: str
    evaluation: Evaluation
    carries: bool
    children: tuple[Explanation, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """A leaf that would have to become `wanted`; `open` when it is UNKNOWN or may change by itself."""

    text: str
    wanted: str  # met or not_met
    now: str
    open: bool


@dataclass(frozen=True, slots=True)
class Repairs:
    """Minimal sets of changes, the most hopeful first; `complete` False when larger sets were not looked for."""

    sets: tuple[tuple[Change, ...], ...]
    complete: bool


def explain(criterion: Criterion, case: Case, context: Context) -> Explanation:
    """The tree of reasons of a criterion on a case."""
    return _explained(criterion, criterion.check(case, context), True)


def _explained(criterion: Criterion, evaluation: Evaluation, carries: bool) -> Explanation:
    parts = list(zip(c.children(criterion), evaluation.children, strict=True)) if c.children(criterion) else []
    bearing = _bearing(criterion, evaluation)
    children = tuple(_explained(p, e, carries and i in bearing) for i, (p, e) in enumerate(parts))
    return Explanation(to_text(criterion), evaluation, carries, children)


def _bearing(criterion: Criterion, evaluation: Evaluation) -> frozenset[int]:
    """Positions of the children that the verdict rests on."""
    children = evaluation.children
    match criterion:
        case c.All() | c.Any() | c.AtLeast():
            return frozenset(i for i, e in enumerate(children) if e.verdict is evaluation.verdict)
        case c.If():
            condition = children[0].verdict
            if condition is Verdict.UNKNOWN:
                return frozenset({1, 2}) if evaluation.verdict is not Verdict.UNKNOWN else frozenset({0, 1, 2})
            return frozenset({0, 1 if condition is Verdict.MET else 2})
        case _:
            return frozenset(range(len(children)))


def carrying(explanation: Explanation) -> tuple[Explanation, ...]:
    """The leaves that carry the verdict, left to right: for a NOT_MET criterion, *why not*."""
    if not explanation.carries:
        return ()
    if not explanation.children:
        return (explanation,)
    return tuple(leaf for child in explanation.children for leaf in carrying(child))


def repairs(criterion: Criterion, evaluation: Evaluation, *, largest: int = LARGEST) -> Repairs:
    """The smallest sets of leaf changes that make the criterion MET, of at most `largest` leaves.

    A leaf that occurs several times counts once.  Sets come in this order: those whose leaves are all open (UNKNOWN or
    may change) first, then the smaller, then by text.  A MET criterion needs the empty set.
    """
    found, complete = _ways(criterion, evaluation, Verdict.MET, largest)
    # A leaf that must change at one place may have to stay at another: what does not hold together is dropped.
    sound = [s for s in found if verdict_after(criterion, evaluation, s) is Verdict.MET]
    complete = complete and len(sound) == len(found)
    sets = sorted((tuple(sorted(s)) for s in sound), key=lambda s: (not all(x.open for x in s), len(s), s))
    return Repairs(tuple(sets), complete)


def verdict_after(criterion: Criterion, evaluation: Evaluation, changes: Iterable[Change]) -> Verdict:
    """The verdict if these leaves had changed and every other leaf had stayed as it is."""
    wanted = {x.text: Verdict[x.wanted.upper()] for x in changes}

    def after(part: Criterion, was: Evaluation) -> Verdict:
        parts = c.children(part)
        if not parts:
            return was.verdict if isinstance(part, c.COMBINATORS) else wanted.get(to_text(part), was.verdict)
        now = [after(p, e) for p, e in zip(parts, was.children, strict=True)]
        match part:
            case c.Not():
                return ~now[0]
            case c.FlagIf():
                return Verdict.MET
            case c.If():
                on, yes, no = now
                if on is Verdict.UNKNOWN:
                    return yes if yes is no else Verdict.UNKNOWN
                return yes if on is Verdict.MET else no
            case _:
                k = len(now) if isinstance(part, c.All) else part.k if isinstance(part, c.AtLeast) else 1
                met = sum(v is Verdict.MET for v in now)
                if met >= k:
                    return Verdict.MET
                return Verdict.UNKNOWN if met + now.count(Verdict.UNKNOWN) >= k else Verdict.NOT_MET

    return after(criterion, evaluation)


Ways = tuple[frozenset[frozenset[Change]], bool]
_DONE: Ways = (frozenset({frozenset()}), True)
_NEVER: Ways = (frozenset(), True)


def _ways(criterion: Criterion, evaluation: Evaluation, want: Verdict, largest: int) -> Ways:
    if evaluation.verdict is want:
        return _DONE
    parts = list(zip(c.children(criterion), evaluation.children, strict=False))
    match criterion:
        case c.Always() | c.Never() | c.FlagIf():
            return _NEVER
        case c.Not(part):
            return _ways(part, evaluation.children[0], ~want, largest)
        case c.All() | c.Any() | c.AtLeast():
            k = len(parts) if isinstance(criterion, c.All) else criterion.k if isinstance(criterion, c.AtLeast) else 1
            needed = k if want is Verdict.MET else len(parts) - k + 1
            each = [_ways(p, e, want, largest) for p, e in parts]
            return _some(needed, each, largest)
        case c.If(condition, then, otherwise):
            on, yes, no = evaluation.children
            branches = [
                _every([_ways(condition, on, Verdict.MET, largest), _ways(then, yes, want, largest)], largest),
                _every([_ways(condition, on, Verdict.NOT_MET, largest), _ways(otherwise, no, want, largest)], largest),
                _every([_ways(then, yes, want, largest), _ways(otherwise, no, want, largest)], largest),
            ]
            return _either(branches)
    text = to_text(criterion)
    open_ = evaluation.verdict is Verdict.UNKNOWN or evaluation.may_change
    change = Change(text, want.name.lower(), evaluation.verdict.name.lower(), open_)
    return frozenset({frozenset({change})}), True


def _some(needed: int, each: list[Ways], largest: int) -> Ways:
    """`needed` of the parts: those that are done cost nothing, the others are combined."""
    done = sum(w == _DONE for w in each)
    if done >= needed:
        return _DONE
    open_ = [w for w in each if w != _DONE]
    if needed - done > len(open_):
        return _NEVER
    if needed - done > largest:
        # Each costs at least one change.
        return frozenset(), False
    return _either([_every(list(chosen), largest) for chosen in combinations(open_, needed - done)])


def _every(parts: list[Ways], largest: int) -> Ways:
    sets: set[frozenset[Change]] = {frozenset()}
    complete = True
    for ways, whole in parts:
        joined = {a | b for a in sets for b in ways if _agree(a | b)}
        complete &= whole and all(len(s) <= largest for s in joined)
        sets = set(_minimal(s for s in joined if len(s) <= largest))
    return frozenset(sets), complete


def _either(branches: list[Ways]) -> Ways:
    return frozenset(_minimal(s for ways, _ in branches for s in ways)), all(whole for _, whole in branches)


def _agree(changes: frozenset[Change]) -> bool:
    """No leaf is asked to become both."""
    return len({x.text for x in changes}) == len(changes)


def _minimal(sets: Iterable[frozenset[Change]]) -> list[frozenset[Change]]:
    kept: list[frozenset[Change]] = []
    for candidate in sorted(set(sets), key=lambda s: (len(s), sorted(s))):
        if not any(k <= candidate for k in kept):
            kept.append(candidate)
    return kept
