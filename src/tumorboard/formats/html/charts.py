"""Pictures with two axes as SVG: curves, staircases, bars, marks, numbers below.

A picture carries its colors, dashes and letters itself, so that it looks the same in the page, on paper and as a file of its
own.  Kinds are told by dashes and hatching as well as by color, and the colors are those of Okabe and Ito, which stay apart
for who sees red and green alike.

Source: Okabe and Ito 2008, Color Universal Design; SVG 1.1 (Second Edition).
"""

from __future__ import annotations

from itertools import pairwise

from tumorboard.formats.html.inline import Shown
from tumorboard.formats.html.markup import FONT, Html, join, letters, tag
from tumorboard.report.values import Area, Bar, Chart, Key, Point, Stroke

WIDTH = 760.0
RIGHT = 18.0
TOP = 14.0
LINE = 17.0  # of text
LETTER = 6.6  # mean width of a letter of 12 units
GAP = 18.0  # between the names of rows and the number under the axis
SMALL = 11
LONGEST = 32  # letters of a name beside the picture
INK, SOFT, FAINT = "#17212b", "#4a5763", "#d9e0e6"
COLORS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#8795a3")
HATCHES = (0, 1, 2, 3, 4, 2, 0, 3)  # by kind; black stands apart without
DASHES = (None, "7 3", "2 3", "9 3 2 3", "5 2 1 2", "12 4", "4 4", "1 2")


def figure(chart: Chart, shown: Shown) -> Html:
    """The picture with its caption, for the page."""
    return tag(
        "figure", tag("figcaption", _caption(chart, shown)), svg(chart, shown), class_="chart",
        style="break-inside: avoid; overflow-x: auto",
    )  # fmt: skip


