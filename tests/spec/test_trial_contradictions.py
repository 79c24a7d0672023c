"""Criteria of one part of which nobody can satisfy all, and their neighbors of which somebody can.

Columns: the criteria, each as it must hold, and whether they contradict each other.  Written from what each question means
(docs/reference/criteria), not from the code that finds it.
"""

from __future__ import annotations

import pytest

from tumorboard import vocab
from tumorboard.criteria.leaves import LEAVES
from tumorboard.criteria.text import parse
from tumorboard.formats.trials import own
from tumorboard.issues import Severity
from tumorboard.trials import conflicts
from tumorboard.wording import words

VOCAB = vocab.load()
TABLE = """\
AgeBetween(min=70) | not AgeBetween(min=65) | yes
AgeBetween(min=66) | not AgeBetween(min=67) | no
AgeBetween(min=66, max=66) | not AgeBetween(min=66, max=66) | yes
AgeBetween(min=18, max=70) | not AgeBetween(min=30, max=40) | no
AgeBetween(min=30, max=40) | not AgeBetween(min=18, max=70) | yes
AgeBetween(min=18) | AgeBetween(max=12) | yes
AgeBetween(min=18, max=40) | not AgeBetween(min=30) | not AgeBetween(max=29) | yes
not AgeBetween(min=18) | not AgeBetween(max=17) | yes
DiagnosisIn(["NSCLC"]) | not DiagnosisIn(["LUNG"]) | yes
DiagnosisIn(["LUNG"]) | not DiagnosisIn(["NSCLC"]) | no
DiagnosisIn(["LUAD", "COAD"]) | not DiagnosisIn(["LUNG"]) | no
DiagnosisIn(["LUAD", "COAD"]) | not DiagnosisIn(["LUNG"]) | not DiagnosisIn(["BOWEL"]) | yes
DiagnosisIn(["NSCLC"]) | not DiagnosisIn(["LUNG"], excluding=["LUAD"]) | no
DiagnosisIn(["LUAD"], excluding=["NSCLC"]) | yes
DiagnosisIn(["LUAD"]) | DiagnosisIn(["COAD"]) | yes
DiagnosisIn(["LUAD"]) | DiagnosisIn(["LUNG"]) | no
DiagnosisIn(["AML"]) | SolidTumor() | yes
DiagnosisIn(["AML", "LUAD"]) | SolidTumor() | no
DiagnosisIn(["LUAD"]) | not SolidTumor() | yes
LabBetween("ALT", min=50) | LabBetween("ALT", max=40) | yes
LabBetween("ALT", min=40) | LabBetween("ALT", max=40) | no
LabBetween("ALT", min=50) | LabBetween("AST", max=40) | no
LabBetween("ALT", min=3, unit="xULN") | LabBetween("ALT", max=40) | no
LabBetween("ALT", min=50) | not LabBetween("ALT", min=40) | yes
LabBetween("ALT", min=40) | not LabBetween("ALT", min=40) | yes
LabBetween("ALT", max=40) | not LabBetween("ALT", min=40) | no
LabBetween("ALT", min=50, within_days=7) | LabBetween("ALT", max=40, within_days=28) | yes
EcogAtMost(1) | EcogAtMost(4, at_least=2) | yes
EcogAtMost(1) | not EcogAtMost(2) | yes
EcogAtMost(2) | not EcogAtMost(1) | no
not EcogAtMost(5) | yes
TreatmentNaive() | SystemicLinesBetween(min=1) | yes
TreatmentNaive(setting="metastatic") | SystemicLinesBetween(min=1) | yes
TreatmentNaive(setting="adjuvant") | SystemicLinesBetween(min=1) | no
TreatmentNaive() | HadTherapy(classes=["platinum"]) | yes
TreatmentNaive(setting="metastatic") | HadTherapy(classes=["platinum"]) | no
TreatmentNaive(setting="metastatic") | HadTherapy(classes=["platinum"], settings=["metastatic"]) | yes
TreatmentNaive() | HadTherapy(modality="radiotherapy") | no
TreatmentNaive() | ProgressedOn(classes=["platinum"]) | yes
TreatmentNaive() | not HadTherapy(classes=["platinum"]) | no
SystemicLinesBetween(max=0) | not TreatmentNaive(setting="metastatic") | yes
SystemicLinesBetween(min=3) | SystemicLinesBetween(max=2) | yes
SystemicLinesBetween(min=3) | SystemicLinesBetween(max=2, setting="adjuvant") | no
HadTherapy(agents=["cisplatin"]) | not HadTherapy(agents=["carboplatin", "cisplatin"]) | yes
HadTherapy(agents=["cisplatin"], within_months=6) | not HadTherapy(agents=["cisplatin"]) | yes
HadTherapy(agents=["cisplatin"]) | not HadTherapy(agents=["cisplatin"], within_months=6) | no
HadTherapy(agents=["cisplatin"]) | not HadTherapy(agents=["cisplatin"], settings=["adjuvant"]) | no
SexIs("male") | SexIs("female") | yes
SexIs("male") | not SexIs("female") | no
ExtentIn(["metastatic"]) | ExtentIn(["localized"]) | yes
ExtentIn(["metastatic", "unresectable"]) | not ExtentIn(["metastatic"]) | no
ReceptorStatusIs("ER", "positive") | ReceptorStatusIs("ER", "negative") | yes
ReceptorStatusIs("ER", "positive") | ReceptorStatusIs("PR", "negative") | no
Her2StatusIn(["positive"]) | Her2StatusIn(["low"]) | yes
Her2StatusIn(["negative"]) | Her2StatusIn(["low"]) | no
Her2StatusIn(["low"]) | not Her2StatusIn(["negative"]) | yes
TmbAtLeast(10) | not TmbAtLeast(5) | yes
TmbAtLeast(5) | not TmbAtLeast(10) | no
PdL1Between("TPS", min=50) | PdL1Between("TPS", max=1) | yes
PdL1Between("TPS", min=50) | PdL1Between("CPS", max=1) | no
Her2ScoreAtLeast(2) | not Her2ScoreAtLeast(1) | yes
ProteinChangeIn("KRAS", ["G12C"]) | not CodonMutated("KRAS", [12, 13]) | yes
ProteinChangeIn("KRAS", ["G12C", "Q61H"]) | not CodonMutated("KRAS", [12, 13]) | no
ProteinChangeIn("KRAS", ["G12C"]) | not ProteinChangeIn("KRAS", ["G12C", "G12D"]) | yes
CodonMutated("KRAS", [12]) | not GeneAltered(["KRAS", "NRAS"], kinds=["variant"]) | yes
CodonMutated("KRAS", [12]) | not GeneAltered(["KRAS"], kinds=["amplification"]) | no
CodonMutated("KRAS", [12]) | not GeneAltered(["KRAS"], kinds=["variant"], specimen="plasma") | no
GeneActivated(["KRAS"]) | WildType(["KRAS", "NRAS"]) | yes
GeneActivated(["BRAF"]) | WildType(["KRAS", "NRAS"]) | no
ProteinChangeIn("KRAS", ["G12C"]) | WildType(["KRAS", "NRAS"]) | yes
ProteinChangeIn("KRAS", ["G12C", "G12D"]) | WildType(["KRAS"]) | yes
ProteinChangeIn("KRAS", ["G12C", "V8I"]) | WildType(["KRAS"]) | no
ProteinChangeIn("KRAS", ["G12C"]) | WildType(["KRAS"], kinds=["amplification"]) | no
ProteinChangeIn("BRAF", ["V600E"]) | WildType(["KRAS"]) | no
GeneAltered(["KRAS"], kinds=["variant"], min_oncogenicity="likely_oncogenic") | WildType(["KRAS", "NRAS"]) | yes
GeneAltered(["KRAS"], kinds=["variant"]) | WildType(["KRAS"]) | no
FusionIn(["ALK"]) | WildType(["ALK"], kinds=["fusion"]) | yes
FusionIn(["ALK"]) | WildType(["ALK"]) | no
ConditionHistory(["uveitis"]) | not ConditionHistory(["uveitis", "iritis"]) | yes
AgeBetween(min=70) and not AgeBetween(min=65) | yes
AgeBetween(min=70) | not (AgeBetween(min=65) or SexIs("male")) | yes
AgeBetween(min=70) | AgeBetween(max=60) or EcogAtMost(1) | no
AgeBetween(min=70) | AgeBetween(max=60) or AgeBetween(max=50) | yes
AgeBetween(min=70) | EcogAtMost(1) | EcogAtMost(4, at_least=2) or AgeBetween(max=60) | yes
"""
ROWS = [[cell.strip() for cell in line.split(" | ")] for line in TABLE.splitlines()]


