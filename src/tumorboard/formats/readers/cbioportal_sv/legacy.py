"""``data_fusions.txt``, deprecated and still met: one record a *gene*, so that a fusion of two genes stands there twice.

Records of one sample with the same text in ``Fusion`` are one fusion.

Source: cBioPortal/cbioportal docs/File-Formats.md (commit 58a7a43), fusion data.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tumorboard.formats.fusion_calls import Calls
from tumorboard.formats.gene_names import GeneNames
from tumorboard.formats.readers.cbioportal_sv.pairs import Side, evidence_of, fusion_of
from tumorboard.formats.readers.cbioportal_sv.texts import UNKNOWN_FRAME, frame_of, named_skip
from tumorboard.formats.tables import Row
from tumorboard.model.alteration import Origin

COLUMNS = {
    "sample": ("Tumor_Sample_Barcode",),
    "gene": ("Hugo_Symbol",),
    "entrez": ("Entrez_Gene_Id",),
    "fusion": ("Fusion",),
    "dna": ("DNA_support",),
    "rna": ("RNA_support",),
    "frame": ("Frame",),
    "status": ("Fusion_Status", "SV_Status"),
}
REQUIRED = ("sample", "fusion", ("gene", "entrez"))
TRAILING = re.compile(
    r"\s+(?:gene\s+)?(?:fusion|rearrangement|translocation|transcript)s?\b.*$|\s+-\s+\S+$", re.IGNORECASE
)
WITHIN = re.compile(r"intragenic|kinase domain duplication|\bKDD\b|\bvIII\b", re.IGNORECASE)


def groups(rows: Sequence[Row]) -> list[list[Row]]:
    """The records of one fusion together, in the order of the file; one without text stands alone."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        text = " ".join(row.text("fusion").lower().split())
        found.setdefault(text or f"record {row.record}", []).append(row)
    return list(found.values())


def take(rows: Sequence[Row], calls: Calls, names: GeneNames) -> None:
    """The records of one fusion: one fusion, the others counted with it."""
    first, text = rows[0], rows[0].text("fusion")
    written: dict[str, str] = {}
    for row in rows:
        named = names.resolve(row.raw("gene"), row.text("entrez"))
        if named.doubt == "contradictory":
            row.report("TBL030", "gene")
        partner = calls.partner(row, "gene", named.gene)
        if partner is not None and partner.gene:
            written.setdefault(partner.gene, row.text("gene"))
    sides = _sides(written, text, calls)
    if sides is None:
        first.report("CBP034", "fusion")
        calls.tally["malformed"] += len(rows)
        return
    calls.tally["told_by_another_row"] += len(rows) - 1
    one, other = sides
    skip = named_skip(one.gene, [text]) if other.gene in {"", one.gene} else None
    if skip is not None:
        calls.skip(first, skip)
        return
    frame = first.text("frame")
    facts = {
        "in_frame": None if frame.lower() in UNKNOWN_FRAME else frame_of(frame),
        "evidence": evidence_of(first.raw("dna"), first.raw("rna")),
        "origin": {"somatic": Origin.SOMATIC, "germline": Origin.GERMLINE}.get(
            first.text("status").lower(), Origin.UNKNOWN
        ),
    }
    calls.keep(first, fusion_of(first, one, other, [text], **facts))


def _sides(written: dict[str, str], text: str, calls: Calls) -> tuple[Side, Side] | None:
    """The partners: the genes of the records, completed by the text; None when they are more than two or none."""
    genes = [Side(gene, name) for gene, name in written.items()]
    if len(genes) == 2:
        return genes[0], genes[1]
    bare = TRAILING.sub("", text).strip()
    pair = calls.genes.fusion(bare) if bare else None
    if pair is not None and (not genes or (len(genes) == 1 and genes[0].gene in pair)):
        return Side(pair[0], pair[0]), Side(pair[1], pair[1])
    if len(genes) != 1:
        return None
    return genes[0], genes[0] if WITHIN.search(text) else Side("", "")
