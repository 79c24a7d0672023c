"""What to do next: single missing facts put together into the tests that would answer them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tumorboard.evidence import buckets
from tumorboard.model.assessment import Assessment, NextStep
from tumorboard.model.missing import is_test
from tumorboard.report.values import Absent, Text


@dataclass(frozen=True, slots=True)
class Ahead:
    """A test, or a fact to record, with the regimens it would decide."""

    what: Text
    regimens: tuple[tuple[str, ...], ...]
    best_bucket: str
    facts: tuple[str, ...]


def tests(assessment: Assessment) -> tuple[Ahead, ...]:
    """Tests to order, the best evidence and then the most regimens first; one assay that sees many genes is one line."""
    found = _together([s for s in assessment.next_steps if is_test(s.missing)])
    return tuple(sorted(found, key=lambda a: (buckets.place(a.best_bucket), -len(a.regimens))))


def records(assessment: Assessment) -> tuple[Ahead, ...]:
    """Facts that somebody knows or can decide without the laboratory."""
    return _together([s for s in assessment.next_steps if not is_test(s.missing)])


def joined(missing: Iterable[str]) -> tuple[Absent, ...]:
    """Missing facts by name, those of one kind of test put together: variants of KRAS, NRAS."""
    families: dict[str, list[str]] = {}
    for fact in missing:
        families.setdefault(_family(fact), []).append(fact)
    return tuple(_absent(family, facts) for family, facts in families.items())


def _family(fact: str) -> str:
    family = fact.partition(":")[0]
    return family if family.startswith("assay.") else fact


def _absent(family: str, facts: Sequence[str]) -> Absent:
    details = ", ".join(f.partition(":")[2] for f in facts)
    return Absent(f"{family}:{details}") if family.startswith("assay.") else Absent(facts[0])


def _together(steps: list[NextStep]) -> tuple[Ahead, ...]:
    """Questions of one family joined under the place of the first of them, whose bucket is the best."""
    families: dict[str, list[NextStep]] = {}
    for step in steps:
        families.setdefault(_family(step.missing), []).append(step)
    found = []
    for family, members in families.items():
        regimens = tuple(sorted({r for s in members for r in s.decides}))
        names = tuple(s.missing for s in members)
        found.append(Ahead((_absent(family, names),), regimens, members[0].best_bucket, names))
    return tuple(found)
