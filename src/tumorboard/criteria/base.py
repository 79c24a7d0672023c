"""What a criterion is made of: the leaf's contract, the registry of leaves, and the text of one leaf.

A leaf is a frozen dataclass with class attributes ``name`` (its name in text and JSON, CamelCase as the class),
``reads`` (fact families it may name as missing or used) and a method ``check(case, context)``.  Its parameters are
strings, numbers, booleans, None, or tuples of strings (sets are given as sorted tuples).
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Mapping
from dataclasses import MISSING, fields
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar, Protocol, runtime_checkable

from tumorboard.model.verdict import Evaluation

if TYPE_CHECKING:
    from tumorboard.model.case import Case
    from tumorboard.model.context import Context


@runtime_checkable
class Leaf(Hashable, Protocol):
    """One kind of question."""

    name: ClassVar[str]
    reads: ClassVar[frozenset[str]]

    def check(self, case: Case, context: Context) -> Evaluation:
        """The verdict for this case on the date of the context."""
        ...


LeafTypes = Mapping[str, type[Leaf]]


@lru_cache(maxsize=16384)
def leaf_text(leaf: Leaf) -> str:
    """The canonical text of a leaf (remembered by value: it is asked at every evaluation): required parameters by position, others by keyword and only when not default.

    Examples
    --------
    ``EcogAtMost(2)``, ``GeneAmplified("ERBB2")``, ``FusionIn(["ALK"], partners=["EML4"])``
    """
    parts = []
    for f in fields(leaf):  # type: ignore[arg-type]
        value = getattr(leaf, f.name)
        if f.default is MISSING and f.default_factory is MISSING:
            parts.append(value_text(value))
            continue
        default = f.default_factory() if f.default_factory is not MISSING else f.default
        if value != default:
            parts.append(f"{f.name}={value_text(value)}")
    return f"{leaf.name}({', '.join(parts)})"


def value_text(value: object) -> str:
    """One parameter value: JSON-style strings and lists, Python-style numbers, True, False and None.

    A number that is whole is written without a fraction, so that equal numbers have one text.
    """
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, tuple):
        return "[" + ", ".join(value_text(v) for v in value) + "]"
    return repr(value)
