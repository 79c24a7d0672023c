"""Drugs ranked by what the tumor expresses more than the same patient's normal tissue: the score mode of WINTHER's RNA arm.

A drug's score is the weighted mean of the signed log2 change of its target genes; a change below 1.3 times is none.  Ties stand by
level of evidence, then by how many targets support it; drugs that are equal in all that share a place.

The weights of the patented algorithm could not be read: all are one.  Published are only the comparison with normal tissue and the
ranking as its result.

Source: Rodon 2019, Nat Med 25:751, doi:10.1038/s41591-019-0424-4; the score is our design.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tumorboard.interpret.expression.method import Method
from tumorboard.model.research import RankedDrug

METHOD = Method(name="rna_rank", version="1", doi=("10.1038/s41591-019-0424-4",), standing="own")
NO_LEVEL = 99


@dataclass(frozen=True, slots=True)
class Target:
    """One gene of a drug; `sign` -1 where less of it speaks for the drug."""

    gene: str
    sign: int = 1
    weight: float = 1.0


def ranked(
    logs: Mapping[str, float], targets: Mapping[str, tuple[Target, ...]], *, levels: Mapping[str, int] | None = None
) -> tuple[RankedDrug, ...]:
    """Every drug of which a target was measured, best first.

    Parameters
    ----------
    logs
        Gene to filtered log2 change, tumor over normal (`fold_change.log_changes`).
    levels
        Agent to level of evidence, 1 the best.
    """
    found = []
    for agent, genes in sorted(targets.items()):
        known = [t for t in genes if t.gene in logs and t.weight > 0]
        if not known:
            continue
        score = sum(t.sign * t.weight * logs[t.gene] for t in known) / sum(t.weight for t in known)
        supporting = tuple(sorted(t.gene for t in known if t.sign * logs[t.gene] > 0))
        unmeasured = tuple(sorted(t.gene for t in genes if t.gene not in logs))
        level = (levels or {}).get(agent, NO_LEVEL)
        found.append(((-score, level, -len(supporting), agent), score, supporting, unmeasured))
    found.sort(key=lambda entry: entry[0])
    places: dict[tuple[float, int, int], int] = {}
    for at, (key, *_) in enumerate(found, start=1):
        places.setdefault(key[:3], at)  # equals share the better place, whatever their names
    return tuple(
        RankedDrug(rank=places[key[:3]], agent=key[3], score=score, supporting=supporting, unmeasured=unmeasured)
        for key, score, supporting, unmeasured in found
    )
