"""Protein changes as annotators write them that are not HGVS: bcftools' own notation, VEP's residues with positions.

Source: bcftools csq 1.24 output; Ensembl VEP fields Amino_acids, Protein_position and Codons; standard genetic code
(NCBI translation table 1).
"""

from __future__ import annotations

import re

from tumorboard.formats.cells import parse_whole
from tumorboard.genome.protein import protein_change
from tumorboard.model.alteration import ProteinChange

__all__ = ["from_bcftools", "from_residues", "from_vep_residues", "joined_codon", "protein_change"]

BCFTOOLS_CHANGE = re.compile(r"^(\d{1,9})([A-Z*]+)(?:\.\.\d+)?(?:>(\d{1,9})([A-Z*]+)(?:\.\.\d+)?)?$")
BASES = "TCAG"
RESIDUES = "FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG"
CODE = dict(zip((a + b + c for a in BASES for b in BASES for c in BASES), RESIDUES, strict=True))


def from_residues(start: int, ref: str, alt: str, *, frameshift: bool = False) -> ProteinChange | None:
    """The change that turns the residues `ref` at `start` into `alt`; shared ends are trimmed, 3' end first kept.

    Examples
    --------
    >>> from_residues(600, "V", "E")
    ProteinChange(kind='substitution', ref='V', start=600, end_ref='V', end=600, alt='E')
    >>> from_residues(132, "EE", "D*").kind
    'delins'
    """
    if not ref and not alt:
        return None
    if ref == alt:
        return ProteinChange("synonymous", ref[:1], start, alt=ref[:1])
    while ref and alt and ref[0] == alt[0]:
        ref, alt, start = ref[1:], alt[1:], start + 1
    if frameshift:
        return ProteinChange("frameshift", ref[:1], start, alt=alt[:1]) if ref else None
    while ref and alt and ref[-1] == alt[-1]:
        ref, alt = ref[:-1], alt[:-1]
    if not ref:
        return None  # a pure insertion needs the flanking residues, which are not given here
    end = start + len(ref) - 1
    last = (ref[-1], end) if len(ref) > 1 else ("", 0)
    if not alt:
        return ProteinChange("deletion", ref[0], start, *last)
    if alt[0] == "*":
        return ProteinChange("nonsense", ref[0], start, alt="*")
    if len(ref) == len(alt) == 1:
        kind = "stop_lost" if ref == "*" else "start_lost" if start == 1 else "substitution"
        return ProteinChange(kind, ref, start, alt="" if kind == "start_lost" else alt)
    return ProteinChange("delins", ref[0], start, *last, alt=alt)


def from_bcftools(text: str, terms: tuple[str, ...]) -> ProteinChange | None:
    """The protein change of a ``BCSQ`` entry, ``600V>600E``; None when it has none or an insertion cannot be placed."""
    found = BCFTOOLS_CHANGE.match(text)
    if found is None:
        return None
    start, ref, alt = int(found[1]), found[2], found[4]
    if alt is None:
        return ProteinChange("synonymous", ref[0], start, alt=ref[0]) if len(ref) == 1 else None
    if "start_lost" in terms:
        return ProteinChange("start_lost", "M", 1)
    if "frameshift_variant" in terms:
        return from_residues(start, ref, alt, frameshift=True)
    if len(alt) > len(ref) and alt.startswith(ref[:1]) and alt.endswith(ref[1:]):
        return _insertion(start, ref, alt)
    return from_residues(start, ref, alt)


def _insertion(start: int, ref: str, alt: str) -> ProteinChange | None:
    """Residues put between the first and the last of `ref`; HGVS needs both neighbors, so one of them may be unknown."""
    inserted = alt[1 : len(alt) - (len(ref) - 1)]
    if len(ref) < 2:
        return ProteinChange("insertion", ref[0], start, "", start + 1, inserted) if inserted else None
    return ProteinChange("insertion", ref[0], start, ref[1], start + 1, inserted)


def from_vep_residues(residues: str, position: str, terms: tuple[str, ...]) -> ProteinChange | None:
    """The change out of VEP's ``Amino_acids`` (``V/E``) and ``Protein_position`` (``600``, ``600-602``)."""
    ref, _, alt = residues.partition("/")
    start = parse_whole(position.split("/")[0].split("-")[0])
    if start is None or not ref or ref == "-" or "frameshift_variant" in terms:
        return None
    if not alt:
        return ProteinChange("synonymous", ref[0], start, alt=ref[0]) if len(ref) == 1 else None
    if "X" in alt or "X" in ref:
        return None
    return from_residues(start, ref, "" if alt == "-" else alt)


def joined_codon(codons: tuple[str, ...]) -> tuple[str, str] | None:
    """Residues before and after several changes of one codon, from VEP's ``Codons`` (``gGt/gAt``); None if unreadable.

    Examples
    --------
    >>> joined_codon(("Ggt/Tgt", "gGt/gTt"))
    ('G', 'F')
    """
    ref = ""
    joined: list[str] = []
    for text in codons:
        before, _, after = text.partition("/")
        if len(before) != 3 or len(after) != 3 or before.upper() not in CODE or (ref and before.upper() != ref):
            return None
        ref = before.upper()
        joined = joined or list(ref)
        for i in range(3):
            if after[i].upper() != ref[i]:
                if joined[i] not in (ref[i], after[i].upper()):
                    return None  # two alleles of one base cannot stand on one haplotype
                joined[i] = after[i].upper()
    changed = CODE.get("".join(joined))
    return (CODE[ref], changed) if ref and changed else None
