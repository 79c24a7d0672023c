"""The parts of a typed line: every stretch of it is a gene or marker, a change, a number, a known word, or not understood.

Longest first at each place: sequence changes and numbers by their shape, then phrases of the lexicon, then names of
markers and genes of up to four words, then words that are put together with a hyphen, slash, colon or sign
(``HER2-low``, ``EML4-ALK``, ``ISH-``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from tumorboard.formats.typed.groups import DOUBTFUL, FAMILIES, NUMBERED_GENE, SHARING, TOGETHER, USUAL_GENE
from tumorboard.formats.typed.lexicon import PHRASE, meaning
from tumorboard.formats.typed.shapes import codon, measure, sequence
from tumorboard.genome.protein import protein_change
from tumorboard.vocab import Vocabulary
from tumorboard.vocab.genes import FUSION_MARKS

MOST_WORDS = 4  # of one name
LONGEST_NAME = 60  # characters; a longer word is no name and is not taken apart
LEAST = 3  # letters of an alias in a fusion written with a hyphen
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


_E_EXON = re.compile(r"E([1-9]\d?)(del|ins)", re.IGNORECASE)
_EXCHANGE = re.compile(r"[A-Z][1-9]\d{0,3}[A-Z*]")  # BRAFV600E, as copied from a page that had it raised
_SKIP = re.compile(r"[\s,;|:=()\[\]]+")
_SIGN = re.compile(r"([+-])(?=$|[\s,;/()|])")
_SPACED = re.compile(r"\s*[^\s,;()\[\]|]+")
_NEXT = re.compile(r"[^\s,;()\[\]|]+")
_JOIN = re.compile(r"-+(?=-)|[/+&-]")  # of a ruled line all hyphens but the last, which may be a sign


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
        found = sequence(self.text, self.at)
        if not found and (one := measure(self.text, self.at)):
            found = [one]
        for shape in found:
            written = self.text[self.at : shape.end].strip()
            slot, value = shape.slot, shape.value
            if slot == "cytogenetic" and (marker := self.vocab.markers.resolve(str(value))):
                slot, value = "subject", Subject(str(value), marker=marker)
            elif slot == "subject":
                value = self._subject(str(value))
            if value is not None:
                self.found.append(Part(slot, value, written, self.word))
        self.at = found[-1].end if found else self.at
        return bool(found)

    def _phrase_or_name(self) -> bool:
        if self.names_first and self._symbol():
            return True
        name, phrase = self._named(), PHRASE.match(self.text, self.at)
        if name is not None and (phrase is None or name[1] > phrase.end()):
            return self._take("subject", *name)
        return self._phrase()

    def _symbol(self) -> bool:
        """An approved symbol that is also a word for an event or method."""
        m = PHRASE.match(self.text, self.at)
        if m is None or meaning(m[0])[0] not in {"event", "method"} or m[0].upper() not in self.vocab.genes.entries:
            return False
        return self._take("subject", Subject(m[0], (m[0].upper(),)), m.end())

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

    def _named(self) -> tuple[Subject, int] | None:
        """A marker or gene of up to four words, the longest first, and where it ends."""
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
                return found, self.at + len(written.rstrip(" :="))
        return None

    def _subject(self, text: str) -> Subject | None:
        if not text or len(text) > LONGEST_NAME or "*" in text:  # UGT1A1*28 is a gene and an allele
            return None
        upper = text.upper()
        if upper in FAMILIES:
            return Subject(text, FAMILIES[upper], family=True)
        if gene := USUAL_GENE.get(upper) or NUMBERED_GENE.get(upper):
            return Subject(text, (gene,))
        if upper in DOUBTFUL:
            return Subject(text, DOUBTFUL[upper])
        resolve = self.vocab.markers.resolve
        marker = resolve(text) or resolve(text.replace("α", "alpha").replace("β", "beta")) or ""
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
        if self._changes(word):
            return True
        if len(word) > LONGEST_NAME:
            return self._slash(m)
        if self._pair(word) or self._codon() or self._suffixed(word):
            return True
        for at in range(len(word) - 1, 0, -1):
            # HER2-low, KRAS/NRAS, BRAF:V600E, HER2+, METex14: the name first, the rest is read on its own.
            joined = word[at] in "-/:=+_*"
            if not joined and not self._glued(word[at:]):
                continue
            found = self._subject(word[:at])
            after = word[at + 1 :]
            if word[at] == "/" and len(after) >= LEAST and protein_change(word[:at]) and self._subject(after):
                return self._take("protein", word[:at], self.at + at)  # G12D/TP53
            if found is not None:
                self._take("subject", found, self.at + at)
            elif not joined or "/" in word[:at] or not self._pair(word[:at]):
                continue
            self.at += word[at] in "-/:=_" and word[at + 1 :][:1] not in {"", "/"}
            return True
        return self._slash(m)

    def _changes(self, word: str) -> bool:
        """A protein change, with or without a sign behind it, or changes of different codons joined by a slash."""
        bare = word[:-1] if word[-1:] in {"+", "-"} else word
        if self._exon(bare):
            return True
        pieces = bare.split("/")
        found = [protein_change(p) for p in pieces] if len(word) <= LONGEST_NAME else [protein_change(word)]
        if any(f is None for f in found) or len({f.start for f in found if f}) < len(found):
            return False  # V600E/V600K is one of two
        for piece in pieces:
            self.found.append(Part("protein", piece, piece, self.word))
        self.at += len(bare)
        return True

    def _exon(self, word: str) -> bool:
        """``E19del`` after a gene of which this exon is tabled: no glutamate 19 is meant."""
        m = _E_EXON.fullmatch(word)
        gene = next((p.value.genes[:1] for p in reversed(self.found) if isinstance(p.value, Subject)), ())
        if m is None or not gene:
            return False
        kind = "deletion" if m[2].lower() == "del" else "insertion"
        exon = int(m[1])
        if all(r.first != exon for r in self.vocab.functional.rows(gene[0], f"exon_{kind}")):
            return False
        for slot, value in (("exon", (exon,)), ("numbered", exon), ("event", kind)):
            self.found.append(Part(slot, value, word, self.word))
        self.at += len(word)
        return True

    def _suffixed(self, word: str) -> bool:
        """``EGFRm`` is a mutation of EGFR, ``TERTp`` the promoter of TERT."""
        event = {"m": "mutation", "p": "promoter"}.get(word[-1:])
        subject = self._subject(word[:-1]) if event and not word[-2:-1].islower() else None
        if event is None or subject is None or not subject.genes:
            return False
        if event == "promoter" and not self.vocab.functional.rows(subject.genes[0], "promoter"):
            return False
        self.found.append(Part("subject", subject, word[:-1], self.word))
        return self._take("event", event, self.at + len(word))

    def _pair(self, word: str) -> bool:
        """Two genes joined to one word."""
        pair = self.vocab.genes.fusion(word.replace("α", "A"))
        if pair is None:
            return False
        mark = next(mark for mark in FUSION_MARKS if mark in word)
        halves = word.upper().split(mark)
        if any(h in DOUBTFUL for h in halves) or (mark == "/" and SHARING.issuperset(halves)):
            return False
        if mark in {"-", "/"} and any(len(p) < LEAST and p.upper() not in pair for p in re.split("[-/]", word)):
            return False  # the V7 of AR-V7 is no gene
        return self._take("pair", (*pair, mark), self.at + len(word))

    def _codon(self) -> bool:
        found = codon(self.text, self.at)
        if found is None or self._subject(str(found.value)) is not None:  # F3 is a gene
            return False
        return self._take("codon", found.value, found.end)

    def _glued(self, rest: str) -> bool:
        """Whether an exon, a protein change or a word of the lexicon follows a name without a gap."""
        if _EXCHANGE.fullmatch(rest):
            return True
        if any(shape.slot == "exon" for shape in sequence(rest, 0)):
            return True
        m = PHRASE.match(rest)
        return m is not None and m.end() == len(rest) and meaning(m[0])[0] == "event"

    def _slash(self, m: re.Match[str]) -> bool:
        join = _JOIN.match(m[0])
        if join is None:
            return False
        self.at += join.end()
        self.word -= 1
        return True

    def _unknown(self) -> None:
        m = _NEXT.match(self.text, self.at)
        self._take("unknown", "", m.end() if m else self.at + 1)


def _numbered(text: str, vocab: Vocabulary) -> Subject | None:
    """``BRCA1/2``, ``NTRK1/2/3``: members of a family written with one name."""
    if text.upper() in TOGETHER:
        return Subject(text, TOGETHER[text.upper()], family=True)
    m = re.fullmatch(r"([A-Za-z]+)(\d(?:/\d)+)", text)
    if m is None:
        return None
    genes = tuple(f"{m[1].upper()}{n}" for n in m[2].split("/"))
    return Subject(text, genes, family=True) if all(g in vocab.genes.entries for g in genes) else None
