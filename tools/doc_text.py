"""Markdown out of docstrings and tables: what the page makers share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

MADE = "<!-- made by tools/build_docs.py; edit what it is made of -->\n\n"
_HEADING = re.compile(r"^([A-Z][A-Za-z ]*)\n-{3,}$", re.MULTILINE)


def page(title: str, *parts: str) -> str:
    """A generated page."""
    return MADE + f"# {title}\n\n" + "\n\n".join(p.strip("\n") for p in parts if p) + "\n"


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table; a bar inside a cell is escaped."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(cell(c) for c in row) + " |" for row in rows]
    return "\n".join(lines)


def cell(value: object) -> str:
    """One cell on one line."""
    return " ".join(str(value).split()).replace("|", "\\|")


def code(text: str) -> str:
    """Code inside a line or a cell."""
    return f"`{text}`" if text else ""


def sections(doc: str) -> Mapping[str, str]:
    """A numpydoc docstring by heading; what stands before the first one under the empty key."""
    found = {"": doc}
    marks = list(_HEADING.finditer(doc))
    if marks:
        found[""] = doc[: marks[0].start()]
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        found[mark[1]] = doc[mark.end() : following.start() if following else len(doc)]
    return {name: text.strip() for name, text in found.items()}


def parameters(text: str) -> list[tuple[str, str]]:
    """Names and descriptions of a *Parameters* section."""
    found: list[tuple[str, str]] = []
    for line in text.splitlines():
        if line and not line.startswith(" "):
            found.append((line.strip(), ""))
        elif line.strip():
            name, told = found[-1]
            found[-1] = (name, f"{told} {line.strip()}".strip())
    return found
