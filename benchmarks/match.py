"""One case against many trial parts, once they are loaded: `python benchmarks/match.py [--parts N] [--runs N]`.

The trials are those of `screen_trials.py` (seeded): about 3,000 distinct questions of real kinds, 12 to 40 of them in a part.  The
case is the example of `examples/luad-egfr`.  Prints the seconds of numbering the criteria once, and of one match: every verdict,
the order, the next facts, and the first twenty trials in full with their nearest misses; and what a fixed loop of Python takes
in the same process, so that the numbers can be compared between machines and hours.
"""

from __future__ import annotations

import argparse
import gc
import time
from datetime import date
from pathlib import Path

from cohort import GENES
from screen_cohort import Made
from screen_trials import questions, shape, trials_of

from tumorboard.app import assessing
from tumorboard.app.cases import open_case
from tumorboard.model.context import Context
from tumorboard.model.policy import Policy
from tumorboard.trials.matching import match
from tumorboard.trials.plan import Plan

ROOT = Path(__file__).resolve().parents[1]
LOOP = 1_000_000  # turns of the yardstick


def loop() -> float:
    """Seconds of processor time of the yardstick."""
    start, total = time.process_time(), 0
    for n in range(LOOP):
        total += n * n
    return time.process_time() - start


def main() -> None:
    """Make, match, print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--parts", type=int, default=10_000)
    options.add_argument("--runs", type=int, default=7)
    options.add_argument("--seed", type=int, default=20261127)
    asked = options.parse_args()
    bench = assessing.workbench()
    roles = sorted(g for g, e in bench.vocab.genes.entries.items() if e.role)
    genes = [*GENES, *(g for g in roles if g not in GENES)][:250]
    tumors = Made(asked.seed, genes[:10], bench.vocab).tumors
    made = trials_of(questions(genes, tumors, asked.seed), asked.parts, asked.seed)
    print(shape(made))
    gc.disable()  # as the program runs
    on = date(2026, 11, 27)
    found = open_case(ROOT / "examples" / "luad-egfr", bench.vocab, bench.registry)
    case = assessing.assess(found, bench, Policy(), on).case
    start = time.process_time()
    plan = Plan.of(made)
    print(f"{len(plan.nodes):,} nodes, numbered once in {time.process_time() - start:.2f} s of processor time")
    seconds, busy, yard = [], [], []
    for _ in range(asked.runs):
        yard.append(loop())
        start, worked = time.perf_counter(), time.process_time()
        told = match(plan, case, Context(on, bench.vocab))
        seconds.append(time.perf_counter() - start)
        busy.append(time.process_time() - worked)
    states = ", ".join(f"{n:,} {state}" for state, n in sorted(told.states.items()))
    print(
        f"one case against {told.parts:,} parts: least {min(seconds):.3f} s, median {sorted(seconds)[len(seconds) // 2]:.3f} s, "
        f"least processor time {min(busy):.3f} s; a loop of {LOOP:,} turns {min(yard):.3f} s ({states})"
    )


if __name__ == "__main__":
    main()
