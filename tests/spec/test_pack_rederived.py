"""What the blind re-derivation of a tenth of the pack corrected stays corrected, and its records fit together."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.pack_support import case, context, statements

from tumorboard.knowledge import pack_loader

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "tools" / "sources"
DOC = ROOT / "docs" / "knowledge" / "blind-rederivation.md"
PACK = {row["id"]: row for row in json.loads((Path(pack_loader.__file__).parent / "pack" / "pack.json").read_text("utf-8"))["rows"]}  # fmt: skip
RETIRED = re.compile(
    r"TB\.(AML\.BCL2\.001[bc]|BRCA\.HR\.005b|CLL\.TP53\.020[b-e]|COADREAD\.HER2\.002b|HIST\.BRAF\.002b|UCEC\.MMR\.002b|WM\.MYD88\.002b)"
)
LABELS = [
    ("TB.ALL.ABL1.010", "FDA", "not_approved", None),
    ("TB.AML.BCL2.002", "EMA", "approved", None),
    ("TB.AML.BCL2.003", "EMA", "not_approved", None),
    ("TB.ALL.CD19.002", "FDA", "approved", "2018-03-29"),
    ("TB.ALL.CD22.002", "FDA", "approved", "2024-03-06"),
    ("TB.ALL.CD22.002", "EMA", "unknown", None),
    ("TB.BRCA.ESR1.001", "EMA", "unknown", None),
    ("TB.BRCA.ESR1.003", "EMA", "approved", None),
    ("TB.BRCA.ESR1.002", "NMPA", "approved", "2026-06-22"),
    ("TB.BRCA.HR.005a", "FDA", "approved", "2015-02-03"),
    ("TB.BRCA.HR.012", "FDA", "approved", "2017-03-31"),
    ("TB.HNSC.PDL1.001", "NMPA", "unknown", None),
    ("TB.HNSC.PDL1.005", "NMPA", "approved", None),
    ("TB.NET.SSTR.002", "EMA", "unknown", None),
    ("TB.NF.NF1.002", "EMA", "approved", "2025-11-12"),
    ("TB.NF.NF1.004", "FDA", "approved", "2025-09-15"),
    ("TB.NF.NF1.005", "EMA", "conditional", None),
    ("TB.SOLID.BRAF.002", "FDA", "accelerated", "2023-03-16"),
    ("TB.SOLID.NTRK.001", "EMA", "unknown", None),
    ("TB.SOLID.RET.002", "EMA", "conditional", "2024-04-29"),
    ("TB.UCEC.MMR.001", "EMA", "unknown", None),
    ("TB.TCL.ALK.001", "EMA", "unknown", None),
    ("TB.TCL.CCR4.001", "NMPA", "unknown", None),
    ("TB.TCL.CCR4.002", "NMPA", "approved", None),
    ("TB.THYROID.RET.006", "EMA", "conditional", None),
    ("TB.UCEC.MMR.002a", "FDA", "approved", "2024-06-17"),
    ("TB.UCEC.MMR.004", "FDA", "approved", "2024-08-01"),
    ("TB.WM.MYD88.001", "EMA", "unknown", None),
    ("TB.WM.MYD88.004", "EMA", "approved", None),
]
RELAPSED: dict[str, Any] = {"states": ("relapsed_refractory",)}
PLEXIFORM: dict[str, Any] = {"answers": ("plexiform, symptomatic and not completely resectable",)}
EXHAUSTED: dict[str, Any] = {"had": ("gemcitabine",), "answers": ("no satisfactory alternative treatment",)}
CRITERIA = [
    ("TB.ALL.ABL1.004", "context", ("BLL",), {"age": 40, "states": ("newly_diagnosed",)}, "NOT_MET"),
    ("TB.ALL.ABL1.010", "context", ("BLL",), {"age": 40, "states": ("newly_diagnosed",)}, "MET"),
    ("TB.ALL.CD19.002", "context", ("BLL",), {}, "UNKNOWN"),
    ("TB.ALL.CD22.001", "context", ("BLL",), {"age": 9, **RELAPSED}, "NOT_MET"),
    ("TB.ALL.CD22.002", "context", ("BLL",), {"age": 9, **RELAPSED}, "MET"),
    ("TB.CERV.PDL1.002", "context", ("CERVIX",), {"extent": "locally_advanced", "states": ("relapsed",), "had": ("cisplatin",)}, "MET"),
    ("TB.HNSC.PDL1.005", "biomarker", ("HNSC", "PD-L1 CPS 5 22C3"), {}, "NOT_MET"),
    ("TB.HNSC.PDL1.005", "biomarker", ("HNSC", "PD-L1 CPS 20 22C3"), {}, "MET"),
    ("TB.LBCL.CD79B.001", "disease", ("PMBL",), {}, "NOT_MET"),
    ("TB.MEL.BRAF.004", "biomarker", ("MEL", "BRAF V600R"), {}, "MET"),
    ("TB.MPN.HMR.030", "disease", ("PVMF",), {}, "NOT_MET"),
    ("TB.NET.SSTR.001", "context", ("PANET",), {"age": 15}, "NOT_MET"),
    ("TB.NET.SSTR.002", "context", ("PANET",), {"age": 15}, "MET"),
    ("TB.NF.NF1.001", "context", ("NFIB",), {"age": 1, **PLEXIFORM}, "NOT_MET"),
    ("TB.NF.NF1.004", "context", ("NFIB",), {"age": 1, **PLEXIFORM}, "MET"),
    ("TB.NF.NF1.005", "context", ("NFIB",), {"age": 2, **PLEXIFORM}, "NOT_MET"),
    ("TB.NF.NF1.005", "context", ("NFIB",), {"age": 3, **PLEXIFORM}, "MET"),
    ("TB.SOLID.BRAF.001", "context", ("PAAD",), {"age": 5, **EXHAUSTED}, "NOT_MET"),
    ("TB.SOLID.BRAF.002", "context", ("PAAD",), {"age": 5, **EXHAUSTED}, "MET"),
    ("TB.SOLID.NTRK.001", "context", ("PAAD",), {"had": ("gemcitabine",)}, "MET"),
    ("TB.SOLID.NTRK.004", "context", ("PAAD",), {"had": ("gemcitabine",)}, "UNKNOWN"),
    ("TB.SOLID.NTRK.005", "context", ("PAAD",), {**EXHAUSTED, "had": ("larotrectinib",)}, "NOT_MET"),
    ("TB.SOLID.RET.002", "context", ("PAAD",), {"age": 11, **EXHAUSTED}, "NOT_MET"),
    ("TB.UCEC.MMR.005", "context", ("UCEC",), {"had": ("letrozole",)}, "NOT_MET"),
    ("TB.TCL.ALK.004", "context", ("ALCLALKP",), {"age": 20, **RELAPSED}, "NOT_MET"),
    ("TB.TCL.CCR4.002", "context", ("MYCF",), {"stage": "IB", "had": ("methotrexate",)}, "NOT_MET"),
    ("TB.TCL.CCR4.002", "context", ("SS",), {"had": ("methotrexate",)}, "MET"),
    ("TB.THYROID.RET.003", "context", ("THME",), {}, "UNKNOWN"),
    ("TB.WM.MYD88.001", "context", ("WM",), {}, "MET"),
    ("TB.WM.MYD88.004", "context", ("WM",), {}, "UNKNOWN"),
    ("TB.WM.MYD88.004", "context", ("WM",), {"had": ("rituximab",)}, "MET"),
]  # fmt: skip
STUDIES = [
    ("TB.ALL.ABL1.009a", None),
    ("TB.ALL.CD19.020a", None),
    ("TB.ALL.CD19.020d", "30275569"),
    ("TB.AML.BCL2.001a", "32786187"),
    ("TB.AML.BCL2.002", None),
    ("TB.AML.BCL2.003", None),
    ("TB.AML.FLT3.021a", "31088841"),
    ("TB.AML.FLT3.021b", "22504184"),
    ("TB.CLL.BTK.020b", "24869598"),
    ("TB.CLL.BTK.020d", None),
    ("TB.CLL.PLCG2.020c", "35196427"),
    ("TB.CLL.TP53.001a", None),
    ("TB.CLL.TP53.001b", "36511784"),
    ("TB.CLL.TP53.020a", "20888994"),
    ("TB.CLL.TP53.021a", None),
    ("TB.BRCA.HR.001b", None),
    ("TB.BRCA.HR.007a", "34737452"),
    ("TB.BRCA.HR.007b", "37182538"),
    ("TB.BTC.FGFR2.020a", None),
    ("TB.BTC.FGFR2.020b", "28034880"),
    ("TB.COADREAD.BRAF.020b", "19001320"),
    ("TB.COADREAD.RAS.020a", "18946061"),
    ("TB.COADREAD.RAS.020c", "25605843"),
    ("TB.COADREAD.RAS.020f", "24024839"),
    ("TB.EGC.MSI.002a", "33792646"),
    ("TB.EGC.MSI.002b", None),
    ("TB.GIST.PDGFRA.020b", "18955458"),
    ("TB.NSCLC.ALK.020d", "22277784"),
    ("TB.NSCLC.MET.007b", None),
    ("TB.NSCLC.MET.020a", None),
    ("TB.NSCLC.MET.020c", "27694386"),
    ("TB.NSCLC.ROS1.020b", None),
    ("TB.PAAD.BRCA.002b", "25072261"),
    ("TB.SOLID.NTRK.020a", "26546295"),
    ("TB.UCEC.MMR.002a", "36972022"),
    ("TB.UCEC.MMR.004", "36972026"),
    ("TB.COADREAD.HER2.002a", "30857956"),
    ("TB.COADREAD.HER2.003", "27108243"),
    ("TB.HIST.BRAF.002a", "29472347"),
    ("TB.HIST.BRAF.003", "29188284"),
    ("TB.HCL.BRAF.001a", "26352686"),
    ("TB.HCL.BRAF.001b", "33979489"),
    ("TB.MCL.BTK.020b", "28235842"),
    ("TB.MCL.BTK.020c", None),
    ("TB.WM.MYD88.002a", "25853747"),
    ("TB.WM.MYD88.003", "29856685"),
]


def table(name: str) -> list[dict[str, str]]:
    lines = (SOURCES / name).read_text("utf-8").splitlines()
    return list(csv.DictReader([line for line in lines if not line.startswith("#")], delimiter="\t"))


def drawn(seed: str) -> list[str]:
    command = [sys.executable, str(ROOT / "tools" / "draw_rows.py"), seed]
    done = subprocess.run(command, env={"PYTHONPATH": str(ROOT / "src")}, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()[1:]


@pytest.mark.parametrize(("row", "agency", "status", "since"), LABELS)
def test_a_label_has_its_own_state_and_day(row: str, agency: str, status: str, since: str | None) -> None:
    found = {entry["agency"]: entry for entry in PACK[row]["approvals"]}[agency]
    assert (found["status"], found.get("since")) == (status, since)


@pytest.mark.parametrize(("row", "part", "profile", "facts", "verdict"), CRITERIA)
def test_a_corrected_criterion_decides(
    row: str, part: str, profile: tuple[str, ...], facts: dict[str, Any], verdict: str
) -> None:
    statement = next(s for s in statements() if s.id == row)
    assert getattr(statement, part).check(case(*profile, **facts), context()).verdict.name == verdict


@pytest.mark.parametrize(("row", "pmid"), STUDIES)
def test_the_study_is_that_of_the_regimen(row: str, pmid: str | None) -> None:
    assert PACK[row].get("study", {}).get("pmid") == pmid


def test_a_draw_is_a_tenth_that_another_seed_changes_and_tells_no_answer() -> None:
    first, again, other = drawn("7"), drawn("7"), drawn("8")
    assert first == again != other
    assert len(first) == -(-len(PACK) // 10)
    for line in first:
        name, *told = line.split("\t")
        assert len(told) == 5
        assert PACK[name]["biomarker"] not in told
        assert not re.search(r"\d{4}-\d\d-\d\d|\w\(\[", line)


def test_every_verdict_is_about_a_drawn_row_and_stands_in_the_page() -> None:
    answered, page = {row["id"] for row in table("blind_2026-11-27.tsv")}, DOC.read_text("utf-8")
    verdicts = table("blind_verdicts_2026-11-27.tsv")
    assert len(answered) == 78
    assert len({(v["id"], v["field"]) for v in verdicts}) == len(verdicts)
    for v in verdicts:
        assert v["id"] in answered
        assert "| " + " | ".join(v.values()) + " |" in page


def test_a_retired_id_is_not_used_again() -> None:
    assert [name for name in PACK if RETIRED.fullmatch(name)] == []


@pytest.mark.parametrize("field", ["biomarker", "disease", "context", "fda", "ema", "nmpa", "study"])
def test_the_counts_of_the_page_are_those_of_the_verdicts(field: str) -> None:
    counts = next(line for line in DOC.read_text("utf-8").splitlines() if line.startswith(f"| {field} | "))
    asked, agree, unknown, sibling, underived, differ, fixed = (int(n) for n in counts.split("|")[2:-1])
    found = [v for v in table("blind_verdicts_2026-11-27.tsv") if v["field"] == field]
    assert [sibling, underived, differ] == [sum(v["verdict"] == w for v in found) for w in ("sibling", "underived", "differ")]  # fmt: skip
    assert fixed == sum(v["row"] == "fixed" for v in found)
    assert asked == agree + unknown + sibling + underived + differ
