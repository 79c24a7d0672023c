"""SIMS of a site's own cohort: cut points of its nodes, how often triplets are active in it, which nodes go together.

With them a patient is placed among patients of the site's own tumor type, and the redundancy filter rests on that cohort.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np

from tumorboard.interpret.expression.centroids import ranks
from tumorboard.interpret.expression.deciles import cut_points
from tumorboard.interpret.expression.method import Method
from tumorboard.interpret.expression.sims import Settings, mean_change
from tumorboard.interpret.expression.sims_triplets import ACTIVE
from tumorboard.model.research import NodeScore
from tumorboard.vocab.sims import Sims

METHOD = Method(name="sims_cohort", version="1", doi=("10.18632/oncotarget.3741",), standing="published", cohort=True)
LEAST = 10

Changes = Mapping[str, float]


def cuts_of(table: Sims, cohort: Sequence[Changes], settings: Settings) -> dict[str, tuple[float, ...]]:
    """D1 to D9 of each node over the patients that have enough of its genes; a node with fewer than ten such has none.

    Raises
    ------
    ValueError
        If there are fewer than ten patients.
    """
    if len(cohort) < LEAST:
        raise ValueError(f"{len(cohort)} patients have no deciles; at least {LEAST} are needed")
    found = {}
    for node in table.nodes:
        values = [c for patient in cohort if (c := mean_change(node, patient, settings)[0]) is not None]
        if len(values) >= LEAST:
            found[node.key] = cut_points(np.array(values))
    return found


def frequencies(cohort: Sequence[Sequence[NodeScore]], *, active: float = ACTIVE) -> dict[frozenset[str], float]:
    """Share of the patients in whom three nodes are active together; a triplet that nobody has is absent."""
    seen: Counter[frozenset[str]] = Counter()
    for scores in cohort:
        on = sorted(s.key for s in scores if s.score is not None and s.score >= active)
        seen.update(frozenset(nodes) for nodes in combinations(on, 3))
    return {nodes: count / len(cohort) for nodes, count in seen.items()}


def pairs(table: Sims, cohort: Sequence[Changes], settings: Settings) -> dict[frozenset[str], float]:
    """Spearman correlation of each pair of nodes' mean change, over the patients who have both."""
    columns = {n.key: [mean_change(n, patient, settings)[0] for patient in cohort] for n in table.nodes}
    found = {}
    for one, other in combinations(columns, 2):
        both = [(a, b) for a, b in zip(columns[one], columns[other], strict=True) if a is not None and b is not None]
        if len(both) >= LEAST:
            ranked = ranks(np.array(both).T)
            spread = ranked.std(axis=1)
            if spread.min() > 0:
                found[frozenset({one, other})] = float(np.asarray(np.corrcoef(ranked))[0, 1])
    return found
