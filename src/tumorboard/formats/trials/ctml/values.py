"""What the readers of CTML leaves share: negation, the words that a Manual criterion keeps, limits that lie between leaves."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from tumorboard.criteria.combinators import All, Any, Not
from tumorboard.criteria.leaves.manual import Manual
from tumorboard.model.verdict import Criterion


def manual(kind: str, leaf: object) -> Manual:
    """The leaf as it is written, for a person to decide."""
    if isinstance(leaf, Mapping):
        return Manual(f"CTML {kind}: " + ", ".join(f"{k} {_word(v)}" for k, v in leaf.items()))
    return Manual(f"CTML {kind}: {_word(leaf)}")


def unsigned(value: object) -> tuple[object, bool]:
    """The value without a leading exclamation mark, and whether it had one."""
    if isinstance(value, str) and value.startswith("!"):
        return value[1:].strip(), True
    return value, False


def signed(criterion: Criterion, negated: bool) -> Criterion:
    """The criterion or its negation."""
    return Not(criterion) if negated else criterion


def every(parts: Sequence[Criterion]) -> Criterion:
    """*And*, without a wrapper around one."""
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def some(parts: Sequence[Criterion]) -> Criterion:
    """*Or*, without a wrapper around one."""
    return parts[0] if len(parts) == 1 else Any(tuple(parts))


def between(needed: Criterion, enough: Criterion, open_: Manual) -> Criterion:
    """MET where `enough` is, NOT_MET where `needed` is not, and for a person where the words lie between the two."""
    return All((needed, Any((enough, open_))))


def _word(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, default=str, ensure_ascii=False)
