"""HTML that is escaped by construction: text becomes markup only by going through `tag` or `escape`.

A string that is not `Html` is escaped wherever it is put; forgetting something can only show too many entities, never
let foreign markup in.  Characters that are invisible or reorder text are replaced, so that a name in a file can neither
hide nor turn what stands beside it.

Source: HTML Living Standard, section 13.1; Boucher and Anderson 2021, Trojan Source, arXiv:2111.00169.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape as _escape
from unicodedata import east_asian_width

# Controls other than tab and line feed, surrogates, non-characters, and marks that change the direction of text.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_SPECIAL = re.compile(f"[&<>\"'{_UNSEEN.pattern[1:]}")
VOID = frozenset({"meta", "wbr"})
# Of letters in pictures, which carry their own; what Latin fonts lack the last ones have.
FONT = (
    "'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Liberation Sans', 'Noto Sans', 'PingFang SC', 'Microsoft YaHei', "
    "'Noto Sans CJK SC', sans-serif"
)


class Html(str):
    """Markup that may stand in the page as it is."""

    __slots__ = ()


def escape(text: str) -> Html:
    """The text as markup that shows exactly this text."""
    if isinstance(text, Html):
        return text
    if _SPECIAL.search(text) is None:
        return Html(text)
    return Html(_escape(_UNSEEN.sub("\N{REPLACEMENT CHARACTER}", text)))


def join(parts: Iterable[Html | str | None], between: str = "") -> Html:
    """The parts one after another; None is nothing."""
    return Html(escape(between).join([p if type(p) is Html else escape(p) for p in parts if p is not None]))


def tag(element: str, /, *content: Html | str | None, **attributes: str | int | float | bool | None) -> Html:
    """An element with its content; an attribute that is None or False is left out.

    Underscores in attribute names become hyphens, and a trailing one is dropped (``class_``).

    Examples
    --------
    >>> tag("p", "a < b", class_="note", hidden=True)
    '<p class="note" hidden>a &lt; b</p>'
    """
    start = f"<{element}{_attributes(attributes)}>" if attributes else f"<{element}>"
    if element in VOID:
        return Html(start)
    inside = "".join([c if type(c) is Html else escape(c) for c in content if c is not None])
    return Html(f"{start}{inside}</{element}>")


def _attributes(given: Mapping[str, str | int | float | bool | None]) -> str:
    shown = []
    for key, value in given.items():
        if value is None or value is False:
            continue
        name = key.rstrip("_").replace("_", "-")
        shown.append(f" {name}" if value is True else f' {name}="{escape(str(value))}"')
    return "".join(shown)


def letters(text: str) -> float:
    """How many Latin letters a text is as wide as; a Chinese character is as wide as 1.8 of them.

    Examples
    --------
    >>> letters("EGFR"), letters("\u8010\u836f")
    (4.0, 3.6)
    """
    return sum(1.8 if east_asian_width(c) in "WF" else 1.0 for c in text)


def css_string(text: str) -> str:
    """The text as a CSS string that ends nowhere but at its end: everything but letters and digits by number.

    Source: CSS Syntax Module Level 3, section 4.3.7.
    """
    plain = _UNSEEN.sub("\N{REPLACEMENT CHARACTER}", text)
    return '"' + "".join(c if c.isascii() and c.isalnum() else f"\\{ord(c):06x} " for c in plain) + '"'
