"""Numbers over the whole registry, told so that no patient can be seen in them.

A number below `SMALLEST` is not told; what could be had from the sum is left out as well (`report.outcomes.suppression`).  As on the
dashboard, only cases of patients who agreed to research are counted, none of who took back the consent to care, and no restricted ones:
numbers over two groups of patients would tell of those who are in one alone.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import sqlalchemy as sa

from tumorboard.model.registry import Consent
from tumorboard.report.outcomes.suppression import parts
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
        agreed: set[str] = set()
        for case, text in connection.execute(said):
            body = body_of("consent", text)
            if isinstance(body, Consent) and body.scope == "research":
                agreed = agreed | {case} if body.given else agreed - {case}
        rows = [r for r in connection.execute(query) if r.case in agreed]
    return Counts(told(Counter(r.state for r in rows)), told(Counter(r.disease or "" for r in rows)))


def told(found: Counter[str]) -> dict[str, int | None]:
    """The numbers, without those too small to tell and without those that give such a one away."""
    names = sorted(found)
    return dict(zip(names, parts([found[name] for name in names], SMALLEST), strict=True))
