"""Names in criteria that no table has: such a question is answered by nobody, and looks as if it were."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from tumorboard.criteria import classes, medicines
from tumorboard.criteria.combinators import leaves
from tumorboard.criteria.leaves.condition_history import ConditionHistory
from tumorboard.criteria.leaves.on_medication import OnMedication
from tumorboard.criteria.leaves.variant_class_in import VariantClassIn
from tumorboard.formats.trials import words
from tumorboard.formats.trials.spelling import nearest
from tumorboard.model.verdict import Criterion
from tumorboard.vocab import Vocabulary
from tumorboard.vocab.conditions import beginning


@dataclass(frozen=True, slots=True)
class UnknownName:
    """A name of a kind (gene, disease, marker, analyte, agent, class, variant_class, medicine, condition, or one of `words`), with the
    nearest that the table has."""

    kind: str
    name: str
    near: tuple[str, ...]


def unknown(asks: Criterion, vocab: Vocabulary) -> tuple[UnknownName, ...]:
    """Every name of the criterion's leaves that its table does not have, once each."""
    return tuple(dict.fromkeys(_found(asks, vocab)))


def _found(asks: Criterion, vocab: Vocabulary) -> Iterator[UnknownName]:
    for leaf in leaves(asks):
        yield from (UnknownName(*found) for found in words.unknown(leaf, vocab))
        if isinstance(leaf, VariantClassIn):
            yield from _classes(leaf, vocab)
        if isinstance(leaf, OnMedication):
            for name in leaf.drugs:
                if medicines.drug(name, vocab) is None:
                    near = nearest(name, (*vocab.therapies.entries, *vocab.medicines.roles))
                    yield UnknownName("medicine", name, near)
        if isinstance(leaf, ConditionHistory):
            for name in leaf.names:
                if not beginning(name) and vocab.conditions.resolve(name) is None:
                    yield UnknownName("condition", name, nearest(name.casefold(), vocab.conditions.names))
        for field, kind in _KINDS.items():
            value = getattr(leaf, field, ())
            if not value or (type(leaf).__name__, field) in _OTHER:
                continue
            known = _TABLES[kind](vocab)
            for name in (value,) if isinstance(value, str) else value:
                if name not in known:
                    meant = _MEANT[kind](name, vocab)
                    yield UnknownName(kind, name, (meant,) if meant and meant in known else nearest(name, known))


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
# Another name of what the table has: what a person calls it is what was meant.
_MEANT: Mapping[str, Callable[[str, Vocabulary], str | None]] = {
    "gene": lambda name, v: v.genes.approved(name),
    "disease": lambda name, v: v.diseases.resolve(name),
    "marker": lambda name, v: v.markers.resolve(name),
    "analyte": lambda name, v: v.analytes.resolve(name),
    "agent": lambda name, v: v.therapies.resolve(name),
    "class": lambda name, v: None,
    "target": lambda name, v: v.genes.approved(name),
}
# Kinds whose table is the whole list: a name beyond it is an error, not a drug or gene newer than the table.
CLOSED = frozenset({"variant_class"})
# Fields of these names that hold something else.
_OTHER = {("HistologyIs", "classes"), ("VariantClassIn", "classes")}
