"""The rules of truth (docs/architecture.md, section 5), one table per sentence: a question, a case in a line, the answer.

Ranking, jurisdiction and withdrawal stand in test_rules_of_ranking.py, the laws over all cases in tests/generative.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.evidence_support import approved, statement
from tests.pack_support import statements
from tests.truth_support import MET, NOT_MET, UNKNOWN, answer, asked, assess, codes, interpreted, the

from tumorboard.criteria.text import to_text
from tumorboard.model.alteration import Origin
from tumorboard.model.verdict import Verdict
from tumorboard.testing.short_case import short_case

RAS = 'WildType(["KRAS", "NRAS"])'
L858R = 'ProteinChangeIn("EGFR", ["L858R"])'
Row = tuple[str, str, Verdict]


def check(rows: list[Row]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(("question", "case", "verdict"), rows, ids=[f"{q} | {c}" for q, c, _ in rows])


# --- a VCF or MAF without an assay record -------------------------------------------------------------------------
WITHOUT_RECORD: list[Row] = [
    (L858R, "LUAD; undeclared; EGFR L858R", MET),
    ('ProteinChangeIn("EGFR", ["T790M"])', "LUAD; undeclared; EGFR L858R", UNKNOWN),
    (RAS, "COAD; undeclared; BRAF V600E", UNKNOWN),
    ('not GeneAltered(["EGFR"])', "LUAD; undeclared; KRAS G12C", UNKNOWN),
    ('NoActionableDriver(["EGFR", "ALK"])', "LUAD; undeclared; KRAS G12C", UNKNOWN),
    ('GeneAmplified("MET")', "LUAD; undeclared; EGFR L858R", UNKNOWN),
    ("TmbAtLeast(10)", "LUAD; undeclared; EGFR L858R", UNKNOWN),
    # the same file with an assay record
    ('ProteinChangeIn("EGFR", ["T790M"])', "LUAD; tested; EGFR L858R; history complete", NOT_MET),
    # a change that a treatment selects for: who knows what was given since?
    ('ProteinChangeIn("EGFR", ["T790M"])', "LUAD; tested; EGFR L858R", UNKNOWN),
    (RAS, "COAD; tested; BRAF V600E", MET),
    # and with no file at all
    (RAS, "COAD; BRAF V600E", UNKNOWN),
]


@check(WITHOUT_RECORD)
def test_without_an_assay_record_what_is_present_is_met_and_every_absence_unknown(
    question: str, case: str, verdict: Verdict
) -> None:
    assert answer(question, case) is verdict


NOT_ANNOTATED: list[Row] = [
    (RAS, "COAD; tested; bare", UNKNOWN),
    ('GeneAltered(["TP53"])', "COAD; tested; bare", UNKNOWN),
    ('ExonMutated("EGFR", [19])', "LUAD; tested; bare", UNKNOWN),
    # copy numbers and fusions need no consequence annotation
    ('GeneAmplified("MET")', "LUAD; tested; bare", NOT_MET),
    ('FusionIn(["ALK"])', "LUAD; tested; bare", NOT_MET),
    # a known allele is known by its position
    (L858R, "LUAD; tested; bare; EGFR L858R", MET),
]


@check(NOT_ANNOTATED)
def test_without_consequence_annotation_every_coding_question_beyond_the_known_alleles_is_unknown(
    question: str, case: str, verdict: Verdict
) -> None:
    assert answer(question, case) is verdict


def test_the_first_page_says_before_any_option_that_annotation_or_the_assay_record_is_absent() -> None:
    bare = assess("LUAD; tested; bare; EGFR L858R", statement("s", "osimertinib", L858R, approvals=approved()))
    assert [b.code for b in bare.banners][:1] == ["banner.not_annotated"]
    undeclared = assess("LUAD; undeclared; EGFR L858R")
    assert "banner.no_assay_record" in {b.code for b in undeclared.banners}
    good = {b.code for b in assess("LUAD; tested; EGFR L858R").banners}
    assert not good & {"banner.not_annotated", "banner.no_assay_record"}


# --- functional class unknown -------------------------------------------------------------------------------------
VUS: list[Row] = [
    ('GeneActivated(["EGFR"])', "LUAD; tested; EGFR A864V", UNKNOWN),
    ('GeneAltered(["EGFR"], min_oncogenicity="likely_oncogenic")', "LUAD; tested; EGFR A864V", UNKNOWN),
    ('GeneInactivated(["TP53"])', "LUAD; tested; TP53 A864V", UNKNOWN),
    ('WildType(["EGFR"])', "LUAD; tested; EGFR A864V", UNKNOWN),
    # "no EGFR or ALK aberration" must not become MET by ignorance
    ('NoActionableDriver(["ALK", "EGFR"])', "LUAD; tested; EGFR A864V", UNKNOWN),
    ('NoActionableDriver(["ALK", "EGFR"])', "LUAD; tested; EGFR exon 18 any", UNKNOWN),
    ('NoActionableDriver(["ALK", "EGFR"])', "LUAD; tested", MET),
    ('NoActionableDriver(["ALK", "EGFR"])', "LUAD; tested; EGFR L858R", NOT_MET),
    ('NoActionableDriver(["ALK", "EGFR"])', "LUAD; tested; EML4::ALK", NOT_MET),
    # what is known to be silent or benign is no VUS
    ('NoActionableDriver(["ALK", "EGFR"])', "LUAD; tested; EGFR Q787Q", MET),
]


@check(VUS)
def test_a_variant_of_unknown_significance_is_unknown_never_a_no(question: str, case: str, verdict: Verdict) -> None:
    assert answer(question, case) is verdict


# --- negative results need quality --------------------------------------------------------------------------------
QUALITY: list[Row] = [
    (RAS, "COAD; tested", MET),
    (RAS, "COAD; tested; failed", UNKNOWN),
    (RAS, "COAD; tested; purity 0.1", UNKNOWN),
    (RAS, "COAD; tested; purity 0.2", MET),
    (RAS, "COAD; panel KRAS", UNKNOWN),  # NRAS was not looked for
    (RAS, "COAD; panel KRAS NRAS", MET),
    (RAS, "COAD; tested; plasma", UNKNOWN),  # the tumor fraction is not stated
    (RAS, "COAD; tested; plasma; enough tumor DNA", MET),
    ('FusionIn(["ALK"])', "LUAD; tested", NOT_MET),
    ('FusionIn(["ALK"])', "LUAD; panel ALK EGFR", UNKNOWN),  # DNA of these genes, variants only
    ('GeneAmplified("MET")', "LUAD; tested; purity 0.25", UNKNOWN),  # copy number needs more tumor
    # quality never takes away what was found
    (L858R, "LUAD; tested; purity 0.05; EGFR L858R", MET),
    (L858R, "LUAD; tested; plasma; EGFR L858R", MET),
]


@check(QUALITY)
def test_a_negative_result_needs_quality(question: str, case: str, verdict: Verdict) -> None:
    assert answer(question, case) is verdict


@pytest.mark.parametrize("words", ["failed", "purity 0.1", "plasma", "undeclared", "bare"])
def test_a_negative_result_without_quality_says_what_is_missing_and_why(words: str) -> None:
    said = asked(RAS, f"COAD; tested; {words}")
    assert said.missing
    assert said.reason.code == "alteration.not_covered"
    assert said.reason.param("because")


METHODS = [
    # method as the laboratory writes it, does absence of a fusion count?
    ("RNA sequencing", True),
    ("WGS", True),
    ("FISH", True),
    ("DNA panel", False),
    ("internal DNA panel", False),
    ("international NGS panel", False),
    ("genomic DNA hybrid capture", False),
    ("WES", False),
]


@pytest.mark.parametrize(("method", "counts"), METHODS)
def test_a_dna_only_assay_says_nothing_about_the_absence_of_a_fusion(method: str, counts: bool) -> None:
    line = short_case("LUAD; tested")
    line = replace(line, assays=(replace(line.assays[0], method=method),))
    assert answer('FusionIn(["ALK"])', line) is (NOT_MET if counts else UNKNOWN)


def test_a_dna_panel_that_lists_the_introns_of_the_gene_counts() -> None:
    line = short_case("LUAD; tested")
    tiled = replace(line.assays[0], method="DNA panel", fusion_genes=frozenset({"ALK"}))
    line = replace(line, assays=(tiled,))
    assert answer('FusionIn(["ALK"])', line) is NOT_MET
    assert answer('FusionIn(["RET"])', line) is UNKNOWN


# --- origin -------------------------------------------------------------------------------------------------------
ORIGINS: list[Row] = [
    ('GeneAltered(["BRCA1"], origin="germline")', "HGSOC; tested; normal; BRCA1 C61G germline pathogenic", MET),
    ('GeneAltered(["BRCA1"], origin="germline")', "HGSOC; tested; BRCA1 C61G", UNKNOWN),
    ('GeneAltered(["BRCA1"], origin="somatic")', "HGSOC; tested; BRCA1 C61G vaf 0.5", UNKNOWN),  # never from the VAF
    ('GeneAltered(["BRCA1"], origin="somatic")', "HGSOC; tested; BRCA1 C61G somatic", MET),
    ('GeneAltered(["BRCA1"], origin="somatic")', "HGSOC; tested; BRCA1 C61G germline", NOT_MET),
    ('ProteinChangeIn("KRAS", ["G12D"])', "PAAD; tested; plasma; KRAS G12D chip", UNKNOWN),
    ('GeneActivated(["KRAS"])', "PAAD; tested; plasma; KRAS G12D chip", UNKNOWN),
    ('WildType(["KRAS"])', "PAAD; tested; plasma; KRAS G12D chip", UNKNOWN),
    ('GermlinePathogenic(["BRCA1"])', "HGSOC; tested; BRCA1 C61G pathogenic", UNKNOWN),
    ('GermlinePathogenic(["BRCA1"])', "HGSOC; tested", UNKNOWN),  # a tumor-only test does not answer it
    ('GermlinePathogenic(["BRCA1"])', "HGSOC; tested; normal", NOT_MET),
]


@check(ORIGINS)
def test_origin_is_measured_never_guessed(question: str, case: str, verdict: Verdict) -> None:
    assert answer(question, case) is verdict


def test_possible_clonal_hematopoiesis_never_supports_a_therapy_until_resolved() -> None:
    label = statement("s", "ivosidenib", 'ProteinChangeIn("IDH1", ["R132C"])', disease='DiagnosisIn(["CHOL"])',
                      genes=["IDH1"], approvals=approved())  # fmt: skip
    doubtful = assess("CHOL; tested; plasma; IDH1 R132C chip", label)
    assert doubtful.options == ()
    assert "evidence.possible_chip" in codes(the(doubtful))
    assert "banner.possible_chip" in {b.code for b in doubtful.banners}
    assert assess("CHOL; tested; plasma; IDH1 R132C somatic", label).options


VETO: list[Row] = [
    ('GeneAltered(["KIT"])', "GIST; tested; KIT A829V af 0.03", NOT_MET),
    ('GeneActivated(["KIT"])', "GIST; tested; KIT A829V af 0.03", NOT_MET),
    ('GeneAltered(["KIT"])', "GIST; tested; KIT A829V af 0.00001", MET),
    # the veto holds from the dated threshold on
    ('GeneAltered(["KIT"])', "GIST; tested; KIT A829V af 0.0099", MET),
    ('GeneAltered(["KIT"])', "GIST; tested; KIT A829V af 0.01", NOT_MET),
    # never an allele known as oncogenic or pathogenic, however common the annotation calls it
    ('GeneActivated(["KIT"])', "GIST; tested; KIT D816V af 0.03", MET),
    ('GeneInactivated(["BRCA1"])', "HGSOC; tested; BRCA1 C61G af 0.03 pathogenic germline", MET),
]


@check(VETO)
def test_the_population_veto_holds_for_gene_level_questions_and_never_for_a_known_allele(
    question: str, case: str, verdict: Verdict
) -> None:
    assert answer(question, case) is verdict


FOLLOW_UP_UNDER_VETO = [
    ("HGSOC; tested; BRCA1 C61G vaf 0.5 af 0.03 pathogenic", True),
    ("HGSOC; tested; BRCA1 N100fs vaf 0.5 af 0.03", True),  # frequent in one population, and a null allele all the same
    ("HGSOC; tested; BRCA1 N100fs vaf 0.5 af 0.03 benign", False),
]


@pytest.mark.parametrize(("case", "listed"), FOLLOW_UP_UNDER_VETO)
def test_the_population_veto_never_removes_germline_follow_up(case: str, listed: bool) -> None:
    found = interpreted(case).findings
    assert found is not None
    assert [g.advice in {"recommend", "consider"} for g in found.germline] == ([True] if listed else [])


# --- disease ------------------------------------------------------------------------------------------------------
DISEASE: list[Row] = [
    ('DiagnosisIn(["NSCLC"])', "LUAD", MET),
    ('DiagnosisIn(["NSCLC"])', "NSCLC", MET),
    ('DiagnosisIn(["LUAD"])', "NSCLC", UNKNOWN),
    ('DiagnosisIn(["LUAD"])', "LUSC", NOT_MET),
    ('DiagnosisIn(["LUAD"])', "PAAD", NOT_MET),
    ('DiagnosisIn(["NSCLC"], excluding=["LUSC"])', "LUSC", NOT_MET),
    ('DiagnosisIn(["NSCLC"], excluding=["LUSC"])', "NSCLC", UNKNOWN),
    ('DiagnosisIn(["LUAD"])', "age 60", UNKNOWN),
    ("SolidTumor()", "PAAD", MET),
    ("SolidTumor()", "GB", MET),
    ("SolidTumor()", "AML", NOT_MET),
    ("SolidTumor()", "DLBCLNOS", NOT_MET),
    ("SolidTumor(include_lymphoma=True)", "DLBCLNOS", MET),
    ("SolidTumor()", "age 60", UNKNOWN),
]


@check(DISEASE)
def test_a_statement_about_an_ancestor_holds_for_its_descendants_and_an_ancestor_is_unknown(
    question: str, case: str, verdict: Verdict
) -> None:
    assert answer(question, case) is verdict


# --- amplification, HER2, PD-L1 -----------------------------------------------------------------------------------
AMPLIFIED: list[Row] = [
    ('GeneAmplified("MET")', "LUAD; tested; ploidy 2; MET 6.5 copies", MET),  # above 3 x ploidy
    ('GeneAmplified("MET")', "LUAD; tested; ploidy 2; MET 6 copies", NOT_MET),
    ('GeneAmplified("MET")', "LUAD; tested; ploidy 4; MET 8 copies", NOT_MET),  # 8 of 4 is a gain
    ('GeneAmplified("MET")', "LUAD; tested; ploidy 4; MET 13 copies", MET),
    ('GeneAmplified("MET")', "LUAD; tested; MET 6.5 copies", MET),  # ploidy not known: above 6
    ('GeneAmplified("MET")', "LUAD; tested; MET gain", NOT_MET),
    ('GeneAmplified("MET")', "LUAD; tested; MET amplification", MET),
    ('GeneAmplified("MET", min_copies=10)', "LUAD; tested; MET 8 copies", NOT_MET),
    ('GeneAmplified("MET", min_copies=10)', "LUAD; tested; MET amplification", UNKNOWN),
    ('GeneDeleted("CDKN2A")', "LUAD; tested; CDKN2A loss", NOT_MET),  # one copy lost is no deep deletion
    ('GeneDeleted("CDKN2A")', "LUAD; tested; CDKN2A deep_loss", MET),
    ('GeneDeleted("CDKN2A")', "LUAD; tested; CDKN2A 0.4 copies", MET),
    ('GeneDeleted("CDKN2A")', "LUAD; tested; CDKN2A 0.5 copies", NOT_MET),
]


@check(AMPLIFIED)
def test_amplification_is_a_dated_ploidy_aware_threshold_and_never_a_gain(
    question: str, case: str, verdict: Verdict
) -> None:
    assert answer(question, case) is verdict


SEQUENCED: list[Row] = [
    ('Her2StatusIn(["positive"])', "IDC; tested; ERBB2 amplification", UNKNOWN),
    ('Her2StatusIn(["positive"])', "IDC; tested; ERBB2 20 copies", UNKNOWN),
    ('Her2StatusIn(["positive"])', "IDC; tested; ERBB2 20 copies; HER2 IHC 1+", NOT_MET),
    ('Her2StatusIn(["positive"])', "IDC; HER2 IHC 3+", MET),
    ('GeneAmplified("ERBB2")', "IDC; HER2 IHC 3+", UNKNOWN),  # nor the other way round
]


@check(SEQUENCED)
def test_sequencing_amplification_of_erbb2_is_not_her2_positive(question: str, case: str, verdict: Verdict) -> None:
    assert answer(question, case) is verdict


def test_her2_negative_by_staining_with_amplification_by_sequencing_asks_for_review() -> None:
    assert asked('Her2StatusIn(["positive"])', "IDC; tested; ERBB2 20 copies; HER2 IHC 1+").needs_review


PDL1: list[Row] = [
    ('PdL1Between("TPS", min=50, clone="22C3")', "LUAD; PD-L1 TPS 60 22C3", MET),
    ('PdL1Between("TPS", min=50, clone="22C3")', "LUAD; PD-L1 TPS 49 22C3", NOT_MET),
    ('PdL1Between("TPS", min=50, clone="22C3")', "LUAD; PD-L1 TPS 60 SP263", UNKNOWN),
    ('PdL1Between("TPS", min=50, clone="22C3")', "LUAD; PD-L1 TPS 60", UNKNOWN),  # clone not stated
    ('PdL1Between("TPS", min=50, clone="22C3")', "LUAD; PD-L1 60", UNKNOWN),  # scoring method not stated
    ('PdL1Between("CPS", min=10, clone="22C3")', "IDC; PD-L1 TPS 60 22C3", UNKNOWN),  # another score
    ('PdL1Between("CPS", min=1, clone="stated")', "IDC; PD-L1 CPS 5 22C3", MET),
    ('PdL1Between("CPS", min=1, clone="stated")', "IDC; PD-L1 CPS 5", UNKNOWN),
    ('PdL1Between("CPS", min=1)', "IDC; PD-L1 CPS 0", NOT_MET),  # no clone is named, so none is asked for
    ('PdL1Between("TPS", min=50)', "LUAD; PD-L1 TPS 90", MET),
    ('PdL1Between("TPS", min=50)', "LUAD; PD-L1 90", UNKNOWN),  # the scoring method is asked for all the same
    (
        'PdL1Between("TPS", min=1, clone="22C3")',
        "LUAD; PD-L1 TPS 0",
        UNKNOWN,
    ),  # another clone may stain where this did not
    ('PdL1Between("CPS", min=1)', "IDC; PD-L1 CPS 5", MET),  # a trial may take any clone; a label may not
]


@check(PDL1)
def test_pd_l1_without_clone_and_scoring_method_is_unknown_for_a_label(
    question: str, case: str, verdict: Verdict
) -> None:
    assert answer(question, case) is verdict


# --- an exact allele named in a label -----------------------------------------------------------------------------
def test_an_exact_allele_named_in_a_label_needs_no_oncogenicity_class_and_shows_it_beside() -> None:
    label = statement("s", "drug", 'ProteinChangeIn("EGFR", ["A864V"])', approvals=approved())
    found = assess("LUAD; tested; EGFR A864V", label)
    assert the(found).verdict is MET
    assert found.case.findings is not None
    known = found.case.findings.of("variant/v1")
    assert known is not None
    assert known.oncogenicity is not None
    assert known.oncogenicity.classification == "vus"
    common = assess("LUAD; tested; EGFR A864V af 0.03", label)
    assert the(common).kept  # nor does the population veto touch it


def test_origin_unknown_is_not_chip() -> None:
    assert short_case("LUAD; EGFR L858R").variants[0].origin is Origin.UNKNOWN
    assert answer(L858R, "LUAD; tested; plasma; EGFR L858R") is MET


def test_every_label_of_the_pack_asks_that_the_pd_l1_clone_be_stated() -> None:
    labels = [to_text(s.biomarker) for s in statements() if s.kind == "label"]
    asked_for = [t for text in labels for t in text.split("PdL1Between(")[1:]]
    assert len(asked_for) > 5
    assert [t for t in asked_for if "clone=" not in t.split(")")[0]] == []
