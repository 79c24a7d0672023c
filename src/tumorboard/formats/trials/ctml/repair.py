"""Mismatch repair, microsatellites and mutational signatures of CTML as criteria.

No criterion carries a mutational signature, or MSI-low: they stay with a person.
"""

from __future__ import annotations

from collections.abc import Set
from typing import TYPE_CHECKING

from tumorboard.criteria.combinators import Not
from tumorboard.criteria.leaves.mismatch_repair_deficient import MismatchRepairDeficient
from tumorboard.formats.trials.ctml.values import every, manual
from tumorboard.model.verdict import Criterion

if TYPE_CHECKING:
    from tumorboard.formats.trials.ctml.genomic import Asked

_DEFICIENT = {"MMR-Deficient", "MSI-H"}
_NOT_DEFICIENT = {"MMR-Proficient": True, "MSS": False, "MSI-L": False}  # whether that is all that is asked


def read(asked: Asked, signatures: Set[str], repair: Set[str]) -> Criterion:
    """Every key of the leaf together."""
    gene = asked.keys.get("hugo_symbol")
    if gene is not None:
        asked.add("CTML063" if gene == "None" else "CTML085")
    if len(repair) > 1:
        asked.add("CTML067", keys=tuple(sorted(repair)))
    parts = [_repair(asked, key) for key in sorted(repair)]
    for key in sorted(signatures):
        if str(asked.keys[key]).lower() not in {"yes", "no"}:
            asked.add("CTML084", key=key, value=str(asked.keys[key]))
        parts.append(manual("genomic", {key: asked.keys[key]}))
    ignored = {"hugo_symbol", "variant_category", "display_name"}
    other = asked.keys.keys() - repair - signatures - ignored
    if other or not parts:
        parts.append(asked.open_)
    return every(parts)


def _repair(asked: Asked, key: str) -> Criterion:
    value = str(asked.keys[key])
    open_ = manual("genomic", {key: value})
    if value in _DEFICIENT:
        return MismatchRepairDeficient()
    if value not in _NOT_DEFICIENT:
        asked.add("CTML083", key=key)
        return open_
    if value in {"MSS", "MSI-L"}:
        asked.add("CTML082", value=value)
    carried = Not(MismatchRepairDeficient())
    return carried if _NOT_DEFICIENT[value] else every([carried, open_])
