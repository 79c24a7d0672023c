"""Genotypes that change the use of oncology drugs: alleles -> activity -> phenotype -> drugs and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tumorboard.vocab import table


@dataclass(frozen=True, slots=True)
class PharmacogeneticAllele:
    """One star allele or variant: `activity` is its share of a full allele (1 normal, 0 none)."""

    gene: str
    name: str
    activity: float
    same_as: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class PharmacogeneticRule:
    """What a phenotype means for drugs: `action` is avoid, reduce, caution or standard."""

    gene: str
    phenotype: str
    agents: tuple[str, ...]
    action: str
    advice: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Pharmacogenes:
    """`alleles` maps gene -> casefolded name of an allele -> allele; `rules` maps (gene, phenotype) -> rules."""

    release: table.TableRelease = table.TableRelease("pharmacogenetics", "", "", "", "")
    alleles: Mapping[str, Mapping[str, PharmacogeneticAllele]] = field(default_factory=dict)
    rules: Mapping[tuple[str, str], tuple[PharmacogeneticRule, ...]] = field(default_factory=dict)

    @classmethod
    def load(cls) -> Pharmacogenes:
        """The shipped tables."""
        release, rows = table.read("pharmacogenetics")
        rules: dict[tuple[str, str], tuple[PharmacogeneticRule, ...]] = {}
        for gene, phenotype, agents, action, advice, source, confidence in rows:
            rule = PharmacogeneticRule(gene, phenotype, tuple(agents.split("|")), action, advice, source, confidence)
            rules[gene, phenotype] = (*rules.get((gene, phenotype), ()), rule)
        _, named = table.read("pharmacogenetic_alleles")
        alleles: dict[str, dict[str, PharmacogeneticAllele]] = {}
        for gene, name, activity, same_as, source in named:
            others = tuple(same_as.split("|")) if same_as else ()
            allele = PharmacogeneticAllele(gene, name, float(activity), others, source)
            for text in (name, *others):
                alleles.setdefault(gene, {})[text.casefold()] = allele
        return cls(release, alleles, rules)
