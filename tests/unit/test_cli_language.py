"""The command line in Chinese: nothing is said without its translation, and what is said fits the terminal."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from importlib.resources import files
from string import Formatter

import cli_texts
import click
import pytest
from click.testing import CliRunner, Result

from tumorboard.cli import localized, main, speech
from tumorboard.wording.cells import cells

CATALOGS = files("tumorboard.cli").joinpath("catalogs", "zh-Hans")
NAMES = sorted(f.name.removesuffix(".toml") for f in CATALOGS.iterdir())
CHINESE = {english: text for name in NAMES for english, text in speech.catalog("zh-Hans", name).items()}
# Words that a value of a record turns into: states of a case, gravities, kinds of change.
VALUES = {
    "typed words",
    "new_part",
    "part_gone",
    "part_gone_or_unread",
    "changed_part",
    "recruitment",
    "draft",
    "interpreted",
    "for_review",
    "discussed",
    "signed",
    "follow_up",
    "error",
    "warning",
    "info",
}
ADD = "add it to src/tumorboard/cli/catalogs/zh-Hans"


def run(*arguments: str, **environment: str) -> Result:
    clean = dict.fromkeys(("TUMORBOARD_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"), "")
    return CliRunner().invoke(main, list(arguments), env={**clean, **environment}, prog_name="tumorboard")


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_every_help_text_has_its_chinese() -> None:
    assert [(text, where) for text, where in cli_texts.helps() if text and text not in CHINESE] == [], ADD


def test_every_text_that_is_said_has_its_chinese_with_the_same_values() -> None:
    said = [(text, where) for text, where in cli_texts.spoken() if text]
    assert [(text, where) for text, where in said if text not in CHINESE] == [], ADD
    assert [text for text, _ in said if fields(text) != fields(CHINESE[text])] == []


def test_no_text_goes_past_the_catalogs() -> None:
    """An error's or a waiting's text is looked up where it is shown; any other must be said through `speech`."""
    assert [(text, where) for text, where in cli_texts.past() if text not in CHINESE] == [], "say it through speech"


def test_every_error_has_its_chinese_with_the_same_values() -> None:
    found = list(cli_texts.errors())
    assert [(text, where) for text, where in found if text not in CHINESE] == [], ADD + "/errors.toml"
    assert [text for text, _ in found if fields(text) != fields(CHINESE[text])] == []


def test_every_chinese_text_is_of_something_that_is_said() -> None:
    known = {
        text
        for found in (cli_texts.helps(), cli_texts.spoken(), cli_texts.past(), cli_texts.errors())
        for text, _ in found
    }
    click_source = "".join(json.dumps(p.read_text("utf-8"))[1:-1] for p in cli_texts.click_files())
    unused = [
        t for t in CHINESE if t not in known | VALUES and json.dumps(json.dumps(t))[1:-1][2:-2] not in click_source
    ]
    assert [t for t in unused if t not in localized.KINDS.values()] == []


def test_no_text_stands_in_two_catalogs() -> None:
    found = [english for name in NAMES for english in speech.catalog("zh-Hans", name)]
    assert sorted({t for t in found if found.count(t) > 1}) == []


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        ([], {}, "en"),
        ([], {"LANG": "C.UTF-8"}, "en"),
        ([], {"LANG": "zh_CN.UTF-8"}, "zh-Hans"),
        ([], {"LANG": "zh_TW.UTF-8"}, "en"),
        ([], {"LANG": "fr_FR.UTF-8"}, "en"),
        ([], {"LANG": "zh_CN.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ([], {"LANG": "zh_CN.UTF-8", "TUMORBOARD_LANGUAGE": "en"}, "en"),
        ([], {"TUMORBOARD_LANGUAGE": "zh"}, "zh-Hans"),
        (["report", "x", "--language", "zh-Hans"], {}, "zh-Hans"),
        (["--language=zh", "report"], {"TUMORBOARD_LANGUAGE": "en"}, "zh-Hans"),
        (["--language", "en"], {"LANG": "zh_CN.UTF-8"}, "en"),
        (["options", "--", "--language", "zh"], {}, "en"),
    ],
)
def test_the_language_is_the_one_asked_for_then_the_terminals(
    arguments: list[str], environment: dict[str, str], language: str
) -> None:
    assert speech.of(arguments, environment).language == language


def every_path() -> list[list[str]]:
    return [path.split() for path, _ in cli_texts.every_command()]


def test_help_is_in_the_language_of_its_own_run_whatever_ran_before() -> None:
    assert "Show this message and exit." in run("--help", TUMORBOARD_LANGUAGE="en").output
    assert "Show this message" not in run("--help", TUMORBOARD_LANGUAGE="zh").output


@pytest.mark.parametrize("path", every_path(), ids=" ".join)
def test_help_in_chinese_has_no_english_phrase_fits_and_stands_in_columns(path: list[str]) -> None:
    shown = run(*path, "--help", TUMORBOARD_LANGUAGE="zh").output
    assert shown.startswith("用法: tumorboard")
    rows: dict[int, list[str]] = {}
    for line in shown.splitlines():
        if line.startswith("    tumorboard") or "OPTIONS" in line:
            continue  # a command to type, which stays as it is
        assert cells(line) <= 80 or re.search(r"\S{40}", line), line
        assert not re.search(r"\b[a-z]{2,} [a-z]{2,} [a-z]{2,}\b", re.sub(r"tumorboard( [a-z-]+)+", "", line)), line
        left = re.match(r"  (?:-.*?|[a-z-]+)  +(?=\S)", line)
        if left:
            rows.setdefault(cells(left.group()), []).append(line)
    assert len(rows) <= 2  # options, and commands


def test_english_stays_after_chinese_was_spoken() -> None:
    assert "解读" in run("--help", LANG="zh_CN.UTF-8").output
    assert run("--help").output.startswith("Usage: tumorboard")
    assert "Missing option '--disease'" in run("options").output


def test_usage_errors_and_our_own_are_in_chinese() -> None:
    assert "错误：缺少选项" in run("options", "--language", "zh").output
    assert "错误：未给出病例" in run("report", "--language", "zh").output
    assert "没有该语言的文字目录" in run("report", "--language", "tlh", LANG="zh_CN.UTF-8").output


def test_errors_of_the_layers_below_are_told_with_their_values() -> None:
    assert "错误：nowhere 处没有任何内容" in run("report", "nowhere", "--language", "zh").output
    assert "没有快照 civic 1999-01-01" in run("knowledge", "remove", "civic", "1999-01-01", LANG="zh_CN").output
    assert "there is nothing at nowhere" in run("report", "nowhere").output


def test_issues_and_options_are_told_in_the_language() -> None:
    assert "可选治疗" in run("options", "--disease", "LUAD", "EGFR L858R", "--language", "zh-Hans").output
    assert "提示 TYP009 录入的文字" in run("options", "--disease", "LUAD", "EGFR mutation", "--language", "zh").output


def test_help_in_english_reads_no_catalog() -> None:
    code = (
        "import sys; from tumorboard.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "print(sorted(set(sys.modules) & {'tumorboard.wording', 'tumorboard.cli.localized', 'tumorboard.model'}))"
    )
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "TUMORBOARD_LANGUAGE": ""}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_lines_break_between_characters_and_never_before_a_mark() -> None:
    text = "部分输入无法使用时，退出码为 10：报告仍会写出（见 docs/policy.md），并予以说明。"
    for width in range(20, 60):
        lines = localized.wrapped(text, width)
        assert all(cells(line) <= width + 2 for line in lines)
        assert not any(line[0] in localized.CLOSING for line in lines)
        assert not any(line[-1] in localized.OPENING for line in lines)
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_click_is_asked_for_words_where_it_is_known_to_ask() -> None:
    for module in localized.SPEAKING:
        assert hasattr(module, "_"), f"click {module.__name__} speaks otherwise now"
    assert issubclass(localized.WideContext, click.Context)


def test_the_help_is_chinese_though_another_run_of_the_process_was_english() -> None:
    assert "Show this message and exit." in run("--help", TUMORBOARD_LANGUAGE="en").output
    assert "Show this message and exit." not in run("--help", TUMORBOARD_LANGUAGE="zh-Hans").output
