"""Diagnostic and prognostic findings in solid tumors: what defines an entity, what tells an outcome, and where neither is said."""

from __future__ import annotations

import pytest
from tests.pack_support import case, context

from tumorboard.board.assess import assess_case
from tumorboard.criteria.leaves import LEAVES
from tumorboard.knowledge import pack_loader
from tumorboard.model.verdict import Verdict

# (recorded tumor, findings, facts, what is told: predicate, relation, diseases)
TOLD = [
    ("SOFT_TISSUE", ["SS18::SSX1"], {}, ["diagnostic unknown_tumor SYNS"]),
    ("SYNS", ["SS18::SSX2"], {}, ["diagnostic same_tumor SYNS"]),
    ("BONE", ["EWSR1::FLI1"], {}, ["diagnostic unknown_tumor ES"]),
    ("MFH", ["EWSR1::WT1"], {}, ["diagnostic other_tumor DSRCT"]),
    ("LUAD", ["EWSR1::FLI1"], {}, []),
    ("ERMS", ["PAX3::FOXO1"], {}, ["diagnostic other_tumor ARMS", "prognostic_worse same_tumor RMS"]),
    ("LIPO", ["MDM2 amplification"], {}, ["diagnostic unknown_tumor DDLS+WDLS"]),
    ("GCTB", ["H3-3A G35W"], {}, ["diagnostic same_tumor GCTB"]),
    ("HCC", ["DNAJB1::PRKACA"], {}, ["diagnostic other_tumor FLC"]),
    ("SACA", ["ETV6::NTRK3"], {}, ["diagnostic unknown_tumor HNMASC"]),
    ("GRCT", ["FOXL2 C134W"], {}, ["diagnostic same_tumor GRCT"]),
    ("DIFG", ["IDH1 R132H", "CODEL_1P19Q codeleted"], {}, ["diagnostic unknown_tumor ODG"]),
    ("PAST", ["KIAA1549::BRAF"], {}, ["diagnostic same_tumor PAST"]),
    ("ADIFG", ["IDH1 R132H", "CODEL_1P19Q intact"], {}, ["diagnostic unknown_tumor ASTR", "prognostic_better same_tumor ADIFG+GNOS+HGGNOS"]),
    ("ADIFG", ["EGFR amplification"], {"tested": True}, ["diagnostic unknown_tumor GB"]),
    ("ADIFG", ["EGFR amplification"], {}, []),
    ("GB", ["MGMT methylated"], {}, ["prognostic_better same_tumor GB"]),
    ("DIFG", ["H3-3A K28M"], {}, ["prognostic_worse same_tumor DIFG"]),
    ("COAD", ["BRAF V600E"], {"extent": "metastatic"}, ["prognostic_worse same_tumor COADREAD"]),
    ("COAD", ["BRAF V600E"], {"extent": "localized"}, []),
    ("SKCM", ["BRAF V600E"], {}, []),
    ("COAD", ["MSI-H"], {"stage": "II"}, ["prognostic_better same_tumor COADREAD"]),
    ("COAD", ["MSI-H"], {"stage": "IV"}, []),
    ("UCEC", ["POLE P286R"], {}, ["prognostic_better same_tumor UCEC"]),
    ("UCEC", ["TP53 loss", "MMR proficient"], {"tested": True}, ["prognostic_worse same_tumor UCEC"]),
    ("UCEC", ["TP53 loss", "POLE P286R", "MMR proficient"], {"tested": True}, ["prognostic_better same_tumor UCEC"]),
    ("NBL", ["MYCN amplification"], {}, ["prognostic_worse same_tumor NBL"]),
    ("OPHSC", ["HPV positive"], {}, ["prognostic_better same_tumor OPHSC"]),
    ("OCSC", ["HPV positive"], {}, []),
]  # fmt: skip


@pytest.mark.parametrize(("disease", "findings", "facts", "expected"), TOLD, ids=lambda v: str(v)[:40])
def test_a_finding_is_told_where_it_means_something(
    disease: str, findings: list[str], facts: dict[str, object], expected: list[str]
) -> None:
    profile = case(disease, *findings, **facts)  # type: ignore[arg-type]
    result = assess_case(profile, pack_loader.load(LEAVES), context())
    told = [
        f"{m.predicate} {m.relation} {'+'.join(d.code for d in m.diseases)}"
        for m in result.markers
        if m.verdict is Verdict.MET
    ]
    assert sorted(told) == expected
    assert not {m.statement for m in result.markers} & {
        s.statement for o in (*result.options, *result.rejected, *result.resistance) for s in o.matches
    }


def test_every_disease_of_a_marker_has_a_name() -> None:
    found = assess_case(case("DIFG", "H3-3A K28M"), pack_loader.load(LEAVES), context()).markers
    assert all(d.name for m in found for d in m.diseases)
