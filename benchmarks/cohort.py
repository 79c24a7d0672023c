"""How long a cohort takes: `python benchmarks/cohort.py [--patients N] [--partition N] [--maf FILE --disease X --panel GENES]`.

Makes seeded patients (or reads a MAF), prints their shape, and gives them one therapy table against the knowledge in use, partition
by partition; prints seconds, processor time and peak resident memory.  The frequencies of genes and tumor types are rounded from
those of a large sequenced cohort of solid tumors (Zehir et al. 2017, Nat Med 23:703); passengers are drawn over the whole panel.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import resource
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from tumorboard.app import assessing, cohorts, processes
from tumorboard.app.samples import samples_of
from tumorboard.criteria.protein_text import change
from tumorboard.model.alteration import CopyNumber, Fusion, Origin, Variant
from tumorboard.model.case import Case, Diagnosis
from tumorboard.model.disease import Disease
from tumorboard.model.policy import Policy
from tumorboard.model.specimen import Assay, Specimen, SpecimenKind

ON = date(2026, 11, 1)
TUMORS = {
    "LUAD": 15, "IDC": 12, "COAD": 10, "PRAD": 7, "PAAD": 5, "GBM": 5, "BLCA": 4, "SKCM": 4, "UEC": 4, "HGSOC": 3, "LUSC": 3,
    "GIST": 3, "READ": 3, "STAD": 3, "ESCA": 2, "IHCH": 2, "CCRCC": 2, "THPA": 2, "ILC": 2, "HNSC": 2, "UCEC": 2, "SCLC": 2,
    "CHOL": 1, "MEL": 1, "CESC": 1, "ACC": 1,
}  # fmt: skip
# Share of patients in percent, and the usual changes with their weights; the rest falls anywhere in the gene.
GENES = {
    "TP53": (41, {"R175H": 5, "R248Q": 4, "R273H": 4, "R248W": 3, "R213*": 3, "R273C": 3, "Y220C": 2, "R282W": 2}),
    "KRAS": (15, {"G12D": 30, "G12V": 22, "G12C": 16, "G13D": 10, "G12R": 8, "G12A": 4, "Q61H": 5, "A146T": 3}),
    "PIK3CA": (13, {"H1047R": 30, "E545K": 22, "E542K": 14, "H1047L": 4, "N345K": 3, "E726K": 2}),
    "APC": (11, {"R1450*": 5, "T1556fs": 3, "R876*": 3, "R213*": 2}),
    "BRAF": (5, {"V600E": 60, "G469A": 3, "K601E": 3, "D594G": 3}), "EGFR": (6, {"L858R": 30, "E746_A750del": 22, "T790M": 12}),
    "NRAS": (3, {"Q61R": 40, "Q61K": 22, "G12D": 8}), "PTEN": (6, {"R130Q": 5, "R130G": 5, "R233*": 4}),
    "IDH1": (3, {"R132H": 60, "R132C": 22}), "CTNNB1": (4, {"S45F": 8, "T41A": 8, "S37F": 8}), "FGFR3": (2, {"S249C": 40}),
    "ERBB2": (3, {"S310F": 15, "V842I": 8, "L755S": 10}), "ESR1": (2, {"D538G": 30, "Y537S": 30}), "KIT": (3, {"L576P": 10}),
    "ARID1A": (8, {}), "KMT2D": (9, {}), "ATM": (5, {}), "NF1": (6, {}), "BRCA1": (3, {}), "BRCA2": (4, {}), "CDKN2A": (4, {}),
    "RB1": (4, {}), "SMAD4": (5, {"R361H": 8}), "FBXW7": (4, {"R465H": 12, "R465C": 10}), "STK11": (4, {}), "KEAP1": (4, {}),
    "CDH1": (3, {}), "GATA3": (3, {}), "MET": (2, {}), "AKT1": (1, {"E17K": 80}), "POLE": (3, {"P286R": 4}), "TERT": (5, {}),
}  # fmt: skip
AMPLIFIED = {"ERBB2": 4, "EGFR": 4, "MYC": 5, "CCND1": 6, "FGFR1": 3, "MDM2": 3, "CDK4": 3, "MET": 1}
DELETED = {"CDKN2A": 8, "PTEN": 3, "RB1": 1}
FUSED = {
    ("EML4", "ALK"): 4,
    ("KIF5B", "RET"): 2,
    ("CD74", "ROS1"): 2,
    ("TMPRSS2", "ERG"): 20,
    ("FGFR3", "TACC3"): 3,
}  # in 1,000
PASSENGERS = 5.0  # beside the drivers, on average
RESIDUES = "ACDEFGHIKLMNPQRSTVWY"


class Dice:
    """Draws patients; the same seed, the same patients."""

    def __init__(self, seed: int, genes: list[str]) -> None:
        self.random = random.Random(seed)
        self.genes = genes
        self.assay = Assay(
            id="panel", specimen="tumor", method="dna_panel", genes=frozenset(genes), annotated=True,
            fusion_genes=frozenset({"ALK", "RET", "ROS1", "FGFR3", "ERG"}), kinds=frozenset({"variant", "copy_number", "fusion"}),
        )  # fmt: skip
        self.specimen = Specimen(id="tumor", kind=SpecimenKind.TISSUE)
        self.tumors = [Disease(code) for code in TUMORS]

    def patient(self, number: int) -> Case:
        """One patient."""
        roll = self.random
        variants = [self._variant(g, usual) for g, (share, usual) in GENES.items() if roll.random() * 100 < share]
        for _ in range(min(int(roll.expovariate(1 / PASSENGERS)), 200)):
            variants.append(self._variant(roll.choice(self.genes), {}))
        copies = [("amplification", g) for g, share in AMPLIFIED.items() if roll.random() * 100 < share]
        copies += [("deep_loss", g) for g, share in DELETED.items() if roll.random() * 100 < share]
        fusions = [pair for pair, share in FUSED.items() if roll.random() * 1000 < share]
        at = {"specimen": "tumor", "assay": "panel"}
        return Case(
            id=f"P{number}",
            diagnosis=Diagnosis(disease=roll.choices(self.tumors, TUMORS.values())[0]),
            specimens=(self.specimen,),
            assays=(self.assay,),
            variants=tuple(Variant(id=f"v{n}", **v, **at) for n, v in enumerate(variants, 1)),
            copy_numbers=tuple(CopyNumber(id=f"n{n}", gene=g, call=c, **at) for n, (c, g) in enumerate(copies, 1)),
            fusions=tuple(
                Fusion(id=f"f{n}", five_prime=a, three_prime=b, in_frame=True, **at)
                for n, (a, b) in enumerate(fusions, 1)
            ),
        )

    def _variant(self, gene: str, usual: dict[str, int]) -> dict[str, object]:
        roll = self.random
        rest = max(0, 100 - sum(usual.values()))
        text = roll.choices([*usual, ""], [*usual.values(), rest])[0]
        if not text:
            codon, ref = roll.randint(2, 900), roll.choice(RESIDUES)
            text = f"{ref}{codon}{roll.choice(['*', 'fs', *RESIDUES.replace(ref, '')[:8]])}"
        protein = change(text)
        term = {"nonsense": "stop_gained", "frameshift": "frameshift_variant", "deletion": "inframe_deletion"}
        consequences = (term.get(protein.kind, "missense_variant"),)
        vaf = round(roll.random(), 3)
        return {"gene": gene, "protein": protein, "consequences": consequences, "origin": Origin.SOMATIC, "vaf": vaf}


def partitions(asked: argparse.Namespace, genes: list[str]) -> Iterator[tuple[Case, ...]]:
    """The patients, some thousands at a time."""
    dice = Dice(asked.seed, genes)
    for first in range(0, asked.patients, asked.partition):
        yield tuple(dice.patient(n) for n in range(first, min(first + asked.partition, asked.patients)))


def main() -> None:
    """Make or read, assess, print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--patients", type=int, default=10_000)
    options.add_argument("--partition", type=int, default=100_000)
    options.add_argument("--seed", type=int, default=20261127)
    options.add_argument("--maf", type=Path)
    options.add_argument("--disease", default="BRCA")
    options.add_argument("--panel", type=Path)
    options.add_argument("--workers", type=int, default=processes.usual())
    asked = options.parse_args()
    gc.disable()  # as the program does
    bench = assessing.workbench()
    print("knowledge: " + ", ".join(f"{r.name} {r.release}" for r in bench.knowledge.releases if r.present))
    if asked.maf:
        panel = cohorts.gene_list(asked.panel) if asked.panel else None
        start, busy = time.perf_counter(), busy_time()
        found = samples_of(asked.maf, bench.vocab, disease=asked.disease, panel=panel, specimen="tissue")
        told("looked through", len(found.names), start, busy)
        table, _ = cohorts.assess_samples(found, bench, Policy(), ON, workers=asked.workers)
        told("looked through, read and assessed", len(found.names), start, busy)
        print(f"{len(found.names):,} patients, {table.height:,} rows")
        peak()
        return
    genes = sorted(set(GENES) | set(sorted(g for g, e in bench.vocab.genes.entries.items() if e.role)[:470]))
    seen: Counter[str] = Counter()
    seconds = processor = 0.0
    for cases in partitions(asked, genes):
        seen["patients"] += len(cases)
        seen["variants"] += sum(len(c.variants) for c in cases)
        seen["other alterations"] += sum(len(c.copy_numbers) + len(c.fusions) for c in cases)
        start, busy = time.perf_counter(), busy_time()
        seen["rows"] += cohorts.assess(cases, bench, Policy(), ON, workers=asked.workers).height
        seconds += time.perf_counter() - start
        processor += busy_time() - busy
        told("assessed", len(cases), start, busy)
    print(", ".join(f"{n:,} {name}" for name, n in seen.items()))
    print(f"assessed in {seconds:.2f} s, processor time {processor:.2f} s")
    peak()


def peak() -> None:
    """The memory that was used."""
    own, other = (resource.getrusage(w).ru_maxrss / 1024 for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(f"peak resident memory {own:.0f} MB, of the largest other process {other:.0f} MB, much of it shared")


def busy_time() -> float:
    """Processor seconds of this process and of those that have ended for it."""
    return sum(os.times()[:4])


def told(what: str, patients: int, start: float, busy: float) -> None:
    """One line of progress."""
    print(
        f"  {what} {patients:,} patients: {time.perf_counter() - start:.2f} s, processor time "
        f"{busy_time() - busy:.2f} s",
        flush=True,
    )


if __name__ == "__main__":
    main()
