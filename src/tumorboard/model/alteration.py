"""Tumor genomic events: variants, copy numbers, fusions, splice events.

Coordinates are interbase (0-based, half-open) inside; only text is 1-based.  Genes are approved symbols.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from tumorboard.issues import Place


class Origin(Enum):
    """Never inferred from the allele fraction alone.  POSSIBLE_CHIP: clonal hematopoiesis was not excluded."""

    SOMATIC = "somatic"
    GERMLINE = "germline"
    UNKNOWN = "unknown"
    POSSIBLE_CHIP = "possible_chip"


@dataclass(frozen=True, slots=True, order=True)
class ProteinChange:
    """A protein change as HGVS means it, with one-letter residues, compared as a value and never as a string.

    Parameters
    ----------
    kind
        substitution, deletion, duplication, insertion, delins, frameshift, nonsense, start_lost, stop_lost,
        extension, synonymous, unknown.  A nonsense change has kind ``nonsense`` and `alt` ``*``.
    ref, start
        First residue (one letter) and its number, 1-based as in HGVS p.
    end_ref, end
        Last residue of the range; equal to `ref`/`start` for one residue, whether given or not.
    alt
        New residues; ``*`` for a stop, empty for a deletion or duplication; for a frameshift the first new residue
        when given; ``X`` of kind unknown where one residue replaced another and which is not told (``G719X``).
    """

    kind: str
    ref: str
    start: int
    end_ref: str = ""
    end: int = 0
    alt: str = ""

    def __post_init__(self) -> None:
        # One residue is a range of one, so that a change is one value whoever read it.
        if not self.end:
            object.__setattr__(self, "end_ref", self.ref)
            object.__setattr__(self, "end", self.start)

    def codons(self) -> range:
        """Residue numbers touched, both ends included."""
        return range(self.start, (self.end or self.start) + 1)


@dataclass(frozen=True, slots=True, order=True)
class GenomicPosition:
    """`start`, `end` interbase on `assembly`; `ref`/`alt` bases as in VCF after trimming, possibly empty."""

    assembly: str
    chrom: str
    start: int
    end: int
    ref: str
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """A change at sequence level in one specimen.

    Parameters
    ----------
    id
        ``v1``, ``v2`` ... in canonical order of the case.
    gene
        Approved symbol; empty when not interpretable (no annotation and no known allele).
    consequences
        Sequence Ontology terms on `transcript`, most severe first; empty when not annotated.
    category
        For a change stated as a category only ("exon 19 deletion", "TERT promoter"): deletion, insertion, indel,
        promoter, skipping, any.  Empty for an exact allele.
    vaf
        Variant allele fraction 0-1; None when not given.
    known_allele
        Key of the known-allele table that named this change by position, else empty.
    population_af
        Highest population frequency 0-1 reported by the annotation; None when not reported.
    """

    id: str = ""
    gene: str = ""
    position: GenomicPosition | None = None
    transcript: str = ""
    hgvs_c: str = ""
    protein: ProteinChange | None = None
    hgvs_p: str = ""
    consequences: tuple[str, ...] = ()
    exon: int | None = None
    category: str = ""
    vaf: float | None = None
    depth: int | None = None
    alt_reads: int | None = None
    depth_rule: str = ""
    filter: str = ""
    origin: Origin = Origin.UNKNOWN
    zygosity: str = ""
    population_af: float | None = None
    clinvar: str = ""
    known_allele: str = ""
    annotation: str = ""
    specimen: str = ""
    assay: str = ""
    source: Place | None = None


ONE_OR_BOTH = "one_or_both_copies"  # rule of a loss of which nobody said whether both copies are gone


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyNumber:
    """Copy number of one gene.

    `copies` are absolute copies per tumor cell (None when only a relative call exists); `call` is what the source
    itself said: amplification, gain, neutral, loss, deep_loss or empty; `call_rule` names the source's rule
    (`ONE_OR_BOTH`: a loss was stated without saying whether both copies are gone).
    """

    id: str = ""
    gene: str
    copies: float | None = None
    minor_copies: float | None = None
    log2_ratio: float | None = None
    call: str = ""
    call_rule: str = ""
    specimen: str = ""
    assay: str = ""
    source: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fusion:
    """A rearrangement joining two genes, 5' partner first when `ordered`; a side may be empty (intergenic, unknown).

    Both sides name one gene when the rearrangement is within it.  `in_frame` and `kinase_retained` are None when the
    caller does not say.  `event` is what the caller takes it for: translocation, inversion, deletion, duplication, after
    a slash read_through, neighbors, seen_in_normal, non_canonical_splicing, head_to_head, tail_to_tail; may be empty.
    """

    id: str = ""
    five_prime: str = ""
    three_prime: str = ""
    ordered: bool = True
    in_frame: bool | None = None
    kinase_retained: bool | None = None
    breakpoints: tuple[str, ...] = ()
    reads: int | None = None
    confidence: str = ""
    event: str = ""
    evidence: str = ""  # rna, dna or empty
    origin: Origin = Origin.UNKNOWN
    specimen: str = ""
    assay: str = ""
    source: Place | None = None

    @property
    def genes(self) -> tuple[str, ...]:
        """The named partners, 5' first."""
        return tuple(g for g in (self.five_prime, self.three_prime) if g)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpliceEvent:
    """An observed transcript change: exons `first`..`last` of `gene` are skipped (MET 14, EGFRvIII 2-7)."""

    id: str = ""
    gene: str
    first_exon: int
    last_exon: int
    reads: int | None = None
    specimen: str = ""
    assay: str = ""
    source: Place | None = None
