"""Rules of truth on approvals, dates, grades' order and what speaks against a therapy (docs/architecture.md, section 5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from tests.evidence_support import approved, names, read, statement, withdrawn
from tests.pack_support import statements as pack
from tests.truth_support import UNKNOWN, answer, assess, codes, grade, the

from tumorboard.evidence.buckets import BUCKETS
from tumorboard.evidence.rank import KEYS
from tumorboard.model.dates import PartialDate
from tumorboard.model.statement import Approval
from tumorboard.testing.short_case import short_case
from tumorboard.wording import words

L858R = 'ProteinChangeIn("EGFR", ["L858R"])'
CASE = "LUAD; tested; EGFR L858R"
SINCE = date(2018, 1, 1)
ON = date(2026, 11, 24)


def held(agency: str, status: str = "approved", since: date | None = SINCE, until: date | None = None) -> Approval:
    return Approval(agency=agency, status=status, since=since, until=until)


# --- jurisdiction -------------------------------------------------------------------------------------------------
JURISDICTION: list[tuple[str, tuple[Approval, ...], tuple[str, ...], str, str]] = [
    # what is said, approvals, agencies asked for, bucket, AMP
    ("none asked: any agency counts", (held("NMPA"),), (), "approved_own_tumor", "I-A"),
    ("approved where asked", (held("FDA"), held("EMA")), ("FDA",), "approved_own_tumor", "I-A"),
    ("approved only elsewhere", (held("FDA"),), ("EMA",), "approved_elsewhere", "II-C"),
    ("of several asked for, the strictest", (held("FDA"),), ("FDA", "EMA"), "approved_elsewhere", "II-C"),
    ("all of several", (held("FDA"), held("EMA")), ("FDA", "EMA"), "approved_own_tumor", "I-A"),
    ("accelerated is approved", (held("FDA", "accelerated"),), ("FDA",), "approved_own_tumor", "I-A"),
    ("unknown status", (held("FDA", "unknown", None),), ("FDA",), "unclassified", ""),
    ("unknown status, none asked", (held("FDA", "unknown", None),), (), "unclassified", ""),
    ("not approved", (held("FDA", "not_approved", None),), (), "unclassified", ""),
    ("approved, first date not known", (held("FDA", since=None),), ("FDA",), "approved_own_tumor", "I-A"),
]


@pytest.mark.parametrize(("approvals", "asked", "bucket", "amp"), [r[1:] for r in JURISDICTION],
                         ids=[r[0] for r in JURISDICTION])  # fmt: skip
def test_an_approval_counts_where_and_as_it_is_recorded(
    approvals: tuple[Approval, ...], asked: tuple[str, ...], bucket: str, amp: str
) -> None:
    option = the(assess(CASE, statement("s", "osimertinib", L858R, kind="label", approvals=approvals), asked=asked))
    assert (option.bucket, grade(option)) == (bucket, amp)


def test_each_label_of_the_pack_states_all_three_agencies_side_by_side() -> None:
    labels = [s for s in pack() if s.kind == "label"]
    assert labels
    assert {tuple(a.agency for a in s.approvals) for s in labels} == {("FDA", "EMA", "NMPA")}


def test_a_full_approval_stands_before_a_conditional_one_in_the_jurisdiction_asked_for() -> None:
    accelerated = statement("a", "afatinib", L858R, approvals=(held("FDA", "accelerated"),))
    full = statement("z", "gefitinib", L858R, approvals=(held("FDA"),))
    assert names(assess(CASE, accelerated, full, asked=("FDA",)).options) == ["gefitinib", "afatinib"]


def test_approved_elsewhere_stands_behind_approved_here_and_says_what_would_change_it() -> None:
    here = statement("z", "gefitinib", L858R, approvals=(held("EMA"),))
    there = statement("a", "afatinib", L858R, approvals=(held("FDA"),))
    found = assess(CASE, here, there, asked=("EMA",))
    assert names(found.options) == ["gefitinib", "afatinib"]
    assert "change.approval_where_asked" in codes(the(found, "afatinib"))


# --- dates --------------------------------------------------------------------------------------------------------
GONE = date(2021, 10, 6)
DAY = timedelta(days=1)
DATES: list[tuple[str, tuple[Approval, ...], date, tuple[str, ...], bool, str]] = [
    # what is said, approvals, assessment date, asked, kept, AMP
    ("the day before the first approval", (held("FDA"),), SINCE - DAY, (), False, ""),
    ("on the day of approval", (held("FDA"),), SINCE, (), True, "I-A"),
    ("the day before withdrawal", withdrawn("FDA", GONE), GONE - DAY, ("FDA",), True, "I-A"),
    ("on the day of withdrawal", withdrawn("FDA", GONE), GONE, ("FDA",), False, ""),
    ("withdrawn here, in force there", withdrawn("FDA", GONE, "EMA"), GONE, ("EMA",), True, "I-A"),
    ("withdrawn here, in force only there", withdrawn("FDA", GONE, "EMA"), GONE, ("FDA",), True, "II-C"),
    ("withdrawn, date not known", (held("FDA", "withdrawn", None),), ON, (), False, ""),
    ("undated approval of a release later than the decision", (held("FDA", since=None),), SINCE, (), True, ""),
]


@pytest.mark.parametrize(("approvals", "on", "asked", "kept", "amp"), [r[1:] for r in DATES], ids=[r[0] for r in DATES])
def test_approvals_hold_by_date_and_jurisdiction(
    approvals: tuple[Approval, ...], on: date, asked: tuple[str, ...], kept: bool, amp: str
) -> None:
    option = the(assess(CASE, statement("s", "osimertinib", L858R, approvals=approvals), on=on, asked=asked))
    assert (option.kept, grade(option)) == (kept, amp)
    if not kept:
        assert option.against[0].code in {"evidence.withdrawn", "evidence.approved_only_later"}


def test_a_guideline_alone_after_a_withdrawal_asks_for_review() -> None:
    label = statement("s", "osimertinib", L858R, approvals=withdrawn("FDA", GONE), guideline="other")
    option = the(assess(CASE, label))
    assert option.kept
    assert option.needs_review
    assert "evidence.guideline_only_after_withdrawal" in codes(option)


# --- the published order ------------------------------------------------------------------------------------------
STEPS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    # which key decides, what stands first, what stands second (ids z and a: the id would decide the other way)
    ("bucket", {"approvals": approved()}, {"study": "rct met"}),
    ("bucket", {"study": "retrospective"}, {"approvals": approved(), "disease": 'DiagnosisIn(["PAAD"])'}),
    ("bucket", {"study": "prospective_nonrandomized"}, {"study": "case_report"}),
    ("bucket", {"study": "case_report"}, {"study": "preclinical"}),
    ("bucket", {"study": "preclinical"}, {"study": "rct absent"}),
    ("ground", {"study": "retrospective"}, {"study": "rct met", "biomarker": 'ExonMutated("BRAF", [18])'}),
    ("ground", {"approvals": approved()}, {"approvals": approved(), "study": "rct met", "biomarker": "Always()"}),
    ("amp", {"study": "rct met"}, {"study": "retrospective"}),
    ("escat", {"approvals": approved(), "study": "rct met"}, {"approvals": approved(), "study": "retrospective"}),
    ("source", {"civic": "A"}, {"civic": "B"}),
    ("preference", {"guideline": "preferred"}, {"guideline": "other"}),
    ("preference", {"guideline": "other"}, {"guideline": "certain_circumstances"}),
    ("line", {"approvals": approved()}, {"approvals": approved(), "given": 'HadTherapy(classes=["platinum"])'}),
    (
        "line",
        {"approvals": approved(), "study": "retrospective"},
        {"approvals": approved(), "study": "rct met", "given": 'ProgressedOn(classes=["egfr_tki"])'},
    ),
    ("specificity", {"approvals": approved()}, {"approvals": approved(), "biomarker": 'GeneAltered(["EGFR"])'}),
    ("verdict", {"approvals": approved()}, {"approvals": approved(), "given": "EcogAtMost(1)"}),
]


@pytest.mark.parametrize(("key", "first", "second"), STEPS, ids=[f"{n}-{s[0]}" for n, s in enumerate(STEPS)])
def test_each_sort_key_decides_where_all_keys_before_it_are_equal(
    key: str, first: dict[str, Any], second: dict[str, Any]
) -> None:
    rows = []
    for name, therapy, fields in (("z", "gefitinib", first), ("a", "afatinib", second)):
        fields = {**fields, "genes": ["EGFR", "BRAF"]}
        rows.append(statement(name, therapy, fields.pop("biomarker", L858R), **fields))
    found = assess(f"{CASE}; BRAF A712V", *rows).options
    assert names(found) == ["gefitinib", "afatinib"]
    ahead, behind = (dict(k.split(":") for k in o.sort_key[:-1]) for o in found)
    assert next(k for k in KEYS if ahead[k] != behind[k]) == key


def test_the_sort_key_is_printed_whole_with_the_statements_id_last() -> None:
    option = the(assess(CASE, statement("the-id", "osimertinib", L858R, approvals=approved())))
    assert [k.split(":")[0] for k in option.sort_key[:-1]] == list(KEYS)
    assert option.sort_key[-1] == "the-id"


def test_every_bucket_has_words() -> None:
    assert all(f"bucket.{b}" in words("en").terms for b in BUCKETS)


def test_rejected_options_have_no_rank_and_resistance_is_a_list_of_its_own() -> None:
    found = assess(
        "LUAD; tested; EGFR L858R; EGFR T790M",
        statement("a", "osimertinib", L858R, approvals=approved()),
        statement("b", "gefitinib", L858R, approvals=approved()),
        statement(
            "c", "class egfr_tki_1g", 'ProteinChangeIn("EGFR", ["T790M"])', predicate="resistance", guideline="other"
        ),
    )
    assert [(o.rank, o.kept) for o in found.options] == [(1, True)]
    assert [(o.rank, o.kept, o.predicate) for o in found.rejected] == [(None, False, "sensitivity")]
    assert [(o.rank, o.predicate) for o in found.resistance] == [(None, "resistance")]


# --- what speaks against a therapy --------------------------------------------------------------------------------
AFTER_GEFITINIB = 'ProgressedOn(agents=["gefitinib"])'
PRIOR: list[tuple[str, str, str, str, str]] = [
    # treatment so far, regimen, its context, fate, reason
    ("had osimertinib progression", "osimertinib", "Always()", "rejected", "prior.same_drug"),
    ("had osimertinib toxicity", "osimertinib", "Always()", "demoted", "prior.toxicity"),
    ("had osimertinib ongoing", "osimertinib", "Always()", "kept", ""),
    ("had osimertinib completed adjuvant", "osimertinib", "Always()", "kept", ""),
    ("had osimertinib progression", "osimertinib + savolitinib", "Always()", "demoted", "prior.component"),
    ("had osimertinib+savolitinib progression", "osimertinib", "Always()", "rejected", "prior.same_drug"),
    ("had gefitinib progression", "erlotinib", "Always()", "set back", "prior.nothing_new"),
    ("had gefitinib progression", "osimertinib", "Always()", "kept", ""),  # a later generation
    ("had osimertinib progression", "gefitinib", "Always()", "demoted", "prior.same_class"),  # an earlier one
    ("had crizotinib progression", "lorlatinib", "Always()", "kept", ""),
    ("had crizotinib progression", "repotrectinib", "Always()", "kept", ""),
    ("had crizotinib progression", "entrectinib", "Always()", "set back", "prior.nothing_new"),
    ("had entrectinib progression", "crizotinib", "Always()", "set back", "prior.nothing_new"),
    ("had midostaurin progression", "gilteritinib", "Always()", "kept", ""),
    ("had alectinib progression", "brigatinib", "Always()", "demoted", "prior.same_class"),  # has worked after it
    ("had elranatamab progression", "teclistamab", "Always()", "demoted", "prior.same_class"),
    ("had dexamethasone+bortezomib progression", "dexamethasone + venetoclax", "Always()", "kept", ""),  # support
    ("had leucovorin+fluorouracil progression", "fluorouracil + leucovorin", "Always()", "rejected", "prior.same_drug"),
    ("had ibrutinib progression", "acalabrutinib", "Always()", "set back", "prior.nothing_new"),
    ("had ibrutinib progression", "pirtobrutinib", "Always()", "demoted", "prior.same_class"),  # binds otherwise
    ("had cetuximab+encorafenib progression", "encorafenib + panitumumab", "Always()", "set back", "prior.nothing_new"),
    ("had cetuximab+irinotecan progression", "encorafenib + panitumumab", "Always()", "demoted", "prior.same_class"),
    ("had pembrolizumab progression", "ipilimumab + nivolumab", "Always()", "demoted", "prior.same_class"),
    ("had pembrolizumab progression", "nivolumab", "Always()", "set back", "prior.nothing_new"),
    ("had pembrolizumab completed", "nivolumab", "Always()", "kept", ""),
    ("had gefitinib progression", "erlotinib", 'HadTherapy(classes=["egfr_tki_1g"])', "kept", ""),  # asked for
    ("had capecitabine progression", "fluorouracil", "Always()", "set back", "prior.nothing_new"),  # one active drug
    ("had capecitabine progression", "gemcitabine", "Always()", "kept", ""),  # a broad class: no shared resistance
    ("had gefitinib progression", "osimertinib", AFTER_GEFITINIB, "kept", ""),  # what its label asks for
    ("had carboplatin+pemetrexed progression", "osimertinib", "Always()", "kept", ""),
    ("had cisplatin progression", "carboplatin", "Always()", "set back", "prior.nothing_new"),
]


@pytest.mark.parametrize(("had", "regimen", "given", "fate", "why"), PRIOR)
def test_failure_of_the_same_drug_rejects_and_of_its_class_sets_back_or_demotes(
    had: str, regimen: str, given: str, fate: str, why: str
) -> None:
    asked_for = statement("a", regimen, L858R, given=given, approvals=approved())
    other = statement("z", "imatinib", L858R, approvals=approved())
    studied = statement("zz", "selinexor", L858R, study="retrospective")
    foreign = statement("y", "sunitinib", L858R, disease='DiagnosisIn(["PAAD"])', approvals=approved())
    found = assess(f"{CASE}; {had}; history complete", asked_for, other, studied, foreign)
    option = the(found, regimen)
    assert option.kept is (fate != "rejected")
    assert option.needs_review is (fate in {"demoted", "review", "set back"})
    order = {
        "rejected": ["imatinib", "selinexor", "sunitinib"],
        "demoted": ["imatinib", regimen, "selinexor", "sunitinib"],
        "set back": ["imatinib", "selinexor", regimen, "sunitinib"],
    }.get(fate, [regimen, "imatinib", "selinexor", "sunitinib"])
    assert names(found.options) == order
    if why:
        assert why in codes(option)


CONTEXT: list[tuple[str, str, str, str]] = [
    # condition of the label, patient, fate, reason of the leaf
    ("SystemicLinesBetween(max=0)", "history complete", "MET", "lines.within"),
    ("SystemicLinesBetween(max=0)", "had cisplatin line 1 metastatic; history complete", "NOT_MET", "lines.outside"),
    ("SystemicLinesBetween(max=0)", "age 60", "UNKNOWN", "therapy.history_not_complete"),
    ("SystemicLinesBetween(min=1)", "had cisplatin line 1 adjuvant; history complete", "NOT_MET", "lines.outside"),
    ('SettingIn(["adjuvant"])', "setting adjuvant", "MET", "setting.is"),
    ('SettingIn(["adjuvant"])', "setting metastatic", "NOT_MET", "setting.is"),
    ('SettingIn(["adjuvant"])', "age 60", "UNKNOWN", "setting.not_recorded"),
    ('ExtentIn(["metastatic"])', "localized", "NOT_MET", "extent.is"),
    ("AgeBetween(min=18)", "age 17", "NOT_MET", "age.below"),
    ("AgeBetween(min=18)", "age 18", "MET", "age.within"),
    ("AgeBetween(max=17)", "age 18", "NOT_MET", "age.above"),
    ("AgeBetween(min=18)", "female", "UNKNOWN", "age.not_recorded"),
]


@pytest.mark.parametrize(("given", "patient", "verdict", "why"), CONTEXT)
def test_line_setting_extent_and_age_of_a_label_hold_in_its_own_tumor(
    given: str, patient: str, verdict: str, why: str
) -> None:
    label = statement("s", "osimertinib", L858R, given=given, approvals=approved())
    option = the(assess(f"{CASE}; {patient}", label))
    assert option.verdict.name == verdict
    assert option.kept is (verdict != "NOT_MET")
    assert why in codes(option)
    elsewhere = the(assess(f"PAAD; tested; EGFR L858R; {patient}", label))
    # Off label the lines were written for other patients; who is too young, or treated for cure, is so in every tumor.
    everywhere = given.startswith("AgeBetween") or "metastatic" in given
    assert elsewhere.kept is not (verdict == "NOT_MET" and everywhere)
    assert "evidence.context_not_applied" in codes(elsewhere)


AGAINST: list[tuple[str, str, bool, bool]] = [
    # patient, contraindication, kept, needs review
    ("condition interstitial_lung_disease", 'ConditionHistory(["interstitial_lung_disease"])', False, False),
    ("conditions complete", 'ConditionHistory(["interstitial_lung_disease"])', True, False),
    ("age 60", 'ConditionHistory(["interstitial_lung_disease"])', True, False),  # unknown is harmless
    ("KRAS G12D", 'ProteinChangeIn("KRAS", ["G12D"])', False, False),
    ("MET amplification; MET 4 copies", 'GeneAmplified("MET", min_copies=3)', False, False),
]


@pytest.mark.parametrize(("patient", "against", "kept", "review"), AGAINST)
def test_a_contraindication_rejects_only_when_it_is_met(patient: str, against: str, kept: bool, review: bool) -> None:
    label = statement("s", "osimertinib", L858R, against=[against], approvals=approved())
    option = the(assess(f"{CASE}; {patient}", label))
    assert (option.kept, option.needs_review) == (kept, review)
    assert bool({"evidence.contraindicated", "evidence.barred"} & set(codes(option))) is not kept


COLON, BREAST = 'DiagnosisIn(["COADREAD"])', 'DiagnosisIn(["BRCA"])'
WARNED: list[tuple[str, bool]] = [
    # patient, set back and shown
    ("condition interstitial_lung_disease", True),
    ("condition hypertension", False),
    ("conditions complete", False),
    ("age 60", False),  # a warning about what nobody recorded would set back every such drug
]


@pytest.mark.parametrize(("patient", "warned"), WARNED)
def test_a_warning_sets_an_option_back_and_does_not_reject_it(patient: str, warned: bool) -> None:
    against = 'ConditionHistory(["interstitial lung disease"]) and FlagIf(Always())'
    label = statement("s", "osimertinib", L858R, against=[against], approvals=approved())
    other = statement("z", "afatinib", L858R, approvals=approved(), guideline="other")
    found = assess(f"{CASE}; {patient}", label, other)
    option = the(found, "osimertinib")
    assert option.kept
    assert (option.needs_review, "evidence.warned" in codes(option), "demoted:1" in option.sort_key) == (warned,) * 3
    assert names(found.options)[-1] == ("osimertinib" if warned else names(found.options)[-1])


FAILED: list[tuple[str, str, str, bool, bool]] = [
    # tumor of the patient, tumor and benefit of the disputing study, kept, told as disputed
    ("STAD", "STAD", "absent", False, False),
    ("STAD", "STAD", "unknown", True, True),
    ("STAD", "COADREAD", "absent", True, True),  # a third tumor: told, and no more
    ("IDC", "STAD", "absent", True, False),  # the claim was made for this tumor: another one says nothing against it
]


@pytest.mark.parametrize(("tumor", "study_in", "benefit", "kept", "told"), FAILED)
def test_a_study_that_failed_in_this_tumor_ends_the_claim_of_another(
    tumor: str, study_in: str, benefit: str, kept: bool, told: bool
) -> None:
    claim = statement("b", "trastuzumab emtansine", 'GeneAmplified("ERBB2")', disease=BREAST, genes=("ERBB2",),
                      approvals=approved())  # fmt: skip
    failed = statement("g", "trastuzumab emtansine", 'GeneAmplified("ERBB2")', disease=f'DiagnosisIn(["{study_in}"])',
                       genes=("ERBB2",), study=f"rct {benefit}", direction="disputes")  # fmt: skip
    option = the(assess(f"{tumor}; tested; ERBB2 amplification", claim, failed))
    assert option.kept is kept
    assert ("evidence.failed_here" in codes(option)) is not kept
    if kept:
        assert ("evidence.disputed" in codes(option)) is told


GENOTYPE: list[tuple[str, str, bool, str]] = [
    # genotype, regimen, kept, reason
    ("DPYD poor_metabolizer", "capecitabine", False, "pharmacogenetic.avoid"),
    ("DPYD poor_metabolizer", "capecitabine + oxaliplatin", False, "pharmacogenetic.avoid"),
    ("DPYD intermediate_metabolizer", "capecitabine", True, "pharmacogenetic.reduce"),
    ("DPYD normal_metabolizer", "capecitabine", True, ""),
    ("age 60", "capecitabine", True, ""),
    ("UGT1A1 poor_metabolizer", "irinotecan", True, "pharmacogenetic.reduce"),
    ("UGT1A1 poor_metabolizer", "sacituzumab govitecan", True, "pharmacogenetic.caution"),
    ("UGT1A1 poor_metabolizer", "capecitabine", True, ""),
]


@pytest.mark.parametrize(("genotype", "regimen", "kept", "why"), GENOTYPE)
def test_dpyd_and_ugt1a1_genotypes_change_the_use_of_their_drugs(
    genotype: str, regimen: str, kept: bool, why: str
) -> None:
    option = the(assess(f"{CASE}; {genotype}", statement("s", regimen, L858R, approvals=approved())))
    assert option.kept is kept
    assert {c for c in codes(option) if c.startswith("pharmacogenetic.")} == ({why} if why else set())
    assert option.needs_review is (kept and bool(why))


def test_a_course_recorded_twice_is_one_line() -> None:
    once = "LUAD; had osimertinib metastatic progression; history complete"
    twice = f"{once}; had osimertinib metastatic progression"
    for question in (
        "SystemicLinesBetween(max=1)",
        "SystemicLinesBetween(min=1, max=1)",
        "SystemicLinesBetween(min=2)",
    ):
        assert answer(question, once) is answer(question, twice) is not UNKNOWN


WINDOW = [
    # end of the course, within 12 months before 2026-11-24
    ("2025-11-24", "MET"),  # the first day counts
    ("2025-11-23", "NOT_MET"),
    ("2025-11", "UNKNOWN"),  # a month that the limit divides
    ("2026-02", "MET"),
    ("2024", "NOT_MET"),
]


@pytest.mark.parametrize(("stopped", "verdict"), WINDOW)
def test_a_window_of_months_is_counted_by_the_calendar(stopped: str, verdict: str) -> None:
    case = short_case("LUAD; had cisplatin completed; history complete")
    course = replace(case.courses[0], stop=PartialDate.parse(stopped))
    question = 'HadTherapy(agents=["cisplatin"], within_months=12)'
    assert answer(question, replace(case, courses=(course,))).name == verdict


# --- what this tumor denies, and what comes first -----------------------------------------------------------------
V600E = 'ProteinChangeIn("BRAF", ["V600E"])'
HER2_RAS_WT = 'GeneAmplified("ERBB2") and WildType(["KRAS"])'
DENIED: list[tuple[str, str, str, bool, bool]] = [
    # patient, regimen claimed in breast cancer, its biomarker, kept, set behind
    ("ERBB2 amplification; KRAS G12D", "trastuzumab + tucatinib", 'GeneAmplified("ERBB2")', False, False),
    ("ERBB2 amplification; KRAS G12D", "pertuzumab + trastuzumab", 'GeneAmplified("ERBB2")', False, False),  # an agent
    ("ERBB2 amplification; KRAS G12D", "capecitabine + lapatinib", 'GeneAmplified("ERBB2")', True, True),  # a class
    ("ERBB2 amplification; KRAS G12D", "abemaciclib", 'GeneAmplified("ERBB2")', True, False),
    ("ERBB2 amplification; KRAS G12D", "trastuzumab", 'ProteinChangeIn("KRAS", ["G12D"])', True, False),  # other target
    ("ERBB2 amplification", "pertuzumab + trastuzumab", 'GeneAmplified("ERBB2")', True, False),
    ("KRAS G12D", "trastuzumab", 'ProteinChangeIn("KRAS", ["G12D"])', True, False),
]


@pytest.mark.parametrize(("patient", "regimen", "biomarker", "kept", "behind"), DENIED)
def test_what_this_tumor_denies_no_other_tumor_brings_back(
    patient: str, regimen: str, biomarker: str, kept: bool, behind: bool
) -> None:
    genes = ("ERBB2", "KRAS")
    own = statement("own", "trastuzumab + tucatinib", HER2_RAS_WT, disease=COLON, genes=genes, approvals=approved())
    foreign = statement("b", regimen, biomarker, disease=BREAST, genes=genes, approvals=approved())
    option = the(assess(f"COAD; tested; {patient}", own, foreign), regimen)
    assert option.kept is kept
    assert ("demoted:1" in option.sort_key) is behind
    assert ("evidence.own_tumor_denies" in codes(option)) is (behind or not kept)


def test_what_is_claimed_of_a_part_alone_does_not_put_a_regimen_of_this_tumor_behind_a_weaker_one() -> None:
    own = statement("own", "cetuximab + encorafenib", V600E, disease=COLON, genes=("BRAF",), approvals=approved())
    open_ = statement(
        "open", "larotrectinib", V600E, disease=COLON, genes=("BRAF",), approvals=approved(), given="EcogAtMost(1)"
    )
    against = statement("r", "cetuximab", 'GeneAmplified("ERBB2")', disease=COLON, genes=("ERBB2",),
                        predicate="resistance", study="retrospective")  # fmt: skip
    found = assess("COAD; tested; BRAF V600E; ERBB2 amplification", own, open_, against)
    assert names(found.options) == ["cetuximab + encorafenib", "larotrectinib"]
    first = the(found, "cetuximab + encorafenib")
    assert first.needs_review
    assert "resistance.component_weaker" in codes(first)


OWN_LABEL: list[tuple[str, dict[str, Any], dict[str, Any], bool, str]] = [
    # patient with a breast cancer, the label of the regimen, the other statement on it, kept, what is said
    ("ER 0 %; PR 0 %", {}, {"civic": "A"}, False, "evidence.own_label_not_met"),  # an item that says only "breast cancer"
    ("ER 80 %; PR 0 %", {}, {"civic": "A"}, True, ""),
    ("age 60", {}, {"civic": "A"}, True, ""),  # receptors not recorded: both wait, nothing is refused
    ("ER 80 %; had letrozole line 1 metastatic; history complete", {"given": "TreatmentNaive()"}, {"civic": "A"}, True,
     "evidence.own_context_not_met"),  # set behind
    ("ER 80 %; had letrozole line 1 metastatic; history complete", {"given": "TreatmentNaive()"},
     {"disease": COLON, "approvals": approved()}, False, "evidence.own_context_not_met"),
    ("ER 80 %; age 9", {"given": "AgeBetween(min=18)"}, {"disease": COLON, "approvals": approved()}, False,
     "evidence.own_context_not_met"),
    ("ER 80 %; age 60", {"given": "AgeBetween(min=18)"}, {"disease": COLON, "approvals": approved()}, True, ""),
]  # fmt: skip


@pytest.mark.parametrize(("patient", "label", "other", "kept", "said"), OWN_LABEL)
def test_what_the_label_refuses_for_this_tumor_broader_words_do_not_bring_back(
    patient: str, label: dict[str, Any], other: dict[str, Any], kept: bool, said: str
) -> None:
    genes, drugs = ("PIK3CA",), "alpelisib + capecitabine"
    change = 'ProteinChangeIn("PIK3CA", ["H1047R"])'
    hormone = f'{change} and ReceptorStatusIs("ER", status="positive")'
    own = statement("own", drugs, hormone, kind="label", disease=BREAST, genes=genes, approvals=approved(), **label)
    broad = statement("broad", drugs, change, genes=genes, **{"disease": BREAST, **other})
    option = the(assess(f"IDC; tested; PIK3CA H1047R; {patient}", own, broad), drugs)
    assert option.kept is kept
    assert {c for c in codes(option) if c.startswith("evidence.own_")} == ({said} if said else set())


@pytest.mark.parametrize(
    "setting, kept", [("setting adjuvant; localized", False), ("metastatic", True), ("age 60", True)]
)
def test_what_another_tumor_is_promised_when_metastatic_is_nothing_for_a_patient_treated_for_cure(
    setting: str, kept: bool
) -> None:
    foreign = statement("b", "cisplatin + gemcitabine", 'ProteinChangeIn("PIK3CA", ["H1047R"])', disease=COLON,
                        genes=("PIK3CA",), approvals=approved(), given='ExtentIn(["metastatic"])')  # fmt: skip
    option = the(assess(f"IDC; tested; PIK3CA H1047R; {setting}", foreign))
    assert option.kept is kept
    assert ("evidence.for_advanced_disease" in codes(option)) is not kept


def test_a_claim_for_every_solid_tumor_stands_where_this_tumor_denies_another() -> None:
    genes = ("ERBB2", "KRAS")
    own = statement("own", "trastuzumab + tucatinib", HER2_RAS_WT, disease=COLON, genes=genes, approvals=approved())
    every = statement("e", "trastuzumab", 'GeneAmplified("ERBB2")', disease="SolidTumor()", genes=genes,
                      approvals=approved(), tumor_agnostic=True)  # fmt: skip
    assert the(assess("COAD; tested; ERBB2 amplification; KRAS G12D", own, every), "trastuzumab").kept


YIELDS: list[tuple[str, str, bool]] = [
    # patient, tumor of the claim, set behind
    ("COAD; tested; BRAF V600E; MSI high; history complete", COLON, True),
    ("COAD; tested; BRAF V600E; MSI high", COLON, True),  # what was given is not recorded: the usual order of care
    ("COAD; tested; BRAF V600E; MSI high; had pembrolizumab progression; history complete", COLON, False),
    ("COAD; tested; BRAF V600E; MSI stable; history complete", COLON, False),
    ("COAD; tested; BRAF V600E; history complete", COLON, False),  # not known: nothing is put first
    ("STAD; tested; BRAF V600E; MSI high; history complete", COLON, False),  # another tumor's order of care
]


@pytest.mark.parametrize(("patient", "disease", "behind"), YIELDS)
def test_an_option_yields_to_another_only_while_the_guideline_says_so(patient: str, disease: str, behind: bool) -> None:
    yields = read(
        "MismatchRepairDeficient() and not HadTherapy(classes=['immune_checkpoint_inhibitor'])".replace("'", '"')
    )
    braf = statement("a", "cetuximab + encorafenib", 'ProteinChangeIn("BRAF", ["V600E"])', disease=disease, genes=("BRAF",),
                     approvals=approved(), yields_to=yields)  # fmt: skip
    option = the(assess(patient, braf))
    assert ("demoted:1" in option.sort_key) is behind
    assert ("evidence.yields" in codes(option)) is behind


REARRANGED = 'FusionIn(["KMT2A"]) or DiagnosisIn(["AMLMLLT3KMT2A"])'
BROAD_DIAGNOSIS: list[tuple[str, bool]] = [
    # patient, an option
    ("AML", False),  # may be the subtype that the label names: that alone speaks for nothing
    ("AMLMLLT3KMT2A", True),  # the diagnosis was made by that very rearrangement
    ("AML; tested; KMT2A::MLLT3", True),
]


@pytest.mark.parametrize(("patient", "an_option"), BROAD_DIAGNOSIS)
def test_a_tumor_recorded_too_broadly_is_no_finding(patient: str, an_option: bool) -> None:
    label = statement(
        "s", "revumenib", REARRANGED, disease='DiagnosisIn(["AML"])', genes=["KMT2A"], approvals=approved()
    )
    assert names(assess(f"{patient}; IDH1 R132H", label).options) == (["revumenib"] if an_option else [])


SPLIT: list[tuple[str, str, str, str, str]] = [
    # condition of the EMA's row beside the FDA's own, patient, bucket with both asked for, source's level, place of the EMA
    ("Always()", "age 60", "approved_own_tumor", "label FDA/EMA", "FDA, EMA"),
    ("AgeBetween(min=12)", "age 60", "approved_own_tumor", "label FDA/EMA", "FDA, EMA"),
    ("AgeBetween(min=65)", "age 60", "approved_elsewhere", "label FDA", "FDA"),  # not for this patient
    (
        "EcogAtMost(1)",
        "age 60",
        "approved_own_tumor",
        "label FDA/EMA",
        "FDA, EMA",
    ),  # keeps its place, and waits for ECOG
    ("EcogAtMost(1)", "age 60; ecog 2", "approved_elsewhere", "label FDA", "FDA"),
    ("EcogAtMost(1)", "age 60; ecog 1", "approved_own_tumor", "label FDA/EMA", "FDA, EMA"),
]


@pytest.mark.parametrize(("given", "patient", "bucket", "level", "shown"), SPLIT)
def test_agencies_that_word_one_indication_differently_count_together_as_far_as_each_holds(
    given: str, patient: str, bucket: str, level: str, shown: str
) -> None:
    here = statement("a", "osimertinib", L858R, approvals=(held("FDA"), held("EMA", "unknown", None)))
    there = statement("b", "osimertinib", L858R, given=given, approvals=(held("EMA"), held("FDA", "unknown", None)))
    option = the(assess(f"{CASE}; {patient}", here, there, asked=("FDA", "EMA")))
    assert (option.bucket, grade(option, "source")) == (bucket, level)
    assert ", ".join(a.agency for a in option.approvals if a.holds(ON)) == shown


ORGAN: list[tuple[str, str, bool]] = [
    # regimen claimed in another tumor, its tumor, an option here
    ("cetuximab + encorafenib", "COADREAD", False),
    ("abiraterone + olaparib", "PRAD", False),
    ("alpelisib + fulvestrant", "BRCA", False),
    ("dabrafenib + trametinib", "MEL", True),
    ("olaparib", "PRAD", True),
]


@pytest.mark.parametrize(("regimen", "tumor", "an_option"), ORGAN)
def test_hormonal_drugs_and_egfr_antibodies_carry_no_claim_to_another_organ(
    regimen: str, tumor: str, an_option: bool
) -> None:
    claim = statement("s", regimen, L858R, disease=f'DiagnosisIn(["{tumor}"])', approvals=approved())
    found = assess(CASE, claim)
    assert names(found.options) == ([regimen] if an_option else [])
    if not an_option:
        assert "evidence.does_not_carry_over" in codes(the(found, regimen))


ELSEWHERE: list[tuple[str, bool]] = [
    # tumor of the option, whether resistance known of colorectal cancer only is expected
    ("NSCLC", False),  # shown to work in this very tumor
    ("MEL", True),  # rests on another tumor, as the resistance does
]


@pytest.mark.parametrize(("tumor", "expected"), ELSEWHERE)
def test_resistance_of_another_tumor_is_expected_only_against_what_rests_on_another_tumor(
    tumor: str, expected: bool
) -> None:
    claim = statement("s", "vemurafenib", L858R, disease=f'DiagnosisIn(["{tumor}"])', approvals=approved())
    against = statement("r", "vemurafenib", L858R, disease=COLON, predicate="resistance", study="retrospective")
    assert bool(assess(CASE, claim, against).resistance) is expected


AMPLIFIED: list[tuple[str, str, bool, str]] = [
    # patient, status the label asks for, in the ranking, missing
    ("IDC; tested; ERBB2 amplification", "positive", True, "biomarker.HER2"),
    ("IDC; tested; ERBB2 amplification", "negative", False, ""),  # speaks for nothing that asks for a negative status
    ("IDC; tested; HER2 IHC 0", "low", False, ""),  # a score of 0 is never low
    ("IDC; tested; HER2 IHC 0", "ultralow", True, "biomarker.HER2:staining"),
    ("IDC; tested; HER2 IHC 1+", "low", True, ""),
]


@pytest.mark.parametrize(("patient", "status", "an_option", "missing"), AMPLIFIED)
def test_what_sequencing_and_a_score_of_zero_say_of_her2(
    patient: str, status: str, an_option: bool, missing: str
) -> None:
    label = statement("s", "drug", f'Her2StatusIn(["{status}"])', disease=BREAST, genes=["ERBB2", "HER2"],
                      approvals=approved())  # fmt: skip
    found = assess(patient, label).options
    assert names(found) == (["drug"] if an_option else [])
    assert [m for o in found for m in o.missing] == ([missing] if missing else [])
