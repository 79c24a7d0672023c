"""The command that makes the page of concordance writes nothing it was not asked to write."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

import pytest

TOOLS = str(Path(__file__).resolve().parents[2] / "tools")


@pytest.fixture
def tool(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(TOOLS)
    found = importlib.import_module("build_concordance")
    yield found
    sys.modules.pop("build_concordance")


def test_it_says_how_it_is_called(tool: Any, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        tool.given(["--help"])
    assert ended.value.code == 0
    assert "civic_2021" in capsys.readouterr().out


@pytest.mark.parametrize("words", [[], ["nowhere"], ["--page"], ["a", "b"]])
def test_what_is_no_folder_of_releases_ends_it_before_anything_is_written(
    tool: Any, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        tool.given(words)
    assert ended.value.code == 2
    assert "usage:" in capsys.readouterr().err


def test_sections_without_data_are_kept_and_the_page_goes_where_it_is_asked_to(tool: Any, tmp_path: Path) -> None:
    (tmp_path / "scarhrd").mkdir()
    before = tool.PAGE.read_text("utf-8")
    asked = tool.given([str(tmp_path), "--page", str(tmp_path / "page.md")])
    tool.main(asked.folder, asked.page)
    assert tool.PAGE.read_text("utf-8") == before
    made = (tmp_path / "page.md").read_text("utf-8")
    assert [line for line in made.splitlines() if line.startswith("## ")] == [f"## {h}" for h in tool.sections()]
    assert tool.written()["Scars of scarHRD's test file"] in made
