"""The starter pack compared with a CIViC snapshot: lines for a terminal, or the page of the documentation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from tumorboard.app import snapshots
from tumorboard.errors import KnowledgeError, NotFound
from tumorboard.formats.reports import Reports
from tumorboard.knowledge import pack_loader
from tumorboard.knowledge.pack_check.compare import Comparison, compare_all, reasons
from tumorboard.knowledge.pack_check.records import records
from tumorboard.knowledge.sources.civic.source import assertion_tables, evidence_tables
from tumorboard.knowledge.sources.civic.tables import read_assertions, read_items
from tumorboard.vocab import Vocabulary

VERDICTS = ("agree", "differ", "no counterpart")
SHOWN = 4  # records named in a cell


def compared(release: str, vocab: Vocabulary) -> tuple[str, tuple[Comparison, ...]]:
    """The release of CIViC (the one in use when none is named) and every row of the pack beside it.

    Raises
    ------
    NotFound
        If no release is named and none is in use, or it is not there.
    """
    place = snapshots.store()
    chosen = release or place.in_use().get("civic", "")
    if not chosen:
        raise NotFound("no release of CIViC is in use", remedy="Name one with --release, or fetch and use one.")
    snapshot = place.get("civic", chosen)
    files = [snapshot.folder / f.name for f in snapshot.manifest.files]
    items = [i for path in evidence_tables(files) for i in read_items(path, Reports(path.name))]
    items += [a for path in assertion_tables(files) for a in read_assertions(path, Reports(path.name))]
    return chosen, compare_all(pack_loader.rows(), records(items, vocab), vocab, reasons())


def lines(release: str, found: Sequence[Comparison], *, verdict: str = "") -> Iterator[str]:
    """A line a row, of one verdict where one is asked; the counts last."""
    for c in found:
        if not verdict or c.verdict == verdict:
            yield "\t".join((c.row, c.therapy, c.verdict, _few(c.agree), _few(c.differ), c.reason))
    count = Counter(c.verdict for c in found)
    yield f"{len(found)} rows beside CIViC {release}: {', '.join(f'{count[v]} {v}' for v in VERDICTS)}"


def unexplained(found: Sequence[Comparison]) -> None:
    """Nothing, when every row that differs has its reason.

    Raises
    ------
    KnowledgeError
        With the rows that have none.
    """
    rows = [f"{c.row} ({', '.join(c.differ)})" for c in found if c.unexplained]
    if rows:
        raise KnowledgeError(
            f"rows of the pack differ from CIViC and nobody wrote why they stand: {'; '.join(rows)}",
            remedy="Correct the row, or write the reason in knowledge/pack/civic_differences.tsv.",
        )


def page(release: str, found: Sequence[Comparison]) -> str:
    """The written comparison."""
    count = Counter(c.verdict for c in found)
    out = [
        "# The starter pack compared with CIViC",
        "",
        f"Release compared: {release}; made by `tumorboard knowledge check-pack --release {release} --page FILE`. CIViC content is",
        "CC0 1.0 (Griffith et al. 2017, Nat Genet 49:170; Krysiak et al. 2023, Nucleic Acids Res 51:D1230).",
        "",
        "A counterpart names the same agents, an overlapping alteration and a related tumor type. *Differ* means that a",
        "record of level A or B takes the other stance. *No counterpart* is no judgment: CIViC curates papers, the pack",
        "states labels and guidelines, and most regimens with chemotherapy are written differently there.",
        "",
        "| verdict | rows |",
        "|---|---|",
        *(f"| {v} | {count[v]} |" for v in VERDICTS),
        "",
        "## Rows that differ, and why they stand",
        "",
        "| row | stance of the pack | records that differ | records that agree | reason |",
        "|---|---|---|---|---|",
    ]
    for c in found:
        if c.verdict == "differ":
            stance = f"{c.predicate} to {c.therapy}"
            out.append(f"| {c.row} | {stance} | {_few(c.differ)} | {_few(c.agree)} | {c.reason} |")
    out += ["", "## Every row", "", "| row | therapy | verdict | records that agree |", "|---|---|---|---|"]
    out += [f"| {c.row} | {c.therapy} | {c.verdict} | {_few(c.agree)} |" for c in found]
    return "\n".join(out) + "\n"


def _few(ids: Sequence[str]) -> str:
    return ", ".join(ids[:SHOWN]) + (f" and {len(ids) - SHOWN} more" if len(ids) > SHOWN else "")
