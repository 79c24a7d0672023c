"""On paper: the words, the case and the page number on every page, and what a click opens is open.

Needs a Chromium and poppler on this machine; skips where they are absent.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from tests.report_support import assessment, page

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), ""
)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (CHROMIUM and shutil.which("pdftotext")), reason="no Chromium or no pdftotext on this machine"
    ),
]


def printed(folder: Path, name: str) -> list[str]:
    """The text of each printed page."""
    source, made = folder / "report.html", folder / "report.pdf"
    source.write_text(page(name), encoding="utf-8")
    command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
               f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={made}", source.as_uri()]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    done = subprocess.run(["pdftotext", "-layout", str(made), "-"], check=True, capture_output=True, text=True)
    return done.stdout.rstrip("\f").split("\f")


@pytest.mark.parametrize("name", ["simple", "rich", "nothing"])
def test_every_printed_page_has_the_case_the_words_and_its_number(tmp_path: Path, name: str) -> None:
    pages = printed(tmp_path, name)
    for number, text in enumerate(pages, start=1):
        assert "Research use only" in text
        assert assessment(name).case.id in text
        assert f"{number}/{len(pages)}" in text.replace(" ", "")


def test_what_a_click_opens_is_printed_open(tmp_path: Path) -> None:
    text = "\n".join(printed(tmp_path, "simple"))
    assert text.count("Grades and the rules that gave them") == len(assessment("simple").options)
    assert "Why, why not, what would change it" not in text


def test_a_hostile_case_id_stays_in_its_margin(tmp_path: Path) -> None:
    pages = printed(tmp_path, "hostile")
    assert all("Research use only" in text for text in pages)
