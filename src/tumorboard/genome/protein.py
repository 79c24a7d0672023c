"""Protein changes as HGVS p. means them, read tolerantly and written in the short form.

What is read
    One-letter and three-letter residues in any case, with or without ``p.`` and parentheses: ``L858R``, ``p.(Leu858Arg)``,
    ``E746_A750del``, ``V769_D770insASV``, ``R213*``, ``T790fs``, ``M1?``, ``K601=``.
    Older ways of writing that mean one thing only: ``E746-A750del``, ``delE746_A750``, ``E746_A750delELREA``,
    ``E746_A750delELREAinsIP``, ``L747_P753>S``, ``R213X``, ``R213Ter``, ``S1982Rfs*22``.
What is not read
    A residue without its change (``V600``), an insertion without its two neighbors or its residues, a range that ends
    before it starts, and what contradicts itself (``E746_A750delLREA``).

Changes are compared as values: `same_change` knows that a frameshift named without its new residue means any frameshift
at that residue.

Source: HGVS nomenclature 21.0, recommendations for protein changes; IUPAC one-letter and three-letter codes.
"""

from __future__ import annotations

import re

from tumorboard.model.alteration import ProteinChange

_NAMES = "Ala Arg Asn Asp Cys Gln Glu Gly His Ile Leu Lys Met Phe Pro Ser Thr Trp Tyr Val Sec Pyl Ter Xaa"
THREE = dict(zip(_NAMES.split(), "ARNDCQEGHILKMFPSTWYVUO*X", strict=True))
_UPPER = {name.upper(): one for name, one in THREE.items()}
_RESIDUES = frozenset(THREE.values()) - {"X"}
_SUBSTITUTION = re.compile(r"p\.\(?([A-Z][a-z]{2})(\d{1,9})([A-Z][a-z]{2})\)?$")
_NAME = "|".join(THREE)
_ONE = rf"(?P<{{0}}>{_NAME}|[A-Z*])(?P<{{1}}>\d{{{{1,5}}}})"
_PLACE = _ONE.format("ref", "start") + rf"(?:[_-]{_ONE.format('end_ref', 'end')})?"
_FIRST = re.compile(rf"(?P<kind>del|dup|ins)(?P<place>(?:{_NAME}|[A-Z*])\d[^>]*?)(?P<rest>ins.*)?$", re.IGNORECASE)
_WHOLE = re.compile(_PLACE + r"(?P<rest>.*)$", re.IGNORECASE)
_SHIFT = re.compile(rf"({_NAME}|[A-Z])?fs(?:(?:\*|X|Ter)?(?:\d*|\?))?$", re.IGNORECASE)
_EXTENSION = re.compile(rf"({_NAME}|[A-Z])?ext(?:.*)$", re.IGNORECASE)
_KIND = re.compile(r"(del|dup|ins|>)(.*)$", re.IGNORECASE)


def protein_change(text: str) -> ProteinChange | None:
    """HGVS p. as a value; None when it is not one.

    Examples
    --------
    >>> protein_change("p.Leu858Arg") == protein_change("L858R")
    True
    >>> protein_change("delE746_A750").kind, protein_change("V600"), protein_change("R213X").alt
    ('deletion', None, '*')
    """
    simple = _SUBSTITUTION.match(text)  # what annotators write in nearly every record
    if simple is not None and simple[1] != simple[3] and simple[2] != "1":
        ref, alt = THREE.get(simple[1]), THREE.get(simple[3])
        if ref and alt and ref != "*":
            return ProteinChange("nonsense" if alt == "*" else "substitution", ref, int(simple[2]), alt=alt)
    bare = _bare(text)
    turned = _FIRST.match(bare)
    if turned is not None:  # delE746_A750insIP
        bare = turned["place"] + turned["kind"] + (turned["rest"] or "")
    found = _WHOLE.match(bare)
    if found is None:
        return None
    long = len(found["ref"]) == 3
    ref, end_ref = _residue(found["ref"]), _residue(found["end_ref"] or "")
    start, end = int(found["start"]), int(found["end"] or 0)
    if not ref or not start or (end and (end < start or not end_ref)):
        return None
    if end == start and end_ref != ref:
        return None
    return _change(ref, start, end_ref, end, found["rest"], long=long)


def _bare(text: str) -> str:
    bare = text.strip()
    if bare[:2] in {"p.", "P."}:
        bare = bare[2:]
    for left, right in (("(", ")"), ("[", "]")):
        if bare.startswith(left) and bare.endswith(right):
            bare = bare[1:-1]
    return bare


def _residue(text: str) -> str:
    one = _UPPER.get(text.upper(), text.upper())
    return one if one in _RESIDUES or (one == "X" and len(text) == 3) else ""


