"""The interventional nodes of SIMS (``sims-2015-24``) with genes, drugs, cut points; loaded only by what uses expression."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tumorboard.vocab import table

VERSION = "sims-2015-24"
TABLES = ("sims_nodes", "sims_genes", "sims_drugs", "sims_mutations", "sims_pairs", "sims_cuts", "drug_toxicities")


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One node.

    Parameters
    ----------
    measured
        Genes on which the published scores were computed.
    full
        Further genes of the full published membership, which has cut points of its own.
    listed
        Genes of the sheet that are in no cut point.
    drugs
        Agents of the sheet, in alphabetical order.
    signs
        Gene to +1, or -1 where a site says that more of it means less of the node.
    """

    key: str
    number: int
    name: str
    measured: tuple[str, ...]
    full: tuple[str, ...]
    listed: tuple[str, ...]
    drugs: tuple[str, ...]
    signs: Mapping[str, int]

    def genes(self, membership: str) -> tuple[str, ...]:
        """Genes that count: ``measured``, ``published`` (with `full`), or ``sheet`` (every gene there is)."""
        return {
            "measured": self.measured,
            "published": (*self.measured, *self.full),
            "sheet": (*self.measured, *self.full, *self.listed),
        }[membership]


@dataclass(frozen=True, slots=True)
class Sims:
    """The nodes in their order; `cuts` maps (scale, membership, node) to D1..D9 of the published NSCLC cohort."""

    releases: tuple[table.TableRelease, ...]
    nodes: tuple[Node, ...]
    cuts: Mapping[tuple[str, str, str], tuple[float, ...]]
    mutations: Mapping[str, str]
    pairs: Mapping[frozenset[str], float]
    toxicities: Mapping[str, frozenset[str]]
    written: Mapping[str, str]  # agent as the sheet spells it

    def cut_points(self, scale: str, membership: str) -> dict[str, tuple[float, ...]]:
        """Node to cut points; nodes whose published membership is the measured one share its points."""
        found = {node: cuts for (s, m, node), cuts in self.cuts.items() if s == scale and m == "measured"}
        if membership == "published":
            found |= {node: cuts for (s, m, node), cuts in self.cuts.items() if s == scale and m == "published"}
        return found

    @classmethod
    def load(cls) -> Sims:
        """The shipped tables."""
        read = {name: table.read(name) for name in TABLES}
        genes: dict[tuple[str, str], list[str]] = {}
        signs: dict[str, dict[str, int]] = {}
        for key, gene, membership, sign, *_ in read["sims_genes"][1]:
            genes.setdefault((key, membership), []).append(gene)
            signs.setdefault(key, {})[gene] = int(sign)
        drugs: dict[str, list[str]] = {}
        for key, agent, *_ in read["sims_drugs"][1]:
            drugs.setdefault(key, []).append(agent)
        nodes = [
            Node(
                key=key,
                number=int(number),
                name=name,
                measured=tuple(genes.get((key, "measured"), ())),
                full=tuple(genes.get((key, "full"), ())),
                listed=tuple(genes.get((key, "listed"), ())),
                drugs=tuple(drugs.get(key, ())),
                signs=signs[key],
            )
            for key, number, name, *_ in read["sims_nodes"][1]
        ]
        toxicities: dict[str, set[str]] = {}
        for agent, toxicity, *_ in read["drug_toxicities"][1]:
            toxicities.setdefault(agent, set()).add(toxicity)
        return cls(
            tuple(release for release, _ in read.values()),
            tuple(sorted(nodes, key=lambda n: n.number)),
            {(r[0], r[2], r[1]): tuple(map(float, r[4:13])) for r in read["sims_cuts"][1]},
            {gene: node for gene, node, *_ in read["sims_mutations"][1]},
            {frozenset({one, other}): float(rho) for one, other, rho, *_ in read["sims_pairs"][1]},
            {agent: frozenset(found) for agent, found in toxicities.items()},
            {agent: written for _, agent, written, *_ in read["sims_drugs"][1]},
        )
