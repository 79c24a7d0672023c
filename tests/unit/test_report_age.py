"""The age in the header is the one that reasons speak of; one recorded on another day is told with that day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.pack_support import case, context

from tumorboard.criteria.ages import age
from tumorboard.formats.html.inline import Shown
from tumorboard.model.assessment import Assessment
from tumorboard.model.case import Patient
from tumorboard.model.dates import PartialDate
from tumorboard.model.policy import Policy
from tumorboard.report.sections import patient
from tumorboard.report.values import Facts, Term
from tumorboard.vocab import load
from tumorboard.wording import words

ON = date(2026, 11, 24)
DAY = PartialDate.parse


@pytest.mark.parametrize(
    ("who", "english", "chinese"),
    [
        (Patient(birth=DAY("1974-11-24")), "52", "52"),
        (Patient(birth=DAY("1974")), "51-52", "51-52"),
        (Patient(age_years=51), "51", "51"),
        (Patient(age_years=51, age_on=DAY("2026-11-24")), "51", "51"),
        (
            Patient(age_years=51, age_on=DAY("2025-07-02")),
            "52-53 (recorded as 51 on 2025-07-02)",
            "52-53（2025-07-02 记录为 51 岁）",
        ),
        (
            Patient(age_years=51, age_on=DAY("2026-10")),
            "51-52 (recorded as 51 on 2026-10)",
            "51-52（2026-10 记录为 51 岁）",
        ),
        (Patient(), "not recorded", "未记录"),
    ],
)
def test_the_age_is_that_of_the_assessment(who: Patient, english: str, chinese: str) -> None:
    subject = replace(case("LUAD"), patient=replace(who, id="P", sex="female"))
    found = patient.compose(Assessment(case=subject, on=ON, policy=Policy()))
    (block,) = (b for b in found.blocks if isinstance(b, Facts))
    told = dict(block.pairs)[Term("report.age_sex")]
    for language, said in (("en", english), ("zh-Hans", chinese)):
        shown = Shown(words(language), load().therapies, {}).plain(told)
        assert shown.split("·")[0].strip() == said
    known = age(subject, replace(context(), on=ON))
    if known is not None:
        least, most, _ = known
        assert english.split(" ")[0] == (f"{least}" if least == most else f"{least}-{most}")
