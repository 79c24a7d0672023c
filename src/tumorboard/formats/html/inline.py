"""Inline parts of a report as elements: badges, codes and links around the words of one language."""

from __future__ import annotations

from tumorboard.formats.html.markup import Html, escape, join, tag
from tumorboard.formats.spoken import Spoken
from tumorboard.issues import Issue
from tumorboard.report.values import Badge, Code, Link, Text


class Shown(Spoken):
    """Turns texts into markup."""

    def markup(self, text: Text) -> Html:
        """A text with its badges, codes and links as elements."""
        if len(text) == 1:
            return self._element(text[0])
        return join([self._element(part) for part in self.joined(text)])

    def lines(self, texts: tuple[Text, ...], name: str = "div") -> Html:
        """Each text as an element of its own."""
        return join([tag(name, self.markup(t)) for t in texts])

    def _element(self, part: object) -> Html:
        if isinstance(part, str):
            return escape(part)
        if isinstance(part, Badge):
            return tag("span", self.word(part.text), class_=f"badge {part.tone}")
        if isinstance(part, Code):
            return tag("code", part.text)
        if isinstance(part, Link):
            return tag("a", self.markup(part.text), href=f"#{part.anchor}")
        if isinstance(part, Issue):
            says, remedy = self.words.issue(part)
            return join([says, " ", tag("span", remedy, class_="remedy")])
        return escape(self.word(part))
