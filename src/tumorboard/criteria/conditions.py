"""Whether a recorded condition is one that is asked for, by name in English or Chinese, or by code.

A kind of what is asked for counts.  What is only broader, or may be it when more is known, is UNKNOWN; so is a condition, recorded or
asked for, that the table does not have, for it may be the other under another name.  Recognized as something else: it is not the one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from tumorboard.criteria.judgment import COUNTS, ELSEWHERE, Judgment, either, open_
from tumorboard.vocab.conditions import ConditionEntry, Conditions, beginning, icd10, plain

if TYPE_CHECKING:
    from tumorboard.model.case import Condition

_JOINED = re.compile(r"\s*(?:[,;/+&、，；]|\band\b|\bplus\b|和|及|合并)\s*")
# Chapters of ICD-10 in which a condition of any organ may stand: infections, immunity, pregnancy and childbirth, malformations, symptoms,
# complications of treatment, causes from outside, history and status, and codes for special purposes.
_ANY_ORGAN = frozenset("ABOPQRTUVWXYZ")
_IMMUNE = "D8"
MOST_JUDGED = 65_536  # of which is remembered what they are to each other


def asked_for(names: Iterable[str], condition: Condition, known: Conditions) -> Judgment:
    """What a condition is to those that are asked for: one of them, none of them, or not known to be."""
    said = (condition.name, condition.code, condition.system)
    told = known.judged
    found = []
    for name in names:
        judgment = told.get((name, *said))
        if judgment is None:
            if len(told) >= MOST_JUDGED:
                told.clear()
            judgment = told[name, *said] = _asked(name, condition, known)
        found.append(judgment)
    return either(ELSEWHERE, *found)


def _asked(name: str, condition: Condition, known: Conditions) -> Judgment:
    if plain(name) in {plain(condition.name), plain(condition.code)} - {""}:
        return COUNTS
    if name.endswith("*") and plain(condition.code).startswith(plain(name).removesuffix("*")):
        return COUNTS
    code = icd10(condition.code, condition.system)
    if wanted := beginning(name):
        return _by_code(wanted, code, condition, known)
    entry = known.entries.get(known.resolve(name) or "")
    if entry is None:  # nobody knows what is asked for: it may be this
        return open_("why.not_recognized", f"condition.name:{name}")
    return _by_entry(entry, code, condition, known)


def _by_code(wanted: str, code: str, condition: Condition, known: Conditions) -> Judgment:
    """Asked by a code: a code answers, else the codes of the conditions that the name means."""
    doubt = _doubt(condition)
    if code:
        return COUNTS if code.startswith(wanted) else doubt if wanted.startswith(code) else ELSEWHERE
    answers = []
    for meant in _meant(condition, known):
        spans = known.spans.get(meant.name, frozenset()) if meant is not None else frozenset()
        if meant is None or not spans or any(_overlap(wanted, c) for c in meant.icd10_may):
            answers.append(doubt)
        elif all(c.startswith(wanted) for c in spans):
            answers.append(COUNTS)
        else:
            answers.append(doubt if any(_overlap(wanted, c) for c in spans) else ELSEWHERE)
    return either(*answers)


def _by_entry(entry: ConditionEntry, code: str, condition: Condition, known: Conditions) -> Judgment:
    """Asked by a name of the table: by what the name and the code of the recorded condition mean."""
    doubt = _doubt(condition)
    by_code = _closest(known.entries[found] for found in sorted(known.of_code(code))) if code else []
    by_name = [meant for meant in _meant(condition, known) if meant is not None]
    answers = [_related(entry, meant, doubt) for meant in (*by_name, *by_code)]
    if code:
        answers.append(doubt if _may_code(entry, code, by_code, known) else ELSEWHERE)
    elif len(by_name) < len(_meant(condition, known)):
        answers.append(doubt)
    return either(*answers)


def _closest(found: Iterable[ConditionEntry]) -> list[ConditionEntry]:
    """Without those of which another one is a kind."""
    every = list(found)
    return [one for one in every if not any(one.name in other.kinds for other in every if other is not one)]


def _related(entry: ConditionEntry, meant: ConditionEntry, doubt: Judgment) -> Judgment:
    if entry.name in meant.kinds:
        return COUNTS
    return doubt if meant.name in entry.kinds or entry.name in meant.may_be else ELSEWHERE


def _may_code(entry: ConditionEntry, code: str, by_code: list[ConditionEntry], known: Conditions) -> bool:
    """Whether a code that is not one of the condition's own may stand for it."""
    means = max((len(c) for found in by_code for c in found.icd10 if code.startswith(c)), default=0)
    if any(code.startswith(c) and len(c) >= means for c in entry.icd10_may):
        return True
    own = known.spans.get(entry.name, frozenset())
    if any(c.startswith(code) for c in own):
        return True  # less exact than the condition's own
    if means:
        return False  # recognized as something else
    chapters = {c[0] for c in (*own, *entry.icd10_may)}
    return not chapters or code[0] in chapters | _ANY_ORGAN or code.startswith(_IMMUNE)


def _meant(condition: Condition, known: Conditions) -> tuple[ConditionEntry | None, ...]:
    """The conditions that a name means, several where it lists some; None for each that the table does not have."""
    whole = known.recorded(condition.name)
    if whole is not None:
        return (known.entries[whole],)
    parts = [p for p in _JOINED.split(condition.name) if p]
    if len(parts) < 2:
        return (None,)
    return tuple(known.entries.get(known.recorded(p) or "") for p in parts)


def _overlap(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _doubt(condition: Condition) -> Judgment:
    return open_("why.not_recognized", f"condition.name:{condition.name or condition.code}")
