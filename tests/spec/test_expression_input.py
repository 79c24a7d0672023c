"""Tables of expression that would mislead are refused, each with a code, a place and a remedy."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tumorboard.formats.expression_matrix import read_matrix
from tumorboard.formats.gene_sets import read_sets
from tumorboard.interpret.expression import checks, quality, units
from tumorboard.issues import Parsed, Severity
from tumorboard.model.expression import ExpressionMatrix
from tumorboard.vocab import Genes
from tumorboard.wording import words

GENES = Genes.load()
SYMBOLS = ["EGFR", "KRAS", "TP53", "MET"]


def read(folder: Path, text: str, name: str = "cohort.tpm.tsv", unit: str = "") -> Parsed[ExpressionMatrix]:
    (folder / name).write_text(text, "utf-8")
    return read_matrix(folder / name, GENES, unit=unit)


def codes(found: Parsed[ExpressionMatrix]) -> list[str]:
    return [i.code for i in found.issues]


def table(rows: dict[str, list[object]], samples: int = 3) -> str:
    head = "gene\t" + "\t".join(f"P{i}" for i in range(samples))
    return "\n".join([head, *("\t".join([g, *map(str, v)]) for g, v in rows.items())]) + "\n"


GOOD = {"EGFR": [100, 5, 7], "KRAS": [1, 50, 3], "TP53": [9, 8, 70]}

# what is wrong, the file, its unit, the code, and whether the table is refused
BAD = [
    ("negative TPM", {"EGFR": [-1, 5, 7], "KRAS": [1, 2, 3]}, "tpm", "RNA001", True),
    ("mixed gene ids", {"EGFR": [1, 5, 7], "ENSG00000133703": [1, 2, 3]}, "tpm", "RNA002", True),
    ("a log that is none", {"EGFR": [100, 5, 7], "KRAS": [1, 2, 3]}, "log2_tpm", "RNA010", True),
    ("unit not told", GOOD, "unknown", "RNA007", True),
    ("no variance", {"EGFR": [5, 5, 5], "KRAS": [2, 2, 2]}, "tpm", "RNA006", True),
    ("one gene without variance", {**GOOD, "MET": [2, 2, 2]}, "tpm", "RNA013", False),
    ("a gap", {**GOOD, "MET": [2, "NA", 2]}, "tpm", "RNA014", False),
    ("fractions of counts", {"EGFR": [150.5, 50.2, 70.1], "KRAS": [1.1, 2.4, 3.2]}, "counts", "RNA011", False),
    ("unknown gene", {**GOOD, "NOTAGENE": [2, 1, 2]}, "tpm", "EXP002", False),
]


@pytest.mark.parametrize(("rows", "unit", "code", "refused"), [b[1:] for b in BAD], ids=[b[0] for b in BAD])
def test_a_doubtful_table_is_told_and_a_misleading_one_refused(
    tmp_path: Path, rows: dict[str, list[object]], unit: str, code: str, refused: bool
) -> None:
    found = read(tmp_path, table(rows), "cohort.tsv", unit)
    assert code in codes(found)
    assert any(i.code == code and i.place.file == "cohort.tsv" for i in found.issues)
    severe = [i for i in found.issues if i.severity is Severity.ERROR]
    assert bool(severe) is refused
    if unit != "unknown" and code != "RNA006":
        assert (found.value is None) is refused


def test_log_values_given_as_counts_are_refused() -> None:
    dice = np.random.default_rng(1)
    logs = dice.normal(6, 2, (3, 1500)).clip(0)
    found = checks.checked(ExpressionMatrix(logs, ("A", "B", "C"), tuple(f"G{i}" for i in range(1500)), "counts", "c"))
    assert found.matrix is None
    assert [i.code for i in found.issues] == ["RNA001"]


def test_genes_named_twice_are_added_up_unless_they_are_logs(tmp_path: Path) -> None:
    text = "gene\tA\tB\nEGFR\t1\t2\nERBB1\t3\t5\nKRAS\t40\t1\n"  # ERBB1 is EGFR
    found = read(tmp_path, text)
    assert found.value is not None and "RNA012" in codes(found)
    assert found.value.values[:, found.value.genes.index("EGFR")].tolist() == [4.0, 7.0]
    logs = read(tmp_path, text.replace("40", "4"), "cohort.log2_tpm.tsv")
    assert (logs.value, codes(logs)) == (None, ["RNA004"])


@pytest.mark.parametrize(
    "text",
    ["", "gene\n", "gene\tA\tA\nEGFR\t1\t2\n", "# only a comment\n"],
    ids=["empty", "no sample", "twice", "no header"],
)
def test_what_is_no_table_is_refused(tmp_path: Path, text: str) -> None:
    found = read(tmp_path, text)
    assert found.value is None
    assert any(i.severity is Severity.ERROR for i in found.issues)


def test_ids_of_one_kind_become_approved_symbols(tmp_path: Path) -> None:
    for egfr, kras in (("ENSG00000146648.18", "ENSG00000133703"), ("1956", "3845"), ("ERBB1", "KRAS")):
        found = read(tmp_path, f"gene\tA\tB\n{egfr}\t1\t2\n{kras}\t40\t1\n")
        assert found.value is not None and found.value.genes == ("EGFR", "KRAS")


def test_one_sample_only_and_a_missing_normal_are_told() -> None:
    alone = ExpressionMatrix(np.array([[1.0, 50.0]]), ("A",), ("EGFR", "KRAS"), "tpm", "c")
    issue = checks.one_sample_only(alone, 8)
    assert issue is not None and issue.code == "RNA005"
    assert checks.missing_normal("case.yaml").code == "RNA003"


@pytest.mark.parametrize(
    ("tumor", "normal", "fits"),
    [
        ("tpm", "log2_tpm", True),
        ("fpkm", "tpm", True),
        ("counts", "counts", True),
        ("counts", "tpm", False),
        ("unknown", "unknown", False),
    ],
)
def test_units_of_one_scale_are_compared_and_others_not(tumor: str, normal: str, fits: bool) -> None:
    issue = checks.comparable(tumor, normal, "f")
    assert (issue is None) is fits
    assert fits or (issue is not None and issue.code == "RNA008")


# 10 and 30 counts are 250,000 and 750,000 per million; FPKM become TPM by their sum; a log is undone and comes back.
@pytest.mark.parametrize(
    ("values", "unit", "relative"),
    [
        ([10, 30], "counts", [250_000, 750_000]),
        ([1, 3], "fpkm", [250_000, 750_000]),
        ([5, 7], "tpm", [5, 7]),
        ([np.log2(6), 3], "log2_tpm", [5, 7]),
    ],
)
def test_units_are_converted(values: list[float], unit: str, relative: list[float]) -> None:
    found = units.relative(np.array([values], dtype=float), unit)
    assert found[0] == pytest.approx(relative)
    assert units.log2(np.array([values], dtype=float), unit)[0] == pytest.approx(np.log2(np.array(relative) + 1))


def test_an_unknown_unit_is_not_converted() -> None:
    with pytest.raises(ValueError, match="unknown unit"):
        units.relative(np.ones((1, 2)), "unknown")


def test_quality_gates_of_one_sample() -> None:
    found = quality.quality(np.array([[0.0, 10.0, 90.0]]), "counts")[0]
    assert (found.genes, found.reads, found.top_share) == (2, 100.0, 1.0)
    limits = {"min_genes": 3, "min_reads": 1e6, "max_top_share": 0.8}
    assert quality.failed(found, **limits) == ("genes", "reads", "top_share")
    assert quality.quality(np.array([[1.0, 10.0]]), "tpm")[0].reads is None


def test_gene_sets_are_read_as_they_are_found(tmp_path: Path) -> None:
    path = tmp_path / "sets.gmt"
    path.write_bytes(b"ONE\tna\tEGFR\tHER2\tNOTAGENE\t\t\r\nTWO\tna\tKRAS\tKRAS\r\n\r\nbroken\r\nONE\tna\tMET\r\n")
    found = read_sets(path, GENES)
    assert dict(found.value or {}) == {"ONE": ("EGFR", "ERBB2", "NOTAGENE"), "TWO": ("KRAS",)}
    assert {"RNA021", "RNA022", "RNA023"} <= {i.code for i in found.issues}


def test_every_code_of_the_tables_has_a_remedy() -> None:
    known = words("en").issues
    assert all(known[c][1] for c in known if c.startswith("RNA"))
