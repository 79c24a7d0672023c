"""Somatic or germline, as the row itself says it.

Mutation_Status decides.  Without it, a matched normal that was read at the place without the allele makes it somatic, a
normal that carries it germline.  VEP's ``SOMATIC`` column speaks of database entries and is not asked.

Source: TCGA MAF specification 2.4.1 (Mutation_Status, Match_Norm_Seq_Allele); decision 023.
"""

from __future__ import annotations

from tumorboard.formats.readers.maf.alleles import Allele
from tumorboard.formats.tables import Row
from tumorboard.model.alteration import Origin

STATED = {"somatic": Origin.SOMATIC, "germline": Origin.GERMLINE}


def origin_of(row: Row, allele: Allele) -> tuple[Origin, bool]:
    """The origin, and whether what the row says of it is contradictory (then it is unknown)."""
    stated = STATED.get(row.raw("status").lower(), Origin.UNKNOWN)
    normal = _normal(row, allele)
    if stated is Origin.SOMATIC and normal is Origin.GERMLINE:
        return Origin.UNKNOWN, True
    return (stated if stated is not Origin.UNKNOWN or row.raw("status").lower() == "loh" else normal), False


def _normal(row: Row, allele: Allele) -> Origin:
    """What the matched normal shows."""
    written = [row.raw(name).upper() for name in ("normal1", "normal2")]
    variant, reference = allele.alt or "-", allele.ref or "-"
    if (allele.alt or allele.ref) and variant in written:
        return Origin.GERMLINE
    seen, reads = row.whole("n_alt"), row.whole("n_depth") or row.whole("n_ref") or 0
    clean = written == [reference, reference] and seen == 0 and reads > 0
    return Origin.SOMATIC if clean else Origin.UNKNOWN


def zygosity_of(origin: Origin, allele: Allele, row: Row) -> str:
    """Of a germline allele ``homozygous`` or ``heterozygous``, where the row writes both alleles; else empty."""
    if origin is not Origin.GERMLINE or not (allele.ref or allele.alt):
        return ""
    if allele.homozygous:
        return "homozygous"
    both = {row.raw("alt1").upper(), row.raw("alt2").upper()}
    return "heterozygous" if both == {allele.alt or "-", allele.ref or "-"} else ""
