"""What every leaf must do, built in or of a plugin; call `check_leaf` from a test with a few examples of the leaf.

>>> from tumorboard.criteria.leaves import LEAVES          # doctest: +SKIP
>>> check_leaf(MyLeaf, [MyLeaf(2)], context)               # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from inspect import getdoc
from typing import Any

from tumorboard.criteria.base import Leaf, leaf_text
from tumorboard.criteria.json_form import from_json, to_json
from tumorboard.criteria.parameters import KINDS
from tumorboard.criteria.text import parse, to_text
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.verdict import Verdict


def check_leaf(leaf_type: type[Leaf], examples: Iterable[Leaf], context: Context) -> None:
    """Every rule, on every example.

    Raises
    ------
    AssertionError
        Naming the rule and the example.
    """
    examples = list(examples)
    assert examples, f"{leaf_type.__name__} has no example"
    check_class(leaf_type)
    for example in examples:
        check_forms(leaf_type, example)
        check_empty_case(example, context)


def check_class(leaf_type: type[Leaf]) -> None:
    """A frozen dataclass with a name, fact families, parameters of the known kinds and a docstring."""
    name = leaf_type.__name__
    made: Any = leaf_type
    assert made.__dataclass_params__.frozen, f"{name} is a frozen dataclass"
    assert leaf_type.name == name, f"{name}.name is the class name"
    assert leaf_type.reads, f"{name}.reads names its fact families"
    documented = getdoc(leaf_type) or ""
    assert documented.startswith("MET"), f"the docstring of {name} begins with when it is MET"
    for f in fields(made):
        assert str(f.type) in KINDS, f"{name}.{f.name}: {f.type} is no kind of parameter"
        assert f.name in documented, f"{name} documents its parameter {f.name}"


def check_forms(leaf_type: type[Leaf], example: Leaf) -> None:
    """Text and JSON give the leaf back."""
    types = {leaf_type.name: leaf_type}
    text = to_text(example)
    assert parse(text, types) == example, f"{text} does not give itself back"
    assert from_json(to_json(example), types) == example, f"the JSON form of {text} does not give it back"


def check_empty_case(example: Leaf, context: Context) -> None:
    """Of a case without facts a leaf says UNKNOWN, and what is missing is of the families it reads."""
    answer = example.check(Case(id="empty"), context)
    text = leaf_text(example)
    assert answer.verdict is Verdict.UNKNOWN, f"{text} says {answer.verdict.name} of an empty case"
    assert not answer.used, f"{text} used facts of an empty case"
    check_missing(example, answer.missing)
    assert answer == example.check(replace(Case(id="empty")), context), f"{text} answers twice alike"


def check_missing(example: Leaf, missing: Iterable[str]) -> None:
    """Every missing fact is of a family that the leaf declares in `reads`."""
    for fact in missing:
        assert any(fact == r or fact.startswith((f"{r}.", f"{r}:")) for r in example.reads), (
            f"{leaf_text(example)} misses {fact}, which is of none of the families it reads"
        )
