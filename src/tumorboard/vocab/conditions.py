"""Conditions of a patient's history: names in English and Chinese, ICD-10 codes, and what each is a kind of.

A name without a row is not known: it may be any condition under another name.

Source: International Statistical Classification of Diseases, 10th revision (ICD-10), WHO, version 2019, for the codes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from tumorboard.vocab import table

ICD_10 = re.compile(r"[A-Z]\d[0-9A-Z](?:\.?[0-9A-Z]{1,4})?")
_BEGINNING = re.compile(r"[A-Z]\d[0-9A-Z.]{0,6}")
_LEAST = 3  # characters of an ICD-10 category
_BEFORE = re.compile(r"^(?:history of|h/o|hx of|prior|previous|past|known|status post|s/p) ")
_AFTER_ZH = re.compile(r"(?:病史|史)$")


@dataclass(frozen=True, slots=True)
class ConditionEntry:
    """One condition: `icd10` are beginnings of codes that mean it, `icd10_may` of those that may; all in plain form, without a dot.

    `kinds` is the condition and all that it is a kind of; `may_be` what it may be when more is known, with what that is a kind of.
    """

    name: str
    icd10: tuple[str, ...] = ()
    icd10_may: tuple[str, ...] = ()
    kinds: frozenset[str] = frozenset()
    may_be: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Conditions:
    """`names` maps a plain name or synonym to a condition, `codes` a plain beginning of a code to conditions, `spans` a condition to the beginnings of it and of its kinds."""

    release: table.TableRelease = table.TableRelease("conditions", "", "", "", "")
    entries: Mapping[str, ConditionEntry] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    spans: Mapping[str, frozenset[str]] = field(default_factory=dict)
    judged: dict[tuple[str, ...], Any] = field(default_factory=dict, init=False, compare=False, repr=False)

    def resolve(self, text: str) -> str | None:
        """The condition that a name or synonym means, as it is written; None when no row has it."""
        return self.names.get(plain(text))

    def recorded(self, text: str) -> str | None:
        """The condition that an entry of a history means, *history of* aside; None when no row has it."""
        return next((self.names[form] for form in _forms(text) if form in self.names), None)

    def of_code(self, code: str) -> frozenset[str]:
        """The conditions that a plain ICD-10 code means."""
        found = (self.codes.get(code[:length], frozenset()) for length in range(_LEAST, len(code) + 1))
        return frozenset[str]().union(*found)

    @classmethod
    def load(cls) -> Conditions:
        """The shipped table."""
        release, rows = table.read("conditions")
        return cls.of(release, rows)

    @classmethod
    def of(cls, release: table.TableRelease, rows: list[list[str]]) -> Conditions:
        """The table of these rows: condition, Chinese name, synonyms, ICD-10, ICD-10 that may, broader, may be, ...

        Raises
        ------
        KeyError
            If a broader condition, or one that it may be, has no row.
        """
        broader = {name: _items(up) for name, _, _, _, _, up, *_ in rows}
        maybe = {name: _items(may) for name, _, _, _, _, _, may, *_ in rows}
        entries: dict[str, ConditionEntry] = {}
        names: dict[str, str] = {}
        codes: dict[str, set[str]] = {}
        spans: dict[str, set[str]] = {}
        for name, name_zh, synonyms, icd10, icd10_may, *_ in rows:
            kinds = frozenset(_up(name, broader))
            means, may = (tuple(map(plain_code, _items(told))) for told in (icd10, icd10_may))
            may_be = frozenset(up for m in maybe[name] for up in _up(m, broader)) - kinds
            entries[name] = ConditionEntry(name, means, may, kinds, may_be)
            for text in (name, name_zh, *_items(synonyms)):
                names[plain(text)] = name
            for code in means:
                codes.setdefault(code, set()).add(name)
            for kind in kinds:
                spans.setdefault(kind, set()).update(means)
        return cls(
            release,
            entries,
            {text: name for text, name in names.items() if text},
            {code: frozenset(found) for code, found in codes.items()},
            {name: frozenset(found) for name, found in spans.items()},
        )


@lru_cache(maxsize=16384)
def plain(text: str) -> str:
    """A name without what people write in different ways: ``interstitial_lung_disease`` and ``Interstitial lung disease`` are one."""
    told = unicodedata.normalize("NFKC", text).casefold().replace("’", "'").replace("_", " ").replace("-", " ")
    return " ".join(told.split())


def plain_code(code: str) -> str:
    """A code without its dot, in capitals."""
    return code.strip().upper().replace(".", "")


def icd10(code: str, system: str = "") -> str:
    """The plain ICD-10 code; empty for a text that is none, or of another system."""
    other = system and "icd10" not in re.sub(r"[^a-z0-9]", "", system.casefold())
    return plain_code(code) if not other and ICD_10.fullmatch(code.strip().upper()) else ""


def beginning(text: str) -> str:
    """The plain beginning that ``I21*`` or ``I21.4`` asks for; empty for a text that is no ICD-10 code."""
    told = text.strip().upper()
    form = _BEGINNING if told.endswith("*") else ICD_10
    return plain_code(told.removesuffix("*")) if form.fullmatch(told.removesuffix("*")) else ""


def _forms(text: str) -> Iterator[str]:
    name = plain(text)
    yield name
    yield _AFTER_ZH.sub("", _BEFORE.sub("", name))


def _items(cell: str) -> tuple[str, ...]:
    return tuple(item for item in cell.split("|") if item)


def _up(name: str, broader: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    yield name
    for one in broader[name]:
        yield from _up(one, broader)
