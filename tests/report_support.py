"""Cases for the tests of the report: a rich one, an empty one, an unannotated file, a big one, a hostile one.

Every person here is invented.  `assessment(name)` assesses a case with the shipped pack; `page(name)` is its HTML.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any

from tests.pack_support import ON, case, context

from tumorboard.board.assess import assess_case
from tumorboard.criteria.leaves import LEAVES
from tumorboard.criteria.protein_text import change
from tumorboard.formats import html
from tumorboard.issues import Issue, Place, Severity
from tumorboard.knowledge import pack_loader
from tumorboard.model.alteration import CopyNumber, Fusion, GenomicPosition, Origin, SpliceEvent, Variant
from tumorboard.model.assessment import Assessment
from tumorboard.model.biomarker import Biomarker
from tumorboard.model.case import (
    Case,
    Completeness,
    Condition,
    Diagnosis,
    LabValue,
    Patient,
    PerformanceStatus,
    SourceFile,
)
from tumorboard.model.context import Context
from tumorboard.model.dates import PartialDate
from tumorboard.model.disease import Disease
from tumorboard.model.policy import Policy
from tumorboard.model.specimen import Assay, AssayStatus, Specimen, SpecimenKind
from tumorboard.model.treatment import TreatmentCourse
from tumorboard.report import Report, compose
from tumorboard.vocab import load
from tumorboard.wording import Words, words

SHA = "9f2b" * 16
DAY = PartialDate.parse
CANARY = """<script>alert("x")</script>'"><img src=x onerror=y>&amp;{{7*191}}"""


def _variant(identifier: str, gene: str, protein: str, **more: Any) -> Variant:
    """``_variant("v1", "EGFR", "L858R", vaf=0.3)``."""
    terms = {"substitution": "missense_variant", "nonsense": "stop_gained", "frameshift": "frameshift_variant"}
    parsed = change(protein) if protein else None
    found = {"consequences": (terms.get(parsed.kind, "inframe_deletion"),) if parsed else (), "hgvs_p": f"p.{protein}"}
    if "vaf" in more and "depth" not in more:
        more |= {"depth": 800, "alt_reads": round(800 * more["vaf"])}
    return Variant(id=identifier, gene=gene, protein=parsed, **{**found, **more})


TISSUE: dict[str, Any] = {"specimen": "T1", "assay": "A1"}
PLASMA: dict[str, Any] = {"specimen": "P1", "assay": "A2"}
PANEL = frozenset(
    {
        *("ALK", "APC", "ATM", "BRAF", "BRCA1", "BRCA2", "CDKN2A", "CHEK2", "DNMT3A", "EGFR", "ERBB2", "KEAP1", "KRAS"),
        *("MET", "NF1", "NRAS", "NTRK1", "NTRK2", "NTRK3", "PIK3CA", "PTEN", "RB1", "RET", "ROS1", "STK11", "TP53"),
    }
)
HOTSPOTS = frozenset({"BRAF", "EGFR", "ERBB2", "KRAS", "MET", "NRAS", "PIK3CA", "TP53", "DNMT3A"})


def _specimens() -> tuple[Specimen, ...]:
    return (
        Specimen(id="T1", kind=SpecimenKind.TISSUE, site="lung", collected=DAY("2025-02-11"), purity=0.45, ploidy=2.7),
        Specimen(id="P1", kind=SpecimenKind.PLASMA, collected=DAY("2026-10-30"), tumor_fraction=0.08),
    )


def _assays() -> tuple[Assay, ...]:
    return (
        Assay(id="A1", specimen="T1", name="Solid panel DNA", method="ngs dna", genes=PANEL, min_vaf=0.05,
              kinds=frozenset({"variant", "copy_number", "tmb", "msi"}), failed_genes=frozenset({"STK11"}),
              status=AssayStatus.PARTIAL, date=DAY("2025-02-25"), annotated=True, annotation_tool="VEP 110",
              assembly="GRCh38", matched_normal=False, panel_mb=1.2, files=("tumor.vcf.gz",)),
        Assay(id="A2", specimen="P1", name="Plasma hot spots", method="ngs ctdna", genes=HOTSPOTS, min_vaf=0.002,
              kinds=frozenset({"variant"}), date=DAY("2026-11-06"), annotated=True, assembly="GRCh38",
              tumor_fraction_adequate=True, white_cell_control=False, files=("plasma.vcf.gz",)),
        Assay(id="A3", specimen="T1", name="RNA fusion panel", method="ngs rna", status=AssayStatus.FAILED,
              kinds=frozenset({"fusion", "splice"}), genes=frozenset({"ALK", "RET", "ROS1", "MET", "NTRK1"})),
        Assay(id="A4", specimen="P1", name="Germline panel", method="ngs germline", status=AssayStatus.PENDING,
              kinds=frozenset({"variant"}), genes=frozenset({"BRCA1", "BRCA2", "ATM", "TP53"})),
    )  # fmt: skip


