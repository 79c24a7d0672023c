"""MDS, MPN, eosinophilia with kinase fusions, mastocytosis, histiocytoses and hairy cell leukemia of the starter pack."""

from __future__ import annotations

import pytest
from tests.pack_support import case, context, regimens

from tumorboard.board.assess import assess_case
from tumorboard.criteria.leaves import LEAVES
from tumorboard.knowledge import pack_loader
from tumorboard.model.assessment import Assessment
from tumorboard.model.verdict import Verdict

RELAPSED = {"states": ["relapsed"]}

# (disease, findings, facts, expected among the regimens, never among them)
PROFILES = [
    ("MDS", ["DEL5Q positive"], {}, ["lenalidomide"], []),
    ("MDSID5Q", [], {}, ["lenalidomide"], []),
    ("MDS", ["DEL5Q negative"], {}, [], ["lenalidomide"]),
    ("MDSRS", [], {}, ["luspatercept"], []),
    ("MDS", ["SF3B1 K700E"], {}, ["luspatercept"], []),
    ("MDS", ["IDH1 R132H"], RELAPSED, ["ivosidenib"], ["enasidenib"]),
    ("MDS", ["IDH2 R140Q"], RELAPSED, ["enasidenib"], ["ivosidenib"]),
    ("PMF", ["JAK2 V617F"], {}, ["ruxolitinib", "fedratinib", "momelotinib", "pacritinib"], []),
    ("ET", ["JAK2 V617F"], {}, [], ["ruxolitinib", "fedratinib"]),
    ("MLNER", ["FIP1L1::PDGFRA"], {}, ["imatinib"], ["pemigatinib"]),
    ("CELNOS", ["ETV6::PDGFRB"], {}, ["imatinib"], []),
    ("MLNFGFR1", ["ZMYM2::FGFR1"], RELAPSED, ["pemigatinib"], ["imatinib"]),
    ("ASM", ["KIT D816V"], {}, ["avapritinib", "midostaurin"], []),
    ("ISM", ["KIT D816V"], {}, ["avapritinib"], ["midostaurin"]),
    ("ASM", [], {}, ["avapritinib", "midostaurin", "imatinib"], []),
    ("ECD", ["BRAF V600E"], {}, ["vemurafenib", "cobimetinib"], ["dabrafenib + trametinib"]),
    ("RDD", ["MAP2K1 K57N"], {}, ["cobimetinib"], ["vemurafenib"]),
    ("HCL", ["BRAF V600E"], RELAPSED, ["vemurafenib", "rituximab + vemurafenib", "dabrafenib + trametinib"], []),
    ("HCL", ["MAP2K1 K57N"], RELAPSED, [], ["vemurafenib", "dabrafenib + trametinib"]),
]  # fmt: skip


@pytest.mark.parametrize(("disease", "findings", "facts", "expected", "never"), PROFILES, ids=lambda v: str(v)[:40])
def test_a_profile_meets_its_regimens(
    disease: str, findings: list[str], facts: dict[str, object], expected: list[str], never: list[str]
) -> None:
    found = regimens(case(disease, *findings, **facts))  # type: ignore[arg-type]
    assert set(expected) - found == set()
    assert set(never) & found == set()


def assessed(disease: str, *findings: str, **facts: object) -> Assessment:
    return assess_case(case(disease, *findings, **facts), pack_loader.load(LEAVES), context())  # type: ignore[arg-type]


def kept(result: Assessment) -> list[str]:
    return [" + ".join(o.therapies) for o in result.options]


def test_imatinib_is_an_option_in_aggressive_mastocytosis_only_without_d816v() -> None:
    assert "imatinib" in kept(assessed("ASM"))
    assert "imatinib" not in kept(assessed("ASM", "KIT D816V"))
    assert kept(assessed("ASM", "KIT D816V"))[0] == "avapritinib"


def test_tp53_speaks_against_lenalidomide_in_5q_deletion() -> None:
    result = assessed("MDS", "DEL5Q positive", "TP53 loss")
    told = {r.code for o in result.options if o.therapies == ("lenalidomide",) for r in (*o.against, *o.conflicts)}
    assert "resistance.weaker" in told


MARKERS = [
    ("MDS", ["SF3B1 K700E"], ["diagnostic unknown_tumor", "prognostic_better same_tumor"]),
    ("MDS", ["TP53 loss"], ["prognostic_worse same_tumor"]),
    ("MPN", ["JAK2 V617F"], ["diagnostic unknown_tumor"]),
    ("PV", ["JAK2 V617F"], ["diagnostic same_tumor"]),
    ("PV", ["CALR L367fs"], ["diagnostic other_tumor"]),
    ("PMF", ["SRSF2 P95H"], ["prognostic_worse same_tumor"]),
    ("AML", ["JAK2 V617F"], []),
    ("MNM", ["FIP1L1::PDGFRA"], ["diagnostic unknown_tumor"]),
    ("CMML", ["KIT D816V"], ["diagnostic other_tumor"]),
    ("SMZL", ["BRAF V600E"], ["diagnostic other_tumor"]),
    ("SKCM", ["BRAF V600E"], []),
]


@pytest.mark.parametrize(("disease", "findings", "expected"), MARKERS, ids=lambda v: str(v)[:40])
def test_findings_are_told_for_diagnosis_and_outcome(disease: str, findings: list[str], expected: list[str]) -> None:
    found = assessed(disease, *findings).markers
    assert sorted(f"{m.predicate} {m.relation}" for m in found if m.verdict is Verdict.MET) == expected
