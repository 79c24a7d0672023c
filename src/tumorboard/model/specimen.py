"""Material taken from the body, and what an assay looked for in it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from tumorboard.model.dates import PartialDate


class SpecimenKind(Enum):
    """`BLOOD` is blood cells (germline or heme tumor), `PLASMA` is cell-free DNA, `NORMAL` a matched normal tissue."""

    TISSUE = "tissue"
    PLASMA = "plasma"
    BLOOD = "blood"
    MARROW = "marrow"
    NORMAL = "normal"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Specimen:
    """`purity` is the tumor cell fraction 0-1 (tissue); `tumor_fraction` the circulating tumor fraction 0-1 (plasma)."""

    id: str
    kind: SpecimenKind = SpecimenKind.UNKNOWN
    site: str = ""
    collected: PartialDate | None = None
    purity: float | None = None
    ploidy: float | None = None
    tumor_fraction: float | None = None


class AssayStatus(Enum):
    """PARTIAL: some regions or kinds failed; they are listed in `failed_genes`."""

    DONE = "done"
    FAILED = "failed"
    PARTIAL = "partial"
    PENDING = "pending"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assay:
    """What was looked for, how well, in which specimen: the only ground on which absence is a NO.

    Parameters
    ----------
    declared
        False for the assay implied by a bare VCF or MAF: what it found is found, what it did not find is unknown.
    genes
        Approved symbols whose coding sequence was covered; None means all protein-coding genes (exome, genome).
        Meaningless when `declared` is False.
    kinds
        What could have been found: variant, copy_number, fusion, splice, expression, signature, msi, tmb.
    fusion_genes
        Genes whose fusions could have been found; None means as `genes`.  A DNA panel lists its tiled introns here.
    regions
        Extra regions covered beyond coding sequence, by name: ``promoter:TERT``.
    exons
        Gene -> exon numbers, for genes covered only in part; a gene not listed is covered in full.
    failed_genes
        Genes of `genes` that failed in this specimen.
    doubted_genes
        Genes of which a known oncogenic or pathogenic allele was seen in reads that failed a filter: neither found nor absent.
    min_purity
        Below this specimen purity the assay's negative results do not count.  None: the dated default threshold.
    tumor_fraction_adequate
        Plasma only: the laboratory states that enough tumor DNA was present.  None: not stated.
    white_cell_control
        Plasma or blood: matched white cells were sequenced, so clonal hematopoiesis is excluded.
    matched_normal
        A matched normal was sequenced, so `origin` is a measurement.
    annotated
        Whether the variants of this assay carry consequences; None when it found no variants to annotate.
    stated_negative
        Gene and kind that somebody said were looked at and not found ("KRAS wild type").
    """

    id: str
    specimen: str = ""
    name: str = ""
    method: str = ""
    declared: bool = True
    status: AssayStatus = AssayStatus.DONE
    date: PartialDate | None = None
    genes: frozenset[str] | None = None
    kinds: frozenset[str] = frozenset()
    fusion_genes: frozenset[str] | None = None
    regions: frozenset[str] = frozenset()
    exons: tuple[tuple[str, tuple[int, ...]], ...] = ()
    failed_genes: frozenset[str] = frozenset()
    doubted_genes: frozenset[str] = frozenset()
    min_vaf: float | None = None
    min_purity: float | None = None
    tumor_fraction_adequate: bool | None = None
    white_cell_control: bool | None = None
    matched_normal: bool | None = None
    panel_mb: float | None = None
    annotated: bool | None = None
    stated_negative: frozenset[tuple[str, str]] = frozenset()
    annotation_tool: str = ""
    assembly: str = ""
    files: tuple[str, ...] = ()
