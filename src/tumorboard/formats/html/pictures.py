"""The small static pictures of the report: grids of states as tables, rows along an axis as SVG.

Every mark has its words beside it, for screen readers as for those who see no colors.  Rows along an axis use
percentages, so that they fit any width while the letters keep their size.  Colors of the marks are set in the style
sheet by tone; form tells the same as color.
"""

from __future__ import annotations

from math import ceil

from tumorboard.formats.html.inline import Shown
from tumorboard.formats.html.markup import Html, join, tag
from tumorboard.report.values import Grid, Mark, Span, Track, Tracks

HEIGHT = 22  # of one row, CSS pixels
MIDDLE = HEIGHT / 2


def grid(block: Grid, shown: Shown) -> Html:
    """States in cells, a mark and a hidden word each; wide grids in pieces that stand side by side or below."""
    # Pieces of one size: a last piece of two columns would look like a mistake.
    size = ceil(len(block.columns) / max(1, ceil(len(block.columns) / block.chunk))) or 1
    starts = range(0, len(block.columns), size)
    pieces = [_piece(block, start, min(start + size, len(block.columns)), shown) for start in starts]
    legend = [
        tag("span", tag("b", mark, class_=f"cell {tone}", aria_hidden="true"), " ", shown.term(word.code))
        for mark, tone, word in block.legend
    ]
    return tag(
        "figure",
        tag("figcaption", shown.term(block.caption.code)),
        tag("div", *pieces, class_="pieces", tabindex=0, role="group", aria_label=shown.term(block.caption.code)),
        tag("p", *legend, class_="legend") if legend else None,
        class_="grid",
    )


def _piece(block: Grid, start: int, end: int, shown: Shown) -> Html:
    heads = [tag("th", tag("span", shown.markup(c)), scope="col") for c in block.columns[start:end]]
    heads += [tag("th", shown.term(h.code), scope="col", class_="noted") for h in block.heads]
    rows = []
    for i, (label, cells) in enumerate(block.rows):
        made = [_cell(shown.plain(mark), tone, shown.plain(says)) for mark, tone, says in cells[start:end]]
        beside = block.notes[i] if block.notes else ()
        made += [tag("td", shown.lines(c.lines), class_="noted") for c in beside]
        rows.append(tag("tr", tag("th", shown.markup(label), scope="row"), *made))
    return tag(
        "table",
        tag("caption", shown.term(block.caption.code), class_="unseen"),
        tag("thead", tag("tr", tag("td"), *heads)),
        tag("tbody", *rows),
        class_="grid" if block.upright else "grid turned",
    )


def _cell(mark: str, tone: str, words: str) -> Html:
    seen = tag("span", mark, aria_hidden="true", title=words)
    return tag("td", seen, tag("span", words, class_="unseen"), class_=f"cell {tone}")


def tracks(block: Tracks, shown: Shown) -> Html:
    """Rows of label, drawing and note along one axis, with the axis below."""
    rows = [_track(t, block, shown) for t in block.tracks]
    axis = [tag("text", text, x=_percent(at), y=14, class_="tick", text_anchor=_anchor(at)) for at, text in block.ticks]
    lines = [
        tag("span", tag("i", class_="rule", aria_hidden="true"), " ", shown.markup(text)) for _, text in block.lines
    ]
    legend = [tag("span", _legend_mark(shape, tone), " ", shown.term(word.code)) for shape, tone, word in block.legend]
    foot = tag("div", tag("span"), tag("svg", *axis, height=18, aria_hidden="true", class_="axis"), class_="track")
    return tag(
        "figure",
        tag("figcaption", shown.term(block.caption.code)),
        tag("div", *rows, foot),
        tag("p", *legend, *lines, class_="legend") if legend or lines else None,
        class_="tracks noted" if any(t.note for t in block.tracks) else "tracks",
    )


def _track(track: Track, block: Tracks, shown: Shown) -> Html:
    labels = [shown.plain(label) for label in (*(s.label for s in track.spans), *(m.label for m in track.marks))]
    said = "; ".join(text for text in labels if text) or shown.term("report.nothing_drawn")
    drawn = [_line(at, "tick") for at, _ in block.ticks] + [_line(at, "rule") for at, _ in block.lines]
    drawn += [_span(s) for s in track.spans] + [_mark(m) for m in track.marks]
    values = [
        tag("text", shown.plain(m.label), x=_percent(m.at), dx=9 if m.at < 0.8 else -9, y=MIDDLE + 4,
            text_anchor="start" if m.at < 0.8 else "end", class_="value")
        for m in track.marks if len(track.marks) <= 2 and m.label and not track.note
    ]  # fmt: skip
    picture = tag("svg", *drawn, *values, height=HEIGHT, role="img", aria_label=f"{shown.plain(track.label)}: {said}")
    note = tag("span", shown.markup(track.note), class_="beside") if track.note else None
    return tag("div", tag("span", shown.markup(track.label), class_="name"), picture, note, class_="track")


def _span(span: Span) -> Html:
    width = max(span.end - span.start, 0.004)
    bar = tag(
        "rect", x=_percent(span.start), y=5, width=_percent(width), height=HEIGHT - 10, class_=f"span {span.tone}"
    )
    if not span.open:
        return bar
    # An open end is drawn as two dashes behind the bar: form, not shade.
    dashes = [
        tag("rect", x=_percent(span.start + width), y=5, width=3, height=HEIGHT - 10, class_=f"span {span.tone}",
            transform=f"translate({dx} 0)") for dx in (2, 7)
    ]  # fmt: skip
    return join([bar, *dashes])


def _mark(mark: Mark) -> Html:
    return _shape(mark.shape, mark.tone, _percent(mark.at), MIDDLE)


def _shape(shape: str, tone: str, x: str | float, y: float) -> Html:
    if shape == "circle":
        return tag("circle", cx=x, cy=y, r=5, class_=f"point {tone}")
    turn = "rotate(45)" if shape == "diamond" else None
    # A nested picture carries the position in percent, which a path cannot.
    box = tag("rect", x=-4.5, y=-4.5, width=9, height=9, class_=f"point {tone}", transform=turn)
    return tag("svg", box, x=x, y=y, overflow="visible", width=1, height=1)


def _legend_mark(shape: str, tone: str) -> Html:
    drawn = (
        tag("rect", x=1, y=3, width=12, height=8, class_=f"span {tone}")
        if shape == "span"
        else _shape(shape, tone, 7.0, 7.0)
    )
    return tag("svg", drawn, width=14, height=14, aria_hidden="true", class_="key")


def _line(at: float, name: str) -> Html:
    return tag("line", x1=_percent(at), x2=_percent(at), y1=0, y2=HEIGHT, class_=name)


def _percent(share: float) -> str:
    return f"{100 * share:.2f}%"


def _anchor(at: float) -> str:
    return "start" if at < 0.03 else "end" if at > 0.97 else "middle"
