"""What a kit reports as a group of substitutions at one codon (``G719X``).

Kits for EGFR in lung cancer report G719A, G719C and G719S as one result.  The codon is taken as substituted, said to be an
assumption, and left to review; a demand for one exact allele stays open.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner

from tumorboard.cli import main


def options(disease: str, *typed: str) -> list[dict[str, Any]]:
    found = CliRunner().invoke(main, ["options", "--disease", disease, *typed, "--json", "--on", "2026-11-27"])
    assert found.exit_code == 0, found.output
    answered: list[dict[str, Any]] = json.loads(found.stdout)["options"]
    return answered


CODONS: list[tuple[str, str, str, str, str]] = [
    # tumor, typed, regimen, verdict of its best statement, place
    ("LUAD", "EGFR G719X", "Afatinib", "unknown", "first"),  # only the history and the extent are open
    ("LUAD", "EGFR G719X", "Carboplatin + Pembrolizumab + Pemetrexed", "not_met", "rejected"),  # an EGFR aberration
    (
        "LUAD",
        "EGFR G719",
        "Afatinib",
        "unknown",
        "not first",
    ),  # may be anything at this codon: the exact change is asked for
    ("LUAD", "KRAS G12X", "Sotorasib", "unknown", "kept"),  # G12C or another
    ("COAD", "KRAS G12X", "Cetuximab", "not_met", "rejected"),  # whatever the exchange, RAS is not wild type
    ("LUAD", "EGFR L747X", "Afatinib", "unknown", "not first"),  # no group of known substitutions there
]


@pytest.mark.parametrize(("disease", "typed", "regimen", "verdict", "place"), CODONS)
def test_a_codon_alone_counts_as_the_known_substitutions_of_it(
    disease: str, typed: str, regimen: str, verdict: str, place: str
) -> None:
    found = next(
        o for o in options(disease, typed) if " + ".join(o["therapies"]) == regimen and o["predicate"] == "sensitivity"
    )
    assert found["verdict"] == verdict
    rank, kept = found["rank"], found["kept"]
    assert {"first": rank == 1, "rejected": not kept, "kept": kept, "not first": rank != 1}[place]
    if place == "first":
        assert "exact_change:EGFR" not in found["missing_facts"]
