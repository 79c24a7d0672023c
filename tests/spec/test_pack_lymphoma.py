"""Lymphomas and myeloma of the starter pack: targets, genetics, lost antigens, and a drug that left the market."""

from __future__ import annotations

from datetime import date

import pytest
from tests.pack_support import case, context, regimens, statements

from tumorboard.board.assess import assess_case
from tumorboard.criteria.leaves import LEAVES
from tumorboard.knowledge import pack_loader
from tumorboard.model.assessment import Assessment
from tumorboard.model.context import Context
from tumorboard.model.verdict import Verdict

NEW, RELAPSED = {"states": ["newly_diagnosed"]}, {"states": ["relapsed"]}
AVD = "dacarbazine + doxorubicin + vinblastine"

# (disease, findings, facts, expected among the regimens, never among them)
PROFILES = [
    ("FL", [], {"had": ("rituximab", "bendamustine")}, ["mosunetuzumab", "epcoritamab", "lenalidomide + rituximab"], ["glofitamab"]),
    ("FL", ["EZH2 Y646F"], {"had": ("rituximab", "bendamustine")}, ["tazemetostat"], []),
    ("FL", ["EZH2 Y646F"], {"had": ("rituximab",)}, [], ["tazemetostat", "mosunetuzumab"]),
    ("DLBCLNOS", [], {"had": ("rituximab", "gemcitabine"), **RELAPSED}, ["axicabtagene ciloleucel", "epcoritamab", "glofitamab", "loncastuximab tesirine"], ["mosunetuzumab"]),
    ("DLBCLNOS", [], {"had": (), **NEW}, ["cyclophosphamide + doxorubicin + polatuzumab vedotin + prednisone + rituximab"], ["glofitamab"]),
    ("MCL", [], {"had": ("bendamustine+rituximab",), **RELAPSED}, ["acalabrutinib", "zanubrutinib", "brexucabtagene autoleucel"], ["pirtobrutinib", "sonrotoclax"]),
    ("MCL", [], {"had": ("bendamustine", "ibrutinib"), **RELAPSED}, ["pirtobrutinib", "sonrotoclax", "lisocabtagene maraleucel"], []),
    ("WM", ["MYD88 L265P"], {}, ["zanubrutinib", "ibrutinib", "ibrutinib + rituximab"], ["acalabrutinib"]),
    ("EMALT", [], {"had": ("rituximab",)}, ["zanubrutinib", "lenalidomide + rituximab"], []),
    ("NSCHL", ["CD30 positive"], RELAPSED, ["brentuximab vedotin", "pembrolizumab"], []),
    ("ALCLALKP", ["NPM1::ALK"], {"age": 15, **RELAPSED}, ["crizotinib", "brigatinib"], ["alectinib"]),
    ("ALCL", ["CD30 positive"], NEW, ["brentuximab vedotin + cyclophosphamide + doxorubicin + prednisone"], ["crizotinib"]),
    ("PTCL", ["CD30 positive"], NEW, ["brentuximab vedotin + cyclophosphamide + doxorubicin + prednisone"], []),
    ("PTCL", ["CD30 negative"], NEW, [], ["brentuximab vedotin + cyclophosphamide + doxorubicin + prednisone"]),
    ("PCM", ["T1114 positive"], RELAPSED, ["dexamethasone + venetoclax"], []),
    ("PCM", ["T1114 negative"], RELAPSED, [], ["dexamethasone + venetoclax"]),
    ("MCL", ["T1114 positive"], RELAPSED, [], ["dexamethasone + venetoclax"]),
]  # fmt: skip


@pytest.mark.parametrize(("disease", "findings", "facts", "expected", "never"), PROFILES, ids=lambda v: str(v)[:40])
def test_a_profile_meets_its_regimens(
    disease: str, findings: list[str], facts: dict[str, object], expected: list[str], never: list[str]
) -> None:
    found = regimens(case(disease, *findings, **facts))  # type: ignore[arg-type]
    assert set(expected) - found == set()
    assert set(never) & found == set()


