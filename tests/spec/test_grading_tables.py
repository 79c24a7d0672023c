"""One row for every rule of every grading scheme, and the cross-walk between schemes.

Sources: Li 2017 (AMP/ASCO/CAP) table 3; Mateo 2018 (ESCAT) table 1; the source's own level; the public definitions of
OncoKB's levels (oncokb/oncokb, LevelOfEvidence.java and LevelUtils.java); griffithlab/civic-docs; NCT/DKTK m1A to m4.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.evidence_support import ON, approved, context, statement, withdrawn
from tests.truth_support import assess, the

import tumorboard.evidence
from tumorboard.board.assess import assess_case
from tumorboard.evidence.grade import CORE, SCHEMES, grades
from tumorboard.evidence.schemes.rules import Graded
from tumorboard.evidence.standing import standing
from tumorboard.model.assessment import Grade
from tumorboard.model.context import Context
from tumorboard.model.knowledge import Knowledge
from tumorboard.model.policy import Policy
from tumorboard.model.statement import Approval
from tumorboard.testing.short_case import short_case
from tumorboard.vocab.crosswalk import Crosswalk

L858R = 'ProteinChangeIn("EGFR", ["L858R"])'
GONE = date(2021, 10, 6)
UNKNOWN = (Approval(agency="FDA", status="unknown"),)


EVERY = tuple(SCHEMES)


def graded(scheme: str, tumor: str, asked: tuple[str, ...] = (), **fields: Any) -> Grade:
    biomarker = fields.pop("biomarker", L858R)
    made = statement("s", "osimertinib", biomarker, **fields)
    under = Context(ON, context().vocab, Policy(jurisdictions=asked, schemes=EVERY))
    found = assess_case(short_case(f"{tumor}; EGFR L858R"), Knowledge(statements=(made,)), under)
    option = the(found) if made.predicate == "sensitivity" else found.resistance[0]
    return next(g for g in option.matches[0].grades if g.scheme == scheme)


def by_rules(scheme: str, relation: str, **fields: Any) -> Grade:
    """The grade of a statement that an assessment shows in another way, or not at all."""
    made = statement("s", "", L858R, **fields)
    return SCHEMES[scheme].grade(Graded(made, relation, standing(made, context())))


Row = tuple[str, str, str, dict[str, Any]]
HERE, ELSEWHERE, NOT_KNOWN = "LUAD", "PAAD", "age 60"
AMP: list[Row] = [
    # rule, level, patient's tumor, evidence in lung cancer
    ("A1", "I-A", HERE, {"approvals": approved()}),
    ("A1", "I-A", HERE, {"approvals": approved(), "asked": ("FDA",)}),
    ("A2", "I-A", HERE, {"guideline": "other"}),
    ("B", "I-B", HERE, {"study": "rct met"}),
    ("B", "I-B", HERE, {"study": "prospective_nonrandomized met"}),
    ("B", "I-B", HERE, {"civic": "A"}),
    ("B", "I-B", HERE, {"civic": "B"}),
    ("T0", "", NOT_KNOWN, {"approvals": approved()}),
    ("T0", "", NOT_KNOWN, {"guideline": "other"}),
    ("T0", "", NOT_KNOWN, {"study": "rct met"}),
    ("C1", "II-C", ELSEWHERE, {"approvals": approved()}),
    ("C1", "II-C", ELSEWHERE, {"guideline": "preferred"}),
    ("C2", "II-C", HERE, {"approvals": approved("FDA"), "asked": ("EMA",)}),
    ("C2", "II-C", HERE, {"approvals": approved("FDA"), "guideline": "preferred", "asked": ("EMA",)}),
    ("C3", "II-C", HERE, {"study": "retrospective"}),
    ("C3", "II-C", HERE, {"study": "prospective_nonrandomized response_only"}),
    ("C3", "II-C", HERE, {"study": "rct unknown"}),
    ("C4", "II-C", ELSEWHERE, {"study": "rct met"}),
    ("C4", "II-C", ELSEWHERE, {"civic": "B"}),
    ("D", "II-D", HERE, {"study": "preclinical"}),
    ("D", "II-D", HERE, {"study": "case_report"}),
    ("D", "II-D", HERE, {"study": "in_silico"}),
    ("D", "II-D", HERE, {"civic": "C"}),
    ("D", "II-D", ELSEWHERE, {"civic": "E"}),
    ("D", "II-D", ELSEWHERE, {"study": "retrospective"}),
    ("D", "II-D", NOT_KNOWN, {"study": "preclinical"}),
    ("N1", "", HERE, {"study": "rct absent"}),
    ("N0", "", HERE, {"approvals": UNKNOWN, "kind": "label"}),
    # resistance is graded alike, whatever the benefit
    ("A2", "I-A", HERE, {"predicate": "resistance", "guideline": "other"}),
    ("B", "I-B", HERE, {"predicate": "resistance", "study": "rct absent"}),
    ("D", "II-D", HERE, {"predicate": "resistance", "study": "preclinical"}),
]
ESCAT: list[Row] = [
    ("R0", "", HERE, {"predicate": "resistance", "guideline": "other"}),
    ("NB", "", HERE, {"study": "rct met", "biomarker": "Always()"}),
    ("1", "V", HERE, {"study": "rct absent"}),
    ("1", "V", HERE, {"study": "rct absent", "approvals": approved()}),  # a negative study is not overtaken
    ("2", "I-A", HERE, {"study": "rct met"}),
    ("3", "I-B", HERE, {"study": "prospective_nonrandomized met"}),
    ("4", "I-C", HERE, {"study": "basket met"}),
    ("4", "I-C", ELSEWHERE, {"study": "basket met", "tumor_agnostic": True, "disease": "SolidTumor()"}),
    ("5", "II-A", HERE, {"study": "retrospective"}),
    ("6", "II-B", HERE, {"study": "prospective_nonrandomized response_only"}),
    ("6", "II-B", HERE, {"study": "rct response_only"}),
    ("7u", "", NOT_KNOWN, {"study": "rct met"}),
    ("7", "III-A", ELSEWHERE, {"study": "rct met"}),
    ("7", "III-A", ELSEWHERE, {"study": "retrospective"}),
    ("9", "IV-A", HERE, {"study": "preclinical"}),
    ("9", "IV-A", NOT_KNOWN, {"study": "preclinical"}),
    ("10", "IV-B", HERE, {"study": "in_silico"}),
    ("11c", "", HERE, {"study": "case_report"}),
    ("11", "", HERE, {"approvals": approved()}),  # an approval says nothing of its trial
    ("11", "", HERE, {"study": "rct unknown"}),  # a missing benefit is not an absent one
    ("11", "", HERE, {"civic": "A"}),  # no hidden conversion
]
SOURCE: list[Row] = [
    ("civic", "civic A", HERE, {"civic": "A"}),
    ("civic", "civic D", ELSEWHERE, {"civic": "D"}),
    ("label", "label FDA/EMA", HERE, {"approvals": approved("EMA", "FDA")}),
    ("label", "label FDA", ELSEWHERE, {"approvals": approved("FDA")}),
    ("guideline", "guideline NCCN", HERE, {"guideline": "preferred"}),
    ("withdrawn", "label withdrawn", HERE, {"approvals": withdrawn("FDA", GONE)}),
    ("unknown", "label unknown", HERE, {"approvals": UNKNOWN, "kind": "label"}),
    ("own", "moalmanac FDA-Approved", HERE, {"strength": ("moalmanac", "FDA-Approved")}),
    ("none", "", HERE, {"study": "rct met"}),
]
BLOOD, LYMPHOMA = "AML", 'DiagnosisIn(["CLLSLL"])'
DX, PX, R = {"predicate": "diagnostic"}, {"predicate": "prognostic_worse"}, {"predicate": "resistance"}
ONCOKB: list[Row] = [
    ("T0", "", NOT_KNOWN, {"approvals": approved()}),
    ("T0", "", NOT_KNOWN, {"study": "preclinical"}),
    ("1", "1", HERE, {"approvals": approved("FDA")}),
    (
        "1",
        "1",
        HERE,
        {"approvals": approved("FDA"), "asked": ("EMA",)},
    ),  # the level speaks of the FDA, whoever is asked
    ("1", "1", HERE, {"approvals": approved("FDA"), "study": "rct absent"}),
    ("N0", "", HERE, {"approvals": approved("EMA")}),
    ("2", "2", HERE, {"guideline": "other"}),
    ("2", "2", HERE, {"guideline": "other", "approvals": approved("EMA")}),
    ("3A", "3A", HERE, {"study": "rct met"}),
    ("3A", "3A", HERE, {"study": "prospective_nonrandomized response_only"}),
    ("3A", "3A", HERE, {"civic": "B"}),
    ("N0", "", HERE, {"civic": "C"}),
    ("N0", "", HERE, {"study": "retrospective"}),
    ("N0", "", HERE, {"study": "rct unknown"}),
    ("N1", "", HERE, {"study": "rct absent"}),
    ("3B", "3B", ELSEWHERE, {"approvals": approved()}),
    ("3B", "3B", ELSEWHERE, {"guideline": "preferred"}),
    ("3B", "3B", ELSEWHERE, {"study": "rct met"}),
    ("P0", "", BLOOD, {"approvals": approved()}),  # solid to hematologic
    ("P0", "", BLOOD, {"approvals": approved(), "disease": LYMPHOMA}),  # hematologic to hematologic
    ("P0", "", ELSEWHERE, {"study": "preclinical"}),  # level 4 is not carried over
    ("4", "4", HERE, {"study": "preclinical"}),
    ("4", "4", HERE, {"civic": "D"}),
    ("N0", "", HERE, {"study": "in_silico"}),
    ("R1", "R1", HERE, {**R, "guideline": "other"}),
    ("R1", "R1", HERE, {**R, "approvals": approved()}),
    ("R2", "R2", HERE, {**R, "study": "rct absent"}),
    ("R0", "", HERE, {**R, "study": "preclinical"}),
]
# On the rules themselves: an assessment lists markers only with a level, and resistance only beside an option.
ONCOKB_BY_RULES: list[Row] = [
    ("R0", "", "other_tumor", {**R, "guideline": "other"}),
    ("D0", "", "same_tumor", {**DX, "guideline": "other"}),
    ("Dx3", "Dx3", "same_tumor", {**DX, "civic": "B"}),
    ("Dx3", "Dx3", "same_tumor", {**DX, "study": "case_report"}),
    ("M0", "", "same_tumor", {**DX, "civic": "D"}),
    ("M0", "", "other_tumor", {**DX, "civic": "A"}),
    ("Px1", "Px1", "same_tumor", {**PX, "guideline": "other", "study": "rct"}),
    ("Px2", "Px2", "same_tumor", {**PX, "guideline": "other", "study": "retrospective"}),
    ("Px3", "Px3", "same_tumor", {**PX, "study": "rct"}),
    ("M0", "", "same_tumor", {**PX, "study": "retrospective"}),
    ("M0", "", "same_tumor", {**PX, "guideline": "other"}),  # well powered or small is not recorded
    ("M0", "", "other_tumor", {**PX, "study": "rct"}),
    ("T0", "", "unknown_tumor", {**PX, "study": "rct"}),
]
CIVIC: list[Row] = [
    *((letter, letter, HERE, {"civic": letter}) for letter in "ABCDE"),
    ("A", "A", ELSEWHERE, {"civic": "A"}),
    ("N0", "", HERE, {"study": "rct met"}),
    ("N0", "", HERE, {"strength": ("other_scheme", "A")}),
]
NCT: list[Row] = [
    ("N1", "", HERE, {"study": "rct absent"}),
    ("T0", "", NOT_KNOWN, {"study": "rct met"}),
    ("T0", "", NOT_KNOWN, {"civic": "C"}),
    ("m1A", "m1A", HERE, {"study": "rct met"}),
    ("m1A", "m1A", HERE, {"study": "basket response_only"}),
    ("m1A", "m1A", HERE, {**R, "study": "rct absent"}),  # resistance is what the missing benefit shows
    ("m1B", "m1B", HERE, {"study": "retrospective"}),
    ("m1C", "m1C", HERE, {"study": "case_report"}),
    ("m1C", "m1C", HERE, {"civic": "C"}),
    ("m2A", "m2A", ELSEWHERE, {"study": "prospective_nonrandomized met"}),
    ("m2B", "m2B", ELSEWHERE, {"study": "retrospective"}),
    ("m2C", "m2C", ELSEWHERE, {"civic": "C"}),
    ("m3", "m3", HERE, {"study": "preclinical"}),
    ("m3", "m3", NOT_KNOWN, {"civic": "D"}),
    ("m4", "m4", HERE, {"study": "in_silico"}),
    ("m4", "m4", HERE, {"civic": "E"}),
    ("N0", "", HERE, {"civic": "B"}),  # patients, but nobody says how they were studied
    ("N0", "", HERE, {"approvals": approved()}),
    ("N0", "", HERE, {"study": "rct unknown"}),
]


@pytest.mark.parametrize(("rule", "value", "tumor", "evidence"), ONCOKB)
def test_oncokb_like_levels_of_therapies(rule: str, value: str, tumor: str, evidence: dict[str, Any]) -> None:
    given = graded("oncokb", tumor, **evidence)
    assert (given.rule, given.value) == (rule, value)


@pytest.mark.parametrize(("rule", "value", "relation", "evidence"), ONCOKB_BY_RULES)
def test_oncokb_like_levels_of_markers(rule: str, value: str, relation: str, evidence: dict[str, Any]) -> None:
    given = by_rules("oncokb", relation, **evidence)
    assert (given.rule, given.value) == (rule, value)


@pytest.mark.parametrize(("rule", "value", "tumor", "evidence"), CIVIC)
def test_civic_levels_are_civics_own(rule: str, value: str, tumor: str, evidence: dict[str, Any]) -> None:
    given = graded("civic", tumor, **evidence)
    assert (given.rule, given.value) == (rule, value)


@pytest.mark.parametrize(("rule", "value", "tumor", "evidence"), NCT)
def test_nct_levels(rule: str, value: str, tumor: str, evidence: dict[str, Any]) -> None:
    given = graded("nct", tumor, **evidence)
    assert (given.rule, given.value) == (rule, value)


@pytest.mark.parametrize(("rule", "value", "tumor", "evidence"), AMP)
def test_amp_2017(rule: str, value: str, tumor: str, evidence: dict[str, Any]) -> None:
    given = graded("amp_2017", tumor, **evidence)
    assert (given.rule, given.value) == (rule, value)


@pytest.mark.parametrize(("rule", "value", "tumor", "evidence"), ESCAT)
def test_escat_2018(rule: str, value: str, tumor: str, evidence: dict[str, Any]) -> None:
    given = graded("escat_2018", tumor, **evidence)
    assert (given.rule, given.value) == (rule, value)


@pytest.mark.parametrize(("rule", "value", "tumor", "evidence"), SOURCE)
def test_the_sources_own_level(rule: str, value: str, tumor: str, evidence: dict[str, Any]) -> None:
    given = graded("source", tumor, **evidence)
    assert (given.rule, given.value) == (rule, value)


TABLES = {
    "amp_2017": AMP,
    "escat_2018": ESCAT,
    "source": SOURCE,
    "oncokb": ONCOKB + ONCOKB_BY_RULES,
    "civic": CIVIC,
    "nct": NCT,
}


def test_every_scheme_has_its_table_here() -> None:
    assert set(TABLES) == set(SCHEMES)


@pytest.mark.parametrize(("scheme", "rows"), TABLES.items())
def test_every_rule_of_the_scheme_has_a_row_here_and_names_its_reference(scheme: str, rows: list[Row]) -> None:
    rules = SCHEMES[scheme].rules
    assert {r.id for r in rules} == {row[0] for row in rows}
    assert len({r.id for r in rules}) == len(rules)
    assert all(r.reference for r in rules)


@pytest.mark.parametrize("scheme", ["amp_2017", "escat_2018", "oncokb", "civic", "nct"])
def test_every_value_of_the_scheme_is_given_by_a_rule_or_known_not_to_be(scheme: str) -> None:
    # These need claims that statements do not make.
    never = {"escat_2018": {"III-B", "X"}, "oncokb": {"Dx1", "Dx2", "Fda1", "Fda2", "Fda3"}}
    assert set(SCHEMES[scheme].order) - {r.value for r in SCHEMES[scheme].rules} == never.get(scheme, set())


EVIDENCE: list[dict[str, Any]] = [
    {"approvals": approved()},
    {"guideline": "other"},
    *({"study": f"{design} {shown}"} for design in ("rct", "prospective_nonrandomized", "basket")
      for shown in ("met", "response_only", "absent")),
    *({"study": design} for design in ("retrospective", "case_report", "preclinical", "in_silico")),
    *({"civic": letter} for letter in "ABCDE"),
]  # fmt: skip


@pytest.mark.parametrize("scheme", ["amp_2017", "escat_2018", "oncokb", "civic", "nct"])
def test_the_table_of_off_label_propagation_is_what_the_rules_do(scheme: str) -> None:
    done = set()
    for evidence in EVIDENCE:
        here, there = graded(scheme, HERE, **evidence).value, graded(scheme, ELSEWHERE, **evidence).value
        done |= {(here, there)} if here else set()
        assert here or not there, evidence  # nothing is worth more in another tumor
    resistant = {pair for pair in SCHEMES[scheme].elsewhere if pair[0].startswith("R")}
    assert done == set(SCHEMES[scheme].elsewhere) - resistant


@pytest.mark.parametrize(("level", "evidence"), [("R1", {"guideline": "other"}), ("R2", {"study": "rct met"})])
def test_an_oncokb_like_level_of_resistance_is_not_carried_over(level: str, evidence: dict[str, Any]) -> None:
    assert (level, by_rules("oncokb", "other_tumor", **R, **evidence).value) in SCHEMES["oncokb"].elsewhere
    assert by_rules("oncokb", "same_tumor", **R, **evidence).value == level


def test_a_scheme_beyond_the_core_is_given_only_when_the_policy_asks_for_it() -> None:
    found = the(assess("LUAD; EGFR L858R", statement("s", "osimertinib", L858R, study="rct met")))
    assert [g.scheme for g in found.matches[0].grades] == list(CORE) == list(Policy().schemes)
    made = statement("s", "osimertinib", L858R, study="rct met")
    known = standing(made, context())
    assert [g.scheme for g in grades(made, "same_tumor", known, asked=("nct",))] == [*CORE, "nct"]


def test_every_value_of_the_cross_walk_is_a_value_of_its_scheme() -> None:
    values = {name: set(scheme.order) for name, scheme in SCHEMES.items()}
    values["amp_2017"] |= {"III", "IV"}  # tiers of variants, not of statements
    for (scheme, value, other), found in Crosswalk.load().pairs.items():
        assert value.removesuffix(" other tumor") in values[scheme]
        assert {v.removesuffix(" other tumor") for v in found} <= values[other]


def test_r1_resistance_is_graded_as_strongly_as_an_approval_but_never_stands_among_the_options() -> None:
    """OncoKB sorts R1 above 1; here resistance is a list of its own, and what is as strong as the approval rejects it."""
    found = assess(
        "LUAD; EGFR L858R; EGFR T790M",
        statement("s", "gefitinib", L858R, approvals=approved()),
        statement("r", "gefitinib", 'ProteinChangeIn("EGFR", ["T790M"])', predicate="resistance", guideline="other"),
    )
    assert found.options == ()
    assert [g.value for g in found.resistance[0].grades if g.scheme == "amp_2017"] == ["I-A"]


CROSSWALK = [
    # scheme, level, to, levels
    ("escat_2018", "V", "amp_2017", ()),  # no cross-walk, never a guess
    ("escat_2018", "I-B", "amp_2017", ("I-A", "I-B")),  # a set, for it stands in two rows
    ("escat_2018", "I-A", "amp_2017", ("I-A",)),
    ("escat_2018", "III-A", "amp_2017", ("II-C",)),
    ("oncokb", "3B", "amp_2017", ("II-C",)),  # never tier I
    ("oncokb", "R1", "amp_2017", ("I-A",)),
    ("oncokb", "R2", "amp_2017", ()),
    ("civic", "C", "amp_2017", ("II-D",)),  # single cases
    ("nct", "m1C", "amp_2017", ()),
    ("nct", "m2C", "amp_2017", ()),
    ("amp_2017", "IV", "escat_2018", ()),
    ("escat_2018", "I-A", "no_such_scheme", ()),
]


@pytest.mark.parametrize(("scheme", "level", "other", "levels"), CROSSWALK)
def test_the_cross_walk_is_a_set_and_empty_where_nothing_corresponds(
    scheme: str, level: str, other: str, levels: tuple[str, ...]
) -> None:
    assert Crosswalk.load().convert(scheme, level, other) == levels


def test_the_cross_walk_goes_both_ways() -> None:
    pairs = Crosswalk.load().pairs
    back = {(other, there, scheme, value) for (scheme, value, other), found in pairs.items() for there in found}
    there = {(scheme, value, other, found) for (scheme, value, other), values in pairs.items() for found in values}
    assert {(s, v, o, f) for s, v, o, f in there if "amp_2017" in (s, o)} == back


def test_no_grade_is_ever_converted_by_the_cross_walk() -> None:
    """The table is for readers and exporters: no rule of a scheme looks at it."""
    folder = Path(tumorboard.evidence.__file__).parent
    assert [m.name for m in folder.rglob("*.py") if "crosswalk" in m.read_text("utf-8")] == []
