"""``tumorboard trials match``: from files to a summary, JSON and a page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.page_support import parse

from tumorboard.cli.main import main

ROOT = Path(__file__).resolve().parents[2]
CASE = str(ROOT / "examples" / "luad-egfr")
EGFR = {"genomic": {"hugo_symbol": "EGFR", "variant_category": "Mutation", "protein_change": "p.L858R"}}
LUNG = {"clinical": {"oncotree_primary_diagnosis": "Non-Small Cell Lung Cancer"}}


def ctml(number: str, *nodes: object, status: str = "Open to Accrual") -> dict[str, object]:
    """A trial of one arm."""
    arm = {"arm_code": "A", "arm_description": "one arm", "arm_internal_id": 1, "match": [{"and": list(nodes)}]}
    return {
        "protocol_no": number,
        "short_title": f"Trial {number}",
        "status": status,
        "_summary": {"status": [{"value": status}]},
        "treatment_list": {"step": [{"step_internal_id": 1, "arm": [arm]}]},
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four trials: of EGFR, of KRAS, of adults in another tumor, and one that is closed."""
    kras = {"genomic": {"hugo_symbol": "KRAS", "variant_category": "Mutation", "protein_change": "p.G12C"}}
    adults = {"clinical": {"age_numerical": ">=18"}}
    breast = {"clinical": {"oncotree_primary_diagnosis": "Breast"}}
    for trial in (
        ctml("10-001", EGFR, LUNG, adults),
        ctml("10-002", kras, LUNG),
        ctml("10-003", adults, breast),
        ctml("10-004", EGFR, LUNG, status="Closed to Accrual"),
    ):
        (tmp_path / f"{trial['protocol_no']}.json").write_text(json.dumps(trial))
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["trials", "match", *words, "--on", "2026-11-27"])


def test_the_summary_tells_states_reasons_and_what_would_turn_them(folder: Path) -> None:
    result = run(CASE, "--trials", str(folder))
    assert result.exit_code == 0, result.output
    text = result.stdout
    assert (
        "Trials: matched 4, places to enter 4: 1 potentially eligible, 0 undecided, 0 not now, 2 not eligible, 1 closed to entry"
        in text
    )
    lines = text.splitlines()
    first = next(i for i, line in enumerate(lines) if line.startswith("  1. "))
    assert "10-001 · Trial 10-001 [recruiting]" in lines[first]
    assert lines[first + 1].strip().startswith("potentially eligible: arm A")
    order = [line.split()[1] for line in lines if line[:4].strip().rstrip(".").isdigit()]
    assert order == ["10-001", "10-002", "10-003", "10-004"]
    assert "LUAD does not belong to" in text
    assert "only a trial site decides who may enter" in text


def test_arms_of_which_the_same_is_told_stand_together(tmp_path: Path) -> None:
    trial = tmp_path / "arms.yaml"
    trial.write_text(
        "tumorboard_trial: 1\nids: [NCT00000008]\nstatus: open\ncriteria:\n- {include: AgeBetween(min=18)}\n"
        "parts:\n- {id: A, kind: arm}\n- {id: B, kind: arm}\n- {id: C, kind: arm, criteria: [{include: AgeBetween(min=90)}]}\n",
        encoding="utf-8",
    )
    page = tmp_path / "page.html"
    text = run(CASE, "--trials", str(trial), "-o", str(page)).stdout
    assert "potentially eligible: arm A; arm B" in text and "not now: arm C" in text and "more" not in text
    names = [n.text() for n in parse(page.read_text("utf-8")).all("h4")]
    assert names == ["arm A; arm B", "arm C"]


