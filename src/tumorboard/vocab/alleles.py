"""Known alleles: actionable and common oncogenic changes by genomic position on both assemblies, and common polymorphisms.

They let an un-annotated VCF yield what is certain by position alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tumorboard.vocab import table


@dataclass(frozen=True, slots=True)
class KnownAllele:
    """One genomic allele.  The table holds interbase starts on both builds and `ref`/`alt` trimmed of shared bases (possibly empty).

    `kind` is oncogenic (actionable or recurrent in tumors), pathogenic (heritable) or polymorphism (common in
    populations); `change` is the protein change in short form (``V600E``), ``promoter``, or ``splice``; `consequence`
    the SO term.
    """

    key: str
    gene: str
    change: str
    transcript: str
    hgvs_c: str
    consequence: str
    exon: int | None
    kind: str
    source: str


@dataclass(frozen=True, slots=True)
class Alleles:
    """`at` maps (assembly, chrom without ``chr``, interbase start, ref, alt) to an allele; `named` (gene, change)."""

    release: table.TableRelease
    at: Mapping[tuple[str, str, int, str, str], KnownAllele]
    named: Mapping[tuple[str, str], tuple[KnownAllele, ...]]

    def find(self, assembly: str, chrom: str, start: int, ref: str, alt: str) -> KnownAllele | None:
        """The known allele at an interbase position, after trimming shared bases; None when there is none."""
        return self.at.get((assembly, chrom.removeprefix("chr"), start, ref, alt))

    @classmethod
    def load(cls) -> Alleles:
        """The shipped table."""
        release, rows = table.read("alleles")
        at: dict[tuple[str, str, int, str, str], KnownAllele] = {}
        named: dict[tuple[str, str], list[KnownAllele]] = {}
        for (
            key,
            gene,
            change,
            transcript,
            hgvs_c,
            consequence,
            exon,
            chrom,
            start37,
            start38,
            ref,
            alt,
            kind,
            source,
        ) in rows:
            allele = KnownAllele(
                key, gene, change, transcript, hgvs_c, consequence, int(exon) if exon else None, kind, source
            )
            if start37:
                at["GRCh37", chrom, int(start37), ref, alt] = allele
            if start38:
                at["GRCh38", chrom, int(start38), ref, alt] = allele
            named.setdefault((gene, change), []).append(allele)
        return cls(release, at, {k: tuple(v) for k, v in named.items()})
