"""YAML as plain text values: every scalar stays the text that was written, so that no word turns into a date or a no.

Refused, with the line: syntax errors, keys that repeat, anchors and aliases (a few bytes of them can mean gigabytes), tags,
nesting deeper than any form is, more than one document, and anything that is not a mapping at the top.

Source: YAML 1.2.2; for the failsafe schema, section 10.1.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml

from tumorboard.issues import Issue, Parsed, Place, Severity

MOST_CHARACTERS = 4 << 20
DEEPEST = 200

Path = tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """The top mapping with text leaves, and the physical line of every key and list item by its path."""

    value: dict[str, Any]
    lines: dict[Path, int] = field(default_factory=dict)

    def line(self, path: Path) -> int | None:
        """The line of the entry at `path`, or of the nearest entry that holds it."""
        for end in range(len(path), 0, -1):
            if path[:end] in self.lines:
                return self.lines[path[:end]]
        return None


def mapping(text: str, name: str, *, most: int = MOST_CHARACTERS) -> Parsed[Document]:
    """The top mapping of one YAML document with text leaves; None with an ERROR issue when it cannot be read.

    Parameters
    ----------
    name
        File name without folders, for the places of issues.
    most
        Characters that are read at most.
    """
    if len(text) > most:
        return _refused("YML005", name, None, megabytes=most >> 20)
    try:
        found = _forbidden(text)
        if found is not None:
            return _refused(found[0], name, found[1], **({"megabytes": most >> 20} if found[0] == "YML005" else {}))
        root = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        return _refused("YML001", name, mark.line + 1 if mark is not None else None)
    if root is None:
        return _refused("YML002", name, None)
    if not isinstance(root, yaml.MappingNode):
        return _refused("YML003", name, root.start_mark.line + 1)
    walk = _Walk(name, [], {})
    value = walk.plain(root, ())
    return Parsed(None if walk.issues else Document(value, walk.lines), tuple(walk.issues))


_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def _forbidden(text: str) -> tuple[str, int] | None:
    """The first alias, tag or too deep level, as a code and its line; found before anything is built."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        line = event.start_mark.line + 1 if event.start_mark is not None else 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            return "YML004", line
        if getattr(event, "tag", None):
            return "YML006", line
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            return "YML005", line
    return None


@dataclass(slots=True)
class _Walk:
    name: str
    issues: list[Issue]
    lines: dict[Path, int]

    def plain(self, node: Any, path: Path) -> Any:
        """A node as mappings, lists and text."""
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            for at, item in enumerate(node.value):
                self.lines[(*path, at)] = item.start_mark.line + 1
            return [self.plain(item, (*path, at)) for at, item in enumerate(node.value)]
        return None if not node.style and node.value in {"", "~", "null"} else node.value

    def _mapping(self, node: Any, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                self.issues.append(Issue.of("YML003", Severity.ERROR, Place(self.name, line=line)))
                continue
            word = key.value.strip()
            if word in found:
                self.issues.append(Issue.of("YML007", Severity.ERROR, Place(self.name, line=line)))
            self.lines[(*path, word)] = line
            found[word] = self.plain(value, (*path, word))
        return found


def _refused(code: str, name: str, line: int | None, **params: int) -> Parsed[Document]:
    return Parsed(None, (Issue.of(code, Severity.ERROR, Place(name, line=line), **params),))
