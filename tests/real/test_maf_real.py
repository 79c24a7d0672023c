"""Real MAFs: METABRIC as cBioPortal writes it, TCGA LAML as maftools does; beside a second reader made of the csv module."""

from __future__ import annotations

import csv
import gzip
import sys
import time
from collections import Counter
from functools import lru_cache
from pathlib import Path

import pytest
from tests.maf_support import codes, profile, read
from tests.real_data import shared

pytestmark = pytest.mark.real
METABRIC = "metabric/data_mutations_extended.txt.gz"
LAML = "laml/tcga_laml.maf.gz"
CODING = {
    "Missense_Mutation", "Nonsense_Mutation", "Splice_Site", "Splice_Region", "Frame_Shift_Del", "Frame_Shift_Ins",
    "In_Frame_Del", "In_Frame_Ins", "Nonstop_Mutation", "Translation_Start_Site",
}  # fmt: skip


@lru_cache
def naive(path: Path) -> list[dict[str, str]]:
    """Every row, read the simple way."""
    csv.field_size_limit(sys.maxsize)
    with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
        lines = [line for line in stream if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def merged(path: Path, folder: Path) -> Path:
    """The same table as if it were one sample's."""
    out = folder / "merged.maf"
    with gzip.open(path, "rt", encoding="utf-8") as stream, out.open("w", encoding="utf-8") as into:
        header = next(line for line in stream if not line.startswith("#"))
        at = header.rstrip("\n").split("\t").index("Tumor_Sample_Barcode")
        into.write(header)
        for line in stream:
            cells = line.split("\t")
            cells[at] = "ONE"
            into.write("\t".join(cells))
    return out


@pytest.mark.parametrize("name, rows, samples", [(METABRIC, 17_272, 2_369), (LAML, 2_207, 193)])
def test_every_row_belongs_to_a_sample(name: str, rows: int, samples: int) -> None:
    path = shared(name)
    parsed = read(path)
    assert parsed.value is not None
    assert dict(parsed.value.tally) == {"sample_not_chosen": rows}
    assert len({r["Tumor_Sample_Barcode"] for r in naive(path)}) == samples
    assert set(parsed.value.samples) >= {r["Tumor_Sample_Barcode"] for r in naive(path)}


@pytest.mark.slow
def test_every_sample_of_laml_agrees_with_the_naive_reader() -> None:
    path = shared(LAML)
    expected: dict[str, Counter[str]] = {}
    for r in naive(path):
        kept = r["Variant_Classification"] in CODING
        expected.setdefault(r["Tumor_Sample_Barcode"], Counter())["kept" if kept else "left"] += 1
    total = 0
    for sample, counts in expected.items():
        found = profile(path, sample=sample)
        assert (found.records, found.kept, sum(found.tally.values())) == (
            counts.total(),
            counts["kept"],
            counts["left"],
        )
        total += found.records
    assert total == 2_207


def test_some_samples_of_metabric_agree_with_the_naive_reader() -> None:
    path = shared(METABRIC)
    by_sample: dict[str, list[dict[str, str]]] = {}
    for r in naive(path):
        by_sample.setdefault(r["Tumor_Sample_Barcode"], []).append(r)
    for sample in sorted(by_sample)[::200]:
        found = profile(path, sample=sample)
        rows = by_sample[sample]
        assert found.records == len(rows)
        coding = [(r["Hugo_Symbol"], r["HGVSp_Short"]) for r in rows if r["Variant_Classification"] in CODING]
        assert Counter(v.hgvs_p for v in found.variants) == Counter(change for _, change in coding)


@pytest.mark.parametrize("name, kept, tally", [
    (METABRIC, 13_149, {"synonymous": 4_063, "not_coding": 60}),
    (LAML, 1_732, {"synonymous": 449, "not_coding": 26}),
])  # fmt: skip
def test_the_whole_table_as_one_sample_is_accounted_for(
    tmp_path: Path, name: str, kept: int, tally: dict[str, int]
) -> None:
    path = shared(name)
    found = profile(merged(path, tmp_path))
    repeated = found.tally["duplicate"]
    assert found.kept + repeated == kept
    assert {k: n for k, n in found.tally.items() if k != "duplicate"} == tally
    places = [(v.gene, v.position) for v in found.variants]
    assert len(set(places)) == len(places)


def test_the_variants_of_metabric_lie_where_the_naive_reader_puts_them(tmp_path: Path) -> None:
    path = shared(METABRIC)
    expected = set()
    for r in naive(path):
        ref, alt, start = r["Reference_Allele"].strip("-"), r["Tumor_Seq_Allele2"].strip("-"), int(r["Start_Position"])
        if r["Variant_Classification"] in CODING:
            expected.add((r["Chromosome"], start - bool(ref), ref, alt))
    found = {(v.position.chrom, v.position.start, v.position.ref, v.position.alt)
             for v in profile(merged(path, tmp_path)).variants if v.position}  # fmt: skip
    simple = {e for e in expected if not (e[2] and e[3]) or (len(e[2]) == len(e[3]) == 1)}
    assert simple - found == set()
    assert len(found) == len(expected)


def test_carriers_of_a_known_allele_have_it_by_position() -> None:
    path = shared(METABRIC)
    rows = naive(path)
    carriers = [
        r["Tumor_Sample_Barcode"] for r in rows if (r["Hugo_Symbol"], r["HGVSp_Short"]) == ("PIK3CA", "p.H1047R")
    ]
    assert len(carriers) == 424
    for sample in carriers[::100]:
        assert "PIK3CA:c.3140A>G" in {v.known_allele for v in profile(path, sample=sample).variants}


def test_laml_yields_its_drivers_by_position_on_any_transcript() -> None:
    found = profile(shared(LAML), sample="TCGA-AB-2988")
    assert found.records == 15
    whole = naive(shared(LAML))
    carriers = [
        r["Tumor_Sample_Barcode"] for r in whole if r["Hugo_Symbol"] == "DNMT3A" and r["Protein_Change"] == "p.R882H"
    ]
    for sample in carriers[:5]:
        assert "DNMT3A:c.2645G>A" in {v.known_allele for v in profile(shared(LAML), sample=sample).variants}
    other = next(
        r["Tumor_Sample_Barcode"] for r in whole if r["Hugo_Symbol"] == "RUNX1" and r["Protein_Change"] == "p.R174*"
    )
    parsed = read(shared(LAML), sample=other)
    assert "MAF062" in codes(parsed), "R174* on another transcript is R201* by position"


def test_a_sample_without_mutations_is_listed_as_sequenced() -> None:
    path = shared(METABRIC)
    listed = read(path).value
    assert listed is not None and len(listed.samples) == 2_509
    silent = sorted(set(listed.samples) - {r["Tumor_Sample_Barcode"] for r in naive(path)})
    assert len(silent) == 140
    parsed = read(path, sample=silent[0])
    assert parsed.value is not None and parsed.value.records == 0
    assert "MAF012" in codes(parsed)


def test_one_sample_of_metabric_is_read_well_under_a_second() -> None:
    path = shared(METABRIC)
    profile(path, sample="MB-0002")
    start = time.process_time()
    profile(path, sample="MB-0002")
    assert time.process_time() - start < 1.0
