"""Seeded patients for `benchmarks/screen.py`, written as partitions without building a case: the same seed, the same patients.

Shares of genes and tumor types are those of `benchmarks/cohort.py`.  Three kinds of record (`KEPT`): of a patient whom a center works up
for trials nearly everything is known and lists are complete, of most much is missing, of some nearly all.  Laboratory values are lognormal
around usual values of patients with cancer, at the precision at which laboratories report them, on one day of the last two or four weeks; of
one patient in eight a second set is there, of one to three months earlier.  Births, courses of treatment and conditions are known by month,
as in registries that are shared; histories, lists of conditions and lists of lesions are drawn out of many (`HISTORIES` ...), frequent ones
more often.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from cohort import AMPLIFIED, DELETED, FUSED, GENES, RESIDUES, TUMORS

from tumorboard.criteria.protein_text import change
from tumorboard.formats.patients import schema
from tumorboard.formats.patients.layout import rest_of
from tumorboard.model.alteration import CopyNumber, Fusion, Origin, Variant
from tumorboard.model.biomarker import Biomarker
from tumorboard.model.case import Completeness, Condition, LabValue, PerformanceStatus
from tumorboard.model.dates import PartialDate
from tumorboard.model.disease import Disease
from tumorboard.model.lesion import Lesion
from tumorboard.model.specimen import Assay, Specimen, SpecimenKind
from tumorboard.model.treatment import TreatmentCourse
from tumorboard.vocab import Vocabulary
from tumorboard.wire.compact import text_of

# analyte: median, spread (log), digits, share of patients with it, upper limit of the laboratory
LABS = {
    "neutrophils": (4.2, 0.5, 1, 0.78, None), "platelets": (245, 0.42, 0, 0.78, None), "hemoglobin": (11.9, 0.16, 1, 0.78, None),
    "creatinine": (0.9, 0.32, 2, 0.76, 1.2), "bilirubin": (0.6, 0.55, 1, 0.72, 1.2), "ALT": (24, 0.6, 0, 0.72, 40),
    "AST": (26, 0.55, 0, 0.72, 40), "albumin": (3.9, 0.14, 1, 0.65, 5.0), "ALP": (92, 0.5, 0, 0.66, 120), "LDH": (210, 0.5, 0, 0.4, 250),
    "INR": (1.05, 0.12, 2, 0.35, 1.2), "potassium": (4.2, 0.1, 1, 0.7, 5.1), "calcium": (9.3, 0.06, 1, 0.6, 10.5),
    "CA125": (35, 1.4, 0, 0.06, 35), "CEA": (4, 1.3, 1, 0.15, 5), "PSA": (8, 1.6, 1, 0.08, 4), "TSH": (1.9, 0.7, 1, 0.2, 4.5),
    "LVEF": (61, 0.1, 0, 0.15, None), "QTcF": (425, 0.05, 0, 0.18, None), "HbA1c": (5.8, 0.15, 1, 0.12, None),
}  # fmt: skip
REGIMENS = (
    ("carboplatin", "paclitaxel"), ("carboplatin", "pemetrexed"), ("cisplatin", "gemcitabine"), ("pembrolizumab",), ("nivolumab",),
    ("osimertinib",), ("fluorouracil", "oxaliplatin"), ("fluorouracil", "irinotecan"), ("bevacizumab",), ("cetuximab",), ("trastuzumab",),
    ("docetaxel",), ("capecitabine",), ("letrozole",), ("fulvestrant",), ("palbociclib", "letrozole"), ("enzalutamide",), ("abiraterone",),
    ("olaparib",), ("gemcitabine",), ("imatinib",), ("dabrafenib", "trametinib"), ("ipilimumab", "nivolumab"), ("temozolomide",),
    ("doxorubicin",), ("alectinib",), ("trastuzumab_deruxtecan",), ("atezolizumab",), ("durvalumab",), ("lenvatinib",),
)  # fmt: skip
CONDITIONS = ("hypertension", "diabetes", "atrial fibrillation", "interstitial lung disease", "hepatitis b", "hepatitis c", "hiv",
              "myocardial infarction", "heart failure", "copd", "autoimmune disease", "stroke", "pneumonitis", "thromboembolism")  # fmt: skip
DRUGS = (
    "clarithromycin",
    "verapamil",
    "rifampicin",
    "omeprazole",
    "amiodarone",
    "ketoconazole",
    "warfarin",
    "metformin",
)
SITES = ("liver", "lung", "bone", "brain", "lymph_node", "peritoneum", "adrenal", "pleura")
COUNTRIES = ("US", "CN", "DE", "FR", "GB", "NL", "ES", "IT", "JP", "KR", "CA", "AU")
ON = date(2026, 11, 1)
ON_MONTH = 2026 * 12 + 9  # the last whole month
PASSENGERS = 4.0
HISTORIES, LISTS = 20_000, 4_000  # different histories of treatment; lists of conditions, and of lesions
# Share of patients, and of those the share of whom a kind of fact is recorded.
KEPT = {
    "worked up": {"of": 0.3, "sequenced": 0.9, "performance": 0.98, "courses": 0.97, "conditions": 0.97, "lesions": 0.95, "medications": 0.95, "labs": 0.97},
    "in care": {"of": 0.45, "sequenced": 0.35, "performance": 0.75, "courses": 0.85, "conditions": 0.6, "lesions": 0.45, "medications": 0.4, "labs": 0.85},
    "registered": {"of": 0.25, "sequenced": 0.15, "performance": 0.4, "courses": 0.7, "conditions": 0.15, "lesions": 0.1, "medications": 0.1, "labs": 0.3},
}  # fmt: skip


def _month(months: int) -> PartialDate:
    return PartialDate(months // 12, months % 12 + 1)


class Made:
    """Draws partitions of patients."""

    def __init__(self, seed: int, genes: Sequence[str], vocab: Vocabulary) -> None:
        self.seed = seed
        self.genes = np.array(genes)
        self.units = {code: entry.unit for code, entry in vocab.analytes.entries.items()}
        dice = np.random.default_rng(seed)
        self.tumors = sorted(
            set(TUMORS) | set(dice.choice(sorted(c for c, e in vocab.diseases.entries.items() if e.solid), 60))
        )
        weights = np.array([TUMORS.get(code, 0.25) for code in self.tumors], float)
        self.weights = weights / weights.sum()
        self.histories = [self._history(dice) for _ in range(HISTORIES)]
        self.conditions = [self._conditions(dice) for _ in range(LISTS)]
        self.lesions = [self._lesions(dice) for _ in range(LISTS)]
        self.materials = [
            self._material(kind, declared)
            for kind in SpecimenKind
            if kind.value in ("tissue", "plasma")
            for declared in range(4)
        ]
        self.usual = {gene: self._usual(gene, usual) for gene, (_, usual) in GENES.items()}

    def frame(self, number: int, n: int) -> pl.DataFrame:
        """One partition."""
        dice = np.random.default_rng((self.seed, number))
        cells: dict[str, Any] = {"patient": [f"P{number}-{at}" for at in range(n)]}
        cells["center"] = dice.choice([f"center {at}" for at in range(1, 41)], n).tolist()
        cells["patient.country"] = dice.choice(COUNTRIES, n).tolist()
        cells["patient.sex"] = dice.choice(["female", "male", None], n, p=[0.5, 0.48, 0.02]).tolist()
        born = np.clip(dice.normal(64, 13, n), 2, 96)
        births = [f'"{2026 - int(b)}-{1 + int(b * 12) % 12:02d}"' for b in born]
        cells["patient.birth"] = self._some(dice, births, 0.98)
        diseases = [text_of(Disease(code)) for code in self.tumors]
        cells["diagnosis.disease"] = self._some(dice, dice.choice(diseases, n, p=self.weights).tolist(), 0.99)
        cells["diagnosis.extent"] = self._drawn(
            dice, n, {"metastatic": 55, "locally_advanced": 12, "localized": 18, None: 15}
        )
        cells["diagnosis.stage"] = self._drawn(dice, n, {"I": 8, "II": 10, "III": 14, "IIIA": 4, "IV": 36, None: 28})
        cells["diagnosis.setting"] = self._drawn(
            dice, n, {"metastatic": 55, "adjuvant": 10, "neoadjuvant": 8, None: 27}
        )
        cells["diagnosis.histology"] = self._drawn(dice, n, {'["adenocarcinoma"]': 40, '["squamous"]': 10, None: 50})
        kept = dice.choice(len(KEPT), n, p=[one["of"] for one in KEPT.values()])
        share = {what: np.array([one[what] for one in KEPT.values()])[kept] for what in KEPT["in care"]}
        cells["performance"] = self._some(dice, self._performance(dice, n), share["performance"])
        cells["courses"] = self._some(dice, self._of(self.histories, self._often(dice, HISTORIES, n)), share["courses"])
        for what, pool in (("conditions", self.conditions), ("lesions", self.lesions)):
            cells[what] = self._some(dice, self._of(pool, self._often(dice, LISTS, n)), share[what])
        drugs = [text_of(tuple(sorted(dice.choice(DRUGS, k, replace=False)))) for k in dice.integers(0, 4, 80)]
        cells["medications"] = self._some(dice, dice.choice(drugs, n).tolist(), share["medications"])
        families = ("treatment", "conditions", "medications", "lesions")
        whole = [text_of(dict.fromkeys(families[:k], Completeness.COMPLETE)) if k else None for k in range(5)]
        shares = ([0.02, 0.02, 0.03, 0.03, 0.9], [0.5, 0.25, 0.1, 0.05, 0.1], [0.97, 0.03, 0, 0, 0])
        complete = np.array([dice.choice(5, n, p=p) for p in shares])[kept, np.arange(n)]
        cells["completeness"] = self._of(whole, complete)
        stated = [
            text_of(told) for told in ({"consent": True, "contraception": True}, {"consent": True}, {"consent": False})
        ]
        cells["statements"] = self._some(dice, dice.choice(stated, n, p=[0.7, 0.25, 0.05]).tolist(), 0.6 * (kept == 0))
        cells["labs"] = self._labs(dice, n, share["labs"], np.where(kept == 0, 14, 28))
        self._sequenced = np.flatnonzero(dice.random(n) < share["sequenced"])
        self._molecular(dice, n, cells)
        cells["digest"] = [f"{number}-{at}" for at in range(n)]
        frame = pl.DataFrame(cells, schema_overrides={k: v for k, v in schema().items() if k in cells})
        return frame

    def _often(self, dice: np.random.Generator, many: int, n: int) -> Any:
        """Places in a pool of which the first come more often."""
        heads = 1.0 / np.arange(1, many + 1) ** 0.6
        return dice.choice(many, n, p=heads / heads.sum())

    def _some(self, dice: np.random.Generator, given: Sequence[Any], share: Any) -> list[Any]:
        return [g if kept else None for g, kept in zip(given, (dice.random(len(given)) < share).tolist(), strict=True)]

    def _drawn(self, dice: np.random.Generator, n: int, shares: dict[str | None, int]) -> list[Any]:
        words = list(shares)
        weights = np.array(list(shares.values()), float)
        return [words[at] for at in dice.choice(len(words), n, p=weights / weights.sum()).tolist()]

    def _of(self, pool: list[Any], at: Any) -> list[str]:
        return [pool[k] for k in at.tolist()]

    def _performance(self, dice: np.random.Generator, n: int) -> list[str]:
        pool = [
            text_of((PerformanceStatus(value=v, date=PartialDate(2026, 10, day)),))
            for v in range(5)
            for day in range(1, 31)
        ]
        return self._of(pool, dice.choice(5, n, p=[0.34, 0.42, 0.16, 0.06, 0.02]) * 30 + dice.integers(0, 30, n))

    def _history(self, dice: np.random.Generator) -> str:
        courses = []
        month = int(dice.integers(2015 * 12, 2026 * 12 + 6))
        for line in range(1, int(dice.geometric(0.5)) + 1):
            end = min(ON_MONTH, month + int(dice.integers(1, 15)))
            reason = str(dice.choice(["progression", "toxicity", "completed", ""], p=[0.5, 0.12, 0.28, 0.1]))
            courses.append(
                TreatmentCourse(
                    id=f"c{line}", agents=tuple(sorted(REGIMENS[int(dice.integers(len(REGIMENS)))])), line=line,
                    setting=str(dice.choice(["metastatic", "adjuvant", ""], p=[0.7, 0.25, 0.05])), start=_month(month), stop=_month(end),
                    stop_reason=reason, best_response=str(dice.choice(["PR", "SD", "PD", "CR", ""], p=[0.25, 0.3, 0.2, 0.05, 0.2])),
                )
            )  # fmt: skip
            month = end + int(dice.integers(0, 5))
            if month >= ON_MONTH:
                break
        return text_of(tuple(courses))

    def _conditions(self, dice: np.random.Generator) -> str:
        names = dice.choice(CONDITIONS, int(dice.integers(0, 4)), replace=False)
        return text_of(
            tuple(
                Condition(
                    id=f"k{at}", name=str(name), active=bool(dice.random() < 0.5), grade=int(dice.integers(1, 4)) if dice.random() < 0.4 else None,
                    date=_month(int(dice.integers(2010 * 12, ON_MONTH))) if dice.random() < 0.8 else None,
                )
                for at, name in enumerate(names)
            )
        )  # fmt: skip

    def _lesions(self, dice: np.random.Generator) -> str:
        sites = dice.choice(SITES, int(dice.integers(1, 4)), replace=False)
        found = [
            Lesion(id=f"l{at}", site=str(site), present=(bool(dice.random() < 0.8) and str(site) != "brain") or bool(dice.random() < 0.2),
                   size_mm=float(dice.integers(8, 60)), method="ct", date=PartialDate(2026, int(dice.integers(8, 11)), int(dice.integers(1, 29))))
            for at, site in enumerate(sites)
        ]  # fmt: skip
        if "brain" not in sites.tolist() and dice.random() < 0.5:
            found.append(Lesion(id="b", site="cns", present=False, method="mri", date=PartialDate(2026, 10)))
        return text_of(tuple(found))

    def _labs(self, dice: np.random.Generator, n: int, share: Any, recent: Any) -> list[list[str]]:
        found: list[list[str]] = [[] for _ in range(n)]
        days = dice.integers(1, recent + 1)
        drawn = (dice.random(n) < share).nonzero()[0]
        again = drawn[dice.random(len(drawn)) < 0.125]
        for rows, back in ((drawn, days), (again, dice.integers(29, 92, n))):
            for analyte, (median, spread, digits, measured, limit) in LABS.items():
                some = rows[dice.random(len(rows)) < min(1.0, measured / 0.8)]
                values = np.maximum(np.round(median * np.exp(dice.normal(0, spread, len(some))), digits), 10.0**-digits)
                keys = (np.round(values * 10**digits).astype(np.int64)) * 100 + back[some]
                unique, local = np.unique(keys, return_inverse=True)
                texts = [
                    self._lab(analyte, round(key // 100 / 10**digits, digits), limit, key % 100)
                    for key in unique.tolist()
                ]
                for row, at in zip(some.tolist(), local.tolist(), strict=True):
                    found[row].append(texts[at])
        return found

    def _lab(self, analyte: str, value: float, limit: float | None, back: int) -> str:
        day = ON - timedelta(days=back)
        return text_of(
            LabValue(
                analyte=analyte, value=value, unit=self.units[analyte], upper_limit=limit, date=PartialDate(day.year, day.month, day.day),
            )
        )  # fmt: skip

    def _material(self, kind: SpecimenKind, which: int) -> str:
        genes = frozenset(self.genes.tolist()) if which < 3 else None
        assay = Assay(
            id="panel", specimen="tumor", method="dna_panel" if which < 3 else "wes", genes=genes, annotated=True, declared=which != 2,
            fusion_genes=frozenset({"ALK", "RET", "ROS1", "FGFR2", "FGFR3", "NTRK1", "NTRK2", "NTRK3", "ERG", "EWSR1"}), kinds=frozenset({"variant", "copy_number", "fusion"}),
        )  # fmt: skip
        return text_of(((Specimen(id="tumor", kind=kind, purity=(0.6, 0.15, None, 0.4)[which]),), (assay,)))

    def _usual(self, gene: str, usual: dict[str, int]) -> tuple[list[str], Any]:
        texts = [self._variant(gene, text) for text in usual]
        weights = np.array([*usual.values(), max(0, 100 - sum(usual.values()))], float)
        return texts, weights / weights.sum()

    def _variant(self, gene: str, text: str) -> str:
        protein = change(text)
        term = {"nonsense": "stop_gained", "frameshift": "frameshift_variant", "deletion": "inframe_deletion"}
        return text_of(
            Variant(
                gene=gene, protein=protein, consequences=(term.get(protein.kind, "missense_variant"),), origin=Origin.SOMATIC,
                specimen="tumor", assay="panel",
            )
        )  # fmt: skip

    def _anywhere(self, dice: np.random.Generator, gene: str) -> str:
        codon, ref = int(dice.integers(2, 900)), RESIDUES[int(dice.integers(20))]
        alt = ["*", "fs", *RESIDUES.replace(ref, "")[:8]][int(dice.integers(10))]
        return self._variant(gene, f"{ref}{codon}{alt}")

    def _molecular(self, dice: np.random.Generator, n: int, cells: dict[str, Any]) -> None:
        sequenced = self._sequenced
        material = dice.choice(len(self.materials), len(sequenced), p=[0.64, 0.06, 0.04, 0.1, 0.08, 0.03, 0.03, 0.02])
        cells["material"] = [None] * n
        for row, at in zip(sequenced.tolist(), material.tolist(), strict=True):
            cells["material"][row] = self.materials[at]
        variants: list[list[str]] = [[] for _ in range(n)]
        for gene, (share, _) in GENES.items():
            rows = sequenced[dice.random(len(sequenced)) * 100 < share]
            texts, weights = self.usual[gene]
            for row, at in zip(rows.tolist(), dice.choice(len(weights), len(rows), p=weights).tolist(), strict=True):
                variants[row].append(texts[at] if at < len(texts) else self._anywhere(dice, gene))
        more = np.minimum(dice.exponential(PASSENGERS, len(sequenced)).astype(int), 200)
        for row, k in zip(sequenced.tolist(), more.tolist(), strict=True):
            variants[row] += [
                self._anywhere(dice, str(gene)) for gene in self.genes[dice.integers(0, len(self.genes), k)]
            ]
        cells["variants"] = variants
        copies: list[list[str]] = [[] for _ in range(n)]
        for call, shares in (("amplification", AMPLIFIED), ("deep_loss", DELETED)):
            for gene, share in shares.items():
                text = text_of(CopyNumber(gene=gene, call=call, specimen="tumor", assay="panel"))
                for row in sequenced[dice.random(len(sequenced)) * 100 < share].tolist():
                    copies[row].append(text)
        cells["copy_numbers"] = copies
        fusions: list[list[str]] = [[] for _ in range(n)]
        for (five, three), share in FUSED.items():
            text = text_of(Fusion(five_prime=five, three_prime=three, in_frame=True, specimen="tumor", assay="panel"))
            for row in sequenced[dice.random(len(sequenced)) * 1000 < share].tolist():
                fusions[row].append(text)
        cells["fusions"] = fusions
        markers: list[list[str]] = [[] for _ in range(n)]
        for _, share, told in self._markers():
            for row, at in zip(
                *((r := np.flatnonzero(dice.random(n) < share)).tolist(), dice.integers(0, len(told), len(r)).tolist()),
                strict=True,
            ):
                markers[row].append(told[at])
        cells["biomarkers"] = markers

    def _markers(self) -> list[tuple[str, float, list[str]]]:
        def told(marker: str, **given: Any) -> str:
            return text_of(Biomarker(marker=marker, **given))

        states = ["positive", "negative", "negative"]
        return [
            ("ER", 0.12, [told("ER", state=s, method="IHC") for s in states]),
            ("PR", 0.12, [told("PR", state=s, method="IHC") for s in states]),
            ("PDL1", 0.2, [told("PDL1", value=float(v), unit="percent", scale=s, clone="22C3") for v in (0, 1, 5, 10, 25, 50, 80) for s in ("TPS", "CPS")]),
            ("MSI", 0.3, [told("MSI", state=s) for s in ("stable", "stable", "stable", "high")]),
            ("TMB", 0.3, [told("TMB", value=float(v), unit="mut_per_mb", panel_mb=1.2) for v in range(40)]),
            ("HER2", 0.15, [told("HER2", value=float(v), method="IHC") for v in range(4)]),
        ]  # fmt: skip


def write(folder: Path, made: Made, patients: int, partition: int, share: tuple[int, int] = (0, 1)) -> None:
    """Partitions of the patients, as Parquet; `share` (k, n) is every n-th of them from the k-th on."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, first in list(enumerate(range(0, patients, partition)))[share[0] :: share[1]]:
        frame = made.frame(number, min(partition, patients - first))
        for family in ("variants", "labs"):
            assert rest_of(family) not in frame.columns  # what no criterion reads is not made
        frame.write_parquet(folder / f"part-{number:05d}.parquet", metadata={"on": "2026-11-01"})
