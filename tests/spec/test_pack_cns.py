"""Tumors of the central nervous system: which regimens of the starter pack a profile meets, and which it must not."""

from __future__ import annotations

from typing import Any

import pytest
from tests.pack_support import case, check, context, regimens

from tumorboard.board.assess import assess_case
from tumorboard.criteria.leaves import LEAVES
from tumorboard.knowledge import pack_loader
from tumorboard.model.verdict import Verdict

NEW: dict[str, Any] = {"states": ("newly_diagnosed",), "extent": "", "had": ()}
ELDERLY: dict[str, Any] = {**NEW, "age": 72}
AGAIN: dict[str, Any] = {"states": ("relapsed",), "extent": "", "had": ("temozolomide",)}
CHILD: dict[str, Any] = {"age": 8, "extent": "", "had": (), "states": ("newly_diagnosed",)}
CHILD_AGAIN: dict[str, Any] = {"age": 8, "extent": "", "had": ("carboplatin+vincristine",), "states": ("relapsed",)}
PROFILES = [
    ("ASTR2", ["IDH1 R132H"], NEW, ["vorasidenib"], []),
    ("ODG2", ["IDH2 R172K"], NEW, ["vorasidenib"], []),
    ("ASTR4", ["IDH1 R132H"], NEW, [], ["vorasidenib"]),
    ("ASTR2", ["IDH1 R132H"], {**CHILD}, [], ["vorasidenib"]),
    ("PAST", ["BRAF V600E"], CHILD, ["dabrafenib + trametinib"], ["tovorafenib"]),
    ("PAST", ["BRAF fusion"], CHILD_AGAIN, ["tovorafenib", "selumetinib"], ["dabrafenib + trametinib"]),
    ("PAST", ["BRAF fusion"], CHILD, [], ["tovorafenib", "selumetinib"]),
    ("GB", ["BRAF V600E"], AGAIN, ["dabrafenib + trametinib"], ["tovorafenib", "temozolomide"]),
    ("PCGP", ["BRAF V600E"], NEW, ["cobimetinib + vemurafenib"], ["temozolomide"]),
    ("GB", ["MGMT methylated"], NEW, ["temozolomide", "lomustine + temozolomide"], []),
    ("GB", ["MGMT methylated"], ELDERLY, ["temozolomide"], ["lomustine + temozolomide"]),
    ("GB", ["MGMT unmethylated"], NEW, [], ["temozolomide", "lomustine + temozolomide"]),
    ("ODG3", ["IDH1 R132H", "CODEL_1P19Q codeleted"], NEW, ["lomustine + procarbazine + vincristine"], []),
    ("DMG", ["H3-3A K28M"], CHILD_AGAIN, ["dordaviprone"], ["temozolomide"]),
    ("DMG", ["H3-3A K28M"], CHILD, [], ["dordaviprone"]),
    ("DHG", ["H3-3A G35R"], CHILD_AGAIN, [], ["dordaviprone"]),
    ("MBLSHH", ["PTCH1 loss"], AGAIN, ["vismodegib"], ["dordaviprone"]),
]  # fmt: skip


@pytest.mark.parametrize(("disease", "findings", "facts", "expected", "never"), PROFILES, ids=lambda v: str(v)[:40])
def test_a_profile_meets_its_regimens(
    disease: str, findings: list[str], facts: dict[str, Any], expected: list[str], never: list[str]
) -> None:
    check(disease, findings, facts, expected, never)


def test_temozolomide_alone_is_doubted_in_the_elderly_without_methylation() -> None:
    assert "temozolomide" in regimens(case("GB", "MGMT unmethylated", **ELDERLY), "resistance")
    assert "temozolomide" not in regimens(case("GB", "MGMT unmethylated", **NEW), "resistance")
    assert "temozolomide" not in regimens(case("GB", "MGMT methylated", **ELDERLY), "resistance")


DIAGNOSES = [
    ("DIFG", ["IDH1 R132H", "CODEL_1P19Q codeleted"], "TB.CNS.IDH.040", "unknown_tumor"),
    ("ODG2", ["IDH1 R132H", "CODEL_1P19Q codeleted"], "TB.CNS.IDH.040", "same_tumor"),
    ("GB", ["IDH1 R132H", "CODEL_1P19Q intact"], "TB.CNS.IDH.041", "other_tumor"),
    ("ASTR2", ["IDH1 R132H", "CODEL_1P19Q codeleted"], "TB.CNS.IDH.040", "other_tumor"),
    ("HGGNOS", ["H3-3A G35R"], "TB.CNS.H3.041", "unknown_tumor"),  # not otherwise specified: it may be that very type
]  # fmt: skip


@pytest.mark.parametrize(("disease", "findings", "row", "relation"), DIAGNOSES)
def test_a_defining_finding_fits_refines_or_questions_the_diagnosis(
    disease: str, findings: list[str], row: str, relation: str
) -> None:
    found = assess_case(case(disease, *findings), pack_loader.load(LEAVES), context()).markers
    told = next(m for m in found if m.statement == row)
    assert (told.predicate, told.relation, told.verdict) == ("diagnostic", relation, Verdict.MET)


def test_intact_arms_speak_against_oligodendroglioma() -> None:
    found = assess_case(case("DIFG", "IDH1 R132H", "CODEL_1P19Q intact"), pack_loader.load(LEAVES), context()).markers
    assert "TB.CNS.IDH.040" not in {m.statement for m in found}
