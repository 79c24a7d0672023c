"""The known alleles by the names people use for them: a change without its gene, a coding change, a place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from tumorboard.genome.genomic import GenomicChange
from tumorboard.genome.protein import protein_change, short_text
from tumorboard.model.alteration import ProteinChange
from tumorboard.vocab.alleles import Alleles, KnownAllele


@dataclass(frozen=True, slots=True)
class KnownNames:
    """Derived once from a table of known alleles.

    Parameters
    ----------
    genes
        Name of a change -> genes that have a known allele of this name.
    residues
        (gene, codon) -> reference residues there, over the numberings in use.
    nonsense
        (gene, codon) of known nonsense changes.
    exchanges
        (gene, residue, new residue) -> codons of oncogenic and pathogenic alleles that exchange them.
    coding
        (gene, canonical c.) -> alleles.
    transcripts
        Accession without version -> gene.
    places
        (assembly, chrom, start, end) of the reference bases -> (alternate bases, allele).
    """

    genes: dict[str, set[str]] = field(default_factory=dict)
    residues: dict[tuple[str, int], set[str]] = field(default_factory=dict)
    nonsense: set[tuple[str, int]] = field(default_factory=set)
    exchanges: dict[tuple[str, str, str], set[int]] = field(default_factory=dict)
    coding: dict[tuple[str, str], list[KnownAllele]] = field(default_factory=dict)
    transcripts: dict[str, str] = field(default_factory=dict)
    places: dict[tuple[str, str, int, int], list[tuple[str, KnownAllele]]] = field(default_factory=dict)


class _Identity:
    """A table by identity: its mappings cannot be hashed."""

    def __init__(self, table: Alleles) -> None:
        self.table = table

    def __hash__(self) -> int:
        return id(self.table)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Identity) and other.table is self.table


def names(alleles: Alleles) -> KnownNames:
    """The names of a table's alleles."""
    return _derived(_Identity(alleles))


@lru_cache(maxsize=4)
def _derived(key: _Identity) -> KnownNames:
    found = KnownNames()
    for (gene, name), rows in key.table.named.items():
        found.genes.setdefault(name, set()).add(gene)
        for text in {name, *(r.change for r in rows)}:
            _residues(found, gene, text)
        protein = protein_change(name)
        if protein is not None and protein.kind == "substitution" and any(r.kind != "polymorphism" for r in rows):
            found.exchanges.setdefault((gene, protein.ref, protein.alt), set()).add(protein.start)
    for (assembly, chrom, start, ref, alt), allele in key.table.at.items():
        found.places.setdefault((assembly, chrom, start, start + len(ref)), []).append((alt, allele))
        rows_ = found.coding.setdefault((allele.gene, allele.hgvs_c), [])
        if allele not in rows_:
            rows_.append(allele)
        found.transcripts[allele.transcript.partition(".")[0]] = allele.gene
    return found


def _residues(found: KnownNames, gene: str, text: str) -> None:
    protein = protein_change(text)
    if protein is None:
        return
    found.residues.setdefault((gene, protein.start), set()).add(protein.ref)
    if protein.end_ref:
        found.residues.setdefault((gene, protein.end), set()).add(protein.end_ref)
    if protein.kind == "nonsense":
        found.nonsense.add((gene, protein.start))


def spellings(text: str) -> tuple[str, ...]:
    """A change as the table may name it: as typed, and in short form.

    Examples
    --------
    >>> spellings("p.Val600Glu"), spellings("C228T")
    (('VAL600GLU', 'V600E'), ('C228T',))
    """
    protein = protein_change(text)
    bare = text.removeprefix("p.").removeprefix("P.").strip("()").upper()
    return tuple(dict.fromkeys((bare, short_text(protein)) if protein is not None else (bare,)))


def by_name(alleles: Alleles, gene: str, text: str) -> tuple[KnownAllele, ...]:
    """Known alleles of a gene under a name of their change."""
    return next((found for name in spellings(text) if (found := alleles.named.get((gene, name)))), ())


def by_coding(alleles: Alleles, gene: str, text: str, transcript: str) -> tuple[KnownAllele, ...]:
    """Known alleles by coding change; only those on the transcript that was named, when one was."""
    rows = names(alleles).coding.get((gene, text), [])
    stem = transcript.partition(".")[0]
    return tuple(r for r in rows if not stem.startswith("NM_") or r.transcript.partition(".")[0] == stem)


def by_place(alleles: Alleles, assembly: str, change: GenomicChange) -> tuple[KnownAllele, ...]:
    """Known alleles by position: exactly, or by place alone where the bases of a deletion or duplication are not written."""
    if change.kind == "duplication" and not change.alt:
        return ()
    rows = names(alleles).places.get((assembly, change.chrom, change.start, change.end), [])
    found = [a for alt, a in rows if alt == change.alt]
    if change.ref is not None:
        exact = alleles.find(assembly, change.chrom, change.start, change.ref, change.alt)
        found = [exact] if exact is not None else []
    return tuple(dict.fromkeys(found))


def other_base(alleles: Alleles, assembly: str, change: GenomicChange) -> bool:
    """Whether the known alleles have another reference base where one base is exchanged."""
    if change.ref is None or len(change.ref) != 1 or len(change.alt) != 1:
        return False
    at = {
        ref
        for (build, chrom, start, ref, alt) in alleles.at
        if (build, chrom, start) == (assembly, change.chrom, change.start) and len(ref) == len(alt) == 1
    }
    return bool(at) and change.ref not in at


def agreed(values: Iterable[str]) -> str:
    """The value that all share; empty when they differ or there is none."""
    found = set(values)
    return found.pop() if len(found) == 1 else ""


def agreed_exon(known: Sequence[KnownAllele]) -> int | None:
    """The exon that all share."""
    exons = {a.exon for a in known}
    return exons.pop() if len(exons) == 1 else None


def misnumbered(alleles: Alleles, gene: str, protein: ProteinChange) -> tuple[str, ...]:
    """Known alleles with the same two residues and the number mistyped: digits exchanged, or one lost and one added.

    Examples
    --------
    >>> from tumorboard import vocab
    >>> misnumbered(vocab.Alleles.load(), "EGFR", protein_change("L585R"))
    ('L858R',)
    """
    there = names(alleles).exchanges.get((gene, protein.ref, protein.alt), set())
    typed = str(protein.start)
    return tuple(f"{protein.ref}{n}{protein.alt}" for n in sorted(there) if _similar(typed, str(n)))


def _similar(typed: str, known: str) -> bool:
    if len(typed) != len(known) or len(typed) < 2 or typed == known:
        return False
    moved = len(typed) > 2 and (typed[1:] == known[:-1] or typed[:-1] == known[1:])
    return moved or sorted(typed) == sorted(known)
