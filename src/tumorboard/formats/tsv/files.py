"""The tables of one assessment by file name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from tumorboard.formats.spoken import Spoken
from tumorboard.formats.tsv.alterations import ALTERATIONS, alteration_records
from tumorboard.formats.tsv.biomarkers import BIOMARKERS, biomarker_records
from tumorboard.formats.tsv.cells import Sheet
from tumorboard.formats.tsv.options import (
    MISSING,
    OPTIONS,
    STATEMENTS,
    missing_records,
    option_records,
    statement_records,
)
from tumorboard.model.assessment import Assessment
from tumorboard.report import facts
from tumorboard.vocab import Therapies
from tumorboard.wording import Words

NAME = "tsv"
SUFFIX = ".tsv"
Records = Callable[[Assessment, Spoken], Iterable[Any]]

TABLES: tuple[tuple[Sheet[Any], Records], ...] = (
    (OPTIONS, option_records),
    (STATEMENTS, statement_records),
    (ALTERATIONS, alteration_records),
    (BIOMARKERS, biomarker_records),
    (MISSING, missing_records),
)


def write(assessment: Assessment, words: Words, therapies: Therapies) -> Mapping[str, str]:
    """File name -> text of every table; a table without records has its header only.

    Codes are the same in every language; columns of reasons and names are in the language of `words`.
    """
    spoken = Spoken(words, therapies, facts.labels(assessment.case))
    return {sheet.file: sheet.text(records(assessment, spoken)) for sheet, records in TABLES}
