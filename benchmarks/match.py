"""One case against many trial parts, once they are loaded: `python benchmarks/match.py [--parts N] [--leaves N] [--runs N]`.

Makes trials (seeded) of four parts each whose criteria hold 12 to 40 leaves out of a pool of distinct ones: a tumor type,
age, performance, alterations of real gene symbols, laboratory values, prior therapy, conditions, questions for a person.
The case is the example of `examples/luad-egfr`.  Prints the seconds of numbering the criteria once, and of one match: every
verdict, order, next facts, and the first twenty trials in full with their nearest misses.
"""

from __future__ import annotations

import argparse
import gc
import random
import time
from datetime import date
from pathlib import Path

from tumorboard import vocab
from tumorboard.app import assessing
from tumorboard.app.cases import open_case
from tumorboard.criteria import combinators as c
from tumorboard.criteria.leaves import LEAVES
from tumorboard.criteria.text import parse
from tumorboard.model.context import Context
from tumorboard.model.policy import Policy
from tumorboard.model.trial import Trial, TrialCriterion, TrialId, TrialPart
from tumorboard.model.verdict import Criterion
from tumorboard.trials.matching import match
from tumorboard.trials.plan import Plan

ROOT = Path(__file__).resolve().parents[1]
LABS = ("hemoglobin", "platelets", "neutrophils", "ALT", "AST", "bilirubin", "creatinine")
DRUGS = (
    "osimertinib",
    "gefitinib",
    "carboplatin",
    "pembrolizumab",
    "trastuzumab",
    "olaparib",
    "cisplatin",
    "docetaxel",
)


def pool(dice: random.Random, size: int) -> tuple[list[Criterion], list[Criterion]]:
    """Distinct leaves: those that pick a population, and those that every protocol asks."""
    diseases = sorted(vocab.load().diseases.entries)
    genes = sorted(g for g in vocab.load().genes.entries)
    texts = {f'DiagnosisIn(["{d}"])' for d in dice.sample(diseases, 300)} | {'DiagnosisIn(["NSCLC"])', "SolidTumor()"}
    while len(texts) < size * 2 // 3:
        gene = dice.choice(genes)
        texts.add(dice.choice((f'GeneAltered("{gene}")', f'GeneActivated("{gene}")', f'GeneAmplified("{gene}")', f'FusionIn(["{gene}"])', f'WildType("{gene}")')))  # fmt: skip
    usual = {f"AgeBetween({low}, {high})" for low in (12, 16, 18, 21) for high in ("None", 70, 75, 80)}
    usual |= {f"EcogAtMost({n})" for n in range(4)} | {"MeasurableDisease()", 'ExtentIn(["metastatic"])'}
    usual |= {f'HadTherapy("agent:{d}")' for d in DRUGS} | {f"SystemicLinesBetween({a}, {b})" for a in range(3) for b in range(3, 7)}  # fmt: skip
    while len(usual) < size - size * 2 // 3:
        n = len(usual)
        usual.add(f'Manual("condition {n} of the protocol")')
    return [parse(t, LEAVES) for t in sorted(texts)], [parse(t, LEAVES) for t in sorted(usual)]


def trials(parts: int, leaves: int, seed: int) -> list[Trial]:
    """Seeded trials with `parts` parts in all."""
    dice = random.Random(seed)
    picking, usual = pool(dice, leaves)
    made = []
    for n in range((parts + 3) // 4):
        shared = tuple(_asked(dice, dice.choice(usual)) for _ in range(dice.randint(8, 24)))
        arms = tuple(
            TrialPart(id=f"P{k}", kind="cohort", criteria=tuple(_own(dice, picking) for _ in range(dice.randint(2, 6))))
            for k in range(min(4, parts - 4 * n))
        )
        made.append(Trial(ids=(TrialId.of(f"NCT{n:08d}"),), criteria=shared, parts=arms, status="open"))
    return made


def _asked(dice: random.Random, leaf: Criterion) -> TrialCriterion:
    return TrialCriterion(asks=leaf if dice.random() < 0.7 else c.Not(leaf))


def _own(dice: random.Random, picking: list[Criterion]) -> TrialCriterion:
    return TrialCriterion(asks=c.Any(tuple(dice.sample(picking, dice.randint(1, 4)))))


def main() -> None:
    """Make, match, print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--parts", type=int, default=10_000)
    options.add_argument("--leaves", type=int, default=3_000)
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--seed", type=int, default=20261127)
    asked = options.parse_args()
    gc.disable()  # as the program runs
    made = trials(asked.parts, asked.leaves, asked.seed)
    bench = assessing.workbench()
    on = date(2026, 11, 27)
    found = open_case(ROOT / "examples" / "luad-egfr", bench.vocab, bench.registry)
    case = assessing.assess(found, bench, Policy(), on).case
    start = time.perf_counter()
    plan = Plan.of(made)
    numbered = time.perf_counter() - start
    held = [len(plan.below(p.root)) for p in plan.parts[:200]]
    print(
        f"{len(plan.parts):,} parts of {len(made):,} trials, {len(plan.leaves):,} distinct leaves, {len(plan.nodes):,} "
        f"nodes, {min(held)}-{max(held)} nodes a part; numbered once in {numbered:.2f} s"
    )
    seconds, busy = [], []
    for _ in range(asked.runs):
        start, worked = time.perf_counter(), time.process_time()
        told = match(plan, case, Context(on, bench.vocab))
        seconds.append(time.perf_counter() - start)
        busy.append(time.process_time() - worked)
    states = ", ".join(f"{n:,} {state}" for state, n in sorted(told.states.items()))
    print(
        f"one case: {min(seconds):.3f} s, median {sorted(seconds)[len(seconds) // 2]:.3f} s, least processor time "
        f"{min(busy):.3f} s ({states})"
    )


if __name__ == "__main__":
    main()
