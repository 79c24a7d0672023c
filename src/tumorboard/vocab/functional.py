"""What alleles do: effect on the gene's product and functional classes, by exact change, codon, codon range or event.

Only what is well established is listed, each row with its paper.  A row of medium confidence is shown and asks for
review; an allele that is not listed has an unknown effect, never a neutral one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tumorboard.vocab import table

RANGED = frozenset({"deletion", "insertion", "missense", "truncating", "skipping", "domain"})
NUMBERED = frozenset({"exon_deletion", "exon_insertion", "critical_to"})


@dataclass(frozen=True, slots=True)
class FunctionalRow:
    """One selector of one gene.

    Parameters
    ----------
    selector
        change (short protein form), codon (any missense there, with its residue: ``V600``), deletion, insertion,
        missense, truncating (codon range `first`..`last`), exon_deletion, exon_insertion (a change stated by exon
        only), skipping (exons `first`..`last`), promoter (coding change), fusion (which side acts), critical_to (last
        codon up to which truncation is established loss of function) or domain (critical residues).
    effect
        gain_of_function, loss_of_function, dominant_negative, switch, neutral; empty where only a class is known.
    uses
        established: the amino-acid change is an established oncogenic one; functional: functional studies support an
        oncogenic effect; benign: they support none.
    """

    gene: str
    selector: str
    value: str
    effect: str
    classes: tuple[str, ...]
    uses: frozenset[str]
    source: str
    confidence: str
    first: int = 0
    last: int = 0

    @property
    def key(self) -> str:
        """How a finding names the row."""
        return f"functional_classes:{self.gene}:{self.selector}:{self.value}"


@dataclass(frozen=True, slots=True)
class FunctionalClasses:
    """`of` maps a gene to selector -> rows in order of the table."""

    release: table.TableRelease = table.TableRelease("functional_classes", "", "", "", "")
    of: Mapping[str, Mapping[str, tuple[FunctionalRow, ...]]] = field(default_factory=dict)

    def rows(self, gene: str, selector: str) -> tuple[FunctionalRow, ...]:
        """Rows of a gene under one selector; empty when none is listed."""
        return self.of.get(gene, {}).get(selector, ())

    @classmethod
    def load(cls) -> FunctionalClasses:
        """The shipped table."""
        release, rows = table.read("functional_classes")
        return cls(release, arranged(functional_row(cells) for cells in rows))


def functional_row(cells: list[str]) -> FunctionalRow:
    """A row out of its cells, in the order of the table's columns."""
    gene, selector, value, effect, classes, uses, source, confidence = cells
    first = last = 0
    if selector in RANGED:
        first, last = (int(n) for n in value.split("-"))
    elif selector in NUMBERED:
        first = last = int(value)
    return FunctionalRow(
        gene, selector, value, effect, _many(classes), frozenset(_many(uses)), source, confidence, first, last
    )


def arranged(rows: Iterable[FunctionalRow]) -> dict[str, dict[str, tuple[FunctionalRow, ...]]]:
    """Rows by gene and selector."""
    found: dict[str, dict[str, tuple[FunctionalRow, ...]]] = {}
    for row in rows:
        by_selector = found.setdefault(row.gene, {})
        by_selector[row.selector] = (*by_selector.get(row.selector, ()), row)
    return found


def _many(text: str) -> tuple[str, ...]:
    return tuple(text.split("|")) if text else ()
