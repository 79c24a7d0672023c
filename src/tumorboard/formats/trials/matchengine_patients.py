"""The patient documents of MatchEngine: clinical and genomic records as JSON, extended JSON or CSV.

What is read
    One object, objects one after the other, an array; MongoDB's extended JSON (``$oid``, ``$date``, ``$numberInt``,
    ``$numberLong``, ``$numberDouble``); CSV with a header, whose cells stay text, as MatchEngine leaves them.
    Fields of the CTIMS engine (``HARMONIZED_...``) are given V2's names.
What becomes of it
    ``BIRTH_DATE`` as text (YYYY-MM-DD) gives ``BIRTH_DATE_INT``, as the engine's loader does, whatever was there; beside a stored
    date the integer counts, because it alone is what the engine compares.  An empty cell of CSV is an empty text.  Genomic records go to their sample by ``CLINICAL_ID``, else by ``SAMPLE_ID``.
What is reported
    A record without an id, a sample that stands twice, a birth date that is none, a genomic record of no sample.

Source: docs/formats/ctml.md, "Patient records"; MongoDB Extended JSON version 2.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Sequence
from datetime import datetime, timedelta

from tumorboard.formats.trials.documents import documents
from tumorboard.issues import Issue, Parsed, Place, Severity
from tumorboard.trials.matchengine.samples import Sample, renamed

Record = dict[str, object]
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  stored without a zone, as the engine compares it


def records(text: str, name: str) -> Parsed[tuple[Record, ...]]:
    """The records of one file, under V2's field names; None with an ERROR issue when it cannot be read."""
    if name.lower().endswith(".csv"):
        return _csv(text, name)
    read = documents(text, name)
    if read.value is None:
        return Parsed(None, read.issues)
    return Parsed(tuple(renamed({k: _plain(v) for k, v in d.items()}) for d in read.value), read.issues)


def samples(
    clinical: Sequence[Record], genomic: Sequence[Record] = (), *, clinical_name: str = "", genomic_name: str = ""
) -> Parsed[tuple[Sample, ...]]:
    """Every clinical record with its genomic records, in order.

    Parameters
    ----------
    clinical_name, genomic_name
        File names, for the places of issues.
    """
    issues: list[Issue] = []
    kept: list[tuple[Record, list[Record]]] = []
    by_id: dict[str, list[Record]] = {}
    by_sample: dict[str, list[Record]] = {}
    for number, record in enumerate(clinical, 1):
        place = Place(clinical_name, record=number)
        known = record.get("SAMPLE_ID")
        if known is None or isinstance(known, bool | list | dict) or str(known) == "":
            issues.append(Issue.of("CTP001", Severity.ERROR, place))
            continue
        if str(known) in by_sample:
            issues.append(Issue.of("CTP002", Severity.WARNING, place))
        own: list[Record] = []
        kept.append((_with_birth(record, place, issues), own))
        by_sample.setdefault(str(known), own)
        if record.get("_id") not in (None, ""):
            by_id[str(record["_id"])] = own
    for number, record in enumerate(genomic, 1):
        joined = by_id.get(str(record.get("CLINICAL_ID")))
        if joined is None:
            joined = by_sample.get(str(record.get("SAMPLE_ID")))
        if joined is None:
            issues.append(Issue.of("CTP003", Severity.WARNING, Place(genomic_name, record=number)))
        else:
            joined.append(record)
    return Parsed(tuple(Sample(c, tuple(g)) for c, g in kept), tuple(issues))


def _with_birth(record: Record, place: Place, issues: list[Issue]) -> Record:
    born, known = record.get("BIRTH_DATE"), record.get("BIRTH_DATE_INT")
    if known == "":
        record = {k: v for k, v in record.items() if k != "BIRTH_DATE_INT"}
        known = None
    if born in (None, "") or (known is not None and not isinstance(born, str)):
        return record
    if isinstance(born, datetime):
        return {**record, "BIRTH_DATE_INT": int(f"{born:%Y%m%d}")}
    try:
        day = datetime.strptime(str(born), "%Y-%m-%d")  # noqa: DTZ007  a day; stored without a zone
    except ValueError:
        issues.append(Issue.of("CTP005", Severity.WARNING, place))
        return record
    return {**record, "BIRTH_DATE_INT": int(f"{day:%Y%m%d}")}


def _csv(text: str, name: str) -> Parsed[tuple[Record, ...]]:
    try:
        rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), strict=True))
    except csv.Error:
        return Parsed(None, (Issue.of("CTML001", Severity.ERROR, Place(name)),))
    if not rows:
        return Parsed(None, (Issue.of("CTML001", Severity.ERROR, Place(name)),))
    header, found, issues = rows[0], [], []
    for number, row in enumerate(rows[1:], 1):
        if len(row) == len(header):
            found.append(renamed(dict(zip(header, row, strict=True))))
        elif row:
            issues.append(
                Issue.of("CTP006", Severity.ERROR, Place(name, record=number), cells=len(row), of=len(header))
            )
    return Parsed(tuple(found), tuple(issues))


def _plain(value: object) -> object:
    """A value of extended JSON as the value that it stands for."""
    if isinstance(value, list):
        return [_plain(v) for v in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        ((kind, held),) = value.items()
        if kind == "$oid":
            return held
        if kind == "$date":
            return _day(_plain(held))
        if kind in {"$numberInt", "$numberLong", "$numberDouble"}:
            return _number(kind, held)
    return {k: _plain(v) for k, v in value.items()}


def _number(kind: str, held: object) -> object:
    try:
        number = float(str(held)) if kind == "$numberDouble" else int(str(held))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _day(held: object) -> object:
    """Milliseconds since 1970, negative before it, or ISO 8601; None where neither can be read."""
    try:
        if isinstance(held, int | float) and not isinstance(held, bool):
            return _EPOCH + timedelta(milliseconds=held)
        return datetime.fromisoformat(str(held)).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None
