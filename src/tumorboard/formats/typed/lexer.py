"""The parts of a typed line: every stretch of it is a gene or marker, a change, a number, a known word, or not understood.

Longest first at each place: sequence changes and numbers by their shape, then phrases of the lexicon, then names of
markers and genes of up to four words, then words that are put together with a hyphen, slash, colon or sign
(``HER2-low``, ``EML4-ALK``, ``ISH-``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from tumorboard.formats.typed.lexicon import PHRASE, meaning
from tumorboard.genome.protein import protein_change
from tumorboard.vocab import Vocabulary
from tumorboard.vocab.genes import FUSION_MARKS

MOST_WORDS = 4  # of one name
FAMILIES = {
    # RAS as labels mean it; source: panitumumab and cetuximab labels (KRAS and NRAS).
    "RAS": ("KRAS", "NRAS"),
    "NTRK": ("NTRK1", "NTRK2", "NTRK3"),
    "TRK": ("NTRK1", "NTRK2", "NTRK3"),
    "FGFR": ("FGFR1", "FGFR2", "FGFR3"),
    "BRCA": ("BRCA1", "BRCA2"),
    "IDH": ("IDH1", "IDH2"),
    "RAF": ("ARAF", "BRAF", "RAF1"),
}
METHOD_WORDS = {"ihc": "ihc", "ish": "ish", "fish": "ish", "protein": "ihc", "cish": "ish"}


class Part(NamedTuple):
    """One part: `slot` says what it is, `value` what it says, `text` how it was written, `word` its number from 1."""

    slot: str
    value: object
    text: str
    word: int


@dataclass(frozen=True, slots=True)
class Subject:
    """What a line is about: approved genes that a name may mean, a marker, or both (HER2); `origin` of gBRCA1."""

    text: str
    genes: tuple[str, ...] = ()
    marker: str = ""
    family: bool = False
    method: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number or a range with comparator and unit (percent, mut_per_mb, copies, mb, fold or none)."""

    value: float | None = None
    low: float | None = None
    high: float | None = None
    comparator: str = ""
    unit: str = ""


_SKIP = re.compile(r"[\s,;|:=()\[\]]+")
_NUM = r"\d+(?:\.\d+)?(?:e-?\d+)?"
_UNITS = {
    "percent": r"%|percent\b",
    "mut_per_mb": r"(?:muts?|mutations?|var|variants?)?\.?\s*(?:/|per)\s*(?:mb|megabase)\b|muts?\b",
    "mb": r"mb\b",
    "copies": r"copies\b|copy\b",
}
_UNIT = "|".join(f"(?P<{name}>{pattern})" for name, pattern in _UNITS.items())
_QUANTITY = re.compile(
    rf"(?P<cmp>>=|<=|>|<|~)?\s*(?P<a>{_NUM})\s*%?(?:\s*(?:-|to)\s*(?P<b>{_NUM}))?\s*(?:{_UNIT})?(?![A-Za-z0-9_*/])",
    re.IGNORECASE,
)
_VAF = re.compile(
    rf"(?:vaf|maf|af|allele\s+(?:frequency|fraction)|variant\s+allele\s+(?:frequency|fraction))\s*[:=]?\s*(?:of|is|~)?\s*"
    rf"(?P<a>{_NUM})\s*(?P<percent>%)?(?![\w.])",
    re.IGNORECASE,
)
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
    r"(?:(NC_\d+\.\d+)|(?:chr)?(\d{1,2}|[XYM]))\s*[:-]\s*(?:g\.)?\s*\d{4,}[\d_]*\s*[-:]?\s*[ACGTdelinsup]+(?:\s*[>/-]\s*[ACGT]+)?(?![A-Za-z])",
    re.IGNORECASE,
)
_TRANSCRIPT = re.compile(
    r"((?:NM|NP|NR|XM)_\d+(?:\.\d+)?|ENS[TP]\d+(?:\.\d+)?|LRG_\d+(?:t\d+)?)(?:\(([\w-]+)\))?", re.IGNORECASE
)
_SCORE = re.compile(r"(?:score\s*)?([0-3])\s?\+(?:\s*/\s*3\+)?(?![\w+])|(?:score\s+)([0-3])(?![\w.%+/])", re.IGNORECASE)
_STARS = re.compile(r"\*\s?\d+[A-Z]?(?:\s*[/|]\s*\*\s?\d+[A-Z]?)?(?![A-Za-z0-9])", re.IGNORECASE)
_EXONS = re.compile(r"(?:exons?|ex)[\s._-]*(\d{1,2})(?:\s*[-/]\s*(\d{1,2})(?![\d%]))?", re.IGNORECASE)
_CYTO = re.compile(
    r"(?:t|inv|del|dup|add|i)\s?\(\s*[\dXY]+[pq]?[\d.]*(?:\s*;\s*[\dXY]+)*\s*\)(?:\s*\([pq][^)\s]*\))?|\d{1,2}[pq]\s*/\s*\d{1,2}[pq]",
    re.IGNORECASE,
)
_JUNCTION = re.compile(r"E\d+\s*[;:]\s*[A-Z]\d+|variant\s+\d+[ab]?|v\d[ab]?(?!\w)", re.IGNORECASE)
_SIGN = re.compile(r"([+-])(?=$|[\s,;/()|])")
_SPACED = re.compile(r"\s*[^\s,;()\[\]|]+")
_NEXT = re.compile(r"[^\s,;()\[\]|]+")


