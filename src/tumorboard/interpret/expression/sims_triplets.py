"""Three drugs for three nodes that are active together: every triplet of active nodes with drugs, without redundant ones.

The published principle is to rank active nodes, to look at co-activation and to hit three of them; the numeric rule that chose
the published triplets could not be read.  This rule is ours: mean score, then the lowest of the three, then how often the cohort
has it, then the names.  Nodes whose activity rises and falls together in the reference cohort are one program seen twice:
triplets with such a pair are dropped, with the pair that did it.

Source: Lazar 2015, Oncotarget 6:14139, doi:10.18632/oncotarget.3741 (principle); the rule is our design.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from tumorboard.interpret.expression.method import Method
from tumorboard.model.research import NodeScore, Overlap, Redundant, Search, Triplet
from tumorboard.vocab.sims import Sims

METHOD = Method(name="sims_triplets", version="1", doi=("10.18632/oncotarget.3741",), standing="own", cohort=True)
ACTIVE = 7.0
REDUNDANT = 0.8


def search(
    table: Sims,
    scores: Sequence[NodeScore],
    *,
    active: float = ACTIVE,
    redundant: float = REDUNDANT,
    frequency: Mapping[frozenset[str], float] | None = None,
    most: int = 10,
) -> Search:
    """The best triplets of a patient.

    Parameters
    ----------
    active
        A node is active from this score; 5 to 8.
    redundant
        Pairs of nodes above this correlation are one program.
    frequency
        Share of a cohort in which a triplet is active; None: not known.
    """
    by_key = {s.key: s.score for s in scores if s.score is not None and s.score >= active}
    drugs = {n.key: n.drugs for n in table.nodes}
    usable = sorted((k for k in by_key if drugs[k]), key=lambda k: (-by_key[k], k))
    dropped: dict[tuple[str, str], int] = {}
    kept = []
    for nodes in combinations(usable, 3):
        twins = next(
            (p for p in combinations(sorted(nodes), 2) if table.pairs.get(frozenset(p), 0.0) > redundant), None
        )
        if twins is not None:
            dropped[twins] = dropped.get(twins, 0) + 1
            continue
        values = [by_key[n] for n in nodes]
        often = (frequency or {}).get(frozenset(nodes)) if frequency is not None else None
        kept.append((-sum(values) / 3, -min(values), -(often or 0.0), tuple(sorted(nodes)), nodes, often))
    kept.sort()
    found = tuple(
        _triplet(table, rank, nodes, -mean, -low, often)
        for rank, (mean, low, _, _, nodes, often) in enumerate(kept[:most], start=1)
    )
    return Search(
        active=tuple(sorted(by_key, key=lambda k: (-by_key[k], k))),
        without_drug=tuple(sorted(k for k in by_key if not drugs[k])),
        triplets=found,
        redundant=tuple(Redundant(nodes=pair, triplets=n) for pair, n in sorted(dropped.items())),
    )


def _triplet(
    table: Sims, rank: int, nodes: tuple[str, ...], score: float, lowest: float, often: float | None
) -> Triplet:
    drugs = {n.key: n.drugs for n in table.nodes}
    named = tuple(drugs[n] for n in nodes)
    return Triplet(
        rank=rank, nodes=nodes, score=score, lowest=lowest, frequency=often, drugs=named,
        overlaps=overlaps(named, table.toxicities),
        unknown=tuple(sorted({a for agents in named for a in agents if a not in table.toxicities})),
    )  # fmt: skip


def overlaps(drugs: Sequence[Sequence[str]], toxicities: Mapping[str, frozenset[str]]) -> tuple[Overlap, ...]:
    """Toxicities that drugs of at least two of the groups share; alternatives within a group do not add up."""
    by: dict[str, dict[int, list[str]]] = {}
    for at, agents in enumerate(drugs):
        for agent in agents:
            for toxicity in toxicities.get(agent, ()):
                by.setdefault(toxicity, {}).setdefault(at, []).append(agent)
    return tuple(
        Overlap(toxicity=name, agents=tuple(sorted({a for found in groups.values() for a in found})))
        for name, groups in sorted(by.items())
        if len(groups) > 1
    )
