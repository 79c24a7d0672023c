"""The criteria of a trial or a part: each in the one language, or, word for word, for a person.

What cannot be read is told and kept as `Manual`, so that no patient is called eligible without it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from tumorboard.criteria.base import LeafTypes
from tumorboard.criteria.combinators import All, Not
from tumorboard.criteria.leaves.manual import Manual
from tumorboard.criteria.parameters import CriterionError
from tumorboard.formats.trials.own.entries import Entry, Notes, dotted
from tumorboard.formats.trials.own.forms import criterion
from tumorboard.model.trial import TrialCriterion
from tumorboard.model.verdict import Criterion
from tumorboard.wire.yaml_text import Path

KEYS = ("number", "include", "exclude", "asks", "use", "text", "from")
USES = ("inclusion", "exclusion")
_SAYS = ("include", "exclude", "asks")


@dataclass(frozen=True, slots=True)
class World:
    """What every part of one document is read with."""

    leaf_types: LeafTypes
    notes: Notes
    sources: tuple[str, ...] = ()


def criteria(entry: Entry, world: World) -> tuple[TrialCriterion, ...]:
    """Every criterion listed under ``criteria``, in order."""
    return tuple(_one(item, at, world) for at, item in entry.listed("criteria"))


def _one(item: object, at: Path, world: World) -> TrialCriterion:
    if isinstance(item, str):  # the shortest form: a condition that must be met
        return TrialCriterion(asks=_read(item, at, {}, world), place=dotted(at))
    entry = Entry(item, at, world.notes, KEYS)
    texts = entry.texts("text")
    use = entry.word("use", USES, "exclusion" if "exclude" in entry else "inclusion")
    said = [key for key in _SAYS if key in entry]
    if len(said) > 1:
        world.notes.add("TRL011", entry.at(said[1]), keys=tuple(said))
    if ("include" in said and use == "exclusion") or ("exclude" in said and use == "inclusion"):
        world.notes.add("TRL011", entry.at("use"), keys=(said[0], "use"))
        use = "inclusion" if "include" in said else "exclusion"
    if not said:
        world.notes.add("TRL010", at)
    asked = [_asked(key, entry, texts, world) for key in said] or [_manual(None, texts, entry.text("number"))]
    return TrialCriterion(
        asks=asked[0] if len(asked) == 1 else All(tuple(asked)),
        use=use,
        reference=entry.text("number"),
        texts=texts,
        provenance=entry.provenance("from", world.sources),
        place=dotted(at),
    )


def _asked(key: str, entry: Entry, texts: dict[str, str], world: World) -> Criterion:
    read = _read(entry.held[key], entry.at(key), texts, world)
    return Not(read) if key == "exclude" else read


def _read(form: object, at: Path, texts: dict[str, str], world: World) -> Criterion:
    if form == "Manual":
        if not texts:
            world.notes.add("TRL012", at)
        return _manual(None, texts, dotted(at))
    try:
        return criterion(form, world.leaf_types)
    except CriterionError as error:
        world.notes.issues.append(error.issue(world.notes.place(at)))
        return _manual(form, texts, dotted(at))


def _manual(form: object, texts: dict[str, str], otherwise: str) -> Manual:
    """The protocol's words, else what was written for them."""
    words = texts.get("en") or next(iter(texts.values()), "")
    written = form if isinstance(form, str) else json.dumps(form, ensure_ascii=False) if form is not None else ""
    return Manual(words or written or otherwise or "?")
