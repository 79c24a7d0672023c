"""``data_sv.txt``: one record a rearrangement, with two sites.

Source: cBioPortal/cbioportal docs/File-Formats.md (commit 58a7a43), structural variant data.
"""

from __future__ import annotations

from tumorboard.formats.alleles.assembly import chromosome_name
from tumorboard.formats.fusion_calls import LIMITS, Calls
from tumorboard.formats.gene_names import GeneNames
from tumorboard.formats.readers.cbioportal_sv.pairs import Side, evidence_of, fusion_of
from tumorboard.formats.readers.cbioportal_sv.texts import UNKNOWN_FRAME, frame_of, named_skip
from tumorboard.formats.tables import Row
from tumorboard.model.alteration import Origin

COLUMNS = {
    "sample": ("Sample_Id", "Sample_ID"),
    "status": ("SV_Status",),
    "gene1": ("Site1_Hugo_Symbol",),
    "entrez1": ("Site1_Entrez_Gene_Id",),
    "chrom1": ("Site1_Chromosome",),
    "at1": ("Site1_Position",),
    "gene2": ("Site2_Hugo_Symbol",),
    "entrez2": ("Site2_Entrez_Gene_Id",),
    "chrom2": ("Site2_Chromosome",),
    "at2": ("Site2_Position",),
    "frame": ("Site2_Effect_On_Frame",),
    "build": ("NCBI_Build",),
    "class": ("Class",),
    "split": ("Tumor_Split_Read_Count",),
    "paired": ("Tumor_Paired_End_Read_Count",),
    "supporting": ("Tumor_Variant_Count",),
    "event": ("Event_Info",),
    "annotation": ("Annotation",),
    "comments": ("Comments",),
    "dna": ("DNA_Support",),
    "rna": ("RNA_Support",),
}
REQUIRED = ("sample", ("gene1", "entrez1", "gene2", "entrez2"))
TEXTS = ("annotation", "event", "comments")
ORIGINS = {"somatic": Origin.SOMATIC, "germline": Origin.GERMLINE}
EVENTS = (("del", "deletion"), ("dup", "duplication"), ("tandem", "duplication"), ("inv", "inversion"), ("tra", "translocation"),
          ("bnd", "translocation"), ("ctx", "translocation"))  # fmt: skip


def take(row: Row, calls: Calls, names: GeneNames) -> None:
    """One record: a fusion, a named exon skipping, or counted."""
    one, other = _side(row, calls, names, "1"), _side(row, calls, names, "2")
    if one is None or other is None:
        calls.leave("malformed")
        return
    texts = [row.text(name) for name in TEXTS]
    skip = named_skip(one.gene, texts) if one.gene and other.gene in {"", one.gene} else None
    reads = _reads(row)
    if skip is not None:
        calls.skip(row, skip, reads)
        return
    origin = ORIGINS.get(row.text("status").lower(), Origin.UNKNOWN)
    if origin is Origin.UNKNOWN:
        row.report("CBP033", "status")
    fusion = fusion_of(
        row,
        one,
        other,
        texts,
        in_frame=_frame(row),
        reads=reads,
        event=next((event for start, event in EVENTS if row.text("class").lower().startswith(start)), ""),
        evidence=evidence_of(row.raw("dna"), row.raw("rna")),
        origin=origin,
    )
    calls.keep(row, fusion)


def _side(row: Row, calls: Calls, names: GeneNames, number: str) -> Side | None:
    """One site; None, with an issue, when its cell does not name a gene."""
    symbol, chrom = f"gene{number}", chromosome_name(row.text(f"chrom{number}"))
    named = names.resolve(row.raw(symbol), row.text(f"entrez{number}"), chrom)
    if named.doubt == "contradictory":
        row.report("TBL030", symbol)
    partner = calls.partner(row, symbol, named.gene)
    if partner is None:
        return None
    position = row.whole(f"at{number}")
    if position is not None and position > LIMITS.get(calls.request.assembly, {}).get(chrom, position):
        row.report("FUS007", f"at{number}", assembly=calls.request.assembly)
    placed = bool(chrom) and position is not None and position > 0
    return Side(partner.gene, row.text(symbol), f"{chrom}:{position}" if placed else "")


def _reads(row: Row) -> int | None:
    """Split and paired reads together, else what the table calls supporting."""
    counts = [n for n in (row.whole("split"), row.whole("paired")) if n is not None and n >= 0]
    if counts:
        return sum(counts)
    supporting = row.whole("supporting")
    return supporting if supporting is not None and supporting >= 0 else None


def _frame(row: Row) -> bool | None:
    text = row.text("frame")
    if text.lower() in UNKNOWN_FRAME:
        return frame_of(row.text("event"))
    found = frame_of(text)
    if found is None:
        row.report("FUS012", "frame")
    return found
