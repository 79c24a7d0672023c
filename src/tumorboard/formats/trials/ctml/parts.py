"""The parts of a CTML trial: steps, arms and dose levels with their criteria and status, and any other place with a match."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tumorboard.formats.trials.ctml import shape, statuses
from tumorboard.formats.trials.ctml.nodes import Reader, leaves
from tumorboard.model.trial import TrialCriterion, TrialPart
from tumorboard.model.verdict import Criterion
from tumorboard.trials import conflicts

_LEVELS = {"step": ("step", "step"), "arm": ("arm", "arm"), "dose_level": ("dose_level", "level")}


@dataclass(frozen=True, slots=True)
class Above:
    """What a part has from its parents."""

    asked: tuple[Criterion, ...] = ()  # every conjunct of every parent
    parent: frozenset[Criterion] = frozenset()  # those of the nearest parent that has any
    paused: bool = False


def below(holder: Mapping[str, object], place: str, reader: Reader, above: Above) -> tuple[TrialPart, ...]:
    """The parts that a mapping holds, by any name, in document order."""
    found = []
    for key, value in holder.items():
        listed = value if isinstance(value, list) else [value]
        if key == "match" or not (key in _LEVELS or any(_has_match(v) for v in listed)):
            continue
        _codes(listed, key, f"{place}.{key}", reader)
        for at, item in enumerate(listed):
            here = f"{place}.{key}.{at}" if isinstance(value, list) else f"{place}.{key}"
            if isinstance(item, Mapping):
                found.append(_part(item, key, here, reader, above))
            else:
                reader.notes.add("CTML020", here)
    return tuple(found)


def criteria(holder: Mapping[str, object], place: str, reader: Reader) -> tuple[TrialCriterion, ...]:
    """The criteria of a holder's match lists; a match that stands twice counts twice."""
    doubled = getattr(holder, "doubled", ())
    for key, _ in doubled:
        reader.notes.add("CTML054", place, key=key)
    lists = [v for k, v in doubled if k == "match"]
    lists += [holder["match"]] if "match" in holder else []
    found: list[TrialCriterion] = []
    for match in lists:
        shape.check(match, f"{place}.match", reader.notes)
        read = reader.match(match, f"{place}.match")
        found += [TrialCriterion(asks=asks, place=f"{place}.match") for asks in read]
    return tuple(found)


def conjuncts(found: tuple[TrialCriterion, ...]) -> tuple[Criterion, ...]:
    """Everything that must hold for all of these criteria."""
    return tuple(leaf for c in found for leaf in leaves(c.asks))


def _part(holder: Mapping[str, object], key: str, place: str, reader: Reader, above: Above) -> TrialPart:
    kind, word = _LEVELS.get(key, ("other", key))
    own = criteria(holder, place, reader)
    status = statuses.of_part(holder, word, place, reader.notes)
    _told(holder, kind, status, place, reader, above, has_own=bool(own))
    asked = conjuncts(own)
    if own and above.parent - set(asked):
        reader.notes.add("CTML014", place)
    if conflicts.excluding(asked, reader.vocab):
        reader.notes.add("CTML029", place)
    elif conflicts.excluding((*above.asked, *asked), reader.vocab):
        reader.notes.add("CTML015", place)
    inherited = Above((*above.asked, *asked), frozenset(asked) or above.parent, above.paused or status == "paused")
    return TrialPart(
        id=place,
        kind=kind,
        code=_text(holder.get(f"{word}_code")),
        texts={"en": said} if (said := _text(holder.get(f"{word}_description"))) else {},
        criteria=own,
        parts=below(holder, place, reader, inherited),
        status=status,
    )


def _told(
    holder: Mapping[str, object], kind: str, status: str, place: str, reader: Reader, above: Above, *, has_own: bool
) -> None:
    if kind == "step" and has_own and not holder.get("arm"):
        reader.notes.add("CTML011", place)
    if status == "open" and above.paused:
        reader.notes.add("CTML013", place)


def _codes(listed: list[object], key: str, place: str, reader: Reader) -> None:
    word = _LEVELS.get(key, ("", key))[1]
    codes = Counter(_text(i.get(f"{word}_code")) for i in listed if isinstance(i, Mapping))
    if codes.get("", 0) or any(n > 1 for n in codes.values()):
        reader.notes.add("CTML016", place)


def _has_match(value: object) -> bool:
    return any("match" in held for held in _mappings(value))


def _mappings(value: object) -> Iterator[Mapping[str, object]]:
    todo = [value]
    while todo:
        one = todo.pop()
        if isinstance(one, Mapping):
            yield one
            todo.extend(one.values())
        elif isinstance(one, list):
            todo.extend(one)


def _text(value: object) -> str:
    return "" if value is None else str(value)
