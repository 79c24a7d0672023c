"""Gene counts without a header: STAR's ``ReadsPerGene.out.tab`` and HTSeq's output.

STAR
    Four columns: gene, reads unstranded, on the first and on the second strand; the first four lines (``N_unmapped`` ...) are
    sums over the library.  The strandedness of the library is not told, so the unstranded column is taken, and said so.
HTSeq
    Two columns: gene and reads; the last lines (``__no_feature`` ...) are sums.

Source: STAR manual 2.7.11, section 8 (quantMode GeneCounts); HTSeq documentation 2.0, htseq-count.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from tumorboard.formats.opening import DAMAGED, Head, Opened

STAR_SUMS = ("N_unmapped", "N_multimapping", "N_noFeature", "N_ambiguous")
HTSEQ_MARK = "__"
ENOUGH = 5  # lines from which a table without a header is told


class Count(NamedTuple):
    """One gene's reads; `reads` is None where the line is not a gene and a whole number, `gene` empty for a sum."""

    line: int
    gene: str
    reads: int | None


def kind_of(head: Head) -> str:
    """star or htseq, told by the sums and by Ensembl ids before whole numbers; else empty."""
    rows = [x.split("\t") for x in head.lines if x.strip()]
    if len(rows) < ENOUGH or head.is_binary:
        return ""
    if tuple(r[0] for r in rows[:4]) == STAR_SUMS and all(len(r) == 4 and _whole(*r[1:]) for r in rows[4:]):
        return "star"
    genes = [r for r in rows if not r[0].startswith(HTSEQ_MARK)]
    if len(genes) < ENOUGH or not all(len(r) == 2 and _whole(r[1]) for r in rows):
        return ""
    return "htseq" if all(r[0].startswith("ENSG") for r in genes) or len(genes) < len(rows) else ""


def counts(opened: Opened, kind: str) -> Iterator[Count]:
    """Every line that is not blank."""
    width = 4 if kind == "star" else 2
    for number, text in opened.lines():
        if text is None or DAMAGED in text:
            yield Count(number, "?", None)
        elif text.strip():
            cells = text.split("\t")
            if cells[0] in STAR_SUMS or cells[0].startswith(HTSEQ_MARK):
                yield Count(number, "", None)
            elif len(cells) == width and cells[0].strip() and _whole(*cells[1:]):
                yield Count(number, cells[0].strip(), int(cells[1]))
            else:
                yield Count(number, "?", None)


def _whole(*cells: str) -> bool:
    return all(c.isascii() and c.isdecimal() and len(c) < 16 for c in (cell.strip() for cell in cells))
