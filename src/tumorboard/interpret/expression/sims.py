"""SIMS: one score from 1 to 10 for each interventional node of a patient, from tumor against normal.

A node's mean fold change is placed among the deciles of a reference cohort, node by node; copy numbers, microRNA and mutations
can join.  Three rules for putting the layers together are known and all are here; the default keeps the meaning of 1 to 10:
a mutated node is 10, another the mean of its deciles.

Defects of the authors' program are left out: mutations go to the node of their gene and several of one node are joined; *not
tested* is not *wild type*; columns are found by name; a logarithm is not divided by as if it were a ratio.

Source: Lazar 2015, Oncotarget 6:14139, doi:10.18632/oncotarget.3741, and the authors' published implementation.  The rule V2, the
robust scale and the least share of genes are our reading or design.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2

from tumorboard.interpret.expression.deciles import decile
from tumorboard.interpret.expression.method import Method
from tumorboard.model.research import NodeScore
from tumorboard.vocab.sims import Node, Sims

METHOD = Method(name="sims", version="1", doi=("10.18632/oncotarget.3741",), standing="reading", cohort=True)
SCALES = ("mean_fc", "mean_log2_fc")
MEMBERSHIPS = ("measured", "published", "sheet")
COMBINE = ("V0", "V1", "V2")
WEIGHTS = {"N": 1.0, "A": 1.5, "D": 0.5}  # neutral, amplified, deleted
LEAST_SHARE = 0.5  # of a node's genes that must be there


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How nodes are scored; `fc_filter` leaves out genes that change less than so many times, either way."""

    scale: str = "mean_fc"
    membership: str = "measured"
    combine: str = "V2"
    fc_filter: float = 1.0

    def __post_init__(self) -> None:
        for value, known in ((self.scale, SCALES), (self.membership, MEMBERSHIPS), (self.combine, COMBINE)):
            if value not in known:
                raise ValueError(f"{value} is none of {', '.join(known)}")


def mean_change(
    node: Node, changes: Mapping[str, float], settings: Settings, *, copies: Mapping[str, str] | None = None
) -> tuple[float | None, int, int]:
    """The node's mean, how many of its genes were found, and how many were asked; with `copies`, weighted by them.

    With `copies` there is no mean when the copies of a gene were not tested: not tested is not neutral.
    """
    genes = node.genes(settings.membership)
    there = [g for g in genes if g in changes]
    if len(there) < LEAST_SHARE * len(genes):
        return None, len(there), len(genes)
    if copies is not None and any(g not in copies for g in there):
        return None, len(there), len(genes)
    limit = log2(settings.fc_filter)
    values = []
    for gene in there:
        ratio = changes[gene] if node.signs.get(gene, 1) > 0 else 1.0 / changes[gene]
        if abs(log2(ratio)) < limit:
            continue
        weight = WEIGHTS[copies[gene]] if copies is not None else 1.0
        values.append(log2(ratio) if settings.scale == "mean_log2_fc" else ratio * weight)
    return (sum(values) / len(values) if values else None), len(there), len(genes)


def combined(rule: str, mrna: int | None, mirna: int | None, cna: int | None, mutated: bool | None) -> float | None:
    """The score of one node out of its deciles.

    Raises
    ------
    ValueError
        If a rule that divides by a fixed number lacks a layer: the score would mean something else.

    Examples
    --------
    >>> [round(combined(rule, 6, 5, 8, False), 3) for rule in ("V0", "V1", "V2")]
    [5.5, 4.75, 6.333]
    >>> combined("V1", 6, 5, 8, True), combined("V2", 6, 5, 8, True)
    (7.25, 10.0)
    """
    if rule == "V2":
        deciles = [d for d in (mrna, mirna, cna) if d is not None]
        if mutated:
            return 10.0
        return sum(deciles) / len(deciles) if deciles else None
    if mrna is None or mirna is None or (rule == "V1" and (cna is None or mutated is None)):
        raise ValueError(f"rule {rule} needs layers that are missing; use V2")
    if rule == "V0":
        return (mrna + mirna) / 2
    return (mrna + mirna + (cna or 0) + (10 if mutated else 0)) / 4


def scores(
    table: Sims,
    changes: Mapping[str, float],
    cuts: Mapping[str, Sequence[float]],
    settings: Settings,
    *,
    copies: Mapping[str, str] | None = None,
    cna_cuts: Mapping[str, Sequence[float]] | None = None,
    mirna: Mapping[str, int] | None = None,
    mutated: Mapping[str, bool] | None = None,
) -> tuple[NodeScore, ...]:
    """Every node, in the order of the table.

    Parameters
    ----------
    changes
        Linear fold changes, tumor over normal of the same patient.
    cuts
        Node to D1..D9 of a reference cohort, of the same scale and membership.
    copies
        Gene to N, A or D; without it that layer stays out, as it does on the robust scale.  A gene that is absent was not tested,
        and the layer stays out of the nodes it is in.
    cna_cuts
        Cut points of the weighted means; those of `cuts` serve as an approximation.
    mirna
        Node to decile, where a site has one: microRNA changes on a log scale cannot be divided by, and are not.
    mutated
        Gene to whether it carries an activating change; a gene that is absent was not tested.
    """
    found = []
    for node in table.nodes:
        change, there, asked = mean_change(node, changes, settings)
        cut = cuts.get(node.key)
        mrna = decile(change, cut) if change is not None and cut is not None else None
        cna = None
        if copies is not None and settings.scale == "mean_fc":
            weighted, _, _ = mean_change(node, changes, settings, copies=copies)
            by = (cna_cuts or cuts).get(node.key)
            cna = decile(weighted, by) if weighted is not None and by is not None else None
        told = [mutated[g] for g, n in table.mutations.items() if n == node.key and mutated and g in mutated]
        asked_genes = [g for g, n in table.mutations.items() if n == node.key]
        hit = True if any(told) else False if told and len(told) == len(asked_genes) else None
        small = (mirna or {}).get(node.key)
        found.append(
            NodeScore(
                key=node.key, change=change, found=there, asked=asked, mrna=mrna, mirna=small, cna=cna, mutation_asked=bool(asked_genes), mutated=hit,
                score=combined(settings.combine, mrna, small, cna, hit),
            )
        )  # fmt: skip
    return tuple(found)
