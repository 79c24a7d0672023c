"""A trial document as its author should see it: every level with its criteria as trees, what a person must answer, and
which facts of a case are asked for.

The facts are those that each criterion misses in a case of which nothing is known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tumorboard.criteria import combinators as c
from tumorboard.criteria.base import leaf_text
from tumorboard.criteria.leaves.manual import Manual
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.trial import PlacedPart, Provenance, Trial, TrialCriterion, TrialPart
from tumorboard.model.verdict import Criterion


@dataclass(frozen=True, slots=True)
class Node:
    """One place of a criterion's tree.

    Parameters
    ----------
    kind
        all, any, not, at_least, if, flag_if, always, never, leaf or person.
    text
        The leaf in text form, the words for a person, the count of at_least.
    role
        Of a part of an *if*: if, then, else; else empty.
    """

    kind: str
    text: str = ""
    role: str = ""
    parts: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """One criterion: its number, what must be, the protocol's words, where it is from, and the facts that it needs.

    Parameters
    ----------
    number
        The protocol's own, else its place within its level; `label` tells it from those of other levels too.
    persons
        How many of its leaves a person must answer.
    """

    number: str
    label: str
    use: str
    tree: Node
    texts: Mapping[str, str]
    provenance: Provenance
    facts: tuple[str, ...]
    persons: int


@dataclass(frozen=True, slots=True)
class Level:
    """The trial or one of its parts; `depth` 0 is the trial, `status` and `slots` what they are with its parents."""

    part: TrialPart
    depth: int
    status: str
    criteria: tuple[Asked, ...]
    slots: int | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """`facts` are (name of a fact, labels of the criteria that need it), the most needed first."""

    trial: Trial
    levels: tuple[Level, ...]
    facts: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def criteria(self) -> int:
        """How many criteria there are, each counted where it stands."""
        return sum(len(level.criteria) for level in self.levels)

    @property
    def persons(self) -> int:
        """How many of them ask a person."""
        return sum(bool(a.persons) for level in self.levels for a in level.criteria)


def preview(trial: Trial, context: Context) -> Preview:
    """The preview of a trial."""
    levels = tuple(_level(placed, context) for placed in _levels(trial))
    needed: dict[str, list[str]] = {}
    for level in levels:
        for asked in level.criteria:
            for fact in asked.facts:
                needed.setdefault(fact, []).append(asked.label)
    facts = sorted(needed.items(), key=lambda item: (-len(item[1]), item[0]))
    return Preview(trial, levels, tuple((fact, tuple(labels)) for fact, labels in facts))


def _levels(trial: Trial) -> Iterator[PlacedPart]:
    whole = TrialPart(id="", kind="other", criteria=trial.criteria, sites=trial.sites, provenance=trial.provenance)
    yield PlacedPart(whole, trial.criteria, trial.status, trial.sites)
    yield from trial.placed()


def _level(placed: PlacedPart, context: Context) -> Level:
    part = placed.part
    asked = tuple(_asked(one, str(at), part.id, context) for at, one in enumerate(part.criteria, 1))
    return Level(part, len(placed.above) + bool(part.id), placed.status, asked, placed.slots)


def _asked(one: TrialCriterion, place: str, part: str, context: Context) -> Asked:
    told = one.asks.part if one.use == "exclusion" and isinstance(one.asks, c.Not) else one.asks
    missing = one.asks.check(Case(id=""), context).missing
    facts = tuple(sorted(m for m in missing if not m.startswith("manual:")))
    persons = sum(isinstance(leaf, Manual) for leaf in c.leaves(one.asks))
    label = one.reference or f"{part} {place}".strip()
    return Asked(one.reference or place, label, one.use, tree(told), one.texts, one.provenance, facts, persons)


def tree(criterion: Criterion, role: str = "") -> Node:
    """The criterion as nodes."""
    match criterion:
        case c.Not(part):
            return Node("not", role=role, parts=(tree(part),))
        case c.If(condition, then, otherwise):
            parts = (tree(condition, "if"), tree(then, "then"))
            return Node("if", role=role, parts=parts if otherwise == c.Always() else (*parts, tree(otherwise, "else")))
        case c.All(parts):
            return Node("all", role=role, parts=tuple(map(tree, parts)))
        case c.Any(parts):
            return Node("any", role=role, parts=tuple(map(tree, parts)))
        case c.AtLeast(k, parts):
            return Node("at_least", str(k), role, tuple(map(tree, parts)))
        case c.FlagIf(part):
            return Node("flag_if", role=role, parts=(tree(part),))
        case c.Always():
            return Node("always", role=role)
        case c.Never():
            return Node("never", role=role)
        case Manual(text):
            return Node("person", text, role)
    return Node("leaf", leaf_text(criterion), role)  # type: ignore[arg-type]