def assessed(disease: str, *findings: str, on: date | None = None, **facts: object) -> Assessment:
    profile = case(disease, *findings, **facts)  # type: ignore[arg-type]
    around = context() if on is None else Context(on, context().vocab)
    return assess_case(profile, pack_loader.load(LEAVES), around)


def kept(result: Assessment) -> list[str]:
    return [" + ".join(o.therapies) for o in result.options]


def test_tazemetostat_was_an_option_until_its_holder_withdrew_it() -> None:
    profile = {"had": ("rituximab", "bendamustine")}
    assert "tazemetostat" in kept(assessed("FL", "EZH2 Y646F", on=date(2025, 6, 1), **profile))
    assert "tazemetostat" not in kept(assessed("FL", "EZH2 Y646F", on=date(2026, 3, 9), **profile))


LOST = [
    ("FL", "CD20 negative", ["mosunetuzumab", "epcoritamab", "lenalidomide + rituximab"], ["tisagenlecleucel"]),
    ("DLBCLNOS", "CD19 negative", ["axicabtagene ciloleucel", "tisagenlecleucel", "loncastuximab tesirine", "lenalidomide + tafasitamab"], ["epcoritamab"]),
]  # fmt: skip


@pytest.mark.parametrize(("disease", "finding", "gone", "stays"), LOST)
def test_a_lost_antigen_rejects_what_aims_at_it(disease: str, finding: str, gone: list[str], stays: list[str]) -> None:
    found = set(kept(assessed(disease, finding, had=("rituximab", "bendamustine"), **RELAPSED)))
    assert not set(gone) & found
    assert set(stays) <= found


def test_waldenstrom_without_myd88_or_with_cxcr4_mutation_prefers_another_inhibitor() -> None:
    for findings in (("MYD88 L265P", "CXCR4 S338*"), ()):
        result = assessed("WM", *findings, tested=True)
        assert kept(result)[0] == "zanubrutinib"
        ibrutinib = next(o for o in result.options if o.therapies == ("ibrutinib",))
        assert "resistance.weaker" in {r.code for r in (*ibrutinib.against, *ibrutinib.conflicts)}


def test_t_11_14_carries_no_therapy_from_myeloma_to_mantle_cell_lymphoma() -> None:
    result = assessed("MCL", "T1114 positive", **RELAPSED)
    assert "dexamethasone + venetoclax" not in kept(result)


def test_an_adult_with_alk_positive_lymphoma_meets_the_guideline_not_the_pediatric_label() -> None:
    found = {s.id for s in statements() if s.context.check(case("ALCLALKP", age=44, **RELAPSED), context()).verdict is Verdict.MET}  # fmt: skip
    assert "TB.TCL.ALK.002b" in found
    assert "TB.TCL.ALK.001" not in found


MARKERS = [
    ("DLBCLNOS", ["MYC_FISH positive", "BCL2_FISH positive"], ["diagnostic other_tumor", "prognostic_worse same_tumor"]),
    ("DLBCLNOS", ["MYC_FISH negative", "BCL2_FISH positive"], []),
    ("CLLSLL", ["T1114 positive"], ["diagnostic other_tumor"]),
    ("PCM", ["T1114 positive"], []),
    ("PCM", ["T414 positive"], ["prognostic_worse same_tumor"]),
    ("PCM", ["DEL17P positive", "TP53 loss"], ["prognostic_worse same_tumor", "prognostic_worse same_tumor"]),
    ("MCL", ["TP53 loss"], ["prognostic_worse same_tumor"]),
    ("MZL", ["MYD88 L265P"], ["diagnostic other_tumor"]),
    ("ALCL", ["NPM1::ALK"], ["diagnostic unknown_tumor", "prognostic_better same_tumor"]),
    ("LUAD", ["EML4::ALK"], []),
]  # fmt: skip


@pytest.mark.parametrize(("disease", "findings", "expected"), MARKERS, ids=lambda v: str(v)[:40])
def test_findings_are_told_for_diagnosis_and_outcome(disease: str, findings: list[str], expected: list[str]) -> None:
    found = assessed(disease, *findings).markers
    assert sorted(f"{m.predicate} {m.relation}" for m in found if m.verdict is Verdict.MET) == expected
