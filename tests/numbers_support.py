"""A registry of thousands of cases that numbers are made of: varied summaries of interpreted cases, as reading their records leaves them."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from tumorboard.app import population
from tumorboard.model.case import Case
from tumorboard.model.dates import PartialDate
from tumorboard.model.outcome import Followed
from tumorboard.model.practice import Judged, Practice
from tumorboard.model.registry import Rules
from tumorboard.store.registry import Registry
from tumorboard.store.schema import HEADS, SUMMARIES
from tumorboard.wire.codec import dumps

LINES = (
    "LUAD; tested; EGFR L858R; TP53 R273H; had osimertinib progression; history complete; PD-L1 TPS 60 22C3; TMB 4",
    "LUAD; tested; KRAS G12C; STK11 Q37*; had pembrolizumab; had sotorasib progression; PD-L1 TPS 1 22C3; TMB 12", "COAD; tested; KRAS G12D; APC R1450*; TP53 R175H",
    "COAD; tested; BRAF V600E; RNF43 G659fs", "IDC; tested; PIK3CA H1047R; ERBB2 amplification; ER 80 %; HER2 IHC 2+; had trastuzumab+docetaxel", "IDC; tested; TP53 R248Q; PTEN R130*",
    "SKCM; tested; BRAF V600E", "SKCM; tested; NRAS Q61R", "LUAD; tested; EML4::ALK", "LUAD; tested", "BLCA; tested; FGFR3 S249C; TP53 R280K",
    "PAAD; tested; KRAS G12D; TP53 R282W; CDKN2A deep_loss", "LUAD; EGFR T790M", "IDC; tested; ESR1 D538G; PIK3CA E545K",
)  # fmt: skip
DRUGS = (
    ("osimertinib",),
    ("sotorasib",),
    ("encorafenib", "cetuximab"),
    ("alpelisib",),
    ("pembrolizumab",),
    ("dabrafenib", "trametinib"),
)


def interpreted_lines() -> list[Case]:
    """One interpreted case of each of LINES."""
    from tests.truth_support import interpreted

    return [interpreted(line) for line in LINES]


def grown_numbers(registry: Registry, cases: list[str]) -> None:
    """Each of these cases, which have a line in the lists, has a summary: dates, ages, fractions, purities, courses of its own."""
    made = population.made_by(Rules())
    roll, bases = random.Random(7), interpreted_lines()
    rows = []
    with registry.engine.connect() as connection:
        revisions = {r.case: r.revision for r in connection.execute(sa.select(HEADS.c.case, HEADS.c.revision))}
    for n, case in enumerate(cases):
        agreed = n % 20 != 0
        body = population.Read(
            agreed=True,
            assessment=f"{n:064d}",
            line=practice_line(roll),
            case=_varied(bases[n % len(bases)], case, roll),
        )
        told = body if agreed else population.Read(agreed=False)
        rows.append({"case": case, "revision": revisions[case], "made": made, "body": dumps(told)})
    with registry.engine.begin() as connection:
        for start in range(0, len(rows), 2_000):
            connection.execute(SUMMARIES.insert(), rows[start : start + 2_000])


def _varied(case: Case, name: str, roll: random.Random) -> Case:
    day = PartialDate(2026, roll.randint(1, 10), roll.randint(1, 28))
    return replace(
        case, id=name,
        patient=replace(case.patient, id=f"P{name}", age_years=roll.randint(25, 85), age_on=day),
        specimens=tuple(replace(s, collected=_day(roll), purity=round(roll.uniform(0.05, 0.95), 2)) for s in case.specimens),
        assays=tuple(replace(a, date=day) for a in case.assays),
        biomarkers=tuple(replace(b, date=_day(roll)) for b in case.biomarkers),
        courses=tuple(replace(c, start=_day(roll), stop=_day(roll)) for c in case.courses),
        variants=tuple(replace(v, vaf=round(roll.uniform(0.05, 0.6), 3)) for v in case.variants),
    )  # fmt: skip


def _day(roll: random.Random) -> PartialDate:
    return PartialDate(roll.randint(2023, 2025), roll.randint(1, 12), roll.randint(1, 28))


def practice_line(roll: random.Random) -> Practice:
    opened = date(2026, 11, 1) - timedelta(days=roll.randint(0, 900))
    signed = opened + timedelta(days=roll.randint(3, 60)) if roll.random() < 0.7 else None
    options: list[Judged] = []
    for drugs in roll.sample(DRUGS, roll.randint(0, 3)):
        verdict = roll.choice(("accepted", "deferred", "rejected"))
        began = verdict == "accepted" and roll.random() < 0.7
        options.append(Judged(drugs, verdict, began, roll.choice(("PR", "SD", "PD", "")) if began else ""))
    times: dict[str, Any] = {
        e: Followed("", float(roll.randint(20, 1500)), roll.random() < 0.6) for e in ("os", "pfs") if signed is not None
    }
    return Practice(opened, signed, tuple(sorted(options, key=lambda o: o.therapies)), {}, times)
