"""Options as rows of the therapy table, of one assessment or of many patients: the same row from either."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import polars as pl

from tumorboard.model.assessment import Assessment, TherapyOption
from tumorboard.model.tables import THERAPY_TABLE
from tumorboard.model.verdict import Verdict

SCHEMES = {"amp_2017": "amp_2017", "escat_2018": "escat_2018", "source": "source_level"}
JOINED = "; "


def told(option: TherapyOption) -> dict[str, Any]:
    """What the table says of an option, apart from patient, rank and missing facts."""
    given = {g.scheme: g.value for g in option.grades}
    return {
        "therapy": " + ".join(option.therapies),
        "therapy_class": "" if option.therapies else option.matches[0].therapy_class,
        "predicate": option.predicate,
        "kept": option.kept,
        "verdict": option.verdict.name.lower(),
        "bucket": option.bucket,
        **{name: given.get(scheme, "") for scheme, name in SCHEMES.items()},
        "statements": JOINED.join(m.statement for m in option.matches if m.verdict is not Verdict.NOT_MET),
        "needs_review": option.needs_review,
        "may_change": option.may_change,
        "assumed": option.assumed,
    }


def of_assessment(assessment: Assessment, *, rejected: bool = False) -> pl.DataFrame:
    """The table of one patient."""
    options = (*assessment.options, *assessment.resistance, *(assessment.rejected if rejected else ()))
    rows = [
        {"patient": assessment.case.id, "rank": o.rank, **told(o), "missing": JOINED.join(o.missing)} for o in options
    ]
    return in_order(pl.DataFrame(rows, schema=THERAPY_TABLE.types), [assessment.case.id])


def in_order(table: pl.DataFrame, patients: Sequence[str]) -> pl.DataFrame:
    """The rows by patient as given, then options by rank, resistance, rejected; columns as declared."""
    return (
        table.with_columns(_at=pl.col("patient").replace_strict(_places(patients), return_dtype=pl.UInt32))
        .sort("_at", ~pl.col("kept"), "rank", "predicate", "therapy", "therapy_class", nulls_last=True)
        .select(*THERAPY_TABLE.types)
    )


def _places(patients: Iterable[str]) -> dict[str, int]:
    return {patient: at for at, patient in enumerate(patients)}
