"""Which statements can matter for a case: an index by gene and marker, so that a case evaluates only those.

A statement that names no gene or marker is always looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.statement import Statement

# Findings and measurements that statements index under another name.
ALIASES: Mapping[str, tuple[str, ...]] = {
    "ER": ("HR", "TNBC", "ESR1"),
    "PR": ("HR", "TNBC", "PGR"),
    "HR": ("ER", "PR", "TNBC"),
    "HER2": ("TNBC", "ERBB2"),
    "PAN_TRK": ("NTRK1", "NTRK2", "NTRK3"),
    "MSI": ("MMR",),
    "MMR": ("MSI",),
    "KRAS": ("RAS",),
    "NRAS": ("RAS",),
    "HRAS": ("RAS",),
}
SOURCES: Mapping[str, tuple[str, ...]] = {
    key: tuple(name for name, others in ALIASES.items() if key in others)
    for others in ALIASES.values()
    for key in others
}
_CALLED = frozenset({"amplification", "gain", "loss", "deep_loss"})


@dataclass(frozen=True, slots=True)
class StatementIndex:
    """Statements by the genes and markers they speak of; `always` are those that name none."""

    by_key: Mapping[str, tuple[Statement, ...]]
    always: tuple[Statement, ...]

    @classmethod
    def of(cls, statements: Iterable[Statement]) -> StatementIndex:
        """The index, each list in the order given."""
        found: dict[str, list[Statement]] = {}
        always: list[Statement] = []
        for statement in statements:
            for key in dict.fromkeys(statement.genes):
                found.setdefault(key, []).append(statement)
            if not statement.genes:
                always.append(statement)
        return cls({k: tuple(v) for k, v in found.items()}, tuple(always))

    def touching(self, keys: Iterable[str]) -> tuple[Statement, ...]:
        """Statements that speak of one of the keys, each once, by id."""
        found = {s.id: s for key in keys for s in self.by_key.get(key, ())}
        return tuple(found[i] for i in sorted(found))


def keys_of(case: Case, context: Context) -> frozenset[str]:
    """Genes with an alteration and markers with a result; copy numbers count when they are not neutral."""
    found: set[str] = {v.gene for v in case.variants if v.gene}
    found |= {gene for f in case.fusions for gene in f.genes}
    found |= {s.gene for s in case.splice_events}
    found |= {n.gene for n in case.copy_numbers if n.call in _CALLED or _changed(case, n.id)}
    for measured in case.biomarkers:
        found.add(measured.marker)
        entry = context.vocab.markers.entries.get(measured.marker)
        if entry is not None and entry.gene:
            found.add(entry.gene)
    if case.findings is not None:
        found |= {name.upper() for name, f in case.findings.biomarkers.items() if f.state}
    return frozenset(found.union(*(ALIASES.get(k, ()) for k in sorted(found))))


def touches(case: Case, context: Context, key: str) -> bool:
    """Whether a gene or marker is one of `keys_of`, looking only at what is recorded of it."""
    return any(_recorded(case, context, name) for name in (key, *SOURCES.get(key, ())))


def _recorded(case: Case, context: Context, name: str) -> bool:
    """Whether the case has an alteration or a result under exactly this name."""
    index = case.index
    if name and (index.variants.get(name) or index.fusions.get(name) or index.splice_events.get(name)):
        return True
    if any(n.call in _CALLED or _changed(case, n.id) for n in index.copy_numbers.get(name, ())):
        return True
    if any(index.biomarkers.get(marker) for marker in (name, *context.vocab.markers.of_gene.get(name, ()))):
        return True
    found = case.findings.biomarkers if case.findings is not None else {}
    return any(f.state for finding, f in found.items() if finding.upper() == name)


def _changed(case: Case, number: str) -> bool:
    derived = case.findings.of(f"copy_number/{number}") if case.findings is not None else None
    return derived is not None and bool(derived.amplified or derived.deep_deletion)
