"""Coded texts as words of one language: codes through the catalogs, drugs by their generic names, facts by their labels."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tumorboard.issues import Issue
from tumorboard.reasons import Param, Reason
from tumorboard.report.values import Absent, Badge, Code, Day, Drug, Link, Site, Term, Text, Tumor, Worded
from tumorboard.vocab import Therapies, translated
from tumorboard.wording import DEFAULT, Words, collated
from tumorboard.wording.languages import unspaced

# Families of words that tables and plugins may add members to.
FAMILIES = frozenset(
    [
        "analyte",
        "cited",
        "confidence",
        "evidence",
        "finding",
        "functional",
        "kind",
        "marker",
        "method",
        "origin",
        "preference",
        "scale",
        "scheme",
        "sex",
        "so",
        "specimen",
        "stratum",
        "unit",
    ]
)


# Changes as the criteria name them in an answer: ``MET 18 copies``, ``MET exon 14 skipping``, ``TERT promoter``.
_CHANGES = (
    (re.compile(r"(\S+) (\d[\d.e+]*) copies"), "copies"),
    (re.compile(r"(\S+) exon ([\d-]+) skipping"), "exons_skipped"),
)
_CATEGORY = re.compile(r"(?P<gene>\S+) (?:exon (?P<exon>\d+) )?(?P<category>[a-z_]+)")


class Spoken:
    """Turns texts into words; `labels` are what a reader calls the facts that reasons name by id."""

    def __init__(self, words: Words, therapies: Therapies, labels: Mapping[str, Text]) -> None:
        self.words = words
        self.therapies = therapies
        self._labels = labels
        self._known: dict[str, str] = {}

    def term(self, code: str) -> str:
        """A coded word; what a catalog has no word for by its own name, without the family it belongs to."""
        known = self.words.terms.get(code)
        if known is not None:
            return known
        family, dot, name = code.partition(".")
        return name.replace("_", " ") if dot and family in FAMILIES else code

    def plain(self, text: Text) -> str:
        """A text without marks."""
        if not self.words.joints:
            return "".join([self.word(part) for part in text])
        return self.words.closed("".join([self.word(part) for part in self.joined(text)]))

    def joined(self, text: Text) -> Text:
        """The parts with what stands between them as the language writes it; a blank that it does not write is left out."""
        if not self.words.joints:
            return text
        parts: list[Any] = [self.words.joint(part) if isinstance(part, str) else part for part in text]
        shown = ["" if part == "" else self.word(part) for part in parts]
        for n, part in enumerate(parts):
            if not isinstance(part, str):
                continue
            # A comma or bracket of full width brings its own room; a blank beside it would be a hole.
            if n and unspaced(shown[n - 1][-1:]):
                parts[n] = shown[n] = part = part.lstrip(" ")
            if n + 1 < len(parts) and (unspaced(shown[n + 1][:1]) or shown[n + 1] == "%"):
                parts[n] = shown[n] = part.rstrip(" ")
        return tuple(parts)

    def collated(self, texts: tuple[Text, ...]) -> tuple[Text, ...]:
        """Names in the order in which readers of the language look them up; English ones stand in that order already."""
        if self.words.language == DEFAULT:
            return texts
        return tuple(collated(texts, self.words.language, key=self.plain))

    def word(self, part: object) -> str:
        """One inline part."""
        if isinstance(part, str):
            return part
        if isinstance(part, Term):
            return self.term(part.code)
        if isinstance(part, Reason):
            return self._reason(part)
        if isinstance(part, Drug):
            return drug_name(part.code, self.therapies, self.words.language)
        if isinstance(part, Absent):
            return self._absent(part.fact)
        if isinstance(part, Code):
            return part.text
        if isinstance(part, Badge):
            return self.word(part.text)
        if isinstance(part, Tumor):
            return translated.disease(part.code, self.words.language, part.name)
        if isinstance(part, Day):
            return self.words.day(part.day)
        if isinstance(part, Site):
            return self._site(part.recorded)
        if isinstance(part, Worded):
            return in_language(dict(part.texts), self.words.language)
        if isinstance(part, Link):
            return self.plain(part.text)
        if isinstance(part, Issue):
            return " ".join(self.words.issue(part))
        raise TypeError(type(part).__name__)

    def _reason(self, reason: Reason) -> str:
        shown = Reason(reason.code, tuple((name, self._named(value)) for name, value in reason.params))
        # A template whose parameter is empty leaves two blanks, or parentheses with nothing in them.
        said = self.words.reason(shown).replace("()", "").replace("（）", "")
        return self.words.closed(" ".join(said.split()))

    def _named(self, value: Param) -> Param:
        """Fact ids and agents by the names a reader knows."""
        if isinstance(value, tuple):
            return tuple(dict.fromkeys(self._name(v) for v in value))
        return self._name(value) if isinstance(value, str) else value

    def _name(self, value: str) -> str:
        label = self._label(value) or self._change(value)
        if label:
            return label
        return drug_name(value, self.therapies, self.words.language) if value in self.therapies.entries else value

    def _label(self, fact: str) -> str:
        if fact not in self._known:
            label = self._labels.get(fact)
            self._known[fact] = self.plain(label) if label is not None else ""
        return self._known[fact]

    def _change(self, value: str) -> str:
        """A change as criteria name it, in the words of the language; empty where it is none, or a symbol in any language."""
        if self.words.language == DEFAULT:
            return ""
        for pattern, name in _CHANGES:
            found = pattern.fullmatch(value)
            if found is not None:
                gene, what = found.groups()
                return f"{gene} {self.words.reason(Reason.of(f'report.{name}', **{name.partition('_')[0]: what}))}"
        found = _CATEGORY.fullmatch(value)
        if found is None or found["category"] not in self.words.terms:
            return ""
        where = f"{self.words.reason(Reason.of('report.in_exon', exon=found['exon']))} " if found["exon"] else ""
        return self.words.closed(f"{found['gene']} {where}{self.words.term(found['category'])}")

    def _site(self, recorded: str) -> str:
        if self.words.language == DEFAULT:
            return recorded
        return self.words.terms.get(f"site.{recorded.strip().lower().replace(' ', '_')}", recorded)

    def _absent(self, fact: str) -> str:
        """A missing fact; a course it speaks of by its drugs."""
        name, _, detail = fact.partition(":")
        label = self._label(f"course/{detail}") if name.startswith("treatment.") else ""
        return self.words.absent(f"{name}:({label})" if label else fact)


def in_language(texts: Mapping[str, str], language: str) -> str:
    """The text in a language, else in the language without its script, else in English, else in any.

    Examples
    --------
    >>> in_language({"en": "a trial", "zh": "试验"}, "zh-Hans"), in_language({"de": "Studie"}, "en")
    ('试验', 'Studie')
    """
    for wanted in (language, language.partition("-")[0], "en"):
        if wanted in texts:
            return texts[wanted]
    return next((texts[name] for name in sorted(texts)), "")


def drug_name(code: str, therapies: Therapies, language: str) -> str:
    """The generic name of an agent in a language; English where a language has none, the code where the table has none."""
    entry = therapies.entries.get(code)
    if entry is None:
        return code
    return translated.drug(code, language, entry.name)
