"""Parts of a typed line that are told by their shape: sequence changes, exons, fractions, scores, numbers with units."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from tumorboard.formats.typed.lexicon import PHRASE, meaning
from tumorboard.genome.protein import protein_change


class Shape(NamedTuple):
    """What begins at a place of the text, and where it ends; the slot ``subject`` has the written gene as value."""

    slot: str
    value: object
    end: int


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number or a range with comparator and unit (percent, mut_per_mb, copies, mb, fold or none)."""

    value: float | None = None
    low: float | None = None
    high: float | None = None
    comparator: str = ""
    unit: str = ""


_NUM = r"\d+(?:\.\d+)?(?:e-?\d+)?"
_UNITS = {
    "percent": r"%|percent\b",
    "mut_per_mb": r"(?:muts?|mutations?|var|variants?)?\.?\s*(?:/|per)\s*(?:mb|megabase)\b",
    "mb": r"mb\b",
    "copies": r"copies\b|copy\b",
}
_UNIT = "|".join(f"(?P<{name}>{pattern})" for name, pattern in _UNITS.items())
_QUANTITY = re.compile(
    # A hyphen that stands before the number, and behind a blank, is its sign: copy number -1.
    rf"(?P<cmp>>=|<=|>|<|~)?\s*(?P<minus>(?<![^\s=:(])-)?(?P<a>{_NUM})\s*%?(?:\s*(?:-|to)\s*(?P<b>{_NUM}))?\s*(?:{_UNIT})?(?![A-Za-z0-9_*/])",
    re.IGNORECASE,
)
_VAF = re.compile(
    rf"(?:vaf|maf|af|allele\s+(?:frequency|fraction)|variant\s+allele\s+(?:frequency|fraction))\s*[:=]?\s*(?:of|is|~)?\s*"
    rf"(?P<a>{_NUM})\s*(?P<percent>%)?(?![\w.])",
    re.IGNORECASE,
)
_RATIO = re.compile(rf"allelic\s+ratio\s*[:=]?\s*(?:of|is)?\s*(?:[<>]=?\s*)?{_NUM}(?![\w.%])", re.IGNORECASE)
_RES = r"(?:Ala|Arg|Asn|Asp|Cys|Gln|Glu|Gly|His|Ile|Leu|Lys|Met|Phe|Pro|Ser|Thr|Trp|Tyr|Val|Sec|Ter|[A-Z*])"
_PROTEIN = re.compile(r"p\.\s*[(\[]?[^\s,;()\[\]]+[)\]]?", re.IGNORECASE)
_PREFIX = re.compile(r"p\.\s*(?=\S)", re.IGNORECASE)
_RANGE = re.compile(
    rf"(?:del|dup)?{_RES}\d+[_-]{_RES}\d+(?:\s*(?:delins|indel|ins|>)\s*[A-Z]+|\s*(?:del|dup)(?:[A-Z]+|etion)?)?(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_VIII = re.compile(r"EGFR[\s-]*v(?:ariant\s*)?\s*III(?![A-Za-z0-9])", re.IGNORECASE)
_CODING = re.compile(r"c\.\s*[^\s,;()\[\]]+(?:\s*[ACGT]*\s*>\s*[ACGT]+(?![A-Za-z]))?", re.IGNORECASE)
_GENOMIC = re.compile(
    r"(?:(NC_\d+\.\d+)|(?:chr)?(\d{1,2}|[XYM]))\s*[:-]\s*(?:g\.)?\s*\d{4,}[\d_]*\s*[-:]?\s*[ACGTdelinsup]+(?:(?:\s*[>/:-]\s*|\s+)[ACGT]+)?(?![A-Za-z])",
    re.IGNORECASE,
)
_TRANSCRIPT = re.compile(
    r"((?:NM|NP|NR|XM)_\d+(?:\.\d+)?|ENS[TP]\d+(?:\.\d+)?|LRG_\d+(?:t\d+)?)(?:\(([\w-]+)\))?", re.IGNORECASE
)
_SCORE = re.compile(r"(?:score\s*)?([0-3])\s?\+(?:\s*/\s*3\+)?(?![\w+])|(?:score\s+)([0-3])(?![\w.%+/])", re.IGNORECASE)
_STARS = re.compile(r"\*\s?\d+[A-Z]?(?:\s*[/|]\s*\*\s?\d+[A-Z]?)?(?![A-Za-z0-9])", re.IGNORECASE)
_EVENT = r"del(?:etions?)?|ins(?:ertions?)?|skip(?:ping)?"
_EXONS = re.compile(r"(?:exons?|ex)[\s._-]*(\d{1,2})(?:\s*[-/]\s*(\d{1,2})(?![\d%]))?", re.IGNORECASE)
_CYTO = re.compile(
    r"(?:t|inv|del|dup|add|i)\s?\(\s*[\dXY]+[pq]?[\d.]*(?:\s*;\s*[\dXY]+)*\s*\)(?:\s*\([pq][^)\s]*\))?|\d{1,2}[pq]\s*/\s*\d{1,2}[pq]",
    re.IGNORECASE,
)
_ARM = re.compile(r"del\s?(\d{1,2}[pq])(?![\w.])|(\d{1,2}[pq])-(?![\w/(-])", re.IGNORECASE)
_JUNCTION = re.compile(
    r"E\d+\s*[;:]\s*[A-Z]\d+|(?:variant\s+|v)\d[ab]?(?:/[ab])?(?!\w)|variant\s+\d+|p(?:190|210|230)\b|e\d{1,2}a\d{1,2}\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(  # an exon by its number alone: 19del, del19
    rf"(?P<n>[1-9]\d?)[\s-]?(?P<event>{_EVENT})(?![\w(])"
    r"|(?P<before>del|ins)[\s-]?(?P<after>[1-9]\d?)(?![\w.(-]|\s*(?:%|cop(?:y|ies)\b))",
    re.IGNORECASE,
)
_EVENTS = {"d": "deletion", "i": "insertion", "s": "skipping"}
_HLA = re.compile(
    r"HLA[\s-]?A\s?\*?\s?(\d\d:?\d\d|\d{1,2})P?(?:\s*/\s*(?:HLA-)?A?\*?(\d\d:?\d\d)P?)?(?![\w:*])", re.IGNORECASE
)
_LEGACY = re.compile(r"\d{3,4}(?:del|ins)[ACGT]{1,3}(?![A-Za-z0-9])", re.IGNORECASE)
_BOTH_COPIES = re.compile(r"[+-]/[+-](?!\w)")
_CODON = re.compile(
    rf"(?:(?:codon\s*)?{_RES}[1-9]\d{{0,3}}(?![\w*>=?_-])|codon[\s-]*\d{{1,4}}\b(?!\s*[/,-]\s*\d))", re.IGNORECASE
)


def sequence(text: str, at: int) -> list[Shape]:
    """A sequence change, exon or chromosome marker that begins here, with the gene named inside it; else nothing."""
    if m := _BOTH_COPIES.match(text, at):  # CDKN2A -/- is no negative result
        return [Shape("unknown", "", m.end())]
    if m := _ARM.match(text, at):
        return [Shape("cytogenetic", f"del({(m[1] or m[2]).lower()})", m.end())]
    if m := _HLA.match(text, at):
        return [Shape("hla", tuple(a.replace(":", "") for a in m.groups() if a), m.end())]
    if m := _CYTO.match(text, at):
        return [Shape("cytogenetic", re.sub(r"\s+", "", m[0]).lower(), m.end())]
    if m := _TRANSCRIPT.match(text, at):
        inside = [Shape("subject", m[2], m.end())] if m[2] else []
        return [*inside, Shape("transcript", m[1].upper(), m.end())]
    if m := _PROTEIN.match(text, at):
        whole = m[0] if "(" in m[0] or "[" in m[0] else m[0].rstrip(")]")
        if protein_change(whole) is not None:
            return [Shape("protein", whole, at + len(whole))]
    if m := _PREFIX.match(text, at):  # p.E746_A750 del
        return [Shape("noise", "", m.end())]
    if m := _LEGACY.match(text, at):
        return [Shape("legacy", m[0].lower(), m.end())]
    if m := _CODING.match(text, at):
        return [Shape("coding", m[0], m.end())]
    if m := _GENOMIC.match(text, at):
        return [Shape("genomic", m[0], m.end())]
    if (m := _RANGE.match(text, at)) and protein_change(_ranged(m[0])) is not None:
        return [Shape("protein", _ranged(m[0]), m.end())]
    if m := _VIII.match(text, at):
        return [Shape("subject", "EGFR", m.end()), Shape("event", "viii", m.end())]
    if m := _NUMBERED.match(text, at):
        exon, event = int(m["n"] or m["after"]), _EVENTS[(m["event"] or m["before"])[0].lower()]
        return [Shape("exon", (exon,), m.end()), Shape("numbered", exon, m.end()), Shape("event", event, m.end())]
    m = _EXONS.match(text, at)
    return [Shape("exon", tuple(int(n) for n in m.groups() if n), m.end())] if m else []


def measure(text: str, at: int) -> Shape | None:
    """A fraction, allele, score or number that begins here; else None."""
    if m := _VAF.match(text, at):
        return Shape("vaf", (float(m["a"]), bool(m["percent"])), m.end())
    if m := _RATIO.match(text, at):
        return Shape("allelic_ratio", "", m.end())
    if m := _STARS.match(text, at):
        return Shape("stars", re.sub(r"\s+", "", m[0]).upper(), m.end())
    if m := _SCORE.match(text, at):
        return Shape("score", float(m[1] or m[2]), m.end())
    if m := _JUNCTION.match(text, at):
        return Shape("junction", re.sub(r"\s*[;:]\s*", ":", re.sub(r"\s+", " ", m[0])).upper(), m.end())
    if (m := PHRASE.match(text, at)) and meaning(m[0])[0] == "clone":  # 28-8 is no range
        return Shape("clone", meaning(m[0])[1], m.end())
    if m := _QUANTITY.match(text, at):
        return Shape("quantity", _quantity(m), m.end())
    return None


def codon(text: str, at: int) -> Shape | None:
    """A residue without its change (``V600``, ``codon 12``) that begins here; else None."""
    m = _CODON.match(text, at)
    return Shape("codon", m[0], m.end()) if m else None


def _ranged(text: str) -> str:
    """A change of a range of residues without spaces and long words."""
    return re.sub(r"\s+|etion(?=$)", "", text).replace("indel", "delins")


def _quantity(m: re.Match[str]) -> Quantity:
    unit = next((name for name in _UNITS if m[name]), "")
    if not unit and "%" in m[0]:
        unit = "percent"
    first = -float(m["a"]) if m["minus"] else float(m["a"])
    if m["b"]:
        return Quantity(low=first, high=float(m["b"]), unit=unit)
    return Quantity(first, comparator=(m["cmp"] or "").replace("~", ""), unit=unit)
