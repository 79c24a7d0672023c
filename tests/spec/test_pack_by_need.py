"""A statement of the pack that is not made for a case would not have mattered to it: with the whole pack in hand, the
assessment is the same to the byte."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.pack_support import case, context

from tumorboard.board.assess import assess_case
from tumorboard.criteria.leaves import LEAVES
from tumorboard.errors import KnowledgeError
from tumorboard.knowledge import pack_loader
from tumorboard.knowledge.rows import criteria_reader
from tumorboard.model.assessment import Assessment
from tumorboard.model.case import Case
from tumorboard.model.knowledge import Knowledge
from tumorboard.wire.codec import dumps

WHOLE = pack_loader.load(LEAVES)


def by_need(profile: Case) -> Assessment:
    pack = pack_loader.opened(LEAVES)
    return assess_case(profile, Knowledge(libraries=(pack,), releases=(pack.release,)), context())


@pytest.mark.parametrize("profile", [
    pytest.param(case("LUAD", "EGFR L858R"), id="a driver in its tumor"),
    pytest.param(case("LUAD"), id="nothing found: only the tumor speaks"),
    pytest.param(case("LUAD", tested=True, had=["carboplatin+pemetrexed"]), id="tested, nothing found, treated"),
    pytest.param(case("NSCLC", "KRAS G12C"), id="a tumor type above that of the labels"),
    pytest.param(case("COAD", "BRAF V600E", "MSI-H"), id="a driver and a marker"),
    pytest.param(case("THPA", "RET fusion"), id="a fusion"),
    pytest.param(case("BRCA", "gBRCA1", "HER2 positive"), id="germline and a receptor"),
    pytest.param(case("AML", "FLT3 D835Y"), id="a blood cancer"),
    pytest.param(case("DIFG", "IDH1 R132H", "MGMT methylated"), id="markers that diagnose"),
    pytest.param(case("WDTC", "TMB 12", "PD-L1 TPS 60 22C3"), id="markers only"),
    pytest.param(replace(case("LUAD", "EGFR L858R"), diagnosis=replace(case("LUAD").diagnosis, disease=None)), id="no tumor type"),
])  # fmt: skip
def test_what_was_not_made_would_not_have_mattered(profile: Case) -> None:
    assert dumps(by_need(profile)) == dumps(assess_case(profile, WHOLE, context()))


def test_what_speaks_of_the_finding_of_nothing_or_of_the_tumor_is_made_and_no_more() -> None:
    made = {s.id: s for s in pack_loader.opened(LEAVES).concerning(frozenset({"RET"}), lambda tumor: False)}
    assert {s.id for s in WHOLE.statements if "RET" in s.genes or not s.genes} == made.keys()
    own = pack_loader.opened(LEAVES).concerning(frozenset(), lambda tumor: "THPA" in str(tumor))
    assert {s.id for s in WHOLE.statements if "THPA" in str(s.disease) or not s.genes} == {s.id for s in own}
    assert 0 < len(made) < len(WHOLE.statements) / 10


def test_a_pack_that_does_not_concern_the_case_is_not_an_absent_one() -> None:
    said = [b.code for b in by_need(case("WDTC")).banners]
    assert "banner.no_statements" not in said
    assert "banner.no_statements" in [b.code for b in assess_case(case("WDTC"), Knowledge(), context()).banners]


def test_a_row_for_criteria_that_this_program_does_not_know_is_refused_when_it_is_asked_for() -> None:
    row = {"id": "X", "genes": ["EGFR"], "disease": "Always()", "context": "Always()", "biomarker": "NotOurs()"}
    row |= {"kind": "label", "predicate": "sensitivity", "direction": "supports", "strength": ["", ""]}
    pack = replace(pack_loader.opened(LEAVES), rows=(row,), read=criteria_reader(LEAVES))
    assert pack.concerning(frozenset({"ALK"}), lambda tumor: False) == ()
    with pytest.raises(KnowledgeError, match="row X of tumorboard-pack"):
        pack.concerning(frozenset({"EGFR"}), lambda tumor: False)
