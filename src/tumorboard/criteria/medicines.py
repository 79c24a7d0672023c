"""Which drug an entry of a medication list, or a question about it, means; and whether it is a treatment of the cancer."""

from __future__ import annotations

import re

from tumorboard.vocab import Vocabulary
from tumorboard.vocab.medicines import forms

_JOINED = re.compile(r"\s*(?:\+|/|;|,|、|;|,|\band\b|\bwith\b|和|联合)\s*")
# Classes of the therapies table that are given beside the treatment of a cancer, and those that may be either.
_SUPPORTIVE = frozenset({"folinate", "urate_oxidase"})
_EITHER = frozenset({"corticosteroid", "erythroid_maturation_agent"})


def drug(text: str, vocab: Vocabulary) -> str | None:
    """The generic name that a text means, dose, salt and form aside; None when no table has it."""
    for form in forms(text):
        found = vocab.therapies.resolve(form) or vocab.medicines.names.get(form)
        if found:
            return found
    return None


def drugs(text: str, vocab: Vocabulary) -> tuple[str | None, ...]:
    """The drugs of an entry, several where it names a combination; None for each that no table has."""
    whole = drug(text, vocab)
    if whole is not None:
        return (whole,)
    parts = [p for p in _JOINED.split(text) if p.strip()]
    return tuple(drug(p, vocab) for p in parts) if len(parts) > 1 else (None,)


def role(text: str, vocab: Vocabulary) -> str:
    """Cancer, supportive, other or either; empty when no table tells."""
    code = drug(text, vocab)
    if code is None:
        return ""
    entry = vocab.therapies.entries.get(code)
    if entry is None:
        return vocab.medicines.roles.get(code, "")
    kinds = set(entry.classes)
    return "supportive" if kinds & _SUPPORTIVE else "either" if kinds & _EITHER else "cancer"
