"""Trial documents and MatchEngine's patients are read as they were written, and nothing is lost in silence."""

from __future__ import annotations

from datetime import datetime

import pytest

from tumorboard.formats.trials.documents import documents
from tumorboard.formats.trials.matchengine_patients import records, samples


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ('{"a": 1}', 1),
        ('{"a": 1}\n{"a": 2}\n', 2),
        ('{"a": 1}{"a": 2} [{"a": 3}]', 3),
        ('\ufeff[{"a": 1}, {"a": 2}]', 2),
    ],
)
def test_json_comes_as_one_object_several_or_an_array(text: str, count: int) -> None:
    found = documents(text, "t.json")
    assert (found.issues, [d["a"] for d in found.value or ()]) == ((), list(range(1, count + 1)))


def test_yaml_words_keep_the_type_that_was_meant() -> None:
    text = "a: N\nb: yes\nc: 1e3\nd: 2020-01-01\ne: 19\nf: 0.5\ng: true\nh: ~\ni: '19'\nj: 010\nk:\n---\na: on\n"
    found = documents(text, "t.yaml")
    assert found.issues == ()
    assert found.value == (
        {"a": "N", "b": "yes", "c": "1e3", "d": "2020-01-01", "e": 19, "f": 0.5, "g": True, "h": None, "i": "19", "j": "010", "k": None},
        {"a": "on"},
    )  # fmt: skip


@pytest.mark.parametrize(("text", "name"), [('{"a": {"x": ">=18", "x": "<65"}}', "t.json"), ("a:\n  x: '>=18'\n  x: <65\n", "t.yml")])  # fmt: skip
def test_a_key_that_stands_twice_is_kept_beside_the_last(text: str, name: str) -> None:
    (document,) = documents(text, name).value or ()
    assert document == {"a": {"x": "<65"}}
    assert document["a"].doubled == (("x", ">=18"),)
    assert document.doubled == ()


DEEP = '{"a": ' * 150_000
REFUSED = [
    ("", "t.json", "CTML001", None),
    ("", "t.yaml", "CTML001", None),
    ('{"a": 1}\n{"a": ', "t.json", "CTML001", 2),
    ("a: [1\nb: 2", "t.yaml", "CTML001", 2),
    ("a: 1\n? [x]\n: 2\n", "t.yaml", "CTML001", 2),
    ("a: &x 1\nb: *x\n", "t.yaml", "CTML099", 1),
    ("a: !!python/none x\n", "t.yaml", "CTML099", 1),
    (DEEP, "t.json", "CTML097", None),
    ('{"a": [' * 120 + "1" + "]}" * 120, "t.json", "CTML097", None),
    ("[" * 300 + "]" * 300, "t.yaml", "CTML097", 1),
    ('{"a": ' + "9" * 5000 + "}", "t.json", "CTML001", None),
]


@pytest.mark.parametrize(("text", "name", "code", "line"), REFUSED, ids=[f"{r[2]}-{n}" for n, r in enumerate(REFUSED)])
def test_a_text_that_cannot_be_read_is_a_coded_answer(text: str, name: str, code: str, line: int | None) -> None:
    found = documents(text, name)
    assert found.value is None
    assert [(i.code, i.place.line) for i in found.issues] == [(code, line)]


def test_what_is_no_mapping_is_told_and_the_rest_stays() -> None:
    found = documents('[{"a": 1}, 5, null, {"a": 2}]', "t.json")
    assert [(i.code, i.place.record) for i in found.issues] == [("CTML098", 2), ("CTML098", 3)]
    assert found.value == ({"a": 1}, {"a": 2})


