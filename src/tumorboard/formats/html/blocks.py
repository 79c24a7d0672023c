"""The blocks of a section as elements: tables, facts, notices, lists, steps, folded lists."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

from tumorboard.formats.html.inline import Shown
from tumorboard.formats.html.markup import Html, join, tag
from tumorboard.formats.html.options import option_table
from tumorboard.formats.html.pictures import grid, tracks
from tumorboard.formats.html.trials import cards
from tumorboard.report.cards import Cards
from tumorboard.report.heat_values import HeatMap
from tumorboard.report.values import (
    Blanks,
    Bullets,
    Cell,
    Chart,
    Dense,
    Facts,
    Grid,
    Notice,
    OptionTable,
    Row,
    Steps,
    Table,
    Term,
    Tracks,
)

MARKS = {"good": "✓", "warn": "!", "bad": "✕", "info": "i", "mute": "·"}
PRINTED_ITEMS = 300  # longer folded lists are left on the screen, and the paper says so
PRINTED_ROWS = 120


class Blocks:
    """Draws blocks; folds get ids of their own so that what a click opens is named."""

    def __init__(self, shown: Shown) -> None:
        self.shown = shown
        self._ids = count(1)
        self._title = Term("")

    def draw(self, block: object, title: Term) -> Html:
        """A block as an element; a caption that only repeats the `title` of its section is for screen readers."""
        self._title = title
        drawer: Callable[[Blocks, Any], Html] = _DRAWERS[type(block)]
        return drawer(self, block)

    def facts(self, block: Facts) -> Html:
        """Headings with their values side by side."""
        show = self.shown
        pairs = [
            tag("div", tag("dt", show.term(head.code)), tag("dd", show.markup(value))) for head, value in block.pairs
        ]
        return tag("dl", *pairs, class_="facts")

    def notice(self, block: Notice) -> Html:
        """A paragraph with a mark in front, so that its weight does not hang on a color."""
        mark = tag("span", MARKS[block.tone], class_="mark", aria_hidden="true")
        return tag("p", mark, tag("span", self.shown.markup(block.text)), class_=f"notice {block.tone}")

    def bullets(self, block: Bullets) -> Html:
        """A list, with a heading when it has one."""
        head = tag("h3", self.shown.term(block.heading.code)) if block.heading else None
        items = [tag("li", self.shown.markup(item)) for item in block.items]
        return join([head, tag("ul", *items, class_="columns" if block.columns else None)])

    def steps(self, block: Steps) -> Html:
        """A box with an ordered list of what to do."""
        show = self.shown
        items = []
        for step in block.steps:
            names = join([tag("span", show.markup(n), class_="name") for n in step.names], " ")
            decides = tag("p", show.markup(step.decides), " ", names, class_="decides")
            items.append(tag("li", tag("p", show.markup(step.what), class_="what"), decides))
        return tag("div", tag("h3", show.term(block.heading.code)), tag("ol", *items), class_="steps")

    def blanks(self, block: Blanks) -> Html:
        """Lines to write on, printed only."""
        lines = [tag("p", tag("span", self.shown.term(label.code))) for label in block.labels]
        return tag("div", *lines, class_="blanks")

    def table(self, block: Table) -> Html:
        """A table that becomes a stack of cards where the window is narrow."""
        show = self.shown
        names = [show.term(c.code) for c in block.columns]
        heads = [
            tag("th", name, scope="col", class_="wide" if i == block.wide and i else None)
            for i, name in enumerate(names)
        ]
        rows = [self._row(row, names) for row in block.rows]
        if not rows:
            rows = [tag("tr", tag("td", show.term(block.empty.code), colspan=len(names), class_="empty"))]
        made = tag(
            "table",
            tag("caption", show.term(block.caption.code), class_="unseen" if block.caption == self._title else None),
            tag("thead", tag("tr", *heads)),
            tag("tbody", *rows),
            class_="stack",
        )
        return self._long(show.markup(block.fold), made, len(rows) <= PRINTED_ROWS) if block.fold else made

    def _row(self, row: Row, names: list[str]) -> Html:
        show = self.shown
        if row.heading:
            head = tag("th", show.markup(row.heading), colspan=len(names), scope="colgroup")
            return tag("tr", head, class_="group", id=row.anchor or None)
        first, *rest = row.cells
        cells = [tag("th", self._lines(first), scope="row")]
        cells += [tag("td", self._lines(c), data_label=n) for c, n in zip(rest, names[1:], strict=True)]
        return tag("tr", *cells, id=row.anchor or None)

    def _lines(self, cell: Cell) -> Html:
        lines = self.shown.collated(cell.lines) if cell.names else cell.lines
        return self.shown.markup(lines[0]) if len(lines) == 1 else self.shown.lines(lines)

    def folded(self, summary: Html, body: Html, *, printed: bool = True) -> Html:
        """A body that a click opens.

        It stands after the `details`, not inside it: browsers hide the inside of a closed one from the printer too,
        and there is no script here that could open it.
        """
        name = f"fold-{next(self._ids)}"
        head = tag("details", tag("summary", summary, aria_controls=name), class_="fold")
        return join([head, tag("div", body, class_="folded" if printed else "folded screen", id=name)])

    def dense(self, block: Dense) -> Html:
        """Very many short items by name; a list that nobody reads on paper is not printed, and says so."""
        show = self.shown
        groups = [tag("p", tag("b", name), " ", show.markup(_listed(items))) for name, items in block.groups]
        return self._long(show.markup(block.fold), tag("div", *groups, class_="dense"), block.count <= PRINTED_ITEMS)

    def _long(self, summary: Html, body: Html, printed: bool) -> Html:
        note = None if printed else tag("p", self.shown.term("report.not_printed"), class_="print note")
        return join([self.folded(summary, body, printed=printed), note])

    def options(self, block: OptionTable) -> Html:
        """The options; see `options`."""
        return option_table(block, self.shown, self.folded)

    def cards(self, block: Cards) -> Html:
        """Trials; see `trials`."""
        return cards(block, self.shown, self.folded)

    def grid(self, block: Grid) -> Html:
        """A picture of states; see `pictures`."""
        return grid(block, self.shown)

    def tracks(self, block: Tracks) -> Html:
        """A picture along an axis; see `pictures`."""
        return tracks(block, self.shown)

    def heat_map(self, block: HeatMap) -> Html:
        """Numbers in cells; see `heat`."""
        from tumorboard.formats.html.heat import heat_map  # only a report with research methods has one

        return heat_map(block, self.shown)

    def chart(self, block: Chart) -> Html:
        """A picture with two axes; see `charts`."""
        from tumorboard.formats.html.charts import figure  # no report of a case has one

        return figure(block, self.shown)


def _listed(items: tuple[Any, ...]) -> tuple[Any, ...]:
    parts: list[Any] = []
    for item in items:
        parts += [", ", *item] if parts else [*item]
    return tuple(parts)


_DRAWERS: dict[type, Callable[[Blocks, Any], Html]] = {
    Facts: Blocks.facts,
    Notice: Blocks.notice,
    Bullets: Blocks.bullets,
    Steps: Blocks.steps,
    Blanks: Blocks.blanks,
    Table: Blocks.table,
    OptionTable: Blocks.options,
    Cards: Blocks.cards,
    Grid: Blocks.grid,
    Tracks: Blocks.tracks,
    Dense: Blocks.dense,
    HeatMap: Blocks.heat_map,
    Chart: Blocks.chart,
}
