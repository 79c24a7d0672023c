"""Whole reports of real, public tumors: what must be found, and what must be said not to be known."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from tests.real.test_vcf_real import hcc1395
from tests.real_data import shared

from tumorboard.cli import main

pytestmark = pytest.mark.real
ON = "2026-11-27"


def report(folder: Path, *words: str) -> dict[str, Any]:
    """The assessment of a report that was written whole."""
    found = CliRunner().invoke(main, ["report", *words, "-o", str(folder), "--on", ON])
    assert found.exit_code == 0, found.output
    assert "research use only" in (folder / "report.html").read_text("utf-8").lower()
    assessment: dict[str, Any] = json.loads((folder / "assessment.json").read_text("utf-8"))
    return assessment


def options(assessment: dict[str, Any]) -> list[str]:
    return [" + ".join(o["therapies"]) for o in assessment["options"]]


@pytest.mark.parametrize(
    ("tumor", "disease", "driver", "agents", "records"),
    [
        ("COAD", "COAD", "BRAF", {"cetuximab", "encorafenib"}, 3000),
        ("BRCA", "BRCA", "PIK3CA", {"alpelisib", "fulvestrant"}, 190),
    ],
)
def test_an_unannotated_tumor_gives_its_driver_by_position_and_the_same_options_on_both_builds(
    tmp_path: Path, tumor: str, disease: str, driver: str, agents: set[str], records: int
) -> None:
    made = []
    for build in ("grch37", "grch38"):
        vcf = shared(f"pcgr/T001-{tumor}.{build}.vcf.gz")
        made.append(report(tmp_path / build, "--vcf", str(vcf), "--disease", disease, "--specimen", "tissue"))
    one, other = made
    assert options(one) == options(other)
    assert any(agents <= set(o["therapies"]) for o in one["options"])
    if tumor == "COAD":  # its receptors need not be known
        assert agents <= set(one["options"][0]["therapies"])
    for assessment in made:
        assert driver in {v["gene"] for v in assessment["case"]["variants"]}
        assert assessment["case"]["not_interpretable_count"] > records
        codes = [b["code"] for b in assessment["banners"]]
        assert "banner.not_annotated" in codes
        assert "banner.assembly_inferred" in codes


def test_hcc1395_is_reported_with_its_fusions(tmp_path: Path) -> None:
    vcf = hcc1395()
    fusions = vcf.parents[2] / "pvacfuse" / "example_data" / "arriba_fusions.tsv"
    words = ["--vcf", str(vcf), "--file", str(fusions), "--disease", "IDC", "--specimen", "tissue"]
    words += ["--tumor-sample", "HCC1395_TUMOR_DNA", "--normal-sample", "HCC1395_NORMAL_DNA"]
    assessment = report(tmp_path, *words)
    assert {s["format"] for s in assessment["case"]["sources"]} == {"vcf", "arriba"}
    assert {"TP53", "BRCA2"} <= {v["gene"] for v in assessment["case"]["variants"]}
    assert len(assessment["case"]["fusions"]) > 50


@pytest.mark.parametrize(
    ("sample", "drug"), [("MB-0005", "alpelisib + fulvestrant"), ("MB-0102", "capivasertib + fulvestrant")]
)
def test_a_metabric_patient_meets_the_options_of_its_mutation(tmp_path: Path, sample: str, drug: str) -> None:
    maf = shared("metabric/data_mutations_extended.txt.gz")
    words = ["--maf", str(maf), "--sample", sample, "--disease", "BRCA", "--specimen", "tissue"]
    words += ["--finding", "ER positive", "--finding", "HER2 negative"]
    assert drug in options(report(tmp_path, *words))


def test_a_metabric_patient_with_tp53_alone_has_no_option_of_a_mutation(tmp_path: Path) -> None:
    maf = shared("metabric/data_mutations_extended.txt.gz")
    found = report(tmp_path, "--maf", str(maf), "--sample", "MB-0002", "--disease", "BRCA", "--specimen", "tissue")
    assert not [
        o
        for o in found["options"]
        if any(f.startswith("variant/") for m in o["matches"] for f in m["biomarker"]["used"])
    ]


@pytest.mark.parametrize(("sample", "drug"), [("TCGA-AB-2802", "azacitidine + ivosidenib")])
def test_a_laml_patient_meets_the_options_of_its_mutation(tmp_path: Path, sample: str, drug: str) -> None:
    maf = shared("laml/tcga_laml.maf.gz")
    assert drug in options(report(tmp_path, "--maf", str(maf), "--sample", sample, "--disease", "AML"))