def test_what_rests_on_an_assumption_of_the_site_is_told_as_such(folder: Path, tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text('[assumptions]\n"patient.sex" = "female"\n', encoding="utf-8")
    trial = tmp_path / "women.yaml"
    trial.write_text(
        "tumorboard_trial: 1\nids: [NCT00000007]\nstatus: open\ncriteria:\n"
        "- {number: I-01, include: 'SexIs(\"female\")'}\n",
        encoding="utf-8",
    )
    words = ("--disease", "LUAD", "--finding", "EGFR L858R", "--trials", str(trial))
    assert "undecided" in run(*words).stdout
    told = run(*words, "--policy", str(policy)).stdout
    assert "potentially eligible: the trial as a whole [rests on an assumption]" in told and "Assumed: I-01" in told


def test_what_is_to_be_reviewed_and_what_may_change_is_told_in_the_terminal(tmp_path: Path) -> None:
    trial = tmp_path / "review.yaml"
    trial.write_text(
        "tumorboard_trial: 1\nids: [NCT00000006]\nstatus: open\ncriteria:\n"
        '- {number: I-01, include: \'GeneAltered(["BRAF"], kinds=["variant"])\'}\n'
        "- {number: I-02, include: AgeBetween(max=70)}\n",
        encoding="utf-8",
    )
    case = tmp_path / "case"
    case.mkdir()
    (case / "case.yaml").write_text(
        "case: review\npatient: {birth: 1957-02-01}\ndiagnosis: {disease: LUAD}\nalterations: [{text: BRAF G606A}]\n",
        encoding="utf-8",
    )
    told = run(str(case), "--trials", str(trial)).stdout
    assert "potentially eligible: the trial as a whole [needs review]" in told
    assert "To review: I-01" in told
    assert "May change: holds until 2028-02-01" in told


SITES = """tumorboard_trial: 1
ids: [NCT00000005]
status: open
criteria:
- {include: AgeBetween(min=18)}
sites:
- {name: Near, country: DE, city: Berlin, latitude: 52.5, longitude: 13.4, status: closed}
- {name: Far, country: FR, city: Lyon, latitude: 45.76, longitude: 4.84, status: open}
- {name: Unplaced, country: FR, city: Nice, status: open}
"""


ARMS = """tumorboard_trial: 1
ids: [NCT00000007]
status: open
criteria:
- {include: AgeBetween(min=18)}
parts:
- {id: A, kind: arm, sites: [{name: Near, country: DE, status: closed}]}
- {id: B, kind: arm, sites: [{name: Far, country: FR, status: open}]}
- {id: C, kind: arm, status: closed}
"""


def test_an_arm_without_a_site_that_is_open_is_closed_and_never_stands_below_potentially_eligible(
    tmp_path: Path,
) -> None:
    trial, page = tmp_path / "arms.yaml", tmp_path / "match.html"
    trial.write_text(ARMS, encoding="utf-8")
    told = run(CASE, "--trials", str(trial), "--country", "DE", "-o", str(page)).stdout
    assert "1 potentially eligible, 0 undecided, 0 not now, 0 not eligible, 2 closed to entry" in told
    assert "     potentially eligible: arm B" in told
    assert "     closed to entry: arm A (by its criteria potentially eligible)" in told
    assert "Sites: no site open to entry in the countries asked for; Far, FR" in told
    eligible, closed = page.read_text("utf-8").split('id="closed"')
    listed = eligible.split('id="potentially_eligible"')[1]
    assert "arm B" in listed and "arm A" not in listed and "arm C" not in listed
    assert "arm A" in closed and "arm C" in closed


def test_a_closed_site_never_hides_one_that_is_open_elsewhere(tmp_path: Path) -> None:
    trial = tmp_path / "sites.yaml"
    trial.write_text(SITES, encoding="utf-8")
    words = (CASE, "--trials", str(trial), "--near", "52.52,13.38")
    told = run(*words).stdout
    assert "Sites: Far, Lyon, FR · recruiting · 974 km" in told and "Near" not in told
    told = run(*words, "--country", "DE").stdout
    assert "Sites: no site open to entry in the countries asked for; Far, Lyon, FR · recruiting · 974 km" in told
    trial.write_text(
        SITES.replace(
            "latitude: 45.76, longitude: 4.84, status: open", "latitude: 45.76, longitude: 4.84, status: paused"
        ),
        "utf-8",
    )
    told = run(
        *words
    ).stdout  # the first is recruiting at a place nobody knows; the nearest that is not closed is told too
    assert "Sites: Unplaced, Nice, FR · recruiting; Far, Lyon, FR · paused · 974 km" in told


@pytest.mark.parametrize(("said", "code"), [("Germany", 0), ("de", 0), ("UK", 0), ("ZZ", 10)])
def test_a_country_that_is_none_is_refused(folder: Path, said: str, code: int) -> None:
    assert run(CASE, "--trials", str(folder), "--country", said).exit_code == code


def test_the_json_holds_states_criteria_and_the_nearest_miss(folder: Path) -> None:
    told = json.loads(run(CASE, "--trials", str(folder), "--json").stdout)
    assert [t["ids"][0]["value"] for t in told["trials"]] == ["10-001", "10-002", "10-003", "10-004"]
    kras = told["trials"][1]["parts"][0]
    assert (kras["state"], kras["recruitment"], kras["not_met"]) == ("not_eligible", "open", 1)
    (gap,) = kras["gaps"]
    assert [c["kind"] for c in gap["alternatives"][0]] == ["firm"] and gap["exact"]
    assert kras["criteria"][0]["tree"]["children"]
    assert (told["states"], told["closed"]) == (
        {"not_eligible": 2, "potentially_eligible": 1},
        1,
    )  # of those not closed
    assert told["notice"].startswith("Research use only")


def test_the_page_stands_alone_and_shows_trees(folder: Path, tmp_path: Path) -> None:
    page = tmp_path / "match.html"
    result = run(CASE, "--trials", str(folder), "-o", str(page))
    assert result.exit_code == 0 and result.stdout.splitlines()[-1] == str(page)
    text = page.read_text("utf-8")
    assert "<script" not in text and "://" not in text
    tree = parse(text)
    cards = tree.all("article", class_="trial")
    assert [c.attributes["id"] for c in cards] == [f"trial-{n}" for n in range(1, 5)]
    assert "EGFR" in cards[0].text() and cards[0].all("ul", class_="tree")
    titles = [n.text() for n in tree.all("h2")]
    assert titles[1:4] == ["Potentially eligible", "Not eligible", "Closed to entry"]


def test_only_the_first_trials_are_told_in_full_and_none_is_lost(folder: Path, tmp_path: Path) -> None:
    told = json.loads(run(CASE, "--trials", str(folder), "--detailed", "1", "--json").stdout)
    assert [(len(t["parts"]), len(t["others"])) for t in told["trials"]] == [(1, 0), (0, 1), (0, 1), (0, 1)]
    assert told["trials"][1]["others"][0]["stopped_by"] == ["1"]
    page = tmp_path / "match.html"
    run(CASE, "--trials", str(folder), "--detailed", "1", "-o", str(page))
    assert parse(page.read_text("utf-8")).only("section", id="others").text().count("· Trial") == 3


def test_a_question_in_words_is_matched_too(folder: Path) -> None:
    result = run("--disease", "LUAD", "--finding", "EGFR L858R", "--trials", str(folder / "10-001.json"))
    assert result.exit_code == 0, result.output
    assert "undecided: arm A" in result.stdout and "Missing: the age" in result.stdout


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["--trials", "absent"], 13, "there are no trials at absent"),
        (["--near", "91,0"], 10, "no point of the Earth"),
        (["--near", "here"], 10, "no point of the Earth"),
        (["--country", "Germoney"], 10, "a code of two letters"),
        (["--trials", str(ROOT / "docs")], 10, "no trial was read"),
    ],
)
def test_a_request_that_cannot_be_answered_says_why(words: list[str], code: int, says: str) -> None:
    result = run(CASE, *words)
    assert result.exit_code == code
    assert says in result.stderr and "Traceback" not in result.output


