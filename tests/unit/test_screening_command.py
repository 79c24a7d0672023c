"""`tumorboard trials screen`: rows, counts, and the difference since the last time, from what a user has."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner, Result

from tumorboard.app.screening import run, sources
from tumorboard.cli.main import main
from tumorboard.errors import InputError

ON = "2026-11-01"
ADULTS = """\
tumorboard_trial: 1
ids: [NCT01234567]
title: {en: Adults}
status: open
sources: {registry: an example}
from: S registry
criteria:
- include: AgeBetween(min=18)
parts:
- {id: A, kind: arm, criteria: [{include: 'SexIs("female")'}]}
- {id: B, kind: arm, criteria: [{exclude: EcogAtMost(0)}]}
"""


def patient(folder: Path, name: str, text: str, center: str = "north") -> None:
    place = folder / center / name
    place.mkdir(parents=True, exist_ok=True)
    (place / "case.yaml").write_text(f"case: {name}\ndiagnosis: {{disease: LUAD}}\n{text}\n", encoding="utf-8")


@pytest.fixture
def cohort(tmp_path: Path) -> Path:
    folder = tmp_path / "patients"
    patient(folder, "ann", "patient: {sex: female, age: 60, age_on: 2026-10}\nperformance: {ecog: 1, date: 2026-10-20}")
    patient(folder, "bob", "patient: {sex: male, age: 16, age_on: 2026-10}", "south")
    patient(folder, "cy", "patient: {age: 40, age_on: 2026-10}", "south")
    return folder


@pytest.fixture
def trials(tmp_path: Path) -> Path:
    folder = tmp_path / "trials"
    folder.mkdir()
    (folder / "adults.yaml").write_text(ADULTS, encoding="utf-8")
    return folder


def invoke(*words: object) -> Result:
    return CliRunner().invoke(main, ["trials", *(str(w) for w in words), "--on", ON])


def rows(path: Path, *columns: str) -> set[tuple[object, ...]]:
    table = pl.read_csv(path, infer_schema=False)
    return set(table.select(columns).iter_rows()) if table.height else set()


def test_rows_are_the_open_pairs_with_their_center(cohort: Path, trials: Path, tmp_path: Path) -> None:
    out = tmp_path / "open.csv"
    found = invoke("screen", cohort, trials, "-o", out, "--workers", 1)
    assert found.exit_code == 0, found.output
    assert "3 patients, 2 trial parts, 1 partitions" in found.output
    assert rows(out, "patient", "center", "trial", "part", "status", "verdict") == {
        ("ann", "north", "NCT01234567", "A", "open", "met"),
        ("ann", "north", "NCT01234567", "B", "open", "met"),
        ("cy", "south", "NCT01234567", "A", "open", "unknown"),
        ("cy", "south", "NCT01234567", "B", "open", "unknown"),
    }


def test_counts_add_up_to_the_patients(cohort: Path, trials: Path, tmp_path: Path) -> None:
    out = tmp_path / "counts.parquet"
    assert invoke("screen", cohort, trials, "--counts", "-o", out, "--workers", 1).exit_code == 0
    assert pl.read_parquet(out).rows() == [("NCT01234567", "A", "open", 1, 1, 1), ("NCT01234567", "B", "open", 1, 1, 1)]


def test_partitions_on_disk_give_the_same_rows(cohort: Path, trials: Path, tmp_path: Path) -> None:
    stored = tmp_path / "stored"
    assert invoke("partition", cohort, "-o", stored).exit_code == 0
    one, other = tmp_path / "one.csv", tmp_path / "other.csv"
    invoke("screen", cohort, trials, "-o", one, "--workers", 1)
    invoke("screen", stored, trials, "-o", other, "--workers", 1)
    assert one.read_text() == other.read_text()


def test_the_difference_tells_who_may_newly_enter_and_who_no_longer(cohort: Path, trials: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    invoke("screen", cohort, trials, "-o", first, "--workers", 1)
    patient(cohort, "bob", "patient: {sex: male, age: 19, age_on: 2026-10}", "south")  # came of age
    patient(cohort, "dee", "patient: {sex: female, age: 50, age_on: 2026-10}")  # is new
    shutil.rmtree(cohort / "south" / "cy")  # has left
    (trials / "men.yaml").write_text(ADULTS.replace("NCT01234567", "NCT07654321").replace("female", "male"), "utf-8")
    (trials / "adults.yaml").write_text(ADULTS.replace("exclude: EcogAtMost(0)", "include: EcogAtMost(0)"), "utf-8")
    found = invoke("screen", cohort, trials, "--since", tmp_path / "first.screening", "-o", second, "--workers", 1)
    assert found.exit_code == 0, found.output
    assert rows(second, "patient", "trial", "part", "change", "was", "now", "because") == {
        ("ann", "NCT01234567", "B", "no_longer", "met", "not_met", "changed_part"),
        ("ann", "NCT07654321", "B", "may_enter", "none", "met", "new_part"),
        ("bob", "NCT01234567", "B", "may_enter", "not_met", "unknown", "changed_part and changed_patient"),
        ("bob", "NCT07654321", "A", "may_enter", "none", "met", "new_part and changed_patient"),
        ("bob", "NCT07654321", "B", "may_enter", "none", "unknown", "new_part and changed_patient"),
        ("cy", "NCT01234567", "A", "no_longer", "unknown", "none", "patient_gone"),
        ("cy", "NCT01234567", "B", "no_longer", "unknown", "none", "patient_gone"),
        ("dee", "NCT01234567", "A", "may_enter", "none", "met", "new_patient"),
        ("dee", "NCT01234567", "B", "may_enter", "none", "unknown", "changed_part and new_patient"),
        ("dee", "NCT07654321", "B", "may_enter", "none", "unknown", "new_part and new_patient"),
    }


def test_only_what_is_touched_is_asked_again_and_the_answer_is_that_of_a_fresh_run(
    cohort: Path, trials: Path, tmp_path: Path
) -> None:
    asked = sources.Asked(cohort)
    job = run.Job(asked, (str(trials),), date(2026, 11, 1), folder=str(tmp_path / "a"))
    assert [t.asked for t in run.screen(job).told] == [6]
    again = replace(job, folder=str(tmp_path / "b"), since=str(tmp_path / "a"))
    assert [t.asked for t in run.screen(again).told] == [0]
    patient(cohort, "bob", "patient: {sex: male, age: 19, age_on: 2026-10}", "south")
    third = run.screen(replace(job, folder=str(tmp_path / "c"), since=str(tmp_path / "b")))
    assert [t.asked for t in third.told] == [2]  # one patient, two parts
    assert (third.counts == run.screen(replace(job, folder="")).counts).all()
    (trials / "adults.yaml").write_text(ADULTS.replace("EcogAtMost(0)", "EcogAtMost(1)"), "utf-8")
    fourth = run.screen(replace(job, folder=str(tmp_path / "d"), since=str(tmp_path / "c")))
    assert [t.asked for t in fourth.told] == [3]  # one part, three patients
    assert (fourth.counts == run.screen(replace(job, folder="")).counts).all()


def since(cohort: Path, trials: Path, tmp_path: Path, was: str, now: str) -> tuple[str, set[tuple[object, ...]], Path]:
    """What is told when the document of the trials becomes another."""
    (trials / "adults.yaml").write_text(was, "utf-8")
    invoke("screen", cohort, trials, "-o", tmp_path / "first.csv", "--workers", 1)
    (trials / "adults.yaml").write_text(now, "utf-8")
    out = tmp_path / "second.csv"
    found = invoke("screen", cohort, trials, "--since", tmp_path / "first.screening", "-o", out, "--workers", 1)
    assert found.exit_code == 0, found.output
    told = rows(out, "patient", "part", "status_was", "status", "change", "was", "now", "because")
    return found.output, told, tmp_path / "second.parts.csv"


CLOSED_A = ADULTS.replace("{id: A, kind: arm", "{id: A, kind: arm, status: closed")


def test_a_part_that_opens_is_told_with_all_who_may_enter_it_now(cohort: Path, trials: Path, tmp_path: Path) -> None:
    output, told, parts = since(cohort, trials, tmp_path, CLOSED_A, ADULTS)
    assert told == {
        ("ann", "A", "closed", "open", "may_enter", "met", "met", "recruitment"),
        ("cy", "A", "closed", "open", "may_enter", "unknown", "unknown", "recruitment"),
    }
    assert "  NCT01234567 A: recruitment (closed -> open)\n" in output
    assert rows(parts, "trial", "part", "change", "status_was", "status") == {
        ("NCT01234567", "A", "recruitment", "closed", "open")
    }


def test_a_part_that_closes_or_pauses_is_told(cohort: Path, trials: Path, tmp_path: Path) -> None:
    now = CLOSED_A.replace("{id: B, kind: arm", "{id: B, kind: arm, status: paused")
    output, told, _ = since(cohort, trials, tmp_path, ADULTS, now)
    assert told == {
        ("ann", "A", "open", "closed", "no_longer", "met", "met", "recruitment"),
        ("cy", "A", "open", "closed", "no_longer", "unknown", "unknown", "recruitment"),
        ("ann", "B", "open", "paused", "recruitment", "met", "met", "recruitment"),
        ("cy", "B", "open", "paused", "recruitment", "unknown", "unknown", "recruitment"),
    }
    assert "recruitment 2" in output


def test_nothing_is_called_while_closed_of_a_part_that_opened_or_closes(
    cohort: Path, trials: Path, tmp_path: Path
) -> None:
    men = CLOSED_A.replace('SexIs("female")', 'SexIs("male")')
    _, told, _ = since(cohort, trials, tmp_path, men.replace("status: closed", "status: open"), CLOSED_A)
    assert told == {
        ("cy", "A", "open", "closed", "no_longer", "unknown", "unknown", "changed_part and recruitment"),
    }
    _, told, _ = since(cohort, trials, tmp_path, CLOSED_A, men.replace("status: closed", "status: open"))
    assert told == {
        ("cy", "A", "closed", "open", "may_enter", "unknown", "unknown", "changed_part and recruitment"),
    }


def test_the_example_trials_and_closed_sites_are_screened_by_name(cohort: Path, trials: Path, tmp_path: Path) -> None:
    found = invoke("screen", cohort, "shipped/future.yaml", "--counts", "-o", tmp_path / "one.csv", "--workers", 1)
    assert found.exit_code == 0 and {t for (t,) in rows(tmp_path / "one.csv", "trial")} == {"NCT03805399"}
    assert CliRunner().invoke(main, ["trials", "lint", "shipped"]).exit_code == 0
    assert CliRunner().invoke(main, ["trials", "preview", "shipped/future.yaml"]).exit_code == 0
    shut = ADULTS.replace("kind: arm, criteria", "kind: arm, sites: [{name: X, status: closed}], criteria", 1)
    (trials / "adults.yaml").write_text(shut, "utf-8")
    invoke("screen", cohort, trials, "--counts", "-o", tmp_path / "sites.csv", "--workers", 1)
    assert rows(tmp_path / "sites.csv", "part", "status") == {("A", "closed"), ("B", "open")}


def test_nobody_may_enter_a_closed_part(cohort: Path, trials: Path, tmp_path: Path) -> None:
    (trials / "adults.yaml").write_text(CLOSED_A, "utf-8")
    found = invoke("screen", cohort, trials, "-o", tmp_path / "first.csv", "--workers", 1)
    assert "not closed: 1 potentially eligible, 1 undecided; at closed parts, not counted: 2" in found.output
    patient(cohort, "cy", "patient: {sex: female, age: 40, age_on: 2026-10}", "south")
    patient(cohort, "dee", "patient: {sex: female, age: 50, age_on: 2026-10}")
    (trials / "late.yaml").write_text(
        CLOSED_A.replace("NCT01234567", "NCT07654321").replace("status: open", "status: closed"), "utf-8"
    )
    invoke(
        "screen", cohort, trials, "--since", tmp_path / "first.screening", "-o", tmp_path / "second.csv", "--workers", 1
    )
    assert rows(tmp_path / "second.csv", "patient", "trial", "part", "change", "was", "now", "because") == {
        ("cy", "NCT01234567", "A", "while_closed", "unknown", "met", "changed_patient"),
        ("dee", "NCT01234567", "B", "may_enter", "none", "unknown", "new_patient"),
    }
    assert rows(tmp_path / "second.parts.csv", "trial", "part", "change") == {
        ("NCT07654321", "A", "new_part"), ("NCT07654321", "B", "new_part"),
    }  # fmt: skip


def test_a_trial_that_asks_something_else_is_told_even_where_no_verdict_is_another(
    cohort: Path, trials: Path, tmp_path: Path
) -> None:
    now = ADULTS.replace("AgeBetween(min=18)", "AgeBetween(min=19)")
    _, told, parts = since(cohort, trials, tmp_path, ADULTS, now)
    assert told == set()
    assert rows(parts, "part", "change") == {("A", "changed_part"), ("B", "changed_part")}


def test_a_state_that_kept_no_recruitment_is_read(cohort: Path, trials: Path, tmp_path: Path) -> None:
    invoke("screen", cohort, trials, "-o", tmp_path / "first.csv", "--workers", 1)
    state = tmp_path / "first.screening" / "state.json"
    state.write_text(
        state.read_text("utf-8").replace(', "status": "open"', "").replace(',\n"status": "open"', ""), "utf-8"
    )
    assert "status" not in state.read_text("utf-8")
    found = invoke("screen", cohort, trials, "--since", state.parent, "-o", tmp_path / "second.csv", "--workers", 1)
    assert "recruitment 0" in found.output


def test_another_day_asks_everything_again(cohort: Path, trials: Path, tmp_path: Path) -> None:
    job = run.Job(sources.Asked(cohort), (str(trials),), date(2026, 11, 1), folder=str(tmp_path / "a"))
    run.screen(job)
    later = replace(job, on=date(2029, 11, 2), folder=str(tmp_path / "b"), since=str(tmp_path / "a"))
    found = run.screen(later)
    assert [t.asked for t in found.told] == [6]
    assert found.changed == {"may_enter": 1}  # who was 16 is of age now


def test_what_cannot_be_used_is_told_with_a_code_and_no_traceback(cohort: Path, trials: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad"
    bad.mkdir()
    told = {
        "PTN001": {"patient": ["a", "a"]},
        "PTN002": {"patient": ["a"], "varaints": [["x"]]},
        "PTN003": {"patient": ["a"], "labs": ["x"]},
        "PTN004": {"patient": ["a"], "performance": ["[{"]},
    }
    for code, columns in told.items():
        pl.DataFrame(columns).write_parquet(bad / "p.parquet", metadata={"on": ON})
        found = invoke("screen", bad, trials, "-o", tmp_path / f"{code}.csv", "--workers", 1)
        assert found.exit_code == 10, found.output
        assert code in found.output and "Traceback" not in found.output
    assert invoke("screen", tmp_path / "none", trials, "-o", tmp_path / "x.csv").exit_code != 0
    assert invoke("screen", cohort, trials, "-o", tmp_path / "x.xlsx").exit_code == 10
    assert invoke("screen", cohort, trials, "--since", trials, "-o", tmp_path / "x.csv").exit_code == 10
    (tmp_path / "keep.screening").mkdir()
    (tmp_path / "keep.screening" / "a.txt").write_text("mine")
    assert invoke("screen", cohort, trials, "-o", tmp_path / "keep.csv").exit_code == 10
    assert (tmp_path / "keep.screening" / "a.txt").read_text() == "mine"


def test_a_case_id_that_stands_twice_is_told_and_the_first_kept(cohort: Path, trials: Path, tmp_path: Path) -> None:
    patient(cohort, "ann", "patient: {sex: male}", "south")
    found = invoke("screen", cohort, trials, "-o", tmp_path / "open.csv", "--workers", 1)
    assert "PTN005: 1" in found.output and "3 patients" in found.output
    assert found.exit_code == 10 and "error PTN005 south/ann" in found.output


def test_a_case_that_cannot_be_read_is_named_counted_and_no_patient_gone(
    cohort: Path, trials: Path, tmp_path: Path
) -> None:
    first, second, third = (tmp_path / f"{name}.csv" for name in ("first", "second", "third"))
    invoke("screen", cohort, trials, "-o", first, "--workers", 1)
    whole = (cohort / "south" / "cy" / "case.yaml").read_text("utf-8")
    (cohort / "south" / "cy" / "case.yaml").write_text("case: [", encoding="utf-8")
    shutil.rmtree(cohort / "north" / "ann")
    found = invoke("screen", cohort, trials, "--since", tmp_path / "first.screening", "-o", second, "--workers", 1)
    assert found.exit_code == 10, found.output
    assert "error PTN006 south/cy" in found.output and "in no count and no row: 1" in found.output
    assert "south/cy/case.yaml" in found.output and "not_read: 2" in found.output and "no_longer: 2" in found.output
    assert rows(second, "patient", "change", "because") == {
        ("ann", "no_longer", "patient_gone"),
        ("cy", "not_read", "patient_unread"),
    }
    (cohort / "south" / "cy" / "case.yaml").write_text(whole, encoding="utf-8")
    found = invoke("screen", cohort, trials, "--since", tmp_path / "second.screening", "-o", third, "--workers", 1)
    assert found.exit_code == 0, found.output
    assert rows(third, "patient", "change", "because") == {("cy", "may_enter", "patient_read_again")}


def test_a_document_of_trials_that_cannot_be_read_is_told_and_its_parts_are_not_gone(
    cohort: Path, trials: Path, tmp_path: Path
) -> None:
    (trials / "other.yaml").write_text(ADULTS.replace("NCT01234567", "NCT07654321"), "utf-8")
    invoke("screen", cohort, trials, "-o", tmp_path / "first.csv", "--workers", 1)
    (trials / "adults.yaml").write_text("tumorboard_trial: [", "utf-8")
    words = ("screen", cohort, trials, "--since", tmp_path / "first.screening", "-o", tmp_path / "second.csv")
    found = invoke(*words, "--workers", 1)
    assert found.exit_code == 10 and "error YML001 adults.yaml" in found.output
    assert "part_gone 0, part_gone_or_unread 2" in found.output
    assert rows(tmp_path / "second.csv", "change", "because") == {("not_read", "part_gone_or_unread")}
    assert rows(tmp_path / "second.parts.csv", "part", "change") == {(p, "part_gone_or_unread") for p in "AB"}


def test_several_cases_that_cannot_be_read_are_each_named(cohort: Path, trials: Path, tmp_path: Path) -> None:
    for name in ("bob", "cy"):
        (cohort / "south" / name / "case.yaml").write_text("case: [", encoding="utf-8")
    found = invoke("screen", cohort, trials, "--counts", "-o", tmp_path / "counts.csv", "--workers", 1)
    assert found.exit_code == 10 and "PTN006: 2" in found.output
    assert "PTN006 south/bob" in found.output and "PTN006 south/cy" in found.output
    found = invoke("partition", cohort, "-o", tmp_path / "stored")
    assert found.exit_code == 10 and "in no count and no row: 2" in found.output
    found = invoke("feasibility", cohort, trials / "adults.yaml", "-o", tmp_path / "feasible")
    assert found.exit_code == 10 and "in no count and no row: 2" in found.output


def test_a_state_that_kept_no_places_leaves_open_who_is_missing(cohort: Path, trials: Path, tmp_path: Path) -> None:
    stored = tmp_path / "stored"
    invoke("partition", cohort, "-o", stored)
    invoke("screen", stored, trials, "-o", tmp_path / "first.csv", "--workers", 1)
    (cohort / "south" / "cy" / "case.yaml").write_text("case: [", encoding="utf-8")
    out = tmp_path / "second.csv"
    found = invoke("screen", cohort, trials, "--since", tmp_path / "first.screening", "-o", out, "--workers", 1)
    assert found.exit_code == 10, found.output
    assert ("cy", "not_read", "patient_gone_or_unread") in rows(out, "patient", "change", "because")


def test_ray_gives_the_same_counts(cohort: Path, trials: Path, tmp_path: Path) -> None:
    pytest.importorskip("ray", reason="Ray is not installed (tumorboard[ray])")
    stored = tmp_path / "stored"
    invoke("partition", cohort, "-o", stored)
    job = run.Job(sources.Asked(stored), (str(trials),), date(2026, 11, 1))
    assert (run.screen(job, ray="local", workers=2).counts == run.screen(job).counts).all()


def test_without_ray_the_remedy_is_told(
    cohort: Path, trials: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "ray", None)
    job = run.Job(sources.Asked(cohort), (str(trials),), date(2026, 11, 1))
    with pytest.raises(InputError, match="Ray is not installed"):
        run.screen(job, ray="local")


def test_the_documents_of_matchengine_are_a_cohort_in_an_open_world(trials: Path, tmp_path: Path) -> None:
    (tmp_path / "clinical.json").write_text(
        '[{"_id": "1", "SAMPLE_ID": "S1", "GENDER": "Female", "BIRTH_DATE": "1960-05-01", "VITAL_STATUS": "alive",'
        '  "ONCOTREE_PRIMARY_DIAGNOSIS_NAME": "Lung Adenocarcinoma", "TUMOR_MUTATIONAL_BURDEN_PER_MEGABASE": 12.5},'
        ' {"_id": "2", "SAMPLE_ID": "S2", "GENDER": "Male", "BIRTH_DATE_INT": 20150501}]',
        encoding="utf-8",
    )
    (tmp_path / "genomic.json").write_text(
        '[{"CLINICAL_ID": "1", "VARIANT_CATEGORY": "MUTATION", "TRUE_HUGO_SYMBOL": "BRAF", "TRUE_PROTEIN_CHANGE": "p.V600E"},'
        ' {"CLINICAL_ID": "1", "VARIANT_CATEGORY": "MUTATION", "TRUE_HUGO_SYMBOL": "TP53", "WILDTYPE": true},'
        ' {"CLINICAL_ID": "1", "VARIANT_CATEGORY": "CNV", "TRUE_HUGO_SYMBOL": "ERBB2", "CNV_CALL": "High Amplification"},'
        ' {"CLINICAL_ID": "1", "VARIANT_CATEGORY": "SV", "LEFT_PARTNER_GENE": "EML4", "RIGHT_PARTNER_GENE": "ALK"},'
        ' {"CLINICAL_ID": "1", "VARIANT_CATEGORY": "SIGNATURE", "MMR_STATUS": "Deficient (MMR-D / MSI-H)"}]',
        encoding="utf-8",
    )
    asks = {
        "met": ['ProteinChangeIn("BRAF", ["V600E"])', 'GeneAmplified("ERBB2")', 'FusionIn(["ALK"])', "TmbAtLeast(10)",
                "MismatchRepairDeficient()", 'DiagnosisIn(["LUAD"])', "AgeBetween(min=18)", 'SexIs("female")'],
        "unknown": ['GeneAltered(["TP53"])', 'not GeneAltered(["KRAS"])', "EcogAtMost(1)"],
    }  # fmt: skip
    document = ADULTS.split("criteria:")[0] + "criteria: []\nparts:\n"
    for verdict, texts in asks.items():
        for at, text in enumerate(texts):
            document += f"- {{id: {verdict}{at}, kind: arm, criteria: [{{include: '{text}'}}]}}\n"
    (trials / "adults.yaml").write_text(document, encoding="utf-8")
    out = tmp_path / "open.csv"
    found = invoke(
        "screen", tmp_path / "clinical.json", trials, "--genomic", tmp_path / "genomic.json", "-o", out, "--workers", 1
    )
    assert found.exit_code == 0, found.output
    told = {(part, verdict) for one, part, verdict in rows(out, "patient", "part", "verdict") if one == "S1"}
    assert told == {(f"{verdict}{at}", verdict) for verdict, texts in asks.items() for at in range(len(texts))}


def test_who_is_recorded_as_deceased_is_left_out_and_a_birth_that_is_a_number_counts(
    trials: Path, tmp_path: Path
) -> None:
    (tmp_path / "clinical.csv").write_text(
        "SAMPLE_ID,GENDER,BIRTH_DATE_INT,VITAL_STATUS\n7,Female,19600501,alive\n8,Female,19600501,Deceased\n9,Female,20150501.0,\n",
        encoding="utf-8",
    )
    out = tmp_path / "open.csv"
    found = invoke("screen", tmp_path / "clinical.csv", trials, "-o", out, "--workers", 1)
    assert "2 patients" in found.output and "CTP007: 1" in found.output
    assert rows(out, "patient", "part", "verdict") == {("7", "A", "met"), ("7", "B", "unknown")}


def test_two_processes_and_one_write_the_same_bytes(cohort: Path, trials: Path, tmp_path: Path) -> None:
    stored = tmp_path / "stored"
    invoke("partition", cohort, "-o", stored)
    (whole,) = stored.glob("*.parquet")
    frame = pl.read_parquet(whole)
    for at in range(frame.height):
        frame[at : at + 1].write_parquet(stored / f"part-{at:05d}.parquet", metadata={"on": ON})
    told = []
    for workers in ("1", "2"):
        out = tmp_path / f"open-{workers}.csv"
        words = ["trials", "screen", str(stored), str(trials), "-o", str(out), "--workers", workers, "--on", ON]
        found = subprocess.run(
            [sys.executable, "-m", "tumorboard", *words], capture_output=True, text=True, check=False
        )
        assert found.returncode == 0, found.stderr
        told.append(out.read_bytes())
    assert told[0] == told[1]
    assert told[0].count(b"\n") == 5