def test_extended_json_becomes_plain_values() -> None:
    text = """{"_id": {"$oid": "ab"}, "D": {"$date": -86400000}, "I": {"$date": "2019-02-02T10:00:00Z"},
               "L": {"$date": {"$numberLong": "0"}}, "N": {"$numberInt": "7"}, "F": {"$numberDouble": "1.5"},
               "X": {"$date": "soon"}, "BAD": {"$numberDouble": "NaN"}, "HARMONIZED_HUGO_SYMBOL": "BRAF"}"""
    (found,) = records(text, "c.ejson").value or ()
    assert found == {
        "_id": "ab",
        "D": datetime(1969, 12, 31),
        "I": datetime(2019, 2, 2, 10),
        "L": datetime(1970, 1, 1),
        "N": 7,
        "F": 1.5,
        "X": None,
        "BAD": None,
        "TRUE_HUGO_SYMBOL": "BRAF",
    }


def test_cells_of_a_csv_stay_text_and_a_broken_row_is_told() -> None:
    found = records('SAMPLE_ID,TRUE_TRANSCRIPT_EXON,NOTE\ns1,19,"a, b"\ns2,20\ns3,,c\n', "g.csv")
    assert found.value == (
        {"SAMPLE_ID": "s1", "TRUE_TRANSCRIPT_EXON": "19", "NOTE": "a, b"},
        {"SAMPLE_ID": "s3", "TRUE_TRANSCRIPT_EXON": "", "NOTE": "c"},  # an empty cell is text to the engine's loader
    )
    assert [(i.code, i.place.record, dict(i.params)) for i in found.issues] == [("CTP006", 2, {"cells": 2, "of": 3})]


@pytest.mark.parametrize("text", ["", 'a,b\n"x'])
def test_a_csv_without_rows_or_with_an_open_quote_cannot_be_read(text: str) -> None:
    found = records(text, "c.csv")
    assert (found.value, [i.code for i in found.issues]) == (None, ["CTML001"])


def test_an_unreadable_json_of_patients_is_told() -> None:
    assert [i.code for i in records("{", "c.json").issues] == ["CTML001"]


def test_genomic_records_go_to_their_sample_by_id_then_by_sample() -> None:
    clinical = [{"_id": "a", "SAMPLE_ID": "s1"}, {"SAMPLE_ID": "s2"}, {"SAMPLE_ID": "s2"}, {"MRN": 1}]
    genomic = [{"CLINICAL_ID": "a"}, {"SAMPLE_ID": "s2"}, {"SAMPLE_ID": "s1", "n": 2}, {"SAMPLE_ID": "s9"}]
    found = samples(clinical, genomic, clinical_name="c.json", genomic_name="g.json")  # type: ignore[arg-type]
    assert [(s.id, len(s.genomic)) for s in found.value or ()] == [("s1", 2), ("s2", 1), ("s2", 0)]
    told = [(i.code, i.place.file, i.place.record) for i in found.issues]
    assert told == [("CTP002", "c.json", 3), ("CTP001", "c.json", 4), ("CTP003", "g.json", 4)]


@pytest.mark.parametrize(
    ("born", "whole", "expected", "codes"),
    [
        ("1960-02-01", None, 19600201, []),
        (datetime(1960, 2, 1), None, 19600201, []),
        ("1960-02-01", 19600131, 19600201, []),  # the engine's loader writes the integer anew out of text
        ("1960-2-1", None, 19600201, []),
        (datetime(1960, 2, 1), 19600131, 19600131, []),  # what is stored is compared as it is
        (datetime(1960, 2, 1), 19600131.0, 19600131.0, []),
        ("", "", None, []),
        ("01.02.1960", None, None, ["CTP005"]),
        (None, None, None, []),
    ],
)
def test_the_birth_date_gives_the_integer_as_the_engines_loader_does(
    born: object, whole: object, expected: float | None, codes: list[str]
) -> None:
    record: dict[str, object] = {"SAMPLE_ID": "s", "BIRTH_DATE": born, "BIRTH_DATE_INT": whole}
    found = samples([record])
    assert [i.code for i in found.issues] == codes
    assert [s.clinical.get("BIRTH_DATE_INT") for s in found.value or ()] == [expected]
