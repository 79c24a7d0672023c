"""The command that assigns signatures: whole tables only, too few mutations are unknown, the seed is the caller's."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from tumorboard.app import signatures
from tumorboard.cli.main import main
from tumorboard.errors import InputError, NotFound
from tumorboard.formats.channels import channel_table
from tumorboard.interpret.signatures import CHANNELS

FLAT = {"SBS1": "C>T", "SBS5": "T>A", "SBS18": "C>A"}


def written(path: Path, columns: dict[str, list[float]]) -> Path:
    rows = ["\t".join(("Type", *columns))]
    rows += ["\t".join((channel, *(f"{v[c]:g}" for v in columns.values()))) for c, channel in enumerate(CHANNELS)]
    path.write_text("\n".join(rows) + "\n", "utf-8")
    return path


def table(folder: Path) -> Path:
    return written(
        folder / "table.txt", {n: [1 / 16 if f"[{w}]" in c else 0.0 for c in CHANNELS] for n, w in FLAT.items()}
    )


def catalogs(folder: Path, **each: int) -> Path:
    """Samples with so many C>A in every context."""
    return written(
        folder / "c.txt", {s: [float(n) if "[C>A]" in c else 0.0 for c in CHANNELS] for s, n in each.items()}
    )


def run(*args: str) -> list[list[str]]:
    made = CliRunner().invoke(main, ["signatures", *args])
    assert made.exit_code == 0, made.output
    return [line.split("\t") for line in made.stdout.splitlines()]


def test_each_sample_is_told_with_its_share_and_interval(tmp_path: Path) -> None:
    head, *rows = run(str(catalogs(tmp_path, A=20)), "--table", str(table(tmp_path)), "--seed", "1", "--resamples", "5")
    assert tuple(head) == signatures.HEADER
    assert rows == [["A", "320", "1.000", "SBS18", "320", "320", "320", "1.000", ""]]


@pytest.mark.parametrize(
    ("in_each_context", "signature", "note"),
    [
        (3, "unknown", "fewer than 50 mutations"),  # 48
        (4, "SBS18", "fewer than 100 mutations: uncertain"),  # 64
        (7, "SBS18", ""),  # 112
    ],
)
def test_too_few_mutations_are_unknown_or_uncertain(
    tmp_path: Path, in_each_context: int, signature: str, note: str
) -> None:
    given = str(catalogs(tmp_path, A=in_each_context))
    _, row = run(given, "--table", str(table(tmp_path)), "--seed", "1", "--resamples", "2")
    assert (row[3], row[8]) == (signature, note)


def test_a_sample_draws_for_itself_and_the_seed_decides(tmp_path: Path) -> None:
    mixed = [(20.0 if "[C>A]" in c else 9.0 if "[C>T]" in c else 0.0) for c in CHANNELS]
    one = written(tmp_path / "one.txt", {"B": mixed})
    two = written(tmp_path / "two.txt", {"A": mixed, "B": mixed})
    told = ("--table", str(table(tmp_path)), "--resamples", "20", "--seed")
    alone = run(str(one), *told, "1")[1:]
    assert [r for r in run(str(two), *told, "1")[1:] if r[0] == "B"] == alone
    assert run(str(one), *told, "2")[1:] != alone


def test_only_the_named_signatures_are_considered(tmp_path: Path) -> None:
    given = str(catalogs(tmp_path, A=20))
    _, row = run(given, "--table", str(table(tmp_path)), "--seed", "1", "--resamples", "2", "--only", "SBS18, SBS5")
    assert row[3] == "SBS18"
    with pytest.raises(NotFound, match="SBS99"):
        signatures.reference(table(tmp_path), only=["SBS99"])


def test_what_no_signature_explains_is_unknown(tmp_path: Path) -> None:
    given = str(catalogs(tmp_path, A=20))
    _, row = run(given, "--table", str(table(tmp_path)), "--seed", "1", "--resamples", "2", "--only", "SBS1")
    assert (row[3], row[8]) == ("unknown", "no signature of the table explains it")


def test_without_the_package_the_remedy_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signatures, "find_spec", lambda name: None)
    made = CliRunner().invoke(main, ["signatures", str(catalogs(tmp_path, A=20)), "--seed", "1"])
    assert made.exit_code == NotFound.exit_code
    assert "tumorboard[signatures]" in made.output


LINES = ["Type\tA", *(f"{c}\t1" for c in CHANNELS)]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([], id="nothing"),
        pytest.param(LINES[:-1], id="a channel is absent"),
        pytest.param([*LINES, LINES[1]], id="a channel is given twice"),
        pytest.param([*LINES[:-1], "A[C>A]N\t1"], id="a channel is unknown"),
        pytest.param([*LINES[:-1], "T[T>G]T\tmany"], id="a cell is no number"),
        pytest.param([*LINES[:-1], "T[T>G]T\t-1"], id="a cell is below zero"),
        pytest.param([*LINES[:-1], "T[T>G]T\tnan"], id="a cell is not a number by name"),
        pytest.param([*LINES[:-1], "T[T>G]T\tinf"], id="a cell has no end"),
        pytest.param([*LINES[:-1], "T[T>G]T"], id="a cell is absent"),
        pytest.param(["Type\tA\tA", *(f"{c}\t1\t1" for c in CHANNELS)], id="two columns of one name"),
    ],
)
def test_a_table_that_is_not_whole_is_refused(lines: list[str]) -> None:
    with pytest.raises(InputError):
        channel_table(lines, name="t")


def test_channels_may_stand_in_any_order() -> None:
    ordered = ["Type\tA", *(f"{c}\t{n}" for n, c in enumerate(CHANNELS))]
    assert channel_table([ordered[0], *reversed(ordered[1:])], name="t") == {"A": tuple(map(float, range(96)))}


def test_shares_are_no_counts_and_counts_are_no_signatures(tmp_path: Path) -> None:
    given = CliRunner().invoke(
        main, ["signatures", str(table(tmp_path)), "--table", str(table(tmp_path)), "--seed", "1"]
    )
    assert given.exit_code == InputError.exit_code
    with pytest.raises(InputError, match="distribution"):
        signatures.reference(catalogs(tmp_path, A=20))
