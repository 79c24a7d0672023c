"""The suite of readers accepts a good reader and names the fault of each bad one."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType, SimpleNamespace
from typing import Any

import pytest

from tumorboard import vocab
from tumorboard.formats.opening import Head
from tumorboard.formats.reports import Reports
from tumorboard.formats.tables import Row, open_table
from tumorboard.issues import Issue, Parsed, Place, Severity
from tumorboard.model.alteration import CopyNumber
from tumorboard.model.profile import Profile, ReadRequest
from tumorboard.testing import reader_conformance as suite

TABLE = "gene\tcopies\tnote\nERBB2\t12\tfirst\nCDKN2A\t0\tsecond\nMDM2\t9\tthird\n"
Fault = Callable[[dict[str, Any]], None]


def toy(**faults: Any) -> suite.Reader:
    """A small reader of gene copies; `faults` replace what it does at a point."""

    def read(path: Path, request: ReadRequest) -> Parsed[Profile]:
        if "read" in faults:
            found: Parsed[Profile] | None = faults["read"](path)
            if found is not None:
                return found
        reports = Reports(path.name)
        spellings = {"gene": ("gene",), "copies": ("copies",), "note": ("note",)}
        table = open_table(path, reports, spellings, required=("gene", "copies"))
        if table is None:
            return Parsed(None, faults.get("refused", lambda i: i)(reports.closed()))
        kept, tally = [], 0
        for row in table.rows():
            faults.get("row", lambda row, reports: None)(row, reports)
            copies = row.number("copies")
            if copies is None or not row.text("gene"):
                tally += 1
            else:
                kept.append(CopyNumber(gene=row.text("gene"), copies=copies, source=row.place()))
        tally += table.malformed
        profile = Profile(
            format="toy",
            kinds=frozenset({"copy_number"}),
            copy_numbers=tuple(kept),
            records=len(kept) + tally,
            kept=len(kept),
            tally=MappingProxyType({"malformed": tally} if tally else {}),
        )
        return Parsed(faults.get("profile", lambda p: p)(profile), faults.get("issues", lambda i: i)(reports.closed()))

    made: Any = SimpleNamespace(
        NAME="toy",
        SUFFIXES=(".tsv",),
        VERIFIED="this test",
        KINDS=frozenset({"copy_number"}),
        sniff=faults.get("sniff", lambda head: head.has("gene", "copies")),
        read=read,
    )
    return made  # type: ignore[no-any-return]


def check(reader: suite.Reader, folder: Path) -> None:
    example = folder / "good.tsv"
    example.write_text(TABLE)
    work = folder / "work"
    work.mkdir(exist_ok=True)
    suite.check_reader(reader, [example], vocab.load(), work)


def test_a_good_reader_passes(tmp_path: Path) -> None:
    check(toy(), tmp_path)


def raising(path: Path) -> None:
    raise ValueError(path)


def dawdling(path: Path) -> None:
    if path.is_file() and b"9" * 5000 in path.read_bytes():
        began = time.process_time()
        while time.process_time() - began < suite.MOST_SECONDS:
            pass


def only_utf8(path: Path) -> None:
    if path.is_file():
        path.read_text("utf-8")


def by_position(path: Path) -> Parsed[Profile] | None:
    lines = path.read_bytes().decode("utf-8", errors="replace").splitlines() if path.is_file() else []
    if lines[:1] != ["gene\tcopies\tnote"] and lines and lines[0].count("\t") == 2 and "gene" in lines[0]:
        rows = [x.split("\t") for x in lines[1:]]
        found = tuple(CopyNumber(gene=r[0], source=Place(path.name)) for r in rows)
        kinds = frozenset({"copy_number"})
        return Parsed(Profile(format="toy", kinds=kinds, copy_numbers=found, records=len(found), kept=len(found)))
    return None


def telling(row: Row, reports: Reports) -> None:
    if row.text("note") not in ("first", "second", "third"):
        reports.warning("TBL001", record=row.record, field=row.text("note"))


def silent(profile: Profile) -> Profile:
    return replace(profile, records=profile.kept, tally=MappingProxyType({}))


def without_issues(issues: tuple[Issue, ...]) -> tuple[Issue, ...]:
    return tuple(i for i in issues if i.severity is Severity.ERROR)


def counting() -> Iterator[int]:
    yield from range(10_000_000)


NUMBER = counting()


@pytest.mark.parametrize("fault, says", [
    pytest.param({"read": raising}, "absent.tsv", id="raises"),
    pytest.param({"read": only_utf8}, "can't decode byte", id="raises on other bytes"),
    pytest.param({"row": telling}, "tells what stands in column 3", id="tells a cell"),
    pytest.param({"profile": lambda p: replace(p, records=p.records + 1)}, "accounted for", id="miscounts"),
    pytest.param({"profile": silent, "issues": without_issues}, "no issue tells it", id="drops unsaid"),
    pytest.param({"issues": without_issues}, "no issue tells it", id="keeps its issues to itself"),
    pytest.param({"refused": lambda i: ()}, "does not say why", id="refuses without a word"),
    pytest.param({"issues": lambda i: (*i, Issue("XXX001", Severity.INFO, Place("good.tsv")))}, "no words", id="a code without words"),
    pytest.param({"issues": lambda i: (*i, Issue("TBL012", Severity.INFO, Place("other.tsv")))}, "names the file", id="another file"),
    pytest.param({"profile": lambda p: replace(p, sample=str(next(NUMBER)))}, "otherwise the second time", id="not repeatable"),
    pytest.param({"sniff": lambda head: False}, "claimed by none", id="does not know its own"),
    pytest.param({"read": by_position}, "the value changes", id="columns by position"),
    pytest.param({"profile": lambda p: replace(p, format="x")}, "says format", id="another name"),
    pytest.param({"read": dawdling}, "seconds for", id="takes long over a strange cell"),
    pytest.param({"profile": lambda p: replace(p, assembly="GRCh37")}, "against what it says", id="any assembly will do"),
])  # fmt: skip
def test_a_fault_is_found(fault: dict[str, Any], says: str, tmp_path: Path) -> None:
    with pytest.raises(Exception) as found:
        check(toy(**fault), tmp_path)
    assert says in str(found.value)


def test_two_readers_that_claim_one_file_are_found(tmp_path: Path) -> None:
    path = tmp_path / "good.tsv"
    path.write_text(TABLE)
    greedy = toy(sniff=lambda head: True)
    assert greedy.sniff(Head("x"))
    with pytest.raises(AssertionError, match="claimed by"):
        suite.check_recognized(toy(), (toy(), greedy), path)


def test_a_reader_without_a_page_is_found(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match=r"no page toy\.md"):
        suite.check_documented(toy(), tmp_path)
