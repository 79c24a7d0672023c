"""GIST: which regimens of the starter pack a genotype meets, which it must not, and what resists."""

from __future__ import annotations

import pytest
from tests.pack_support import case, regimens

NEW: dict[str, object] = {"had": ()}
SECOND: dict[str, object] = {"had": ("imatinib",)}
PROFILES = [
    (["KIT W557_K558del 11"], NEW, ["imatinib"], ["avapritinib", "sunitinib", "ripretinib"]),
    (["CD117 positive"], NEW, ["imatinib"], ["avapritinib"]),
    (["KIT A502_Y503dup 9"], SECOND, ["sunitinib"], ["regorafenib", "ripretinib", "avapritinib"]),
    (["KIT W557_K558del 11"], {"had": ("imatinib", "sunitinib")}, ["regorafenib"], ["ripretinib"]),
    (["KIT W557_K558del 11"], {"had": ("imatinib", "sunitinib", "regorafenib")}, ["ripretinib"], ["avapritinib"]),
    (["PDGFRA D842V 18"], NEW, ["avapritinib"], ["imatinib"]),
    (["PDGFRA N659K 14"], {"had": (), "tested": True}, ["imatinib"], ["avapritinib"]),
    (["PDGFRA D846Y 18"], {"had": (), "tested": True}, ["avapritinib", "imatinib"], []),
    (["SDHB_IHC lost"], NEW, ["sunitinib", "regorafenib"], ["imatinib", "avapritinib"]),
    (["BRAF V600E"], SECOND, ["dabrafenib + trametinib"], ["imatinib", "avapritinib"]),
    (["NTRK3 fusion"], NEW, ["larotrectinib", "entrectinib"], ["imatinib"]),
]


@pytest.mark.parametrize(("findings", "facts", "expected", "never"), PROFILES, ids=lambda v: str(v)[:40])
def test_a_genotype_meets_its_regimens(
    findings: list[str], facts: dict[str, object], expected: list[str], never: list[str]
) -> None:
    found = regimens(case("GIST", *findings, **facts))
    assert set(expected) - found == set()
    assert set(never) & found == set()


RESISTANT = [
    (["PDGFRA D842V 18"], ["imatinib", "sunitinib"], []),
    (["PDGFRA D842V 18", "PDGFRA G680R 15"], ["avapritinib", "imatinib"], []),
    (["KIT W557_K558del 11", "KIT V654A 13"], ["imatinib"], ["sunitinib"]),
    (["KIT W557_K558del 11", "KIT N822K 17"], ["imatinib", "sunitinib"], ["ripretinib"]),
    (["SDHB_IHC lost"], ["imatinib"], ["sunitinib"]),
    (["KIT W557_K558del 11"], [], ["imatinib", "sunitinib", "avapritinib"]),
]


@pytest.mark.parametrize(("findings", "resists", "spared"), RESISTANT, ids=lambda v: str(v)[:40])
def test_resistance_by_allele(findings: list[str], resists: list[str], spared: list[str]) -> None:
    found = regimens(case("GIST", *findings), "resistance")
    assert set(resists) <= found
    assert not set(spared) & found
