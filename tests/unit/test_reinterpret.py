"""`reinterpret`: which cases change between two releases, how, and in which order to look."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from tests.unit.test_civic import ASSERTIONS, ROW, assertion, table

from tumorboard.app import assessing, reinterpreting, snapshots
from tumorboard.board.changes import HAPPENED, OptionChange, changes
from tumorboard.cli import main
from tumorboard.evidence.buckets import BUCKETS
from tumorboard.model.assessment import Assessment, Grade, StatementMatch, TherapyOption
from tumorboard.model.case import Case, Diagnosis
from tumorboard.model.policy import Policy
from tumorboard.model.verdict import Evaluation, Verdict
from tumorboard.reasons import Reason

ON = date(2026, 11, 27)
FINE = Evaluation(Verdict.MET, Reason.of("always"))


def option(
    drug: str, bucket: str = "clinical_own_tumor", amp: str = "I-B", statement: str = "S1", **more: Any
) -> TherapyOption:
    match = StatementMatch(
        statement=statement, kind="item", predicate="sensitivity", direction="supports", therapy=(drug,), source="civic",
        release="r", biomarker=FINE, disease=FINE, context=FINE, relation="same_tumor", verdict=Verdict.MET,
    )  # fmt: skip
    grade = Grade(scheme="amp_2017", value=amp, rule="B", reason=Reason.of("amp.not_recorded"))
    given = {"predicate": "sensitivity", "kept": True, "rank": 1, "verdict": Verdict.MET, **more}
    return TherapyOption(therapies=(drug,), bucket=bucket, grades=(grade,), matches=(match,), **given)


def assessment(*options: TherapyOption, resistance: tuple[TherapyOption, ...] = ()) -> Assessment:
    case = Case(id="c", diagnosis=Diagnosis())
    return Assessment(case=case, on=ON, policy=Policy(), options=options, resistance=resistance)


X = option("x")
ONE = [
    ("nothing", [X], [X], []),
    ("gained", [], [X], ["gained"]),
    ("lost", [X], [], ["lost"]),
    ("a better grade", [option("x", "case_reports", "II-D")], [X], ["rose"]),
    ("a worse grade", [X], [option("x", amp="II-C")], ["fell"]),
    ("a worse kind of support", [X], [option("x", "clinical_other_tumor")], ["fell"]),
    ("a condition that is open now", [X], [option("x", verdict=Verdict.UNKNOWN)], ["fell"]),
    ("contradicted", [X], [option("x", conflicts=(Reason.of("evidence.disputed"),))], ["contradicted"]),
    ("no longer contradicted", [option("x", against=(Reason.of("evidence.disputed"),))], [X], ["uncontradicted"]),
    ("another statement", [X], [option("x", statement="S2")], ["supported_otherwise"]),
    ("graded and contradicted", [X], [option("x", amp="II-C", against=(Reason.of("a.b"),))], ["fell", "contradicted"]),
]


@pytest.mark.parametrize(("before", "after", "happened"), [o[1:] for o in ONE], ids=[o[0] for o in ONE])
def test_what_happened_to_a_regimen(
    before: list[TherapyOption], after: list[TherapyOption], happened: list[str]
) -> None:
    found = changes(assessment(*before), assessment(*after))
    assert sorted(c.happened for c in found) == sorted(happened)
    assert all(c.regimen == ("x",) for c in found)


def test_an_expected_resistance_that_comes_or_goes_is_a_change_of_its_own() -> None:
    expected = option("y", predicate="resistance", rank=None)
    assert [c.happened for c in changes(assessment(X), assessment(X, resistance=(expected,)))] == ["resistance_found"]
    assert [c.happened for c in changes(assessment(X, resistance=(expected,)), assessment(X))] == ["resistance_gone"]
    rejected = replace(expected, kept=False)
    assert changes(assessment(X), assessment(X, resistance=(rejected,))) == ()


def test_changes_are_ordered_by_kind_of_support_then_by_what_happened() -> None:
    before = assessment(option("approved", "approved_own_tumor"), option("z", "preclinical", "II-D"), option("w"))
    after = assessment(option("approved", "approved_own_tumor", statement="S9"), option("new"))
    assert [(c.happened, *c.regimen) for c in changes(before, after)] == [
        ("lost", "w"),
        ("gained", "new"),
        ("lost", "z"),
        ("supported_otherwise", "approved"),  # the same place, by other statements: last whatever it is
    ]


def test_cases_are_ordered_by_their_weightiest_change_and_failures_stand_first() -> None:
    def case(name: str, happened: str, bucket: str) -> reinterpreting.Changed:
        return reinterpreting.Changed(name, (OptionChange(happened, ("x",), "", "", bucket),))

    found = [
        case("late", "gained", BUCKETS[8]),
        reinterpreting.Changed("same"),
        case("first", "lost", BUCKETS[0]),
        reinterpreting.Changed("broken", failed="no"),
        case("second", "gained", BUCKETS[0]),
    ]
    assert [c.name for c in reinterpreting.ranked(found)] == ["broken", "first", "second", "late"]
    assert HAPPENED[0] == "lost"


# --- whole -----------------------------------------------------------------------------------------------------------------


def folder(root: Path, name: str, finding: str) -> None:
    (root / name).mkdir(parents=True)
    text = f"case: {name}\ndiagnosis:\n  disease: MEL\nalterations:\n  - text: {finding}\n"
    (root / name / "case.yaml").write_text(text, "utf-8")


@pytest.fixture
def releases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two releases: EID1 falls, EID2 is withdrawn, EID3 is new; only the first has a table of assertions."""
    monkeypatch.setenv(snapshots.HOME, str(tmp_path / "home"))
    kras = ROW.replace("BRAF V600E", "KRAS G12C").replace("Dabrafenib", "Sotorasib")
    one = [ROW.format(level="B", id="1"), kras.format(level="B", id="2")]
    two = [ROW.format(level="C", id="1"), ROW.replace("Dabrafenib", "Panobinostat").format(level="B", id="3")]
    table(tmp_path / "one", *one)
    table(tmp_path / "one", assertion("Vemurafenib"), header=ASSERTIONS, name="assertions.tsv")
    table(tmp_path / "two", *two)
    for name, release in (("one", "2026-01-01"), ("two", "2026-02-01")):
        files = snapshots.expand([tmp_path / name])
        snapshots.add("civic", files, release=release, on=ON)
    for name, finding in (("braf", "BRAF V600E"), ("kras", "KRAS G12C"), ("nras", "NRAS Q61R")):
        folder(tmp_path / "cases", name, finding)
    assessing.workbench.cache_clear()
    yield tmp_path / "cases"  # type: ignore[misc]
    assessing.workbench.cache_clear()