def _variants() -> tuple[Variant, ...]:
    at = GenomicPosition("GRCh38", "chr7", 55191821, 55191822, "T", "G")
    known: dict[str, Any] = {"position": at, "hgvs_c": "c.2573T>G", "transcript": "NM_005228.5"}
    return (
        _variant(
            "v1", "EGFR", "L858R", vaf=0.34, population_af=0.0, source=Place("tumor.vcf.gz", 12), **known, **TISSUE
        ),
        _variant("v2", "EGFR", "L858R", vaf=0.031, **known, **PLASMA),
        _variant("v3", "EGFR", "T790M", vaf=0.012, hgvs_c="c.2369C>T", transcript="NM_005228.5", **PLASMA),
        _variant("v4", "TP53", "R273H", vaf=0.41, hgvs_c="c.818G>A", transcript="NM_000546.6", **TISSUE),
        _variant("v5", "BRCA2", "S1982fs", vaf=0.52, hgvs_c="c.5946delT", clinvar="Pathogenic", **TISSUE),
        _variant("v6", "DNMT3A", "R882H", vaf=0.018, origin=Origin.POSSIBLE_CHIP, **PLASMA),
        _variant("v7", "ATM", "P604S", vaf=0.47, population_af=0.0002, **TISSUE),
        _variant("v8", "NF1", "K1423E", vaf=0.08, **TISSUE),
        _variant("v9", "KEAP1", "G333C", vaf=0.22, **TISSUE),
    )


def _biomarkers() -> tuple[Biomarker, ...]:
    return (
        Biomarker(id="b1", marker="PDL1", method="ihc", value=60.0, unit="percent", scale="TPS", clone="22C3",
                  specimen="T1", date=DAY("2025-02-13")),
        Biomarker(id="b2", marker="TMB", method="ngs", value=7.4, unit="mut_per_mb", panel_mb=1.2, specimen="T1"),
        Biomarker(id="b3", marker="MSI", method="ngs", state="stable", specimen="T1"),
        Biomarker(id="b4", marker="HER2", method="ihc", value=3.0, scale="ihc_score", specimen="T1"),
        Biomarker(id="b5", marker="DPYD", method="genotype", state="intermediate_metabolizer", detail="*1/*2A"),
        Biomarker(id="b6", marker="MMR", method="ihc", state="proficient", specimen="T1", failed=True),
    )  # fmt: skip


def _courses() -> tuple[TreatmentCourse, ...]:
    return (
        TreatmentCourse(id="c1", agents=("osimertinib",), line=1, setting="metastatic", start=DAY("2025-03-10"),
                        stop=DAY("2026-09"), best_response="PR", stop_reason="progression"),
        TreatmentCourse(id="c2", agents=("carboplatin", "pemetrexed"), line=2, setting="metastatic", trial="NCT00000000",
                        start=DAY("2026-10-02"), ongoing=True, best_response="SD"),
        TreatmentCourse(id="c3", modality="radiotherapy", start=DAY("2026-09-18"), stop=DAY("2026-09-22"),
                        stop_reason="completed"),
        TreatmentCourse(id="c4", unnamed=("study drug X-17",), setting="metastatic"),
    )  # fmt: skip


