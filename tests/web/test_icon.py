"""The sign of the board in a browser's tab: every page names it, and it is drawn without a word from elsewhere."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from xml.etree import ElementTree

import pytest
from tests.web.browser_support import browser, needs_chromium, serving
from tests.web_support import served

ICON = "/static/favicon.svg"


def test_every_page_names_the_icon_so_that_no_browser_guesses_one(tmp_path: Path) -> None:
    site = served(tmp_path)
    for who, path in (("", "/login"), ("li", "/"), ("li", "/no-such-page"), ("li", f"/cases/{site.public['C1']}")):
        text = site.client(who).get(path).text
        assert text.count('rel="icon"') == 1 and f'href="{ICON}"' in text, path
    answer = site.client().get(ICON)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert "no-store" not in answer.headers.get("cache-control", "")
    site.gate.registry.close()


def test_the_icon_is_a_plain_drawing() -> None:
    text = (files("tumorboard.web") / "static" / "favicon.svg").read_text(encoding="utf-8")
    drawing = ElementTree.fromstring(text)
    names = {e.tag.rpartition("}")[2] for e in drawing.iter()}
    assert names <= {"svg", "title", "rect", "circle", "path"}
    assert not {a for e in drawing.iter() for a in e.attrib if a == "style" or "href" in a or a.startswith("on")}


@pytest.mark.slow
def test_a_browser_draws_it_under_the_rules_of_the_server(tmp_path: Path) -> None:
    needs_chromium()
    with serving(tmp_path) as (_, url), browser() as found:
        page = found.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.goto(url + "/login")
        drawn = """async () => { const image = new Image(); image.src = document.querySelector('link[rel=icon]').href;
            await image.decode(); return image.naturalWidth > 0 }"""
        assert page.evaluate(drawn)
        assert said == []
