"""Parameters of a leaf: which kinds there are, and how given values become a leaf.

The kind of a parameter is the annotation of its dataclass field; text, JSON and documentation all read it from there.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, Field, fields
from difflib import get_close_matches

from tumorboard.criteria.base import Leaf
from tumorboard.errors import InputError
from tumorboard.issues import Issue, Place, Severity
from tumorboard.reasons import Param

KINDS: Mapping[str, str] = {
    "str": "a string",
    "int": "a whole number",
    "int | None": "a whole number or None",
    "float": "a number",
    "float | None": "a number or None",
    "bool": "True or False",
    "tuple[str, ...]": "a list of strings",
    "tuple[int, ...]": "a list of whole numbers",
}


class CriterionError(InputError):
    """A text or JSON value is not a criterion; `code` is an issue code, `column` counts from 1."""

    def __init__(self, code: str, message: str, *, column: int = 1, **params: Param) -> None:
        super().__init__(f"{message} (column {column})", remedy="see docs/reference/criteria.md")
        self.code = code
        self.text = message
        self.column = column
        self.params = params

    def at(self, column: int) -> CriterionError:
        """The same error at a place."""
        return CriterionError(self.code, self.text, column=column, **self.params)

    def issue(self, place: Place) -> Issue:
        """The error as a coded issue of a file."""
        return Issue.of(self.code, Severity.ERROR, place, column=self.column, message=self.text)


def build(leaf: type[Leaf], args: Sequence[object], named: Mapping[str, object]) -> Leaf:
    """The leaf with these parameters, positional ones in field order.

    Raises
    ------
    CriterionError
        If a parameter is unknown, missing, given twice, of the wrong kind or outside its range.
    """
    name = leaf.name
    known: dict[str, Field[object]] = {f.name: f for f in fields(leaf)}  # type: ignore[arg-type]
    if len(args) > len(known):
        raise CriterionError("CRT008", f"{name} takes at most {len(known)} parameters", wanted=str(len(known)))
    given: dict[str, object] = dict(zip(known, args, strict=False))
    for parameter, value in named.items():
        if parameter not in known:
            near = tuple(get_close_matches(parameter, known, n=1))
            hint = f"did you mean {near[0]}?" if near else f"it has {', '.join(known) or 'none'}"
            raise CriterionError("CRT011", f"{name} has no parameter {parameter}; {hint}", name=parameter, near=near)
        if parameter in given:
            raise CriterionError("CRT009", f"{name} gets {parameter} twice", name=name)
        given[parameter] = value
    for parameter, f in known.items():
        if parameter not in given and f.default is MISSING and f.default_factory is MISSING:
            raise CriterionError("CRT012", f"{name} needs {parameter}: {KINDS[str(f.type)]}", name=parameter)
    coerced = {p: coerce(name, known[p], value) for p, value in given.items()}
    try:
        return leaf(**coerced)
    except ValueError as error:
        raise CriterionError("CRT013", f"{name}: {error}", name=name) from error


def coerce(name: str, f: Field[object], value: object) -> object:
    """`value` as the kind of the field wants it: lists as tuples, one string as a list of one, 2 as 2.0.

    Raises
    ------
    CriterionError
        If it is of another kind.
    """
    kind = str(f.type)
    if kind.endswith("| None") and value is None:
        return None
    base = kind.removesuffix(" | None")
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if base.startswith("tuple"):
        items = tuple(value) if isinstance(value, (list, tuple)) else (value,)
        wanted = str if "str" in base else int
        if all(isinstance(v, wanted) and not isinstance(v, bool) for v in items):
            return items
    elif base == "float" and number and math.isfinite(value):  # type: ignore[arg-type]
        return float(value)  # type: ignore[arg-type]
    elif (
        (base == "int" and number and isinstance(value, int))
        or (base == "bool" and isinstance(value, bool))
        or (base == "str" and isinstance(value, str))
    ):
        return value
    raise CriterionError("CRT014", f"{name} wants {KINDS[kind]} for {f.name}", name=f.name, wanted=KINDS[kind])


def sort_sets(leaf: object) -> None:
    """Every list parameter of a new leaf sorted and without repeats, so that equal questions are equal values."""
    for f in fields(leaf):  # type: ignore[arg-type]
        value = getattr(leaf, f.name)
        if isinstance(value, tuple):
            object.__setattr__(leaf, f.name, tuple(sorted(set(value))))
