"""Protein changes in the short form of criteria: ``L858R``, ``E746_A750del``, ``V769_D770insASV``, ``R213*``, ``T790fs``.

Changes are compared as values: `same_change` knows that one residue is a range of one, and that a frameshift named
without its new residue means any frameshift at that residue.
"""

from __future__ import annotations

import re

from tumorboard.model.alteration import ProteinChange

_ONE = re.compile(r"([A-Z*])(\d+)(?:_([A-Z*])(\d+))?(.*)$")
_FRAMESHIFT = re.compile(r"([A-Z]?)fs(?:\*?(?:Ter)?\d*)?$")


def change(text: str) -> ProteinChange:
    """The change that a short form names.

    Raises
    ------
    ValueError
        If the text has another form.
    """
    found = _ONE.match(text.removeprefix("p."))
    if found is None:
        raise ValueError(f"{text} is not a protein change in short form such as L858R or E746_A750del")
    ref, start, end_ref, end, rest = found.groups()
    place = (ref, int(start), end_ref or ref, int(end or start))
    if place[3] < place[1]:
        raise ValueError(f"{text} ends before it starts")
    kind, alt = _what(rest, ref, bool(end))
    if not kind:
        raise ValueError(f"{text} is not a protein change in short form such as L858R or E746_A750del")
    return ProteinChange(kind, *place, alt)


def _what(rest: str, ref: str, ranged: bool) -> tuple[str, str]:
    if rest == "del":
        return "deletion", ""
    if rest == "dup":
        return "duplication", ""
    if rest.startswith("delins") and rest[6:].rstrip("*").isalpha():
        return "delins", rest[6:]
    if rest.startswith("ins") and rest[3:].rstrip("*").isalpha() and ranged:
        return "insertion", rest[3:]
    shifted = _FRAMESHIFT.match(rest)
    if shifted and not ranged:
        return "frameshift", shifted[1]
    if rest in {"*", "X"} and not ranged:
        return "nonsense", "*"
    if rest in {"=", ref} and not ranged:
        return "synonymous", ref
    if len(rest) == 1 and rest.isupper() and not ranged:
        return "substitution", rest
    return "", ""


def short_text(protein: ProteinChange) -> str:
    """The short form of a change; the first residue alone for a kind that has none."""
    first = f"{protein.ref}{protein.start}"
    ranged = protein.end > protein.start
    place = f"{first}_{protein.end_ref}{protein.end}" if ranged else first
    suffix = {
        "substitution": protein.alt,
        "nonsense": "*",
        "synonymous": "=",
        "deletion": "del",
        "duplication": "dup",
        "insertion": f"ins{protein.alt}",
        "delins": f"delins{protein.alt}",
        "frameshift": f"{protein.alt}fs",
        "start_lost": "?",
        "stop_lost": "ext",
        "extension": "ext",
    }
    return place + suffix.get(protein.kind, "?")


def same_change(asked: ProteinChange, found: ProteinChange) -> bool:
    """Whether a found change is the one asked for."""
    if _place(asked) != _place(found) or asked.kind != found.kind:
        return False
    if asked.kind == "frameshift":
        return not asked.alt or asked.alt == found.alt
    return asked.kind in {"deletion", "duplication", "nonsense", "synonymous"} or asked.alt == found.alt


def _place(protein: ProteinChange) -> tuple[str, int, str, int]:
    return protein.ref, protein.start, protein.end_ref or protein.ref, protein.end or protein.start