@pytest.mark.parametrize("row", ROWS, ids=[" | ".join(r) for r in ROWS])
def test_the_criteria_contradict_each_other_or_do_not(row: list[str]) -> None:
    asked = [parse(text, LEAVES) for text in row[:-1]]
    found = conflicts.excluding(asked, VOCAB)
    assert found is (row[-1] == "yes")
    assert conflicts.excluding(list(reversed(asked)), VOCAB) is found


def codes(*criteria: str) -> list[tuple[str, dict[str, object]]]:
    lines = "\n".join(f"- {c}" for c in criteria)
    text = f"tumorboard_trial: 1\nids: [NCT01234567]\nstatus: open\ncriteria:\n{lines}\n"
    issues = own.read(text, "trial.yaml", LEAVES, VOCAB).issues
    said = [words("en").issue(i) for i in issues]
    assert all("{" not in text for pair in said for text in pair)
    return [(i.code, dict(i.params)) for i in issues if i.severity is not Severity.INFO]


def test_lint_tells_the_criterion_and_the_one_that_it_contradicts() -> None:
    pair = ("{number: I-01, include: AgeBetween(min=70)}", "{number: E-01, exclude: AgeBetween(min=65)}")
    assert codes(*pair) == [("TRL018", {"one": "I-01", "other": "E-01"})]
    assert codes(
        "'AgeBetween(min=18, max=40)'", "{exclude: 'AgeBetween(min=30, max=50)'}", "{exclude: AgeBetween(max=29)}"
    ) == [("TRL029", {"number": "3"})]
    assert codes("AgeBetween(min=70) and not AgeBetween(min=65)") == [("TRL027", {"number": "1"})]