def alone(chart: Chart, shown: Shown) -> str:
    """The picture as a file of its own, on white."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{svg(chart, shown, title=True)}\n'


def _caption(chart: Chart, shown: Shown) -> str:
    caption = shown.term(chart.caption.code)
    return f"{caption}: {shown.plain(chart.about)}" if chart.about else caption


class _Frame:
    """Where the axes lie, and how shares become places."""

    def __init__(self, chart: Chart, shown: Shown) -> None:
        self.rows = [(at, shown.plain(t)) for at, t in chart.rows]
        self.lines = 2 if _pitch(chart) >= 2 * SMALL + 3 else 1
        names = [line for _, name in self.rows for line in _broken(name, self.lines)]
        names += [_short(shown.plain(t)) for t, _, _ in chart.counts]
        ticks = [t for _, t in chart.y_ticks]
        # Room for what stands left of the axis: names of rows, or ticks with the label of the axis beside them.
        wide = max([letters(n) * LETTER for n in names] + [letters(t) * LETTER + 24 for t in ticks] + [20.0])
        self.left = min(wide + 14 + (GAP if chart.counts else 0), 250.0)
        self.width = WIDTH - self.left - RIGHT - _room_right(chart, shown)
        self.height = float(chart.height)
        self.bottom = TOP + self.height

    def x(self, share: float) -> float:
        return round(self.left + share * self.width, 2)

    def y(self, share: float) -> float:
        return round(self.bottom - share * self.height, 2)


def _short(name: str) -> str:
    """A name that fits beside the picture; the legend and the tables have the whole."""
    if letters(name) <= LONGEST:
        return name
    while letters(name) > LONGEST - 1:
        name = name[:-1]
    return f"{name}\N{HORIZONTAL ELLIPSIS}"


def _pitch(chart: Chart) -> float:
    """How far apart the names beside the picture stand, in units of it."""
    places = sorted(at for at, _ in chart.rows)
    return min((b - a for a, b in pairwise(places)), default=1.0) * chart.height


def _broken(name: str, lines: int) -> list[str]:
    """A name on so many lines at most, parted between words where it has some."""
    if lines == 1 or letters(name) <= LONGEST:
        return [_short(name)]
    at = len(name)
    while letters(name[:at]) > LONGEST:
        at -= 1
    blank = name.rfind(" ", 0, at + 1)
    words = blank > 0 and (letters(name[:blank]) > LONGEST / 2 or letters(name[blank:]) <= LONGEST)
    first, rest = (name[:blank], name[blank + 1 :]) if words else (name[:at], name[at:])
    return [first, _short(rest)]


def _row_name(at: float, name: str, f: _Frame) -> Html:
    """The name of a row beside it; one that is cut says the whole to who points at it."""
    told = _broken(name, f.lines)
    size = SMALL if len(told) == 1 else SMALL - 1
    below = f.y(at) + 4 - (len(told) - 1) * size / 2
    parts: list[Html | None] = [
        _text(f.left - 6, below + number * size, line, anchor="end", size=size) for number, line in enumerate(told)
    ]
    cut = told[-1].endswith("\N{HORIZONTAL ELLIPSIS}")
    return tag("g", tag("title", name), *parts) if cut else join(parts)


def _room_right(chart: Chart, shown: Shown) -> float:
    """For words at the ends of lines, those of levels included: over bars they could not be read."""
    ends = [letters(shown.plain(s.end)) * LETTER for s in chart.strokes if s.end and s.points[-1][0] > 0.8]
    ends += [letters(shown.plain(words)) * LETTER for axis, _, words in chart.rules if axis == "y"]
    return min(max(ends), 90.0) if ends else 0.0


def svg(chart: Chart, shown: Shown, *, title: bool = False) -> Html:
    """The picture; with `title` its caption is inside, white below it, and what it is for in words."""
    f = _Frame(chart, shown)
    below = f.bottom + 20
    parts: list[Html | None] = [_grid(chart, f)]
    parts += [_area(a, f) for a in chart.areas]
    parts += [_bar(b, f) for b in chart.bars]
    parts += [_rule(axis, at, shown.plain(t), f) for axis, at, t in chart.rules]
    parts += [_stroke(s, f, shown) for s in chart.strokes]
    parts += [_point(p, f) for p in chart.points]
    parts += [_bar_word(b, f, shown) for b in chart.bars]  # after the lines of levels, which would strike them through
    parts += [_axes(chart, f, shown)]
    parts += [_row_name(at, name, f) for at, name in f.rows]
    if chart.x_label:
        parts.append(_text(f.x(0.5), below + LINE, shown.plain(chart.x_label), anchor="middle"))
        below += LINE + 4
    numbers, below = _counts(chart, f, shown, below)
    legend, below = _legend(chart, f, shown, below)
    notice = None
    if title:  # a file of its own must say what the page around it would
        below += LINE
        notice = _text(WIDTH - RIGHT, below, shown.term("report.ruo_short"), anchor="end", size=SMALL, fill=SOFT)
    height = round(below + 8)
    white = tag("rect", x=0, y=0, width=WIDTH, height=height, fill="#ffffff") if title else None
    heading = tag("title", _caption(chart, shown)) if title else None
    return tag(
        "svg", heading, tag("desc", shown.plain(chart.says)), white, *parts, *numbers, *legend, notice,
        xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {WIDTH:g} {height}", role="img",
        aria_label=f"{_caption(chart, shown)}: {shown.plain(chart.says)}", font_family=FONT,
        style=f"width: 100%; min-width: 34rem; max-width: {WIDTH:g}px; height: auto; display: block",
    )  # fmt: skip


def _text(
    x: float, y: float, text: str, *, anchor: str = "start", size: int = 12, fill: str = INK, turn: bool = False, halo: bool = False,
    bold: bool = False,
) -> Html:  # fmt: skip
    place = {"transform": f"translate({x:g} {y:g}) rotate(-90)"} if turn else {"x": f"{x:g}", "y": f"{y:g}"}
    return tag("text", text, text_anchor=anchor, font_size=size, fill=fill,
               font_weight="600" if bold else None, stroke="#ffffff" if halo else None,
               stroke_width="3" if halo else None, paint_order="stroke" if halo else None, **place)  # fmt: skip


def _line(x1: float, y1: float, x2: float, y2: float, color: str, *, width: float = 1, dash: str | None = None) -> Html:
    return tag("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=color, stroke_width=width, stroke_dasharray=dash)


def _grid(chart: Chart, f: _Frame) -> Html:
    return join([_line(f.left, f.y(at), f.x(1), f.y(at), FAINT) for at, _ in chart.y_ticks])


def _axes(chart: Chart, f: _Frame, shown: Shown) -> Html:
    parts = [_line(f.left, TOP, f.left, f.bottom, SOFT), _line(f.left, f.bottom, f.x(1), f.bottom, SOFT)]
    for at, text in chart.x_ticks:
        parts += [_line(f.x(at), f.bottom, f.x(at), f.bottom + 4, SOFT),
                  _text(f.x(at), f.bottom + 17, text, anchor="middle", size=SMALL, fill=SOFT)]  # fmt: skip
    for at, text in chart.y_ticks:
        parts.append(_text(f.left - 6, f.y(at) + 4, text, anchor="end", size=SMALL, fill=SOFT))
    if chart.y_label:
        ticks = max([letters(t) * LETTER for _, t in chart.y_ticks] + [0])
        parts.append(_text(f.left - ticks - 14, f.y(0.5), shown.plain(chart.y_label), anchor="middle", turn=True))
    return join(parts)


def _rule(axis: str, at: float, words: str, f: _Frame) -> Html:
    if axis == "y":
        y = f.y(at)
        return join([_line(f.left, y, f.x(1), y, INK, dash="4 3"),
                     _text(f.x(1) + 4, y + 4, words, size=SMALL, fill=INK)])  # fmt: skip
    x = f.x(at)
    anchor, dx = ("end", -4) if at > 0.7 else ("start", 4)
    return join([_line(x, TOP, x, f.bottom, INK, dash="4 3"),
                 _text(x + dx, TOP + 9, words, anchor=anchor, size=SMALL, fill=INK, halo=True)])  # fmt: skip


def _staircase(points: tuple[tuple[float, float], ...]) -> tuple[tuple[float, float], ...]:
    made: list[tuple[float, float]] = [points[0]]
    for x, y in points[1:]:
        made += [(x, made[-1][1]), (x, y)]
    return tuple(made)


def _path(points: tuple[tuple[float, float], ...], f: _Frame) -> str:
    return "M" + " L".join(f"{f.x(x):g} {f.y(y):g}" for x, y in points)


def _stroke(s: Stroke, f: _Frame, shown: Shown) -> Html:
    color = COLORS[s.kind % len(COLORS)]
    points = _staircase(s.points) if s.step else s.points
    drawn = tag("path", d=_path(points, f), fill="none", stroke=color, stroke_width=1.3 if s.thin else 2.2,
                stroke_dasharray=DASHES[s.kind % len(DASHES)], stroke_linejoin="round")  # fmt: skip
    ticks = [_line(f.x(x), f.y(y) - 5, f.x(x), f.y(y) + 5, color, width=1.4) for x, y in s.ticks]
    x, y = s.points[-1]
    end = _text(f.x(x) + 5, f.y(y) + 4, shown.plain(s.end), size=SMALL, fill=INK) if s.end else None
    return join([drawn, *ticks, end])


def _area(a: Area, f: _Frame) -> Html | None:
    if len(a.points) < 2:
        return None
    low, high = tuple((x, y) for x, y, _ in a.points), tuple((x, y) for x, _, y in a.points)
    if a.step:
        low, high = _staircase(low), _staircase(high)
    return tag(
        "path", d=_path((*high, *reversed(low)), f) + " Z", fill=COLORS[a.kind % len(COLORS)], fill_opacity="0.13"
    )


def _bar(b: Bar, f: _Frame) -> Html:
    x1, x2 = sorted((f.x(b.x1), f.x(b.x2)))
    top, low = sorted((f.y(b.y1), f.y(b.y2)))
    width, height = round(x2 - x1, 2), round(max(low - top, 0.8), 2)
    color = COLORS[b.kind % len(COLORS)]
    parts: list[Html | None] = [
        tag("rect", x=x1, y=top, width=width, height=height, fill=color, fill_opacity="0.85"),
        _hatch(b.kind, x1, top, width, height),
    ]
    if b.open:
        middle = (top + low) / 2
        parts.append(
            tag("path", d=f"M{x2:g} {middle - 5:g} L{x2 + 8:g} {middle:g} L{x2:g} {middle + 5:g} Z", fill=color)
        )
    return join(parts)


def _bar_word(b: Bar, f: _Frame, shown: Shown) -> Html | None:
    word = shown.plain(b.says)
    if not word:
        return None
    (x1, x2), (top, low) = sorted((f.x(b.x1), f.x(b.x2))), sorted((f.y(b.y1), f.y(b.y2)))
    y = top - 3 if f.y(b.y2) <= f.y(b.y1) else low + 11
    return _text((x1 + x2) / 2, y, word, anchor="middle", size=9 if x2 - x1 >= 14 else 8, fill=INK, halo=True)


def _hatch(kind: int, x: float, y: float, width: float, height: float) -> Html | None:
    """White lines over a bar: none, level, upright, both, or sloping, so that no two kinds of a legend differ by color alone."""
    style = HATCHES[kind % len(HATCHES)]
    if style == 0:
        return None
    white = []
    if style == 4:  # each piece ends at the edge that it meets first
        at = -height
        while at < width:
            start, end = max(at, 0.0), min(at + height, width)
            if end > start:
                white.append(
                    f"M{x + start:.1f} {y + height - (start - at):.1f} L{x + end:.1f} {y + height - (end - at):.1f}"
                )
            at += 7.0
    if style in (1, 3):
        step, at = 5.0, y + 3
        while at < y + height:
            white.append(f"M{x:g} {at:.1f} h{width:g}")
            at += step
    if style in (2, 3):
        at = x + 3
        while at < x + width:
            white.append(f"M{at:.1f} {y:g} v{height:g}")
            at += 5.0
    return (
        tag("path", d=" ".join(white), stroke="#ffffff", stroke_width="0.9", stroke_opacity="0.75") if white else None
    )


def _shape(shape: str, x: float, y: float, color: str) -> Html:
    if shape == "circle":
        return tag("circle", cx=x, cy=y, r=4.2, fill=color, stroke="#ffffff", stroke_width="0.8")
    if shape == "cross":
        return tag("path", d=f"M{x - 4:g} {y - 4:g} l8 8 M{x + 4:g} {y - 4:g} l-8 8", stroke=color, stroke_width="2.2")
    paths = {
        "square": f"M{x - 4:g} {y - 4:g} h8 v8 h-8 Z",
        "diamond": f"M{x:g} {y - 5.5:g} l5.5 5.5 l-5.5 5.5 l-5.5 -5.5 Z",
        "triangle": f"M{x:g} {y - 5:g} l5 9 h-10 Z",
    }
    return tag("path", d=paths[shape], fill=color, stroke="#ffffff", stroke_width="0.8")


def _point(p: Point, f: _Frame) -> Html:
    return _shape(p.shape, f.x(p.x), f.y(p.y), COLORS[p.kind % len(COLORS)])


def _counts(chart: Chart, f: _Frame, shown: Shown, below: float) -> tuple[list[Html], float]:
    """Rows of numbers under the axis."""
    if not chart.counts:
        return [], below
    y = below + LINE
    parts = [_text(f.left - GAP, y, shown.plain(chart.counts_head), anchor="end", size=SMALL, fill=SOFT)]
    for name, kind, numbers in chart.counts:
        y += LINE
        # A short stroke ties the row to its curve; letters in pale colors would be hard to read.
        label = _short(shown.plain(name))
        width = letters(label) * LETTER
        color, dash = COLORS[kind % len(COLORS)], DASHES[kind % len(DASHES)]
        parts.append(_line(f.left - GAP - width, y + 3, f.left - GAP, y + 3, color, width=2, dash=dash))
        parts.append(_text(f.left - GAP, y, label, anchor="end", size=SMALL, bold=True))
        parts += [_text(f.x(at), y, n, anchor="middle", size=SMALL) for at, n in numbers]
    return parts, y + 4


def _legend(chart: Chart, f: _Frame, shown: Shown, below: float) -> tuple[list[Html], float]:
    """Keys side by side, as many as fit a line."""
    if not chart.legend:
        return [], below
    parts: list[Html] = []
    x, y = f.left, below + LINE
    for key in chart.legend:
        words = shown.plain(key.words)
        wide = 34 + letters(words) * (LETTER - 0.4) + 14
        if x > f.left and x + wide > WIDTH:
            x, y = f.left, y + LINE
        parts += [_key(key, x, y), _text(x + 32, y, words, size=SMALL)]
        x += wide
    return parts, y + 6


def _key(key: Key, x: float, y: float) -> Html:
    color = COLORS[key.kind % len(COLORS)]
    if key.drawn == "line":
        return _line(x, y - 4, x + 26, y - 4, color, width=2.2, dash=DASHES[key.kind % len(DASHES)])
    if key.drawn == "bar":
        return join([tag("rect", x=x + 4, y=y - 10, width=20, height=11, fill=color, fill_opacity="0.85"),
                     _hatch(key.kind, x + 4, y - 10, 20, 11)])  # fmt: skip
    if key.drawn == "open":
        return join([tag("rect", x=x + 2, y=y - 10, width=16, height=11, fill=color, fill_opacity="0.85"),
                     tag("path", d=f"M{x + 18:g} {y - 9.5:g} l8 5 l-8 5 Z", fill=color)])  # fmt: skip
    if key.drawn == "tick":
        return join(
            [_line(x, y - 4, x + 26, y - 4, color, width=2.2), _line(x + 13, y - 9, x + 13, y + 1, color, width=1.4)]
        )
    return _shape(key.drawn, x + 13, y - 4, color)
