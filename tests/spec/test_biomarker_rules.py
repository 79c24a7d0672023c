"""What measured biomarkers mean: the limits, on both sides, and the HER2 table.

Sources beside the thresholds in vocab/data/thresholds.tsv; HER2: Wolff 2018 and 2023, Bartley 2017, Bardia 2024.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.truth_support import MET, NOT_MET, UNKNOWN, answer, asked, finding, interpreted

from tumorboard.criteria.leaves.hrd_positive import HrdPositive
from tumorboard.interpret.burden import poisson_interval
from tumorboard.model.biomarker import Biomarker
from tumorboard.model.dates import PartialDate
from tumorboard.model.verdict import Verdict
from tumorboard.testing.short_case import short_case

STATES = [
    # measurement, finding, state
    ("TMB 9.99", "tmb", "low"),
    ("TMB 10.0", "tmb", "high"),
    ("TMB high", "tmb", "high"),
    ("MSI 0 of 5", "msi", "stable"),
    ("MSI 1 of 5", "msi", "stable"),  # MSI-low is treated as stable
    ("MSI 2 of 5", "msi", "msi_high"),
    ("MSI 2 of 7", "msi", ""),  # another panel has another rule
    ("MSI high", "msi", "msi_high"),
    ("MSI low", "msi", "stable"),
    ("MSI equivocal", "msi", "equivocal"),
    ("MLH1 lost", "mmr", "deficient"),
    ("MLH1 retained; MSH2 retained; MSH6 retained; PMS2 retained", "mmr", "proficient"),
    ("MLH1 retained; MSH2 retained", "mmr", ""),  # two stains are not four
    ("MMR deficient", "mmr", "deficient"),
    ("MMR proficient; PMS2 lost", "mmr", "equivocal"),  # contradiction
    ("HRD GIS 41", "hrd", "negative"),
    ("HRD GIS 42", "hrd", "positive"),
    ("HRD LOH 15.9", "hrd", "negative"),
    ("HRD LOH 16", "hrd", "positive"),
    ("HRD HRDetect 0.7", "hrd", "negative"),  # above, not at
    ("HRD HRDetect 0.71", "hrd", "positive"),
    ("HRD CHORD 0.5", "hrd", "negative"),
    ("HRD positive", "hrd", "positive"),
    ("ER 0.9 %", "er", "negative"),
    ("ER 1 %", "er", "positive"),
    ("PR 0 %", "pr", "negative"),
    ("AR 9 %", "ar", "negative"),
    ("AR 10 %", "ar", "positive"),
]


@pytest.mark.parametrize(("measured", "name", "state"), STATES)
def test_the_state_of_a_measurement(measured: str, name: str, state: str) -> None:
    found = finding(name, f"COAD; {measured}")
    assert found is not None
    assert found.state == state
    assert found.reason is not None
    if not state:
        assert found.missing


def test_what_was_not_measured_has_no_finding() -> None:
    for name in ("tmb", "msi", "mmr", "hrd", "her2", "er"):
        assert finding(name, "COAD; tested; EGFR L858R") is None


def test_a_small_panel_near_the_limit_asks_for_review_with_its_interval() -> None:
    case = short_case("LUAD; TMB 11")
    for panel_mb, review in ((0.8, True), (30.0, False)):
        one = replace(case, biomarkers=(replace(case.biomarkers[0], panel_mb=panel_mb),))
        assert asked("TmbAtLeast(10)", one).needs_review is review


HER2 = [
    # tumor, measurement, state (empty: not decided), asks for review
    ("IDC", "HER2 IHC 3+", "positive", False),
    ("IDC", "HER2 IHC 2+; HER2 ISH positive", "positive", False),
    ("IDC", "HER2 IHC 2+; HER2 ISH negative", "low", False),
    ("IDC", "HER2 IHC 2+", "", False),  # equivocal without ISH
    ("IDC", "HER2 IHC 1+", "low", False),
    ("IDC", "HER2 IHC 1+; HER2 ISH positive", "low", True),
    ("IDC", "HER2 IHC 0 faint_le_10_percent", "ultralow", False),
    ("IDC", "HER2 IHC 0 no_staining", "zero", False),
    ("IDC", "HER2 IHC 0", "negative", False),  # zero or ultralow: the report does not say
    ("IDC", "HER2 ISH positive", "positive", False),
    ("IDC", "HER2 ISH negative", "negative", False),
    ("STAD", "HER2 IHC 3+", "positive", False),
    ("STAD", "HER2 IHC 2+; HER2 ISH positive", "positive", False),
    ("STAD", "HER2 IHC 2+; HER2 ISH negative", "negative", False),  # "low" is a word of the breast
    ("STAD", "HER2 IHC 1+", "negative", False),
    ("STAD", "HER2 IHC 0 faint_le_10_percent", "negative", False),
    ("COAD", "HER2 IHC 3+", "positive", False),
    ("COAD", "HER2 IHC 2+; HER2 ISH positive", "positive", True),  # no guideline of this tumor
]


@pytest.mark.parametrize(("tumor", "measured", "state", "review"), HER2)
def test_her2_by_the_table_of_the_tumors_guideline(tumor: str, measured: str, state: str, review: bool) -> None:
    found = finding("her2", f"{tumor}; {measured}")
    assert found is not None
    assert (found.state, found.needs_review) == (state, review)
    if not state:
        assert found.missing == ("biomarker.HER2:ish",)


HER2_ASKED: list[tuple[str, str, Verdict]] = [
    ('Her2StatusIn(["low", "ultralow"])', "IDC; HER2 IHC 0 faint_le_10_percent", MET),
    ('Her2StatusIn(["low"])', "IDC; HER2 IHC 0 faint_le_10_percent", NOT_MET),
    ('Her2StatusIn(["low", "ultralow"])', "IDC; HER2 IHC 0 no_staining", NOT_MET),
    ('Her2StatusIn(["low", "ultralow"])', "IDC; HER2 IHC 0", UNKNOWN),  # staining not described
    ('Her2StatusIn(["low"])', "IDC; HER2 ISH negative", UNKNOWN),  # negative by ISH may be low by IHC
    ('Her2StatusIn(["negative"])', "IDC; HER2 IHC 1+", MET),  # low is negative
    ('Her2StatusIn(["positive"])', "IDC; HER2 IHC 2+", UNKNOWN),
    ('Her2StatusIn(["positive"])', "STAD; HER2 IHC 3+", MET),  # by the rules of its own organ: it is not scored twice
    ('Her2StatusIn(["positive"])', "STAD; HER2 IHC 2+; HER2 ISH positive", MET),
    ('Her2StatusIn(["positive"])', "STAD; HER2 IHC 2+", UNKNOWN),
    ('Her2StatusIn(["positive"])', "STAD; HER2 IHC 1+", NOT_MET),
    ('Her2StatusIn(["negative", "low", "ultralow", "zero"])', "STAD; HER2 IHC 3+", NOT_MET),
    ('Her2StatusIn(["negative", "low", "ultralow", "zero"])', "STAD; HER2 IHC 1+", MET),
    ('Her2StatusIn(["low"])', "STAD; HER2 IHC 1+", NOT_MET),  # low is a class of the breast alone
    ('Her2StatusIn(["low", "ultralow"], guideline="any")', "BLCA; HER2 IHC 0", NOT_MET),
    ('Her2StatusIn(["positive"], guideline="asco_cap_gastric")', "IDC; HER2 IHC 3+", MET),
    ('Her2StatusIn(["positive"], guideline="asco_cap_gastric")', "HER2 IHC 3+", UNKNOWN),  # whose rules?
    ("Her2ScoreAtLeast(3)", "IDC; HER2 IHC 3+", MET),  # whichever organ's rules the score was read by
    ("Her2ScoreAtLeast(3)", "STAD; HER2 IHC 3+", MET),
    ("Her2ScoreAtLeast(3)", "COAD; HER2 IHC 3+", MET),
    ("Her2ScoreAtLeast(3)", "HER2 IHC 3+", MET),
    ("Her2ScoreAtLeast(3)", "COAD; HER2 IHC 2+; HER2 ISH positive", NOT_MET),  # positive, and yet no 3+
    ("Her2ScoreAtLeast(3)", "COAD; HER2 ISH positive", UNKNOWN),
    ("Her2ScoreAtLeast(3)", "COAD; tested; ERBB2 20 copies", UNKNOWN),
    ("Her2ScoreAtLeast(3)", "COAD; HER2 IHC 3+; HER2 IHC 0", UNKNOWN),  # which of them holds is not known
    ("Her2ScoreAtLeast(2)", "STAD; HER2 IHC 2+", MET),
    ("Her2ScoreAtLeast(1)", "BLCA; HER2 IHC 0", NOT_MET),
    ('Her2StatusIn(["positive"], guideline="any")', "STAD; HER2 IHC 3+", MET),
    ("TripleNegative()", "IDC; ER 0 %; PR 0 %; HER2 IHC 1+", MET),
    ("TripleNegative()", "IDC; ER 0 %; PR 0 %", UNKNOWN),
    ("TripleNegative()", "IDC; ER 1 %; PR 0 %; HER2 IHC 0 no_staining", NOT_MET),
]


@pytest.mark.parametrize(("question", "case", "verdict"), HER2_ASKED)
def test_questions_about_her2(question: str, case: str, verdict: Verdict) -> None:
    assert answer(question, case) is verdict


OTHER: list[tuple[str, str, Verdict]] = [
    ("TmbAtLeast(10)", "LUAD; TMB 9.99", NOT_MET),
    ("TmbAtLeast(10)", "LUAD; TMB 10.0", MET),
    ("TmbAtLeast(20)", "LUAD; TMB high", UNKNOWN),  # "high" says at least 10
    ("TmbAtLeast(10)", "LUAD", UNKNOWN),
    ("MismatchRepairDeficient()", "COAD; MSI 1 of 5", NOT_MET),
    ("MismatchRepairDeficient()", "COAD; MSI 2 of 5", MET),
    ("MismatchRepairDeficient()", "COAD; MSI equivocal", UNKNOWN),
    ("MismatchRepairDeficient()", "COAD; MLH1 lost", MET),
    ("MismatchRepairDeficient()", "COAD; tested", UNKNOWN),  # a panel without a result is no result
    ("HrdPositive()", "HGSOC; HRD GIS 42", MET),
    ("HrdPositive()", "HGSOC; HRD GIS 41", NOT_MET),
    ('HrdPositive(method="GIS")', "HGSOC; HRD LOH 20", UNKNOWN),  # scores are not exchanged
    ("HrdPositive()", "HGSOC; tested; BRCA1 C61G pathogenic", UNKNOWN),  # a mutation is not a score
    ('ReceptorStatusIs("ER", "positive")', "IDC; ER 1 %", MET),
    ('ReceptorStatusIs("ER", "positive")', "IDC; ER 0.9 %", NOT_MET),
    ('ReceptorStatusIs("ER", "positive")', "IDC; ER low", MET),  # low positive is positive
    ('ReceptorStatusIs("HR", "positive")', "IDC; ER 0 %; PR 5 %", MET),
    ('ReceptorStatusIs("HR", "negative")', "IDC; ER 0 %", UNKNOWN),
    ('ProteinExpressionIs("CLDN18_2", min_percent=75)', "STAD; CLDN18_2 75 %", MET),
    ('ProteinExpressionIs("CLDN18_2", min_percent=75)', "STAD; CLDN18_2 74 %", NOT_MET),
    ('ProteinExpressionIs("CLDN18_2", min_percent=75)', "STAD; CLDN18_2 positive", UNKNOWN),
]


@pytest.mark.parametrize(("question", "case", "verdict"), OTHER)
def test_questions_at_their_limits(question: str, case: str, verdict: Verdict) -> None:
    assert answer(question, case) is verdict


def test_low_estrogen_receptor_is_positive_and_asks_for_review() -> None:
    assert asked('ReceptorStatusIs("ER", "positive")', "IDC; ER 5 %").needs_review
    assert asked('ReceptorStatusIs("ER", "positive")', "IDC; ER low").needs_review
    assert not asked('ReceptorStatusIs("ER", "positive")', "IDC; ER 50 %").needs_review


def test_the_newest_measurement_counts_and_undated_contradictions_decide_nothing() -> None:
    both = short_case("COAD; MSI high; MSI stable")
    assert answer("MismatchRepairDeficient()", both) is UNKNOWN
    days = (PartialDate(2024, 3, 1), PartialDate(2025, 3, 1))
    dated = replace(both, biomarkers=tuple(replace(b, date=d) for b, d in zip(both.biomarkers, days, strict=True)))
    said = asked("MismatchRepairDeficient()", dated)
    assert (said.verdict, said.needs_review) == (NOT_MET, True)


def test_a_measurement_after_the_assessment_date_does_not_count() -> None:
    case = short_case("COAD; MSI high")
    later = replace(case, biomarkers=(replace(case.biomarkers[0], date=PartialDate(2026, 12, 1)),))
    assert answer("MismatchRepairDeficient()", later) is UNKNOWN
    assert answer("MismatchRepairDeficient()", later, on=date(2027, 1, 1)) is MET


def test_a_failed_test_is_unknown_and_told() -> None:
    case = short_case("COAD; MSI high")
    failed = replace(case, biomarkers=(replace(case.biomarkers[0], failed=True),))
    assert answer("MismatchRepairDeficient()", failed) is UNKNOWN


SCORES = ["3+", "2+", "1+", "0", "0 faint_le_10_percent", "0 no_staining"]
HYBRIDIZED = ["", "; HER2 ISH positive", "; HER2 ISH negative"]
QUESTIONS = [["positive"], ["low"], ["low", "ultralow"], ["zero"], ["negative"], ["positive", "low"]]


@pytest.mark.parametrize("guideline", ["asco_cap_breast", "asco_cap_gastric", "any"])
@pytest.mark.parametrize("tumor", ["IDC", "STAD", "COAD"])
def test_learning_the_tumor_never_flips_a_settled_her2_question(tumor: str, guideline: str) -> None:
    for score in SCORES:
        for ish in HYBRIDIZED:
            for states in QUESTIONS:
                question = f'Her2StatusIn({states}, guideline="{guideline}")'.replace("'", '"')
                before = answer(question, f"HER2 IHC {score}{ish}")
                after = answer(question, f"{tumor}; HER2 IHC {score}{ish}")
                assert before in (UNKNOWN, after), (question, score, ish)


def test_a_number_with_a_comparator_decides_only_what_it_settles() -> None:
    def said(line: str, comparator: str) -> str:
        case = short_case(line)
        measured = replace(case.biomarkers[0], comparator=comparator)
        return answer(
            "MismatchRepairDeficient()" if "MSI" in line else "TmbAtLeast(10)", replace(case, biomarkers=(measured,))
        ).name

    assert said("MSI 1 of 5", ">") == "UNKNOWN"
    assert said("TMB 5", "<") == "NOT_MET"
    assert said("TMB 5", ">") == "UNKNOWN"
    assert said("TMB 20", ">=") == "MET"


@pytest.mark.parametrize(("count", "low", "high"), [(0, 0.0, 3.6889), (1, 0.0253, 5.5716), (10, 4.7954, 18.3904)])
def test_the_counting_interval_is_the_exact_one(count: int, low: float, high: float) -> None:
    # R: poisson.test(count)$conf.int
    assert poisson_interval(count) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


def test_the_reason_of_a_mismatch_repair_answer_names_both_methods() -> None:
    reason = asked("MismatchRepairDeficient()", "COAD; MSI high").reason
    assert (reason.param("msi"), reason.param("mmr")) == ("msi_high", "not_tested")


def test_a_cutoff_without_its_method_is_refused() -> None:
    with pytest.raises(ValueError, match="method"):
        HrdPositive(cutoff=42)


DUAL_PROBE = [
    # HER2/CEP17 ratio, mean HER2 copies, status of a breast tumor with IHC 2+ (empty: the guideline's work-up is needed)
    (2.0, 4.0, "positive"),  # group 1
    (2.0, 3.9, ""),  # group 2
    (1.9, 6.0, ""),  # group 3
    (1.9, 4.0, ""),  # group 4
    (1.9, 3.9, "low"),  # group 5: not amplified, with IHC 2+
    (None, 6.0, "positive"),  # single probe
    (None, 5.9, ""),
    (None, 4.0, ""),
    (None, 3.9, "low"),
    (2.1, None, ""),  # a ratio alone needs the laboratory's word
]


@pytest.mark.parametrize(("ratio", "copies", "state"), DUAL_PROBE)
def test_her2_by_the_groups_of_in_situ_hybridization(ratio: float | None, copies: float | None, state: str) -> None:
    case = short_case("IDC; HER2 IHC 2+")
    counted = [
        Biomarker(id=f"i{n}", marker="HER2", method="ish", value=value, unit=unit)
        for n, (value, unit) in enumerate(((ratio, "ratio"), (copies, "copies")))
        if value is not None
    ]
    found = interpreted(replace(case, biomarkers=(*case.biomarkers, *counted))).findings
    assert found is not None
    assert found.biomarkers["her2"].state == state
