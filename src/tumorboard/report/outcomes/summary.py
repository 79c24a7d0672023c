"""Pages of outcomes as plain lines for a terminal: facts, notices and tables, without pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from tumorboard.report.values import Bullets, Facts, Notice, Report, Table, Text
from tumorboard.wording.cells import cells, padded

Say = Callable[[Text], str]


def lines(report: Report, say: Say) -> Iterator[str]:
    """The front of the page."""
    for section in report.sections:
        if not section.front:
            continue
        yield f"== {say((section.title,))}"
        for block in section.blocks:
            yield from _block(block, say)
        yield ""


def _block(block: object, say: Say) -> Iterator[str]:
    if isinstance(block, Notice):
        yield f"{'! ' if block.tone in ('warn', 'bad') else ''}{say(block.text)}"
    elif isinstance(block, Facts):
        yield from (f"{say((head,))}: {say(text)}" for head, text in block.pairs)
    elif isinstance(block, Bullets):
        yield from (f"- {say(item)}" for item in block.items)
    elif isinstance(block, Table):
        yield from _table(block, say)


def _table(table: Table, say: Say) -> Iterator[str]:
    rows: list[list[str]] = [[say((c,)) for c in table.columns]]
    rows += [["; ".join(say(line) for line in cell.lines) for cell in row.cells] for row in table.rows]
    if len(rows) > 1:
        yield f"-- {say((table.caption,))}"
        yield from _aligned(rows)


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(cells(r[i]) for r in rows) for i in range(len(rows[0]))]
    for row in rows:
        yield "  ".join(padded(cell, w) for cell, w in zip(row, widths, strict=True)).rstrip()
