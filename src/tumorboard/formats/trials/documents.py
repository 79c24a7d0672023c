"""Documents of trials as they were written: JSON, JSON objects one after the other, JSON arrays, YAML with one or many.

Every value keeps the type that the author meant: numbers, ``true``, ``false`` and ``null`` are read as such, everything else
is text, so that ``arm_suspended: N`` stays a letter and no date and no ``1e3`` changes its kind.  A key that stands
twice in one mapping is not lost: the last value counts, as in other loaders, and the earlier ones are kept beside it.

Refused: YAML anchors and tags, nesting deeper than any real trial.

Source: RFC 8259; YAML 1.2.2.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

import yaml

from tumorboard.issues import Issue, Parsed, Place, Severity

MOST_CHARACTERS = 64 << 20
DEEPEST = 200
_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_FRACTION = re.compile(r"[-+]?[0-9]{1,17}\.[0-9]{1,17}")
_WORDS: dict[str, object] = {"true": True, "false": False, "null": None, "~": None, "": None}


class Mapped(dict[str, Any]):
    """A mapping that remembers in `doubled` the key and value of every entry that a later one replaced."""

    __slots__ = ("doubled",)

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.doubled: tuple[tuple[str, Any], ...] = ()
        if len(self) < len(pairs):
            last = {key: at for at, (key, _) in enumerate(pairs)}
            self.doubled = tuple(p for at, p in enumerate(pairs) if last[p[0]] != at)


@dataclass(frozen=True, slots=True)
class _Refused(Exception):
    code: str
    line: int | None = None


def documents(text: str, name: str) -> Parsed[tuple[Mapped, ...]]:
    """Every mapping of the text, in order; None with an ERROR issue when the text cannot be read.

    Parameters
    ----------
    name
        File name without folders, for the places of issues.  YAML by ``.yaml`` or ``.yml``, else JSON.
    """
    try:
        if len(text) > MOST_CHARACTERS:
            raise _Refused("CTML097")
        found = _yaml(text) if name.lower().endswith((".yaml", ".yml")) else _json(text)
        if any(_deeper(f, DEEPEST) for f in found):
            raise _Refused("CTML097")
    except _Refused as refused:
        return Parsed(None, (Issue.of(refused.code, Severity.ERROR, Place(name, line=refused.line)),))
    except RecursionError:
        return Parsed(None, (Issue.of("CTML097", Severity.ERROR, Place(name)),))
    listed = [d for f in found for d in (f if isinstance(f, list) else [f])]
    issues = [
        Issue.of("CTML098", Severity.ERROR, Place(name, record=number))
        for number, document in enumerate(listed, 1)
        if not isinstance(document, Mapped)
    ]
    if not listed:
        issues.append(Issue.of("CTML001", Severity.ERROR, Place(name)))
    return Parsed(tuple(d for d in listed if isinstance(d, Mapped)) if listed else None, tuple(issues))


def _json(text: str) -> list[Any]:
    """Values one after the other, with or without blank between them."""
    reader = json.JSONDecoder(object_pairs_hook=Mapped, parse_constant=lambda word: word)
    text = text.removeprefix("\ufeff")
    found, at = [], _after_blank(text, 0)
    while at < len(text):
        try:
            value, at = reader.raw_decode(text, at)
        except ValueError as error:  # also a number of more digits than Python converts
            raise _Refused("CTML001", getattr(error, "lineno", None)) from None
        found.append(value)
        at = _after_blank(text, at)
    return found


def _after_blank(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n":
        at += 1
    return at


_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def _yaml(text: str) -> list[Any]:
    try:
        _refuse(text)
        return [_value(n) for n in yaml.compose_all(text, Loader=_Loader) if n is not None]
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise _Refused("CTML001", mark.line + 1 if mark is not None else None) from None


def _refuse(text: str) -> None:
    """Anchors, tags and depth are found among the events, before anything is built."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        line = event.start_mark.line + 1 if event.start_mark is not None else None
        if getattr(event, "anchor", None) or getattr(event, "tag", None):
            raise _Refused("CTML099", line)
        if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            depth += 1
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            depth -= 1
        if depth > DEEPEST:
            raise _Refused("CTML097", line)


def _value(node: Any) -> Any:
    if isinstance(node, yaml.MappingNode):
        return Mapped([(_key(key), _value(value)) for key, value in node.value])
    if isinstance(node, yaml.SequenceNode):
        return [_value(item) for item in node.value]
    written = node.value
    if node.style:
        return written
    if written.lower() in _WORDS:
        return _WORDS[written.lower()]
    if _WHOLE.fullmatch(written):
        return int(written)
    return float(written) if _FRACTION.fullmatch(written) else written


def _key(node: Any) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise _Refused("CTML001", node.start_mark.line + 1)
    return str(node.value)


def _deeper(value: object, limit: int) -> bool:
    level: list[object] = [value]
    while level:
        if limit < 0:
            return True
        limit -= 1
        held = [v for v in level if isinstance(v, dict | list)]
        level = [i for v in held for i in (v.values() if isinstance(v, dict) else v)]
    return False