def _change(ref: str, start: int, end_ref: str, end: int, rest: str, *, long: bool) -> ProteinChange | None:
    """The change of kind and new residues `rest` at a place."""
    ranged = end > start
    shifted = _SHIFT.match(rest)
    if shifted is not None:
        return ProteinChange("frameshift", ref, start, alt=_residue(shifted[1] or ""))
    if not ranged and rest:
        if rest == "?":
            return ProteinChange("start_lost" if start == 1 else "unknown", ref, start)
        extended = _EXTENSION.match(rest)
        if extended is not None:
            return ProteinChange("extension", ref, start, alt=_residue(extended[1] or ""))
        single = _single(rest, ref, long=long)
        if single:
            return _substitution(ref, start, single)
    kind = _KIND.match(rest)
    if kind is None:
        return None
    word, residues = kind[1].lower(), kind[2]
    return _edit(ref, start, end_ref, end, word, residues, long=long)


def _single(rest: str, ref: str, *, long: bool) -> str:
    """The one new residue of a substitution; empty when `rest` is something else."""
    if rest == "=":
        return ref
    if rest.lower() in {"stop", "ter", "*"} or (rest in {"X", "x"} and not long):
        return "*"
    plain = rest.removeprefix(">")
    return _residue(plain) if len(plain) == (3 if long else 1) or plain.capitalize() in THREE else ""


def _substitution(ref: str, start: int, alt: str) -> ProteinChange:
    if alt == ref:
        return ProteinChange("synonymous", ref, start, alt=ref)
    if ref == "M" and start == 1:
        return ProteinChange("start_lost", ref, start)
    if ref == "*":
        return ProteinChange("stop_lost", ref, start, alt=alt)
    return ProteinChange("nonsense" if alt == "*" else "substitution", ref, start, alt=alt)


def _edit(ref: str, start: int, end_ref: str, end: int, word: str, rest: str, *, long: bool) -> ProteinChange | None:
    """A deletion, duplication, insertion or replacement."""
    span = (end or start) - start + 1
    removed, mark, added = (rest, "", "") if word in {"dup", ">"} else _parted(word, rest)
    if word == ">":
        removed, mark, added = "", "ins", rest
    new = _sequence(added, long=long)
    if mark and not new:
        return None
    if word == "ins":
        neighbors = end == start + 1
        return ProteinChange("insertion", ref, start, end_ref, end, new) if neighbors else None
    if removed and not _fits(removed, ref, span, long=long):
        return None
    if mark:
        return ProteinChange("delins", ref, start, end_ref, end, new)
    return ProteinChange("duplication" if word == "dup" else "deletion", ref, start, end_ref, end)


def _parted(word: str, rest: str) -> tuple[str, str, str]:
    """Removed residues, ``ins`` when something is put in, and the residues put in."""
    if word == "ins":
        return "", "ins", rest
    removed, mark, added = rest.partition("ins") if "ins" in rest else rest.partition("INS")
    return removed, "ins" if mark else "", added


def _fits(removed: str, ref: str, span: int, *, long: bool) -> bool:
    """Whether the removed (or doubled) residues that are spelled out fit the place."""
    if removed.isdecimal():
        return removed.lstrip("0") == str(span)
    spelled = _sequence(removed, long=long)
    return len(spelled) == span and spelled[0] == ref


def _sequence(text: str, *, long: bool) -> str:
    """Residues as one-letter codes; empty when one of them is not a residue."""
    if long and len(text) % 3 == 0:
        found = [_residue(text[i : i + 3]) for i in range(0, len(text), 3)]
        if all(found):
            return "".join(found)
    upper = text.upper()
    return upper if upper and set(upper) <= _RESIDUES else ""


# Of each kind: what stands before and after the new residues, or what stands for them.
_WRITTEN = {
    "substitution": ("", "", ""), "nonsense": ("", "", "*"), "synonymous": ("", "", "="), "deletion": ("", "", "del"),
    "duplication": ("", "", "dup"), "insertion": ("ins", "", ""), "delins": ("delins", "", ""),
    "frameshift": ("", "fs", ""), "start_lost": ("", "", "?"), "extension": ("", "ext", ""),
}  # fmt: skip


def short_text(protein: ProteinChange) -> str:
    """The short form of a change; the first residue alone for a kind that has none.

    Examples
    --------
    >>> short_text(protein_change("p.Glu746_Ala750del"))
    'E746_A750del'
    """
    first = f"{protein.ref}{protein.start}"
    ranged = protein.end > protein.start
    place = f"{first}_{protein.end_ref}{protein.end}" if ranged else first
    if protein.kind == "stop_lost":
        return place + (protein.alt or "ext")
    before, after, alone = _WRITTEN.get(protein.kind, ("", "", "?"))
    return place + (alone or f"{before}{protein.alt}{after}")


def same_change(asked: ProteinChange, found: ProteinChange) -> bool:
    """Whether a found change is the one asked for."""
    if asked.start != found.start or (asked.kind, *_place(asked)) != (found.kind, *_place(found)):
        return False
    if asked.kind == "frameshift":
        return not asked.alt or asked.alt == found.alt
    return asked.kind in {"deletion", "duplication", "nonsense", "synonymous"} or asked.alt == found.alt


def _place(protein: ProteinChange) -> tuple[str, int, str, int]:
    return protein.ref, protein.start, protein.end_ref, protein.end
