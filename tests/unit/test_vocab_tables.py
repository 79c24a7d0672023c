"""Every shipped table says where it is from, is sorted, and loads fast enough for a command-line tool."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

DATA = files("tumorboard.vocab").joinpath("data")
TABLES = (
    "acquired_resistance",
    "alleles",
    "analytes",
    "chip_genes",
    "conditions",
    "criterion_words",
    "disease_names_zh",
    "disease_ontology",
    "diseases",
    "drug_effects",
    "eligibility_limits",
    "gene_aliases",
    "gene_places",
    "genes",
    "half_lives",
    "markers",
    "medicines",
    "regimens",
    "therapy_names_zh",
    "thresholds",
    "units",
)
KEYS = {"source", "release", "retrieved", "license", "attribution", "sha256", "made_by"}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_states_its_provenance_and_no_machine(name: str) -> None:
    text = DATA.joinpath(f"{name}.tsv").read_text("utf-8")
    head = {line[2:].split(": ")[0] for line in text.split("\n") if line.startswith("# ")}
    assert head >= KEYS
    assert not re.search(r"/(work|tmp|root|home)/", text)


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_sorted_has_no_repeats_and_every_row_has_every_cell(name: str) -> None:
    lines = [ln for ln in DATA.joinpath(f"{name}.tsv").read_text("utf-8").split("\n") if ln and not ln.startswith("#")]
    rows = [ln.split("\t") for ln in lines[1:]]
    assert rows == sorted(rows) and len({*map(tuple, rows)}) == len(rows)
    assert {len(r) for r in rows} == {len(lines[0].split("\t"))}
