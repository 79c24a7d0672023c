"""Every word of a report comes from the catalogs: nothing else that a reader sees is in English by accident."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from tests.pack_support import context
from tests.page_support import Node, parse
from tests.report_support import CASES, assessment, composed, page, write

from tumorboard.vocab import load
from tumorboard.wire.codec import plain
from tumorboard.wording import Words, words

SRC = Path(__file__).resolve().parents[2] / "src" / "tumorboard"
NAMES = sorted(set(CASES) - {"hostile", "many"})
OPEN, CLOSE = "⟦", "⟧"
# Names of institutions, schemes and units that are the same in every language.
PROPER = {"FDA", "EMA", "NMPA", "tumorboard", "ONCOTREE", "SHA"}


# --- the sources --------------------------------------------------------------------------------------------------
def texts(module: Path) -> Iterator[tuple[int, str]]:
    """String constants that are no docstring, with the fixed parts of f-strings."""
    tree = ast.parse(module.read_text("utf-8"))
    docs = {
        id(body[0].value)
        for node in ast.walk(tree)
        if isinstance(body := getattr(node, "body", None), list) and body and isinstance(body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.lineno, node.value


def test_no_section_holds_a_phrase() -> None:
    """A phrase is two words with a blank between them; codes have none."""
    found = [
        f"{module.relative_to(SRC)}:{line} {text!r}"
        for module in sorted((SRC / "report").rglob("*.py"))
        for line, text in texts(module)
        if re.search(r"[A-Za-z]{2,} [A-Za-z]{2,}", text)
    ]
    assert found == []


def test_no_page_part_holds_a_word_outside_of_tags_and_classes() -> None:
    """What `formats/html` writes as content is a term, a number or a mark: no call of `tag` has a literal word as content."""
    found = []
    for module in sorted((SRC / "formats" / "html").rglob("*.py")):
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in {"tag", "join", "escape"}
            ):
                for argument in node.args[1 if node.func.id == "tag" else 0 :]:
                    for inner in ast.walk(argument) if isinstance(argument, ast.Constant | ast.JoinedStr) else ():
                        if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
                            left = [w for w in re.findall(r"[A-Za-z]{2,}", inner.value) if w not in PROPER]
                            found += [f"{module.name}:{node.lineno} {w}" for w in left]
    assert found == []


# --- the pages ----------------------------------------------------------------------------------------------------
class Marked(dict[str, str]):
    """A catalog whose every entry is bracketed, so that what is not from the catalog stands outside of brackets."""

    def __init__(self, table: Mapping[str, str]) -> None:
        super().__init__({key: f"{OPEN}{text}{CLOSE}" for key, text in table.items()})


def bracketed() -> Words:
    said = words("en")
    issues = {code: (f"{OPEN}{says}{CLOSE}", f"{OPEN}{remedy}{CLOSE}") for code, (says, remedy) in said.issues.items()}
    return Words("en", Marked(said.reasons), Marked(said.missing), Marked(said.terms), issues)


def strings(shape: object) -> Iterator[str]:
    if isinstance(shape, dict):
        for key, value in shape.items():
            yield key
            yield from strings(value)
    elif isinstance(shape, list):
        for value in shape:
            yield from strings(value)
    elif isinstance(shape, str):
        yield shape


def outside(text: str) -> str:
    """What is left of a text when everything in brackets, inner ones first, is taken away."""
    pattern = re.compile(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}")
    while pattern.search(text):
        text = pattern.sub(" ", text)
    return text


def seen(tree: Node) -> str:
    """Text and every attribute that is read or shown."""
    shown = ("title", "aria-label", "data-label")
    return " ".join([tree.text(), *(n.attributes[a] for n in tree.walk() for a in shown if a in n.attributes)])


@pytest.mark.parametrize("name", NAMES)
def test_what_is_not_from_a_catalog_is_from_the_assessment(name: str) -> None:
    tree = parse(write(composed(name), context(), bracketed()))
    left = outside(seen(tree))
    assert OPEN not in left and CLOSE not in left
    data = " ".join(strings(plain(assessment(name))))
    drugs = " ".join(e.name for e in load().therapies.entries.values())
    known = set(re.findall(r"[A-Za-z]{2,}", f"{data} {drugs}")) | PROPER
    assert sorted(set(re.findall(r"[A-Za-z]{2,}", left)) - known) == []


@pytest.mark.parametrize("name", NAMES)
def test_no_code_is_shown_where_a_word_belongs(name: str) -> None:
    """A code has an underscore or dots between lower-case words; where codes are meant, the element says so."""
    tree = parse(page(name))
    for code in tree.all("code"):
        code.children = []
    # names of files and of the settings of a site are shown as they are
    text = re.sub(r"\S+\.(vcf|gz|tsv|com|org|gov)\b\S*|\bnot_coding=\d+", " ", seen(tree))
    assert sorted(set(re.findall(r"\b[a-z]+(?:_[a-z0-9]+)+\b|\b[a-z]{3,}(?:\.[a-z_]{3,})+\b", text))) == []


def test_every_term_that_is_written_out_has_words() -> None:
    said = words("en")
    found = set()
    for module in SRC.rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            named = isinstance(node, ast.Call) and (
                (isinstance(node.func, ast.Name) and node.func.id == "Term")
                or (isinstance(node.func, ast.Attribute) and node.func.attr == "term")
            )
            if named and node.args and isinstance(node.args[0], ast.Constant) and node.args[0].value:
                found.add(str(node.args[0].value))
    assert len(found) > 100
    assert sorted(found - set(said.terms)) == []


def test_every_term_of_the_report_is_used() -> None:
    sources = "\n".join(m.read_text("utf-8") for m in SRC.rglob("*.py")).replace("'", '"')
    computed = (
        "report.method.",
        "report.blank.",
        "report.asked.",
        "report.open.",
        "report.negative.",
        "report.course.",
    )
    listed = {"because", "against", "missing", "changes", "grades", "approvals", "statements", "next_tests", "next_facts",
              "performance", "conditions_recorded", "lesions", "medications", "team_states", "matched_normal", "tumor_only"}  # fmt: skip
    unused = [
        code
        for code in words("en").terms
        if code.startswith("report.") and f'"{code}"' not in sources and not code.startswith(computed)
        and code.removeprefix("report.") not in listed
    ]  # fmt: skip
    assert unused == []


def test_markers_classes_and_functional_classes_have_names() -> None:
    said, vocabulary = words("en").terms, load()
    assert [m for m in vocabulary.markers.entries if f"marker.{m}" not in said] == []
    assert sorted({c for e in vocabulary.therapies.entries.values() for c in e.classes} - set(said)) == []
    text = (SRC / "vocab" / "data" / "functional_classes.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")][1:]
    classes = {c.partition(":")[2] for row in rows for c in row[4].split("|") if c}
    assert sorted(c for c in classes if f"functional.{c}" not in said) == []


def test_the_assessment_of_the_words_test_is_not_empty() -> None:
    assert len(json.dumps(plain(assessment("rich")))) > 100_000
