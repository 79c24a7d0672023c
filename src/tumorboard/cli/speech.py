"""The language of the program's own words: which one, and what a text is called in it.

A text of the command line is written in English where it is said; ``catalogs/<language>/<command>.toml`` has its translation
under the English one, ``main.toml`` what all commands share.  In English nothing of this is read.

The language is that of ``--language``, else of ``TUMORBOARD_LANGUAGE``, else of the terminal (``LC_ALL``, ``LC_MESSAGES``, ``LANG``);
English where there is no catalog of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from tumorboard.model.policy import Policy
    from tumorboard.wording import Words

ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Speech:
    """The language of this run, whether the user asked for it, and the command whose catalog is looked up first."""

    language: str = ENGLISH
    asked: bool = False
    command: str = "main"


SPEECH: ContextVar[Speech] = ContextVar("SPEECH", default=Speech())  # noqa: B039  it is frozen


def of(arguments: Iterable[str], environment: Mapping[str, str]) -> Speech:
    """The language that arguments and environment ask for.

    Examples
    --------
    >>> of(["options", "--language", "zh"], {}).language, of([], {"LANG": "zh_CN.UTF-8"}).language
    ('zh-Hans', 'zh-Hans')
    >>> of([], {"TUMORBOARD_LANGUAGE": "en", "LC_ALL": "zh_CN.UTF-8"}).language, of([], {"LANG": "de_DE"}).language
    ('en', 'en')
    """
    asked = _tag(_option(arguments) or environment.get("TUMORBOARD_LANGUAGE", ""))
    if asked:
        return Speech(asked, asked=True)
    terminal = next(filter(None, (environment.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return Speech(_tag(terminal.partition(".")[0].partition("@")[0]) or ENGLISH)


def _tag(name: str) -> str:
    if name in {"", "C", "POSIX"}:
        return ""
    if name[:2] == ENGLISH:
        return ENGLISH
    from tumorboard.wording.languages import chosen  # here: nothing of it is needed for English

    return chosen(name) or ""


def _option(arguments: Iterable[str]) -> str:
    """What stands behind ``--language``: read before anything is parsed, for help comes before other options."""
    before = ""
    for argument in arguments:
        if argument == "--":
            break
        if before == "--language":
            return argument
        if argument.startswith("--language="):
            return argument.partition("=")[2]
        before = argument
    return ""


def language() -> str:
    """The language of this run."""
    return SPEECH.get().language


def words(policy: Policy | None = None, *, stated: bool = False) -> Words:
    """The catalog of what is shown: in the language asked for, else the one that a policy file states, else the terminal's.

    Parameters
    ----------
    policy, stated
        The policy in force, and whether it is of a file.
    """
    from tumorboard import wording

    return wording.words(shown_in(policy, stated=stated))


def shown_in(policy: Policy | None = None, *, stated: bool = False) -> str:
    """The language of what is shown: see `words`."""
    now = SPEECH.get()
    return policy.language if policy is not None and stated and not now.asked else now.language


def text(english: str) -> str:
    """The text in the language of this run; as it is where it has no translation."""
    now = SPEECH.get()
    if now.language == ENGLISH or not english:
        return english
    for name in _order(now.language, now.command):
        found = catalog(now.language, name).get(english)
        if found is not None:
            return found
    return english


def error(english: str) -> str:
    """What an error says that was raised below the commands: by its whole text, else by the pattern that it fills.

    A pattern of ``errors.toml`` has its values as ``{0}``, ``{1}`` in the order in which the English names them.
    """
    said = text(english)
    if said != english or language() == ENGLISH:
        return said
    patterns = [p for p in catalog(language(), "errors") if "{0}" in p]
    for pattern in sorted(patterns, key=len, reverse=True):  # the one that says most first
        found = re.fullmatch(re.sub(r"\\\{\d\\\}", "(.+?)", re.escape(pattern)), english, re.DOTALL)
        if found:
            return catalog(language(), "errors")[pattern].format(*found.groups())
    return english


def told(template: str, **values: object) -> str:
    """A text with its values: ``told("{count} rows", count=3)``.

    Examples
    --------
    >>> told("{count} rows", count=3)
    '3 rows'
    """
    return text(template).format(**values)


def say(template: str, *, err: bool = False, **values: object) -> None:
    """`told` to the terminal."""
    click.echo(told(template, **values), err=err)


def paragraphs(english: str) -> str:
    """A text of several paragraphs, each translated; indented lines are commands and stay, but for a remark behind ``#``."""
    return "\n\n".join(_paragraph(part) for part in english.split("\n\n"))


def _paragraph(part: str) -> str:
    lines = part.split("\n")
    if any(line.startswith(("  ", "\b")) for line in lines):
        return "\n".join(_command_line(line) if line.startswith("  ") else text(line) for line in lines)
    return text(" ".join(line.strip() for line in lines))


def _command_line(line: str) -> str:
    command, mark, remark = line.partition(" # ")
    return f"{command}{mark}{text(remark)}" if mark else line


@lru_cache(maxsize=64)
def catalog(language: str, name: str) -> Mapping[str, str]:
    """English -> translation, of one file."""
    import tomllib  # here, and files: English reads no catalog
    from importlib.resources import files

    file = files("tumorboard.cli").joinpath("catalogs", language, f"{name}.toml")
    found: dict[str, str] = tomllib.loads(file.read_text("utf-8"))
    return found


@lru_cache(maxsize=16)
def _order(language: str, command: str) -> tuple[str, ...]:
    from importlib.resources import files

    folder = files("tumorboard.cli").joinpath("catalogs", language)
    names = sorted(f.name.removesuffix(".toml") for f in folder.iterdir() if f.name.endswith(".toml"))
    first = [n for n in ("main", command) if n in names]
    return tuple(dict.fromkeys((*first, *names)))
