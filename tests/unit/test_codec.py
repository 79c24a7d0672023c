"""The canonical JSON of values."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum
from hashlib import sha256

import pytest

from tumorboard.errors import InternalError
from tumorboard.model.dates import PartialDate
from tumorboard.model.verdict import Verdict
from tumorboard.reasons import Reason
from tumorboard.wire.codec import content_hash, document, dumps, plain


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


def test_kinds_that_are_also_words_or_numbers_are_written_as_their_kind() -> None:
    class Word(str):
        __slots__ = ()

    class Level(IntEnum):
        HIGH = 3

    assert dumps([True, 1, Word("a"), Level.HIGH, {("b", 2): 1.5, "a": None}]) == (
        '[true, 1, "a", "high", {"a": null, "b:2": 1.5}]'
    )


def test_the_hash_leaves_out_the_hash() -> None:
    one = Sample(frozenset("a"), date(2026, 1, 1), "one")
    assert content_hash(one) == content_hash(Sample(frozenset("a"), date(2026, 1, 1), "two"))
    assert content_hash(one) != content_hash(Sample(frozenset("b"), date(2026, 1, 1), "one"))


def test_what_json_cannot_hold_is_our_fault() -> None:
    with pytest.raises(InternalError):
        dumps(float("nan"))
    with pytest.raises(InternalError):
        plain(object())


def test_the_file_of_a_value_has_a_field_a_line_and_hashes_to_its_content() -> None:
    value = Sample(frozenset("ab"), date(2026, 1, 2))
    sealed = replace(value, content_hash=content_hash(value))
    text = document(sealed)
    assert text.split("\n")[1] == f'"content_hash": "{sealed.content_hash}",'
    without = "\n".join(line for line in text.split("\n") if "content_hash" not in line)
    assert sha256(without.encode()).hexdigest() == sealed.content_hash
    assert json.loads(text) == plain(sealed)


def test_a_value_of_the_same_shape_but_other_content_is_not_mistaken_for_the_last_one() -> None:
    one, other = Sample(frozenset("a"), date(2026, 1, 1)), Sample(frozenset("b"), date(2026, 1, 1))
    assert document(one) != document(other)
    assert document(one) == document(Sample(frozenset("a"), date(2026, 1, 1)))
