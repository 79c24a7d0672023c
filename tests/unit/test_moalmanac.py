"""Assertions of the Molecular Oncology Almanac as statements: only what is carried exactly, and a reason for everything else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tumorboard import vocab
from tumorboard.app import snapshots
from tumorboard.cli import main
from tumorboard.criteria.leaves import LEAVES
from tumorboard.criteria.text import parse
from tumorboard.errors import InputError
from tumorboard.knowledge.sources import moalmanac
from tumorboard.wording import words


def assertion(**more: Any) -> dict[str, Any]:
    """A written assertion in the layout of the file."""
    return {
        "feature_type": "Somatic Variant", "gene": "EGFR", "protein_change": "p.T790M", "variant_annotation": "Missense",
        "exon": 20, "disease": "Non-Small Cell Lung Cancer", "context": "", "oncotree_term": "Non-Small Cell Lung Cancer",
        "oncotree_code": "NSCLC", "therapy_name": "Osimertinib", "therapy_sensitivity": 1, "therapy_resistance": "",
        "favorable_prognosis": "", "predictive_implication": "Clinical trial", "pmid": 1, "doi": "", "_deprecated": False,
        **more,
    }  # fmt: skip


BARE = {"protein_change": "", "variant_annotation": "", "exon": ""}


def made(folder: Path, *assertions: dict[str, Any], release: str = "2024-12-05") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / moalmanac.FILE
    path.write_text(json.dumps({"release": release, "content": list(assertions)}, indent=1), "utf-8")
    return path


CARRIED = [
    ({}, 'ProteinChangeIn("EGFR", ["T790M"])'),
    (BARE, 'GeneAltered(["EGFR"], kinds=["variant"], min_oncogenicity="likely_oncogenic")'),
    ({**BARE, "variant_annotation": "Truncating"}, 'GeneAltered(["EGFR"], kinds=["truncating"])'),
    ({**BARE, "exon": 19, "variant_annotation": "Deletion"}, 'ExonMutated("EGFR", [19], types="deletion")'),
    ({"feature_type": "Copy Number", "direction": "Amplification"}, 'GeneAmplified("EGFR")'),
    (
        {"feature_type": "Rearrangement", "gene1": "BCR", "gene2": "ABL1", "rearrangement_type": "Fusion"},
        'FusionIn(["ABL1"], partners=["BCR"])',
    ),
    (
        {"feature_type": "Rearrangement", "gene1": "ALK", "gene2": "", "rearrangement_type": "Fusion"},
        'FusionIn(["ALK"])',
    ),
    ({"feature_type": "Microsatellite Stability", "status": "MSI-High"}, "MismatchRepairDeficient()"),
    (
        {**BARE, "feature_type": "Germline Variant", "gene": "BRCA1", "pathogenic": "1.0"},
        'GermlinePathogenic(["BRCA1"])',
    ),
]


@pytest.mark.parametrize(("more", "text"), CARRIED, ids=[c[1] for c in CARRIED])
def test_a_feature_becomes_the_criterion_that_says_exactly_this(
    tmp_path: Path, more: dict[str, Any], text: str
) -> None:
    rows, account = moalmanac.compiled([made(tmp_path, assertion(**more))], vocab.load())
    assert account["refused"] == {}
    (row,) = rows
    assert row["biomarker"] == text
    for field in ("biomarker", "disease", "context"):
        parse(row[field], LEAVES)
    assert (row["disease"], row["strength"]) == ('DiagnosisIn(["NSCLC"])', ["moalmanac", "Clinical trial"])


REFUSED = [
    ({"_deprecated": True}, "deprecated"),
    ({"predictive_implication": "Rumor"}, "level_unknown"),
    ({"therapy_resistance": 1}, "claim_not_certain"),
    ({"therapy_sensitivity": ""}, "claim_not_certain"),
    ({"feature_type": "Mutational Signature"}, "feature_not_carried"),
    ({"feature_type": "Copy Number", "direction": "Deletion"}, "copy_state_not_certain"),
    ({"feature_type": "Microsatellite Stability", "status": "MSI-Low"}, "measured_without_cut_off"),
    ({**BARE, "feature_type": "Germline Variant"}, "variant_not_expressible"),
    ({**BARE, "variant_annotation": "Missense"}, "variant_not_expressible"),
    ({**BARE, "exon": 3, "variant_annotation": "Deletion"}, "whole_exons_lost"),
    ({"gene": "NOTAGENE"}, "gene_unknown"),
    ({"context": "Relapsed or refractory"}, "context_not_carried"),
    ({"disease": ""}, "disease_absent"),
    (  # the code of another tumor than the one named
        {"disease": "Peritoneal Carcinoma", "oncotree_term": "Peritoneal Mesothelioma", "oncotree_code": "PEMESO"},
        "disease_not_mapped",
    ),
    ({"therapy_name": ""}, "therapy_absent"),
    ({"features": [{}, {}]}, "feature_not_carried"),
]


@pytest.mark.parametrize(("more", "reason"), REFUSED, ids=[f"{r[1]} {r[0]}" for r in REFUSED])
def test_what_is_not_carried_exactly_is_listed_with_its_reason(
    tmp_path: Path, more: dict[str, Any], reason: str
) -> None:
    rows, account = moalmanac.compiled([made(tmp_path, assertion(**more))], vocab.load())
    assert (rows, list(account["refused"]), account["items"]) == ([], [reason], 1)


CLAIMS = [
    ({}, "sensitivity", "supports"),
    ({"therapy_sensitivity": 0}, "sensitivity", "disputes"),
    ({"therapy_sensitivity": "", "therapy_resistance": "1.0"}, "resistance", "supports"),
    ({"therapy_sensitivity": "", "favorable_prognosis": 1, "therapy_name": ""}, "prognostic_better", "supports"),
    ({"therapy_sensitivity": None, "favorable_prognosis": False, "therapy_name": ""}, "prognostic_worse", "supports"),
]


@pytest.mark.parametrize(("more", "predicate", "direction"), CLAIMS)
def test_the_claim_is_what_its_field_says(tmp_path: Path, more: dict[str, Any], predicate: str, direction: str) -> None:
    (row,) = moalmanac.compiled([made(tmp_path, assertion(**more))], vocab.load())[0]
    assert (row["predicate"], row["direction"], bool(row["therapy"])) == (predicate, direction, "prog" not in predicate)


def test_a_combination_is_one_regimen_and_a_label_asks_for_review(tmp_path: Path) -> None:
    more = {
        "therapy_name": "Trametinib + Dabrafenib",
        "predictive_implication": "FDA-Approved",
        "context": "Metastatic",
    }
    (row,) = moalmanac.compiled([made(tmp_path, assertion(**more))], vocab.load())[0]
    assert (row["therapy"], row["needs_review"]) == (["dabrafenib", "trametinib"], True)
    assert row["context"] == 'ExtentIn(["metastatic"])'
    assert "approvals" not in row


def test_the_layout_of_the_interface_says_the_same(tmp_path: Path) -> None:
    flat = assertion(assertion_id=7)
    fields = ("feature_type", "gene", "protein_change", "variant_annotation", "exon")
    nested = {k: v for k, v in flat.items() if k not in fields}
    nested["features"] = [{"feature_type": flat["feature_type"], "attributes": [{k: flat[k] for k in fields}]}]
    path = tmp_path / "list.json"
    path.write_text(json.dumps([nested]), "utf-8")
    rows = moalmanac.compiled([path], vocab.load())[0]
    assert rows == moalmanac.compiled([made(tmp_path / "flat", flat)], vocab.load())[0]
    assert rows[0]["id"] == "MOA.7"


def test_an_id_does_not_change_with_the_day_on_which_the_assertion_was_touched(tmp_path: Path) -> None:
    one = moalmanac.compiled([made(tmp_path / "a", assertion(last_updated="2024-01-01"))], vocab.load())[0]
    two = moalmanac.compiled([made(tmp_path / "b", assertion(last_updated="2025-01-01"))], vocab.load())[0]
    assert one[0]["id"] == two[0]["id"]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("<html>", ["MOA001"]),
        ('{"content": []}', ["MOA001"]),
        ('[{"gene": "EGFR"}]', ["MOA002"]),
        (json.dumps([assertion(feature_type="Astral")]), ["MOA003"]),
        (json.dumps([assertion()]), []),
    ],
)
def test_a_changed_layout_is_told(tmp_path: Path, text: str, codes: list[str]) -> None:
    path = tmp_path / "m.json"
    path.write_text(text, "utf-8")
    found = moalmanac.check([path])
    assert [i.code for i in found] == codes
    assert all(all(words("en").issue(i)) for i in found)


def test_it_is_imported_and_used_beside_the_pack_and_says_its_license(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tumorboard.app.assessing import workbench

    monkeypatch.setenv(snapshots.HOME, str(tmp_path / "home"))
    run = CliRunner()
    path = made(tmp_path / "in", assertion(), assertion(context="Second line"))
    done = run.invoke(main, ["knowledge", "import", "moalmanac", str(path)])
    assert done.exit_code == 0, done.output
    assert "2 items: 1 (50%) became 1 statements" in done.output
    assert run.invoke(main, ["knowledge", "use", "moalmanac", "2024-12-05"]).exit_code == 0
    workbench.cache_clear()
    try:
        assert "GPL-2.0" in run.invoke(main, ["knowledge", "list"]).output
        asked = ["options", "--disease", "LUAD", "EGFR T790M", "--json", "--on", "2026-11-27"]
        assert '"moalmanac": "2024-12-05"' in run.invoke(main, asked).output
    finally:
        monkeypatch.delenv(snapshots.HOME)
        workbench.cache_clear()


def test_only_the_newest_release_is_published() -> None:
    assert moalmanac.plan("")[0].url.startswith("https://")
    with pytest.raises(InputError):
        moalmanac.plan("2020-01-01")
