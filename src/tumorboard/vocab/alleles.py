"""Known alleles: actionable and common oncogenic changes by genomic position on both assemblies, and common polymorphisms.

They let an un-annotated VCF yield what is certain by position alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tumorboard.vocab import table


@dataclass(frozen=True, slots=True)
class KnownAllele:
    """One allele.  The table holds interbase starts on both builds and `ref`/`alt` trimmed of shared bases (possibly empty).

    `kind` is oncogenic (actionable or recurrent in tumors), pathogenic (heritable) or polymorphism (common in
    populations): why it is listed, not a classification.  `change` is the protein change in short form (``V600E``),
    ``promoter``, or ``splice``; `consequence` the SO term; `also` other names in use (``K27M`` for H3-3A ``K28M``, a
    dbSNP number); `population_af` an approximate fraction, None when not known.
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
    population_af: float | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Alleles:
    """`at` maps (assembly, chrom without ``chr``, interbase start, ref, alt) to an allele; `named` (gene, change).

    An insertion or deletion in a repeat is there under every equivalent placement that known sequence allows.
    """

    release: table.TableRelease
    at: Mapping[tuple[str, str, int, str, str], KnownAllele]
    named: Mapping[tuple[str, str], tuple[KnownAllele, ...]]

    def find(self, assembly: str, chrom: str, start: int, ref: str, alt: str) -> KnownAllele | None:
        """The known allele at an interbase position, after trimming shared bases; None when there is none.

        Examples
        --------
        >>> from tumorboard import vocab
        >>> vocab.Alleles.load().find("GRCh38", "chr7", 140753335, "A", "T").change
        'V600E'
        """
        return self.at.get((assembly, chrom.removeprefix("chr"), start, ref, alt))

    def of_codon(self, gene: str, residue: str) -> tuple[KnownAllele, ...]:
        """Known substitutions of a residue (``G719``) by another; empty when none is known."""
        wanted = re.compile(rf"{residue}[A-Z]")
        return tuple(
            a for (g, change), alleles in self.named.items() if g == gene and wanted.fullmatch(change) for a in alleles
        )

    def residues(self, gene: str, number: int) -> frozenset[str]:
        """The residues (one letter) that known alleles have at a place of the protein, on any transcript; empty when none is known.

        Examples
        --------
        >>> from tumorboard import vocab
        >>> vocab.Alleles.load().residues("KRAS", 12)
        frozenset({'G'})
        """
        wanted = re.compile(rf"([A-Z*]){number}(?![0-9])")
        found = (wanted.match(change) for held, change in self.named if held == gene)
        return frozenset(match[1] for match in found if match)

    @classmethod
    def load(cls) -> Alleles:
        """The shipped table."""
        release, rows = table.read("alleles")
        at: dict[tuple[str, str, int, str, str], KnownAllele] = {}
        by_key: dict[str, KnownAllele] = {}
        named: dict[tuple[str, str], list[KnownAllele]] = {}
        for (
            key,
            gene,
            change,
            refseq,
            hgvs,
            term,
            exon,
            chrom,
            start37,
            start38,
            ref,
            alt,
            kind,
            source,
            af,
            also,
        ) in rows:
            allele = by_key.get(key)
            if allele is None:
                number, fraction = int(exon) if exon else None, float(af) if af else None
                names = tuple(also.split("|")) if also else ()
                allele = KnownAllele(key, gene, change, refseq, hgvs, term, number, kind, source, fraction, names)
                by_key[key] = allele
                for name in {change, *names}:
                    named.setdefault((gene, name), []).append(allele)
            if start37:
                at["GRCh37", chrom, int(start37), ref, alt] = allele
            if start38:
                at["GRCh38", chrom, int(start38), ref, alt] = allele
        return cls(release, at, {k: tuple(v) for k, v in named.items()})
