"""The documents of a release: whole, offline, and with the result of every file of tests."""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tools"))
try:
    import release_docs
finally:
    sys.path.remove(str(ROOT / "tools"))
JUNIT = """<testsuites><testsuite>
<testcase classname="tests.spec.test_workflow" name="a"/>
<testcase classname="tests.spec.test_workflow" name="b"><failure/></testcase>
<testcase classname="tests.real.test_pcgr_real" name="c"><skipped/></testcase>
</testsuite></testsuites>"""


def test_the_manual_holds_every_page_and_loads_nothing() -> None:
    made = release_docs.manual(ROOT, "1.0")
    pages = [p for p in (ROOT / "docs").rglob("*.md") if "decisions" not in p.parts and p.name != "README.md"]
    assert made.count("<section id=") == len(pages) + 1
    assert not re.search(r"<(?:script|img|link|iframe)\b", made)


def test_links_between_pages_lead_to_a_place_of_the_manual() -> None:
    made = release_docs.manual(ROOT, "1.0")
    places = set(re.findall(r'id="([^"]+)"', made))
    inside = set(re.findall(r'href="#(page-[^"]+)"', made))
    assert inside and inside <= places


def test_the_dossier_tells_the_result_of_each_file_of_tests(tmp_path: Path) -> None:
    junit = tmp_path / "junit.xml"
    junit.write_text(JUNIT, "utf-8")
    made = release_docs.dossier(ROOT, junit, "1.0")
    assert "1 failed, 1 passed" in made and "1 failed, 1 passed, 1 skipped" in made
    assert "two people sign where the site asks for it" in made
    assert all(m.name in made for m in release_docs.modules(ROOT))


def test_a_dossier_without_a_run_says_so() -> None:
    assert "no results of a run were given" in release_docs.dossier(ROOT, None, "1.0")
