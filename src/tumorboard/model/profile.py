"""What one molecular file yields, before the case is put together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from tumorboard.model.alteration import CopyNumber, Fusion, SpliceEvent, Variant
from tumorboard.model.biomarker import Biomarker
from tumorboard.vocab import Vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRequest:
    """What the caller knows about a file; empty means find it in the file.

    `assembly` is what the case declares (a file that contradicts it is an ERROR issue), `tumor_sample` and
    `normal_sample` are column or barcode names, `sample` selects one barcode of a table that holds many.
    """

    vocab: Vocabulary
    assembly: str = ""
    tumor_sample: str = ""
    normal_sample: str = ""
    sample: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The alterations of one specimen out of one file.

    Parameters
    ----------
    kinds
        What a file of this format can show: variant, copy_number, fusion, splice, expression, msi, tmb.
    records
        Data records in the file (of the selected sample).
    kept
        Records that became a value here.
    tally
        Reason code -> number of records that did not become a value (``not_coding``, ``filtered``, ``not_interpretable``
        ...): with `kept` it adds up to `records`, so nothing is silently dropped.
    annotated
        Whether the file carries consequences; None when the format has no such thing.
    fingerprint
        (chrom, interbase start, ref, alt) -> genotype class 0, 1, 2 at common sites, to compare persons; may be empty.
    negatives
        (approved gene, kind) that the source says was looked for and not found: ``("EGFR", "variant")`` of "EGFR wild
        type", ``("ALK", "fusion")`` of "ALK negative".  The case then has an assay that covered exactly this.
    doubted
        Approved genes of which a known oncogenic or pathogenic allele was seen in reads that failed a filter: it counts
        neither as found nor, in this gene, as absent.
    """

    format: str
    kinds: frozenset[str]
    variants: tuple[Variant, ...] = ()
    copy_numbers: tuple[CopyNumber, ...] = ()
    fusions: tuple[Fusion, ...] = ()
    splice_events: tuple[SpliceEvent, ...] = ()
    biomarkers: tuple[Biomarker, ...] = ()
    expression: Mapping[str, float] | None = None
    expression_unit: str = ""
    assembly: str = ""
    annotated: bool | None = None
    annotation_tool: str = ""
    samples: tuple[str, ...] = ()
    sample: str = ""
    purity: float | None = None
    ploidy: float | None = None
    sex: str = ""
    records: int = 0
    kept: int = 0
    tally: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    fingerprint: Mapping[tuple[str, int, str, str], int] = field(default_factory=lambda: MappingProxyType({}))
    negatives: tuple[tuple[str, str], ...] = ()
    doubted: frozenset[str] = frozenset()
