"""Every copy-number file of the public data: counts as their READMEs say, every record accounted for."""

from __future__ import annotations

from collections import Counter

import pytest
from tests.copies_support import codes, of, profile, read, sniffers
from tests.real_data import shared

from tumorboard.formats.readers import cnvkit, pcgr_cna, purple, seg

pytestmark = pytest.mark.real


@pytest.mark.parametrize(
    "name, records, genes, calls",
    [
        ("amplicon.cns", 88, 48, {}),
        ("cl_seq.cns", 78, 239, {}),
        ("f-on-f.cns", 24, 712, {}),
        ("f-on-m.cns", 24, 1495, {}),  # every gene of X is at log2 1 against a male reference
        ("m-on-f.cns", 24, 712, {}),
        ("m-on-m.cns", 24, 712, {}),
        ("nv3.cns", 72, 355, {}),
        ("p2-9_2.cns", 313, 252, {}),
        ("p2-9_2.call.cns", 313, 252, {"neutral": 159, "gain": 27}),
        ("tr95t.cns", 124, 247, {}),
        ("tr95t.segmetrics.cns", 124, 247, {}),
    ],
)
def test_cnvkit(name: str, records: int, genes: int, calls: dict[str, int]) -> None:
    path = shared(f"cnvkit/{name}")
    found = profile(cnvkit, path)
    assert sniffers(path) == ["cnvkit"] and found.assembly == "GRCh37"
    assert found.records == records and len({r.gene for r in found.copy_numbers}) == genes
    assert {c: n for c, n in Counter(r.call for r in found.copy_numbers).items() if c} == calls
    assert {r.copies for r in found.copy_numbers} == {None}


def test_the_segments_of_cnvkit_that_end_before_they_start_are_told() -> None:
    parsed = read(cnvkit, shared("cnvkit/amplicon.cns"))
    assert parsed.value is not None
    assert codes(parsed).count("CNA020") == parsed.value.tally["malformed"] == 8


def test_purple_proves_its_assembly_and_tells_the_deleted_exons_of_pten() -> None:
    path = shared("purple/tumor_sample.purple.cnv.somatic.tsv")
    parsed = read(purple, path)
    assert parsed.value is not None
    found = parsed.value
    assert (found.assembly, found.records, found.sample) == ("GRCh37", 222, "tumor_sample")
    assert [(r.copies, r.call_rule) for r in of(found, "PTEN")] == [(2.0158, ""), (None, "part_of_gene")]
    assert [(r.copies, r.minor_copies) for r in of(found, "BRAF")] == [(6.0275, 2.0088)]
    assert [(r.copies, r.minor_copies) for r in of(found, "CDKN2A")] == [(1.9986, 0.0)]
    assert {"CNA026", "CNA030"} <= {*codes(parsed)}
    assert read(purple, path, assembly="GRCh38").value is None


def test_purple_purity_and_drivers() -> None:
    purity = profile(purple, shared("purple/tumor_sample.purple.purity.tsv"))
    assert (purity.purity, purity.ploidy, purity.sex) == (0.99, 3.1, "male")
    assert [(b.marker, b.state, b.value) for b in purity.biomarkers] == [
        ("MSI", "stable", None),
        ("TMB", "high", 13.7219),
    ]
    drivers = profile(purple, shared("purple/tumor_sample.purple.driver.catalog.somatic.tsv"))
    assert [(r.gene, r.call, r.copies) for r in drivers.copy_numbers] == [("PTEN", "deep_loss", 0.0)]
    assert (drivers.records, drivers.tally) == (8, {"driver_without_copies": 7})
    assert codes(read(purple, shared("purple/tumor_sample.purple.segment.tsv"))) == ["CNA002"]


@pytest.mark.parametrize("tumor", ["COAD", "BRCA"])
def test_pcgr_gives_the_same_copies_on_both_assemblies(tumor: str) -> None:
    old = profile(pcgr_cna, shared(f"pcgr/T001-{tumor}.grch37.cna.tsv"))
    new = profile(pcgr_cna, shared(f"pcgr/T001-{tumor}.grch38.cna.tsv"))
    assert (old.assembly, old.records, new.assembly, new.records) == ("GRCh37", 252, "GRCh38", 260)
    before, after = (
        {r.gene: (r.copies, r.minor_copies) for r in p.copy_numbers if not r.call_rule} for p in (old, new)
    )
    both = before.keys() & after.keys()
    assert len(both) == 976 and all(before[g] == after[g] for g in both)
    # The old file lacks what lift-over lost: chromosome 22, most of 7p, parts of 1q, 10q and 20p.
    assert {"EGFR", "NF2", "SMARCB1", "RET"} <= after.keys() - before.keys()
    assert before.keys() - after.keys() == {"FAM72B", "FAM72D", "NBPF9", "PDE4DIP", "PPIAL4A", "SRGAP2C"}


@pytest.mark.parametrize(
    "name, samples, segments",
    [
        ("acyc_mskcc_2013/acyc_mskcc_2013_data_cna_hg19.seg", 60, 15_431),
        ("nsclc_pd1_msk_2018/nsclc_pd1_msk_2018_data_cna_hg19.seg", 240, 12_888),
    ],
)
def test_seg_files_hold_every_sample(name: str, samples: int, segments: int) -> None:
    path = shared(f"datahub/{name}")
    # One of them ends without a line end: its last number may have been cut, and that is told.
    whole = path.read_text("utf-8").endswith("\n")
    assert codes(read(seg, path)) == (["TBL020"] if whole else ["TBL014", "TBL020"])
    first = path.read_text("utf-8").split("\n")[1].split("\t")[0]
    found = profile(seg, path, sample=first)
    assert len(found.samples) == samples and found.assembly == "GRCh37"
    lines = [line.split("\t")[0] for line in path.read_text("utf-8").split("\n")[1:] if line]
    assert len(lines) == segments and found.records == lines.count(first)
    assert len({r.gene for r in found.copy_numbers}) > 650


@pytest.mark.slow
@pytest.mark.parametrize("name", ["acyc_mskcc_2013", "nsclc_pd1_msk_2018"])
def test_every_sample_of_a_seg_file_can_be_read(name: str) -> None:
    path = shared(f"datahub/{name}/{name}_data_cna_hg19.seg")
    samples = profile(seg, path, sample=path.read_text("utf-8").split("\n")[1].split("\t")[0]).samples
    read_all = [profile(seg, path, sample=s) for s in samples]
    lines = sum(1 for line in path.read_text("utf-8").split("\n")[1:] if line)
    assert sum(p.records for p in read_all) == lines
    assert all(r.copies is None and not r.call for p in read_all for r in p.copy_numbers)
