"""A small vocabulary for tests: a dozen genes, tumor types and agents, and the thresholds that criteria ask for.

Small enough to read, so that a test shows the tables its answer rests on.
"""

from __future__ import annotations

from datetime import date

from tumorboard.model.context import Context
from tumorboard.model.policy import Policy
from tumorboard.vocab import Vocabulary
from tumorboard.vocab.acquired_resistance import Acquired, AcquiredResistance
from tumorboard.vocab.alleles import Alleles, KnownAllele
from tumorboard.vocab.analytes import AnalyteEntry, Analytes, Units, plain_unit
from tumorboard.vocab.conditions import Conditions
from tumorboard.vocab.diseases import DiseaseEntry, Diseases
from tumorboard.vocab.drug_effects import DrugEffects
from tumorboard.vocab.genes import GeneEntry, Genes
from tumorboard.vocab.half_lives import HalfLives
from tumorboard.vocab.markers import MarkerEntry, Markers
from tumorboard.vocab.medicines import Medicines
from tumorboard.vocab.table import TableRelease
from tumorboard.vocab.therapies import Therapies, TherapyEntry
from tumorboard.vocab.thresholds import Threshold, Thresholds

ON = date(2026, 6, 1)
ROLES = {
    "EGFR": "oncogene", "KRAS": "oncogene", "NRAS": "oncogene", "BRAF": "oncogene", "MET": "oncogene",
    "ERBB2": "oncogene", "ALK": "oncogene", "RET": "oncogene", "FGFR2": "oncogene", "TP53": "tumor_suppressor",
    "BRCA1": "tumor_suppressor", "CDKN2A": "tumor_suppressor", "TERT": "oncogene", "EML4": "", "KIT": "oncogene",
}  # fmt: skip
# code: (parent, solid)
DISEASES: dict[str, tuple[str, bool | None]] = {
    "LUNG": ("", True), "NSCLC": ("LUNG", True), "LUAD": ("NSCLC", True), "LUSC": ("NSCLC", True),
    "BREAST": ("", True), "BRCA": ("BREAST", True), "BOWEL": ("", True), "COADREAD": ("BOWEL", True),
    "COAD": ("COADREAD", True), "PROSTATE": ("", True), "PRAD": ("PROSTATE", True), "LYMPH": ("", False),
    "LNM": ("LYMPH", False), "NHL": ("LNM", False), "DLBCLNOS": ("NHL", False), "MYELOID": ("", False),
    "AML": ("MYELOID", False), "OTHER": ("", None),
}  # fmt: skip
AGENTS = {
    "osimertinib": ("egfr_tki", "egfr_tki_3g"), "gefitinib": ("egfr_tki", "egfr_tki_1g"),
    "carboplatin": ("platinum",), "cisplatin": ("platinum",), "pemetrexed": ("antifolate",), "strange": (),
}  # fmt: skip
LIMITS = {
    "negative_variant_min_purity": 0.2, "negative_copy_number_min_purity": 0.3,
    "negative_plasma_min_tumor_fraction": 0.01, "er_positive_percent": 1.0, "er_low_percent": 10.0,
    "ar_positive_percent": 10.0, "tmb_high": 10.0, "lab_window_days": 90.0, "near_limit_share": 0.05,
    "imaging_window_days": 28.0, "performance_window_days": 28.0,
}  # fmt: skip
# condition, Chinese name, synonyms, ICD-10, ICD-10 that may, broader, may be
CONDITIONS = (
    ("uveitis", "葡萄膜炎", "", "H20", "H22", "", ""),
    ("gout", "痛风", "gouty arthritis", "M10", "", "", ""),
    ("eye disease", "", "", "", "H", "", "uveitis"),
    ("myocardial infarction", "心肌梗死", "heart attack", "I21|I22|I25.2", "I23", "", ""),
)
# code: (unit of comparison, unit that converts into it, factor)
ANALYTES = {
    "neutrophils": ("10*9/L", "/uL", 0.001), "ALT": ("U/L", "IU/L", 1.0), "creatinine": ("mg/dL", "umol/L", 1 / 88.42),
    "weight": ("kg", "g", 0.001), "QTcF": ("ms", "s", 1000.0), "QT": ("ms", "s", 1000.0), "heart_rate": ("/min", "bpm", 1.0),
}  # fmt: skip
# analyte: least and most that a living person has; of the others only what is below nothing is none
LIFE: dict[str, tuple[float, float | None]] = {"creatinine": (0.05, 60.0), "ALT": (0.0, 200.0), "QT": (100.0, 1200.0)}
ALLELES = (("EGFR", "L858R", 21), ("KRAS", "G12C", 2), ("BRAF", "V600E", 15))


def vocabulary() -> Vocabulary:
    """The small tables as a vocabulary."""
    r = TableRelease("small", "tumorboard.testing", "1", "Apache-2.0", "")
    alleles = {
        (g, change): (KnownAllele(f"{g} {change}", g, change, "", "", "missense_variant", exon, "oncogenic", "test"),)
        for g, change, exon in ALLELES
    }
    return Vocabulary(
        genes=Genes(release=r, entries={g: GeneEntry(g, role=role) for g, role in ROLES.items()}, alias={}, entrez={}),
        diseases=Diseases(
            release=r, entries={c: DiseaseEntry(c, c, p, "", "", s) for c, (p, s) in DISEASES.items()}, names={}
        ),
        therapies=Therapies(
            r,
            {
                a: TherapyEntry(a, a, classes=classes, targets=("EGFR",) if "egfr_tki" in classes else ())
                for a, classes in AGENTS.items()
            },
            {},
        ),
        markers=Markers(r, {m: MarkerEntry(m, m) for m in ("ER", "PR", "AR", "PDL1", "CLDN18_2", "MSI")}, {}),
        thresholds=Thresholds(
            r, {n: (Threshold(n, date(2000, 1, 1), v, "", "test", "high"),) for n, v in LIMITS.items()}
        ),
        alleles=Alleles(r, {}, alleles),
        analytes=Analytes(
            r,
            {
                a: AnalyteEntry(a, a, unit, least=LIFE.get(a, (0, None))[0], most=LIFE.get(a, (0, None))[1])
                for a, (unit, _, _) in ANALYTES.items()
            },
            {},
        ),
        acquired=AcquiredResistance(
            r, {"EGFR": (Acquired(frozenset({790}), ("egfr_tki",)),), "TP53": (Acquired(None, ("platinum",)),)}
        ),
        conditions=Conditions.of(r, [list(row) for row in CONDITIONS]),
        medicines=Medicines(
            names={n: n for n in ("clarithromycin", "warfarin", "zoledronic acid")},
            roles={"clarithromycin": "other", "warfarin": "other", "zoledronic acid": "supportive"},
        ),
        drug_effects=DrugEffects(
            r,
            {
                "clarithromycin": {"cyp3a_inhibitor": "strong", "qt": "prolonging"},
                "verapamil": {"cyp3a_inhibitor": "moderate"},
            },
        ),
        half_lives=HalfLives(r, {"osimertinib": 48.0, "gefitinib": 48.0}),
        units=Units(r, {(a, plain_unit(u), plain_unit(to)): f for a, (to, u, f) in ANALYTES.items()}),
    )


def context(**policy: object) -> Context:
    """The assessment date of the small world with a policy."""
    return Context(ON, vocabulary(), Policy(**policy))  # type: ignore[arg-type]
