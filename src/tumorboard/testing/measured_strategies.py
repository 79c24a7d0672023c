"""Hypothesis strategies for what is measured of the patient and the tumor: laboratory values, lesions, conditions."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from tumorboard.model.case import Completeness, Condition, LabValue
from tumorboard.model.dates import PartialDate
from tumorboard.model.lesion import Lesion
from tumorboard.model.reproduction import Reproduction

DATES = st.none() | st.builds(PartialDate, st.just(2026) | st.just(2025), st.none() | st.integers(1, 5))
# On both sides of windows of a few weeks before the assessment date of the small world.
SEEN = st.none() | st.builds(PartialDate, st.just(2026), st.sampled_from([4, 5]), st.none() | st.sampled_from([4, 20]))
MAYBE = st.none() | st.booleans()


def completeness(family: str) -> st.SearchStrategy[dict[str, Completeness]]:
    """Nothing said of a family, or that it is complete or partial."""
    return st.sampled_from([{}, {family: Completeness.COMPLETE}, {family: Completeness.PARTIAL}])


@st.composite
def laboratory(draw: st.DrawFn) -> dict[str, object]:
    """Laboratory values near the limits that are asked, as fields of a case."""
    usual = {
        "neutrophils": (1.4, "10*9/L"),
        "ALT": (110.0, "U/L"),
        "creatinine": (1.0, "mg/dL"),
        "weight": (70.0, "kg"),
        "QTcF": (460.0, "ms"),
        "QT": (400.0, "ms"),
        "heart_rate": (80.0, "/min"),
        "lymphocytes": (0.3, "10*9/L"),
        "HBV_DNA": (400.0, "IU/mL"),
        "HIV_RNA": (400.0, "copies/mL"),
        "CD4": (0.35, "10*9/L"),
    }
    found = []
    for i in range(1, draw(st.integers(0, 6)) + 1):
        analyte = draw(st.sampled_from([*usual, "creatinine", "weight"]))
        value, unit = usual[analyte]
        found.append(
            LabValue(
                id=f"l{i}",
                analyte=analyte,
                value=draw(st.sampled_from([None, value, value, value * 1.2, value * 2, 0.0, -value])),
                comparator=draw(st.sampled_from(["", "", "", "<", "<=", ">", ">="])),
                unit=draw(st.sampled_from([unit, unit, unit, "umol/L", "/uL", "", "strange", "xULN"])),
                lower_limit=draw(st.sampled_from([None, 10.0])),
                upper_limit=draw(st.sampled_from([None, 40.0, 40.0, 0.0])),
                date=draw(
                    st.none()
                    | st.just(PartialDate(2026, 5, 20))  # often one day, for what is computed from several values
                    | st.builds(PartialDate, st.just(2026), st.sampled_from([3, 5]), st.none() | st.integers(1, 31))
                ),
            )
        )
    return {"labs": tuple(found)}


@st.composite
def lesions(draw: st.DrawFn) -> dict[str, object]:
    """Lesions and free sites, as fields of a case."""
    sites = st.sampled_from(["liver", "brain", "brain", "brain", "leptomeninges", "cns", "bone", "lymph_node", ""])
    found = []
    for i in range(1, draw(st.integers(0, 4)) + 1):
        found.append(
            Lesion(
                id=f"t{i}",
                site=draw(sites),
                present=draw(st.sampled_from([True, True, False])),
                suspected=draw(st.sampled_from([False, False, True])),
                size_mm=draw(st.sampled_from([None, 8.0, 12.0, 22.0])),
                short_axis_mm=draw(st.sampled_from([None, 16.0])),
                method=draw(st.sampled_from(["", "ct", "xray", "pet"])),
                slice_mm=draw(st.sampled_from([None, 5.0, 8.0])),
                soft_tissue=draw(MAYBE),
                irradiated=draw(MAYBE),
                progressed=draw(MAYBE),
                treated=draw(MAYBE),
                treated_on=draw(DATES),
                stable_on=draw(DATES),
                symptomatic=draw(MAYBE),
                steroids=draw(MAYBE),
                date=draw(SEEN),
            )
        )
    return {"lesions": tuple(found), "completeness": draw(completeness("lesions"))}


def conditions() -> st.SearchStrategy[tuple[Condition, ...]]:
    """None, or a few conditions: some that the table has, in several words, and some that it does not."""
    made = st.builds(
        Condition,
        name=st.sampled_from(["uveitis", "uveitis", "葡萄膜炎", "gout", "eye disease", "moonlight", "gout, uveitis"]),
        code=st.sampled_from(["", "", "I21.4", "I2", "H20", "M10.9", "strange"]),
        active=MAYBE,
        grade=st.sampled_from([None, 1, 3]),
        date=DATES,
    )
    numbered = st.lists(made, max_size=2).map(lambda cs: tuple(replace(c, id=f"h{i}") for i, c in enumerate(cs, 1)))
    return st.just(()) | numbered


def reproduction() -> st.SearchStrategy[Reproduction]:
    """What is recorded of pregnancy and breast-feeding."""
    return st.builds(
        Reproduction,
        pregnancy_test=st.sampled_from(["", "positive", "negative"]),
        tested_on=st.none() | st.builds(PartialDate, st.just(2026), st.just(5), st.none() | st.sampled_from([1, 30])),
        breast_feeding=MAYBE,
        postmenopausal=MAYBE,
        sterilized=MAYBE,
    )
