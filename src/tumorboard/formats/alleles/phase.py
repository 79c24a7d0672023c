"""Single-base changes that share a codon: on one haplotype they are one protein change, not two.

Annotators call each record alone, so KRAS G12F written as two phased records reads as G12C and G12V, and either could
match a label by accident.  Where the file proves the phase the two become one change (computed from VEP's ``Codons``)
or lose their single residues; where it does not, they stay and an issue asks for the reads.

Source: standards.md 1.2 (MNV trap); VCF 4.5 (PS, phased GT); GATK (PGT, PID).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tumorboard.formats.alleles.protein import from_residues, joined_codon
from tumorboard.model.alteration import Variant


@dataclass(frozen=True, slots=True)
class Phase:
    """Of one kept variant: haplotypes that carry it (``0|1`` -> {1}), its phase set, and VEP's codons."""

    haplotypes: frozenset[int]
    phase_set: str
    everywhere: bool
    codons: str


class Phases:
    """Makes phases; equal ones are one object, for a genome holds few that differ."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, str, int, str], Phase] = {}

    def __call__(self, sample: Mapping[str, str], index: int, codons: str) -> Phase:
        """What the tumor column says of the allele's haplotype."""
        phased = sample.get("PGT", "")
        genotype = phased if "|" in phased else sample.get("GT", "")
        phase_set = sample.get("PS") or sample.get("PID") or ""
        key = (genotype, phase_set, index, codons)
        found = self._made.get(key)
        if found is None:
            alleles = genotype.replace("|", "/").split("/")
            everywhere = len(alleles) > 1 and all(a == str(index) for a in alleles)
            on = frozenset(i for i, a in enumerate(alleles) if a == str(index)) if "|" in genotype else frozenset()
            found = self._made[key] = Phase(on, "" if phase_set == "." else phase_set, everywhere, codons)
        return found


def together(one: Phase, other: Phase) -> bool | None:
    """Whether two alleles stand on one haplotype: True, False or not known."""
    if one.everywhere or other.everywhere:
        return True
    if not one.haplotypes or not other.haplotypes or one.phase_set != other.phase_set:
        return None
    return bool(one.haplotypes & other.haplotypes)


@dataclass(frozen=True, slots=True)
class Codon:
    """Variants of one codon by their index; `joined` is their common change, None when they cannot be one."""

    members: tuple[int, ...]
    certain: bool


def shared_codons(variants: Sequence[Variant], phases: Sequence[Phase]) -> tuple[Codon, ...]:
    """Groups of single-base coding changes in one codon of one transcript that may stand on one haplotype."""
    groups: dict[tuple[str, str, str, int], list[int]] = {}
    for i, variant in enumerate(variants):
        position, protein = variant.position, variant.protein
        if position is None or protein is None or len(position.ref) != 1 or len(position.alt) != 1:
            continue
        if protein.kind in {"substitution", "nonsense", "synonymous", "start_lost", "stop_lost"}:
            groups.setdefault((variant.gene, variant.transcript, protein.ref, protein.start), []).append(i)
    found = []
    for members in groups.values():
        bases = {(v.start, v.alt) for i in members if (v := variants[i].position) is not None}
        if len(members) < 2 or len({start for start, _ in bases}) < len(members):
            continue  # alone, or two alleles of one base, which never share a haplotype
        answers = {together(phases[i], phases[j]) for i in members for j in members if i < j}
        if answers != {False}:
            found.append(Codon(tuple(members), answers == {True}))
    return tuple(found)


def join(variants: Sequence[Variant], phases: Sequence[Phase], codon: Codon) -> tuple[Variant, ...]:
    """The variants of a codon that surely share a haplotype, as one change; without residues if it cannot be computed."""
    members = [variants[i] for i in codon.members]
    residues = joined_codon(tuple(phases[i].codons for i in codon.members))
    protein = members[0].protein
    assert protein is not None  # shared_codons only groups variants with a protein change
    if residues is None:
        return tuple(
            replace(v, protein=None, hgvs_p="", known_allele="", consequences=("protein_altering_variant",))
            for v in members
        )
    change = from_residues(protein.start, *residues)
    fractions = [v.vaf for v in members if v.vaf is not None]
    first = min(members, key=lambda v: v.position.start if v.position else 0)
    return (
        replace(
            first,
            position=None,  # the bases between are not in the file
            protein=change,
            hgvs_c="",
            hgvs_p="",
            known_allele="",
            consequences=("stop_gained" if residues[1] == "*" else "missense_variant",),
            vaf=min(fractions, default=None),
        ),
    )