def rich() -> Case:
    """Lung adenocarcinoma after osimertinib: two specimens, four assays, every kind of finding."""
    return Case(
        id="DEMO-LUNG-01",
        patient=Patient(id="p1", sex="female", birth=DAY("1964-05"), country="DE"),
        diagnosis=Diagnosis(
            disease=Disease(code="LUAD", name="Lung Adenocarcinoma", release="2024-10"), histology=frozenset({"adenocarcinoma"}),
            setting="metastatic", extent="metastatic", stage="IVB", stage_system="AJCC 8", resectable=False,
            diagnosed=DAY("2025-02"), states=frozenset({"relapsed_refractory"}),
        ),
        performance=(PerformanceStatus(id="e1", value=1, date=DAY("2026-11-10")),),
        specimens=_specimens(), assays=_assays(), variants=_variants(),
        copy_numbers=(
            CopyNumber(id="n1", gene="MET", copies=14.0, call="amplification", call_rule="caller", **TISSUE),
            CopyNumber(id="n2", gene="CDKN2A", copies=0.1, call="deep_loss", **TISSUE),
            CopyNumber(id="n3", gene="ERBB2", copies=4.0, call="gain", **TISSUE),
        ),
        fusions=(
            Fusion(id="f1", five_prime="EML4", three_prime="ALK", in_frame=True, kinase_retained=True, reads=31,
                   confidence="high", evidence="rna", **TISSUE),
            Fusion(id="f2", five_prime="LINC00511", three_prime="", reads=3, confidence="low", evidence="rna", **TISSUE),
        ),
        splice_events=(SpliceEvent(id="s1", gene="MET", first_exon=14, last_exon=14, reads=9, **TISSUE),),
        biomarkers=_biomarkers(), courses=_courses(),
        labs=(
            LabValue(id="l1", analyte="creatinine_clearance", value=58.0, unit="mL/min", lower_limit=90.0,
                     date=DAY("2026-11-20")),
            LabValue(id="l2", analyte="platelets", value=151.0, unit="10^9/L", lower_limit=150.0, upper_limit=400.0),
        ),
        conditions=(
            Condition(id="k1", name="interstitial lung disease", active=False, date=DAY("2019")),
            Condition(id="k2", name="brain metastasis", active=True),
        ),
        medications=("apixaban",), statements=MappingProxyType({"family_history": True}), germline_consent=None,
        completeness=MappingProxyType({"treatment": Completeness.COMPLETE}), assembly="GRCh38",
        not_interpretable_count=2,
        expression=MappingProxyType({"MET": 182.5, "EGFR": 64.0}), expression_unit="TPM",
        sources=(
            SourceFile(name="tumor.vcf.gz", format="vcf", sha256=SHA, records=5120, kept=6, assembly="GRCh38",
                       notes=("filtered=4100", "not_coding=1014")),
            SourceFile(name="plasma.vcf.gz", format="vcf", sha256=SHA, records=88, kept=3, assembly="GRCh38"),
        ),
    )  # fmt: skip


def nothing() -> Case:
    """Nobody tested anything and little is recorded."""
    return Case(id="DEMO-NOTHING")


def unannotated() -> Case:
    """A bare VCF without consequences: one known allele was recognized, the rest cannot be read."""
    bare = Assay(id="A1", specimen="T1", name="exome.vcf", declared=False, kinds=frozenset({"variant"}), annotated=False,
                 files=("exome.vcf",), assembly="GRCh37")  # fmt: skip
    return Case(
        id="DEMO-BARE-VCF",
        diagnosis=Diagnosis(disease=Disease(code="SKCM", name="Cutaneous Melanoma"), extent="metastatic"),
        specimens=(Specimen(id="T1", kind=SpecimenKind.TISSUE),),
        assays=(bare,),
        variants=(_variant("v1", "BRAF", "V600E", vaf=0.3, **TISSUE),),
        not_interpretable_count=412,
        assembly="GRCh37",
    )


