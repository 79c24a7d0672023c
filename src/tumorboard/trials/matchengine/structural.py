"""Structural leaves as MatchEngine V2 asks them: by partner genes from December 2018 on, by free text before.

The category of the record is part of neither question, and the free text knows no negation: a comment that says that no
rearrangement was found is found.

Source: docs/formats/ctml.md, "Structural variants".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tumorboard.trials.matchengine.samples import Sample
from tumorboard.trials.matchengine.store import Condition, Equals, Matches, Present, Record

STRUCTURED_SINCE = date(2018, 12, 1)
COMMENT = "STRUCTURAL_VARIANT_COMMENT"
LEFT, RIGHT = "LEFT_PARTNER_GENE", "RIGHT_PARTNER_GENE"


@dataclass(frozen=True, slots=True)
class EitherWay:
    """The two sides of the record satisfy the two lists of conditions in this order or the other."""

    forth: tuple[Condition, ...]
    back: tuple[Condition, ...]

    def holds(self, record: Record) -> bool:
        """Whether one of the two orders holds."""
        return all(c.holds(record) for c in self.forth) or all(c.holds(record) for c in self.back)


@dataclass(frozen=True, slots=True)
class Rearranged:
    """A gene and its partner; None where the leaf does not name one."""

    gene: str | None
    partner: str | None

    def conditions(self, sample: Sample) -> tuple[Condition, ...]:
        """What one record of this sample must satisfy, by the period of its report."""
        if by_text(sample):
            # The gene is put in as it is: without one, the engine looks for the word None.
            return (Matches(COMMENT, _mentioned(str(self.gene))),)
        forth = (*_side(LEFT, self.gene), *_side(RIGHT, self.partner))
        back = (*_side(RIGHT, self.gene), *_side(LEFT, self.partner))
        return (EitherWay(forth, back),)

    @property
    def is_empty(self) -> bool:
        """Whether no gene is named at all: then any record of any kind will do."""
        return self.gene is None and self.partner is None

    @property
    def is_pair(self) -> bool:
        """Whether both genes are named."""
        return all(g is not None and _spaced(g) != "any gene" for g in (self.gene, self.partner))


def by_text(sample: Sample) -> bool:
    """Whether the sample's rearrangements are looked for in free text."""
    return sample.reported() < STRUCTURED_SINCE


def _mentioned(gene: str) -> str:
    """The gene, put in as it is, beside something that is no letter: a comment that is just the gene is not found."""
    return rf"(\W{gene}\W)|(^{gene}\W)|(\W{gene}$)"


def _side(field: str, gene: str | None) -> tuple[Condition, ...]:
    if gene is None:
        return ()
    if _spaced(gene) == "any gene":
        return (Present(field),)
    if gene.lower() == "intergenic":
        return (Equals(field, None),)
    return (Equals(field, gene, "str"),)


def _spaced(gene: str) -> str:
    return gene.lower().replace("_", " ")
