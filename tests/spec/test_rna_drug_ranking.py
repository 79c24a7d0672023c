"""Drugs ranked by tumor against normal RNA: score mode and outlier mode, by hand."""

from __future__ import annotations

import pytest

from tumorboard.interpret.expression.drug_outliers import outliers
from tumorboard.interpret.expression.drug_score import Target, ranked
from tumorboard.interpret.expression.fold_change import log_changes

TARGETS = {
    "one": (Target("A"),),
    "two": (Target("A"), Target("B")),
    "against": (Target("C", -1),),
    "weighted": (Target("A", 1, 3.0), Target("B", 1, 1.0)),
    "unmeasured": (Target("X"),),
    "part": (Target("B"), Target("X")),
}


def test_a_score_is_the_weighted_mean_of_signed_changes() -> None:
    found = {d.agent: d for d in ranked({"A": 2.0, "B": 0.0, "C": -1.0}, TARGETS)}
    assert {a: d.score for a, d in found.items()} == {
        "one": 2.0, "weighted": 1.5, "against": 1.0, "two": 1.0, "part": 0.0,
    }  # fmt: skip
    assert found["against"].supporting == ("C",)
    assert found["part"].unmeasured == ("X",)
    assert "unmeasured" not in found


def test_ties_stand_by_evidence_then_by_supporting_targets() -> None:
    logs = {"A": 1.0, "B": 1.0, "C": -1.0}
    assert [d.agent for d in ranked(logs, TARGETS)] == ["two", "weighted", "against", "one", "part"]
    assert [d.agent for d in ranked(logs, TARGETS, levels={"part": 1, "one": 2})][:2] == ["part", "one"]
    assert [d.rank for d in ranked(logs, TARGETS)] == [1, 1, 3, 3, 3]  # equals share the better place


def test_a_change_below_the_filter_is_none() -> None:
    found = ranked(log_changes({"A": 1.29, "B": 1 / 1.29}), {"one": (Target("A"),)})
    assert found[0].score == 0.0 and found[0].supporting == ()


# counts of a library of one million: counts are counts per million
@pytest.mark.parametrize(
    ("tumor", "normal", "call"),
    [(1200, 100, "over"), (1130, 100, None), (100, 1200, "under"), (1200, 9, "lost"), (9, 1200, "lost")],
)
def test_the_outlier_mode_calls_from_3_5_and_drops_what_is_too_low(tumor: int, normal: int, call: str | None) -> None:
    # log2(1200 / 100) = 3.58; log2(1130 / 100) = 3.498
    libraries = [{"D": float(n), "REST": 1e6 - n} for n in (tumor, normal)]
    found = outliers(*libraries, frozenset({"D", "ABSENT"}))
    assert [c.call for c in found.called] == ([call] if call in {"over", "under"} else [])
    assert found.lost == (("D",) if call == "lost" else ())


def test_a_gene_that_no_drug_is_about_is_not_called_and_the_limit_is_the_site_s() -> None:
    tumor, normal = {"D": 900.0, "E": 5000.0, "R": 1e6}, {"D": 100.0, "E": 100.0, "R": 1e6}
    assert outliers(tumor, normal, frozenset({"D"})).called == ()
    assert [c.gene for c in outliers(tumor, normal, frozenset({"D"}), change=3.0).called] == ["D"]
    with pytest.raises(ValueError, match="library"):
        outliers({"D": 0.0}, normal, frozenset({"D"}))
