"""Every text of the command line, found in its source: what is said through `speech`, and what is said past it."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import click

from tumorboard.cli import speech

program = import_module("tumorboard.cli.main")  # the package has a function of this name
CLI = Path(speech.__file__).parent
# A method of a module `speech` or a function whose first argument is said to the user in the language of the run.
SPOKEN = {"say", "told", "text"}
# Calls that bring a text before the user as it is.
PAST = {"echo", "write", "InputError", "ToolError", "KnowledgeError", "StoreError", "UsageError", "fail", "patience"}
PROSE = re.compile(r"[a-z]{2,}[ ,:;]+[a-z]{2,}|\b[A-Z]?[a-z]{4,}\b")


def modules() -> list[Path]:
    return sorted(CLI.glob("*.py"))


def commands(found: click.Command, path: str = "") -> Iterator[tuple[str, click.Command]]:
    yield path, found
    for name, below in sorted(getattr(found, "commands", {}).items()):
        yield from commands(below, f"{path} {name}".strip())


def every_command() -> Iterator[tuple[str, click.Command]]:
    yield "", program.main
    for name, (module, _) in program.COMMANDS.items():
        found: click.Command = import_module(module).command
        program.accept_language(found)
        yield from commands(found, name)


def helps() -> Iterator[tuple[str, str]]:
    """(text, where) of every piece of help."""
    for name, (_, text) in program.COMMANDS.items():
        yield text, name
    for path, command in every_command():
        for whole in (command.help, command.epilog):
            for part in inspect.cleandoc(whole or "").split("\n\n"):
                yield from ((piece, path) for piece in _pieces(part))
        for one in command.params:
            if isinstance(one, click.Option) and one.help:
                yield one.help, path


def _pieces(part: str) -> Iterator[str]:
    lines = part.split("\n")
    if not any(line.startswith(("  ", "\b")) for line in lines):
        yield " ".join(line.strip() for line in lines)
        return
    for line in lines:
        if not line.startswith("  ") and line.strip("\b "):
            yield line
        elif line.startswith("  ") and " # " in line:
            yield line.partition(" # ")[2]


def spoken() -> Iterator[tuple[str, str]]:
    """(template, where) of every literal that is said through `speech`."""
    for module in modules():
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            if isinstance(node, ast.Call) and _called(node) in SPOKEN and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield first.value, f"{module.name}:{node.lineno}"


def past() -> Iterator[tuple[str, str]]:
    """(text, where) of every text in prose that goes to the user without `speech`."""
    for module in modules():
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and _called(node) in PAST):
                continue
            for given in (*node.args, *(k.value for k in node.keywords if k.arg in {"remedy", "message"})):
                text = _literal(given)
                if text and "\t" not in text and PROSE.search(text):  # with tabs it is a table for programs
                    yield text, f"{module.name}:{node.lineno}"


def _called(node: ast.Call) -> str:
    name = node.func
    return name.attr if isinstance(name, ast.Attribute) else name.id if isinstance(name, ast.Name) else ""


def _literal(node: ast.expr) -> str:
    """The constant text of a literal or of an f-string, but for what stands inside a call."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr):
        return " ".join(
            _literal(v) if not isinstance(v, ast.FormattedValue) else _literal(v.value) for v in node.values
        )
    if isinstance(node, ast.IfExp):
        return f"{_literal(node.body)} {_literal(node.orelse)}".strip()
    if isinstance(node, ast.BoolOp):
        return " ".join(_literal(v) for v in node.values).strip()
    return ""


def click_files() -> list[Path]:
    return sorted(Path(click.__file__).parent.glob("*.py"))


# Faces that show errors in their own way, and what only tests run.
ELSEWHERE = {"cli", "web", "api", "testing"}
ERRORS = {"InputError", "UnknownFormat", "AssemblyMismatch", "RejectedInput", "NotFound", "KnowledgeError", "Conflict"}
ERRORS |= {"Refused", "StoreError", "ToolError"}


def errors() -> Iterator[tuple[str, str]]:
    """(pattern, where) of every error and remedy written below the commands; values are ``{0}``, ``{1}``."""
    for module in sorted(CLI.parent.rglob("*.py")):
        if module.relative_to(CLI.parent).parts[0] in ELSEWHERE:
            continue
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and _called(node) in ERRORS):
                continue
            for given in (*node.args[:1], *(k.value for k in node.keywords if k.arg == "remedy")):
                pattern = _pattern(given)
                # a word alone is a code, whose words are in the catalogs
                if " " in pattern and PROSE.search(re.sub(r"\{\d\}", "", pattern)):
                    yield pattern, f"{module.relative_to(CLI.parent)}:{node.lineno}"


def _pattern(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if not isinstance(node, ast.JoinedStr):
        return ""
    parts, count = [], 0
    for value in node.values:
        parts.append(value.value if isinstance(value, ast.Constant) else f"{{{count}}}")
        count += not isinstance(value, ast.Constant)
    return "".join(map(str, parts))
