"""Whether the parts of a report take no longer than was set for them: `python benchmarks/limits.py [--runs N]`.

Each part is measured in this process and divided by what a fixed loop of Python takes in the same run, so that a limit means
the same on every machine.  Prints seconds, ratio and limit of each; exit status 1 if a part is over its limit.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.interpret_support import case, context, variant, vocabulary

from tumorboard.criteria.leaves import LEAVES
from tumorboard.interpret.pipeline import interpret
from tumorboard.knowledge import pack_loader
from tumorboard.model.knowledge import Knowledge
from tumorboard.vocab import Alleles, Diseases, Genes, Markers, Thresholds

LOOP = 1_000_000  # turns of the yardstick: about 0.05 s where the limits were set
TABLES = (Genes, Diseases, Markers, Thresholds, Alleles)


def loop() -> None:
    """The yardstick."""
    total = 0
    for n in range(LOOP):
        total += n * n


def load_tables() -> None:
    """The tables of the vocabulary, as every command loads them."""
    for table in TABLES:
        table.load()


def concerning(gene: str, tumor: str) -> object:
    """The pack as a question about one gene in one tumor type opens it."""
    return pack_loader.opened(LEAVES).concerning(frozenset({gene}), lambda criterion: tumor in str(criterion))


def parts() -> list[tuple[str, Callable[[], object], float]]:
    """What is measured: its name, how it is run, and how many times the yardstick it may take."""
    genes = list(vocabulary().functional.of)[:60]
    rows = [variant(genes[n % 60], f"A{n + 1}V", vaf=0.3, population_af=0.0) for n in range(300)]
    subject, knowledge, reading = case(*rows, disease="LUAD"), Knowledge(), context()
    pack_rows = len(pack_loader.load(LEAVES).statements)
    return [
        ("interpret 300 variants", lambda: interpret(subject, knowledge, reading), 1.0),
        (f"load {pack_rows:,} rows of the pack", lambda: pack_loader.load(LEAVES), 1.6 * pack_rows / 500),
        ("make the pack's statements for one case", lambda: concerning("EGFR", "LUAD"), 0.4),
        ("load the tables", load_tables, 2.0),
    ]


def best(run: Callable[[], object], runs: int) -> float:
    """The least seconds of several runs, after one that warms up."""
    run()
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def main() -> None:
    """Measure, print, and fail when a part is over its limit."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--runs", type=int, default=7)
    runs = options.parse_args().runs
    yard = best(loop, runs)
    print(f"a loop of {LOOP:,} turns: {yard * 1000:.1f} ms")
    over = 0
    for name, run, limit in parts():
        seconds = best(run, runs)
        late = seconds / yard > limit
        over += late
        print(
            f"{name}: {seconds * 1000:.1f} ms, {seconds / yard:.2f} loops, limit {limit:.1f}{' OVER' if late else ''}"
        )
    raise SystemExit(1 if over else 0)


if __name__ == "__main__":
    main()
