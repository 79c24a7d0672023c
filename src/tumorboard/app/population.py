"""The cases that numbers over a registry are made of, kept as long as no record came to it.

Only patients who agreed to research and are kept to nobody in particular are among them, whoever asks: so everybody sees the same numbers, and no two of them
differ by a restricted patient.  Looks and sign-ins change nothing here; any other entry makes what is kept anew, where a case whose revision is the
same is not read again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from threading import Lock

import sqlalchemy as sa

from tumorboard.app.outcome_dashboard import most_altered
from tumorboard.app.outcome_registry import PAGE
from tumorboard.board.practice import asked, practice
from tumorboard.board.workflow import standing
from tumorboard.criteria.leaves.gene_altered import GeneAltered
from tumorboard.errors import NotFound
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.practice import Practice
from tumorboard.model.registry import Rules
from tumorboard.model.verdict import Criterion
from tumorboard.store.database import looking
from tumorboard.store.heads import Head, heads
from tumorboard.store.registry import Registry
from tumorboard.store.restrictions import in_force
from tumorboard.store.schema import ENTRIES
from tumorboard.store.trail import trail
from tumorboard.wire.decode import reader

# Entries that change no case and nobody's rights to be counted.
PASSING = ("viewed", "exported", "listed", "verified", "backed_up", "refused", "signed_in", "signed_out", "sign_in_failed")  # fmt: skip
LINES = 20_000  # cases of which the small values are kept
Case_ = Case | None


@dataclass(frozen=True, slots=True)
class One:
    """One case: its line, its practice without findings, its facts with findings (None when it was never interpreted)."""

    head: Head
    practice: Practice
    case: Case_


@dataclass(frozen=True, slots=True)
class Population:
    """The cases after the entry `mark`, the oldest first; `left_out` are those of patients who were not asked, or refused."""

    mark: int
    cases: tuple[One, ...]
    left_out: int

    def genes(self) -> tuple[str, ...]:
        """The genes that are altered in most cases."""
        return most_altered([c.case for c in self.cases if c.case is not None])

    def asked(self, genes: Sequence[str], context: Context) -> tuple[Practice, ...]:
        """The practice with what is known of an oncogenic or likely oncogenic variant in each gene."""
        criteria: Mapping[str, Criterion] = {g: GeneAltered((g,), ("variant",), "likely_oncogenic") for g in genes}
        return tuple(
            replace(c.practice, holds=asked(c.case, criteria, context) if c.case is not None else {})
            for c in self.cases
        )


def mark(registry: Registry) -> int:
    """The number of the last entry that can change numbers over the registry."""
    query = (
        sa.select(ENTRIES.c.number).where(ENTRIES.c.action.not_in(PASSING)).order_by(ENTRIES.c.number.desc()).limit(1)
    )
    with looking(registry.engine) as connection:
        return int(connection.execute(query).scalar() or 0)


_KEPT: dict[str, Population] = {}
_LOCK = Lock()


def population(registry: Registry) -> Population:
    """The cases as they are now."""
    now = mark(registry)
    name = str(registry.engine.url)
    found = _KEPT.get(name)
    if found is not None and found.mark == now:
        return found
    with _LOCK:
        found = _KEPT.get(name)
        if found is None or found.mark != now:
            found = _made(registry, now)
            _KEPT[name] = found
            while len(_KEPT) > 4:
                _KEPT.pop(next(iter(_KEPT)))
        return found


def _made(registry: Registry, now: int) -> Population:
    rules = registry.rules()
    cases: list[One] = []
    seen: set[str] = set()
    left_out = 0
    for head in sorted(_heads(registry), key=lambda h: (h.opened, h.case)):
        told, digest, agreed = _line(registry, head.case, head.revision, rules)
        if not agreed:
            left_out += 1
            continue
        if told is None:
            continue
        line = told if head.patient not in seen else replace(told, times={})
        seen.add(head.patient)
        cases.append(One(head, line, _case(registry, digest) if digest else None))
    return Population(now, tuple(cases), left_out)


def _heads(registry: Registry) -> list[Head]:
    closed = frozenset(in_force(registry).named)
    made: list[Head] = []
    found = heads(registry, limit=PAGE, without=closed)
    while found:
        made += found
        more = len(found) == PAGE
        found = heads(registry, limit=PAGE, after=found[-1].updated, without=closed) if more else ()
    return made


@lru_cache(maxsize=LINES)
def _line(registry: Registry, case: str, revision: int, rules: Rules) -> tuple[Practice | None, str, bool]:
    """Practice, digest of the assessment in force, and whether the patient agreed to research; the same while the revision is."""
    records = trail(registry, case)
    now = standing(records, rules)
    return practice(records, rules, {}), now.assessment, now.consent("research") is True


@lru_cache(maxsize=LINES)
def _case(registry: Registry, digest: str) -> Case_:
    """The facts with findings of an assessment: a tenth of its text, and the rest is not made into values."""
    try:
        body = json.loads(registry.document(digest))
    except NotFound:
        return None
    made: Case = reader(Case)(body["case"], "case")
    return made
