"""The whole page: head, front matter, appendix, and what stands on every printed page.

The page loads nothing and runs nothing; its content security policy forbids both.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from tumorboard.formats.html.blocks import Blocks
from tumorboard.formats.html.inline import Shown
from tumorboard.formats.html.markup import Html, css_string, join, tag
from tumorboard.report.values import Report, Section
from tumorboard.vocab import Therapies
from tumorboard.wording import Words

NAME = "html"
SUFFIX = ".html"
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def write(report: Report, words: Words, therapies: Therapies) -> str:
    """The page as text: same report and language, same bytes."""
    shown = Shown(words, therapies, report.labels)
    blocks = Blocks(shown)
    front = [s for s in report.sections if s.front]
    appendix = [s for s in report.sections if not s.front]
    above = running(report, shown)
    body = tag(
        "body",
        tag("a", shown.term("report.skip"), href="#content", class_="skip"),
        tag("div", above, class_="running", aria_hidden="true"),
        tag("div", _header(report, shown), class_="top"),
        tag(
            "div",
            _contents(front, appendix, shown),
            tag(
                "main",
                *[_section(s, blocks) for s in front],
                *([tag("h2", shown.term("report.appendix"), class_="part", id="appendix")] if appendix else []),
                *[_section(s, blocks) for s in appendix],
                id="content",
            ),
            class_="frame",
        ),
        footer(report, shown),
    )
    return f"<!doctype html>\n{tag('html', head(report, shown), body, lang=words.language)}\n"


def head(report: Report, shown: Shown, *, more: str = "") -> Html:
    """The head of the page; `more` is style beyond that of every page."""
    title = f"{shown.plain(report.title)} · {report.case_id}"
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", http_equiv="Content-Security-Policy", content=POLICY),
        tag("meta", name="robots", content="noindex"),
        tag("meta", name="generator", content=f"tumorboard {report.version}"),
        tag("title", title),
        tag("style", Html(style() + more + _page_style(report, shown))),
    )


def running(report: Report, shown: Shown) -> Html:
    """What stands on every printed page where page margins cannot."""
    return join(
        [
            tag("span", report.case_id),
            tag("span", shown.words.day(report.on)),
            tag("b", shown.term("report.ruo_short")),
        ]
    )


def _header(report: Report, shown: Shown) -> Html:
    return tag(
        "header",
        tag("div", tag("h1", shown.markup(report.title)), tag("p", shown.markup(report.subject), class_="subject")),
        tag("p", shown.term("report.ruo_short"), class_="ruo"),
    )


def _contents(front: list[Section], appendix: list[Section], shown: Shown) -> Html:
    lists = []
    for head, sections in (("report.front", front), ("report.appendix", appendix)):
        if not sections:
            continue
        items = [tag("li", tag("a", _title(s, shown), href=f"#{s.id}")) for s in sections if not s.paper]
        lists += [tag("p", shown.term(head)), tag("ol", *items)]
    return tag("nav", *lists, aria_label=shown.term("report.contents"))


def _title(section: Section, shown: Shown) -> str:
    title = shown.term(section.title.code)
    return f"{title}: {shown.plain(section.about)}" if section.about else title


def _section(section: Section, blocks: Blocks) -> Html:
    name = f"{section.id}-title"
    lead = tag("p", blocks.shown.markup(section.lead), class_="lead") if section.lead else None
    return tag(
        "section",
        tag("h2", _title(section, blocks.shown), id=name),
        lead,
        *[blocks.draw(b, section.title) for b in section.blocks],
        id=section.id,
        aria_labelledby=name,
        class_="print" if section.paper else None,
    )


def footer(report: Report, shown: Shown, *more: Html) -> Html:
    """What it is for, and what made it; `more` says the first in other languages."""
    return tag(
        "footer",
        tag("p", shown.term("report.research_use_only")),
        *more,
        tag("p", f"tumorboard {report.version} · {shown.words.day(report.on)} · ", tag("code", report.content_hash)),
    )


def _page_style(report: Report, shown: Shown) -> str:
    """The margins of the printed pages, with the case, the date and the words on each."""
    left = css_string(f"{report.case_id} · {shown.words.day(report.on)}")
    right = css_string(shown.term("report.ruo_short"))
    return (
        f"@page {{ @top-left {{ content: {left} }} @top-right {{ content: {right} }} "
        f"@bottom-left {{ content: {css_string(f'tumorboard {report.version} · {report.content_hash[:16]}')} }} }}"
    )


@lru_cache(maxsize=1)
def style() -> str:
    """The style of every page."""
    return files("tumorboard.formats.html").joinpath("report.css").read_text("utf-8")
