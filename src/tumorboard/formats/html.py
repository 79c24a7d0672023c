"""The report as one self-contained HTML file: no network, no scripts, prints well.

Words come from the catalogs of the reader's language; everything is escaped; pictures are SVG inside the page.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from jinja2 import DictLoader, Environment
from markupsafe import Markup, escape

from tumorboard.formats import html_pictures
from tumorboard.issues import Issue
from tumorboard.reasons import Reason
from tumorboard.report.values import Absent, Badge, Drug, Report, Term, Text
from tumorboard.vocab import Therapies
from tumorboard.wording import Words

NAME = "html"
SUFFIX = ".html"


def write(report: Report, words: Words, therapies: Therapies) -> str:
    """The page as text."""
    shown = Shown(words, therapies)
    template = _environment().get_template("report.html.j2")
    pictures = html_pictures.Pictures(shown.plain, shown.markup)
    return template.render(
        report=report,
        css=Markup(_template("report.css")),  # our own file, no user content
        text=shown.markup,
        plain=shown.plain,
        term=shown.term,
        kindterm=Term,
        kind=lambda block: type(block).__name__,
        picture=pictures.draw,
        language=words.language,
    )


class Shown:
    """Inline parts as words of one language; drugs by their generic names."""

    def __init__(self, words: Words, therapies: Therapies) -> None:
        self.words = words
        self.therapies = therapies

    def term(self, term: Term) -> str:
        """A coded word."""
        return self.words.term(term.code)

    def plain(self, text: Text) -> str:
        """A text without marks."""
        return "".join(self._word(part) for part in text)

    def markup(self, text: Text) -> Markup:
        """A text with its badges as elements."""
        return Markup("").join(self._element(part) for part in text)

    def _element(self, part: object) -> Markup:
        if isinstance(part, Badge):
            return Markup('<span class="badge {}">{}</span>').format(part.tone, self._word(part.text))
        if isinstance(part, Issue):
            says, remedy = self.words.issue(part)
            return Markup('{} <span class="remedy">{}</span>').format(says, remedy)
        return escape(self._word(part))

    def _word(self, part: object) -> str:
        if isinstance(part, str):
            return part
        if isinstance(part, Badge):
            return self._word(part.text)
        if isinstance(part, Reason):
            return self.words.reason(part)
        if isinstance(part, Absent):
            return self.words.absent(part.fact)
        if isinstance(part, Term):
            return self.words.term(part.code)
        if isinstance(part, Drug):
            return drug_name(part.code, self.therapies, self.words.language)
        if isinstance(part, Issue):
            return " ".join(self.words.issue(part))
        raise TypeError(type(part).__name__)


def drug_name(code: str, therapies: Therapies, language: str) -> str:
    """The generic name of an agent in a language; English where a language has none, the code where the table has none."""
    entry = therapies.entries.get(code)
    if entry is None:
        return code
    return entry.name_zh if language.startswith("zh") and entry.name_zh else entry.name


@lru_cache(maxsize=1)
def _environment() -> Environment:
    loader = DictLoader({"report.html.j2": _template("report.html.j2")})
    return Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)


def _template(name: str) -> str:
    return files("tumorboard.formats").joinpath("templates", name).read_text("utf-8")
