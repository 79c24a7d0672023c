"""What is claimed of blood cancers is no option for a solid tumor, and the other way, unless the label is tumor-agnostic.

Source: OncoKB's rule of propagation (LevelUtils.java, oncokb/oncokb): only solid to solid, in a lower level.
"""

from __future__ import annotations

import pytest
from tests.evidence_support import approved, case, look, names, statement

BRAF = 'ProteinChangeIn("BRAF", ["V600E"])'
CLL, MELANOMA = 'DiagnosisIn(["CLLSLL"])', 'DiagnosisIn(["MEL"])'
EITHER = 'DiagnosisIn(["MEL"]) or DiagnosisIn(["CLLSLL"])'


@pytest.mark.parametrize(
    ("patient", "claimed", "kept"),
    [
        ("COAD", MELANOMA, True),
        ("COAD", CLL, False),
        ("AML", CLL, True),
        ("AML", MELANOMA, False),
        ("COAD", EITHER, True),
        ("AML", EITHER, True),
        ("COAD", f"{CLL} and not {MELANOMA}", False),
    ],
    ids=lambda v: str(v)[:40],
)
def test_off_label_evidence_stays_with_its_kind_of_tumor(patient: str, claimed: str, kept: bool) -> None:
    drug = statement("T.1", "dabrafenib", BRAF, disease=claimed, genes=("BRAF",), approvals=approved("FDA"))
    found = look(case(patient, "BRAF V600E"), drug)
    assert names(found.options) == (["dabrafenib"] if kept else [])
    if not kept:
        assert [r.code for r in found.rejected[0].against] == ["evidence.other_kind_of_tumor"]


def test_a_tumor_agnostic_label_is_bound_by_its_own_criterion_only() -> None:
    drug = statement(
        "T.1", "dabrafenib", BRAF, disease="Always()", genes=("BRAF",), approvals=approved("FDA"), tumor_agnostic=True
    )
    assert names(look(case("AML", "BRAF V600E"), drug).options) == ["dabrafenib"]
