"""What may tell one variant or laboratory value from another: residues and days that a table or a criterion names.

Of most variants of a cohort no table names the residue, and no criterion does.  What two such variants of one gene and kind
mean, and whether a criterion counts them, is the same, whatever their residues are; so that it is asked once.  This holds of
one residue exchanged for another, a stop, or a frameshift; every other variant is its own.  The generative tests compare
verdicts of what is taken together with those of `check`.

Of the day of a laboratory value only matters in which windows before the assessment date it lies, and which of several values is
newer; unless a criterion joins values of one day.

What tells residues apart
    The table of known alleles and that of functional classes (changes, codons, stretches, the last codon up to which truncation is
    established loss of function), the counts of hotspots, the exons that criteria ask for, and what criteria name themselves
    (`residues`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from tumorboard.criteria.exons import CODONS
from tumorboard.criteria.labs import window
from tumorboard.criteria.leaves import LEAVES
from tumorboard.model.context import Context
from tumorboard.model.knowledge import Knowledge
from tumorboard.model.verdict import Criterion
from tumorboard.vocab import Vocabulary

EXACT = -1
Places = Mapping[tuple[str, int], int]
_FIRST = re.compile(r"[A-Z*](\d+)")


@dataclass(frozen=True, slots=True)
class Ordinary:
    """What tells variants of a gene apart, beside kind, origin, assay and whatever else is recorded of them.

    Parameters
    ----------
    places
        (gene, residue) -> `EXACT` where the very change counts, else the number of the stretches in which it lies, from 1; a
        residue that is not there lies in none.
    starts
        Genomic starts (interbase, of any assembly) of alleles that a table names by position; None where every position counts.
    spelled
        Genes whose coding changes (``c.``) are looked up.
    windows
        Days before `on`, increasing: in which of these windows a laboratory value lies.
    joined
        Analytes of which the very day counts.
    """

    places: Places
    starts: frozenset[int] | None
    spelled: frozenset[str]
    on: date
    windows: tuple[int, ...]
    joined: frozenset[str]


def ordinary(context: Context, knowledge: Knowledge, leaves: Iterable[Criterion]) -> Ordinary | None:
    """What tells variants apart for these criteria; None where one of them is of a kind that nobody vouches for."""
    asked = list(leaves)
    if any(LEAVES.get(getattr(leaf, "name", "")) is not type(leaf) for leaf in asked):
        return None
    places = dict(_listed(_Of(context.vocab)))
    named = {(gene, residue) for leaf in asked for gene, rs in getattr(leaf, "residues", {}).items() for residue in rs}
    for at in (*named, *(knowledge.hotspots or ())):
        places[at] = EXACT
    starts = frozenset(start for _, _, start, _, _ in context.vocab.alleles.at)
    known = None if knowledge.looked_up.classified else starts
    windows = {window(context, getattr(leaf, "within_days", None)) for leaf in (None, *asked)}
    joined = frozenset(analyte for leaf in asked for analyte in getattr(leaf, "joined", ()))
    spelled = frozenset(context.vocab.pharmacogenes.alleles)
    return Ordinary(places, known, spelled, context.on, tuple(sorted(windows)), joined)


@dataclass(frozen=True, slots=True, eq=False)
class _Of:
    """A vocabulary by identity, so that its tables are gone through once."""

    vocab: Vocabulary

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Of) and other.vocab is self.vocab

    def __hash__(self) -> int:
        return id(self.vocab)


@lru_cache(maxsize=4)
def _listed(given: _Of) -> Places:
    """What the tables of a vocabulary name."""
    exact: set[tuple[str, int]] = set()
    stretches: list[tuple[str, int, int]] = [(g, span.start, span.stop - 1) for (g, _), span in CODONS.items()]
    for gene, change in given.vocab.alleles.named:
        exact.update((gene, int(found[1])) for found in (_FIRST.match(change),) if found is not None)
    for gene, by_selector in given.vocab.functional.of.items():
        for selector, rows in by_selector.items():
            for row in rows:
                found = _FIRST.match(row.value)
                if found is not None:
                    exact.add((gene, int(found[1])))
                elif row.last and selector not in {"skipping", "exon_deletion", "exon_insertion"}:
                    stretches.append((gene, 1 if selector == "critical_to" else row.first, row.last))
    inside: dict[tuple[str, int], list[int]] = {}
    for number, (gene, first, last) in enumerate(stretches):
        for residue in range(first, last + 1):
            inside.setdefault((gene, residue), []).append(number)
    numbers: dict[tuple[int, ...], int] = {}
    places = {at: numbers.setdefault(tuple(lie), len(numbers) + 1) for at, lie in inside.items()}
    return places | dict.fromkeys(exact, EXACT)