def run(*words: str) -> Any:
    return CliRunner().invoke(main, ["reinterpret", *words, "--on", "2026-11-27"])


def test_cases_that_change_are_listed_and_others_are_not(releases: Path) -> None:
    done = run(str(releases), "--from", "2026-01-01", "--to", "2026-02-01", "--json")
    assert done.exit_code == 0, done.output
    told = [json.loads(ln) for ln in done.output.splitlines() if ln.startswith("{")]
    found = {c["name"]: {(x["happened"], *x["regimen"]) for x in c["changes"]} for c in told}
    assert ("gained", "panobinostat") in found["braf"]
    assert "nras" not in found
    assert "3 cases, 2 change, 0 failed" in done.output
    # The assertion on vemurafenib is in a table that the second release lacks: not removed, nobody knows it.
    assert not any("vemurafenib" in x for x in found["braf"])
    assert "AID7" not in done.output


def test_a_source_that_was_not_used_before_adds_what_it_says(releases: Path) -> None:
    done = run(str(releases / "braf"), "--from", "none", "--to", "2026-02-01")
    assert done.exit_code == 0, done.output
    assert "gained: panobinostat: none -> " in done.output


def test_a_case_that_no_changed_statement_speaks_of_is_the_same_when_it_is_assessed_all_the_same(
    releases: Path,
) -> None:
    bench = assessing.workbench()
    both = reinterpreting.sides(bench, "civic", "2026-01-01", "2026-02-01")
    assert both.touched == {"BRAF", "KRAS"}
    paths = reinterpreting.case_folders([releases])
    quick = list(reinterpreting.reinterpreted(paths, both, Policy(), ON))
    every = list(reinterpreting.reinterpreted(paths, replace(both, touched=None), Policy(), ON))
    assert quick == every
    assert [bool(c.changes) for c in quick] == [True, True, False]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--from", "2026-01-01", "--to", "2026-01-01"), 10),
        (("--from", "2026-01-01", "--to", "1999-01-01"), 13),
        (("--from", "2026-01-01", "--to", "2026-02-01", "--source", "clinvar"), 10),
        (("--from", "2026-01-01", "--to", "2026-02-01", "--source", "nothing"), 13),
    ],
)
def test_what_cannot_be_compared_is_told(releases: Path, words: tuple[str, ...], code: int) -> None:
    assert run(str(releases), *words).exit_code == code


def test_a_case_that_cannot_be_read_stops_no_other(releases: Path) -> None:
    (releases / "broken").mkdir()
    (releases / "broken" / "case.yaml").write_text("case: [\n", "utf-8")
    done = run(str(releases), "--from", "2026-01-01", "--to", "2026-02-01")
    assert done.output.splitlines()[0].startswith("broken: ")
    assert "4 cases, 2 change, 1 failed" in done.output
    assert run(str(releases / "nowhere"), "--from", "2026-01-01", "--to", "2026-02-01").exit_code == 13
