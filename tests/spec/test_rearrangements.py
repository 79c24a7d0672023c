"""When a rearrangement is a driving fusion: side, partner, frame, kinase, and what asks for review."""

from __future__ import annotations

import pytest

from tumorboard.criteria.rearrangements import judge
from tumorboard.model.alteration import Fusion
from tumorboard.model.verdict import Verdict


@pytest.mark.parametrize("gene, fusion, verdict, why", [
    pytest.param("ALK", Fusion(five_prime="EML4", three_prime="ALK", in_frame=True), Verdict.MET, "", id="in frame"),
    pytest.param("ALK", Fusion(five_prime="EML4", three_prime="ALK"), Verdict.MET, "why.frame_unknown", id="frame unknown"),
    pytest.param("ALK", Fusion(five_prime="EML4", three_prime="ALK", in_frame=False), Verdict.NOT_MET, "why.out_of_frame", id="out of frame"),
    pytest.param("ALK", Fusion(five_prime="ALK", three_prime="EML4", in_frame=True), Verdict.UNKNOWN, "why.wrong_side", id="only the reciprocal product"),
    pytest.param("ROS1", Fusion(five_prime="GOPC", three_prime="ROS1", in_frame=True, event="deletion/read_through"), Verdict.MET, "why.may_be_natural", id="may be read-through"),
    pytest.param("ROS1", Fusion(five_prime="GOPC", three_prime="ROS1", in_frame=True, event="deletion"), Verdict.MET, "", id="deletion"),
    pytest.param("RET", Fusion(five_prime="X", three_prime="RET", in_frame=True, event="seen_in_normal"), Verdict.MET, "why.may_be_natural", id="known from normal tissue"),
    pytest.param("RET", Fusion(five_prime="X", three_prime="RET", in_frame=True, confidence="low"), Verdict.MET, "why.low_confidence", id="low confidence"),
    pytest.param("MET", Fusion(five_prime="MET", three_prime="MET", in_frame=True), Verdict.UNKNOWN, "why.intragenic", id="within MET"),
    pytest.param("EGFR", Fusion(five_prime="EGFR", three_prime="EGFR"), Verdict.UNKNOWN, "why.intragenic", id="within EGFR"),
    pytest.param("PTEN", Fusion(five_prime="PTEN", three_prime="PTEN", in_frame=False), Verdict.MET, "why.intragenic", id="within a gene without driving fusions: altered"),
])  # fmt: skip
def test_a_driving_fusion(gene: str, fusion: Fusion, verdict: Verdict, why: str) -> None:
    judged = judge(fusion, gene)
    assert (judged.verdict, judged.why) == (verdict, why)
    assert judged.review == (verdict is Verdict.MET and bool(why))
