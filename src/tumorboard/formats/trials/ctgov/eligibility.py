"""The text of eligibility, line by line: what each line is used for, what stands under it, nothing of it lost.

The text is Markdown: headings are plain lines that end in a colon, bullets are ``*`` or ``-`` with indentation for what belongs
under them, or numbers.  A bullet with lines under it stays one question, for only its words say whether all or any of them are
meant.  A heading that is none of inclusion or exclusion is said before each line below it, for it may speak of one cohort only.

Source: records of ClinicalTrials.gov in API version 2.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_HEADING = re.compile(r"(?i)^\W*(?:(?:key|main|major|general)\s+)?(in|ex)clusion(?:\s+criteria)?\b[^:.]{0,40}:?\W*$")
_BULLET = re.compile(r"^(\s*)(?:[*\-•–]|\(?(?:[0-9]{1,2}|[a-zA-Z])[.)])\s+(\S.*)$")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!<>~|^=])")
# Headings that only introduce what follows.
_LEAD = re.compile(r"(?i)\b(following|criteria apply|eligible if|must meet|excluded if|will be excluded)\b")


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion of the text: inclusion, exclusion, or neither (empty) before any heading; `group` is its own heading."""

    use: str
    text: str
    group: str = ""

    @property
    def question(self) -> str:
        """What a person is asked: the line, under its heading."""
        return f"{self.group} › {self.text}" if self.group else self.text


def lines(text: str) -> tuple[Line, ...]:
    """The criteria of the text in order; a text without any line has none.

    Examples
    --------
    >>> [(x.use, x.text) for x in lines("Inclusion Criteria:\\n\\n* ECOG 0-1\\n\\nExclusion Criteria:\\n\\n* Weight \\\\>100 kg")]
    [('inclusion', 'ECOG 0-1'), ('exclusion', 'Weight >100 kg')]
    """
    return tuple(_read(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")))


def _read(rows: list[str]) -> Iterator[Line]:
    use = group = ""
    block: list[str] = []
    base = 0

    def done() -> Iterator[Line]:
        if block:
            yield Line(use, "\n".join(block), group)
            block.clear()

    for raw in rows:
        row = _ESCAPED.sub(r"\1", raw.rstrip())
        if not row.strip():
            continue
        heading = _HEADING.match(row)
        if heading:
            yield from done()
            use, group = f"{heading[1].lower()}clusion", ""
            continue
        bullet = _BULLET.match(row)
        indent = len(row) - len(row.lstrip())
        if bullet and (not block or indent <= base):
            yield from done()
            block.append(" ".join(bullet[2].split()))
            base = indent
        elif block and indent > base:
            block.append("  " * ((indent - base + 1) // 2) + " ".join(row.split()))
        elif row.rstrip().endswith(":"):
            yield from done()
            group = "" if _LEAD.search(row) else " ".join(row.split()).rstrip(":")
        else:
            yield from done()
            yield Line(use, " ".join(row.split()), group)
    yield from done()
