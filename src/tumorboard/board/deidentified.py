"""A case without what tells who the patient is.

Deny by default: every field of the facts has a rule here, and a field without one does not leave.  Free text, names of
files and of specimens, numbers of the laboratory and the words that a record used do not leave at all; codes leave only
if a vocabulary has them; days are moved by a number of days that is the patient's own, so that intervals stay; an age above
89 is 90 (45 CFR 164.514(b)(2)(i)(C)).  Germline findings leave only with the patient's consent to them.
"""

from __future__ import annotations

import hmac
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import MISSING, dataclass, field, fields, is_dataclass, replace
from datetime import date, timedelta
from enum import Enum
from typing import Any

from tumorboard.board.deidentified_rules import ALLOWED, FAMILIES, REQUIRED, RULES
from tumorboard.model.alteration import Origin, Variant
from tumorboard.model.case import Case, Patient
from tumorboard.model.dates import PartialDate
from tumorboard.model.deidentified import Deidentified
from tumorboard.model.registry import Choice, FollowUp
from tumorboard.vocab import Vocabulary

OLDEST = 89
LONGEST_SHIFT = 364  # days


def deidentified(
    case: Case, vocab: Vocabulary, words: frozenset[str], key: bytes, on: date, *,
    choices: Iterable[Choice] = (), follow_up: Iterable[FollowUp] = (), germline: bool = False,
) -> Deidentified:  # fmt: skip
    """The facts of a case, what the board chose and what happened, without the person.

    Parameters
    ----------
    words
        Every coded word of the catalogs and tables; a word that is not among them does not leave.
    key
        Secret.  The same key gives the same patient the same pseudonym and the same shift; who has it can turn both back.
    on
        The day of the export: the age is that of this day.
    germline
        The patient agreed to germline findings leaving; otherwise variants of germline origin, and those whose origin is
        unknown without a matched normal, stay.
    """
    made = _Cleaning(vocab, words, _shift(key, case.patient.id or case.id))
    kept = tuple(v for v in case.variants if germline or _somatic(v, case))
    made.left_out["Case.variants (germline or of unknown origin)"] += len(case.variants) - len(kept)
    clean = made.value(replace(case, variants=kept, patient=Patient(), findings=None))
    assert isinstance(clean, Case)
    name = _name(key, case.patient.id or case.id)
    clean = replace(clean, id=f"case-{_name(key, case.id)}", patient=made.patient(case.patient, f"patient-{name}", on))
    followed = tuple(replace(f, on=day, note="", therapies=made.therapies(f.therapies))
                     for f in follow_up if (day := made.shifted(f.on)) is not None)  # fmt: skip
    chosen = tuple(Choice(therapies=made.therapies(c.therapies), verdict=c.verdict, reason="" if c.verdict == "accepted" else "-")
                   for c in choices)  # fmt: skip
    left = tuple(sorted((name, n) for name, n in made.left_out.items() if n))
    return Deidentified(case=clean, choices=chosen, follow_up=followed, left_out=left)


def _somatic(variant: Variant, case: Case) -> bool:
    if variant.origin is Origin.SOMATIC:
        return True
    compared = any(a.id == variant.assay and a.matched_normal for a in case.assays)
    return variant.origin is Origin.UNKNOWN and compared


def _years(birth: PartialDate, on: date) -> int:
    first = birth.latest
    return max(on.year - first.year - ((on.month, on.day) < (first.month, first.day)), 0)


def _name(key: bytes, text: str) -> str:
    return hmac.new(key, text.encode(), "sha256").hexdigest()[:12]


def _shift(key: bytes, patient: str) -> timedelta:
    number = int.from_bytes(hmac.new(key, b"days " + patient.encode(), "sha256").digest()[:8], "big")
    return timedelta(days=-(1 + number % LONGEST_SHIFT))


@dataclass(slots=True)
class _Cleaning:
    vocab: Vocabulary
    words: frozenset[str]
    shift: timedelta
    left_out: Counter[str] = field(default_factory=Counter)
    ids: dict[tuple[str, str], str] = field(default_factory=dict)

    def value(self, value: Any, rule: str = "keep", place: str = "") -> Any:
        """A value as it may leave; its empty form where it may not."""
        if value is None or isinstance(value, (bool, int, float, Enum)):
            return value
        if isinstance(value, PartialDate):
            return self.shifted(value, place)
        if is_dataclass(value) and not isinstance(value, type):
            return self._record(value)
        if isinstance(value, str):
            return self._text(value, rule, place)
        if isinstance(value, (tuple, frozenset, list)):
            made = [self.value(v, rule, place) for v in value]
            # A pair that lost a part says something else than it did.
            return type(value)(v for v, was in zip(made, value, strict=True)
                               if v not in ("", None) and not (isinstance(was, tuple) and len(was) != len(v)))  # fmt: skip
        if hasattr(value, "items"):
            return {k: v for k, v in value.items() if self._text(k, rule, place)}
        self.left_out[place] += 1
        return None

    def _record(self, value: Any) -> Any:
        rules = RULES.get(type(value).__name__, {})
        changes: dict[str, Any] = {}
        for f in fields(value):
            place, rule = f"{type(value).__name__}.{f.name}", rules.get(f.name, "drop")
            held = getattr(value, f.name)
            if rule == "drop":
                empty = _empty(f)
                if held != empty:
                    self.left_out[place] += 1
                changes[f.name] = empty
            else:
                changes[f.name] = self.value(held, rule, place)
        needed = REQUIRED.get(type(value).__name__)
        if needed and not changes[needed]:
            return None  # a record of nothing that has a name here
        return type(value)(**changes)

    def _text(self, text: str, rule: str, place: str) -> str:
        if not text:
            return ""
        if rule in FAMILIES:
            return self.ids.setdefault((rule, text), f"{rule}{1 + sum(1 for kind, _ in self.ids if kind == rule)}")
        if ALLOWED[rule](text, self.vocab, self.words):
            return text
        self.left_out[place] += 1
        return ""

    def therapies(self, codes: tuple[str, ...]) -> tuple[str, ...]:
        """The codes that the table of therapies has."""
        return tuple(c for c in (self._text(c, "therapy", "therapies") for c in codes) if c)

    def patient(self, patient: Patient, name: str, on: date) -> Patient:
        """Sex, country and age; an age above 89 is 90."""
        years = patient.age_years if patient.birth is None else _years(patient.birth, on)
        country = patient.country if re.fullmatch("[A-Z]{2}", patient.country) else ""
        sex = patient.sex if patient.sex in {"female", "male", "other"} else ""
        return Patient(id=name, sex=sex, country=country, age_years=None if years is None else min(years, OLDEST + 1))

    def shifted(self, day: PartialDate, place: str = "FollowUp.on") -> PartialDate | None:
        """The day moved; a month or year only where all its days stay in one, else None."""
        low, high = day.earliest + self.shift, day.latest + self.shift
        if day.day is not None:
            return PartialDate(low.year, low.month, low.day)
        if day.month is not None and (low.year, low.month) == (high.year, high.month):
            return PartialDate(low.year, low.month)
        if low.year == high.year:
            return PartialDate(low.year)
        self.left_out[place] += 1
        return None


def _empty(f: Any) -> Any:
    if f.default is not MISSING:
        return f.default
    return f.default_factory() if f.default_factory is not MISSING else ""
