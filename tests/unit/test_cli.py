"""The command line as a user meets it: answers, messages, exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tumorboard.cli import main

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
ON = ["--on", "2026-11-27"]


def run(*words: str) -> Result:
    return CliRunner().invoke(main, words)


def options(*words: str) -> list[dict[str, object]]:
    found = run("options", *words, "--json", *ON)
    assert found.exit_code == 0, found.output
    answer: list[dict[str, object]] = json.loads(found.stdout)["options"]
    return answer


def test_a_question_in_words_is_answered_in_rank_order() -> None:
    found = options("--disease", "LUAD", "EGFR L858R", "TP53 R175H")
    assert found[0]["therapies"] == ["Osimertinib"]
    assert found[0]["predicate"] == "sensitivity"
    assert found[0]["kept"] is True
    assert found[0]["grades"]["amp_2017"] == "I-A"  # type: ignore[index]
    ranks = [o["rank"] for o in found if o["rank"] is not None]
    assert ranks == list(range(1, len(ranks) + 1))
    assert all(o["rank"] is None for o in found if not o["kept"] or o["predicate"] == "resistance")
    assert set(found[0]) >= {"therapies", "predicate", "verdict", "kept", "rank", "grades", "because", "missing"}


def test_what_is_said_of_a_class_stands_for_each_of_its_agents() -> None:
    found = options("--disease", "COAD", "KRAS G12D")
    resisted = [o for o in found if o["predicate"] == "resistance" and o["kept"]]
    assert {tuple(o["therapies"]) for o in resisted} >= {("Cetuximab",), ("Panitumumab",)}  # type: ignore[arg-type]


def test_the_answer_is_the_same_bytes_twice() -> None:
    words = ("options", "--disease", "LUAD", "EGFR L858R", "--json", *ON)
    assert run(*words).stdout == run(*words).stdout


@pytest.mark.parametrize("case", sorted(p.parent.name for p in EXAMPLES.glob("*/case.yaml")))
def test_every_example_is_reported_without_errors(case: str, tmp_path: Path) -> None:
    found = run("report", str(EXAMPLES / case), "-o", str(tmp_path), *ON)
    assert found.exit_code == 0, found.output
    assert "Research use only" in found.output
    page = (tmp_path / "report.html").read_text("utf-8")
    assert page.lower().count("research use only") >= 1
    assert json.loads((tmp_path / "assessment.json").read_text("utf-8"))["case"]["id"]
    checked = run("check", str(EXAMPLES / case))
    assert checked.exit_code == 0, checked.output
    assert "0 error" in checked.output


def test_prior_failure_is_told_by_explain() -> None:
    found = run("explain", str(EXAMPLES / "luad-egfr"), "Tagrisso", *ON)
    assert found.exit_code == 0, found.output
    assert "Osimertinib: sensitivity, rejected" in found.output
    assert "[-]" in found.output


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("report", "nowhere"), 13, "nothing at nowhere"),
        (("report",), 10, "no case was given"),
        (("report", "x", "--disease", "LUAD"), 10, "both given"),
        (("options", "--disease", "LUAD", "EGFR L858R", "--jurisdiction", "mars"), 10, "FDA, EMA, NMPA"),
        (("options", "--disease", "LUAD", "EGFR L858R", "--on", "yesterday"), 2, "YYYY-MM-DD"),
        (("options", "--disease", "Nonsense", "EGFR L858R"), 10, "CAS027"),
        (("report", "--vcf", "none.vcf", "--disease", "LUAD"), 10, "OPN001"),
        (("explain", str(EXAMPLES / "luad-egfr"), "snake oil"), 13, "no drug is known"),
        (("knowledge", "show", "TB.NONE"), 13, "no statement has this id"),
        (("knowledge", "list", "--gene", "NOTAGENE"), 13, "no statement in use"),
        (("report", str(EXAMPLES / "luad-egfr"), "--format", "odt"), 10, "formats are of"),
        (("report", str(EXAMPLES / "luad-egfr"), "--language", "tlh"), 2, "no catalog of this language"),
        (("report", str(EXAMPLES / "luad-egfr"), "--policy", "none.toml"), 13, "no policy file"),
        (("annotate", "none.vcf", "--fasta", "a", "--gff", "b", "-o", "c"), 13, "not there"),
        (("frobnicate",), 2, "No such command"),
    ],
)
def test_an_error_is_a_message_with_an_exit_code_and_never_a_traceback(
    words: tuple[str, ...], code: int, says: str
) -> None:
    found = run(*words)
    assert found.exit_code == code, found.output
    assert says in found.output
    assert "Traceback" not in found.output
    assert found.exception is None or isinstance(found.exception, SystemExit)


@pytest.mark.parametrize("command", ["", "report", "options", "explain", "check", "knowledge", "annotate"])
def test_every_command_has_help_with_an_example(command: str) -> None:
    found = run(*(command.split()), "--help")
    assert found.exit_code == 0
    assert "tumorboard" in found.output
    assert "xample" in found.output


def test_a_policy_file_is_read_and_a_field_that_is_not_known_is_an_error(tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text('jurisdictions = ["EMA"]\n[assumptions]\n"diagnosis.extent" = "metastatic"\n', "utf-8")
    words = ("options", "--disease", "LUAD", "EGFR L858R", "--json", *ON, "--policy", str(policy))
    first = json.loads(run(*words).stdout)["options"][0]
    assert "diagnosis.extent" not in first["missing_facts"]
    policy.write_text("jurisdiction = 1\n", "utf-8")
    assert run(*words).exit_code == 10


def test_strict_stops_at_a_doubt_and_names_it() -> None:
    found = run("report", str(EXAMPLES / "coad-braf"), "--strict", *ON)
    assert found.exit_code == 10
    assert "VCF060" in found.output


def test_knowledge_is_listed_with_release_license_and_hash() -> None:
    found = run("knowledge", "list")
    assert found.exit_code == 0
    assert "tumorboard-pack" in found.output
    assert "Apache-2.0" in found.output
    shown = run("knowledge", "list", "--gene", "EGFR", "--therapy", "osimertinib").output.split()[0]
    told = run("knowledge", "show", shown)
    assert told.exit_code == 0
    assert "biomarker is from" in told.output


@pytest.mark.parametrize("typed", ["EGFR 19del", "EGFR E19del", "EGFR 19外显子缺失"])
def test_a_short_exon_deletion_is_answered_as_the_long_one(typed: str) -> None:
    short, long = options("--disease", "LUAD", typed), options("--disease", "LUAD", "EGFR exon 19 deletion")
    assert short[0]["therapies"] == ["Osimertinib"]
    assert [(o["therapies"], o["rank"], o["verdict"]) for o in short] == [
        (o["therapies"], o["rank"], o["verdict"]) for o in long
    ]


def test_an_option_that_waits_for_what_was_found_asks_for_that_first() -> None:
    found = run("options", "--disease", "PAAD", "BRCA2 loss", *ON).stdout
    assert "whether one or both copies of BRCA2 are lost" in found
    assert "whether one or both" not in run("options", "--disease", "PAAD", "BRCA2 single copy loss", *ON).stdout


def test_a_report_of_one_sample_of_many_is_named_after_the_sample(tmp_path: Path) -> None:
    maf = EXAMPLES.parent / "tests" / "fixtures" / "maf" / "vcf2maf.maf"
    many = tmp_path / "cohort_of_many.maf"
    text = maf.read_text("utf-8")
    other = text.splitlines()[2].replace("\tT1\t", "\tT2\t").replace("\tN1\t", "\tN2\t")
    many.write_text(f"{text.rstrip()}\n{other}\n", "utf-8")
    found = run("report", "--maf", str(many), "--sample", "T2", "--disease", "MEL", "-o", str(tmp_path / "out"), *ON)
    assert found.exit_code == 0, found.output
    told = json.loads((tmp_path / "out" / "assessment.json").read_text("utf-8"))
    assert told["case"]["id"] == "T2"
    page = (tmp_path / "out" / "report.html").read_text("utf-8")
    title = page[page.index("<title>") : page.index("</title>")]
    assert "T2" in title
    assert "cohort_of_many" not in title
    assert "cohort_of_many.maf" in page  # the file is told among the sources
