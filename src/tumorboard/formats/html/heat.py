"""A heat map as SVG: numbers in cells whose shade says the same, row by row, with the scale below.

The shade is of one color (the ramp of the report's grades), so that paper and every eye see the order; the number stands in the
cell.  For screen readers each row is one sentence.
"""

from __future__ import annotations

from tumorboard.formats.html.inline import Shown
from tumorboard.formats.html.markup import FONT, Html, join, letters, tag
from tumorboard.report.heat_values import HeatCell, HeatMap

CELL, ROW, HEAD, NAME = 74.0, 23.0, 26.0, 205.0
LETTER = 6.4
LOW, HIGH = (240, 245, 250), (11, 83, 148)
INK, WHITE, SOFT, NOTHING = "#17212b", "#ffffff", "#4a5763", "#ffffff"
STEPS = 10
DARK = 0.55  # from here on white letters are read better


def heat_map(block: HeatMap, shown: Shown) -> Html:
    """The picture with its caption."""
    names = [shown.plain(label) for label, _ in block.rows]
    left = min(max([letters(n) * LETTER for n in names] + [60.0]) + 12, NAME)
    width = left + CELL * len(block.columns) + 2
    height = HEAD + ROW * len(block.rows) + 34
    parts = [_heading(block, left, shown)]
    parts += [_row(label, cells, left, HEAD + ROW * i, shown) for i, (label, cells) in enumerate(block.rows)]
    parts.append(_scale(block, left, HEAD + ROW * len(block.rows) + 10, shown))
    picture = tag(
        "svg", *parts, viewBox=f"0 0 {width:g} {height:g}", width=f"{width:g}", font_family=FONT, font_size=12,
        style="max-width: 100%; height: auto", role="group", aria_label=shown.term(block.caption.code),
    )  # fmt: skip
    return tag(
        "figure",
        tag("figcaption", shown.term(block.caption.code)),
        picture,
        class_="heat",
        style="break-inside: avoid; margin: .9rem 0",
    )


def _heading(block: HeatMap, left: float, shown: Shown) -> Html:
    return join(
        [
            tag("text", shown.term(c.code), x=left + CELL * (i + 0.5), y=HEAD - 9, text_anchor="middle", fill=SOFT)
            for i, c in enumerate(block.columns)
        ]
    )


def _row(label: tuple[object, ...], cells: tuple[HeatCell, ...], left: float, top: float, shown: Shown) -> Html:
    name = shown.plain(label)  # type: ignore[arg-type]
    said = "; ".join(shown.plain(says) for _, _, says in cells)
    drawn = [tag("text", name, x=left - 8, y=top + 16, text_anchor="end", fill=INK)]
    drawn += [_cell(c, left + CELL * i, top) for i, c in enumerate(cells)]
    return tag("g", *drawn, role="img", aria_label=f"{name}: {said}")


def _cell(cell: HeatCell, x: float, y: float) -> Html:
    level, written, _ = cell
    box = tag(
        "rect", x=x + 1, y=y + 1, width=CELL - 2, height=ROW - 2, rx=2,
        fill=NOTHING if level is None else _shade(level),
        stroke="#c3ccd5" if level is None else None, stroke_dasharray="2 3" if level is None else None,
    )  # fmt: skip
    mark = tag(
        "text", written, x=x + CELL / 2, y=y + 16, text_anchor="middle",
        fill=WHITE if level is not None and level > DARK else INK, font_weight=400 if level is None else 600,
    )  # fmt: skip
    return join([box, mark])


def _scale(block: HeatMap, left: float, y: float, shown: Shown) -> Html:
    low = shown.plain(block.low)
    start = left + letters(low) * LETTER + 8
    steps = [
        tag("rect", x=start + 12 * i, y=y, width=12, height=11, fill=_shade(i / (STEPS - 1))) for i in range(STEPS)
    ]
    return join(
        [
            tag("text", low, x=left, y=y + 10, fill=SOFT),
            *steps,
            tag("text", shown.plain(block.high), x=start + 12 * STEPS + 8, y=y + 10, fill=SOFT),
        ]
    )


def _shade(level: float) -> str:
    share = min(max(level, 0.0), 1.0)
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(LOW, HIGH, strict=True))
    return f"#{red:02x}{green:02x}{blue:02x}"