def parts(text: str, vocab: Vocabulary, *, names_first: bool = False) -> list[Part]:
    """Every part of a normalized line, in order; what is not understood has the slot ``unknown``.

    Parameters
    ----------
    names_first
        Read a word that is both a gene and a word of the lexicon (INS, SKIP) as the gene.
    """
    return _Lexer(text, vocab, names_first).run()


class _Lexer:
    def __init__(self, text: str, vocab: Vocabulary, names_first: bool) -> None:
        self.text, self.vocab, self.names_first = text, vocab, names_first
        self.at = self.word = 0
        self.found: list[Part] = []

    def run(self) -> list[Part]:
        while self.at < len(self.text):
            gap = _SKIP.match(self.text, self.at)
            if gap:
                self.at = gap.end()
                continue
            self.word += 1
            if not (self._shaped() or self._phrase_or_name() or self._sign() or self._compound()):
                self._unknown()
        return self.found

    def _take(self, slot: str, value: object, end: int) -> bool:
        self.found.append(Part(slot, value, self.text[self.at : end].strip(), self.word))
        self.at = end
        return True

    def _shaped(self) -> bool:
        """Changes, numbers and the like, told by their shape."""
        return self._sequence() or self._measure()

    def _sequence(self) -> bool:
        text, at = self.text, self.at
        if m := _CYTO.match(text, at):
            return self._take("cytogenetic", re.sub(r"\s+", "", m[0]).lower(), m.end())
        if m := _TRANSCRIPT.match(text, at):
            inside = self._subject(m[2]) if m[2] else None
            if inside is not None:
                self.found.append(Part("subject", inside, m[2], self.word))
            return self._take("transcript", m[1].upper(), m.end())
        if m := _PROTEIN.match(text, at):
            whole = m[0] if "(" in m[0] or "[" in m[0] else m[0].rstrip(")]")
            if protein_change(whole) is not None:
                return self._take("protein", whole, at + len(whole))
        if m := _PREFIX.match(text, at):  # p.E746_A750 del
            self.at = m.end()
            return True
        if m := _CODING.match(text, at):
            return self._take("coding", m[0], m.end())
        if m := _GENOMIC.match(text, at):
            return self._take("genomic", m[0], m.end())
        if (m := _RANGE.match(text, at)) and protein_change(_ranged(m[0])) is not None:
            return self._take("protein", _ranged(m[0]), m.end())
        if m := _VIII.match(text, at):
            self.found.append(Part("subject", self._subject("EGFR"), m[0], self.word))
            return self._take("event", "viii", m.end())
        if m := _EXONS.match(text, at):
            numbers = tuple(int(n) for n in m.groups() if n)
            return self._take("exon", numbers, m.end())
        return False

    def _measure(self) -> bool:
        text, at = self.text, self.at
        if m := _VAF.match(text, at):
            return self._take("vaf", (float(m["a"]), bool(m["percent"])), m.end())
        if m := _STARS.match(text, at):
            return self._take("stars", re.sub(r"\s+", "", m[0]).upper(), m.end())
        if m := _SCORE.match(text, at):
            return self._take("score", float(m[1] or m[2]), m.end())
        if m := _JUNCTION.match(text, at):
            return self._take("junction", re.sub(r"\s+", " ", m[0]).upper(), m.end())
        if (m := PHRASE.match(text, at)) and meaning(m[0])[0] == "clone":  # 28-8 is no range
            return self._phrase()
        m = _QUANTITY.match(text, at)
        return m is not None and self._take("quantity", _quantity(m), m.end())

    def _phrase_or_name(self) -> bool:
        steps = (self._name, self._phrase) if self.names_first else (self._phrase, self._name)
        return any(step() for step in steps)

    def _phrase(self) -> bool:
        m = PHRASE.match(self.text, self.at)
        if m is None:
            return False
        slot, value = meaning(m[0])
        following = self.text[m.end() : m.end() + 1]
        if following in {"-", "/"} and self._subject(self._rest(m.end())) is not None:
            return False  # the word is a part of a name, as in "no-go"
        return self._take(slot, value, m.end())

    def _rest(self, end: int) -> str:
        m = _NEXT.match(self.text, self.at)
        return m[0] if m and m.end() > end else ""

    def _name(self) -> bool:
        """A marker or gene of up to four words, the longest first."""
        ends = []
        at = self.at
        for _ in range(MOST_WORDS):
            m = _SPACED.match(self.text, at)
            if m is None:
                break
            ends.append(m.end())
            at = m.end()
        for end in reversed(ends):
            written = self.text[self.at : end]
            found = self._subject(written.strip(" :="))
            if found is not None:
                return self._take("subject", found, self.at + len(written.rstrip(" :=")))
        return False

    def _subject(self, text: str) -> Subject | None:
        if not text or "*" in text:  # UGT1A1*28 is a gene and an allele
            return None
        upper = text.upper()
        if upper in FAMILIES:
            return Subject(text, FAMILIES[upper], family=True)
        marker = self.vocab.markers.resolve(text) or ""
        if marker and text.casefold() in {"dmmr", "pmmr", "msi-h", "mss", "tmb-h"}:
            marker = ""
        genes = self.vocab.genes.candidates(text)
        if not marker and not genes:
            return self._with_origin(text) or _numbered(text, self.vocab)
        last = re.split(r"[\s-]+", text.casefold())[-1]
        return Subject(text, genes, marker, method=METHOD_WORDS.get(last, "") if marker else "")

    def _with_origin(self, text: str) -> Subject | None:
        """``gBRCA1``, ``sBRCA2``: the letter says germline or somatic."""
        origin = {"g": "germline", "s": "somatic"}.get(text[:1])
        rest = text[1:]
        if origin is None or not rest[:1].isupper():
            return None
        inner = self._subject(rest)
        return Subject(text, inner.genes, family=inner.family, origin=origin) if inner and not inner.origin else None

    def _sign(self) -> bool:
        m = _SIGN.match(self.text, self.at) if self.at and not self.text[self.at - 1].isspace() else None
        return m is not None and self._take("state", "positive" if m[1] == "+" else "negative", m.end())

    def _compound(self) -> bool:
        """A word made of parts, or a bare protein change."""
        m = _NEXT.match(self.text, self.at)
        if m is None:
            return False
        word = m[0].rstrip(".:=")
        if protein_change(word) is not None:
            return self._take("protein", word, self.at + len(word))
        if self._pair(word):
            return True
        for at in range(len(word) - 1, 0, -1):
            # HER2-low, KRAS/NRAS, BRAF:V600E, HER2+, METex14: the name first, the rest is read on its own.
            joined = word[at] in "-/:=+_*"
            if not joined and not self._glued(word[at:]):
                continue
            found = self._subject(word[:at])
            if found is not None:
                self._take("subject", found, self.at + at)
            elif not joined or "/" in word[:at] or not self._pair(word[:at]):
                continue
            self.at += word[at] in "-/:=_" and word[at + 1 :][:1] not in {"", "/"}
            return True
        return self._slash(m)

    def _pair(self, word: str) -> bool:
        """Two genes joined to one word."""
        pair = self.vocab.genes.fusion(word)
        if pair is None:
            return False
        mark = next(mark for mark in FUSION_MARKS if mark in word)
        return self._take("pair", (*pair, mark), self.at + len(word))

    def _glued(self, rest: str) -> bool:
        """Whether an exon or a word of the lexicon follows a name without a gap."""
        if _EXONS.match(rest):
            return True
        m = PHRASE.match(rest)
        return m is not None and m.end() == len(rest) and meaning(m[0])[0] == "event"

    def _slash(self, m: re.Match[str]) -> bool:
        if m[0][0] in "/-+&":
            self.at += 1
            self.word -= 1
            return True
        return False

    def _unknown(self) -> None:
        m = _NEXT.match(self.text, self.at)
        self._take("unknown", "", m.end() if m else self.at + 1)


def _ranged(text: str) -> str:
    """A change of a range of residues without spaces and long words."""
    return re.sub(r"\s+|etion(?=$)", "", text).replace("indel", "delins")


def _numbered(text: str, vocab: Vocabulary) -> Subject | None:
    """``BRCA1/2``, ``NTRK1/2/3``: members of a family written with one name."""
    m = re.fullmatch(r"([A-Za-z]+)(\d(?:/\d)+)", text)
    if m is None:
        return None
    genes = tuple(f"{m[1].upper()}{n}" for n in m[2].split("/"))
    return Subject(text, genes, family=True) if all(g in vocab.genes.entries for g in genes) else None


def _quantity(m: re.Match[str]) -> Quantity:
    unit = next((name for name in _UNITS if m[name]), "")
    if not unit and "%" in m[0]:
        unit = "percent"
    first = float(m["a"])
    if m["b"]:
        return Quantity(low=first, high=float(m["b"]), unit=unit)
    return Quantity(first, comparator=(m["cmp"] or "").replace("~", ""), unit=unit)
