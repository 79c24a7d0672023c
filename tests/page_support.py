"""A page as a tree, parsed strictly: what does not nest or does not close is an error, as in XHTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "wbr", "br", "hr", "img", "input", "link"}
RAW = {"style", "script"}


@dataclass
class Node:
    """An element with its attributes and its children, text included."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.walk()

    def all(self, name: str, **having: str) -> list[Node]:
        wanted = {k.rstrip("_").replace("_", "-"): v for k, v in having.items()}
        return [n for n in self.walk() if n.name == name and all(n.attributes.get(k) == v for k, v in wanted.items())]

    def only(self, name: str, **having: str) -> Node:
        found = self.all(name, **having)
        assert len(found) == 1, f"{len(found)} x {name} {having}"
        return found[0]

    def text(self, *, raw: bool = False) -> str:
        """The text a reader sees, with a blank between elements."""
        if self.name in RAW and not raw:
            return ""
        return re.sub(r"\s+", " ", " ".join(c if isinstance(c, str) else c.text() for c in self.children)).strip()

    def classes(self) -> set[str]:
        return set(self.attributes.get("class", "").split())


class Strict(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [k for k, _ in attrs]
        assert len(names) == len(set(names)), f"an attribute twice in {tag}"
        node = Node(tag, {k: v or "" for k, v in attrs})
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].name == tag, f"</{tag}> closes <{self.open[-1].name}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def parse(text: str) -> Node:
    """The tree of a page whose every element closes where it must."""
    parser = Strict()
    parser.feed(text)
    parser.close()
    assert [n.name for n in parser.open] == [""], "not closed"
    return parser.root
