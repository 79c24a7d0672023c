"""Closed vocabularies and dated, cited tables of facts.

`Vocabulary` is a value that holds every table; `load()` reads them once from the package and is called by `app`, so that
nothing that decides opens a file.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from tumorboard.vocab.acquired_resistance import AcquiredResistance
from tumorboard.vocab.alleles import Alleles
from tumorboard.vocab.analytes import Analytes, Units
from tumorboard.vocab.centromeres import Centromeres
from tumorboard.vocab.chip_genes import ChipGenes
from tumorboard.vocab.conditions import Conditions
from tumorboard.vocab.diseases import Diseases
from tumorboard.vocab.drug_effects import DrugEffects
from tumorboard.vocab.functional import FunctionalClasses
from tumorboard.vocab.gene_places import GenePlaces
from tumorboard.vocab.genes import Genes
from tumorboard.vocab.germline_policy import GermlinePolicy
from tumorboard.vocab.half_lives import HalfLives
from tumorboard.vocab.markers import Markers
from tumorboard.vocab.medicines import Medicines
from tumorboard.vocab.pharmacogenes import Pharmacogenes
from tumorboard.vocab.regimens import Regimens
from tumorboard.vocab.table import TableRelease
from tumorboard.vocab.therapies import Therapies
from tumorboard.vocab.thresholds import Thresholds

__all__ = [
    "AcquiredResistance",
    "Alleles",
    "Analytes",
    "Centromeres",
    "ChipGenes",
    "Conditions",
    "Diseases",
    "DrugEffects",
    "FunctionalClasses",
    "GenePlaces",
    "Genes",
    "GermlinePolicy",
    "HalfLives",
    "Markers",
    "Medicines",
    "Pharmacogenes",
    "Regimens",
    "TableRelease",
    "Therapies",
    "Thresholds",
    "Units",
    "Vocabulary",
    "load",
]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every table, loaded."""

    genes: Genes
    diseases: Diseases
    therapies: Therapies
    markers: Markers
    thresholds: Thresholds
    alleles: Alleles
    functional: FunctionalClasses = field(default_factory=FunctionalClasses)
    germline_policy: GermlinePolicy = field(default_factory=GermlinePolicy)
    pharmacogenes: Pharmacogenes = field(default_factory=Pharmacogenes)
    places: GenePlaces = field(default_factory=GenePlaces)
    chip_genes: ChipGenes = field(default_factory=ChipGenes)
    regimens: Regimens = field(default_factory=Regimens)
    centromeres: Centromeres = field(default_factory=Centromeres)
    analytes: Analytes = field(default_factory=Analytes)
    units: Units = field(default_factory=Units)
    half_lives: HalfLives = field(default_factory=HalfLives)
    drug_effects: DrugEffects = field(default_factory=DrugEffects)
    medicines: Medicines = field(default_factory=Medicines)
    acquired: AcquiredResistance = field(default_factory=AcquiredResistance)
    conditions: Conditions = field(default_factory=Conditions)

    def releases(self) -> tuple[TableRelease, ...]:
        """Provenance of every table, by name."""
        tables = (
            *(self.genes, self.diseases, self.therapies, self.markers, self.thresholds, self.alleles),
            *(self.functional, self.germline_policy, self.pharmacogenes, self.places, self.chip_genes, self.regimens),
            *(
                self.centromeres,
                self.analytes,
                self.units,
                self.half_lives,
                self.drug_effects,
                self.medicines,
                self.acquired,
            ),
            self.conditions,
        )
        return tuple(sorted((t.release for t in tables), key=lambda r: r.name))


@lru_cache(maxsize=1)
def load() -> Vocabulary:
    """The vocabularies shipped with this package."""
    return Vocabulary(
        Genes.load(),
        Diseases.load(),
        Therapies.load(),
        Markers.load(),
        Thresholds.load(),
        Alleles.load(),
        FunctionalClasses.load(),
        GermlinePolicy.load(),
        Pharmacogenes.load(),
        GenePlaces.load(),
        ChipGenes.load(),
        Regimens.load(),
        Centromeres.load(),
        Analytes.load(),
        Units.load(),
        HalfLives.load(),
        DrugEffects.load(),
        Medicines.load(),
        AcquiredResistance.load(),
        Conditions.load(),
    )
