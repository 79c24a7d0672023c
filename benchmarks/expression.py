"""How long the single-sample scores of a cohort take, beside gseapy: `python benchmarks/expression.py [--samples N] [--runs N]`.

Makes a table (seeded) of samples by genes without ties, and gene sets; runs our three scores (one sort serves
singscore and ssGSEA) and gseapy's ssGSEA on the same data in the same process, and prints the largest difference of the two
ssGSEA.  (With ties the two differ: gseapy takes them in the order of the rows, ours as equals.)
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

import numpy as np

from tumorboard.interpret.expression import ranks, singscore, ssgsea, zscore


def main() -> None:
    """Make the table, run, print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--samples", type=int, default=1000)
    options.add_argument("--genes", type=int, default=20_000)
    options.add_argument("--sets", type=int, default=50)
    options.add_argument("--size", type=int, default=146, help="genes of a set; the Hallmark sets have 146 on average")
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--threads", type=int, default=1, help="of gseapy")
    options.add_argument("--seed", type=int, default=20261127)
    asked = options.parse_args()
    dice = np.random.default_rng(asked.seed)
    values = dice.lognormal(1.0, 2.0, (asked.samples, asked.genes))
    names = [f"G{i}" for i in range(asked.genes)]
    sets = {f"S{k}": [names[i] for i in dice.choice(asked.genes, asked.size, replace=False)] for k in range(asked.sets)}
    print(
        f"{asked.samples:,} samples x {asked.genes:,} genes, {asked.sets} sets of {asked.size} genes, seed {asked.seed}"
    )

    def ours() -> np.ndarray:
        found = ranks.ranked(values, names, sets)
        singscore.singscores(found)
        logs = np.log2(values[:, found.sets.columns] + 1)
        zscore.combined(logs, zscore.standard(logs), found.sets)
        return ssgsea.ssgsea(found)

    mine = timed("tumorboard: singscore, ssGSEA and z", ours, asked.runs)
    try:
        import gseapy
        import pandas
    except ImportError:
        print("gseapy: not installed")
        return
    table = pandas.DataFrame(values.T, index=names, columns=[f"P{i}" for i in range(asked.samples)])

    def theirs() -> np.ndarray:
        made = gseapy.ssgsea(
            data=table, gene_sets=sets, sample_norm_method="rank", outdir=None, min_size=1, max_size=asked.genes,
            weight=0.25, threads=asked.threads, no_plot=True,
        )  # fmt: skip
        wide = made.res2d.pivot(index="Name", columns="Term", values="ES").astype(float)
        return wide.loc[table.columns, list(sets)].to_numpy()

    other = timed(f"gseapy {gseapy.__version__}: ssGSEA ({asked.threads} thread)", theirs, 1)
    print(f"largest difference of the two ssGSEA: {np.abs(mine - other).max():.3g} of a range of {np.ptp(mine):.4g}")


def timed(name: str, run: Callable[[], np.ndarray], runs: int) -> np.ndarray:
    """The result; prints the least seconds and the least processor time."""
    seconds, busy = [], []
    for _ in range(runs):
        start, used = time.perf_counter(), time.process_time()
        found = run()
        seconds.append(time.perf_counter() - start)
        busy.append(time.process_time() - used)
    print(f"{name}: {min(seconds):.2f} s, processor time {min(busy):.2f} s (least of {runs})")
    return found


if __name__ == "__main__":
    main()
