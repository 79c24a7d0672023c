"""What people write stays what they wrote: in no page is it markup, in no template is it a program, in no list a formula."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest
from tests.web_support import Served, a_case, routes, served

from tumorboard.app import assessing, settings
from tumorboard.app.desk import Seat
from tumorboard.issues import Parsed
from tumorboard.model.registry import Attendant, Choice, Consent, Decision, Rules, SignOff, Submission, Task
from tumorboard.store.heads import keeper
from tumorboard.store.registry import Draft

ON = date(2026, 11, 27)
# Each carries a mark, so that what it became can be found: elements, attributes, addresses, templates, formulas, comments, entities.
TRIED = (
    "<script>zqx1()</script>", '"><img src=x onerror=zqx2()>', "' onmouseover='zqx3()", "</title><svg/onload=zqx4()>", "{{ 7*7 }}zqx5{% raw %}",
    "javascript:zqx6()", "<!-- zqx7", "&lt;script&gt;zqx8", '=HYPERLINK("http://x","zqx9")', "</textarea><iframe src=//zqx10>",
    "\u202ezqx11<b>", "${7*7}zqx12",
)  # fmt: skip


class Found(HTMLParser):
    """Elements and attributes as a browser reads them."""

    def __init__(self) -> None:
        super().__init__()
        self.odd: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [n for n, _ in attrs]
        if tag in {"iframe", "svg/onload=zqx4()"} or any(n.startswith("on") for n in names):
            self.odd.append(f"{tag} {names}")
        for name, value in attrs:
            address = name in {"href", "src", "action", "formaction"}
            if address and value and ("zqx" in value or value.strip().lower().startswith(("javascript:", "data:"))):
                self.odd.append(f"{name}={value}")
        if tag == "script" and not dict(attrs).get("src"):
            self.odd.append("a script without a file")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    made = served(tmp_path_factory.mktemp("injection"))
    seat, bench = Seat.at(made.gate.registry, "li"), assessing.workbench()
    for n, text in enumerate(TRIED):
        found = a_case(f"X{n}", f"P{n} {text}".replace("\u202e", ""))  # which no name may hold
        case = found.value
        assert case is not None
        named = replace(
            case,
            specimens=tuple(replace(s, site=text) for s in case.specimens),
            assays=tuple(replace(a, name=text) for a in case.assays),
        )
        seat.add(Parsed(named), reason=text)
        seat.write(f"X{n}", Consent(scope="research", given=True, on=ON), reason=text)
        seat.interpret(f"X{n}", bench, settings.policy(), ON)
        seat.write(f"X{n}", Submission(meeting=ON, question=text))
        options = seat.assessment(f"X{n}").options
        body = Decision(
            on=ON, assessment=seat.standing(f"X{n}").assessment, took_part=(Attendant(name=text, role=text, conflict_of_interest=text),),
            choices=(Choice(therapies=options[0].therapies, verdict="deferred", reason=text),), summary=text,
        )  # fmt: skip
        made.gate.registry.append(
            Draft(action="decision", by="li", case=f"X{n}", reason=text, body=body), beside=keeper(Rules())
        )
        seat.write(f"X{n}", Task(what="other", about=text))
        if n % 2:
            seat.write(f"X{n}", SignOff(signs=seat.standing(f"X{n}").decision, role=text), reason=text)
        made.public[f"X{n}"] = made.gate.public(f"X{n}")
    yield made
    made.gate.registry.close()


def pages(site: Served, who: str) -> Iterator[tuple[str, str, str]]:
    """Address, kind and text of every page and answer that can be asked for without a form."""
    client = site.client(who)
    for method, path in routes(site.app):
        if method != "GET" or path.startswith("/api/"):
            continue
        for n in range(len(TRIED)) if "{public}" in path else (0,):
            where = (
                path.replace("{public}", site.public[f"X{n}"])
                .replace("{day}", ON.isoformat())
                .replace("{place}", str(n % 12 + 1))
            )
            where = where.replace("{revision}", "3").replace("{kind}", "html").replace("{language}", "zh-Hans")
            if "{" in where:
                continue
            answer = client.get(where)
            assert answer.status_code < 500, where
            yield path, answer.headers.get("content-type", ""), answer.text


@pytest.mark.parametrize("who", ["li", "admin"])
def test_what_people_wrote_is_letters_on_every_page(site: Served, who: str) -> None:
    seen = marked = 0
    for path, kind, text in pages(site, who):
        if "html" not in kind:
            continue
        found = Found()
        found.feed(text)
        own = [o for o in found.odd if not (o == "a script without a file" and path.endswith("{language}"))]
        assert own == [], (path, own)
        assert "49zqx5" not in text and "49zqx12" not in text, path
        seen += 1
        marked += bool(re.search(r"zqx\d", text))
    print(
        f"FIGURE {who}: {len(TRIED)} texts in 13 fields each, {seen} pages read, {marked} of them show such a text, none as markup"
    )
    assert seen > 20
    assert who == "admin" or marked > 40


def test_a_search_and_a_count_repeat_what_was_asked_as_letters(site: Served) -> None:
    client = site.client("li")
    from tests.web_support import csrf

    for text in TRIED:
        for path, data in (("/", {"q": text}), ("/dashboard/query", {"criterion": text, "do": "count"})):
            found = Found()
            found.feed(client.post(path, data={**data, "csrf": csrf(client, "/dashboard/query")}).text)
            assert found.odd == [], (path, text)
