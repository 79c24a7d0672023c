"""A reference limit that is no number, or none that a laboratory has, makes no multiple."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from tests.evidence_support import context, read
from tests.truth_support import interpreted

from tumorboard.app.counting import Counting
from tumorboard.model.verdict import Verdict

CONTEXT = context()
LEAF = read('LabBetween("ALT", max=3, unit="xULN")')


@pytest.mark.parametrize(
    ("upper", "verdict"),
    [(40.0, Verdict.MET), (None, Verdict.UNKNOWN), (0.0, Verdict.UNKNOWN), (-1.0, Verdict.UNKNOWN), (math.inf, Verdict.UNKNOWN), (math.nan, Verdict.UNKNOWN)],
)  # fmt: skip
@pytest.mark.parametrize("unit", ["U/L", "no such unit"])
def test_only_a_limit_above_zero_makes_a_multiple(upper: float | None, verdict: Verdict, unit: str) -> None:
    given = interpreted("LUAD; lab ALT <31 U/L, 5 days ago")
    case = replace(given, labs=tuple(replace(v, upper_limit=upper, unit=unit) for v in given.labs))
    assert LEAF.check(case, CONTEXT).verdict is verdict
    assert Counting().verdicts((case,), LEAF, CONTEXT).tolist() == [verdict.rank]
