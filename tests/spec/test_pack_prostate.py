"""Prostate cancer: which regimens of the starter pack a profile meets, and which it must not."""

from __future__ import annotations

from typing import Any

import pytest
from tests.pack_support import biomarker_verdict, case, check, regimens

from tumorboard.model.verdict import Verdict

FIRST: dict[str, Any] = {"sex": "male", "states": ("castration_resistant",), "had": ()}
AFTER: dict[str, Any] = {"sex": "male", "states": ("castration_resistant",), "had": ("enzalutamide",)}
LATE: dict[str, Any] = {"sex": "male", "states": ("castration_resistant",), "had": ("abiraterone", "docetaxel")}
SENSITIVE: dict[str, Any] = {"sex": "male", "states": ("castration_sensitive",), "had": ()}
COMBINED = ["abiraterone + olaparib", "abiraterone + niraparib", "enzalutamide + talazoparib"]
PROFILES = [
    ("PRAD", ["gBRCA2"], FIRST, COMBINED, ["olaparib", "rucaparib"]),
    ("PRAD", ["BRCA2 loss"], AFTER, ["olaparib", "rucaparib", *COMBINED], []),
    ("PRAD", ["ATM loss"], FIRST, ["enzalutamide + talazoparib"], ["abiraterone + niraparib", "abiraterone + olaparib"]),
    ("PRAD", ["ATM loss"], AFTER, ["olaparib"], ["rucaparib"]),
    ("PRAD", ["FANCA loss"], AFTER, ["enzalutamide + talazoparib"], ["olaparib"]),
    ("PRAD", ["BRCA2 loss"], SENSITIVE, ["abiraterone + niraparib"], ["olaparib", "enzalutamide + talazoparib"]),
    ("PRAD", ["BRCA1 loss"], SENSITIVE, [], ["abiraterone + niraparib"]),
    ("PRAD", ["PTEN_IHC lost"], SENSITIVE, ["abiraterone + capivasertib"], []),
    ("PRAD", ["PTEN_IHC lost"], FIRST, [], ["abiraterone + capivasertib"]),
    ("PRAD", ["PSMA positive"], LATE, ["lutetium vipivotide tetraxetan"], ["olaparib"]),
    ("PRAD", ["PSMA negative"], LATE, [], ["lutetium vipivotide tetraxetan"]),
    ("PRAD", ["MSI-H"], LATE, ["pembrolizumab"], ["olaparib"]),
]  # fmt: skip


@pytest.mark.parametrize(("disease", "findings", "facts", "expected", "never"), PROFILES, ids=lambda v: str(v)[:40])
def test_a_profile_meets_its_regimens(
    disease: str, findings: list[str], facts: dict[str, Any], expected: list[str], never: list[str]
) -> None:
    check(disease, findings, facts, expected, never)


def test_a_gene_of_another_repair_pathway_meets_no_parp_inhibitor() -> None:
    assert not [r for r in regimens(case("PRAD", "PTEN loss", "TP53 loss", **AFTER)) if "parib" in r]


def test_loss_of_ppp2r2a_speaks_against_olaparib_only_where_brca_is_intact() -> None:
    row = "TB.PRAD.PPP2R2A.020"
    assert biomarker_verdict(row, case("PRAD", "PPP2R2A loss", tested=True)) is Verdict.UNKNOWN  # no germline test
    assert biomarker_verdict(row, case("PRAD", "PPP2R2A loss", "BRCA2 loss")) is Verdict.NOT_MET
