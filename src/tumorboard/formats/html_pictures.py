"""The small static pictures of the report as SVG: evidence grid, allele fractions, treatment timeline.

Meaning is never carried by color alone: marks and words stand beside it.  Colors are from the Okabe-Ito palette
(Okabe and Ito 2008, Color Universal Design), which color-blind readers can tell apart.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from markupsafe import Markup

from tumorboard.report.values import Dots, Lane, Text, Timeline

TONES = {"good": "#007a5e", "warn": "#b35900", "bad": "#a3245b", "info": "#0062a3", "mute": "#6b7280"}
WIDTH = 920


class Pictures:
    """Draws picture blocks with the words of one language."""

    def __init__(self, plain: Callable[[Text], str], markup: Callable[[Text], Markup]) -> None:
        self.plain = plain
        self.markup = markup

    def draw(self, block: Dots | Timeline) -> Markup:
        """The block as an inline SVG element with a text alternative."""
        return self._dots(block) if isinstance(block, Dots) else self._timeline(block)

    def _dots(self, block: Dots) -> Markup:
        left, right, row = 250, 40, 22
        span = WIDTH - left - right
        height = row * len(block.rows) + 34
        parts = [self._open(height, self.plain((block.axis,)))]
        for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
            x = left + span * tick
            parts.append(
                Markup('<line x1="{0:.1f}" x2="{0:.1f}" y1="6" y2="{1}" class="grid"/>').format(x, height - 24)
            )
            parts.append(Markup('<text x="{:.1f}" y="{}" class="tick">{:.0%}</text>').format(x, height - 8, tick))
        for i, (label, dots) in enumerate(block.rows):
            y = 6 + row * i + row / 2
            parts.append(
                Markup('<text x="{}" y="{:.1f}" class="label">{}</text>').format(left - 12, y + 4, self.plain(label))
            )
            for dot in dots:
                x = left + span * float(dot.x if not isinstance(dot.x, date) else 0.0)
                parts.append(
                    Markup('<line x1="{0}" x2="{1:.1f}" y1="{2:.1f}" y2="{2:.1f}" class="stem"/>').format(left, x, y)
                )
                parts.append(self._mark(x, y, dot.shape, dot.tone))
                parts.append(
                    Markup('<text x="{:.1f}" y="{:.1f}" class="value">{}</text>').format(x + 10, y + 4, dot.label)
                )
        return Markup("").join([*parts, Markup("</svg>")])

    def _timeline(self, block: Timeline) -> Markup:
        left, right, row = 250, 30, 24
        start = min(lane.start for lane in block.lanes)
        end = max([block.until, *(lane.end for lane in block.lanes if lane.end)])
        days = max((end - start).days, 1)
        span = WIDTH - left - right
        height = row * len(block.lanes) + 34

        def at(day: date) -> float:
            return left + span * (day - start).days / days

        parts = [self._open(height, f"{start} – {end}")]
        step = max(1, (end.year - start.year) // 8 + 1)
        for year in range(start.year + 1, end.year + 1, step):
            x = at(date(year, 1, 1))
            parts.append(
                Markup('<line x1="{0:.1f}" x2="{0:.1f}" y1="4" y2="{1}" class="grid"/>').format(x, height - 24)
            )
            parts.append(Markup('<text x="{:.1f}" y="{}" class="tick">{}</text>').format(x, height - 8, year))
        x = at(block.until)
        parts.append(Markup('<line x1="{0:.1f}" x2="{0:.1f}" y1="4" y2="{1}" class="today"/>').format(x, height - 24))
        for i, lane in enumerate(block.lanes):
            parts.append(self._lane(lane, 6 + row * i, row, at, left, block.until))
        return Markup("").join([*parts, Markup("</svg>")])

    def _lane(self, lane: Lane, y: float, row: int, at: Callable[[date], float], left: int, until: date) -> Markup:
        color = TONES.get(lane.tone, TONES["info"])
        label = Markup('<text x="{}" y="{:.1f}" class="label">{}</text>').format(
            left - 12, y + row / 2 + 4, self.plain(lane.label)
        )
        if lane.point:
            return label + self._mark(at(lane.start), y + row / 2, "diamond", lane.tone)
        x0, x1 = at(lane.start), at(lane.end or until)
        bar = Markup('<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{}" rx="3" fill="{}"{}/>').format(
            x0, y + 4, max(x1 - x0, 3), row - 8, color, Markup(' fill-opacity="0.55"') if lane.end is None else ""
        )
        note = self.plain(lane.note)
        text = Markup('<text x="{:.1f}" y="{:.1f}" class="on-bar">{}</text>').format(x0 + 6, y + row / 2 + 4, note)
        return label + bar + (text if note and x1 - x0 > 7 * len(note) + 10 else Markup(""))

    @staticmethod
    def _mark(x: float, y: float, shape: str, tone: str) -> Markup:
        color = TONES.get(tone, TONES["info"])
        if shape == "square":
            return Markup('<rect x="{:.1f}" y="{:.1f}" width="10" height="10" fill="{}"/>').format(x - 5, y - 5, color)
        if shape == "diamond":
            return Markup('<path d="M{0:.1f} {1:.1f}l6 6l-6 6l-6-6z" fill="{2}"/>').format(x, y - 6, color)
        return Markup('<circle cx="{:.1f}" cy="{:.1f}" r="5.5" fill="{}"/>').format(x, y, color)

    @staticmethod
    def _open(height: float, title: str) -> Markup:
        return Markup('<svg viewBox="0 0 {} {:.0f}" role="img" aria-label="{}" class="picture">').format(
            WIDTH, height, title
        )
