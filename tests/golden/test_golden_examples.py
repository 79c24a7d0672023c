"""Whole cases, frozen: the answer and the printed summary of every example.  Changed only by ``make regolden`` and a change note.

Everything is compared exactly; the report page is covered by its own tests, for its words change more often than its meaning.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from tumorboard.app.answers import answer
from tumorboard.app.assessing import assess, workbench
from tumorboard.app.cases import open_case
from tumorboard.app.trial_sets import named, opened
from tumorboard.cli.summary import summary
from tumorboard.formats import html
from tumorboard.model.policy import Policy
from tumorboard.report import compose
from tumorboard.wording import words

ROOT = Path(__file__).resolve().parents[2]
EXPECTED = Path(__file__).resolve().parent / "expected"
CASES = sorted(p.parent.name for p in (ROOT / "examples").glob("*/case.yaml"))
ON = date(2026, 11, 27)


def told(case: str) -> str:
    """What the program says of an example: its summary, then rank, regimen, verdict, grades and missing facts of each
    entry, then the state of every part of its trials."""
    bench = workbench()
    found = open_case(ROOT / "examples" / case, bench.vocab, bench.registry)
    trials = opened(named((), Policy(), None, str(ROOT / "examples" / case)))
    assessment = assess(found, bench, Policy(), ON, trials=trials)
    said = words("en")
    lines = list(summary(assessment, said, bench.vocab))
    for o in answer(assessment, said, bench.vocab)["options"]:
        grades = json.dumps(o["grades"], sort_keys=True)
        state = f"{o['predicate']} {'kept' if o['kept'] else 'rejected'} {o['rank'] or '-'} {o['verdict']}"
        lines.append(f"{' + '.join(o['therapies'])}: {state} {grades} {'; '.join(o['missing_facts'])}".rstrip())
    for t in assessment.trials.trials if assessment.trials else ():
        lines += [
            f"{t.ids[0].value} {p.id or '-'}: {p.state}, {p.recruitment} {'; '.join(p.missing)}".rstrip()
            for p in t.parts
        ]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("case", CASES)
def test_an_example_says_what_it_said(case: str) -> None:
    path = EXPECTED / f"{case}.txt"
    found = told(case)
    if os.environ.get("TUMORBOARD_REGOLDEN"):
        path.write_text(found, encoding="utf-8", newline="\n")
    assert found == path.read_text("utf-8")


def front(case: str, language: str) -> str:
    """The front of the report page as lines of text: one for each paragraph, cell and item."""
    bench = workbench()
    found = open_case(ROOT / "examples" / case, bench.vocab, bench.registry)
    trials = opened(named((), Policy(), None, str(ROOT / "examples" / case)))
    report = compose(assess(found, bench, Policy(), ON, trials=trials))
    page = html.write(
        replace(report, sections=tuple(s for s in report.sections if s.front)), words(language), bench.vocab.therapies
    )
    body = re.sub(
        r"<(?:div|p|li|td|th|tr|h\d|dt|dd|caption|figcaption|summary|section|text)\b[^>]*>",
        "\n",
        page[page.index("<main") :],
    )
    lines = [line.strip() for line in unescape(re.sub("<[^>]+>", "", body)).split("\n")]
    return "\n".join(line for line in lines if line and "sha256" not in line and report.content_hash not in line) + "\n"


def test_the_front_of_a_chinese_report_says_what_it_said() -> None:
    path = EXPECTED / "zh-Hans" / "luad-egfr.txt"
    found = front("luad-egfr", "zh-Hans")
    if os.environ.get("TUMORBOARD_REGOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(found, encoding="utf-8", newline="\n")
    assert found == path.read_text("utf-8")


def test_no_expectation_is_left_without_its_example() -> None:
    assert sorted(p.stem for p in EXPECTED.glob("*.txt")) == CASES
