"""Every number that a report shows occurs in the assessment, or is a count, a percentage or a 1-based place of what does."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from string import Formatter
from typing import Any

import pytest
from tests.pack_support import context
from tests.page_support import Node, parse
from tests.report_support import CASES, assessment, composed, write

from tumorboard.model.assessment import Assessment
from tumorboard.report import steps
from tumorboard.report.sections import missing, near_misses, uncertain
from tumorboard.report.values import Dense, Table
from tumorboard.wire.codec import plain
from tumorboard.wording import Words, words

NUMBER = re.compile(r"\d+(?:\.\d+)?(?:e-?\d+)?")


def numbers(text: str) -> set[float]:
    return {float(n) for n in NUMBER.findall(text)}


def only_parameters(template: str) -> str:
    """A template with nothing but its parameters, so that no number of a sentence counts."""
    return " ".join(f"{{{name}}}" for _, name, _, _ in Formatter().parse(template) if name)


def wordless() -> Words:
    """A catalog that says nothing by itself."""
    said = words("en")
    made: list[Mapping[str, str]] = [
        {key: only_parameters(text) for key, text in table.items()} for table in (said.reasons, said.missing)
    ]
    issues = {code: (only_parameters(says), only_parameters(remedy)) for code, (says, remedy) in said.issues.items()}
    return Words("en", made[0], made[1], dict.fromkeys(said.terms, "-"), issues)


def scalars(shape: Any) -> Iterator[Any]:
    if isinstance(shape, dict):
        for key, value in shape.items():
            yield key
            yield from scalars(value)
    elif isinstance(shape, list):
        yield len(shape)
        for value in shape:
            yield from scalars(value)
    else:
        yield shape


def given(a: Assessment) -> set[float]:
    """Numbers of the assessment, with the forms in which a report may show them."""
    found: set[float] = set()
    for value in scalars(plain(a)):
        if isinstance(value, str):
            found |= numbers(value)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            found |= {abs(float(value)), float(f"{abs(value):g}")}
            if 0 <= value <= 1:  # a fraction may be shown in percent
                found |= numbers(f"{value:.0%} {value:.1%} {100 * value:.2g}")
    found |= {v.position.start + 1 for v in a.case.variants if v.position is not None}
    return found | counted(a) | ages(a)


def counted(a: Assessment) -> set[float]:
    """Counts that a reader is told, each taken from the assessment anew."""
    every = (*a.options, *a.rejected, *a.resistance)
    met = sum(o.verdict.name == "MET" for o in a.options)
    sensitive = [o for o in a.rejected if o.predicate == "sensitivity"]
    near = sum(near_misses.is_near(o) for o in sensitive)
    ahead = [len(s.regimens) for s in (*steps.tests(a), *steps.records(a))]
    shown = uncertain.compose(a)
    dense = [b.count for b in shown.blocks if isinstance(b, Dense)] if shown else []
    rows = [len(b.rows) for b in shown.blocks if isinstance(b, Table)] if shown else []
    return {
        *map(float, Counter(o.bucket for o in a.options).values()),
        *(met, len(a.options) - met, len(every), sum(len(o.matches) for o in every), len(sensitive) - near),
        *ahead,
        *(n - missing.NAMED for n in ahead),
        *dense,
        sum(rows) + sum(dense),
    }


def ages(a: Assessment) -> set[float]:
    birth = a.case.patient.birth
    return {float((a.on - d).days // 365.2425) for d in (birth.earliest, birth.latest)} if birth else set()


def visible(tree: Node) -> str:
    """What is read or shown, axes of pictures apart: their ticks are a ruler, not a statement."""
    shown = ("title", "aria-label")
    parts = []
    for node in tree.walk():
        if "axis" in node.classes() or node.name == "style":
            node.children = []
        parts += [node.attributes[key] for key in shown if key in node.attributes]
    return " ".join([tree.only("body").text(), tree.only("title").text(), *parts])


def page_without_words(name: str) -> Node:
    return parse(write(composed(name), context(), wordless()))


@pytest.mark.parametrize("name", sorted(set(CASES) - {"hostile"}))
def test_every_number_shown_occurs_in_the_assessment(name: str) -> None:
    text = visible(page_without_words(name))
    # marks of the legend are no numbers of the case: 4 and 1 are steps
    assert sorted(numbers(text) - given(assessment(name)) - {1.0, 4.0}) == []


def test_an_invented_number_would_be_found() -> None:
    tree = page_without_words("rich")
    tree.only("main").children.append("98765.5")
    assert numbers(visible(tree)) - given(assessment("rich")) == {98765.5}
