"""Names in criteria that no table has: such a question is answered by nobody, and looks as if it were."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from tumorboard.criteria import classes, medicines
from tumorboard.criteria.combinators import leaves
from tumorboard.criteria.leaves.on_medication import OnMedication
from tumorboard.criteria.leaves.variant_class_in import VariantClassIn
from tumorboard.model.verdict import Criterion
from tumorboard.vocab import Vocabulary


@dataclass(frozen=True, slots=True)
class UnknownName:
    """A name of a kind (gene, disease, marker, analyte, agent, class, variant_class, medicine), with the nearest that the table has."""

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
        if isinstance(leaf, VariantClassIn):
            yield from _classes(leaf, vocab)
        if isinstance(leaf, OnMedication):
            for name in leaf.drugs:
                if medicines.drug(name, vocab) is None:
                    near = nearest(name, (*vocab.therapies.entries, *vocab.medicines.roles))
                    yield UnknownName("medicine", name, near)
        for field, kind in _KINDS.items():
            value = getattr(leaf, field, ())
            if not value or (type(leaf).__name__, field) in _OTHER:
                continue
            known = _TABLES[kind](vocab)
            for name in (value,) if isinstance(value, str) else value:
                if name not in known:
                    yield UnknownName(kind, name, nearest(name, known))


def _classes(leaf: VariantClassIn, vocab: Vocabulary) -> Iterator[UnknownName]:
    """Classes of variants that the table does not have for the gene; what was meant is mostly the name with its gene before it."""
    known = classes.names(vocab, leaf.gene)
    for name in leaf.classes:
        if not classes.is_known(vocab, leaf.gene, name):
            meant = name if name.startswith(f"{leaf.gene}:") else f"{leaf.gene}:{name.rpartition(':')[2]}"
            near = (meant,) if classes.is_known(vocab, leaf.gene, meant) else nearest(meant, known)
            yield UnknownName("variant_class", name, near)


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
# Kinds whose table is the whole list: a name beyond it is an error, not a drug or gene newer than the table.
CLOSED = frozenset({"variant_class"})
# Fields of these names that hold something else.
_OTHER = {("HistologyIs", "classes"), ("VariantClassIn", "classes")}
