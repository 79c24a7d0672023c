"""LINX ``*.linx.fusion.tsv``: gene fusions predicted from the structural variants of a genome.

What becomes of a record
    A fusion, 5' gene first, predicted from DNA: whether it is transcribed was not seen.  The genes are those of ``geneStart`` and
    ``geneEnd``; ``name`` joins them with ``_``, which gene names hold too.
Reading frame
    ``INFRAME`` and ``OUT_OF_FRAME``; ``SKIPPED_EXONS`` (in frame only if the transcript leaves exons out) and a chain that ends
    inside the fusion (``chainTerminated``) are not known.
Kinase
    Of the 3' gene, by *Protein kinase domain* among the domains kept or lost.
Exon skipping
    A gene joined to itself, in frame, that lacks exactly MET exon 14 or EGFR exons 2 to 7 on a transcript with the usual
    numbering: the exons are not in the DNA, so no transcript of it has them.
Breakpoints
    Are not in this table, but in ``*.linx.breakend.tsv``.

Source: LINX documentation (hartwigmedical/hmftools, *Fusions* and *Reportable fusions*).
"""

from __future__ import annotations

from pathlib import Path

from tumorboard.formats.fusion_calls import SKIPS, Calls, Skip
from tumorboard.formats.opening import Head
from tumorboard.formats.reports import Reports
from tumorboard.formats.tables import Row, open_table
from tumorboard.issues import Parsed
from tumorboard.model.alteration import Fusion
from tumorboard.model.profile import Profile, ReadRequest

NAME = "linx"
SUFFIXES = (".linx.fusion.tsv", ".tsv", ".tsv.gz")
VERIFIED = "one table of ORANGE's test run (12 calls, none of them reported); kinase domains and exon deletions from the documentation"
KINDS = frozenset({"fusion"})

COLUMNS = {
    "five": ("geneStart", "geneUp"),
    "three": ("geneEnd", "geneDown"),
    "phased": ("phased",),
    "likelihood": ("likelihood",),
    "terminated": ("chainTerminated",),
    "kept": ("domainsKept",),
    "lost": ("domainsLost",),
    "exon_up": ("fusedExonUp",),
    "exon_down": ("fusedExonDown",),
    "transcript_up": ("transcriptStart", "transcriptUp"),
    "transcript_down": ("transcriptEnd", "transcriptDown"),
}
REQUIRED = ("five", "three", "phased")
FRAMES = {"inframe": True, "out_of_frame": False, "skipped_exons": None}
KINASE = "protein kinase domain"


def sniff(head: Head) -> bool:
    """Whether the columns are those of LINX's fusion table."""
    return head.has("fivePrimeBreakendId", "threePrimeBreakendId", "name", "phased")


def read(path: Path, request: ReadRequest) -> Parsed[Profile]:
    """The fusions of one tumor, every record accounted for; None when required columns are missing."""
    reports = Reports(path.name)
    table = open_table(path, reports, COLUMNS, required=REQUIRED)
    if table is None:
        return Parsed(None, reports.closed())
    calls = Calls(NAME, table, request, "dna")
    for row in table.rows():
        _call(row, calls)
    return calls.parsed()


def _call(row: Row, calls: Calls) -> None:
    five = calls.partner(row, "five", row.raw("five"))
    three = calls.partner(row, "three", row.raw("three"))
    if five is None or three is None:
        calls.leave("malformed")
        return
    in_frame = _frame(row, calls)
    if in_frame and five.gene == three.gene and (skip := _skip(row, five.gene)):
        calls.skip(row, skip)
        return
    confidence = row.text("likelihood").lower()
    if confidence and confidence not in ("high", "low"):
        row.report("FUS013", "likelihood")
        confidence = ""
    fusion = Fusion(
        five_prime=five.gene,
        three_prime=three.gene,
        in_frame=in_frame,
        kinase_retained=_kinase(row),
        confidence=confidence,
    )
    calls.keep(row, fusion)


def _frame(row: Row, calls: Calls) -> bool | None:
    text = row.text("phased").lower()
    if text and text not in FRAMES:
        row.report("FUS012", "phased")
    if row.text("terminated").lower() == "true":
        calls.told["FUS027"] += 1
        return None
    return FRAMES.get(text)


def _kinase(row: Row) -> bool | None:
    kept, lost = ({d.strip().lower() for d in row.text(c).split(";")} for c in ("kept", "lost"))
    return True if KINASE in kept else False if KINASE in lost else None


def _skip(row: Row, gene: str) -> Skip | None:
    """The known exon skipping that the joined exons of one transcript are."""
    names = {row.text(c).partition(".")[0] for c in ("transcript_up", "transcript_down")}
    exons = row.whole("exon_up"), row.whole("exon_down")
    for skip in SKIPS:
        if (
            gene == skip.gene
            and exons == (skip.first - 1, skip.last + 1)
            and len(names) == 1
            and names <= {*skip.transcripts}
        ):
            return skip
    return None
