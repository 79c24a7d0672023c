"""Names in criteria that no table has: such a question is answered by nobody, and looks as if it were."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from tumorboard.criteria.combinators import leaves
from tumorboard.model.verdict import Criterion
from tumorboard.vocab import Vocabulary


@dataclass(frozen=True, slots=True)
class UnknownName:
    """A name of a kind (gene, disease, marker, analyte, agent, class), with the nearest that the table has."""

    kind: str
    name: str
    near: tuple[str, ...]


def unknown(asks: Criterion, vocab: Vocabulary) -> tuple[UnknownName, ...]:
    """Every name of the criterion's leaves that its table does not have, once each."""
    return tuple(dict.fromkeys(_found(asks, vocab)))


def nearest(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """The two names most like it."""
    return tuple(get_close_matches(name, list(known), n=2, cutoff=0.7))


def _found(asks: Criterion, vocab: Vocabulary) -> Iterator[UnknownName]:
    for leaf in leaves(asks):
        for field, kind in _KINDS.items():
            value = getattr(leaf, field, ())
            if not value or (type(leaf).__name__, field) in _OTHER:
                continue
            known = _TABLES[kind](vocab)
            for name in (value,) if isinstance(value, str) else value:
                if name not in known:
                    yield UnknownName(kind, name, nearest(name, known))


_KINDS = {
    "gene": "gene",
    "genes": "gene",
    "partners": "gene",
    "targets": "target",
    "diseases": "disease",
    "excluding": "disease",
    "marker": "marker",
    "virus": "marker",
    "analyte": "analyte",
    "agents": "agent",
    "classes": "class",
}
_TABLES: Mapping[str, Callable[[Vocabulary], Mapping[str, object]]] = {
    "gene": lambda v: v.genes.entries,
    "disease": lambda v: v.diseases.entries,
    "marker": lambda v: v.markers.entries,
    "analyte": lambda v: v.analytes.entries,
    "agent": lambda v: v.therapies.entries,
    "class": lambda v: v.therapies.members,
    "target": lambda v: {t: t for e in v.therapies.entries.values() for t in e.targets},
}
# Fields of these names that hold something else.
_OTHER = {("HistologyIs", "classes"), ("VariantClassIn", "classes")}
