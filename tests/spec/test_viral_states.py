"""Hepatitis B and C and HIV: the decision tables, and that no further test ever turns a settled answer.

Tables: Terrault 2018, Hepatology 67:1560; Hwang 2020, J Clin Oncol 38:3698; Ghany 2020, Hepatology 71:686.
"""

from __future__ import annotations

import itertools

import pytest
from tests.evidence_support import context

from tumorboard.criteria import viral
from tumorboard.testing.short_case import short_case

# HBsAg, anti-HBc, HBV DNA against 500 IU/mL, treatment -> what may be (n never, r resolved, c controlled, a active).
HEPATITIS_B = """\
negative  negative  -      -    n
negative  negative  above  -    n
negative  positive  below  -    r
negative  positive  above  -    a
negative  positive  -      -    ra
negative  -         -      -    nra
negative  -         below  -    nr
negative  -         above  -    na
positive  -         below  yes  c
positive  negative  below  yes  c
positive  -         below  no   a
positive  -         below  -    ca
positive  -         above  yes  a
positive  -         above  no   a
positive  -         -      yes  ca
-         positive  above  -    nrca
-         -         -      -    nrca
"""
WORDS = {"n": "never", "r": "resolved", "c": "controlled", "a": "active"}
LOADS = {"below": "lab HBV_DNA 300 IU/mL", "above": "lab HBV_DNA 900 IU/mL", "-": ""}
TREATED = {"yes": "takes entecavir", "no": "medications complete", "-": ""}


def said(**tests: str) -> str:
    return "; ".join(["age 60", *(f"{name} {state}" for name, state in tests.items() if state != "-")])


def hepatitis_b(surface: str, core: str, load: str, treated: str) -> viral.States:
    line = "; ".join(filter(None, [said(HBSAG=surface, ANTI_HBC=core), LOADS[load], TREATED[treated]]))
    return viral.hepatitis_b(short_case(line), context(), 500, treated=True)


@pytest.mark.parametrize("row", HEPATITIS_B.splitlines())
def test_hepatitis_b_is_read_as_the_table_says(row: str) -> None:
    surface, core, load, treated, states = row.split()
    assert hepatitis_b(surface, core, load, treated).possible == {WORDS[s] for s in states}


def test_no_further_test_of_hepatitis_b_widens_what_may_be() -> None:
    choices = (
        ("-", "negative", "positive"),
        ("-", "negative", "positive"),
        ("-", "below", "above"),
        ("-", "yes", "no"),
    )
    every = list(itertools.product(*choices))
    compared = 0
    for less, more in itertools.product(every, every):
        if less != more and all(a in {"-", b} for a, b in zip(less, more, strict=True)):
            assert hepatitis_b(*more).possible <= hepatitis_b(*less).possible, (less, more)
            compared += 1
    assert compared > 300


def test_what_would_decide_is_named_exactly_where_something_is_open() -> None:
    for told in itertools.product(("-", "negative", "positive"), ("-", "negative", "positive"), LOADS, TREATED):
        found = hepatitis_b(*told)
        assert bool(found.missing) is (len(found.possible) > 1), told


@pytest.mark.parametrize(
    ("antibody", "virus", "states"),
    [
        ("negative", "-", {"never"}),
        ("negative", "negative", {"never"}),
        ("negative", "positive", {"active"}),
        ("positive", "negative", {"cured"}),
        ("positive", "positive", {"active"}),
        ("positive", "-", {"cured", "active"}),
        ("-", "negative", {"never", "cured"}),
        ("-", "positive", {"active"}),
        ("-", "-", {"never", "cured", "active"}),
    ],
)
def test_hepatitis_c_is_read_as_the_table_says(antibody: str, virus: str, states: set[str]) -> None:
    found = viral.hepatitis_c(short_case(said(ANTI_HCV=antibody, HCV_RNA=virus)), context())
    assert found.possible == states
    assert bool(found.missing) is (len(states) > 1)


@pytest.mark.parametrize(
    ("test", "cells", "copies", "states"),
    [
        ("negative", "", "", {"negative"}),
        ("-", "CD4 900 /uL", "HIV_RNA 0 copies/mL", {"negative", "controlled", "not_controlled"}),
        ("positive", "CD4 350 /uL", "HIV_RNA 400 copies/mL", {"controlled"}),
        ("positive", "CD4 349 /uL", "HIV_RNA 400 copies/mL", {"not_controlled"}),
        ("positive", "CD4 350 /uL", "HIV_RNA 401 copies/mL", {"not_controlled"}),
        ("positive", "CD4 349 /uL", "", {"not_controlled"}),
        ("positive", "", "HIV_RNA 401 copies/mL", {"not_controlled"}),
        ("positive", "CD4 350 /uL", "", {"controlled", "not_controlled"}),
        ("positive", "", "HIV_RNA <20 copies/mL", {"controlled", "not_controlled"}),
        ("positive", "CD4 >500 /uL", "HIV_RNA <20 copies/mL", {"controlled"}),
        ("positive", "CD4 >300 /uL", "HIV_RNA <20 copies/mL", {"controlled", "not_controlled"}),
    ],
)
def test_hiv_is_controlled_within_both_limits(test: str, cells: str, copies: str, states: set[str]) -> None:
    line = "; ".join([said(HIV=test), *(f"lab {v}" for v in (cells, copies) if v)])
    found = viral.hiv(short_case(line), context(), 350, 400)
    assert found.possible == states
    assert bool(found.missing) is (len(states) > 1)
