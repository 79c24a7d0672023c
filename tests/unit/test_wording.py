"""Every code that the program can say has words, and every word is used."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path
from string import Formatter

import pytest

from tumorboard.wording import chosen, words

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


# --- other languages ----------------------------------------------------------------------------------------------
WORDING = SRC / "wording"
FILES = sorted(p.name for p in (WORDING / "en").glob("*.toml"))
# Names and units that are written alike in Chinese text, beside those in capitals and gene symbols.
ALIKE = {
    "CIViC", "OncoKB", "Claudin", "Nectin", "Ki", "ESCAT", "ClinVar", "ClinGen", "OncoTree", "log2", "Ensembl", "HGVSp",
    "mut", "Mb", "ng", "mL", "mg", "dL", "fL", "kPa", "mmol", "pmol", "nmol", "kg", "cm", "mm", "min", "km", "miU", "kU", "ukat", "mosm", "mmHg", "months",
}  # fmt: skip


def entries(language: str, file: str) -> dict[str, str]:
    """``table.key`` -> text of one file of a catalog; an issue has two."""
    found = {}
    for table, keys in tomllib.loads((WORDING / language / file).read_text("utf-8")).items():
        for key, text in keys.items():
            for name, value in text.items() if isinstance(text, dict) else (("", text),):
                found[f"{table}.{key}.{name}"] = value
    return found


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def is_name(text: str) -> bool:
    """True where every word is in capitals, has a digit or a capital within, or is a name that no language translates."""
    return all(
        w in ALIKE or w.isupper() or not w[1:].islower()
        for w in re.findall(r"[A-Za-z0-9]{2,}", re.sub(r"\{\w+\}", "", text))
    )


@pytest.mark.parametrize("file", FILES)
def test_every_text_has_its_chinese(file: str) -> None:
    english, chinese = entries("en", file), entries("zh-Hans", file)
    assert sorted(english.keys() ^ chinese.keys()) == []
    assert [k for k in english if placeholders(english[k]) != placeholders(chinese[k])] == []
    assert [k for k, text in english.items() if chinese[k] == text and not is_name(text)] == []
    assert [k for k, text in chinese.items() if not re.search(r"[\u4e00-\u9fff]", text) and not is_name(text)] == []


@pytest.mark.parametrize("file", FILES)
def test_no_english_phrase_is_left_in_the_chinese(file: str) -> None:
    """Three words of small letters in a row are a phrase, unless they are a command or a name in backticks."""
    left = {}
    for key, text in entries("zh-Hans", file).items():
        bare = re.sub(r"`[^`]*`|\{\w+\}|\btumorboard( [a-z]+)+", " ", text)
        if re.search(r"\b[a-z]{2,} [a-z]{2,} [a-z]{2,}\b", bare):
            left[key] = text
    assert left == {}


def test_chinese_marks_are_full_width_between_characters() -> None:
    """A half-width comma, colon, semicolon, question mark or bracket right after a Chinese character is a slip."""
    slips = {}
    for file in sorted(p.name for p in (WORDING / "zh-Hans").glob("*.toml")):
        for key, text in entries("zh-Hans", file).items():
            if re.search(r"[\u4e00-\u9fff][,;:?!(]|[,;:?!)][\u4e00-\u9fff]|[\u4e00-\u9fff]\.(?!\w)", text):
                slips[f"{file} {key}"] = text
    assert slips == {}


def test_no_file_of_chinese_is_without_its_english() -> None:
    own = {"joints.toml"}
    assert sorted({p.name for p in (WORDING / "zh-Hans").glob("*.toml")} - own - set(FILES)) == []


@pytest.mark.parametrize("name", ["zh", "zh-CN", "zh_cn", "ZH-HANS", "Chinese"])
def test_simplified_chinese_goes_by_its_usual_names(name: str) -> None:
    assert chosen(name) == "zh-Hans"
    assert words(name).language == "zh-Hans"


def test_a_language_without_a_catalog_is_not_taken_for_another() -> None:
    assert [chosen(n) for n in ("zh-TW", "zh-Hant", "de", "")] == [None] * 4


def test_the_day_of_an_assessment_is_not_called_the_day_of_a_decision() -> None:
    """The board decides on another day, which stands on the same page."""
    for language, wrong in (("en", "decision date"), ("zh-Hans", "决策日期")):
        for name in FILES:
            assert wrong not in (WORDING / language / name).read_text("utf-8").casefold(), (language, name)
    for language in ("en", "zh-Hans"):
        terms = words(language).terms
        assert terms["report.assessed_as_of"] not in {terms["report.board.on"], terms["page.decided_on"]}
