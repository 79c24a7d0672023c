"""Every code that the program can say has words, and every word is used."""

from __future__ import annotations

import ast
from pathlib import Path

from tumorboard.wording import words

SRC = Path(__file__).resolve().parents[2] / "src" / "tumorboard"


def literals(function_owner: str) -> set[tuple[str, str]]:
    """(code, place) of every ``Reason.of("code"...)`` or ``Issue.of("CODE"...)`` with a literal code."""
    found = set()
    for module in SRC.rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "of"):
                continue
            owner = node.func.value
            if isinstance(owner, ast.Name) and owner.id == function_owner and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    found.add((first.value, f"{module.relative_to(SRC)}:{node.lineno}"))
    return found


def test_every_reason_has_words() -> None:
    known = words("en").reasons
    assert sorted(p for p in literals("Reason") if p[0] not in known) == []


def test_every_issue_has_words_and_a_remedy() -> None:
    known = words("en").issues
    assert sorted(p for p in literals("Issue") if p[0] not in known) == []
    assert [code for code, (says, remedy) in known.items() if not says or not remedy] == []


def test_every_reason_and_issue_of_the_catalog_is_used() -> None:
    text = "\n".join(m.read_text("utf-8") for m in SRC.rglob("*.py"))
    catalog = words("en")
    unused = [
        c for c in (*catalog.reasons, *catalog.issues) if f'"{c}"' not in text and c.split(".")[0] not in COMPUTED
    ]
    assert unused == []


# Families whose code is put together from a verdict or a table's row; their own tests cover each member.
COMPUTED = {"all_of", "any_of", "at_least", "not", "pgx"}
