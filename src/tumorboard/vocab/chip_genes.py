"""Genes of clonal hematopoiesis: a variant of theirs in plasma or blood may be of blood cells, not of the tumor."""

from __future__ import annotations

from dataclasses import dataclass

from tumorboard.vocab import table


@dataclass(frozen=True, slots=True)
class ChipGenes:
    """`genes` are approved symbols.

    Source
    ------
    Per row of the table; foremost Jaiswal 2014, N Engl J Med 371:2488 and Steensma 2015, Blood 126:9.
    """

    release: table.TableRelease = table.TableRelease("chip_genes", "", "", "", "")
    genes: frozenset[str] = frozenset()

    @classmethod
    def load(cls) -> ChipGenes:
        """The shipped table."""
        release, rows = table.read("chip_genes")
        return cls(release, frozenset(row[0] for row in rows))
