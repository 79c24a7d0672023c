"""Columns and counts that cases come to and go from say the same as everything counted anew; many cases are drawn as stripes."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from tests.numbers_support import LINES, interpreted_lines, practice_line
from tests.truth_support import interpreted

from tumorboard.app.numbers import Numbers
from tumorboard.app.population import One, Population, Told, altered, answers
from tumorboard.errors import InputError
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.dates import PartialDate
from tumorboard.model.verdict import Verdict
from tumorboard.report.outcomes.alterations import (
    CELLS,
    COLORS,
    STRIPES,
    UNKNOWN,
    lollipops,
    most_changed,
    oncoprint_of,
)
from tumorboard.report.outcomes.dashboard import dashboard
from tumorboard.store.heads import Head
from tumorboard.testing.short_case import ON
from tumorboard.vocab import load
from tumorboard.wire.codec import document, dumps
from tumorboard.wire.decode import of_document

CONTEXT = Context(ON, load())


class Nothing:
    """A standing without a registry: cases are moved by hand."""

    def __init__(self) -> None:
        self.ones: dict[str, One] = {}
        self.watchers: list[Any] = []


def numbers() -> Numbers:
    standing: Any = Nothing()
    return Numbers(standing)


def one(n: int, roll: random.Random, case: Case | None) -> One:
    """Every third case is one more of the patient before."""
    head = Head(
        case=f"C{n:04d}", patient=f"P{n - (n % 3 == 2):04d}", state="signed", revision=1, disease="", opened=f"2026-01-{n % 28 + 1:02d}",
        updated="", open_tasks=0, open_alerts=0, hidden=False,
    )  # fmt: skip
    return One(head, practice_line(roll), case, Told.of(case))


def counted_anew(there: dict[str, One], genes: tuple[str, ...]) -> Any:
    """As the dashboard of the command line counts: the first case of each patient alone has times."""
    seen: set[str] = set()
    lines = []
    cases = tuple(sorted(there.values(), key=lambda o: (o.head.opened, o.head.case)))
    for o, line in zip(cases, Population(1, cases, 0).asked(genes, CONTEXT), strict=True):
        lines.append(line if o.head.patient not in seen else replace(line, times={}))
        seen.add(o.head.patient)
    return dashboard(lines, on=ON)


@pytest.mark.parametrize("seed", range(4))
def test_what_cases_come_to_and_go_from_is_what_is_counted_anew(seed: int) -> None:
    roll, bases = random.Random(seed), interpreted_lines()
    found, there = numbers(), {}
    for n in range(160):
        there[f"C{n:04d}"] = new = one(n, roll, bases[n % len(bases)] if n % 7 else None)
        found.moved(new.head.case, None, new)
        if n % 40 == 0:
            found.values(CONTEXT)  # what was asked before is kept
    for name in roll.sample(sorted(there), 60):
        before = there.pop(name)
        after = None
        if roll.random() < 0.5:
            there[name] = after = one(int(name[1:]), roll, roll.choice(bases))
        found.moved(name, before, after)
    cases = [o.case for o in there.values() if o.case is not None]
    assert found.values(CONTEXT) == counted_anew(there, found.genes())
    assert tuple(g for g in most_changed(cases, 40)) == tuple(
        sorted(found.altered, key=lambda g: (-found.altered[g], g))[:40]
    )
    for gene in found.genes():
        assert found.lollipops(gene, least=0) == lollipops(cases, gene)
    assert found.n == len(there)


def test_many_cases_are_drawn_as_stripes_as_high_as_their_share() -> None:
    n = 4 * STRIPES
    cells = np.full(n, CELLS[()], np.int8)
    cells[: n // 2 + 2] = CELLS["missense",]
    chart = oncoprint_of(
        n,
        {"EGFR": cells, "KRAS": np.full(n, CELLS[()], np.int8)},
        dict.fromkeys(("EGFR", "KRAS"), np.zeros(n, np.bool_)),
    )
    assert chart is not None
    bars = [b for b in chart.bars if b.kind == COLORS["missense"]]
    assert len(bars) == STRIPES // 2 + 1
    heights = [round(b.y2 - b.y1, 6) for b in bars]
    assert (
        heights[:-1] == [0.4] * (STRIPES // 2) and heights[-1] == 0.2
    )  # a row is half of the picture, four fifths of it are filled
    assert chart.rows[0][1] == ("EGFR  50%",)
    assert not [b for b in chart.bars if b.kind == UNKNOWN]


def test_answers_are_kept_for_a_day_and_of_variants_for_longer_where_nothing_is_dated_between() -> None:
    asked = []

    class Counted:
        def check(self, case: Case, context: Context) -> Any:
            asked.append(context.on)
            return altered("EGFR").check(case, context)

    told: Any = Counted()
    case = interpreted("LUAD; tested; EGFR L858R")
    ones = [replace(one(1, random.Random(1), None), case=case, told=Told.of(case))]
    for on in (ON, ON, ON + timedelta(days=1)):
        assert answers(ones, told, replace(CONTEXT, on=on)) == [Verdict.MET]
    assert asked == [ON, ON + timedelta(days=1)]
    gene, before = altered("KRAS"), date(2026, 6, 1)
    late = replace(case, assays=tuple(replace(a, date=PartialDate(2026, 6, 10)) for a in case.assays))
    told_late = [replace(ones[0], case=late, told=Told.of(late))]
    assert answers(told_late, gene, replace(CONTEXT, on=before)) == [
        gene.check(late, replace(CONTEXT, on=before)).verdict
    ]
    assert answers(told_late, gene, CONTEXT) == [gene.check(late, CONTEXT).verdict] == [Verdict.NOT_MET]
    assert answers(told_late, gene, replace(CONTEXT, on=before)) == [Verdict.UNKNOWN]


def test_one_field_of_a_document_is_read_without_the_others() -> None:
    case = interpreted(LINES[0])
    text = document(case)
    assert dumps(of_document(type(case.patient), "patient", text)) == dumps(case.patient)
    with pytest.raises(InputError, match="nothing"):
        of_document(Case, "nothing", text)
