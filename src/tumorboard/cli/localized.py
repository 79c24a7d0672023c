"""A command in another language: its help, the words that click says itself, and pages whose lines fit the terminal.

Loaded only for a language other than English.
"""

from __future__ import annotations

import copy
import inspect
from collections.abc import Iterable
from unicodedata import east_asian_width

import click
from click import core, decorators, exceptions, formatting, parser, types

from tumorboard.cli import speech
from tumorboard.wording.cells import cells

# Click asks gettext, whose catalogs are of one process and one locale; these names are what its modules call.
SPEAKING = (core, decorators, exceptions, formatting, parser, types)
# What click writes for the value of an option, by the name of its type.
KINDS = {
    "text": "TEXT",
    "integer": "INTEGER",
    "float": "FLOAT",
    "integer range": "INTEGER RANGE",
    "float range": "FLOAT RANGE",
}
# No line of Chinese begins with one of these, and none ends with an opening one.
CLOSING = "，。；：！？、）》”’」』】%…"
OPENING = "（《“‘「『【"


def wrapped(text: str, width: int) -> list[str]:
    """Lines of at most `width` columns, broken at blanks and between Chinese characters; marks stay with what they close.

    Examples
    --------
    >>> wrapped("解读一个病例，并写出报告。", 12)
    ['解读一个病', '例，并写出报', '告。']
    """
    lines: list[str] = []
    line = ""
    for piece in _pieces(text):
        if line and cells((line + piece).rstrip()) > width:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()] if line.strip() else lines


def _pieces(text: str) -> list[str]:
    """What is not broken: a word with its blank, or a character with the marks around it."""
    pieces: list[str] = []
    for c in " ".join(text.split()):
        joined = pieces and (
            c == " "
            or c in CLOSING
            or pieces[-1][-1] in OPENING
            or (not _wide(c) and not _wide(pieces[-1][-1]) and pieces[-1][-1] != " ")
        )
        if joined:
            pieces[-1] += c
        else:
            pieces.append(c)
    return pieces


def _wide(c: str) -> bool:
    return east_asian_width(c) in "WF" or c in "“”‘’…"


class WideFormatter(click.HelpFormatter):
    """Help whose columns are counted in cells of the terminal."""

    def write_text(self, text: str) -> None:
        """Paragraphs, each wrapped; one behind a ``\\b`` line as it is."""
        width = max(self.width - self.current_indent, 11)
        indent = " " * self.current_indent
        for n, part in enumerate(inspect.cleandoc(text).split("\n\n")):
            lines = part.split("\n")
            as_is = lines[0].strip() == "\b"
            self.write("\n" if n else "")
            shown = lines[1:] if as_is else wrapped(part, width)
            self.write("".join(f"{indent}{line}".rstrip() + "\n" for line in shown))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Terms on the left, what they mean on the right, wrapped."""
        rows = list(rows)
        first = min(max((cells(term) for term, _ in rows), default=0), col_max) + col_spacing
        width = max(self.width - first - self.current_indent - 2, 10)
        for term, meaning in rows:
            head = f"{'':>{self.current_indent}}{term}"
            lines = wrapped(meaning, width) or [""]
            if cells(term) > first - col_spacing:
                self.write(head + "\n")
                head = " " * self.current_indent
            pad = " " * (self.current_indent + first - cells(head))
            gap = " " * (self.current_indent + first)
            self.write(f"{head}{pad}{lines[0]}".rstrip() + "\n" + "".join(f"{gap}{line}\n" for line in lines[1:]))


class WideContext(click.Context):
    """A context whose help is written by `WideFormatter`."""

    formatter_class = WideFormatter


def command(found: click.Command) -> click.Command:
    """A copy of a command, and of those below it, in the language of this run."""
    made = copy.copy(found)
    made.context_class = WideContext
    made._help_option = None  # click keeps the one it has made, in the words of an earlier run
    made.help = speech.paragraphs(inspect.cleandoc(found.help)) if found.help else found.help
    made.epilog = speech.paragraphs(inspect.cleandoc(found.epilog)) if found.epilog else found.epilog
    made.params = [_parameter(p) for p in found.params]
    if isinstance(made, click.Group):
        made.commands = {name: command(below) for name, below in made.commands.items()}
    return made


def _parameter(found: click.Parameter) -> click.Parameter:
    made = copy.copy(found)
    if isinstance(made, click.Option):
        made.help = speech.text(made.help or "")
        made.metavar = made.metavar or speech.text(KINDS.get(found.type.name, "")) or None
    return made


def speak() -> None:
    """Lets click say its own words in the language of the run; called again it changes nothing."""
    for module in SPEAKING:
        module._ = speech.text  # type: ignore[attr-defined]
        if hasattr(module, "ngettext"):
            module.ngettext = _counted  # type: ignore[attr-defined]


def _counted(one: str, many: str, count: int) -> str:
    return speech.text(one if count == 1 else many)
