"""The registry of the demonstration: its chain holds, every state is there, and a seed gives the same records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from tumorboard.app.demo import registry as demo
from tumorboard.app.demo.story import stories
from tumorboard.app.gate import Gate
from tumorboard.board.follow_ups import died
from tumorboard.cli.serve import command
from tumorboard.model.registry import STATES, Alert, Decision
from tumorboard.store.heads import counted, heads, wrong
from tumorboard.store.people import also_known_as, merges
from tumorboard.store.registry import Registry
from tumorboard.wording import words

ON = date(2026, 11, 27)
COUNT = 30


def opened(folder: Path) -> Registry:
    return Registry(demo.address(folder), lambda: datetime(2026, 11, 27, 9, tzinfo=UTC))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    registry = opened(demo.build(tmp_path_factory.mktemp("demo"), on=ON, count=COUNT))
    yield registry
    registry.close()


def test_the_demonstration_verifies(made: Registry) -> None:
    assert made.breaks() == ()
    assert wrong(made, made.rules()) == ()


def test_the_demonstration_has_cases_in_every_state(made: Registry) -> None:
    assert set(counted(made)) == set(STATES)


def test_the_demonstration_has_something_of_everything_that_a_board_does(made: Registry) -> None:
    done = Counter(e.action for e in made.entries())
    asked = {"facts", "assessment", "submission", "decision", "signature", "follow_up", "task", "task_done", "alert", "seen", "consent",
             "merge", "split", "restricted"}  # fmt: skip
    assert asked <= set(done)
    assert done["facts"] > COUNT  # amendments
    lines = heads(made, limit=COUNT)
    assert any(h.open_tasks and h.due < ON.isoformat() for h in lines)
    assert any(h.open_alerts for h in lines)
    assert also_known_as(made)
    assert any(not holds for _, _, holds in merges(made))
    gate = Gate(made)
    assert set(gate.restrictions().named.values()) == {frozenset({"clinician"})}
    assert len(lines) == COUNT - 1  # one consent to care was taken back


def test_everything_happened_before_the_day_of_the_demonstration(made: Registry) -> None:
    days = [e.at.date() for e in made.entries()]
    assert max(days) < ON
    assert days == sorted(days)


def test_nobody_is_decided_on_after_death_and_alerts_have_words(made: Registry) -> None:
    for head in heads(made, limit=COUNT):
        records = made.records(head.case)
        death = died(records)
        later = [b for _, b in records if isinstance(b, Decision) and death and b.on > death.latest]
        assert not later, head.case
        for _, body in records:
            if isinstance(body, Alert):
                assert all(f"page.happened.{line.partition(':')[0]}" in words("en").terms for line in body.changes)


def test_the_accounts_are_one_for_each_role_and_their_password_opens_them(made: Registry) -> None:
    gate = Gate(made)
    assert {a.roles for a in gate.accounts.all()} == {roles for _, _, roles in demo.PEOPLE}
    assert gate.sign_in("clinician", demo.PASSWORD)


def test_the_same_seed_and_day_give_the_same_records(made: Registry, tmp_path: Path) -> None:
    again = opened(demo.build(tmp_path, on=ON, count=COUNT))
    try:
        ours = [e for e in made.entries() if e.by != "clinician" or e.action != "signed_in"]
        assert [e.digest for e in again.entries()] == [e.digest for e in ours][: again.end().number]  # type: ignore[union-attr]
    finally:
        again.close()


def test_another_seed_gives_other_patients() -> None:
    assert [s.fields for s in stories(8, 1, ON)] != [s.fields for s in stories(8, 2, ON)]
    assert [s.fields for s in stories(8, 1, ON)] == [s.fields for s in stories(8, 1, ON)]


def test_what_was_cut_off_is_made_anew_and_what_is_whole_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = tmp_path / "demo"
    at.mkdir()
    (at / "registry.sqlite").write_bytes(b"half")
    assert not demo.there(at)
    monkeypatch.setattr(demo, "CASES", 6)

    def failing(part: Path, **more: object) -> Path:
        raise KeyboardInterrupt

    with monkeypatch.context() as cut, pytest.raises(KeyboardInterrupt):
        cut.setattr(demo, "build", failing)
        demo.kept(at, ON)
    assert [p.name for p in tmp_path.iterdir()] == ["demo"]


@pytest.mark.parametrize("more", [["--host", "0.0.0.0"], ["--proxy", "10.0.0.1"], ["--url", "https://board.example.org"]])  # fmt: skip
def test_the_demonstration_is_served_to_nobody_else(more: list[str]) -> None:
    answer = CliRunner().invoke(command, ["--demo", *more])
    assert answer.exit_code != 0
    assert "WEB005" in answer.output
