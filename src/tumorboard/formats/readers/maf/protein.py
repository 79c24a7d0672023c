"""Protein changes as MAF dialects write them: HGVS, one letter or three, and Oncotator's own notation.

Source: HGVS nomenclature 21 (protein); Oncotator's Protein_Change as it stands in maftools' TCGA LAML file; cBioPortal's
``p.X125_splice``.
"""

from __future__ import annotations

import re

from tumorboard.formats.alleles.protein import from_residues, protein_change
from tumorboard.model.alteration import ProteinChange

CHANGED = re.compile(r"(\d{1,9})_(\d{1,9})([A-Z*]+)>([A-Z*]+)")
INSERTED = re.compile(r"(\d{1,9})_(\d{1,9})ins([A-Z*]+)")
SEVERAL = re.compile(r"([A-Z*]{2,})(\d{1,9})(fs|del|[A-Z*]+)")


def change_of(text: str, *, stop_gained: bool | None) -> ProteinChange | None:
    """The protein change of a cell; None when it names none (splice sites, promoters, free text).

    Parameters
    ----------
    stop_gained
        What the consequence says, None when nothing: an old final ``X`` is a stop only where that is not denied.

    Examples
    --------
    >>> change_of("p.V600E", stop_gained=None).kind, change_of("p.R213X", stop_gained=True).kind
    ('substitution', 'nonsense')
    >>> change_of("p.310_311TQ>TWQ", stop_gained=None)
    ProteinChange(kind='insertion', ref='T', start=310, end_ref='Q', end=311, alt='W')
    >>> change_of("p.ELREA746del", stop_gained=None)
    ProteinChange(kind='deletion', ref='E', start=746, end_ref='A', end=750, alt='')
    """
    bare = text.strip().rpartition(":")[2].removeprefix("p.").strip("()")
    change = protein_change(f"p.{bare}") if bare else None
    if change is None:
        return _oncotator(bare)
    if change.kind == "substitution" and change.alt == "X":
        kind = "unknown" if stop_gained is False else "nonsense"
        return ProteinChange(kind, change.ref, change.start, alt="" if kind == "unknown" else "*")
    return change


def _oncotator(bare: str) -> ProteinChange | None:
    if found := CHANGED.fullmatch(bare):
        start, end, ref, alt = int(found[1]), int(found[2]), found[3], found[4]
        return _exchange(start, ref, alt) if end - start + 1 == len(ref) else None
    if found := INSERTED.fullmatch(bare):  # the residues beside it are not written
        start, end = int(found[1]), int(found[2])
        return ProteinChange("insertion", "", start, "", end, found[3]) if end == start + 1 else None
    if found := SEVERAL.fullmatch(bare):
        ref, start, rest = found[1], int(found[2]), found[3]
        if rest == "fs":
            return ProteinChange("frameshift", ref[0], start)
        if rest == "del":
            return ProteinChange("deletion", ref[0], start, ref[-1], start + len(ref) - 1)
        return _exchange(start, ref, rest)
    return None


def _exchange(start: int, ref: str, alt: str) -> ProteinChange | None:
    """`ref` at `start` becomes `alt`; an insertion takes its neighbors from the residues that stay."""
    change = from_residues(start, ref, alt)
    if change is not None or ref == alt:
        return change
    kept = 0
    while kept < len(ref) and ref[kept] == alt[kept]:
        kept += 1
    before = ref[kept - 1] if kept else ""
    after = ref[kept] if kept < len(ref) else ""
    inserted = alt[kept : len(alt) - (len(ref) - kept)]
    return ProteinChange("insertion", before, start + kept - 1, after, start + kept, inserted)