def test_without_female_and_male_only_another_sex_is_left() -> None:
    assert codes("""{exclude: 'SexIs("male") or SexIs("female")'}""") == [("TRL028", {})]


def test_a_contradiction_is_told_once() -> None:
    told = codes("AgeBetween(min=70)", "AgeBetween(max=60)", "AgeBetween(max=50)", "EcogAtMost(1)")
    assert told == [("TRL018", {"one": "1", "other": "2"})]


def test_every_contradiction_is_told() -> None:
    told = codes(
        "AgeBetween(min=70)",
        "AgeBetween(max=60)",
        """'DiagnosisIn(["LUAD"])'""",
        """'DiagnosisIn(["BREAST"])'""",
        """'DiagnosisIn(["PROSTATE"])'""",
        """'WildType(["KRAS"])'""",
        """'ProteinChangeIn("KRAS", ["G12C"])'""",
    )
    assert told == [
        ("TRL018", {"one": one, "other": other}) for one, other in (("1", "2"), ("3", "4"), ("3", "5"), ("6", "7"))
    ]


def test_a_part_below_a_trial_that_contradicts_itself_is_looked_at_too() -> None:
    text = """\
tumorboard_trial: 1
ids: [NCT01234567]
status: open
criteria:
- AgeBetween(min=70)
- AgeBetween(max=60)
parts:
- {id: A, criteria: ['SexIs("female")', 'SexIs("male")']}
"""
    found = [(i.code, i.place.field) for i in own.read(text, "trial.yaml", LEAVES, VOCAB).issues]
    assert found == [("TRL018", "criteria.1"), ("TRL018", "parts.0.criteria.1")]


@pytest.mark.parametrize(
    ("ids", "severity"),
    [
        ("NCT0123456", "error"),
        ("NCT012345678", "error"),
        ("nct 01234567", "error"),
        ("NCTN-12", "warning"),
        ("{protocol: NCT0123456}", "warning"),
    ],
)
def test_a_number_with_a_digit_too_few_is_no_protocol(ids: str, severity: str) -> None:
    text = f"tumorboard_trial: 1\nids: [{ids}]\nstatus: open\ncriteria: [AgeBetween(min=18)]\n"
    (found,) = own.read(text, "trial.yaml", LEAVES, VOCAB).issues
    assert (found.code, found.severity.value) == ("TRL015", severity)


PLACES = """\
ProteinChangeIn("BRAF", ["V600E"]) | -
ProteinChangeIn("BRAF", ["V900E"]) | TRL030
ProteinChangeIn("BRAF", ["K600E"]) | TRL031
ProteinChangeIn("KRAS", ["V12C"]) | TRL031
ProteinChangeIn("KRAS", ["G12C", "Q61H"]) | -
ProteinChangeIn("EGFR", ["E746_A750del", "T790M"]) | -
ProteinChangeIn("H3-3A", ["K27M", "K28M"]) | -
ProteinChangeIn("EGFR", ["E746_A1750del"]) | TRL030
CodonMutated("KRAS", [12, 13, 61]) | -
CodonMutated("KRAS", [612]) | TRL030
CodonMutated("PIK3CA", [], ranges=["1060-1099"]) | -
CodonMutated("PIK3CA", [], ranges=["1080-1090"]) | TRL030
CodonMutated("PIK3CA", [], ranges=["1040-1050"]) | -
ExonMutated("EGFR", [18, 19, 20, 21]) | -
ExonMutated("EGFR", [91]) | TRL032
ExonSkipping("MET", 14) | -
ExonSkipping("MET", 41) | TRL032
GeneActivated(["EGFR"], excluding_changes=["L9858R"]) | TRL030
"""


@pytest.mark.parametrize("line", PLACES.splitlines())
def test_lint_tells_a_place_that_the_gene_does_not_have(line: str) -> None:
    text, _, code = line.partition(" | ")
    assert [c for c, _ in codes(f"'{text}'")] == ([] if code == "-" else [code])


def test_every_known_allele_stands_within_its_gene() -> None:
    from tumorboard.criteria.leaves.protein_change_in import ProteinChangeIn
    from tumorboard.formats.trials import residues

    wrong = []
    for gene, change in VOCAB.alleles.named:
        try:
            asked = ProteinChangeIn(gene, (change,))
        except ValueError:
            continue  # a splice site or a promoter
        wrong += residues.impossible(asked, VOCAB)
    assert wrong == []
