"""Numbers over the whole registry, told so that no patient can be seen in them.

A number below `SMALLEST` is not told; where only one such number were left out, it could be had from the sum, so that the next
smallest is left out as well.  Cases of patients who said no to research, or took back the consent to care, are not counted, and
neither are restricted ones.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import sqlalchemy as sa

from tumorboard.model.registry import Consent
from tumorboard.store.access_schema import RESTRICTIONS
from tumorboard.store.database import looking
from tumorboard.store.registry import Registry, body_of
from tumorboard.store.schema import DOCUMENTS, ENTRIES, HEADS

SMALLEST = 5


@dataclass(frozen=True, slots=True)
class Counts:
    """How many cases; None where the number is too small to tell."""

    states: dict[str, int | None]
    diseases: dict[str, int | None]


def counts(registry: Registry) -> Counts:
    """How many cases stand where, and have which tumor."""
    kept = sa.select(RESTRICTIONS.c.patient)
    query = sa.select(HEADS.c.case, HEADS.c.state, HEADS.c.disease).where(
        HEADS.c.hidden.is_(False), HEADS.c.patient.not_in(kept)
    )
    said = (
        sa.select(ENTRIES.c.case, DOCUMENTS.c.body)
        .join(DOCUMENTS, DOCUMENTS.c.digest == ENTRIES.c.document)
        .where(ENTRIES.c.action == "consent")
        .order_by(ENTRIES.c.number)
    )
    with looking(registry.engine) as connection:
        refused: set[str] = set()
        for case, text in connection.execute(said):
            body = body_of("consent", text)
            if isinstance(body, Consent) and body.scope == "research":
                refused = refused - {case} if body.given else refused | {case}
        rows = [r for r in connection.execute(query) if r.case not in refused]
    return Counts(told(Counter(r.state for r in rows)), told(Counter(r.disease or "" for r in rows)))


def told(found: Counter[str]) -> dict[str, int | None]:
    """The numbers, without those too small to tell and without one that gives such a one away."""
    hidden = {name for name, n in found.items() if n < SMALLEST}
    if len(hidden) == 1 and len(found) > 1:
        rest = {name: n for name, n in found.items() if name not in hidden}
        hidden.add(min(rest, key=lambda name: (rest[name], name)))
    return {name: None if name in hidden else n for name, n in sorted(found.items())}
