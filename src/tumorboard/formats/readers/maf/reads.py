"""Reads and allele fraction of a row.

| rule | from |
|---|---|
| ``maf_counts`` | t_alt_count over t_depth, or over both counts where t_depth is absent or smaller than they are |
| ``maf_vaf`` | a fraction column (vaf, tumor_f, i_TumorVAF_WU ...), fraction or percent |

Whether a fraction column is in percent is decided once for the file: any value above 1 makes it so.

Source: vcf2maf (commit bf53e52) for the counts; maftools' TCGA LAML file for percent.
"""

from __future__ import annotations

from typing import NamedTuple

from tumorboard.formats.cells import parse_number
from tumorboard.formats.tables import Row


class Reads(NamedTuple):
    """`vaf` 0-1; every number None when the row does not say; `doubt` when its numbers contradict each other."""

    depth: int | None = None
    alt: int | None = None
    vaf: float | None = None
    rule: str = ""
    doubt: bool = False


def reads_of(row: Row, *, percent: bool) -> Reads:
    """What the row says of the reads behind the variant allele."""
    alt, ref, depth = (row.whole(name) for name in ("t_alt", "t_ref", "t_depth"))
    if any(n is not None and n < 0 for n in (alt, ref, depth)) or (
        alt is not None and depth is not None and alt > depth
    ):
        return Reads(doubt=True)
    total = depth
    if alt is not None and ref is not None:
        total = max(depth or 0, alt + ref)
    if alt is not None and total:
        return Reads(total, alt, alt / total, "maf_counts")
    fraction = stated_fraction(row)
    if fraction is None:
        return Reads(total, alt, None, "maf_counts" if total is not None or alt is not None else "")
    value = fraction / 100 if percent else fraction
    return Reads(total, alt, value, "maf_vaf") if 0 <= value <= 1 else Reads(total, alt, doubt=True)


def stated_fraction(row: Row) -> float | None:
    """The number of the fraction column as written, a percent sign aside; None when there is none."""
    text = row.text("vaf")
    if text.endswith("%"):
        return parse_number(text[:-1].strip())
    return row.number("vaf") if text else None
