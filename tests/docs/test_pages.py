"""The documentation is whole: generated pages are current, everything has its page, and links lead somewhere."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from tests.docs_support import PAGES, ROOT

from tumorboard.app.plugins import registry
from tumorboard.cli.main import COMMANDS
from tumorboard.criteria.leaves import LEAVES
from tumorboard.evidence.grade import SCHEMES
from tumorboard.evidence.rank import KEYS
from tumorboard.vocab.thresholds import Thresholds
from tumorboard.wording import words

DOCS = ROOT / "docs"
REFERENCE = DOCS / "reference"
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")


@cache
def made() -> dict[Path, str]:
    """The pages as the code would have them now."""
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        return dict(importlib.import_module("build_docs").pages())
    finally:
        sys.path.remove(str(ROOT / "tools"))


def text(*parts: str) -> str:
    return made()[REFERENCE.joinpath(*parts)]


@pytest.mark.slow  # part of `make test`; `make docs` mends it
def test_the_generated_pages_are_current() -> None:
    command = [sys.executable, str(ROOT / "tools" / "build_docs.py"), "--check"]
    done = subprocess.run(command, env={"PYTHONPATH": str(ROOT / "src")}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_everything_that_can_be_named_has_its_place_in_the_reference() -> None:
    catalog = words("en")
    assert [c for c in catalog.issues if f"`{c}`" not in text("issues.md")] == []
    assert [c for c in catalog.reasons if f"`{c}`" not in text("reasons.md")] == []
    assert [c for c in COMMANDS if f"## tumorboard {c}\n" not in text("cli.md")] == []
    assert [n for n in Thresholds.load().values if f"`{n}`" not in text("thresholds.md")] == []
    assert [k for k in KEYS if f"`{k}`" not in text("ranking.md")] == []
    grading = text("grading.md")
    assert [r.id for s in SCHEMES.values() for r in s.rules if f"| `{r.id}` |" not in grading] == []


@pytest.mark.parametrize("name", sorted(LEAVES))
def test_every_kind_of_question_has_a_page_with_forms_and_answers(name: str) -> None:
    module = LEAVES[name].__module__.rpartition(".")[2]
    page = text("criteria", f"{module}.md")
    assert f"# {name}\n" in page
    assert f'{{"leaf": "{name}"' in page
    assert page.count("| unknown |") >= 1


@pytest.mark.parametrize("name", sorted(registry().readers))
def test_every_reader_of_this_package_has_a_page(name: str) -> None:
    assert (DOCS / "formats" / f"{name}.md").exists()
    assert f"[{name}](../formats/{name}.md)" in text("formats.md")


def content(page: Path) -> str:
    """What the page says, or would say when it was made anew."""
    return made().get(page) or page.read_text("utf-8")


def exists(page: Path) -> bool:
    return page in made() or page.exists()


def anchors(page: Path) -> set[str]:
    heads = re.findall(r"^#+ (.*)$", content(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", h.lower()).strip().replace(" ", "-") for h in heads}


@pytest.mark.parametrize("page", sorted({*PAGES, *made()}), ids=lambda p: str(p.relative_to(ROOT)))
def test_the_links_of_a_page_lead_somewhere(page: Path) -> None:
    broken = []
    for link in _LINK.findall(content(page)):
        if link.startswith(("http:", "https:", "mailto:")):
            continue
        target, _, anchor = link.partition("#")
        there = (page.parent / target).resolve() if target else page
        if not exists(there) or (anchor and there.suffix == ".md" and anchor not in anchors(there)):
            broken.append(link)
    assert broken == []


def test_every_page_can_be_reached_from_the_readme() -> None:
    seen: set[Path] = set()
    waiting = [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in seen or not exists(page):
            continue
        seen.add(page)
        for link in _LINK.findall(content(page)):
            target = (page.parent / link.partition("#")[0]).resolve()
            if target.suffix == ".md" and ROOT in target.parents:
                waiting.append(target)
    assert [str(p.relative_to(ROOT)) for p in PAGES if DOCS in p.parents and p not in seen] == []
