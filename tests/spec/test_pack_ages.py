"""Ages: a label counts for nobody younger than its text, or its pediatric section, allows."""

from __future__ import annotations

from typing import Any

import pytest
from tests.pack_support import statements
from tests.spec.test_pack_by_agency import agencies

CML = {"states": ("newly_diagnosed", "chronic_phase")}
MTC: dict[str, Any] = {"answers": ("symptomatic or progressive disease", "aggressive and symptomatic disease")}
HODGKIN: dict[str, Any] = {"states": ("relapsed_refractory",), "had": ("doxorubicin", "brentuximab vedotin")}
NO_TRANSPLANT = {**HODGKIN, "answers": ("not a candidate for autologous transplantation",)}
APL = {"states": ("relapsed_refractory",)}
NTRK: dict[str, Any] = {"answers": ("no satisfactory alternative treatment",), "had": ()}
CHILDREN = [
    # regimen, patient, facts, age, agencies whose label counts
    ("erlotinib", ["LUAD", "EGFR L858R"], {"had": ()}, 9, set()),
    ("gefitinib", ["LUAD", "EGFR L858R"], {"had": ()}, 17, set()),
    ("gefitinib", ["LUAD", "EGFR L858R"], {"had": ()}, 18, {"FDA", "EMA", "NMPA"}),
    ("afatinib", ["LUAD", "EGFR G719A"], {"had": ()}, 9, set()),
    ("dacomitinib", ["LUAD", "EGFR L858R"], {"had": ()}, 9, set()),
    ("erlotinib + ramucirumab", ["LUAD", "EGFR L858R"], {"had": ()}, 9, set()),
    ("imatinib", ["GIST"], {"extent": "metastatic"}, 9, set()),
    ("bosutinib", ["CML", "BCR::ABL1"], CML, 0, set()),
    ("bosutinib", ["CML", "BCR::ABL1"], CML, 3, {"FDA"}),
    ("bosutinib", ["CML", "BCR::ABL1"], CML, 9, {"FDA", "EMA"}),
    ("bosutinib", ["CML", "BCR::ABL1"], CML, 40, {"FDA", "EMA"}),
    ("vandetanib", ["THME", "RET M918T"], MTC, 9, {"EMA"}),
    ("vandetanib", ["THME", "RET M918T"], MTC, 4, set()),
    ("vandetanib", ["THME", "RET M918T"], MTC, 40, {"FDA", "EMA"}),
    ("pembrolizumab", ["CHL"], NO_TRANSPLANT, 2, {"FDA"}),
    ("pembrolizumab", ["CHL"], NO_TRANSPLANT, 9, {"FDA", "EMA"}),
    ("pembrolizumab", ["CHL"], HODGKIN, 40, {"FDA"}),
    ("arsenic trioxide", ["APLPMLRARA", "PML::RARA"], APL, 9, {"FDA", "NMPA"}),
    ("arsenic trioxide", ["APLPMLRARA", "PML::RARA"], APL, 40, {"FDA", "EMA", "NMPA"}),
]  # fmt: skip
ANY_AGE = {
    "TB.ALL.CD19.001", "TB.ALL.CD19.002", "TB.ALL.CD19.003", "TB.AML.CD33.001",  # from one month, for FDA
    "TB.APL.RARA.002", "TB.CML.ABL1.001", "TB.COADREAD.MSI.001", "TB.SOLID.MSI.001", "TB.SOLID.TMB.001",
    "TB.SOLID.NTRK.001", "TB.SOLID.NTRK.002", "TB.SOLID.NTRK.004",
}  # fmt: skip


@pytest.mark.parametrize(
    ("regimen", "profile", "facts", "age", "granted"),
    CHILDREN,
    ids=lambda v: str(sorted(v) if isinstance(v, set) else v)[:30],
)
def test_a_label_counts_from_its_own_age(
    regimen: str, profile: list[str], facts: dict[str, Any], age: int, granted: set[str]
) -> None:
    assert agencies(regimen, *profile, age=age, **facts) == granted


def test_entrectinib_counts_for_a_child_where_its_agency_says_so() -> None:
    found = {}
    for s in statements():
        if s.therapy == ("entrectinib",) and s.tumor_agnostic and s.kind == "label":
            ages = str(s.context)
            found |= {
                a.agency: "min=12" in ages
                for a in s.approvals
                if a.status in {"accelerated", "conditional", "approved"}
            }
    assert found == {"FDA": False, "EMA": True, "NMPA": True}


def test_every_other_label_names_an_age() -> None:
    """A new label without an age is looked at before it is listed here."""
    without = {s.id for s in statements() if s.kind == "label" and "AgeBetween" not in repr((s.context, s.biomarker))}
    assert without == ANY_AGE
