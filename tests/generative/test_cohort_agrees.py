"""Two engines, one meaning: every row that `assess_cohort` gives a patient is the row that `assess_case` gives him."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from functools import cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tumorboard import vocab
from tumorboard.board.assess import assess_case
from tumorboard.board.assess_cohort import assess_cohort, cohort_of
from tumorboard.board.therapy_table import of_assessment
from tumorboard.criteria.leaves import LEAVES
from tumorboard.criteria.text import parse
from tumorboard.model.alteration import GenomicPosition, Origin, Variant
from tumorboard.model.context import Context
from tumorboard.model.dates import PartialDate
from tumorboard.model.knowledge import Holds, Knowledge
from tumorboard.model.policy import Policy
from tumorboard.model.specimen import Assay
from tumorboard.model.statement import Statement
from tumorboard.testing import statement_strategies as t
from tumorboard.testing.short_case import short_case

many = settings(
    max_examples=int(os.environ.get("TUMORBOARD_EXAMPLES", "50")),
    derandomize=True,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


ON = date(2026, 6, 1)
LATE = (Assay(id="late", kinds=frozenset({"variant"}), date=PartialDate(2030, 1, 1)),)
EGFR = Statement(
    id="egfr",
    kind="item",
    predicate="sensitivity",
    therapy=("osimertinib",),
    biomarker=parse('ProteinChangeIn("EGFR", ["L858R"])', LEAVES),
    disease=parse('DiagnosisIn(["LUAD"])', LEAVES),
    context=parse("Always()", LEAVES),
    source="test",
    release="2026-01-01",
    genes=("EGFR",),
)


@cache
def context(*asked: str) -> Context:
    return Context(ON, vocab.load(), Policy(jurisdictions=asked))


class Shelf:
    """Statements that are looked up by gene, as those of a larger library are."""

    def __init__(self, statements: tuple[Statement, ...]) -> None:
        self.statements = statements

    def concerning(self, keys: frozenset[str], holds: Holds) -> tuple[Statement, ...]:
        return tuple(s for s in self.statements if keys & set(s.genes))

    def all(self) -> tuple[Statement, ...]:
        return self.statements


def as_read(variant: Variant, n: int) -> Variant:
    """The variant told in words, or read from a file with or without its population frequency and its origin."""
    if n % 2 == 0:
        return variant
    place = GenomicPosition("GRCh38", "7", 100 + n, 101 + n, "A", "C")
    origin = Origin.UNKNOWN if n % 3 else variant.origin
    return replace(variant, position=place, origin=origin, population_af=0.0 if n % 5 == 0 else None, vaf=0.1 * (n % 9))


@many
@given(
    st.lists(t.raw_families(), min_size=1, max_size=4),
    st.lists(st.integers(0, 3), max_size=4),
    t.bases(),
    st.integers(0, 3),
    st.sampled_from([(), ("FDA",), ("EMA", "NMPA")]),
    st.booleans(),
)
def test_a_patient_has_the_same_rows_alone_and_among_others(
    families: list[dict[str, dict[str, object]]], again: list[int], base: tuple[Statement, ...], shelved: int,
    asked: tuple[str, ...], rejected: bool,
) -> None:  # fmt: skip
    drawn = [t.raw_case(f) for f in families]
    different = [
        replace(c, variants=tuple(as_read(v, n + k) for k, v in enumerate(c.variants))) for n, c in enumerate(drawn)
    ]
    cases = [
        replace(c, id=f"p{n}") for n, c in enumerate([*different, *(different[n % len(different)] for n in again)])
    ]
    knowledge = Knowledge(statements=base[shelved:], libraries=(Shelf(base[:shelved]),))
    table = assess_cohort(cohort_of(cases, ON), knowledge, context(*asked), rejected=rejected)
    for case in cases:
        alone = of_assessment(assess_case(case, knowledge, context(*asked)), rejected=rejected)
        among = table.filter(patient=case.id)
        assert among.rows(named=True) == alone.rows(named=True)


def test_a_claim_of_another_tumor_for_another_setting_is_rejected_by_either_engine() -> None:
    other = replace(EGFR, context=parse('SettingIn(["metastatic"])', LEAVES))
    for told, kept in (("setting adjuvant", False), ("setting maintenance", True)):
        case = short_case(f"IDC; {told}; tested; EGFR L858R")
        alone = of_assessment(assess_case(case, Knowledge(statements=(other,)), context()), rejected=True)
        among = assess_cohort(cohort_of([case], ON), Knowledge(statements=(other,)), context(), rejected=True)
        assert among.rows(named=True) == alone.rows(named=True)
        assert [row["kept"] for row in alone.rows(named=True)] == [kept]


def test_what_came_to_light_after_the_date_has_no_row_in_either_engine() -> None:
    case = short_case("LUAD; EGFR L858R")
    later = replace(case, assays=tuple(replace(a, date=PartialDate(2030, 1, 1)) for a in case.assays) or LATE)
    variants = tuple(replace(v, assay=later.assays[0].id) for v in later.variants)
    later = replace(later, id="later", variants=variants)
    knowledge = Knowledge(statements=(EGFR,))
    table = assess_cohort(cohort_of([replace(case, id="now"), later], ON), knowledge, context())
    assert table["patient"].to_list() == ["now"]
    assert of_assessment(assess_case(later, knowledge, context())).height == 0
