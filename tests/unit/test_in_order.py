"""Which cases become equal for questions about alterations, and which days stay as they are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tumorboard.criteria.in_order import in_order
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.dates import PartialDate
from tumorboard.testing.short_case import ON, short_case
from tumorboard.vocab import load

CONTEXT = Context(ON, load())
LINE = "LUAD; tested; EGFR L858R; had osimertinib progression began 90 ended 21"


def case(sampled: str, begun: str, purity: float = 0.5) -> Case:
    found = short_case(LINE)
    (specimen,), (assay,), (course,) = found.specimens, found.assays, found.courses
    return replace(
        found, specimens=(replace(specimen, collected=PartialDate.parse(sampled), purity=purity),), assays=(replace(assay, date=None),),
        courses=(replace(course, start=PartialDate.parse(begun), stop=None),),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        (("2024-01-05", "2024-02-01"), ("2021-06-30", "2023-02-28"), True),  # sampled, then treated
        (("2024-01-05", "2024-02-01"), ("2024-02-01", "2024-01-05"), False),  # treated, then sampled
        (("2024-01-05", "2024-01-05"), ("2021-06-30", "2021-06-30"), True),  # on one day
        (("2024-01-05", "2024-01-05"), ("2024-01-05", "2024-01-06"), False),
        (("2024-01", "2024-02"), ("2024-01-05", "2024-02-01"), True),  # months of which one is certainly the earlier
        (("2024", "2024-02"), ("2023", "2024-02"), False),  # a year that may be before or after
        (("2024-01-05", "2024-02-01", 0.31), ("2024-01-05", "2024-02-01", 0.72), True),  # both reach every threshold
        (("2024-01-05", "2024-02-01", 0.01), ("2024-01-05", "2024-02-01", 0.72), False),
    ],
)
def test_cases_are_equal_where_order_and_thresholds_are(
    one: tuple[str, str, float], other: tuple[str, str, float], equal: bool
) -> None:
    assert (in_order(case(*one), CONTEXT) == in_order(case(*other), CONTEXT)) is equal


def test_a_day_after_the_assessment_and_days_that_overlap_stay() -> None:
    for days in (("2024-01-05", "2031-01-01"), ("2024", "2024-02-01")):
        given = case(*days)
        assert in_order(given, CONTEXT).courses == given.courses
        assert in_order(given, CONTEXT).specimens[0].collected == given.specimens[0].collected


def test_what_was_found_stays() -> None:
    given = case("2024-01-05", "2024-02-01")
    found = in_order(given, CONTEXT)
    assert (found.variants, found.findings, found.diagnosis, found.patient) == (
        given.variants, given.findings, given.diagnosis, given.patient,
    )  # fmt: skip
    assert [c.agents for c in found.courses] == [("osimertinib",)]
