"""Fusion tables of public cell lines and tumors: every record is accounted for, and the known drivers are found."""

from __future__ import annotations

import os
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

import pytest
from tests.real_data import shared

from tumorboard import vocab
from tumorboard.formats.opening import read_head
from tumorboard.formats.readers import arriba, linx, pcgr_fusion, star_fusion
from tumorboard.model.profile import Profile, ReadRequest

pytestmark = pytest.mark.real
READERS = (arriba, linx, pcgr_fusion, star_fusion)
STAR = "fusions/star_fusion/testing"


def profile(path: Path) -> Profile:
    (reader,) = [r for r in READERS if r.sniff(read_head(path))]
    value = reader.read(path, ReadRequest(vocab=vocab.load())).value
    assert value is not None
    assert value.kept + sum(value.tally.values()) == value.records
    return value


@pytest.mark.parametrize("name, records, driver", [
    ("fusions/arriba/fusions.tsv", 1, "BCR::ABL1"),
    (f"{STAR}/__saved/star-fusion.fusion_candidates.final.abridged.FFPM", 29, "ACACA::STAC2"),
    (f"{STAR}/__misc_tests/__BT474/star-fusion.fusion_candidates.final.abridged.FFPM", 34, "ACACA::STAC2"),
    (f"{STAR}/__kickstart_data/star-fusion.fusion_candidates.final", 24, "VAPB::IKZF3"),
    (f"{STAR}/__kickstart_data/star-fusion.fusion_candidates.final.abridged", 24, "VAPB::IKZF3"),
    (f"{STAR}/__misc_tests/__fuco/__star-fusion.fusion_candidates.final.abridged", 65, "ETV6::NTRK3"),
    ("pcgr/T001-BRCA.grch37.fusions.tsv", 13, "EML4::ALK"),
    ("pcgr/T001-BRCA.grch38.fusions.tsv", 9, "CCDC6::RET"),
    ("purple/tumor_sample.linx.fusion.tsv", 12, "RARB::BICC1"),
])  # fmt: skip
def test_every_record_becomes_a_fusion(name: str, records: int, driver: str) -> None:
    value = profile(shared(name))
    assert value.records == len(value.fusions) == records
    assert driver in {"::".join(f.genes) for f in value.fusions}


def test_the_two_layouts_of_one_star_fusion_run_agree() -> None:
    full, short = (
        profile(shared(f"{STAR}/__kickstart_data/star-fusion.fusion_candidates.final{end}"))
        for end in ("", ".abridged")
    )
    assert [(f.genes, f.breakpoints, f.reads) for f in full.fusions] == [
        (f.genes, f.breakpoints, f.reads) for f in short.fusions
    ]


def test_the_fusion_control_holds_its_drivers_with_kinases_on_the_3_prime_side() -> None:
    value = profile(shared(f"{STAR}/__misc_tests/__fuco/__star-fusion.fusion_candidates.final.abridged"))
    found = {"::".join(f.genes) for f in value.fusions}
    assert found >= {
        "EML4::ALK",
        "CD74::ROS1",
        "CCDC6::RET",
        "FGFR3::TACC3",
        "BRD4::NUTM1",
        "EWSR1::FLI1",
        "SS18::SSX1",
    }
    assert "PPP1R12A::SEPTIN10" in found, "an old symbol is read by its Ensembl id"


def hcc1395() -> Path:
    """The Arriba table of pvactools, from TUMORBOARD_HCC1395 or an installed pvactools; skips where absent."""
    folder = os.environ.get("TUMORBOARD_HCC1395")
    spec = find_spec("pvactools") if not folder else None
    if spec and spec.submodule_search_locations:
        folder = str(Path(spec.submodule_search_locations[0]) / "tools" / "pvacfuse" / "example_data")
    for place in (Path(folder or ""), Path(folder or "").parent.parent / "pvacfuse" / "example_data"):
        if folder and (place / "arriba_fusions.tsv").exists():
            return place / "arriba_fusions.tsv"
    pytest.skip("HCC1395 is not here; set TUMORBOARD_HCC1395 to the folder with arriba_fusions.tsv")


def test_hcc1395_has_181_calls_of_every_confidence() -> None:
    value = profile(hcc1395())
    assert value.records == len(value.fusions) == 181
    assert Counter(f.confidence for f in value.fusions) == {"low": 78, "medium": 52, "high": 51}
    assert Counter(f.in_frame for f in value.fusions)[True] == 18
    assert sum("read_through" in f.event for f in value.fusions) == 28
