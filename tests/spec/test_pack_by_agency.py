"""Where the labels of agencies differ, each agency's label is met by its own patients and by no others."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.pack_support import case, context, regimens, statements

IN_FORCE = {"approved", "accelerated", "conditional"}
ADJUVANT: dict[str, Any] = {"setting": "adjuvant", "extent": "localized"}
PRETREATED: dict[str, Any] = {"had": ("carboplatin+pemetrexed",)}
BRAF_WILD: dict[str, Any] = {"tested": True, "had": ()}


def agencies(regimen: str, *profile: str, on: date = date(2026, 11, 24), **facts: Any) -> set[str]:
    """Agencies that have granted the regimen to this patient by a label of this tumor, all of its criteria being MET."""
    found = set()
    for s in statements():
        if " + ".join(s.therapy) != regimen or s.predicate != "sensitivity" or s.tumor_agnostic:
            continue
        parts = (s.biomarker, s.disease, s.context)
        if all(part.check(case(*profile, **facts), context()).verdict.name == "MET" for part in parts):
            found |= {a.agency for a in s.approvals if a.status in IN_FORCE and a.holds(on)}
    return found


# A regimen, a patient, and which agencies grant it: of FDA, EMA and NMPA those that are not named do not, or are not known to.
LUNG = [
    ("osimertinib", ["LUAD", "EGFR L858R"], {**ADJUVANT, "stage": "IIA"}, {"FDA", "EMA", "NMPA"}),
    ("osimertinib", ["LUAD", "EGFR L858R"], {**ADJUVANT, "stage": "IIIB"}, {"FDA"}),
    ("alectinib", ["LUAD", "ALK fusion"], {"had": ()}, {"FDA", "EMA", "NMPA"}),
    ("alectinib", ["LUAD", "ALK fusion"], {"had": ("brigatinib",)}, {"FDA", "NMPA"}),
    ("alectinib", ["LUAD", "ALK fusion"], {"had": ("crizotinib",)}, {"FDA", "EMA", "NMPA"}),
    ("brigatinib", ["LUAD", "ALK fusion"], {"had": ("alectinib",)}, {"FDA", "NMPA"}),
    ("lorlatinib", ["LUAD", "ALK fusion"], {"had": ("brigatinib",)}, {"FDA", "NMPA"}),
    ("lorlatinib", ["LUAD", "ALK fusion"], {"had": ("alectinib",)}, {"FDA", "EMA", "NMPA"}),
    ("entrectinib", ["LUAD", "ROS1 fusion"], {"had": ("crizotinib",)}, {"FDA", "NMPA"}),
    ("capmatinib", ["LUAD", "MET exon 14"], {"had": ()}, {"FDA"}),
    ("capmatinib", ["LUAD", "MET exon 14"], PRETREATED, {"FDA", "EMA"}),
    ("tepotinib", ["LUAD", "MET exon 14"], {"had": ()}, {"FDA", "NMPA"}),
    ("tepotinib", ["LUAD", "MET exon 14"], {"had": ("pembrolizumab",)}, {"FDA", "EMA", "NMPA"}),
    ("selpercatinib", ["LUAD", "RET fusion"], {"had": ("pralsetinib",)}, {"FDA", "NMPA"}),
    ("afatinib", ["LUAD", "EGFR L861Q"], PRETREATED, {"EMA"}),
    ("afatinib", ["LUAD", "EGFR L861Q"], {"had": ("osimertinib",)}, set()),
    ("atezolizumab", ["LUAD", "PD-L1 TC 60 SP263"], {**ADJUVANT, "stage": "IIIB", "had": ("cisplatin",)}, set()),
]
BREAST = [
    ("neratinib", ["IDC", "HER2 positive"], {"setting": "adjuvant", "extent": "localized"}, set()),
    ("alpelisib + fulvestrant", ["IDC", "PIK3CA H1047R", "ER positive", "HER2 negative"], {"had": ("letrozole+palbociclib",)}, {"FDA"}),
]  # fmt: skip
INTESTINE = [
    ("pembrolizumab", ["COAD", "MSI-H"], {"had": ()}, {"FDA", "EMA"}),
    ("pembrolizumab", ["COAD", "MSI-H"], BRAF_WILD, {"FDA", "EMA", "NMPA"}),
    ("pembrolizumab", ["COAD", "MSI-H", "BRAF V600E"], BRAF_WILD, {"FDA", "EMA"}),
    ("pembrolizumab", ["COAD", "MSI-H"], {"had": ("irinotecan",), "extent": "unresectable"}, {"FDA"}),
    ("ipilimumab + nivolumab", ["COAD", "MSI-H"], {"had": (), "age": 15}, {"FDA"}),
    ("ipilimumab + nivolumab", ["COAD", "MSI-H"], {"had": ()}, {"FDA", "EMA"}),
]
OTHER = [
    ("erdafitinib", ["BLCA", "FGFR3 S249C"], {"had": ("pembrolizumab",)}, {"FDA", "EMA"}),
    ("erdafitinib", ["BLCA", "FGFR3 S249C"], {"had": ("cisplatin",), "answers": ("not a candidate for a PD-1 or PD-L1 inhibitor",)}, {"FDA"}),
    ("enfortumab vedotin + pembrolizumab", ["BLCA"], {"had": ()}, {"FDA", "NMPA"}),
    ("enfortumab vedotin + pembrolizumab", ["BLCA"], {"had": (), "answers": ("a candidate for platinum chemotherapy",)}, {"FDA", "EMA", "NMPA"}),
    ("abiraterone + olaparib", ["PRAD", "gBRCA2"], {"sex": "male", "states": ("castration_resistant",)}, {"FDA"}),
    ("abiraterone + olaparib", ["PRAD", "gBRCA2"], {"sex": "male", "states": ("castration_resistant",), "answers": ("chemotherapy is not clinically indicated",)}, {"FDA", "EMA"}),
    ("binimetinib + encorafenib", ["SKCM", "BRAF V600E"], {"age": 15}, set()),
    ("vemurafenib", ["SKCM", "BRAF V600E"], {}, {"FDA", "EMA", "NMPA"}),
    ("vemurafenib", ["SKCM", "BRAF V600K"], {}, {"EMA", "NMPA"}),
    ("dabrafenib", ["SKCM", "BRAF V600E"], {}, {"FDA", "EMA"}),
    ("dabrafenib", ["SKCM", "BRAF V600K"], {}, {"EMA"}),
    ("trametinib", ["SKCM", "BRAF V600K"], {"had": ()}, {"FDA", "EMA"}),
    ("trametinib", ["SKCM", "BRAF V600R"], {"had": ()}, {"EMA"}),
    ("dabrafenib + trametinib", ["SKCM", "BRAF V600K"], {}, {"FDA", "EMA", "NMPA"}),
    ("dabrafenib + trametinib", ["SKCM", "BRAF V600R"], {}, {"EMA", "NMPA"}),
    ("cobimetinib + vemurafenib", ["SKCM", "BRAF V600K"], {}, {"FDA", "EMA"}),
    ("cobimetinib + vemurafenib", ["SKCM", "BRAF V600R"], {}, {"EMA"}),
    ("binimetinib + encorafenib", ["SKCM", "BRAF V600K"], {}, {"FDA", "EMA"}),
    ("binimetinib + encorafenib", ["SKCM", "BRAF V600R"], {}, {"EMA"}),
    ("dabrafenib + trametinib", ["SKCM", "BRAF V600K"], {"setting": "adjuvant", "extent": "localized", "stage": "III"}, {"FDA", "EMA", "NMPA"}),
    ("dabrafenib + trametinib", ["SKCM", "BRAF V600R"], {"setting": "adjuvant", "extent": "localized", "stage": "III"}, {"EMA", "NMPA"}),
    ("dabrafenib + trametinib", ["SKCM", "BRAF K601E"], {}, set()),
    ("dabrafenib + trametinib", ["LUAD", "BRAF V600E"], {}, {"FDA", "EMA", "NMPA"}),
    ("dabrafenib + trametinib", ["LUAD", "BRAF V600K"], {}, {"EMA"}),
    ("nivolumab + relatlimab", ["SKCM", "PD-L1 TC 5 SP263"], {"had": ()}, {"FDA"}),
    ("nivolumab + relatlimab", ["SKCM", "PD-L1 TC 0 SP263"], {"had": ()}, {"FDA", "EMA"}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("regimen", "profile", "facts", "granted"),
    [*LUNG, *BREAST, *INTESTINE, *OTHER],
    ids=lambda v: str(sorted(v) if isinstance(v, set) else v)[:40],  # a set is told in another order by each worker
)
def test_each_agency_grants_what_its_own_label_says(
    regimen: str, profile: list[str], facts: dict[str, Any], granted: set[str]
) -> None:
    assert agencies(regimen, *profile, **facts) == granted


NEW = [
    ("zongertinib", ["LUAD", "ERBB2 Y772_A775dup 20"], {"had": ()}, date(2026, 2, 26)),
    ("vepdegestrant", ["IDC", "ESR1 D538G", "ER positive", "HER2 negative"], {"had": ("letrozole",)}, date(2026, 5, 1)),
    ("pembrolizumab + sacituzumab govitecan", ["IDC", "ER negative", "PR negative", "HER2 negative", "PD-L1 CPS 12 22C3"], {"had": ()}, date(2026, 6, 24)),
    ("trastuzumab deruxtecan", ["IDC", "HER2 positive"], {"setting": "neoadjuvant", "extent": "localized", "stage": "II"}, date(2026, 5, 15)),
]  # fmt: skip


@pytest.mark.parametrize(("regimen", "profile", "facts", "since"), NEW, ids=lambda v: str(v)[:40])
def test_a_label_of_2026_counts_from_its_day(
    regimen: str, profile: list[str], facts: dict[str, Any], since: date
) -> None:
    before = date.fromordinal(since.toordinal() - 1)
    assert agencies(regimen, *profile, on=before, **facts) == set()
    assert agencies(regimen, *profile, on=since, **facts) == {"FDA"}


def test_braf_v600e_is_resistance_to_every_egfr_antibody_without_a_braf_inhibitor() -> None:
    found = regimens(case("COAD", "BRAF V600E"), "resistance")
    assert {"cetuximab", "panitumumab", "cetuximab + irinotecan"} <= found
    assert "cetuximab + encorafenib" not in found
