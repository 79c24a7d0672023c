"""Patients as rows: a case comes back as it was, and the columns answer as the cases do."""

from __future__ import annotations

import io
import os
from dataclasses import replace
from pathlib import Path

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tumorboard.formats.patients import cases_of, frame_of, patients_of, schema
from tumorboard.issues import Place
from tumorboard.model.case import Case, SourceFile
from tumorboard.model.verdict import Criterion
from tumorboard.testing import strategies as s
from tumorboard.testing.small_world import context
from tumorboard.trials.screening import Answers

CONTEXT = context()
some = settings(max_examples=25, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
many = settings(some, max_examples=int(os.environ.get("TUMORBOARD_EXAMPLES", "25")))


def plain_cases() -> st.SearchStrategy[list[Case]]:
    """Cases that were not interpreted, some of them more than once."""
    one = s.cases().map(lambda case: replace(case, findings=None))
    return st.lists(one, min_size=1, max_size=6).flatmap(
        lambda cs: st.lists(st.sampled_from(cs), max_size=40).map(lambda more: cs + more)
    )


def stored(frame: pl.DataFrame) -> pl.DataFrame:
    file = io.BytesIO()
    frame.write_parquet(file)
    return pl.read_parquet(io.BytesIO(file.getvalue()))


@many
@given(plain_cases())
def test_a_case_comes_back_from_its_row_as_it_was(cases: list[Case]) -> None:
    frame = stored(frame_of(cases))
    assert dict(frame.schema) == dict(pl.DataFrame(schema=schema()).schema)
    assert cases_of(frame) == cases


@many
@given(plain_cases(), st.lists(s.leaves(), min_size=1, max_size=8))
def test_a_leaf_says_of_the_columns_what_it_says_of_the_cases(cases: list[Case], leaves: list[Criterion]) -> None:
    asking = Answers(patients_of(stored(frame_of(cases))).table, CONTEXT)
    for leaf in leaves:
        assert asking.verdicts(leaf).tolist() == [leaf.check(case, CONTEXT).verdict.value for case in cases], leaf


@some
@given(plain_cases())
def test_equal_facts_have_equal_digests_and_others_do_not(cases: list[Case]) -> None:
    digests = frame_of(cases)["digest"].to_list()
    assert list(patients_of(frame_of(cases).drop("digest")).digests) == digests
    for case, digest in zip(cases, digests, strict=True):
        older = replace(case, patient=replace(case.patient, age_years=(case.patient.age_years or 0) + 1))
        renamed = replace(case, id="other", sources=(SourceFile(name="a", format="b", sha256="c", records=1, kept=1),))
        assert frame_of([older])["digest"].item() != digest
        assert frame_of([renamed])["digest"].item() == digest


def test_what_no_criterion_reads_comes_back_too() -> None:
    source = SourceFile(name="a.maf", format="maf", sha256="0", records=3, kept=2, notes=("x",))
    case = Case(
        id="a", sources=(source,), uninterpretable=(Place("a.maf", record=2),), not_interpretable_count=1,
        expression={"EGFR": 1.5}, expression_unit="tpm",
    )  # fmt: skip
    assert cases_of(stored(frame_of([case]))) == [case]


def test_the_documentation_tells_every_column() -> None:
    text = (Path(__file__).resolve().parents[2] / "docs" / "formats" / "patients.md").read_text("utf-8")
    assert [name for name in schema() if f"`{name}`" not in text] == []
