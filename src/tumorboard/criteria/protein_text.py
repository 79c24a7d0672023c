"""Protein changes in the short form of criteria: ``L858R``, ``E746_A750del``, ``V769_D770insASV``, ``R213*``, ``T790fs``.

The grammar is `genome.protein`; a criterion is stricter about its text: one-letter residues in upper case.
"""

from __future__ import annotations

import re
from functools import lru_cache

from tumorboard.genome.protein import protein_change, same_change, short_text
from tumorboard.model.alteration import ProteinChange

__all__ = ["change", "same_change", "short_text"]

_SHORT = re.compile(r"[A-Z*]\d+")


@lru_cache(maxsize=16384)
def change(text: str) -> ProteinChange:
    """The change that a short form names.

    Raises
    ------
    ValueError
        If the text has another form.
    """
    found = protein_change(text) if _SHORT.match(text.removeprefix("p.")) else None
    if found is None:
        raise ValueError(f"{text} is not a protein change in short form such as L858R or E746_A750del")
    return found
