"""One question or more for every built-in leaf, in text form: conformance, laws and documentation use the same list."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files

EXAMPLES: tuple[str, ...] = (
    "AgeBetween(min=18)",
    "AgeBetween(max=17)",
    'SexIs("female")',
    "EcogAtMost(1)",
    "EcogAtMost(1, within_days=14)",
    'PerformanceScaleAtLeast("karnofsky", 70)',
    'PerformanceScaleAtLeast("lansky", 50)',
    'PerformanceScaleAtLeast("karnofsky", 70, within_days=28)',
    'StatementHolds("consent")',
    'Manual("no active infection")',
    'ConditionHistory(["uveitis"])',
    'ConditionHistory(["uveitis"], active_only=True, min_grade=2)',
    'ConditionHistory(["heart attack", "moonlight"])',
    'ConditionHistory(["I21*", "uveitis"], within_months=6)',
    "QtcfAtMost(470)",
    "QtcfAtMost(450, max_female=470)",
    'OnInteractingDrug("cyp3a_inhibitor", strength="strong")',
    'OnInteractingDrug("qt")',
    "Postmenopausal()",
    "PregnantOrBreastfeeding()",
    'PregnantOrBreastfeeding(which="pregnant", within_days=7)',
    'LabBetween("neutrophils", min=1.5)',
    'LabBetween("ALT", max=3, unit="xULN", within_days=14)',
    'LabBetween("creatinine", max=133, unit="umol/L")',
    'LabIndexBetween("NLR", max=5)',
    'LabIndexBetween("corrected_calcium", min=8, max=11.5)',
    'HepatitisBIn(["never", "resolved"])',
    'HepatitisBIn(["controlled", "never", "resolved"], max_dna=500, treated=False)',
    'HepatitisCIn(["cured", "never"])',
    'HivIn(["negative"])',
    'HivIn(["controlled", "negative"], min_cd4=350, max_copies=400)',
    'OnMedication(["clarithromycin", "warfarin"])',
    'RenalFunctionAtLeast(60, "cockcroft_gault")',
    'RenalFunctionAtLeast(60, "ckd_epi_2021")',
    'DiagnosisIn(["NSCLC"])',
    'DiagnosisIn(["NSCLC"], excluding=["LUSC"])',
    'DiagnosisIn(["LUAD"])',
    "SolidTumor()",
    "SolidTumor(include_lymphoma=True)",
    'ExtentIn(["locally_advanced", "metastatic"])',
    'DiseaseStateIn(["castration_resistant"])',
    'DiseaseStateIn(["relapsed_refractory"])',
    'SettingIn(["metastatic"])',
    'HistologyIs(["non_squamous"])',
    'StageIn(["IIIA", "IV"])',
    "NoCurativeOption()",
    'GeneAltered(["EGFR"])',
    'GeneAltered(["TP53"], kinds=["truncating"], min_oncogenicity="likely_oncogenic")',
    'GeneAltered(["EGFR"], kinds=["variant"], origin="somatic", specimen="tissue")',
    'GeneActivated(["EGFR"])',
    'GeneActivated(["MET"], excluding_changes=["T790M"])',
    'GeneInactivated(["TP53"])',
    'GeneInactivated(["TP53"], origin="germline")',
    'GeneInactivated(["PTEN"], specimen="plasma")',
    'ProteinChangeIn("EGFR", ["L858R"])',
    'ProteinChangeIn("EGFR", ["E746_A750del", "T790M"], specimen="plasma")',
    'CodonMutated("EGFR", [858])',
    'CodonMutated("EGFR", [790, 858], types="any", origin="somatic")',
    'CodonMutated("EGFR", [], types="any", ranges=["688-875"])',
    'ExonMutated("EGFR", [19], types="deletion")',
    'ExonMutated("EGFR", [20, 21])',
    'ExonMutated("KRAS", [2], min_oncogenicity="likely_oncogenic")',
    'VariantClassIn("EGFR", ["EGFR:classical"])',
    'VariantClassIn("EGFR", ["EGFR:exon20_insertion"])',
    'PromoterMutated("TERT")',
    'PromoterMutated("TERT", changes=["c.-124C>T"])',
    'GeneAmplified("EGFR")',
    'GeneAmplified("MET", min_copies=6)',
    'GeneDeleted("TP53")',
    'FusionIn(["ALK"])',
    'FusionIn(["ALK"], partners=["EML4"])',
    'ExonSkipping("MET", 14)',
    'WildType(["EGFR", "MET"])',
    'WildType(["EGFR"], kinds=["amplification", "variant"])',
    'GermlinePathogenic(["TP53"])',
    'NoActionableDriver(["ALK", "EGFR", "MET"])',
    'ResultAvailable("EGFR")',
    'ResultAvailable("fusion:ROS1")',
    'ReceptorStatusIs("ER", "positive")',
    'ReceptorStatusIs("HR", "negative")',
    'ReceptorStatusIs("PR", "positive", min_percent=10)',
    "TripleNegative()",
    "Her2ScoreAtLeast(3)",
    'Her2StatusIn(["low", "ultralow"])',
    'Her2StatusIn(["negative"], guideline="any")',
    'SubtypeIs("fuscc_tnbc", ["im"])',
    'SubtypeIs("pam50", ["luminal_a", "luminal_b"])',
    'PdL1Between("CPS", min=10)',
    'PdL1Between("TPS", min=1, max=49, clone="22C3")',
    "MismatchRepairDeficient()",
    "TmbAtLeast(10)",
    "HrdPositive()",
    'HrdPositive(method="GIS", cutoff=42)',
    'ProteinExpressionIs("CLDN18_2", min_percent=75)',
    'ProteinExpressionIs("CLDN18_2", states=["positive"], clone="22C3")',
    'CytogeneticsIs("DEL17P")',
    'CytogeneticsIs("EBV", states=["negative"])',
    'PharmacogenotypeIn("DPYD", ["poor_metabolizer"])',
    'TumorVirusIs("HPV16", "positive")',
    'LesionIn(["liver"])',
    'LesionIn(["bone", "lung"], include_suspected=True)',
    'LesionIn(["cns"])',
    'LesionIn(["bone", "liver"], within_days=28)',
    "CnsMetastases()",
    'CnsMetastases(scope="cns", state="active")',
    'CnsMetastases(state="symptomatic")',
    'CnsMetastases(state="treated_stable", stable_weeks=8, steroid_free=True)',
    'CnsMetastases(scope="leptomeningeal")',
    "CnsMetastases(within_days=28)",
    'CnsMetastases(scope="cns", state="treated_stable", within_days=28)',
    "MeasurableDisease()",
    "MeasurableDisease(lesions=2)",
    "MeasurableDisease(within_days=28)",
    'HadTherapy(agents=["osimertinib"])',
    'HadTherapy(classes=["platinum"], settings=["adjuvant"], within_months=12)',
    'HadCombination(classes=["anti_pd1", "platinum"])',
    'HadCombination(agents=["osimertinib"], classes=["met_tki"], settings=["metastatic"])',
    'TreatmentNaive(setting="metastatic")',
    "SystemicLinesBetween(min=1, max=2)",
    'SystemicLinesBetween(max=0, setting="any")',
    'TherapyLinesBetween(classes=["anti_pd1", "anti_pdl1"], max=1)',
    'TherapyLinesBetween(targets=["ERBB2"], settings=["metastatic"], min=2)',
    'ProgressedOn(classes=["egfr_tki"])',
    'HadTherapy(targets=["EGFR"], lines=[1], stop_reasons=["toxicity"])',
    'HadTherapy(intents=["curative"], responses=["CR", "PR"])',
    "WashoutComplete(days=28)",
    'WashoutComplete(classes=["egfr_tki"], days=14, half_lives=5)',
    'WashoutComplete(modality="radiotherapy", days=14)',
    'WashoutComplete(targets=["EGFR"], days=28, half_lives=5, rule="shorter")',
)
# ResultAvailable asks for knowledge itself: the one exception of the law of learning.
LAW_TEXTS: tuple[str, ...] = tuple(t for t in EXAMPLES if not t.startswith("ResultAvailable"))


@dataclass(frozen=True, slots=True)
class Row:
    """A question in text form, a case in short form (`testing.short_case`), and the verdict."""

    question: str
    case: str
    verdict: str

    @property
    def leaf(self) -> str:
        """The kind of question."""
        return self.question.partition("(")[0]


def _table() -> tuple[Row, ...]:
    text = files("tumorboard.testing").joinpath("criterion_table.tsv").read_text("utf-8")
    lines = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    return tuple(Row(*cells) for cells in lines[1:])


# Spec table of every leaf, run by the tests and shown on its reference page.
TABLE = _table()
