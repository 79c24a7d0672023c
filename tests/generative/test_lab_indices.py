"""An index of several laboratory values against a second, plain way to compute it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tumorboard import vocab
from tumorboard.criteria.leaves.lab_index_between import LabIndexBetween
from tumorboard.model.case import Case, LabValue
from tumorboard.model.context import Context
from tumorboard.model.verdict import Verdict
from tumorboard.testing.short_case import ON, day_before

CONTEXT = Context(ON, vocab.load())
UNITS = {"10*9/L": 1.0, "/uL": 0.001}


@st.composite
def values(draw: st.DrawFn) -> tuple[LabValue, ...]:
    found = []
    for n in range(draw(st.integers(0, 6))):
        unit = draw(st.sampled_from(sorted(UNITS)))
        number = draw(st.sampled_from([0.0, 0.5, 1.0, 2.0, 4.0, 6.0]))
        found.append(
            LabValue(
                id=f"l{n}",
                analyte=draw(st.sampled_from(["neutrophils", "lymphocytes"])),
                value=number / UNITS[unit],
                unit=unit,
                comparator=draw(st.sampled_from(["", "", "", "<"])),
                date=draw(st.sampled_from([None, day_before(0), day_before(3), day_before(89), day_before(91)])),
            )
        )
    return tuple(found)


def plainly(labs: tuple[LabValue, ...], most: float) -> Verdict:
    """The ratio on the newest day of the last ninety on which both were counted."""
    for back in range(91):
        day = day_before(back)
        counts: dict[str, list[float]] = {"neutrophils": [], "lymphocytes": []}
        for lab in labs:
            if lab.date == day and not lab.comparator and lab.value:
                counts[lab.analyte].append(lab.value * UNITS[lab.unit])
        ratios = {n / below <= most + 1e-9 for n in counts["neutrophils"] for below in counts["lymphocytes"]}
        if ratios:
            return Verdict.UNKNOWN if len(ratios) > 1 else Verdict.MET if True in ratios else Verdict.NOT_MET
    return Verdict.UNKNOWN


@settings(max_examples=600, deadline=None, derandomize=True)
@given(values(), st.sampled_from([1.0, 2.0, 4.0, 5.0]))
def test_the_ratio_of_the_newest_day_decides(labs: tuple[LabValue, ...], most: float) -> None:
    asked = LabIndexBetween("NLR", max=most)
    assert asked.check(Case(id="x", labs=labs), CONTEXT).verdict is plainly(labs, most)
