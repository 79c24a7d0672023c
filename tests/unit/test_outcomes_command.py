"""``tumorboard outcomes`` as a user meets it: pages that stand alone, pictures, tables, messages, and speed."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.page_support import parse

from tumorboard.cli import main
from tumorboard.formats.html.charts import COLORS

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples" / "outcomes"
RULES = (
    "--sd-days",
    "42",
    "--confirm-days",
    "28",
    "--most-missing",
    "1",
    "--accept-sd",
    "no",
    "--missing-as-ne",
    "yes",
    "--gap-days",
    "none",
)
RESPONSE = ("response", f"{EXAMPLES}/lesions.csv", "--patients", f"{EXAMPLES}/patients.csv", *RULES)
COMMANDS = {
    "response": (RESPONSE, {"waterfall", "spider", "swimmer", "pfs"}),
    "irecist": ((*RESPONSE, "--irecist"), {"waterfall", "spider", "swimmer", "pfs"}),
    "survival": (
        ("survival", f"{ROOT}/examples/survival/veteran.csv", "--group", "cell", "--covariate", "karnofsky", "--covariate", "cell", "--at", "90", "--unit", "days"),
        {"survival"},
    ),
    "pfs-ratio": (("pfs-ratio", f"{EXAMPLES}/lines.csv"), {"two_lines", "ratios"}),
    "matched": (
        ("matched", f"{EXAMPLES}/matched.csv", "--landmark", "60", "--covariate", "ecog", "--unit", "days"),
        {"landmark_60", "naive"},
    ),
}  # fmt: skip


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ("outcomes", *words))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_analysis_writes_a_page_that_stands_alone_with_its_pictures(name: str, tmp_path: Path) -> None:
    words, pictures = COMMANDS[name]
    found = run(*words, "--on", "2026-11-27", "-o", str(tmp_path))
    assert found.exit_code == 0, found.output
    text = (tmp_path / "outcomes.html").read_text("utf-8")
    page = parse(text)
    assert "Research use only" in page.text()
    assert page.all("script") == []
    assert not re.search(r"(?:src|href)=\"(?!#)", text)
    assert set(re.findall(r"https?://[^\"<> ]+", text)) == {"http://www.w3.org/2000/svg"}
    assert "outcomes." not in re.sub(r"outcomes\.(html|json)", "", page.text()), "a code without words"
    assert len(page.all("svg")) >= len(pictures)
    assert {p.stem for p in tmp_path.glob("*.svg")} == pictures
    for path in tmp_path.glob("*.svg"):
        root = ET.fromstring(path.read_text("utf-8"))
        assert root.find("{http://www.w3.org/2000/svg}desc") is not None
        assert "Research use only" in "".join(root.itertext()), path.name
    assert json.loads((tmp_path / "outcomes.json").read_text("utf-8"))["notice"] == "Research use only"
    for path in tmp_path.glob("*.tsv"):
        notice, *lines = path.read_text("utf-8").splitlines()
        assert notice == "# Research use only", path.name
        rows = list(csv.reader(lines, delimiter="\t"))
        assert len(rows) > 1 and {len(r) for r in rows} == {len(rows[0])}, path.name


@pytest.mark.parametrize("name", COMMANDS)
def test_the_same_table_gives_the_same_bytes(name: str, tmp_path: Path) -> None:
    for folder in ("a", "b"):
        assert run(*COMMANDS[name][0], "--on", "2026-11-27", "-o", str(tmp_path / folder)).exit_code == 0
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


def test_the_numbers_of_the_page_are_those_of_the_result(tmp_path: Path) -> None:
    assert run(*COMMANDS["survival"][0], "-o", str(tmp_path)).exit_code == 0
    result = json.loads((tmp_path / "outcomes.json").read_text("utf-8"))
    page = parse((tmp_path / "outcomes.html").read_text("utf-8")).text()
    for group in result["groups"]:
        assert f"{group['median']:.4g}" in page
    for c in result["fit"]["coefficients"]:
        assert f"{c['hazard_ratio']:#.3g} {c['low']:#.3g} to {c['high']:#.3g}" in page


def test_curves_stay_apart_without_color() -> None:
    """Every kind has its own dashes, and neighbors differ in lightness or hue for who does not see red or green."""
    from tumorboard.formats.html.charts import DASHES

    assert len(set(DASHES)) == len(COLORS) == len(DASHES)
    assert COLORS[:7] == ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")  # Okabe and Ito


def test_rates_and_tests_of_a_count() -> None:
    found = run("rate", "18", "66", "--null", "0.15", "--against", "24", "107")
    lines = dict(line.split("\t", 1) for line in found.stdout.splitlines()[:-1])
    assert lines["clopper_pearson"] == "0.1703266\t0.3963572"  # SciPy: beta.ppf(.025, 18, 49), beta.ppf(.975, 19, 48)
    assert lines["p, one-sided exact, null 0.15"] == "0.0072121"
    assert run("rate", "3", "2").exit_code == 2


def test_published_numbers_agree() -> None:
    found = run("published")
    rows = [line.split("\t") for line in found.stdout.splitlines()[1:-1]]
    assert found.exit_code == 0
    assert {r[4] for r in rows} == {"yes", "-"}
    assert {r[0] for r in rows} >= {"WINTHER", "von Hoff", "FUTURE, final", "FUTURE-C-PLUS", "I-PREDICT 2021"}


BAD = [
    (("response", "absent.csv", *RULES), 13, "there is no file absent.csv"),
    (("response", f"{EXAMPLES}/lines.csv", *RULES), 10, "TBL002"),
    (("response", f"{EXAMPLES}/lesions.csv"), 2, "Missing option"),  # the protocol's rules have no default
    (("survival", f"{EXAMPLES}/matched.csv", "--group", "arm"), 10, "OUT020"),
    (("matched", f"{EXAMPLES}/matched.csv", "--score", "ecog"), 2, "go together"),
    (("matched", f"{EXAMPLES}/matched.csv", "--score", "ecog", "--cut-off", "50"), 2, "expected a comparator"),
    (("pfs-ratio", f"{EXAMPLES}/lesions.csv"), 10, "TBL002"),
    (("response", f"{EXAMPLES}/lesions.csv", "--patients", f"{ROOT}/examples/survival/aml.csv", *RULES), 10, "TBL002"),
    (("response", f"{EXAMPLES}/lesions.csv", *RULES, "--sd-days", "99999999999"), 2, "not in the range"),
    (("response", f"{EXAMPLES}/lesions.csv", *RULES, "--gap-days", "99999999999"), 2, "expected a number of days"),
    (("survival", f"{EXAMPLES}/matched.csv", "--tau", "nan"), 2, "expected a finite number"),
    (("survival", f"{EXAMPLES}/matched.csv", "--at", "inf"), 2, "expected a finite number"),
    (("matched", f"{EXAMPLES}/matched.csv", "--landmark", "nan"), 2, "expected a finite number"),
]


@pytest.mark.parametrize(("words", "code", "says"), BAD)
def test_an_error_is_a_message_with_an_exit_code(words: tuple[str, ...], code: int, says: str) -> None:
    found = run(*words)
    assert found.exit_code == code
    assert says in found.output
    assert "Traceback" not in found.output


HEADS = {
    "response": "patient,date,lesion,role,site,mm,state,method",
    "survival": "patient,time,event,group",
    "pfs-ratio": "patient,pfs1,pfs1_event,pfs1_how,pfs2,pfs2_event,scans1,scans2",
    "matched": "patient,time,event,matched,started",
}
GOOD = {
    "response": ["p1,2024-01-01,T1,target,liver,40,,ct", "p1,2024-03-01,T1,target,liver,20,,ct"],
    "survival": ["a,1,yes,x", "b,2,no,y", "c,3,yes,x"],
    "pfs-ratio": ["a,10,yes,recist,20,yes,5,9", "b,20,yes,recist,5,no,,"],
    "matched": ["a,10,yes,yes,2", "b,20,no,no,", "c,30,yes,yes,0"],
}
UGLY = {
    "empty": lambda head, rows: b"",
    "header only": lambda head, rows: head.encode(),
    "a column less": lambda head, rows: "\n".join(line.partition(",")[2] for line in (head, *rows)).encode(),
    "byte-order mark and CRLF": lambda head, rows: b"\xef\xbb\xbf" + "\r\n".join((head, *rows, "")).encode(),
    "semicolons": lambda head, rows: "\n".join((head, *rows, "")).replace(",", ";").encode(),
    "UTF-16": lambda head, rows: "\n".join((head, *rows, "")).encode("utf-16"),
    "no UTF-8": lambda head, rows: "\n".join((head, *rows, "\u5339" + rows[0], "")).encode("gbk"),
    "NUL": lambda head, rows: "\n".join((head, *rows, "\0" + rows[0], "")).encode(),
    "ragged": lambda head, rows: "\n".join((head, *rows, "x", rows[0] + ",,more", "")).encode(),
    "formulas": lambda head, rows: "\n".join((head, *rows, "=1+1" + rows[0], "@" + rows[0], "")).encode(),
    "twice": lambda head, rows: "\n".join((head, *rows, *rows, "")).encode(),
    "negative": lambda head, rows: "\n".join((head, *rows, rows[0].replace("1", "-1"), "")).encode(),
    "huge": lambda head, rows: "\n".join((head, *rows, rows[0].replace("1", "1e300"), "")).encode(),
    "not a number": lambda head, rows: "\n".join((head, *rows, rows[0].replace("1", "nan"), "")).encode(),
    "bytes": lambda head, rows: bytes(range(256)) * 4,
}


@pytest.mark.parametrize("ugly", UGLY)
@pytest.mark.parametrize("command", HEADS)
def test_an_ugly_table_gives_coded_issues_and_no_traceback(command: str, ugly: str, tmp_path: Path) -> None:
    """Whatever is wrong with a file, the run ends with an answer or with a code and a remedy."""
    path = tmp_path / "table.csv"
    path.write_bytes(UGLY[ugly](HEADS[command], GOOD[command]))
    found = run(command, str(path), *(RULES if command == "response" else ()), "-o", str(tmp_path / "out"))
    assert found.exit_code in (0, 10), found.output
    assert found.exception is None or isinstance(found.exception, SystemExit)
    if found.exit_code:
        assert re.search(r"[A-Z]{3}\d{3}", found.output) and "->" in found.output
    else:
        assert not re.search(r"\b(nan|inf|None)\b", found.stdout)
        for table in (tmp_path / "out").glob("*.tsv"):
            assert not re.search(r"(?m)(^|\t)[=@]", table.read_text("utf-8")), table.name


def test_strict_stops_at_a_doubt(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("patient,time,event\na,1,yes\na,2,yes\n")
    assert run("survival", str(path)).exit_code == 0
    found = run("survival", str(path), "--strict")
    assert found.exit_code == 10
    assert "OUT005" in found.output


def test_immortal_time_is_told_before_any_curve(tmp_path: Path) -> None:
    assert run(*COMMANDS["matched"][0], "-o", str(tmp_path)).exit_code == 0
    text = parse((tmp_path / "outcomes.html").read_text("utf-8")).text()
    told, curve = text.index("matched therapy began. The naive comparison"), text.index("Kaplan-Meier curves")
    assert told < curve < text.index("it favors matching")


@pytest.mark.parametrize(
    "words",
    [
        ["--help"],
        ["options", "--disease", "LUAD", "EGFR L858R"],
        ["report", f"{ROOT}/examples/tnbc-brca1", "-o", "{out}"],
    ],
)
def test_nothing_of_outcomes_is_loaded_by_other_commands(words: list[str], tmp_path: Path) -> None:
    program = (
        "import sys\nfrom tumorboard.cli import main\nmain(sys.argv[1:], standalone_mode=False)\n"
        "mine = [m for m in sys.modules if m.startswith('tumorboard.') and 'outcome' in m or m.endswith('html.charts')]\n"
        "theirs = [m for m in ('scipy', 'pandas', 'lifelines', 'matplotlib') if m in sys.modules]\n"
        "sys.stderr.write(repr(mine + theirs))"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    words = [w.format(out=tmp_path) for w in words]
    done = subprocess.run([sys.executable, "-c", program, *words], env=env, capture_output=True, text=True, check=True)
    assert done.stderr == "[]"


def test_outcomes_need_no_statistics_library(tmp_path: Path) -> None:
    """The analysis itself runs where SciPy, pandas and lifelines are not installed."""
    program = (
        "import sys\nfor m in ('scipy', 'pandas', 'lifelines', 'matplotlib'): sys.modules[m] = None\n"
        "from tumorboard.cli import main\nmain(sys.argv[1:], standalone_mode=False)"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    words = ["outcomes", *COMMANDS["survival"][0], "-o", str(tmp_path)]
    done = subprocess.run([sys.executable, "-c", program, *words], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "outcomes.html").exists()


@pytest.mark.parametrize("name", ["lesions", "lines", "matched"])
def test_the_order_of_the_rows_changes_nothing(name: str, tmp_path: Path) -> None:
    """The result is the same; only issues name other records."""
    head, *rows = (EXAMPLES / f"{name}.csv").read_text("utf-8").splitlines()
    words = {
        "lesions": ["response", "{}", "--patients", f"{EXAMPLES}/patients.csv", *RULES],
        "lines": ["pfs-ratio", "{}"],
        "matched": ["matched", "{}", "--landmark", "60", "--covariate", "tumor"],
    }[name]
    for folder, order in (("a", rows), ("b", rows[::-1])):
        path = tmp_path / f"{folder}.csv"
        path.write_text("\n".join([head, *order]) + "\n", "utf-8")
        done = run(*[w.format(path) for w in words], "-o", str(tmp_path / folder))
        assert done.exit_code == 0, done.output
    assert (tmp_path / "a" / "outcomes.json").read_bytes() == (tmp_path / "b" / "outcomes.json").read_bytes()


def test_a_second_opinion_agrees_and_without_lifelines_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("lifelines")
    words = (*COMMANDS["survival"][0], "--second-opinion")
    found = run(*words)
    assert found.exit_code == 0, found.output
    rows = [line.split("\t") for line in found.output.splitlines() if line.count("\t") == 3]
    assert len(rows) > 10
    assert {r[3] for r in rows[1:]} == {"yes"}
    monkeypatch.setattr("tumorboard.app.second_opinion.find_spec", lambda name: None)
    lacking = run(*words)
    assert lacking.exit_code == 13
    assert "OUT028" in lacking.output and "tumorboard[outcomes]" in lacking.output


def test_the_intervals_of_a_publication_can_be_asked_for(tmp_path: Path) -> None:
    assert run("pfs-ratio", f"{EXAMPLES}/lines.csv", "--interval", "wald", "-o", str(tmp_path)).exit_code == 0
    rows = list(csv.DictReader((tmp_path / "rates.tsv").read_text().splitlines()[1:], delimiter="\t"))
    assert {r["method"] for r in rows} == {"wald"}


EVERY = [("rate", "8", "19"), ("published",), *[words for words, _ in COMMANDS.values()]]


@pytest.mark.parametrize("words", EVERY, ids=[w[0] for w in EVERY])
def test_every_command_of_outcomes_says_research_use_only(words: tuple[str, ...]) -> None:
    found = run(*words)
    assert found.exit_code == 0
    assert "Research use only" in found.stdout.splitlines()


def test_outcomes_6_3_restricted_means_are_printed_with_their_horizon() -> None:
    lines = run("pfs-ratio", f"{EXAMPLES}/lines.csv", "--tau", "200").stdout.splitlines()
    for measure in ("Difference of restricted means", "Ratio of restricted means", "Chance that the matched line"):
        assert any(line.startswith(measure) and "(to 200 days)" in line for line in lines), measure


def test_win_5_each_patient_without_a_ratio_is_counted_with_the_reason(tmp_path: Path) -> None:
    path = tmp_path / "lines.csv"
    head = "patient,pfs1,pfs1_event,pfs1_how,pfs2,pfs2_event,scans1,scans2\n"
    path.write_text(
        head
        + "a,0,yes,recist,30,yes,,\nb,50,no,recist,30,yes,,\nc,,,recist,30,yes,,\nd,40,yes,recist,,,,\ne,40,yes,recist,0,no,,\n"
    )
    found = run("pfs-ratio", str(path))
    assert found.exit_code == 0
    for reason in ("line before of 0 days", "no progression observed on the line before", "the line before is not recorded",
                   "the matched line is not recorded", "last seen on the first day of the matched line"):  # fmt: skip
        assert reason in found.stdout
    assert "not estimable" in found.stdout and "nan" not in found.stdout and "None" not in found.stdout
