"""Every example of the documentation runs and gives what is shown beside it.

Python blocks of one page share their names, in order; with prompts (``>>>``) the values shown are compared, ``...`` stands
for anything.  Console blocks show commands (``$ tumorboard ...``); output shown below a command is compared likewise.
"""

from __future__ import annotations

import doctest
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.docs_support import PAGES, ROOT, Block, blocks

WITH_PYTHON = [p for p in PAGES if any(b.language == "python" for b in blocks(p))]
CONSOLES = [b for p in PAGES for b in blocks(p) if b.language == "console"]
SHOWN = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


@pytest.mark.parametrize("page", WITH_PYTHON, ids=lambda p: str(p.relative_to(ROOT)))
def test_the_python_of_a_page_runs_and_gives_what_is_shown(page: Path) -> None:
    names: dict[str, Any] = {"__name__": "docs"}
    for block in blocks(page):
        if block.language != "python":
            continue
        if ">>>" not in block.text:
            exec(compile("\n" * (block.line - 1) + block.text, str(page), "exec"), names)
            continue
        test = doctest.DocTestParser().get_doctest(block.text, names, block.place, str(page), block.line - 1)
        told: list[str] = []
        runner = doctest.DocTestRunner(optionflags=SHOWN)
        outcome = runner.run(test, out=told.append, clear_globs=False)
        assert outcome.failed == 0, "".join(told)
        names = test.globs


@pytest.mark.parametrize("block", CONSOLES, ids=lambda b: b.place)
def test_the_commands_of_a_console_block_run_and_give_what_is_shown(block: Block, tmp_path: Path) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    for command, shown in commands(block):
        words = shlex.split(command)
        assert words[0] == "tumorboard", f"{block.place}: only tumorboard is run here; show others in a sh block"
        env = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "COLUMNS": "100"}
        done = subprocess.run(
            [sys.executable, "-m", *words], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{block.place}: {command}\n{done.stdout}{done.stderr}"
        if shown:
            got = done.stdout + done.stderr
            assert doctest.OutputChecker().check_output(shown, got, SHOWN), f"{block.place}: {command}\n{got}"


def commands(block: Block) -> list[tuple[str, str]]:
    """Each command with the output shown below it; a line that ends in a backslash goes on."""
    found: list[tuple[str, str]] = []
    lines = iter(block.text.replace("\\\n", " ").splitlines(keepends=True))
    for line in lines:
        if line.startswith("$ "):
            found.append((line[2:].strip(), ""))
        elif found:
            found[-1] = (found[-1][0], found[-1][1] + line)
    return found


def test_there_are_examples_of_both_kinds() -> None:
    assert WITH_PYTHON
    assert CONSOLES
    assert all(commands(b) for b in CONSOLES)


def test_a_wrong_example_is_caught(tmp_path: Path) -> None:
    """The guard of the guard."""
    wrong = Block(ROOT / "README.md", 1, "console", "$ tumorboard --version\ntumorboard, version 99\n")
    with pytest.raises(AssertionError):
        test_the_commands_of_a_console_block_run_and_give_what_is_shown(wrong, tmp_path)
