"""Coding changes as HGVS c. means them, read tolerantly and written in one canonical way.

What is read
    ``c.2573T>G``, ``c.5946delT``, ``c.1799_1800delTGinsAA``, ``c.1799_1800TG>AA``, ``c.1905+1G>A``, ``c.-124C>T``,
    ``c.*32G>A``, ``c.2300_2308dup``, ``c.2313_2314ins[12 bases]`` written out, in any case, with ``->`` for ``>``.
What is written
    ``c.5946del`` without the deleted or doubled bases, a replacement of several bases as ``delins``.
What is known without a sequence
    That the first two bases of an intron are its donor site and the last two its acceptor site, and that a coding insertion or
    deletion whose length is no multiple of three shifts the frame.  Everything else needs the sequence.

Source: HGVS nomenclature 21.0, DNA recommendations; Sequence Ontology SO:0001575 (splice_donor_variant), SO:0001574
(splice_acceptor_variant), SO:0001589 (frameshift_variant).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_PLACE = r"(?P<{0}>[-*]?\d+)(?P<{0}_offset>[+-]\d+)?"
_CHANGE = re.compile(
    r"(?:c\.)?" + _PLACE.format("start") + r"(?:_" + _PLACE.format("end") + r")?(?P<rest>[a-z>=]*\d*[a-z]*)$",
    re.IGNORECASE,
)
_REPLACED = re.compile(r"([ACGT]+)>([ACGT]+)$")
_EDIT = re.compile(r"(del|dup|inv|ins)([ACGT]*|\d+)(?:(ins)([ACGT]+))?$")


@dataclass(frozen=True, slots=True, order=True)
class CodingPosition:
    """One base: `base` counts from the start codon (negative before it, and from the stop codon when `after_stop`).

    `offset` is its distance into an intron, 0 in an exon.
    """

    base: int
    offset: int = 0
    after_stop: bool = False

    def text(self) -> str:
        """As HGVS writes it."""
        return f"{'*' if self.after_stop else ''}{self.base}{f'{self.offset:+d}' if self.offset else ''}"

    @property
    def coding(self) -> bool:
        """Whether it is a base of a codon."""
        return self.base > 0 and not self.offset and not self.after_stop


@dataclass(frozen=True, slots=True, order=True)
class CodingChange:
    """`kind` is substitution, deletion, duplication, insertion, delins or inversion; `ref` only of a substitution."""

    kind: str
    start: CodingPosition
    end: CodingPosition
    ref: str = ""
    alt: str = ""

    def text(self) -> str:
        """The canonical form.

        Examples
        --------
        >>> coding_change("c.1799_1800TG>AA").text(), coding_change("5946delT").text()
        ('c.1799_1800delinsAA', 'c.5946del')
        """
        place = self.start.text() if self.start == self.end else f"{self.start.text()}_{self.end.text()}"
        edit = {
            "substitution": f"{self.ref}>{self.alt}",
            "deletion": "del",
            "duplication": "dup",
            "insertion": f"ins{self.alt}",
            "delins": f"delins{self.alt}",
            "inversion": "inv",
        }
        return f"c.{place}{edit[self.kind]}"

    def first_codon(self) -> int | None:
        """The codon of the first base; None outside the coding sequence.

        A frameshift changes this codon or a later one, so where it lies before a codon, the truncation begins there or after it.

        Examples
        --------
        >>> coding_change("c.5946delT").first_codon(), coding_change("c.-124C>T").first_codon()
        (1982, None)
        """
        return (self.start.base + 2) // 3 if self.start.coding else None

    def consequence(self) -> str:
        """The Sequence Ontology term that follows from the position alone; empty when it takes the sequence."""
        offsets = {self.start.offset, self.end.offset}
        if self.start.base == self.end.base and 0 not in offsets:
            if offsets <= {1, 2}:
                return "splice_donor_variant"
            if offsets <= {-1, -2}:
                return "splice_acceptor_variant"
        if not (self.start.coding and self.end.coding) or self.start.base <= 3:
            return ""
        return "frameshift_variant" if self._shift() % 3 else ""

    def _shift(self) -> int:
        span = self.end.base - self.start.base + 1
        return {
            "deletion": -span,
            "duplication": span,
            "insertion": len(self.alt),
            "delins": len(self.alt) - span,
        }.get(self.kind, 0)


def coding_change(text: str) -> CodingChange | None:
    """HGVS c. as a value; None when it is not one or contradicts itself."""
    plain = re.sub(r"\s+", "", text).replace("->", ">")
    found = _CHANGE.match(plain)
    if found is None:
        return None
    start = _position(found["start"], found["start_offset"])
    end = _position(found["end"], found["end_offset"]) if found["end"] else start
    if not start.base or not end.base or _order(end) < _order(start):
        return None
    rest = found["rest"]
    rest = re.sub(r"[acgt]+", lambda m: m[0].upper(), rest) if ">" in rest else _cased(rest)
    return _change(start, end, rest)


def _cased(rest: str) -> str:
    """Words in lower case, bases in upper case."""
    lowered = rest.lower()
    return re.sub(r"(del|dup|inv|ins)|([acgt]+)", lambda m: m[1] or m[2].upper(), lowered)


def _position(text: str, offset: str | None) -> CodingPosition:
    return CodingPosition(int(text.lstrip("*")), int(offset or 0), text.startswith("*"))


def _order(position: CodingPosition) -> tuple[bool, int, int]:
    return position.after_stop, position.base, position.offset


def _change(start: CodingPosition, end: CodingPosition, rest: str) -> CodingChange | None:
    span = end.base - start.base + 1 if not (start.offset or end.offset or start.base < 0 < end.base) else 0
    replaced = _REPLACED.match(rest)
    if replaced is not None:
        ref, alt = replaced[1], replaced[2]
        if start == end and len(ref) == len(alt) == 1:
            return CodingChange("substitution", start, end, ref, alt) if ref != alt else None
        return CodingChange("delins", start, end, alt=alt) if not span or span == len(ref) else None
    edit = _EDIT.match(rest)
    if edit is None:
        return None
    word, bases, added = edit[1], edit[2], edit[4] or ""
    if added and word != "del":
        return None
    if word == "ins":
        neighbors = bases.isalpha() and start != end and (not span or span == 2)
        return CodingChange("insertion", start, end, alt=bases) if neighbors else None
    length = int(bases) if bases.isdigit() else len(bases)
    if bases and span and length != span:
        return None
    if added:
        return CodingChange("delins", start, end, alt=added)
    return CodingChange({"del": "deletion", "dup": "duplication", "inv": "inversion"}[word], start, end)
