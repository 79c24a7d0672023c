"""Parts of a question that turn on a few patients, left out of the question of who may not see patients.

*A or (B and C)*, where one patient has B, asks whether that patient has C: the count of the whole moves by one or by none, and any count that is the
same for the same cases would tell which.  So a part that changes the answer of fewer than the least number of cases is not asked: the question is
answered as if it did not stand there.

Source: Francis, Probst Eide and Munz 2017, Diffix: high-utility database anonymization (low-effect conditions); the rule here is simpler.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from tumorboard.criteria.combinators import All, Any, AtLeast, FlagIf, If, Not, children
from tumorboard.criteria.parts import Masks
from tumorboard.criteria.text import to_text
from tumorboard.model.verdict import Criterion


def pruned(criterion: Criterion, masks: Callable[[Criterion], Masks], asked: int, least: int) -> Criterion:
    """The criterion without the parts, the largest first, that change the answer of fewer than `least` of the cases `asked`."""
    whole = masks(criterion)
    for less in _smaller(criterion):
        other = masks(less)
        changed = ((whole.met ^ other.met) | (whole.unknown ^ other.unknown)) & asked
        if changed.bit_count() < least:
            return pruned(less, masks, asked, least)
    return criterion


def ordered(criterion: Criterion) -> str:
    """The text of a criterion, whatever the order of parts whose order says nothing."""
    match criterion:
        case All(parts) | Any(parts):
            told = sorted(ordered(p) for p in parts)
            return f"{type(criterion).__name__}({'; '.join(told)})"
        case AtLeast(k, parts):
            return f"AtLeast({k}; {'; '.join(sorted(ordered(p) for p in parts))})"
        case Not(part) | FlagIf(part):
            return f"{type(criterion).__name__}({ordered(part)})"
        case If(condition, then, otherwise):
            return f"If({ordered(condition)}; {ordered(then)}; {ordered(otherwise)})"
        case _:
            return to_text(criterion)


def _smaller(criterion: Criterion) -> Iterator[Criterion]:
    """The criterion with one part less, those without a large part first."""
    match criterion:
        case All(parts) | Any(parts) if len(parts) > 1:
            for i in range(len(parts)):
                rest = (*parts[:i], *parts[i + 1 :])
                yield rest[0] if len(rest) == 1 else replace(criterion, parts=rest)
        case AtLeast(k, parts) if len(parts) > 1:
            for i in range(len(parts)):
                rest = (*parts[:i], *parts[i + 1 :])
                for needed in sorted({min(k, len(rest)), max(k - 1, 0)}):
                    yield rest[0] if needed == len(rest) == 1 else AtLeast(needed, rest)
        case If(_, then, otherwise):
            yield then
            yield otherwise
        case _:
            pass
    yield from _within(criterion)


def _within(criterion: Criterion) -> Iterator[Criterion]:
    """The criterion with something less in one of its parts."""
    match criterion:
        case All(parts) | Any(parts) | AtLeast(_, parts):
            for i, part in enumerate(parts):
                for less in _smaller(part):
                    yield replace(criterion, parts=(*parts[:i], less, *parts[i + 1 :]))
        case Not(part) | FlagIf(part):
            for less in _smaller(part):
                yield replace(criterion, part=less)
        case If():
            for name, part in zip(("condition", "then", "otherwise"), children(criterion), strict=True):
                for less in _smaller(part):
                    yield replace(criterion, **{name: less})
        case _:
            return
