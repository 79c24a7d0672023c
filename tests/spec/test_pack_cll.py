"""Chronic lymphocytic leukemia: 17p, TP53, IGHV and the mutations that withstand BTK and BCL2 inhibitors."""

from __future__ import annotations

import pytest
from tests.pack_support import case, context, regimens

from tumorboard.board.assess import assess_case
from tumorboard.criteria.leaves import LEAVES
from tumorboard.knowledge import pack_loader
from tumorboard.model.assessment import Assessment
from tumorboard.model.verdict import Verdict

UNTREATED, TREATED = {"had": ()}, {"had": ("ibrutinib",)}
FCR = "cyclophosphamide + fludarabine + rituximab"


def assessed(*findings: str, **facts: object) -> Assessment:
    profile = case("CLLSLL", *findings, **facts)  # type: ignore[arg-type]
    return assess_case(profile, pack_loader.load(LEAVES), context())


def kept(result: Assessment) -> list[str]:
    return [" + ".join(o.therapies) for o in result.options]


def test_an_untreated_patient_meets_continuous_and_fixed_duration_treatment() -> None:
    found = kept(assessed(**UNTREATED))
    assert {"zanubrutinib", "acalabrutinib", "obinutuzumab + venetoclax"} <= set(found)
    assert not {"pirtobrutinib", "rituximab + venetoclax", "lisocabtagene maraleucel"} & set(found)


# (findings, drugs that are never kept, drugs that stay)
WITHSTOOD = [
    (["BTK C481S"], ["ibrutinib", "acalabrutinib", "zanubrutinib"], ["pirtobrutinib", "rituximab + venetoclax"]),
    (["BTK C481R"], ["ibrutinib", "acalabrutinib", "zanubrutinib"], ["pirtobrutinib"]),
    (["DEL17P positive"], [FCR, "bendamustine + rituximab"], ["zanubrutinib", "acalabrutinib", "rituximab + venetoclax"]),
]  # fmt: skip


@pytest.mark.parametrize(("findings", "never", "stay"), WITHSTOOD, ids=lambda v: str(v)[:40])
def test_a_mutation_removes_what_it_withstands(findings: list[str], never: list[str], stay: list[str]) -> None:
    earlier = ("chlorambucil", "ibrutinib") if "BTK" in findings[0] else ("chlorambucil",)
    found = set(kept(assessed(*findings, had=earlier)))
    assert not set(never) & found
    assert set(stay) <= found


WEAKER = [
    ("BTK L528W", "pirtobrutinib"),
    ("BTK T474I", "pirtobrutinib"),
    ("PLCG2 R665W", "acalabrutinib"),
    ("BCL2 G101V", "venetoclax"),
]


@pytest.mark.parametrize(("finding", "agent"), WEAKER)
def test_resistance_known_from_patient_series_demotes_and_is_shown(finding: str, agent: str) -> None:
    result = assessed(finding, had=("chlorambucil",))
    assert agent in regimens(case("CLLSLL", finding), "resistance")
    bearing = [o for o in (*result.options, *result.rejected) if o.predicate == "sensitivity" and agent in o.therapies]
    told = {r.code for o in bearing for r in (*o.against, *o.conflicts)}
    assert "resistance.weaker" in told


def test_btk_inhibitors_stand_first_where_17p_is_deleted() -> None:
    found = kept(assessed("DEL17P positive", **UNTREATED))
    assert set(found[:2]) == {"acalabrutinib", "zanubrutinib"}


@pytest.mark.parametrize(
    ("findings", "expected"),
    [
        (["IGHV mutated", "DEL17P negative"], Verdict.MET),
        (["IGHV mutated"], Verdict.UNKNOWN),
        (["IGHV mutated", "DEL17P positive"], Verdict.NOT_MET),
        (["IGHV unmutated"], Verdict.NOT_MET),
    ],
)
def test_chemoimmunotherapy_asks_for_mutated_ighv_and_intact_tp53(findings: list[str], expected: Verdict) -> None:
    statement = next(s for s in pack_loader.load(LEAVES).statements if s.id == "TB.CLL.IGHV.001")
    profile = case("CLLSLL", *findings, tested=True)
    assert statement.biomarker.check(profile, context()).verdict is expected


PROGNOSIS = [
    (["DEL17P positive"], ["prognostic_worse"]),
    (["IGHV unmutated"], ["prognostic_worse"]),
    (["IGHV mutated"], ["prognostic_better"]),
    (["DEL13Q positive", "DEL17P negative", "DEL11Q negative"], ["prognostic_better"]),
    (["DEL13Q positive"], []),
    (["TRISOMY12 positive"], []),
]


@pytest.mark.parametrize(("findings", "expected"), PROGNOSIS, ids=lambda v: str(v)[:40])
def test_prognosis_is_told_beside_the_options(findings: list[str], expected: list[str]) -> None:
    found = assessed(*findings, **UNTREATED).markers
    assert [m.predicate for m in found if m.verdict is Verdict.MET] == expected
