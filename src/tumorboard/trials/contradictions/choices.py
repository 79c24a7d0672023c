"""Questions for one of a closed list, and for the tumor type: whether anything is in all of them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

from tumorboard.criteria.base import Leaf
from tumorboard.criteria.leaves.diagnosis_in import DiagnosisIn
from tumorboard.criteria.leaves.solid_tumor import SolidTumor
from tumorboard.vocab import Vocabulary

_NEGATIVE = frozenset({"low", "ultralow", "zero", "negative"})


def empty(wanted: Sequence[Leaf], unwanted: Sequence[Leaf], vocab: Vocabulary) -> bool:
    """Whether nothing of a list, or no tumor type, is wanted by all and unwanted by none."""
    return _lists(wanted, unwanted) or _diagnoses(wanted, unwanted, vocab)


def _lists(wanted: Sequence[Leaf], unwanted: Sequence[Leaf]) -> bool:
    left: dict[Hashable, frozenset[str]] = {}
    for leaf in wanted:
        if leaf.name in _CHOICES:
            about, words = _CHOICES[leaf.name](leaf)
            left[about] = left[about] & words if about in left else words
    for leaf in unwanted:
        if leaf.name in _CHOICES:
            about, words = _CHOICES[leaf.name](leaf)
            if about in left:
                left[about] -= words
    return not all(left.values())


def _her2(leaf: Any) -> tuple[Hashable, frozenset[str]]:
    """*Negative* is low, ultralow and zero too."""
    return (leaf.name, leaf.guideline), frozenset(leaf.states) | (
        _NEGATIVE if "negative" in leaf.states else frozenset()
    )


_CHOICES: Mapping[str, Callable[[Any], tuple[Hashable, frozenset[str]]]] = {
    "SexIs": lambda leaf: (leaf.name, frozenset({leaf.sex})),
    "ExtentIn": lambda leaf: (leaf.name, frozenset(leaf.extents)),
    "SettingIn": lambda leaf: (leaf.name, frozenset(leaf.settings)),
    "ReceptorStatusIs": lambda leaf: ((leaf.name, leaf.receptor, leaf.min_percent), frozenset({leaf.status})),
    "Her2StatusIn": _her2,
}


def _diagnoses(wanted: Sequence[Leaf], unwanted: Sequence[Leaf], vocab: Vocabulary) -> bool:
    is_a = vocab.diseases.is_a
    # What another exclusion takes back is not surely excluded.
    out = [d for leaf in unwanted if isinstance(leaf, DiagnosisIn) and not leaf.excluding for d in leaf.diseases]
    solid = [True for leaf in wanted if isinstance(leaf, SolidTumor) and not leaf.include_lymphoma]
    solid += [False for leaf in unwanted if isinstance(leaf, SolidTumor) and not leaf.include_lymphoma]
    left = []
    for leaf in wanted:
        if isinstance(leaf, DiagnosisIn):
            kept = [d for d in leaf.diseases if not any(is_a(d, o) for o in (*out, *leaf.excluding))]
            left.append([d for d in kept if _fits(d, solid, vocab)])
    if not all(left):
        return True
    return any(_apart(a, b, vocab) for at, a in enumerate(left) for b in left[:at])


def _fits(code: str, solid: Sequence[bool], vocab: Vocabulary) -> bool:
    entry = vocab.diseases.entries.get(code)
    return entry is None or entry.solid is None or all(entry.solid is s for s in solid)


def _apart(one: Sequence[str], other: Sequence[str], vocab: Vocabulary) -> bool:
    is_a = vocab.diseases.is_a
    return not any(is_a(a, b) or is_a(b, a) for a in one for b in other)
