"""Changes that a treatment selects for: few, each cited.  A change without a row may be acquired too; nothing is said of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tumorboard.vocab import table


@dataclass(frozen=True, slots=True)
class Acquired:
    """Residues of a gene (None: any variant of it) that change under drugs of the classes `after`."""

    codons: frozenset[int] | None
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AcquiredResistance:
    """`of` maps a gene to its rows."""

    release: table.TableRelease = table.TableRelease("acquired_resistance", "", "", "", "")
    of: Mapping[str, tuple[Acquired, ...]] = field(default_factory=dict)

    @classmethod
    def load(cls) -> AcquiredResistance:
        """The shipped table."""
        release, rows = table.read("acquired_resistance")
        found: dict[str, tuple[Acquired, ...]] = {}
        for gene, codons, after, *_ in rows:
            residues = None if codons == "*" else frozenset(int(c) for c in codons.split("|"))
            found[gene] = (*found.get(gene, ()), Acquired(residues, tuple(after.split("|"))))
        return cls(release, found)

    def after(self, gene: str, codons: frozenset[int] | None) -> tuple[str, ...]:
        """Classes of drugs under which one of the residues may change; of any variant of the gene when `codons` is None."""
        rows = self.of.get(gene, ())
        asked = (r for r in rows if r.codons is None or (codons is not None and r.codons & codons))
        return tuple(sorted({c for r in asked for c in r.after}))
