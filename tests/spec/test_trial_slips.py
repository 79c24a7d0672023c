"""Slips of a hand that writes a trial: each is told with its code and what was probably meant; what is right is not."""

from __future__ import annotations

import pytest

from tumorboard import vocab
from tumorboard.criteria.leaves import LEAVES
from tumorboard.formats.trials import own
from tumorboard.issues import Issue, Severity
from tumorboard.wording import words

VOCAB = vocab.load()


def issues(*criteria: str, parts: str = "") -> list[Issue]:
    lines = "\n".join(f"- {c}" for c in criteria)
    document = f"tumorboard_trial: 1\nids: [NCT01234567]\ntitle: t\nstatus: open\nfrom: D\ncriteria:\n{lines}\n{parts}"
    return list(own.read(document, "t.yaml", LEAVES, VOCAB).issues)


def told(criterion: str, key: str = "include") -> dict[str, str]:
    return {i.code: words("en").issue(i)[0] for i in issues(f"{key}: '{criterion}'")}


SLIPS = [
    ('LabBetween("creatinine", max=133)', "TRL034", "umol/L"),
    ('LabBetween("creatinine", max=1.5, unit="umol/L")', "TRL034", "mg/dL"),
    ('LabBetween("hemoglobin", min=90)', "TRL034", "g/L"),
    ('LabBetween("hemoglobin", min=9, unit="g/L")', "TRL034", "g/dL"),
    ('LabBetween("hemoglobin", min=5.6)', "TRL034", "mmol/L"),
    ('LabBetween("platelets", min=100000, unit="10^9/L")', "TRL034", "/uL"),
    ('LabBetween("neutrophils", min=1500)', "TRL034", "/uL"),
    ('LabBetween("bilirubin", max=34)', "TRL034", "umol/L"),
    ('LabBetween("QTcF", max=0.47)', "TRL034", "in: s"),
    ('LabBetween("ALT", max=120, unit="xULN")', "TRL034", "U/L"),
    ('LabBetween("LVEF", min=0.5)', "TRL039", "20 to 80 %"),
    ('PdL1Between("TPS", min=0.5)', "TRL039", "1 to 100 %"),
    ('HrdPositive(method="GIS", cutoff=420)', "TRL039", "1 to 100"),
    ("AgeBetween(min=216)", "TRL039", "110 years"),
    ('LabBetween("ALT", max=3, unit="ULN")', "TRL033", "xULN"),
    ('LabBetween("ALT", max=3, unit="xULM")', "TRL033", "xULN"),
    ('LabBetween("ALT", max=120, unit="mg/dL")', "TRL033", "U/L"),
    ('LabBetween("ALT", 3, unit="xULN")', "TRL035", "3 xULN or more"),
    ('LabBetween("platelets", max=100)', "TRL036", "100 10*9/L or less"),
    ('HistologyIs(["adenocarcinom"])', "TRL019", "adenocarcinoma"),
    ('HistologyIs(["non-squamous"])', "TRL019", "non_squamous"),
    ('DiseaseStateIn(["castration_resistent"])', "TRL019", "castration_resistant"),
    ('PdL1Between("TPS", min=50, clone="22-C3")', "TRL019", "22C3"),
    ('HrdPositive(method="GSI")', "TRL019", "GIS"),
    ('CytogeneticsIs("DEL17P", ["postive"])', "TRL019", "positive"),
    ('CytogeneticsIs("del17p")', "TRL019", "DEL17P"),
    ('StatementHolds("measureable_disease")', "TRL019", "measurable_disease"),
    ('ResultAvailable("fusion:ALKK")', "TRL019", "fusion:ALK"),
    ('ResultAvailable("PD-L1")', "TRL019", "PDL1"),
    ('PromoterMutated("TERC")', "TRL019", "TERT"),
    ('GeneAltered(["HER2"])', "TRL019", "ERBB2"),
    ('LabBetween("ATL", max=3, unit="xULN")', "TRL019", "ALT"),
    ('DiagnosisIn(["Non-Small Cell Lung Cancer"])', "TRL019", "NSCLC"),
    ('WashoutComplete(classes=["egfr_inhibitor"], days=28)', "TRL019", "egfr_tki"),
    ("TmbAtLeast(-1)", "CRT013", "negative"),
    ('PdL1Between("TPS", min=101)', "CRT013", "0 to 100"),
    ('GeneAmplified("MET", min_copies=-1)', "CRT013", "negative"),
    ('ReceptorStatusIs("ER", "positive", min_percent=101)', "CRT013", "0 to 100"),
]  # fmt: skip

