"""Every reader in `tumorboard.formats.readers` passes the suite that third parties inherit, on its examples in tests/fixtures."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

from tumorboard import vocab
from tumorboard.formats import readers
from tumorboard.testing import reader_conformance as suite
from tumorboard.testing.file_damage import changes
from tumorboard.vocab import Vocabulary

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "tests" / "fixtures"
READERS = {r.NAME: r for r in suite.discover(readers)}
# Examples that hold more than one specimen, or that do not say which column is the tumor's.
ASKED: dict[str, dict[str, str]] = {
    "expression/data_mrna_seq_tpm.txt": {"sample": "P-2"},
    "seg/study.seg": {"sample": "P-2"},
    "maf/study_mutations.txt": {"sample": "P-2"},
    "cbioportal_cna/data_cna.txt": {"sample": "P-1"},
    "cbioportal_cna/data_cna_long.txt": {"sample": "P-1"},
    "cbioportal_cna/all_thresholded.by_genes.txt": {"sample": "P-1"},
    "cbioportal_clinical/data_clinical_sample.txt": {"sample": "P-1-T01"},
    "cbioportal_clinical/data_clinical_patient.txt": {"sample": "P-1"},
    "cbioportal_sv/data_sv.txt": {"sample": "P-1"},
    "cbioportal_sv/data_fusions.txt": {"sample": "P-1"},
}


def examples(name: str) -> list[Path]:
    """The good files of a format: everything in its folder but the README and what is called ``bad_``."""
    found = sorted((FIXTURES / name).glob("*")) if (FIXTURES / name).is_dir() else []
    return [p for p in found if p.is_file() and p.name != "README.md" and not p.name.startswith("bad_")]


EVERY = [(name, path) for name in READERS for path in examples(name)]
IDS = [f"{name}/{path.name}" for name, path in EVERY]
each = pytest.mark.parametrize("name, path", EVERY, ids=IDS)
by_reader = pytest.mark.parametrize("name", sorted(READERS))


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return vocab.load()


@lru_cache(maxsize=256)
def data_of(path: Path) -> bytes:
    return path.read_bytes()


def load(name: str, path: Path, words: Vocabulary, folder: Path) -> suite.Example:
    return suite.load_example(READERS[name], path, words, folder, **ASKED.get(f"{name}/{path.name}", {}))


def test_the_readers_are_found_by_themselves() -> None:
    assert {"vcf", "arriba", "star_fusion", "pcgr_fusion", "linx"} <= set(READERS)


@by_reader
def test_a_reader_says_what_it_is_and_has_its_page_and_examples(name: str, words: Vocabulary, tmp_path: Path) -> None:
    suite.check_constants(READERS[name])
    suite.check_documented(READERS[name], ROOT / "docs")
    suite.check_no_file(READERS[name], words, tmp_path)
    readme = FIXTURES / name / "README.md"
    assert examples(name) and readme.exists()
    told = readme.read_text("utf-8")
    assert [p.name for p in examples(name) if f"`{p.name}`" not in told] == []


@each
def test_exactly_one_reader_claims_an_example(name: str, path: Path) -> None:
    suite.check_recognized(READERS[name], tuple(READERS.values()), path)


@each
def test_reading_twice_gives_equal_values_and_the_other_assembly_is_no_surprise(
    name: str, path: Path, words: Vocabulary, tmp_path: Path
) -> None:
    example = load(name, path, words, tmp_path)
    suite.check_repeatable(READERS[name], example, tmp_path)
    suite.check_assembly(READERS[name], example, tmp_path)


@each
def test_damage_and_mix_ups_become_issues_and_lose_nothing_unsaid(
    name: str, path: Path, words: Vocabulary, tmp_path: Path
) -> None:
    example = load(name, path, words, tmp_path)
    for change in changes(example.data):
        suite.check_change(READERS[name], example, change, tmp_path)


@each
def test_no_cell_of_the_file_is_told_in_an_issue(name: str, path: Path, words: Vocabulary, tmp_path: Path) -> None:
    example = load(name, path, words, tmp_path)
    for canary in suite.CANARIES:
        suite.check_privacy(READERS[name], example, tmp_path, canary)


@by_reader
def test_the_file_of_another_format_is_refused_or_accounted_for(name: str, words: Vocabulary, tmp_path: Path) -> None:
    request = suite.ReadRequest(vocab=words, assembly="GRCh38")
    for other, path in EVERY:
        if other != name:
            suite.run(READERS[name], path.name, data_of(path), request, tmp_path)


@pytest.mark.slow
@by_reader
def test_a_line_of_a_hundred_megabytes_is_passed_over_within_the_memory(name: str, tmp_path: Path) -> None:
    suite.check_long_line(READERS[name], examples(name)[0], tmp_path)
