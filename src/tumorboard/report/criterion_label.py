"""A criterion in a few words, for labels: the protocol's own words, else its questions by name with what they ask for.

A label is no text of a criterion (`criteria.text` is): defaults and lesser parameters are left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import MISSING, fields
from typing import Any

from tumorboard.criteria import combinators as c
from tumorboard.model.trial import TrialCriterion
from tumorboard.model.verdict import Criterion
from tumorboard.report.values import Term, Text, Worded

DEEPEST = 3
_ENDS = {"min": "≥ ", "value": "≥ ", "score": "≥ ", "min_percent": "≥ ", "max": "≤ ", "limit": "≤ "}
_AT_LEAST = frozenset({"PerformanceScaleAtLeast"})


def label(criterion: TrialCriterion) -> Text:
    """The words of the protocol where it gives any, with what its use is; else the questions in words."""
    if criterion.texts:
        said = Worded(tuple(sorted(criterion.texts.items())))
        return (Term("criterion.not"), " ", said) if criterion.use == "exclusion" else (said,)
    return words(criterion.asks)


def words(asks: Criterion, deeper: int = DEEPEST) -> Text:
    """A criterion by the names of its questions."""
    match asks:
        case c.All(parts):
            return _joined(parts, "criterion.and", deeper)
        case c.Any(parts):
            return _joined(parts, "criterion.or", deeper)
        case c.Not(part):
            return (Term("criterion.not"), " ", *words(part, deeper))
        case c.FlagIf(part):
            return words(part, deeper)
        case c.AtLeast(_, parts):
            return (Term("criterion.some"), " ", *_joined(parts, "criterion.or", deeper))
        case c.If(condition, then, _):
            return (
                Term("criterion.if"),
                " ",
                *words(condition, deeper),
                " ",
                Term("criterion.then"),
                " ",
                *words(then, deeper),
            )
        case c.Always() | c.Never():
            return (Term("criterion.always" if isinstance(asks, c.Always) else "criterion.never"),)
    return _leaf(asks)


def _joined(parts: Sequence[Criterion], joint: str, deeper: int) -> Text:
    if not deeper:
        return ("…",)
    told: list[Any] = []
    for part in parts:
        told += [" ", Term(joint), " "] if told else []
        told += words(part, deeper - 1)
    return tuple(told)


def _leaf(leaf: Any) -> Text:
    asked: list[Text] = []
    for field in fields(leaf):
        value = getattr(leaf, field.name)
        if value is None or value == () or value == "" or value is False:
            continue
        if field.default is not MISSING and value == field.default and field.name not in _ENDS:
            continue
        asked.append(_value(leaf.name, field.name, value))
    told: list[Any] = [Term(f"leaf.{leaf.name}")]
    for at, one in enumerate(asked):
        told += [" " if at == 0 else ", ", *one]
    return tuple(told)


def _value(leaf: str, field: str, value: Any) -> Text:
    if isinstance(value, tuple):
        listed: list[Any] = []
        for one in value:
            listed += ["/", _word(one)] if listed else [_word(one)]
        return tuple(listed)
    end = _ENDS.get(field, "") if isinstance(value, int | float) and not isinstance(value, bool) else ""
    return ("≥ " if end and leaf in _AT_LEAST else end, _word(value))


def _word(value: Any) -> Any:
    if isinstance(value, float):
        return f"{value:g}"
    return Term(value) if isinstance(value, str) else str(value)