def many(count: int = 3300) -> Case:
    """A hypermutated exome: thousands of variants of unknown significance beside a few that matter."""
    genes = sorted(load().genes.entries)[:: max(1, len(load().genes.entries) // 700)]
    residues = "ACDEFGHIKLMNPQRSTVWY"
    found = [
        _variant(f"v{i + 10}", genes[i % len(genes)], f"{residues[i % 20]}{i + 2}{residues[(i * 7 + 1) % 20]}",
                 vaf=0.05 + (i % 90) / 100, hgvs_c=f"c.{3 * i + 5}A>G", transcript=f"ENST{i:011d}",
                 position=GenomicPosition("GRCh38", f"chr{i % 22 + 1}", 1000 + 37 * i, 1001 + 37 * i, "A", "G"), **TISSUE)
        for i in range(count) if residues[i % 20] != residues[(i * 7 + 1) % 20]
    ]  # fmt: skip
    whole = Assay(id="A1", specimen="T1", name="Exome", method="ngs dna exome", annotated=True, assembly="GRCh38",
                  kinds=frozenset({"variant", "copy_number", "tmb", "msi"}), matched_normal=True)  # fmt: skip
    return replace(
        rich(),
        id="DEMO-MANY",
        variants=(*_variants(), *found),
        assays=(whole, *_assays()[1:]),
        not_interpretable_count=0,
    )


def hostile() -> Case:
    """The rich case with markup in every free text."""
    c = rich()
    return replace(
        c, id=f"id{CANARY}",
        patient=replace(c.patient, sex=f"sex{CANARY}", country=CANARY),
        diagnosis=replace(c.diagnosis, disease=Disease(code=f"code{CANARY}", name=f"name{CANARY}", recorded=CANARY),
                          setting=f"set{CANARY}", extent=f"ext{CANARY}", stage=CANARY, stage_system=CANARY,
                          states=frozenset({f"state{CANARY}"})),
        specimens=tuple(replace(s, site=f"site{CANARY}") for s in c.specimens),
        assays=tuple(replace(a, name=f"assay{CANARY}", method=f"m{CANARY}", annotation_tool=f"t{CANARY}",
                             failed_genes=frozenset({f"f{CANARY}"}), files=(f"file{CANARY}",)) for a in c.assays),
        variants=(*(replace(v, transcript=f"tx{CANARY}", hgvs_c=f"c{CANARY}", clinvar=CANARY, filter=CANARY,
                            source=Place(f"file{CANARY}", 1)) for v in c.variants),
                  Variant(id="h1", gene=f"gene{CANARY}", hgvs_p=f"p{CANARY}", category=CANARY, vaf=0.2, **TISSUE)),
        copy_numbers=(*c.copy_numbers, CopyNumber(id="h2", gene=f"gene{CANARY}", call=f"call{CANARY}", **TISSUE)),
        fusions=(*c.fusions, Fusion(id="h3", five_prime=f"five{CANARY}", three_prime=f"three{CANARY}", **TISSUE)),
        splice_events=(*c.splice_events, SpliceEvent(id="h4", gene=f"gene{CANARY}", first_exon=1, last_exon=2)),
        biomarkers=(*c.biomarkers, Biomarker(id="h5", marker=f"marker{CANARY}", state=f"state{CANARY}", method=CANARY,
                                             clone=CANARY, scale=CANARY, detail=CANARY, unit=CANARY, value=1.0)),
        courses=(*c.courses, TreatmentCourse(id="h6", agents=(f"agent{CANARY}",), unnamed=(f"drug{CANARY}",),
                                             setting=CANARY, start=DAY("2024-01"), stop=DAY("2024-05"),
                                             best_response=CANARY, stop_reason=CANARY, trial=CANARY)),
        labs=(LabValue(id="h7", analyte=f"lab{CANARY}", unit=CANARY, value=1.0),),
        conditions=(Condition(id="h8", name=f"condition{CANARY}"),),
        medications=(f"medicine{CANARY}",), statements=MappingProxyType({f"said{CANARY}": True}),
        sources=(SourceFile(name=f"source{CANARY}", format=CANARY, sha256=SHA, records=1, kept=1, notes=(CANARY,)),),
    )  # fmt: skip


def simple() -> Case:
    """A fresh lung cancer with one driver, fully tested."""
    return case("LUAD", "EGFR L858R", "PD-L1 TPS 60 22C3", tested=True)


def bowel() -> Case:
    """BRAF V600E, microsatellite instability: several agencies differ."""
    return case("COAD", "BRAF V600E", "MSI-H", "TMB 40", had=("oxaliplatin+fluorouracil+folinic acid",))


def leukemia() -> Case:
    """AML with diagnostic and prognostic findings; whether it is new or relapsed is not recorded."""
    return case("AML", "FLT3 D835Y", "NPM1 W288fs", "IDH1 R132H", "TP53 R248Q")


CASES: dict[str, Callable[[], Case]] = {
    "rich": rich, "nothing": nothing, "unannotated": unannotated, "many": many, "hostile": hostile, "simple": simple,
    "bowel": bowel, "leukemia": leukemia,
}  # fmt: skip
ISSUES = (Issue.of("OPN099", Severity.INFO, Place("tumor.vcf.gz"), of="VCF014", more=12),)


@cache
def assessment(name: str, on: date = ON, *jurisdictions: str) -> Assessment:
    """The assessment of a named case with the shipped pack."""
    asked = Context(on, context().vocab, Policy(jurisdictions=jurisdictions))
    return assess_case(CASES[name](), pack_loader.load(LEAVES), asked, issues=ISSUES, version="0.1.0")


@cache
def composed(name: str) -> Report:
    """The report of a named case, without words."""
    return compose(assessment(name))


def write(report: Report, around: Context, said: Words | None = None) -> str:
    """A report as HTML."""
    return html.write(report, said or words("en"), around.vocab.therapies)


@cache
def page(name: str) -> str:
    """The report of a named case as HTML."""
    return write(composed(name), context())
