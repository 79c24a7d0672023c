"""Real VCFs: PCGR's two tumors on both assemblies, CIViC's own, and the cell line HCC1395."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

import pytest
from tests.real_data import shared
from tests.vcf_support import codes, profile, read

pytestmark = pytest.mark.real


def hcc1395() -> Path:
    """The VEP-annotated VCF of pvactools, from TUMORBOARD_HCC1395 or an installed pvactools; skips where absent."""
    name = "annotated.expression.vcf.gz"
    folder = os.environ.get("TUMORBOARD_HCC1395")
    spec = find_spec("pvactools") if not folder else None
    if spec and spec.submodule_search_locations:
        folder = str(Path(spec.submodule_search_locations[0]) / "tools" / "pvacseq" / "example_data")
    path = Path(folder or "") / name
    if not folder or not path.exists():
        pytest.skip("HCC1395 is not here; set TUMORBOARD_HCC1395 to the folder with annotated.expression.vcf.gz")
    return path


@pytest.mark.parametrize("assembly", ["GRCh37", "GRCh38"])
@pytest.mark.parametrize("tumor, gene, change, records", [
    ("COAD", "BRAF", "V600E", {"GRCh37": 3317, "GRCh38": 3313}),
    ("BRCA", "PIK3CA", "H1047R", {"GRCh37": 196, "GRCh38": 196}),
])  # fmt: skip
def test_a_pcgr_tumor_yields_its_driver_by_position(
    assembly: str, tumor: str, gene: str, change: str, records: dict[str, int]
) -> None:
    path = shared(f"pcgr/T001-{tumor}.{assembly.lower()}.vcf.gz")
    parsed = read(path, assembly=assembly)
    found = parsed.value
    assert found is not None
    assert [f"{v.gene}:{v.protein.ref}{v.protein.start}{v.protein.alt}" for v in found.variants if v.protein] == [
        f"{gene}:{change}"
    ]
    assert found.records == records[assembly]
    assert found.annotated is False and "VCF060" in codes(parsed)
    assert found.tally == {"not_interpretable": records[assembly] - 1}
    assert found.variants[0].depth_rule == "adt"


def test_both_builds_of_a_tumor_give_the_same_variants() -> None:
    one, other = (profile(shared(f"pcgr/T001-COAD.{a.lower()}.vcf.gz"), assembly=a) for a in ("GRCh37", "GRCh38"))
    facts = [[(v.gene, v.protein, v.vaf, v.depth) for v in p.variants] for p in (one, other)]
    assert facts[0] == facts[1]


@pytest.mark.parametrize("assembly", ["GRCh37", "GRCh38"])
@pytest.mark.parametrize("tumor", ["COAD", "BRCA"])
def test_a_file_without_assembly_is_read_on_the_one_its_known_alleles_make_certain(tumor: str, assembly: str) -> None:
    path = shared(f"pcgr/T001-{tumor}.{assembly.lower()}.vcf.gz")
    parsed = read(path)
    assert parsed.value is not None
    assert parsed.value == profile(path, assembly=assembly)
    assert [dict(i.params)["assembly"] for i in parsed.issues if i.code == "VCF028"] == [assembly]


def test_a_file_of_the_other_build_is_refused() -> None:
    parsed = read(shared("pcgr/T001-COAD.grch37.vcf.gz"), assembly="GRCh38")
    assert parsed.value is None
    assert "VCF024" in codes(parsed)


def test_civics_own_vcf_is_read_whole() -> None:
    parsed = read(shared("civic_2024/01-Aug-2024-civic_accepted.vcf"))
    found = parsed.value
    assert found is not None
    assert (found.assembly, found.annotated) == ("GRCh37", True)
    assert found.kept > 600
    assert {"BRAF", "EGFR", "KIT"} <= {v.gene for v in found.variants}
    assert any(v.known_allele == "BRAF:V600E" and v.consequences == ("missense_variant",) for v in found.variants)


def test_hcc1395_tumor_column_filters_and_protein_changes() -> None:
    parsed = read(hcc1395())
    found = parsed.value
    assert found is not None
    assert (found.sample, found.assembly, found.annotation_tool) == ("HCC1395_TUMOR_DNA", "GRCh38", "vep v105")
    assert found.records == 1470
    assert found.tally["filtered"] == 206
    tp53 = next(v for v in found.variants if v.gene == "TP53")
    assert tp53.protein is not None and f"{tp53.protein.ref}{tp53.protein.start}{tp53.protein.alt}" == "R175H"
    missense = [v for v in found.variants if "missense_variant" in v.consequences]
    assert missense and all(v.protein is not None for v in missense)
