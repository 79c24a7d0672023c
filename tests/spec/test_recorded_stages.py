"""Stages as they are written: what is a stage group, and what leaves the question open."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.truth_support import MET, NOT_MET, UNKNOWN, answer

from tumorboard.model.verdict import Verdict
from tumorboard.testing.short_case import short_case


@pytest.mark.parametrize(
    ("asked", "recorded", "verdict"),
    [
        ("IV", "IV", MET),
        ("IV", "stage IVB", MET),
        ("IV", "IV (M1b)", MET),
        ("III", "IIIA-N2", MET),
        ("III", "IIIC1", MET),
        ("I", "IA2", MET),
        ("0", "0is", MET),
        ("II", "IIE", MET),
        ("IV", "IIIB", NOT_MET),
        ("IV", "4", UNKNOWN),
        ("IV", "III or IV", UNKNOWN),
        ("IV", "III/IV", UNKNOWN),
        ("I", "invasive", UNKNOWN),
        ("IV", "extensive", UNKNOWN),
    ],
)
def test_a_word_that_is_no_stage_group_settles_nothing(asked: str, recorded: str, verdict: Verdict) -> None:
    case = short_case("age 60")
    case = replace(case, diagnosis=replace(case.diagnosis, stage=recorded))
    assert answer(f'StageIn(["{asked}"])', case) is verdict