def test_distances_come_from_the_table_of_a_site(tmp_path: Path) -> None:
    table = tmp_path / "places.tsv"
    table.write_text("place\tlatitude\tlongitude\nEssen, DE\t51.45\t7.01\n", encoding="utf-8")
    from tumorboard.app.trial_matching import whereabouts

    where = whereabouts(["de, fr"], "50,8", table)
    assert (where.countries, where.near, dict(where.places)) == (
        ("DE", "FR"),
        (50.0, 8.0),
        {"essen, de": (51.45, 7.01)},
    )
    table.write_text("place\tlatitude\nEssen\t51\n", encoding="utf-8")
    assert run(CASE, "--places", str(table)).exit_code == 10


def test_contradicting_criteria_and_a_trial_without_an_id_are_told_and_not_lost(tmp_path: Path) -> None:
    trial = tmp_path / "none.yaml"
    trial.write_text(
        "tumorboard_trial: 1\nidss: [NCT00000004]\nstatus: open\ncriteria:\n"
        "- {number: I-01, include: 'LabBetween(\"ALT\", min=50)'}\n- {number: I-02, include: 'LabBetween(\"ALT\", max=40)'}\n",
        encoding="utf-8",
    )
    told = run("--disease", "LUAD", "--finding", "EGFR L858R", "--trials", str(trial)).stdout
    assert "1. none.yaml" in told and "TRL001, TRL007, TRL018" in told
    assert "criteria I-01, I-02 contradict each other: no answers make all of them hold" in told


def test_a_question_for_a_person_is_told_in_the_readers_language() -> None:
    said = run(CASE, "--trials", "shipped", "--language", "zh-Hans").stdout
    assert "I-PREDICT 方案中未在此列出的其他标准" in said
    assert "The criteria of the protocol of I-PREDICT" not in said
