"""biomarkers.tsv: every measurement, and every state that was derived from them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tumorboard.formats.spoken import Spoken
from tumorboard.formats.tsv.cells import Sheet, columns, many
from tumorboard.model.assessment import Assessment
from tumorboard.model.biomarker import Biomarker
from tumorboard.model.findings import Finding


@dataclass(frozen=True, slots=True)
class BiomarkerRecord:
    """One measurement or one derived state."""

    fact: str
    value: Biomarker | Finding
    spoken: Spoken

    @property
    def derived(self) -> Finding | None:
        """The finding, when it is one."""
        return self.value if isinstance(self.value, Finding) else None

    def of(self, name: str) -> Any:
        """A field; None where this kind has none."""
        return getattr(self.value, name, None)


def biomarker_records(assessment: Assessment, spoken: Spoken) -> Iterator[BiomarkerRecord]:
    """Measurements in the order of the case, then derived states by name."""
    for measured in assessment.case.biomarkers:
        yield BiomarkerRecord(f"biomarker/{measured.id}", measured, spoken)
    found = assessment.case.findings
    for name, derived in sorted(found.biomarkers.items()) if found else ():
        yield BiomarkerRecord(f"finding/{name}", derived, spoken)


BIOMARKERS: Sheet[BiomarkerRecord] = Sheet(
    "biomarkers.tsv",
    "one measurement as reported, or one state derived from measurements",
    columns(
        ("fact", "id of the fact, as in assessment.json", lambda r: r.fact),
        ("kind", "measured or derived", lambda r: "derived" if r.derived else "measured"),
        ("marker", "code of the marker, or name of the derived state", lambda r: r.of("marker") or r.of("name")),
        ("method", "method or guideline", lambda r: r.of("method")),
        ("state", "state in words of the vocabulary; empty when only a number, or when it cannot be derived",
         lambda r: r.of("state")),
        ("comparator", "less, more or about, before the value", lambda r: r.of("comparator")),
        ("value", "number", lambda r: r.of("value")),
        ("low", "lower end of a range", lambda r: r.of("low")),
        ("high", "upper end of a range", lambda r: r.of("high")),
        ("unit", "unit of the number", lambda r: r.of("unit")),
        ("scale", "scoring method", lambda r: r.of("scale")),
        ("clone", "antibody clone or kit", lambda r: r.of("clone")),
        ("detail", "further words of the report that decide something", lambda r: r.of("detail")),
        ("failed", "the test failed", lambda r: r.of("failed")),
        ("reason", "rule behind a derived state, in words",
         lambda r: r.spoken.word(r.derived.reason) if r.derived and r.derived.reason else None),
        ("missing", "facts that would settle a derived state", lambda r: many(r.of("missing") or ())),
        ("used", "facts a derived state rests on", lambda r: many(r.of("used") or ())),
        ("needs_review", "a person should look", lambda r: r.of("needs_review")),
        ("date", "date of the measurement", lambda r: r.of("date")),
        ("specimen", "specimen", lambda r: r.of("specimen")),
        ("assay", "assay", lambda r: r.of("assay")),
        ("file", "file it was read from", lambda r: getattr(r.of("source"), "file", None)),
        ("record", "record of that file, from 1", lambda r: getattr(r.of("source"), "record", None)),
    ),
)  # fmt: skip
