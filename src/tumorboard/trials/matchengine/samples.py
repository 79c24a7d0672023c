"""One sample as MatchEngine keeps it: a clinical record and the genomic records that belong to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

# The spelling of MatchEngine V2 beside that of the CTIMS engine's default configuration.
OTHER_NAMES = {
    "HARMONIZED_HUGO_SYMBOL": "TRUE_HUGO_SYMBOL",
    "HARMONIZED_PROTEIN_CHANGE": "TRUE_PROTEIN_CHANGE",
    "HARMONIZED_CDNA_CHANGE": "TRUE_CDNA_CHANGE",
    "HARMONIZED_VARIANT_CLASSIFICATION": "TRUE_VARIANT_CLASSIFICATION",
    "HARMONIZED_TRANSCRIPT_EXON": "TRUE_TRANSCRIPT_EXON",
    "HARMONIZED_LEFT_PARTNER_GENE": "LEFT_PARTNER_GENE",
    "HARMONIZED_RIGHT_PARTNER_GENE": "RIGHT_PARTNER_GENE",
    "TOBACCO_STATUS": "TABACCO_STATUS",
}

# V2 reads a day in many forms, the month first where two numbers could be it.
_ISO = "%Y-%m-%d"
_DAYS = (
    _ISO, "%Y%m%d", "%Y/%m/%d", "%m/%d/%Y", "%m/%d/%y", "%m-%d-%Y", "%b %d, %Y", "%B %d, %Y", "%b %d %Y", "%B %d %Y", "%d %b %Y", "%d %B %Y",
    "%d-%b-%Y", "%d-%b-%y", "%m/%d/%Y %H:%M", "%m/%d/%Y %H:%M:%S", "%Y/%m/%d %H:%M:%S",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample, not a person: two samples of one patient are two of these.

    Parameters
    ----------
    clinical
        The clinical record under V2's field names.
    genomic
        The genomic records of this sample under V2's field names.
    """

    clinical: Mapping[str, object]
    genomic: tuple[Mapping[str, object], ...] = ()

    @property
    def id(self) -> str:
        """The id by which results name the sample."""
        return str(self.clinical.get("SAMPLE_ID", ""))

    def reported(self) -> date:
        """The day of the report; the first of 1900 where none is recorded or readable."""
        stored = self.clinical.get("REPORT_DATE")
        if isinstance(stored, datetime):
            return stored.date()
        if isinstance(stored, date):
            return stored
        text = " ".join(str(stored).split())
        for form in _DAYS:
            try:
                return datetime.strptime(text[:10] if form == _ISO else text, form).date()  # noqa: DTZ007  a day
            except ValueError:
                continue
        return date(1900, 1, 1)


def renamed(record: Mapping[str, object]) -> dict[str, object]:
    """The record with V2's names for the fields that the CTIMS engine calls otherwise; V2's own name wins."""
    own = {OTHER_NAMES.get(k, k): v for k, v in record.items() if k in OTHER_NAMES}
    return {**own, **{k: v for k, v in record.items() if k not in OTHER_NAMES}}
