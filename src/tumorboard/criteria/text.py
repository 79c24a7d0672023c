"""Criteria as text that a clinician can read: a subset of Python expressions, parsed with `ast` and never evaluated.

``DiagnosisIn(["NSCLC"]) and not GeneActivated(["EGFR"])``, ``AtLeast(2, A, B, C)``, ``If(condition, then, else)``,
``FlagIf(A)``, ``Always()``, ``Never()``.  A list may be given as one string; the canonical text writes the list.
Laws: ``parse(to_text(c)) == c``, and ``to_text(parse(t))`` is a fixed point.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from difflib import get_close_matches

from tumorboard.criteria import combinators as c
from tumorboard.criteria.base import LeafTypes, leaf_text
from tumorboard.criteria.parameters import CriterionError, build
from tumorboard.model.verdict import Criterion

LONGEST = 20_000
DEEPEST = 60
BRACKETS = 180  # `ast` reads fewer than 200; brackets around brackets are no levels of their own
_ESCAPE = re.compile(r"\\(.?)", re.DOTALL)
_STRING = re.compile(r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'')
_KNOWN_ESCAPES = frozenset("\\\"'nrtbfuxU")


def parse(text: str, leaf_types: LeafTypes) -> Criterion:
    """The criterion that `text` means.

    Raises
    ------
    CriterionError
        With a code, the column (from 1) and near names where the text is not a criterion.
    """
    if len(text) > LONGEST:
        raise CriterionError("CRT001", f"a criterion has at most {LONGEST} characters", limit=LONGEST)
    for found in _ESCAPE.finditer(text):
        if found[1] not in _KNOWN_ESCAPES:
            raise CriterionError("CRT002", "an unknown escape after a backslash", column=found.start() + 1)
    line = text.replace("\r", " ").replace("\n", " ")
    if "#" in _STRING.sub("", line):
        # On one line, a comment would swallow the criteria that follow it.
        raise CriterionError("CRT002", "comments are not part of a criterion", column=line.index("#") + 1)
    body = line.strip()
    before = len(line) - len(line.lstrip())
    too_deep = _brackets(body)
    if too_deep is not None:
        raise CriterionError(
            "CRT003", f"more than {DEEPEST} levels of nesting", column=before + too_deep + 1, limit=DEEPEST
        )
    try:
        tree = ast.parse(body, mode="eval")
    except (MemoryError, RecursionError) as error:
        raise CriterionError(
            "CRT003", f"more than {DEEPEST} levels of nesting", column=before + 1, limit=DEEPEST
        ) from error
    except (SyntaxError, ValueError) as error:
        column = before + max(getattr(error, "offset", None) or 1, 1)
        raise CriterionError("CRT002", "this is not a criterion", column=column) from error
    return _Reader(leaf_types, body, before).read(tree.body, 0)


def _brackets(text: str) -> int | None:
    """Where more brackets are open than can be read; None where that is nowhere."""
    depth = 0
    for at, mark in enumerate(_STRING.sub(lambda s: " " * len(s[0]), text)):
        depth += (mark in "([{") - (mark in ")]}")
        if depth > BRACKETS:
            return at
    return None


class _Reader:
    """Walks one syntax tree."""

    def __init__(self, leaf_types: LeafTypes, body: str, before: int) -> None:
        self._leaf_types = leaf_types
        self._body = body.encode("utf-8", "surrogatepass")
        self._before = before
        self._calls: dict[str, Callable[[ast.Call, int], Criterion]] = {
            "All": lambda n, d: c.All(self._parts(n, d)),
            "Any": lambda n, d: c.Any(self._parts(n, d)),
            "AtLeast": self._at_least,
            "If": self._if,
            "FlagIf": lambda n, d: c.FlagIf(self._exactly(n, d, 1)[0]),
            "Always": lambda n, d: self._constant(n, d, c.Always()),
            "Never": lambda n, d: self._constant(n, d, c.Never()),
        }

    def read(self, node: ast.expr, depth: int) -> Criterion:
        if depth > DEEPEST:
            raise self._error(node, "CRT003", f"more than {DEEPEST} levels of nesting", limit=DEEPEST)
        match node:
            case ast.BoolOp(op=ast.And(), values=values):
                return c.All(tuple(self.read(v, depth + 1) for v in values))
            case ast.BoolOp(op=ast.Or(), values=values):
                return c.Any(tuple(self.read(v, depth + 1) for v in values))
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return c.Not(self.read(operand, depth + 1))
            case ast.Call(func=ast.Name(id=name)):
                return self._call(node, name, depth)
            case ast.Name(id=name):
                raise self._error(node, "CRT004", f"{name} needs parentheses: {name}(...)", name=name)
        raise self._error(node, "CRT005", 'expected a criterion such as GeneActivated(["EGFR"]), and, or, not')

    def _call(self, node: ast.Call, name: str, depth: int) -> Criterion:
        special = self._calls.get(name)
        if special is not None:
            if any(k.arg is not None for k in node.keywords):
                raise self._error(node, "CRT006", f"{name} takes no named parameters", name=name)
            return special(node, depth + 1)
        leaf = self._leaf_types.get(name)
        if leaf is None:
            near = tuple(get_close_matches(name, [*self._leaf_types, *self._calls], n=3))
            hint = f"; did you mean {', '.join(near)}?" if near else ""
            raise self._error(node, "CRT007", f"no criterion is named {name}{hint}", name=name, near=near)
        args = [self._value(a) for a in node.args]
        named: dict[str, object] = {}
        for keyword in node.keywords:
            if keyword.arg is None or keyword.arg in named:
                raise self._error(keyword.value, "CRT009", f"{name} gets a parameter twice or unpacked", name=name)
            named[keyword.arg] = self._value(keyword.value)
        try:
            return build(leaf, args, named)
        except CriterionError as error:
            raise error.at(self._column(node)) from error

    def _parts(self, node: ast.Call, depth: int) -> tuple[Criterion, ...]:
        return tuple(self.read(a, depth) for a in node.args)

    def _exactly(self, node: ast.Call, depth: int, *counts: int) -> tuple[Criterion, ...]:
        if len(node.args) not in counts:
            wanted = " or ".join(map(str, counts))
            raise self._error(node, "CRT008", f"expected {wanted} parts, got {len(node.args)}", wanted=wanted)
        return self._parts(node, depth)

    def _constant(self, node: ast.Call, depth: int, constant: Criterion) -> Criterion:
        self._exactly(node, depth, 0)
        return constant

    def _if(self, node: ast.Call, depth: int) -> Criterion:
        return c.If(*self._exactly(node, depth, 2, 3))

    def _at_least(self, node: ast.Call, depth: int) -> Criterion:
        k = self._value(node.args[0]) if node.args else None
        parts = tuple(self.read(a, depth) for a in node.args[1:])
        if not isinstance(k, int) or isinstance(k, bool) or not 0 <= k <= len(parts):
            raise self._error(node, "CRT008", "AtLeast needs a count and at least that many criteria", wanted="k")
        return c.AtLeast(k, parts)

    def _value(self, node: ast.expr) -> object:
        match node:
            case ast.Constant(value=value) if value is None or isinstance(value, (str, bool, int, float)):
                return value
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=number)) if type(number) in (int, float):
                return -number  # type: ignore[operator]
            case ast.List(elts=elements) | ast.Tuple(elts=elements):
                return tuple(self._value(e) for e in elements)
        raise self._error(node, "CRT010", "expected a string, a number, True, False, None or a list of them")

    def _error(self, node: ast.expr, code: str, message: str, **params: str | int | tuple[str, ...]) -> CriterionError:
        return CriterionError(code, message, column=self._column(node), **params)

    def _column(self, node: ast.expr) -> int:
        # `ast` counts bytes.
        return self._before + len(self._body[: node.col_offset].decode("utf-8", "replace")) + 1


def to_text(criterion: Criterion) -> str:
    """The canonical text of a criterion."""
    match criterion:
        case c.All(parts) if len(parts) > 1:
            return " and ".join(_bracketed(p, c.All, c.Any) for p in parts)
        case c.Any(parts) if len(parts) > 1:
            return " or ".join(_bracketed(p, c.Any) for p in parts)
        case c.All(parts) | c.Any(parts):
            return f"{type(criterion).__name__}({', '.join(map(to_text, parts))})"
        case c.Not(part):
            return "not " + _bracketed(part, c.All, c.Any)
        case c.AtLeast(k, parts):
            return f"AtLeast({', '.join([str(k), *map(to_text, parts)])})"
        case c.If(condition, then, c.Always()):
            return f"If({to_text(condition)}, {to_text(then)})"
        case c.If(condition, then, otherwise):
            return f"If({to_text(condition)}, {to_text(then)}, {to_text(otherwise)})"
        case c.FlagIf(part):
            return f"FlagIf({to_text(part)})"
        case c.Always() | c.Never():
            return f"{type(criterion).__name__}()"
        case _:
            return leaf_text(criterion)  # type: ignore[arg-type]


def _bracketed(part: Criterion, *looser: type) -> str:
    text = to_text(part)
    return f"({text})" if isinstance(part, looser) and len(part.parts) > 1 else text  # type: ignore[attr-defined]