RIGHT = [
    'LabBetween("creatinine", max=133, unit="µmol/L")',
    'LabBetween("hemoglobin", min=90, unit="g/L")',
    'LabBetween("hemoglobin", min=5.6, unit="mmol/L")',
    'LabBetween("platelets", min=100000, unit="/uL")',
    'LabBetween("platelets", min=75, unit="×10⁹/L")',
    'LabBetween("ALT", max=200)',
    'LabBetween("ALT", max=1, unit="xULN") and LabBetween("ALT", min=1, unit="xLLN")',
    'LabBetween("bilirubin", min=1.5, unit="xULN") and LabBetween("bilirubin", max=3, unit="xULN")',
    'If(LabBetween("bilirubin", min=1.5, unit="xULN"), LabBetween("ALT", max=3, unit="xULN"), Always())',
    'LabBetween("LDH", min=1, unit="xULN")',
    'LabBetween("leukocytes", max=25)',
    'LabBetween("HIV_RNA", max=0)',
    'PdL1Between("TPS", max=0.99)',
    'PdL1Between("CPS", min=10, clone="22C3")',
    'HrdPositive(method="GIS", cutoff=42)',
    'StatementHolds("life_expectancy_6_months")',
    'StatementHolds("unmeasurable_disease")',
    'StatementHolds("known_to_our_site_alone")',
    'ResultAvailable("PDL1")',
    'ResultAvailable("ihc:CLDN18_2")',
    'ResultAvailable("HER2")',
    'PromoterMutated("TERT")',
    "WashoutComplete(half_lives=5)",
]  # fmt: skip


@pytest.mark.parametrize(("criterion", "code", "meant"), SLIPS)
def test_a_slip_is_told_with_what_was_meant(criterion: str, code: str, meant: str) -> None:
    found = told(criterion)
    assert meant in found.get(code, ""), found


@pytest.mark.parametrize("criterion", RIGHT)
def test_what_is_right_is_told_nothing(criterion: str) -> None:
    assert told(criterion) == {}


def test_a_limit_is_read_through_an_exclusion() -> None:
    assert told('LabBetween("ALT", min=3, unit="xULN")', "exclude") == {}
    assert set(told('LabBetween("ALT", max=3, unit="xULN")', "exclude")) == {"TRL035"}
    assert set(told('LabBetween("platelets", min=100)', "exclude")) == {"TRL036"}


@pytest.mark.parametrize("number", ["E-07", "E7", "EX-2", "Excl. 3", "EC1"])
def test_the_number_of_an_exclusion_says_what_must_not_be(number: str) -> None:
    assert [i.code for i in issues(f"{{number: {number}, include: EcogAtMost(1)}}")] == ["TRL037"]
    assert issues(f"{{number: {number}, exclude: EcogAtMost(1)}}") == []


@pytest.mark.parametrize("number", ["I-07", "I7", "INC-2", "Incl. 3", "IC1"])
def test_the_number_of_an_inclusion_says_what_must_be(number: str) -> None:
    (found,) = issues(f"{{number: {number}, exclude: EcogAtMost(1)}}")
    assert found.code == "TRL038" and found.severity is Severity.WARNING
    assert found.place.field == "criteria.0.number"
    assert issues(f"{{number: {number}, include: EcogAtMost(1)}}") == []


def test_an_arm_called_e_numbers_its_criteria_after_itself() -> None:
    arm = "parts:\n- id: E\n  criteria:\n  - {number: E-01, include: EcogAtMost(1)}\n"
    assert issues("{number: '1', include: AgeBetween(min=18)}", parts=arm) == []
    assert [i.code for i in issues("{number: '1', include: AgeBetween(min=18)}", parts=arm.replace("id: E", "id: D"))] == ["TRL037"]  # fmt: skip
