"""The same profiles through the whole assessment: what stands first, and what is never kept."""

from __future__ import annotations

from typing import Any

import pytest
from tests.pack_support import case, context

from tumorboard.criteria.leaves import LEAVES
from tumorboard.knowledge import pack_loader

assess = pytest.importorskip("tumorboard.board.assess", reason="the assessment has not landed")

RANKED: list[tuple[str, list[str], set[str], set[str]]] = [
    ("LUAD", ["EGFR L858R"], {"osimertinib"}, set()),
    ("LUAD", ["ALK fusion"], {"alectinib", "brigatinib", "lorlatinib"}, set()),
    ("SKCM", ["BRAF V600E"], {"dabrafenib + trametinib", "binimetinib + encorafenib", "cobimetinib + vemurafenib"}, set()),
    ("PAAD", ["NTRK1 fusion"], {"entrectinib", "larotrectinib", "repotrectinib"}, set()),
    ("COAD", ["KRAS G12C"], {"panitumumab + sotorasib", "adagrasib + cetuximab"}, {"cetuximab", "panitumumab"}),
    ("COAD", ["BRAF V600E"], {"cetuximab + encorafenib + fluorouracil + leucovorin + oxaliplatin",
                              "cetuximab + encorafenib + fluorouracil + irinotecan + leucovorin", "cetuximab + encorafenib"},
     {"cetuximab", "panitumumab", "cetuximab + irinotecan", "cetuximab + fluorouracil + irinotecan + leucovorin",
      "cetuximab + fluorouracil + leucovorin + oxaliplatin", "fluorouracil + leucovorin + oxaliplatin + panitumumab"}),
    ("CHOL", ["FGFR2 fusion"], {"futibatinib", "pemigatinib"}, {"infigratinib", "erdafitinib"}),
    ("CHOL", ["IDH1 R132C"], {"ivosidenib"}, set()),
    ("GIST", ["KIT W557_K558del 11"], {"imatinib"}, {"dasatinib"}),
    ("GIST", ["PDGFRA D842V"], {"avapritinib"}, {"imatinib", "sunitinib"}),
    ("BLCA", ["FGFR3 S249C"], {"erdafitinib"}, {"pemigatinib"}),
    ("STAD", ["CLDN18_2 80%"], {"fluorouracil + leucovorin + oxaliplatin + zolbetuximab",
                               "capecitabine + oxaliplatin + zolbetuximab"}, {"trastuzumab"}),
    ("PRAD", ["gBRCA2"], {"abiraterone + niraparib", "abiraterone + olaparib", "olaparib"}, set()),
    ("HGSOC", ["gBRCA1"], {"olaparib", "niraparib", "bevacizumab + olaparib"}, set()),
    ("UEC", ["MSI-H"], {"carboplatin + dostarlimab + paclitaxel", "carboplatin + paclitaxel + pembrolizumab",
                        "pembrolizumab"}, {"lenvatinib + pembrolizumab", "durvalumab + olaparib"}),
    ("CESC", ["PD-L1 CPS 5 22C3"], {"carboplatin + paclitaxel + pembrolizumab"}, {"atezolizumab"}),
    ("HNSC", ["PD-L1 CPS 20 22C3"], {"pembrolizumab"}, {"atezolizumab"}),
    ("LGSOC", ["KRAS G12D"], {"avutometinib + defactinib"}, {"sotorasib"}),
    ("SYNS", ["MAGEA4 positive", "HLA_A0201 positive"], {"afamitresgene autoleucel"}, {"tebentafusp"}),
    ("IMT", ["ALK fusion"], {"crizotinib"}, set()),
    ("ASTR2", ["IDH1 R132H"], {"vorasidenib"}, {"temozolomide"}),
    ("GB", ["MGMT methylated"], {"temozolomide"}, set()),
    ("DMG", ["H3-3A K28M"], {"dordaviprone"}, {"temozolomide"}),
    ("UM", ["HLA_A0201 positive", "GNAQ Q209L"], {"tebentafusp"}, {"afamitresgene autoleucel"}),
    ("SBWDNET", ["SSTR positive"], {"lutetium oxodotreotide"}, set()),
    ("NFIB", ["gNF1"], {"selumetinib", "mirdametinib"}, set()),
    ("BCC", ["PTCH1 loss"], {"vismodegib", "sonidegib"}, set()),
    ("SCLC", ["RB1 loss"], {"tarlatamab"}, set()),
    ("CCRCC", ["gVHL"], {"belzutifan"}, set()),
    ("PAAD", ["KRAS G12C"], {"adagrasib", "sotorasib"}, {"cetuximab"}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("disease", "findings", "first", "never"), RANKED, ids=lambda v: str(sorted(v) if isinstance(v, set) else v)[:30]
)
def test_the_first_option_is_a_standard_of_care(
    disease: str, findings: list[str], first: set[str], never: set[str]
) -> None:
    result: Any = assess.assess_case(case(disease, *findings), pack_loader.load(LEAVES), context())
    kept = [" + ".join(o.therapies) for o in result.options]
    assert kept
    assert kept[0] in first
    assert not never & set(kept)


def test_methylation_of_mgmt_carries_temozolomide_to_no_other_tumor() -> None:
    result: Any = assess.assess_case(
        case("ASTR4", "MGMT methylated", "IDH1 R132H"), pack_loader.load(LEAVES), context()
    )
    assert "temozolomide" not in [" + ".join(o.therapies) for o in result.options]


@pytest.mark.parametrize(
    ("had", "checkpoint_first"), [((), True), (("fluorouracil+oxaliplatin",), True), (("pembrolizumab",), False)]
)
def test_in_msi_high_braf_v600e_a_checkpoint_inhibitor_stands_first_until_it_was_given(
    had: tuple[str, ...], checkpoint_first: bool
) -> None:
    profile = case("COAD", "BRAF V600E", "MSI-H", tested=True, had=had)
    result: Any = assess.assess_case(profile, pack_loader.load(LEAVES), context())
    kept = [o.therapies for o in result.options]
    assert ("encorafenib" not in kept[0]) == checkpoint_first
    assert any("encorafenib" in therapies for therapies in kept)
