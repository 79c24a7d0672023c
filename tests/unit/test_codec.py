"""The canonical JSON of values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from tumorboard.errors import InternalError
from tumorboard.model.dates import PartialDate
from tumorboard.model.verdict import Verdict
from tumorboard.reasons import Reason
from tumorboard.wire.codec import content_hash, dumps, plain


@dataclass(frozen=True)
class Sample:
    names: frozenset[str]
    on: date
    content_hash: str = ""


def test_sets_are_sorted_and_dates_are_iso() -> None:
    assert plain(Sample(frozenset("cab"), date(2026, 1, 2))) == {
        "names": ["a", "b", "c"],
        "on": "2026-01-02",
        "content_hash": "",
    }


def test_a_verdict_is_its_name_and_a_partial_date_its_text() -> None:
    assert plain((Verdict.NOT_MET, PartialDate(2024, 2))) == ["not_met", "2024-02"]


def test_a_reason_carries_its_parameters_by_name() -> None:
    assert plain(Reason.of("x.y", b=1, a="z")) == {"code": "x.y", "params": {"a": "z", "b": 1}}


def test_the_hash_leaves_out_the_hash() -> None:
    one = Sample(frozenset("a"), date(2026, 1, 1), "one")
    assert content_hash(one) == content_hash(Sample(frozenset("a"), date(2026, 1, 1), "two"))
    assert content_hash(one) != content_hash(Sample(frozenset("b"), date(2026, 1, 1), "one"))


def test_what_json_cannot_hold_is_our_fault() -> None:
    with pytest.raises(InternalError):
        dumps(float("nan"))
    with pytest.raises(InternalError):
        plain(object())
