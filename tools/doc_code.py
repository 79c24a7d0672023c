"""Pages of what the program can say: issues with remedies and who raises them, reasons, missing facts, the command line,
and the file formats."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import click
from doc_text import code, page, table

from tumorboard.app.plugins import registry
from tumorboard.cli import main
from tumorboard.wording import words

_CODE = re.compile(r"[A-Z]{3}\d{3}$")
_SAYS = {"error": "error", "warning": "warning", "warn": "warning", "info": "info", "remark": "info"}


def code_pages(root: Path) -> dict[str, str]:
    """Page by path below ``docs/reference``."""
    return {
        "issues.md": issues(root / "src" / "tumorboard"),
        "reasons.md": reasons(),
        "cli.md": command_line(),
        "formats.md": formats(),
    }


def issues(src: Path) -> str:
    """Every issue code."""
    catalog = words("en").issues
    places, severities = _raised(src)
    families: dict[str, list[str]] = defaultdict(list)
    for found in sorted(catalog):
        families[found[:3]].append(found)
    parts = []
    for family, found_codes in families.items():
        rows = []
        for c in found_codes:
            says, remedy = catalog[c]
            grave = ", ".join(sorted(severities[c]))
            rows.append((code(c), says, remedy, grave, ", ".join(code(p) for p in sorted(places[c]))))
        parts.append(f"## {family}\n\n" + table(("code", "says", "what to do", "severity", "raised by"), rows))
    return page(
        "Issues",
        "What can be wrong with an input, and what to do. An *error* makes the file or the case unusable, a *warning* says that "
        "something was left out or doubted, an *info* is for the record. Words in braces are filled with names of files, columns "
        "and expectations, never with a patient's values. `tumorboard check` lists the issues of a case; with `--strict` any "
        "warning stops the run.",
        *parts,
    )


def _raised(src: Path) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Modules that name each code, and the severities they raise it with, as far as the call says."""
    places: dict[str, set[str]] = defaultdict(set)
    severities: dict[str, set[str]] = defaultdict(set)
    for module in sorted(src.rglob("*.py")):
        tree = ast.parse(module.read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and _CODE.match(node.value):
                places[node.value].add(
                    ".".join(module.relative_to(src).with_suffix("").parts).removesuffix(".__init__")
                )
            if isinstance(node, ast.Call):
                for value in _codes(node):
                    severities[value] |= set(_severity(node))
    return places, severities


def _codes(call: ast.Call) -> Iterator[str]:
    for arg in call.args:
        if isinstance(arg, ast.Constant) and isinstance(arg.value, str) and _CODE.match(arg.value):
            yield arg.value


def _severity(call: ast.Call) -> Iterator[str]:
    for arg in (*call.args, *(k.value for k in call.keywords)):
        if isinstance(arg, ast.Attribute) and isinstance(arg.value, ast.Name) and arg.value.id == "Severity":
            yield arg.attr.lower()
    if isinstance(call.func, ast.Attribute) and call.func.attr in _SAYS:
        yield _SAYS[call.func.attr]


def reasons() -> str:
    """Every reason and every missing fact."""
    catalog = words("en")
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name, text in sorted(catalog.reasons.items()):
        groups[name.partition(".")[0]].append((code(name), text))
    parts = [f"### {group}\n\n" + table(("code", "words"), rows) for group, rows in sorted(groups.items())]
    absent = [(code(name), text) for name, text in sorted(catalog.missing.items())]
    return page(
        "Reasons",
        "Why something is so: a code with parameters in the assessment, words in the report. Words in braces are the parameters.",
        "## Missing facts\n\nNames that an undecided condition gives to what would decide it.\n\n"
        + table(("name", "words"), absent),
        "## Reasons by subject",
        *parts,
    )


def command_line() -> str:
    """The help of every command."""
    parts = []
    for name, command in _commands("tumorboard", main):
        context = click.Context(command, info_name=name, max_content_width=100, terminal_width=100)
        parts.append(f"## {name}\n\n```text\n{command.get_help(context).rstrip()}\n```")
    return page("The command line", *parts)


def _commands(name: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    yield name, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for child in command.list_commands(context):
            found = command.get_command(context, child)
            if found is not None:
                yield from _commands(f"{name} {child}", found)


@lru_cache(maxsize=1)
def formats() -> str:
    """The readers that are installed with this package."""
    rows = []
    for name, reader in registry().readers.items():
        kinds = ", ".join(sorted(reader.KINDS))
        rows.append((f"[{name}](../formats/{name}.md)", ", ".join(map(code, reader.SUFFIXES)), kinds, reader.VERIFIED))
    return page(
        "File formats",
        "A file is recognized by its content, not by its name. [How to write a reader](../formats/writing-a-reader.md).",
        table(("format", "usual endings", "what a file can show", "verified on"), rows),
    )
