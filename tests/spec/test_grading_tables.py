"""One row for every rule of every grading scheme, and the cross-walk between schemes.

Sources: Li 2017 (AMP/ASCO/CAP) table 3; Mateo 2018 (ESCAT) table 1; the source's own level.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.evidence_support import approved, statement, withdrawn
from tests.truth_support import assess, the

import tumorboard.evidence
from tumorboard.evidence.grade import SCHEMES
from tumorboard.model.assessment import Grade
from tumorboard.model.statement import Approval
from tumorboard.vocab.crosswalk import Crosswalk

L858R = 'ProteinChangeIn("EGFR", ["L858R"])'
GONE = date(2021, 10, 6)
UNKNOWN = (Approval(agency="FDA", status="unknown"),)


def graded(scheme: str, tumor: str, asked: tuple[str, ...] = (), **fields: Any) -> Grade:
    biomarker = fields.pop("biomarker", L858R)
    found = assess(f"{tumor}; EGFR L858R", statement("s", "osimertinib", biomarker, **fields), asked=asked)
    option = the(found) if fields.get("predicate") != "resistance" else found.resistance[0]
    return next(g for g in option.matches[0].grades if g.scheme == scheme)


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
    ("label_withdrawn", "label withdrawn", HERE, {"approvals": withdrawn("FDA", GONE)}),
    ("label_unknown", "label unknown", HERE, {"approvals": UNKNOWN, "kind": "label"}),
    ("own", "moalmanac FDA-Approved", HERE, {"strength": ("moalmanac", "FDA-Approved")}),
    ("none", "", HERE, {"study": "rct met"}),
]


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


@pytest.mark.parametrize(("scheme", "rows"), [("amp_2017", AMP), ("escat_2018", ESCAT), ("source", SOURCE)])
def test_every_rule_of_the_scheme_has_a_row_here_and_names_its_reference(scheme: str, rows: list[Row]) -> None:
    rules = SCHEMES[scheme].rules
    assert {r.id for r in rules} == {row[0] for row in rows}
    assert len({r.id for r in rules}) == len(rules)
    assert all(r.reference for r in rules)


@pytest.mark.parametrize("scheme", ["amp_2017", "escat_2018"])
def test_every_value_of_the_scheme_is_given_by_a_rule_or_known_not_to_be(scheme: str) -> None:
    never = {"escat_2018": {"III-B", "X"}, "amp_2017": set()}[scheme]  # need claims that statements do not make
    assert set(SCHEMES[scheme].order) - {r.value for r in SCHEMES[scheme].rules} == never


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
