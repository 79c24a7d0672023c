"""Readers are loaded when one is asked for; every command loads only what its question needs."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from tumorboard.app import plugins
from tumorboard.errors import InternalError

ROOT = Path(__file__).resolve().parents[2]
LOADED = """
import sys
from tumorboard.cli import main
try:
    main(sys.argv[1:])
finally:
    print(*sorted(sys.modules), file=sys.stderr)
"""


def loaded_by(*words: str) -> set[str]:
    """The modules that a run of the program has loaded at its end."""
    command = [sys.executable, "-c", LOADED, *words]
    done = subprocess.run(
        command, env={"PYTHONPATH": str(ROOT / "src")}, capture_output=True, text=True, check=True, timeout=120
    )
    return set(done.stderr.split())


def with_plugins(monkeypatch: pytest.MonkeyPatch, *entries: tuple[str, str]) -> plugins.Registry:
    """The registry of an installation with these plugins, as (name, what it loads)."""
    found = [EntryPoint(name, value, plugins.GROUP) for name, value in entries]
    monkeypatch.setattr(plugins, "entry_points", lambda *, group: [e for e in found if e.group == group])
    return plugins.registry.__wrapped__()


def test_the_readers_stand_in_the_order_of_their_names() -> None:
    names = list(plugins.registry().readers)
    assert names == sorted(names)
    assert {"vcf", "maf", "cnvkit", "expression"} <= set(names)
    assert all(plugins.registry().readers[n].NAME == n for n in names)


def test_a_plugin_is_named_in_the_provenance_before_it_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    found = with_plugins(monkeypatch, ("other", "not_installed.reader"), ("a", "not_installed.a"))
    assert found.foreign == ("a = not_installed.a", "other = not_installed.reader")
    with pytest.raises(ModuleNotFoundError):
        list(found.readers)


def test_two_readers_of_one_name_are_refused_whatever_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    found = with_plugins(monkeypatch, ("vcf", "tumorboard.formats.readers.vcf"))
    with pytest.raises(InternalError, match="two readers are named vcf"):
        "maf" in found.readers  # noqa: B015


def test_a_question_in_words_loads_no_reader_no_section_and_no_yaml() -> None:
    loaded = loaded_by("options", "--disease", "LUAD", "EGFR L858R", "--json")
    assert "tumorboard.evidence.ledger" in loaded
    unneeded = ("tumorboard.formats.readers.", "tumorboard.report.", "tumorboard.formats.html", "yaml", "pysam", "polars",
                "numpy", "sqlite3", "urllib3")  # fmt: skip
    assert [m for m in sorted(loaded) if m.startswith(unneeded)] == []


def test_a_report_without_snapshots_loads_no_client_of_a_site(tmp_path: Path) -> None:
    loaded = loaded_by("report", str(ROOT / "examples" / "coad-braf"), "-o", str(tmp_path), "-q")
    assert "tumorboard.formats.readers.vcf" in loaded
    assert [
        m for m in sorted(loaded) if m.startswith(("urllib3", "sqlite3", "polars", "tumorboard.knowledge.sources."))
    ] == []


def test_help_loads_nothing_of_the_science() -> None:
    science = ("criteria", "evidence", "formats", "interpret", "knowledge", "vocab", "wire", "board", "app")
    loaded = loaded_by("--help")
    assert [m for m in sorted(loaded) if m.startswith(tuple(f"tumorboard.{room}" for room in science))] == []
