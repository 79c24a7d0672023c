"""What is written as JSON comes back as the value it was: every case, and the file of a whole assessment."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tumorboard.app.assessing import assess, workbench
from tumorboard.app.cases import open_case
from tumorboard.errors import InputError
from tumorboard.model.assessment import Assessment
from tumorboard.model.case import Case
from tumorboard.model.policy import Policy
from tumorboard.testing.short_case import short_case
from tumorboard.testing.strategies import cases
from tumorboard.wire.codec import document, dumps
from tumorboard.wire.decode import loads

EXAMPLES = sorted(p.parent for p in (Path(__file__).resolve().parents[2] / "examples").glob("*/case.yaml"))
LINE = "LUAD; metastatic; age 60; tested; EGFR L858R; PD-L1 TPS 60 22C3; had osimertinib progression; lesion liver 22 mm ct"


@given(cases())
def test_every_case_comes_back(case: Case) -> None:
    text = dumps(case)
    back = loads(Case, text)
    assert back == case
    assert dumps(back) == text


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda p: p.name)
def test_the_file_of_an_assessment_comes_back_byte_by_byte(folder: Path) -> None:
    bench = workbench()
    found = assess(open_case(folder, bench.vocab, bench.registry), bench, Policy(), date(2026, 11, 27))
    text = document(found)
    assert document(loads(Assessment, text)) == text


WRONG: list[tuple[Callable[[Any], Any], str]] = [
    # what is changed, and what the refusal says
    (lambda b: b | {"sexx": "f"}, "sexx: expected a field of Case"),
    (lambda b: {k: v for k, v in b.items() if k != "id"}, "id: expected a value"),
    (lambda b: b | {"id": 7}, "id: expected text"),
    (lambda b: b | {"variants": {}}, "variants: expected a list"),
    (lambda b: b | {"patient": b["patient"] | {"birth": "2024-13"}}, "patient.birth: expected YYYY"),
    (lambda b: b | {"completeness": {"treatment": "sometimes"}}, "completeness.treatment: expected one of"),
    (lambda b: b | {"lesions": [b["lesions"][0] | {"size_mm": "22"}]}, "lesions[0].size_mm: expected"),
    (lambda b: [], "the document: expected an object of Case"),
]


@pytest.mark.parametrize(("change", "said"), WRONG)
def test_what_is_no_case_is_refused_with_its_place_and_never_its_content(
    change: Callable[[Any], Any], said: str
) -> None:
    body = json.loads(dumps(short_case(LINE)))
    with pytest.raises(InputError) as refused:
        loads(Case, json.dumps(change(body)))
    assert refused.value.code == "WIR001"
    assert said in str(refused.value)
    assert "22" not in str(refused.value)


@given(st.text(max_size=40))
def test_what_is_no_json_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        loads(Case, text)
