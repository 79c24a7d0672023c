"""How long scores of a cohort take beside gseapy, clustering, and DDPP: `python benchmarks/expression.py [--samples N] [--runs N]`.

Makes a table (seeded) of samples by genes without ties, and gene sets; runs our three scores (one sort serves
singscore and ssGSEA) and gseapy's ssGSEA on the same data in the same process, and prints the largest difference of the two
ssGSEA.  Then k-means with 100 starts and consensus clustering (1,000 draws, 2 to 10 clusters) at the published size of 360
tumors x 2,000 genes, similarity network fusion of 579 x three layers of 2,000, and DDPP with 1,000 permutations for 20 patients and 20 genes.  (With ties the two differ: gseapy takes them in the order of the rows, ours as equals.)
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

import numpy as np

from tumorboard.interpret.expression import ddpp, ranks, singscore, snf, ssgsea, zscore
from tumorboard.interpret.expression.consensus import consensus
from tumorboard.interpret.expression.kmeans import kmeans


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

    clustering(dice, asked.runs)
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


def clustering(dice: np.random.Generator, runs: int) -> None:
    """Clusters at the published size, and DDPP at the size that was asked for."""
    kinds = dice.choice(4, 360, p=[0.386, 0.242, 0.225, 0.147])
    tumors = 0.4 * dice.normal(0, 1, (4, 2000))[kinds] + dice.normal(0, 1, (360, 2000))
    timed("k-means, 360 x 2,000, 4 clusters, 100 starts", lambda: kmeans(tumors, 4, dice).labels, runs)
    timed("consensus, 360 x 2,000, k 2 to 10, 1,000 draws", lambda: consensus(tumors, dice)[2].together, 1)
    layers = [
        0.4 * dice.normal(0, 1, (4, 2000))[dice.choice(4, 579)] + dice.normal(0, 1, (579, 2000)) for _ in range(3)
    ]
    timed("network fusion, 579 x 3 layers of 2,000", lambda: snf.fused(layers).network, runs)
    changes, outcome = dice.lognormal(0, 1, (20, 20)), dice.exponential(1, 20)
    names = [f"G{i}" for i in range(20)]

    def guarded() -> np.ndarray:
        return np.array(ddpp.fit(changes, outcome, names, aggregate="sum", dice=dice).permutation_p)

    timed("DDPP, 20 patients, 20 genes, 1,000 permutations", guarded, runs)


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
