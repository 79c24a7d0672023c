"""The dashboard of a registry: only patients who agreed to research, each case taken in standing in the audit log."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from tumorboard import __version__, vocab
from tumorboard.app.desk import Seat
from tumorboard.app.outcome_registry import every_case
from tumorboard.app.outcomes import Made
from tumorboard.board.practice import asked, practice
from tumorboard.criteria.leaves.gene_altered import GeneAltered
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.practice import Practice
from tumorboard.model.verdict import Criterion
from tumorboard.report.outcomes import dashboard_page
from tumorboard.report.outcomes.dashboard import dashboard
from tumorboard.report.outcomes.numbers import page
from tumorboard.report.outcomes.suppression import LEAST

MOST_GENES = 12  # of those that are chosen by themselves


@dataclass(frozen=True, slots=True)
class Gathered:
    """The cases, and how many are not among them by the code of why."""

    cases: tuple[Practice, ...]
    left_out: tuple[tuple[str, int], ...]


def gathered(seat: Seat, *, on: date, genes: Sequence[str] = (), without: frozenset[str] = frozenset()) -> Gathered:
    """Every case of who agreed to research; without `genes` those that are altered in most cases.

    Of several cases of one patient all are practice, and the first alone has times.  `without` are patients whom the asker
    must not know of: neither they nor their number are told.
    """
    why: Counter[str] = Counter()
    heads = []
    for head in sorted(every_case(seat, without), key=lambda h: (h.opened, h.case)):
        if seat.standing(head.case).consent("research") is not True:
            why["followed.no_consent"] += 1
        else:
            heads.append(head)
    read = {h.case: _case(seat, h.case) for h in heads}
    chosen = tuple(genes) or most_altered([c for c in read.values() if c is not None])
    criteria: Mapping[str, Criterion] = {g: GeneAltered((g,), ("variant",), "likely_oncogenic") for g in chosen}
    context = Context(on, vocab.load())
    seen: set[str] = set()
    made = []
    for head in heads:
        case = read[head.case]
        found = practice(seat.registry.records(head.case), seat.rules, asked(case, criteria, context) if case else {})
        if found is None:
            why["dashboard.no_facts"] += 1
            continue
        seat.looked(head.case, "exported", "outcome dashboard")
        made.append(found if head.patient not in seen else replace(found, times={}))
        seen.add(head.patient)
    return Gathered(tuple(made), tuple(sorted(why.items())))


def _case(seat: Seat, case: str) -> Case | None:
    """The case with its findings, of the assessment in force; None when it was never interpreted."""
    return seat.assessment(case).case if seat.standing(case).assessment else None


def most_altered(cases: Sequence[Case]) -> tuple[str, ...]:
    """The genes with a variant in most cases."""
    counts = Counter(g for c in cases for g in {v.gene for v in c.variants if v.gene})
    return tuple(g for g, _ in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_GENES])


def made(found: Gathered, *, on: date, least: int = LEAST) -> Made:
    """The page with its pictures."""
    result = dashboard(found.cases, on=on, least=least)
    report = page("registry", "dashboard.title", result, dashboard_page.sections(result), on=on, version=__version__)
    return Made(result, report, tuple(dashboard_page.charts(result)), {}, ())


def write(found: Made, folder: Path) -> tuple[Path, ...]:
    """As `outcomes.write`."""
    from tumorboard.app import outcomes

    return outcomes.write(found, folder)
