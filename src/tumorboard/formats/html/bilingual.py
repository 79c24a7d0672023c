"""The report in two languages side by side: every section once, every block of it in both.

The first language gives the page its anchors; those of the second carry its tag in front, so that links stay within a language.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tumorboard.formats.html import page
from tumorboard.formats.html.blocks import Blocks
from tumorboard.formats.html.inline import Shown
from tumorboard.formats.html.markup import Html, tag
from tumorboard.report.values import Block, OptionTable, Report, Section, Text
from tumorboard.vocab import Therapies
from tumorboard.wording import Words

# In markup that `tag` made a quote stands only around an attribute: text has it as an entity.
_ANCHOR = re.compile(r' (id|href|aria-controls|aria-labelledby)="(#?)([^"]*)"')
_NARROW = "@media screen and (max-width: 58rem) {"


class _Side:
    """One language: what it draws, and its tag."""

    def __init__(self, report: Report, words: Words, therapies: Therapies, *, first: bool) -> None:
        self.language = words.language
        self.shown = Shown(words, therapies, report.labels)
        self._blocks = Blocks(self.shown)
        self._first = first
        # A section stands once for both.
        self._shared = frozenset(s.id for s in report.sections)

    def text(self, text: Text, name: str = "p", **more: str) -> Html:
        return self._own(tag(name, self.shown.markup(text), lang=self.language, **more))

    def term(self, code: str, name: str = "span") -> Html:
        return tag(name, self.shown.term(code), lang=self.language)

    def block(self, block: Block, section: Section) -> Html:
        return tag("div", self._own(self._blocks.draw(block, section.title)), lang=self.language)

    def _own(self, made: Html) -> Html:
        if self._first:
            return made
        return Html(_ANCHOR.sub(self._anchor, made))

    def _anchor(self, found: re.Match[str]) -> str:
        name, mark, place = found.groups()
        return found[0] if place in self._shared else f' {name}="{mark}{self.language}-{place}"'


def write(report: Report, words: Sequence[Words], therapies: Therapies) -> str:
    """The page as text: same report and languages, same bytes."""
    sides = [_Side(report, w, therapies, first=n == 0) for n, w in enumerate(words)]
    front = [s for s in report.sections if s.front]
    appendix = [s for s in report.sections if not s.front]
    first = sides[0].shown
    body = tag(
        "body",
        tag("a", *_both("report.skip", sides), href="#content", class_="skip"),
        tag("div", page.running(report, first), class_="running", aria_hidden="true"),
        tag("div", _header(report, sides), class_="top"),
        tag(
            "div",
            _contents(front, appendix, sides),
            tag(
                "main",
                *[_section(s, sides) for s in front],
                tag("h2", *_both("report.appendix", sides), class_="part", id="appendix"),
                *[_section(s, sides) for s in appendix],
                id="content",
            ),
            class_="frame",
        ),
        page.footer(report, first, *[side.term("report.research_use_only", "p") for side in sides[1:]]),
    )
    head = page.head(report, first, more=_style())
    whole = tag("html", head, body, lang=sides[0].language, class_="beside")
    return f"<!doctype html>\n{whole}\n"


def _both(code: str, sides: Sequence[_Side]) -> tuple[Html, ...]:
    """A term in every language, one after the other."""
    made: list[Html] = []
    for side in sides:
        made += [Html(" "), side.term(code)] if made else [side.term(code)]
    return tuple(made)


def _header(report: Report, sides: Sequence[_Side]) -> Html:
    named = [tag("div", side.text(report.title, "h1"), side.text(report.subject, class_="subject")) for side in sides]
    return tag("header", tag("div", *named, class_="pair"), tag("p", *_both("report.ruo_short", sides), class_="ruo"))


def _contents(front: list[Section], appendix: list[Section], sides: Sequence[_Side]) -> Html:
    lists = []
    for head, sections in (("report.front", front), ("report.appendix", appendix)):
        items = [tag("li", tag("a", *_both(s.title.code, sides), href=f"#{s.id}")) for s in sections if not s.paper]
        lists += [tag("p", *_both(head, sides)), tag("ol", *items)]
    return tag("nav", *lists, aria_label=sides[0].shown.term("report.contents"))


def _section(section: Section, sides: Sequence[_Side]) -> Html:
    name = f"{section.id}-title"
    lead = [tag("div", *[s.text(section.lead, class_="lead") for s in sides], class_="pair")] if section.lead else []
    pairs = [
        tag("div", *[s.block(block, section) for s in sides], class_="pair")
        for whole in section.blocks
        for block in _pieces(whole)
    ]
    return tag(
        "section",
        tag("h2", *_both(section.title.code, sides), id=name),
        *lead,
        *pairs,
        id=section.id,
        aria_labelledby=name,
        class_="print" if section.paper else None,
    )


def _pieces(block: Block) -> Sequence[Block]:
    """What stands beside its like: of the options each kind of support, so that long lists keep step."""
    return [OptionTable((group,)) for group in block.groups] if isinstance(block, OptionTable) else [block]


def _style() -> str:
    """Two columns, in which wide things fold as they do in a narrow window; on paper the page lies on its side."""
    style = page.style()
    start = style.index(_NARROW) + len(_NARROW)
    end = _closing(style, start)
    return (
        ".pair { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 0 1.6rem; margin-bottom: .5rem; }"
        " .pair > div { container-type: inline-size; min-width: 0; } .pair > [lang] + [lang] { border-left: 1px solid var(--line); padding-left: .8rem; }"
        " .pair table.grid .noted { min-width: 0; } .beside :is(.frame, .top header, footer) { max-width: 118rem; } .top .pair { flex: 1 1 auto; margin: 0; } .top .pair > [lang] + [lang] { border: 0; } nav a [lang] { display: block; line-height: 1.3; }"
        " nav a [lang] + [lang], h2 [lang] + [lang] { color: var(--soft); }"
        f" @container (max-width: 58rem) {{{style[start:end]}}}"
        " @media screen and (max-width: 58rem) { .pair { grid-template-columns: minmax(0, 1fr); } }"
        " @media print { @page { size: A4 landscape; } }"
    )


def _closing(style: str, start: int) -> int:
    """Where the block that is open at `start` ends."""
    depth = 1
    for at in range(start, len(style)):
        depth += {"{": 1, "}": -1}.get(style[at], 0)
        if depth == 0:
            return at
    return len(style)
