"""The FUSCC staining tree: all 16 combinations, missing markers, cut-offs, contradictions.

Acceptance test 8 of the reference: 8 combinations are LAR, 4 IM, 2 BLIS, 1 MES, 1 unclassified.
"""

from __future__ import annotations

from collections import Counter
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.interpret_support import case, context

from tumorboard.interpret.biomarkers import biomarkers
from tumorboard.interpret.expression.fuscc_ihc import SUBTYPES, walk
from tumorboard.model.biomarker import Biomarker
from tumorboard.model.findings import Finding

MARKERS = ("AR", "CD8", "FOXC1", "DCLK1")

# AR CD8 FOXC1 DCLK1: as the reference draws the tree
SIXTEEN = """
++++ lar
+++- lar
++-+ lar
++-- lar
+-++ lar
+-+- lar
+--+ lar
+--- lar
-+++ im
-++- im
-+-+ im
-+-- im
--++ blis
--+- blis
---+ mes
---- unclassified
"""
ROWS = [line.split() for line in SIXTEEN.strip().splitlines()]


def negative(*more: Biomarker, **policy: float) -> Finding:
    tumor = case(
        Biomarker(marker="ER", method="ihc", value=0, unit="percent"),
        Biomarker(marker="PR", method="ihc", value=0, unit="percent"),
        Biomarker(marker="HER2", method="ihc", value=0, scale="ihc_score"),
        *more,
        disease="IDC",
    )
    return biomarkers(tumor, context(thresholds=policy))["fuscc_subtype"]


@pytest.mark.parametrize(("calls", "subtype"), ROWS)
def test_all_16_combinations_of_the_markers(calls: str, subtype: str) -> None:
    called = dict(zip(MARKERS, (c == "+" for c in calls), strict=True))
    assert walk(called).subtype == subtype
    stained = [Biomarker(marker=m, method="ihc", state="positive" if up else "negative") for m, up in called.items()]
    assert negative(*stained).state == subtype


def test_the_16_are_8_4_2_1_and_1() -> None:
    found = Counter(walk(dict(zip(MARKERS, c, strict=True))).subtype for c in product((True, False), repeat=4))
    assert found == {"lar": 8, "im": 4, "blis": 2, "mes": 1, "unclassified": 1}


@pytest.mark.parametrize(
    ("called", "needs", "possible"),
    [
        ({}, ("AR", "CD8", "FOXC1", "DCLK1"), SUBTYPES),
        ({"CD8": True}, ("AR",), ("lar", "im")),
        ({"AR": False}, ("CD8", "FOXC1", "DCLK1"), ("im", "blis", "mes", "unclassified")),
        ({"AR": False, "CD8": False, "DCLK1": True}, ("FOXC1",), ("blis", "mes")),
        ({"AR": False, "CD8": False, "FOXC1": False}, ("DCLK1",), ("mes", "unclassified")),
    ],
)
def test_a_missing_marker_is_no_negative_one(
    called: dict[str, bool], needs: tuple[str, ...], possible: tuple[str, ...]
) -> None:
    found = walk(called)
    assert (found.subtype, found.needs, found.possible) == ("", needs, possible)


@given(st.dictionaries(st.sampled_from(MARKERS), st.booleans()), st.sampled_from(MARKERS), st.booleans())
def test_learning_a_marker_never_flips_a_settled_subtype(known: dict[str, bool], marker: str, call: bool) -> None:
    before = walk(known)
    after = walk({marker: call, **known})
    assert before.subtype in {"", after.subtype}
    assert before.subtype or (after.subtype or set(after.possible) <= set(before.possible))


# marker, percent, what the tree makes of it: AR 10 and CD8 10 are the shipped cut-offs
@pytest.mark.parametrize(("ar", "cd8", "state"), [(10, 50, "lar"), (9, 10, "im"), (9, 9, ""), (0, 0, "")])
def test_percentages_are_held_to_the_dated_cut_offs(ar: float, cd8: float, state: str) -> None:
    found = negative(
        Biomarker(marker="AR", method="ihc", value=ar, unit="percent"),
        Biomarker(marker="CD8", method="ihc", value=cd8, unit="percent"),
    )
    assert found.state == state
    if state:
        assert found.reason is not None and "AR >= 10 %" in str(found.reason.param("cutoffs"))
    else:
        assert found.missing == ("biomarker.FOXC1", "biomarker.DCLK1")


def test_foxc1_in_percent_needs_a_call_or_the_cut_off_of_the_site() -> None:
    low = [Biomarker(marker=m, method="ihc", value=1, unit="percent") for m in ("AR", "CD8")]
    foxc1 = Biomarker(marker="FOXC1", method="ihc", value=40, unit="percent")
    assert negative(*low, foxc1).missing == ("biomarker.FOXC1:call", "biomarker.DCLK1")
    assert negative(*low, foxc1, fuscc_ihc_foxc1=10.0).state == "blis"
    assert negative(*low, foxc1, fuscc_ihc_foxc1=50.0).missing == ("biomarker.DCLK1",)
    none = Biomarker(marker="FOXC1", method="ihc", value=0, unit="percent")
    assert negative(*low, none).missing == ("biomarker.DCLK1",)  # no cell is below any cut-off


def test_a_site_may_replace_a_cut_off() -> None:
    cd8 = Biomarker(marker="CD8", method="ihc", value=15, unit="percent")
    ar = Biomarker(marker="AR", method="ihc", state="negative")
    assert negative(ar, cd8).state == "im"
    assert negative(ar, cd8, fuscc_ihc_cd8=20.0).state == ""


def test_a_triple_negative_cancer_without_stainings_says_what_is_needed() -> None:
    found = negative()
    assert found.state == ""
    assert found.missing == tuple(f"biomarker.{m}" for m in MARKERS)


def test_a_reported_subtype_counts_and_one_that_contradicts_the_stainings_is_not_chosen() -> None:
    reported = Biomarker(marker="FUSCC_SUBTYPE", method="rna", state="blis")
    assert (negative(reported).state, negative(reported).method) == ("blis", "rna")
    ar = Biomarker(marker="AR", method="ihc", state="positive")
    both = negative(reported, ar)
    assert (both.state, both.needs_review, both.missing) == ("", True, ("biomarker.FUSCC_SUBTYPE",))
    assert negative(Biomarker(marker="FUSCC_SUBTYPE", method="rna", state="lar"), ar).state == "lar"


def test_the_subtype_is_one_of_triple_negative_breast_cancer_only() -> None:
    ar = Biomarker(marker="AR", method="ihc", state="positive")
    cd8 = Biomarker(marker="CD8", method="ihc", state="positive")
    er = Biomarker(marker="ER", method="ihc", state="positive")
    found = biomarkers(case(ar, cd8, er, disease="IDC"), context())
    assert found["fuscc_subtype"].state == ""
    assert found["fuscc_subtype"].reason is not None
    assert found["fuscc_subtype"].reason.code == "fuscc.not_triple_negative"
    unknown = biomarkers(case(ar, cd8, disease="IDC"), context())["fuscc_subtype"]
    assert unknown.missing == ("biomarker.ER", "biomarker.PR", "biomarker.HER2")
    assert "fuscc_subtype" not in biomarkers(case(ar, cd8, disease="LUAD"), context())
