"""Places of a protein or a transcript that do not exist: a residue beyond its end, another residue than the one that is there, an exon too many.

The length of a protein and the number of coding exons are those of one transcript a gene (`vocab.gene_places`), the residue that
stands somewhere is known from the known alleles.  Another transcript may be meant, so that all of this is a doubt and no error.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tumorboard.criteria import places
from tumorboard.criteria.combinators import leaves
from tumorboard.criteria.leaves.codon_mutated import CodonMutated
from tumorboard.criteria.leaves.exon_mutated import ExonMutated
from tumorboard.criteria.leaves.exon_skipping import ExonSkipping
from tumorboard.criteria.leaves.gene_activated import GeneActivated
from tumorboard.criteria.leaves.protein_change_in import ProteinChangeIn
from tumorboard.criteria.protein_text import change
from tumorboard.model.verdict import Criterion
from tumorboard.vocab import Vocabulary
from tumorboard.vocab.gene_places import GenePlace

# Exons before the coding ones are numbered too; no more than so many are thought of.
NOT_CODING = 5


@dataclass(frozen=True, slots=True)
class Doubt:
    """An issue code with what was said of the gene and what is known: the length, the residue, the number of exons."""

    code: str
    gene: str
    said: str
    known: str


def impossible(asks: Criterion, vocab: Vocabulary) -> tuple[Doubt, ...]:
    """Every place of the criterion's leaves that the gene does not have, once each."""
    return tuple(dict.fromkeys(_found(asks, vocab)))


def _found(asks: Criterion, vocab: Vocabulary) -> Iterator[Doubt]:
    for leaf in leaves(asks):
        match leaf:
            case ProteinChangeIn(gene=gene, changes=changes):
                yield from _changes(gene, changes, vocab)
            case GeneActivated(genes=(gene,), excluding_changes=changes):
                yield from _changes(gene, changes, vocab)
            case CodonMutated(gene=gene, codons=codons, ranges=ranges):
                yield from _beyond(gene, [(c, str(c)) for c in codons], vocab)
                yield from _beyond(gene, [(places.stretch(r)[0], r) for r in ranges], vocab)
            case ExonMutated(gene=gene, exons=exons):
                yield from _exons(gene, exons, vocab)
            case ExonSkipping(gene=gene, exon=exon):
                yield from _exons(gene, (exon,), vocab)


def _changes(gene: str, texts: Iterable[str], vocab: Vocabulary) -> Iterator[Doubt]:
    for text in texts:
        said = change(text)
        too_far = list(_beyond(gene, [(max(said.start, said.end), text)], vocab))
        yield from too_far
        known = vocab.alleles.residues(gene, said.start)
        if said.ref and known and said.ref[0] not in known and not too_far:
            there = ", ".join(f"{residue}{said.start}" for residue in sorted(known))
            yield Doubt("TRL031", gene, text, there)


def _beyond(gene: str, said: Iterable[tuple[int, str]], vocab: Vocabulary) -> Iterator[Doubt]:
    length = _length(gene, vocab)
    # the stop codon is one more, and can be lost
    yield from (Doubt("TRL030", gene, text, str(length)) for residue, text in said if length and residue > length + 1)


def _exons(gene: str, exons: Iterable[int], vocab: Vocabulary) -> Iterator[Doubt]:
    known = max((len(p.coding) for p in _places(gene, vocab)), default=0)
    yield from (Doubt("TRL032", gene, str(e), str(known)) for e in exons if known and e > known + NOT_CODING)


def _length(gene: str, vocab: Vocabulary) -> int:
    """Residues of the protein; 0 where the coding exons are not known."""
    bases = [sum(end - start for start, end in p.coding) for p in _places(gene, vocab)]
    return max((b // 3 - 1 for b in bases), default=0)


def _places(gene: str, vocab: Vocabulary) -> list[GenePlace]:
    """The gene on both assemblies, where its coding exons are known."""
    found = [vocab.places.of(assembly, gene) for assembly in ("GRCh37", "GRCh38")]
    return [place for place in found if place is not None and place.listed]
