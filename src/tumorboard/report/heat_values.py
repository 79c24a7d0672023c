"""A heat map before a language and a file format are chosen; apart, as only a report with research methods has one."""

from __future__ import annotations

from dataclasses import dataclass

from tumorboard.report.values import Term, Text

HeatCell = tuple[float | None, str, Text]


@dataclass(frozen=True, slots=True)
class HeatMap:
    """A picture of numbers: a cell is (level 0 to 1 or None, what is written in it, its words); `low`, `high` end the scale."""

    caption: Term
    columns: tuple[Term, ...]
    rows: tuple[tuple[Text, tuple[HeatCell, ...]], ...]
    low: Text
    high: Text
