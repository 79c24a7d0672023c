"""The METABRIC example on a study that was written for it: survival by class and gene, FUSCC not assessable."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from tests.metabric_support import NOT_ASSESSABLE, ROOT, functions, run

from tumorboard.outcomes.survival import log_rank

FOLDER = ROOT / "tests" / "fixtures" / "metabric"


def test_the_example_tells_survival_by_class_and_gene_and_that_fuscc_cannot_be_told(tmp_path: Path) -> None:
    told = run(FOLDER, tmp_path)
    assert told.startswith("31 triple-negative patients")  # 32 less the one without follow-up
    assert NOT_ASSESSABLE in told
    assert "1 not sequenced" in told
    for event in ("os", "dss"):
        assert (tmp_path / f"by_class_{event}" / "outcomes.html").exists()
        assert (tmp_path / f"by_class_{event}" / "survival.svg").exists()
    rows = list(csv.DictReader((tmp_path / "by_gene_os.tsv").read_text().splitlines()[1:], delimiter="\t"))
    assert {r["gene"] for r in rows} == {"TP53", "PIK3CA"}  # MUC16 is silent, KRAS is rare
    assert all(r["of"] == "30" for r in rows)
    for r in rows:
        assert float(r["low"]) < float(r["hazard_ratio"]) < float(r["high"])


def test_a_gene_is_compared_among_the_sequenced_only() -> None:
    example = functions()
    people = example["triple_negative"](FOLDER)
    found, sequenced = example["altered"](FOLDER)
    assert "FX-031" in set(people["sample"]) - sequenced
    (row,) = [
        r for r in example["by_gene"](people, found, sequenced, "os").iter_rows(named=True) if r["gene"] == "TP53"
    ]
    kept = [r for r in people.iter_rows(named=True) if r["sample"] in sequenced]
    groups = ["yes" if r["sample"] in found["TP53"] else "no" for r in kept]
    test = log_rank([r["time"] for r in kept], [r["os"] for r in kept], groups)
    assert row["p"] == pytest.approx(test.p)
    assert row["altered"] == groups.count("yes")


def test_the_false_discovery_rate_is_that_of_benjamini_and_hochberg() -> None:
    example = functions()
    genes = example["by_gene"](*_world(example), "os").sort("p")
    p = genes["p"].to_list()
    expected = [min(p[j] * len(p) / (j + 1) for j in range(i, len(p))) for i in range(len(p))]
    assert genes["false_discovery_rate"].to_list() == pytest.approx(expected)


def _world(example: dict[str, object]) -> tuple[object, dict[str, set[str]], set[str]]:
    people = example["triple_negative"](FOLDER)  # type: ignore[operator]
    _, sequenced = example["altered"](FOLDER)  # type: ignore[operator]
    names = sorted(sequenced)
    return people, {f"G{k}": set(names[k::3][:8]) for k in range(6)}, sequenced
