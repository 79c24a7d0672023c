"""What goes wrong in other tools' rankings, R1 to R12, as tables of what must happen here (peers' failure classes)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.evidence_support import approved, case, look, names, only, statement, withdrawn
from tests.truth_support import answer

from tumorboard.app.assessing import workbench
from tumorboard.app.cases import open_case
from tumorboard.model.alteration import Origin
from tumorboard.model.case import Case
from tumorboard.model.findings import AlterationFinding
from tumorboard.model.verdict import Verdict

L858R = 'ProteinChangeIn("EGFR", ["L858R"])'
V600E = 'ProteinChangeIn("BRAF", ["V600E"])'
MET, UNKNOWN, NOT_MET = Verdict.MET, Verdict.UNKNOWN, Verdict.NOT_MET


def amp(option: object) -> str:
    return next(g.value for g in option.grades if g.scheme == "amp_2017")  # type: ignore[attr-defined]


# --- R1: tumor hierarchy ------------------------------------------------------------------------------------------
HIERARCHY = [
    # patient, statement about, relation, bucket, AMP
    ("LUAD", "LUAD", "same_tumor", "approved_own_tumor", "I-A"),
    ("LUAD", "NSCLC", "same_tumor", "approved_own_tumor", "I-A"),  # evidence for an ancestor holds
    ("NSCLC", "LUAD", "unknown_tumor", "approved_tumor_unknown", ""),  # of a descendant, not silently
    ("PAAD", "NSCLC", "other_tumor", "approved_other_tumor", "II-C"),
]


@pytest.mark.parametrize(("patient", "about", "relation", "bucket", "grade"), HIERARCHY)
def test_r1_evidence_follows_the_tumor_hierarchy(
    patient: str, about: str, relation: str, bucket: str, grade: str
) -> None:
    said = statement("s", "osimertinib", L858R, disease=f'DiagnosisIn(["{about}"])', approvals=approved())
    option = only(look(case(patient, "EGFR L858R"), said))
    assert option.kept
    assert (option.matches[0].relation, option.bucket, amp(option)) == (relation, bucket, grade)


def test_r1_a_descendant_code_keeps_the_options_of_its_ancestor_above_those_of_unrelated_tumors() -> None:
    here = statement("b", "osimertinib", L858R, study="retrospective", guideline="other")
    there = statement("a", "erlotinib", L858R, disease='DiagnosisIn(["PAAD"])', approvals=approved(), study="rct met")
    for code in ("NSCLC", "LUAD", "LUSC"):
        assert names(look(case(code, "EGFR L858R"), here, there).options) == ["osimertinib", "erlotinib"]


# --- R2: narrow beats strong --------------------------------------------------------------------------------------
def test_r2_an_exact_preclinical_match_never_outranks_a_gene_level_approval() -> None:
    strong = statement("z", "afatinib", 'GeneActivated(["EGFR"])', approvals=approved())
    narrow = statement("a", "gefitinib", L858R, study="preclinical")
    found = look(case("LUAD", "EGFR L858R"), strong, narrow)
    assert names(found.options) == ["afatinib", "gefitinib"]
    assert [o.rank for o in found.options] == [1, 2]


def test_r2_of_equals_the_more_exact_match_stands_first() -> None:
    broad = statement("a", "afatinib", 'GeneActivated(["EGFR"])', approvals=approved())
    narrow = statement("z", "gefitinib", L858R, approvals=approved())
    assert names(look(case("LUAD", "EGFR L858R"), broad, narrow).options) == ["gefitinib", "afatinib"]


# --- R3: wild-type requirements -----------------------------------------------------------------------------------
WILD_TYPE = [
    # what was found, tested, kept, verdict
    (["KRAS G12D"], True, False, NOT_MET),
    (["KRAS G12D"], False, False, NOT_MET),
    (["PIK3CA H1047R"], True, True, MET),
    (["PIK3CA H1047R"], False, True, UNKNOWN),
]


@pytest.mark.parametrize(("found", "tested", "kept", "verdict"), WILD_TYPE)
def test_r3_a_wild_type_requirement_is_a_criterion(
    found: list[str], tested: bool, kept: bool, verdict: Verdict
) -> None:
    label = statement("s", "cetuximab", 'WildType(["KRAS", "NRAS"])', disease='DiagnosisIn(["COADREAD"])',
                      genes=["KRAS", "NRAS"], approvals=approved())  # fmt: skip
    ledger = look(case("COAD", *found, tested=tested), label)
    option = only(ledger)
    assert (option.kept, option.verdict) == (kept, verdict)
    if verdict is UNKNOWN:
        assert {"assay.variant:KRAS", "assay.variant:NRAS"} <= {s.missing for s in ledger.next_steps}


def test_r3_a_required_absence_carries_no_drug_to_another_tumor() -> None:
    label = statement("s", "cetuximab", 'WildType(["KRAS", "NRAS"])', disease='DiagnosisIn(["COADREAD"])',
                      genes=["KRAS", "NRAS"], approvals=approved())  # fmt: skip
    assert look(case("LUAD", "PIK3CA H1047R", tested=True), label).options == ()


# --- R4: resistance -----------------------------------------------------------------------------------------------
T790M = 'ProteinChangeIn("EGFR", ["T790M"])'
SENSITIVE = statement("s", "gefitinib", L858R, approvals=approved(), study="rct met")
RESISTANCE = [
    # resistance to, its support, what becomes of gefitinib
    ("class egfr_tki_1g", {"guideline": "other"}, "rejected"),  # as strong, in this tumor
    ("gefitinib", {"guideline": "other"}, "rejected"),
    ("gefitinib", {"study": "retrospective"}, "demoted"),  # weaker
    ("gefitinib", {"study": "preclinical"}, "demoted"),
    ("gefitinib", {"guideline": "other", "disease": 'DiagnosisIn(["PAAD"])'}, "noted"),  # known of another tumor
]


@pytest.mark.parametrize(("therapy", "fields", "fate"), RESISTANCE)
def test_r4_sensitivity_and_resistance_are_reconciled_and_the_conflict_is_shown(
    therapy: str, fields: dict[str, str], fate: str
) -> None:
    against = statement("r", therapy, T790M, predicate="resistance", **fields)  # type: ignore[arg-type]
    other = statement("t", "afatinib", L858R, approvals=approved())
    found = look(case("LUAD", "EGFR L858R", "EGFR T790M"), SENSITIVE, other, against)
    option = only(found, "gefitinib")
    order = {"rejected": ["afatinib"], "demoted": ["afatinib", "gefitinib"], "noted": ["gefitinib", "afatinib"]}
    assert names(found.options) == order[fate]
    assert any(r.param("statement") == "r" for r in option.conflicts)
    assert option.kept is (fate != "rejected")
    assert option.needs_review is (fate == "demoted")


def test_r4_resistance_is_matched_at_its_own_level_and_untested_resistance_is_what_would_change_the_option() -> None:
    by_exon = statement("r", "gefitinib", 'ExonMutated("EGFR", [20], types="insertion")', guideline="other",
                        predicate="resistance")  # fmt: skip
    found = look(case("LUAD", "EGFR L858R", "EGFR A767_V769dup 20"), SENSITIVE, by_exon)
    assert not only(found, "gefitinib").kept
    open_ = look(case("LUAD", "EGFR L858R"), SENSITIVE, by_exon)
    assert only(open_, "gefitinib").kept
    assert "change.resistance_if_found" in {r.code for r in open_.options[0].changes}


# --- R5: regimens -------------------------------------------------------------------------------------------------
def test_r5_a_component_does_not_inherit_the_grade_of_its_combination_nor_the_other_way() -> None:
    both = statement("s", "dabrafenib + trametinib", V600E, genes=["BRAF"], approvals=approved())
    assert names(look(case("LUAD", "BRAF V600E"), both).options) == ["dabrafenib + trametinib"]
    alone = statement("t", "dabrafenib", V600E, genes=["BRAF"], study="preclinical")
    found = look(case("LUAD", "BRAF V600E"), both, alone)
    assert [(n, o.bucket) for n, o in zip(names(found.options), found.options, strict=True)] == [
        ("dabrafenib + trametinib", "approved_own_tumor"),
        ("dabrafenib", "preclinical"),
    ]


def test_r5_resistance_to_one_component_does_not_condemn_a_combination_made_for_carriers() -> None:
    both = statement("s", "osimertinib + savolitinib", f'{L858R} and GeneAmplified("MET")', genes=["EGFR", "MET"],
                     approvals=approved())  # fmt: skip
    against = statement("r", "osimertinib", 'GeneAmplified("MET")', genes=["MET"], guideline="other",
                        predicate="resistance")  # fmt: skip
    alone = statement("t", "osimertinib", L858R, approvals=approved())
    found = look(case("LUAD", "EGFR L858R", "MET amplification"), both, alone, against)
    assert names(found.options) == ["osimertinib + savolitinib"]
    assert "resistance.of_component" in {r.code for r in found.options[0].conflicts}


# --- R6 and R7: allele class, variant kinds -----------------------------------------------------------------------
NOT_INHERITED = [
    ("BRAF D594G", V600E, "BRAF"),  # class III
    ("BRAF G466V", 'VariantClassIn("BRAF", ["BRAF:class_1"])', "BRAF"),
    ("EGFR A767_V769dup 20", 'ExonMutated("EGFR", [19], types="deletion")', "EGFR"),
    ("MET amplification", 'ExonSkipping("MET", 14)', "MET"),
    ("ERBB2 S310F", 'GeneAmplified("ERBB2")', "ERBB2"),
    ("KRAS G12D", 'ProteinChangeIn("KRAS", ["G12C"])', "KRAS"),
]


@pytest.mark.parametrize(("found", "asked", "gene"), NOT_INHERITED)
def test_r6_r7_an_allele_of_another_class_or_kind_never_inherits_the_label(found: str, asked: str, gene: str) -> None:
    profile = case("LUAD", found, tested=True)
    if found == "BRAF G466V":
        known = AlterationFinding(alteration="variant/v0", effect="gain_of_function",
                                  classes=frozenset({"BRAF:class_3"}))  # fmt: skip
        assert profile.findings is not None
        profile = replace(profile, findings=replace(profile.findings, alterations={"variant/v0": known}))
    ledger = look(profile, statement("s", "drug", asked, genes=[gene], approvals=approved()))
    option = only(ledger)
    assert (option.kept, option.rank, option.verdict) == (False, None, NOT_MET)


def test_r7_a_low_gain_never_meets_amplification() -> None:
    profile = case("LUAD", "MET amplification", tested=True)
    assert profile.findings is not None
    gain = replace(profile.copy_numbers[0], copies=3.0, call="gain")
    not_amplified = AlterationFinding(alteration="copy_number/n0", amplified=False)
    profile = replace(profile, copy_numbers=(gain,),
                      findings=replace(profile.findings, alterations={"copy_number/n0": not_amplified}))  # fmt: skip
    assert not only(look(profile, statement("s", "capmatinib", 'GeneAmplified("MET")', genes=["MET"],
                                            approvals=approved()))).kept  # fmt: skip


# --- R8: fusion partners ------------------------------------------------------------------------------------------
def test_r8_exchanging_the_partner_of_a_two_gene_statement_removes_the_match() -> None:
    both = statement("s", "alectinib", 'FusionIn(["ALK"], partners=["EML4"])', genes=["ALK"], approvals=approved())
    profile = case("LUAD", "ALK fusion", tested=True)
    assert look(profile, both).options
    other = replace(profile, fusions=(replace(profile.fusions[0], five_prime="KIF5B"),))
    assert look(other, both).options == ()
    without_kinase = replace(profile, fusions=(replace(profile.fusions[0], three_prime="STRN"),))
    assert look(without_kinase, both).options == ()


# --- R9: tumor-agnostic labels ------------------------------------------------------------------------------------
@pytest.mark.parametrize("code", ["LUAD", "PAAD", "GB", "UEC", "SARCNOS", "CUP"])
def test_r9_a_tumor_agnostic_label_stands_for_every_solid_tumor(code: str) -> None:
    agnostic = statement("s", "larotrectinib", 'FusionIn(["NTRK1"])', disease="SolidTumor()", genes=["NTRK1"],
                         tumor_agnostic=True, approvals=approved(), study="basket met")  # fmt: skip
    option = only(look(case(code, "NTRK1 fusion"), agnostic))
    assert (option.bucket, amp(option), option.matches[0].relation) == ("approved_own_tumor", "I-A", "tumor_agnostic")
    assert [g.value for g in option.grades if g.scheme == "escat_2018"] == ["I-C"]


def test_r9_a_tumor_that_the_label_excludes_is_rejected_not_off_label() -> None:
    label = statement("s", "dabrafenib + trametinib", V600E, disease='SolidTumor() and not DiagnosisIn(["COADREAD"])',
                      genes=["BRAF"], tumor_agnostic=True, approvals=approved())  # fmt: skip
    option = only(look(case("COAD", "BRAF V600E"), label))
    assert not option.kept
    assert option.against[0].code == "evidence.tumor_excluded"
    assert look(case("THPA", "BRAF V600E"), label).options


# --- R10: origin --------------------------------------------------------------------------------------------------
def brca(origin: Origin) -> Case:
    profile = case("HGSOC", "BRCA1 C61G")
    variant = replace(profile.variants[0], origin=origin, clinvar="Pathogenic")
    return replace(profile, variants=(variant,))


ORIGIN = [
    # origin, germline label, label that takes either
    (Origin.GERMLINE, MET, MET),
    (Origin.SOMATIC, UNKNOWN, MET),  # no germline test on record: a second, inherited variant is not excluded
    (Origin.UNKNOWN, UNKNOWN, MET),
    (Origin.POSSIBLE_CHIP, UNKNOWN, UNKNOWN),
]


@pytest.mark.parametrize(("origin", "germline_label", "either_label"), ORIGIN)
def test_r10_origin_matters_only_to_statements_that_speak_of_it(
    origin: Origin, germline_label: Verdict, either_label: Verdict
) -> None:
    disease = 'DiagnosisIn(["OVT"])'
    germline = statement("g", "olaparib", 'GermlinePathogenic(["BRCA1"])', disease=disease, genes=["BRCA1"],
                         approvals=approved())  # fmt: skip
    either = statement("e", "niraparib", 'ProteinChangeIn("BRCA1", ["C61G"])', disease=disease, genes=["BRCA1"],
                       approvals=approved())  # fmt: skip
    found = look(brca(origin), germline, either)
    assert only(found, "olaparib").verdict is germline_label
    assert only(found, "niraparib").verdict is either_label
    if origin is Origin.POSSIBLE_CHIP:
        assert found.options == ()
        assert only(found, "niraparib").against[0].code == "evidence.possible_chip"


# --- R11: population polymorphisms --------------------------------------------------------------------------------
def test_r11_a_common_polymorphism_yields_no_option_from_gene_level_evidence() -> None:
    profile = case("LUAD", "KIT M541L", tested=True)
    assert profile.findings is not None
    common = AlterationFinding(alteration="variant/v0", effect="gain_of_function", polymorphism=True)
    profile = replace(profile, findings=replace(profile.findings, alterations={"variant/v0": common}))
    option = only(look(profile, statement("s", "imatinib", 'GeneAltered(["KIT"])', genes=["KIT"],
                                          approvals=approved())))  # fmt: skip
    assert not option.kept
    assert any("why.polymorphism" in (r.param("because") or ()) for r in option.against)  # type: ignore[operator]


# --- R12: withdrawn approvals -------------------------------------------------------------------------------------
GONE = date(2024, 7, 15)


def test_r12_one_day_after_withdrawal_the_approval_is_gone_in_that_jurisdiction_and_only_there() -> None:
    label = statement("s", "mobocertinib", L858R, approvals=withdrawn("FDA", GONE, "NMPA"))
    before, after = GONE - timedelta(days=1), GONE + timedelta(days=1)
    profile = case("LUAD", "EGFR L858R")

    def grade(on: date, *asked: str) -> tuple[str, str]:
        option = only(look(profile, label, on=on, asked=asked))
        return option.bucket, amp(option)

    assert grade(before, "FDA") == ("approved_own_tumor", "I-A")
    assert grade(after, "FDA") == ("approved_elsewhere", "II-C")
    assert grade(before, "NMPA") == grade(after, "NMPA") == ("approved_own_tumor", "I-A")
    assert "evidence.withdrawn" in {r.code for r in only(look(profile, label, on=after)).because}


def test_r12_withdrawn_everywhere_is_history() -> None:
    label = statement(
        "s", "mobocertinib", L858R, approvals=withdrawn("FDA", GONE), study="prospective_nonrandomized met"
    )
    option = only(look(case("LUAD", "EGFR L858R"), label, on=GONE))
    assert (option.kept, option.rank) == (False, None)
    assert option.against[0].code == "evidence.withdrawn"


FILTERED = [
    # filter of a KRAS G12D call in a panel that covers the gene, RAS wild type, KRAS amplified
    ("PASS", Verdict.NOT_MET, Verdict.NOT_MET),
    ("weak_evidence", Verdict.UNKNOWN, Verdict.NOT_MET),  # neither found nor absent; of copies it says nothing
]


@pytest.mark.parametrize(("said", "wild_type", "amplified"), FILTERED)
def test_a_known_allele_that_failed_a_filter_is_no_wild_type(
    said: str, wild_type: Verdict, amplified: Verdict, tmp_path: Path
) -> None:
    header = (
        "##fileformat=VCFv4.2\n##contig=<ID=chr12,length=133275309>\n"
        '##INFO=<ID=CSQ,Number=.,Type=String,Description="Consequence annotations from Ensembl VEP. '
        'Format: Allele|Consequence|SYMBOL|Feature|HGVSp">\n'
        '##FILTER=<ID=weak_evidence,Description="x">\n##FORMAT=<ID=GT,Number=1,Type=String,Description="x">\n'
        "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tT\n"
    )
    csq = "CSQ=T|missense_variant|KRAS|ENST00000256078|ENSP00000256078:p.Gly12Asp"
    (tmp_path / "t.vcf").write_text(f"{header}chr12\t25245350\t.\tC\tT\t.\t{said}\t{csq}\tGT\t0/1\n")
    (tmp_path / "case.yaml").write_text(
        "case: F\ndiagnosis: {disease: COAD}\nspecimens: [{id: s, kind: tissue, purity: 0.6}]\n"
        "assays: [{id: p, specimen: s, method: dna panel, kinds: [variant, copy_number], genes: [KRAS, NRAS]}]\n"
        "files: [{path: t.vcf, assay: p, tumor_sample: T}]\n"
    )
    bench = workbench()
    case = open_case(tmp_path, bench.vocab, bench.registry).value
    assert case is not None
    assert answer('WildType(["KRAS", "NRAS"])', case) is wild_type
    assert answer('GeneAmplified("KRAS")', case) is amplified
