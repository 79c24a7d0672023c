"""The assembly a table of segments was made on: declared, proved by where segments end, or named by the file.

A segment cannot end beyond its chromosome.  Both assemblies differ in the length of every chromosome, so that segments
which reach the telomeres prove one of them; where they do not, the case's declaration counts, then the file's name.

Source: sequence lengths of GRCh37 and GRCh38 from the Genome Reference Consortium (see the VCF header reader).
"""

from __future__ import annotations

from collections.abc import Sequence

from tumorboard.formats.alleles.assembly import NAMES
from tumorboard.formats.reports import Reports
from tumorboard.formats.segments import LENGTH, Gathered, Segment
from tumorboard.model.profile import ReadRequest


def settle_assembly(found: Gathered, request: ReadRequest, reports: Reports, *, needed: bool) -> str | None:
    """The assembly of the segments; empty when it is unknown and not `needed`; None, with an ERROR, when it is refused.

    Single records that end beyond their chromosome on the assembly that all others fit are moved to the tally.
    """
    possible = _possible(found.segments)
    named = named_assembly(reports.file)
    if request.assembly and request.assembly not in LENGTH:
        reports.error("CNA010")
        return None
    chosen = request.assembly or (possible[0] if len(possible) == 1 else named)
    if not chosen:
        if needed:
            reports.error("CNA010")
        return None if needed else ""
    if named and named != chosen:
        reports.warning("CNA012", named=named, used=chosen)
    elif not request.assembly and len(possible) != 1:
        reports.info("CNA013", named=named)
    if chosen in possible:
        return chosen
    if possible:
        reports.error("CNA011", claimed=chosen, fits=possible[0])
        return None
    return _without_outliers(found, chosen, reports)


def named_assembly(file: str) -> str:
    """GRCh37 or GRCh38 when the file's name says one of them, else empty.

    Examples
    --------
    >>> named_assembly("study_data_cna_hg19.seg"), named_assembly("T1.cns")
    ('GRCh37', '')
    """
    found = {assembly for assembly, pattern in NAMES if pattern.search(file)}
    return next(iter(found)) if len(found) == 1 and found <= LENGTH.keys() else ""


def _possible(segments: Sequence[Segment]) -> list[str]:
    return [a for a, lengths in LENGTH.items() if all(s.end <= lengths[s.chrom] for s in segments)]


def _without_outliers(found: Gathered, assembly: str, reports: Reports) -> str | None:
    """Segments fit neither assembly: with a few exceptions the chosen one, or none of both."""
    beyond = [s for s in found.segments if s.end > LENGTH[assembly][s.chrom]]
    other = next(a for a in LENGTH if a != assembly)
    against = sum(s.end > LENGTH[other][s.chrom] for s in found.segments)
    if against <= len(beyond):
        reports.error("CNA011", claimed=assembly, fits=other if against < len(beyond) else "neither")
        return None
    for segment in beyond:
        reports.warning("CNA021", record=segment.record, line=segment.line)
    found.tally["malformed"] += len(beyond)
    found.segments = [s for s in found.segments if s.end <= LENGTH[assembly][s.chrom]]
    return assembly
