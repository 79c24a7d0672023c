"""Every word that a page asks for is in both catalogs, whether it is named whole or put together from a family and a code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tumorboard.app.cohort_query import QUESTIONS
from tumorboard.app.differences import _TOLD_ALONE
from tumorboard.board.changes import HAPPENED
from tumorboard.model.case import Case
from tumorboard.model.registry import ACCESSES, BODIES, SCOPES, STATES
from tumorboard.web.menu import MENU
from tumorboard.web.pages.steps import EVENTS, RESPONSES, TASKS
from tumorboard.wording import LANGUAGES, words

WEB = Path(__file__).resolve().parents[2] / "src" / "tumorboard" / "web"
UPLOADS = WEB.parent / "app" / "received_files.py"
NAMED = re.compile(r"""["']((?:page|web)\.[a-z0-9_.-]*[a-z0-9_])["']""")
FAMILY = re.compile(r"""["'](page\.[a-z_.]+\.)["'] ~""")
FAMILIES = {
    "page.state.": STATES,
    "page.task.": TASKS,
    "page.event.": EVENTS,
    "page.recist.": RESPONSES,
    "page.scope.": SCOPES,
    "page.happened.": HAPPENED,
    "page.alert.": ("knowledge", "trials", "due"),
    "page.action.": (*BODIES, *ACCESSES, "assessment"),
    "page.verdict.": ("accepted", "rejected", "deferred"),
    "page.due.": ("overdue", "soon", "any"),
    "page.language.": (*LANGUAGES, "both"),
    "page.trials.": ("site", "shipped", "none"),
    "page.tab.": ("overview", "profile", "options", "trials", "course", "work", "versions", "documents"),
    "page.job.": ("upload", "interpret", "verify"),
    "page.gravity.": ("error", "warning", "info"),
    "page.break.": ("changed", "missing", "out_of_place", "document_changed", "document_missing"),
    "page.direction.": ("supports", "disputes"),
    "page.family.": tuple(f for f in Case.__dataclass_fields__ if f not in _TOLD_ALONE | {"splice_events"}),
    "page.difference.": ("new", "gone", "changed"),
    "page.field.": (),
    "page.query.": tuple(QUESTIONS),
    "page.answer.": ("met", "unknown", "not_met", "not_interpreted"),
}


def sources() -> list[str]:
    return [p.read_text("utf-8") for p in WEB.rglob("*") if p.suffix in {".html", ".py"}]


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_word_of_a_page_is_in_the_catalog(language: str) -> None:
    known = words(language).terms
    named = {w for text in sources() for w in NAMED.findall(text) if not w.startswith("web.error_")}
    members = {f"{family}{code}" for family, codes in FAMILIES.items() for code in codes}
    members |= {entry.word for entry in MENU}
    assert sorted((named | members) - known.keys()) == []


def test_every_family_of_words_is_among_those_that_are_tested() -> None:
    families = {f for text in sources() for f in FAMILY.findall(text)}
    assert families <= FAMILIES.keys()


def test_every_field_that_can_be_wrong_has_a_name() -> None:
    """The list above a form names fields by ``page.field.<name>``; those of an option are told by their own words."""
    asked = {
        name
        for text in (p.read_text("utf-8") for p in (WEB / "pages").glob("*.py"))
        for name in re.findall(r'form\.(?:text|day|partial_day|one_of)\("([a-z_-]+)"', text)
    }
    named_otherwise = {"another", "assessment", "undo", "active", "back", "q", "sort", "refusals_too"}
    known = words("en").terms
    assert sorted(n for n in asked - named_otherwise if f"page.field.{n}" not in known) == []


def test_what_can_be_wrong_with_what_was_sent_is_said_in_every_language() -> None:
    """Codes of uploads, jobs and accounts that a page may have to tell."""
    raised = {
        c
        for text in (*sources(), UPLOADS.read_text("utf-8"))
        for c in re.findall(r'code="((?:UPL|WEB02)[0-9]+)"', text)
    }
    on_pages_of_their_own = {"WEB022", "WEB023", "WEB024", "WEB025", "WEB026"}  # not found: the page of status 404
    for language in LANGUAGES:
        known = words(language).terms
        assert sorted(c for c in raised - on_pages_of_their_own if f"page.fault.{c}" not in known) == []


def test_no_text_stands_in_a_template() -> None:
    """Words between the tags come from the catalogs; codes, units and names of standards are the same in every language."""
    alike = {"UTC", "SHA-256", "PMID", "English"}
    # attributes that macros put together, addresses, and the class of a page
    alike |= {"aria-describedby", "aria-invalid", "true", "hint", "wrong", "knowledge", "trials", "session"}
    found = {}
    for path in WEB.rglob("*.html"):
        text = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", " ", path.read_text("utf-8"), flags=re.DOTALL)
        text = re.sub(r"<[^>]*>", " ", text, flags=re.DOTALL)
        left = set(re.findall(r"[A-Za-z][A-Za-z-]+[0-9]*", text)) - alike - {"tumorboard", "doctype"}
        if left:
            found[path.name] = sorted(left)
    assert found == {}
