"""What the numbers of a gene-level copy-number table are: discrete calls, GISTIC's thresholds, or log2 ratios.

A table does not say it.  Absolute copies are the dangerous mistake: there 2 is normal, here it is an amplification.  They
are told by numbers beyond the calls, or by most genes having 2.

Source: cBioPortal File-Formats.md (commit 58a7a43) for the calls and the meta keys; Mermel et al. 2011, Genome Biol 12:R41.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median
from typing import NamedTuple

from tumorboard.formats.reports import Reports
from tumorboard.formats.tables import Table

CALLS = {-2.0: "deep_loss", -1.5: "loss", -1.0: "loss", 0.0: "neutral", 1.0: "gain", 2.0: "amplification"}
ENOUGH = 100  # genes from which the usual value of a tumor can be told
HIGHEST_LOG2 = 20.0  # a millionfold; beyond it the numbers are no ratios


class Scale(NamedTuple):
    """`name` is discrete, gistic or log2; `rule` what a call is to be named by."""

    name: str
    rule: str = ""


def scale_of(
    values: Sequence[float], meta: Mapping[str, str], file: str, table: Table, reports: Reports
) -> Scale | None:
    """The scale of one sample's values; None, with an ERROR, when they can be no calls and no log2 ratios."""
    stable = meta.get("stable_id", "").lower()
    if "linear" in stable or "linear" in file.lower():
        reports.error("CBP020")
        return None
    integers = all(v.is_integer() or v == -1.5 for v in values)
    if integers and any(v not in CALLS for v in values):
        reports.error("CBP021")
        return None
    many = len(values) >= ENOUGH
    if many and median(values) > 1 if not integers else many and values.count(2.0) * 2 > len(values):
        reports.error("CBP022")
        return None
    if not integers:
        if any(abs(v) > HIGHEST_LOG2 for v in values):
            reports.error("CBP023")
            return None
        reports.info("CBP026")
        return Scale("log2")
    if stable == "gistic" or {"Locus ID", "Gene ID"} & set(table.header):
        return Scale("gistic", "gistic")
    if stable:
        return Scale("discrete", "cbioportal_discrete")
    if values:
        reports.warning("CBP024")
    return Scale("discrete", "cbioportal_discrete")
