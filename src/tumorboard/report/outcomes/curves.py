"""Kaplan-Meier curves with their limits, censored patients as ticks, and the numbers at risk below."""

from __future__ import annotations

from collections.abc import Sequence

from tumorboard.outcomes.survival import Curve, quantile, survival_at
from tumorboard.reasons import Reason
from tumorboard.report.outcomes.numbers import number, percent, ticks
from tumorboard.report.values import Area, Chart, Key, Stroke, Term, Text

SHARES = tuple((i / 4, f"{25 * i}%") for i in range(5))
Named = tuple[str, Text, Curve]  # name, words, curve


def chart(
    curves: Sequence[Named],
    *,
    caption: Term,
    y_label: Text,
    x_label: Text,
    name: str,
    rules: Sequence[tuple[float, Text]] = (),
    least: int = 0,
) -> Chart:
    """The curves of up to eight groups; bands of limits where there are at most three.

    With `least` the curves were cut where fewer are at risk, and beyond that the numbers at risk say so.
    """
    top = max(c.times[-1] for _, _, c in curves)
    marks = ticks(top)
    end = marks[-1]
    strokes = tuple(_stroke(c, i, end) for i, (_, _, c) in enumerate(curves))
    areas = tuple(_area(c, i, end) for i, (_, _, c) in enumerate(curves)) if len(curves) <= 3 else ()
    counts = tuple(
        (words, i, tuple((m / end, _at_risk(c, m, least)) for m in marks)) for i, (_, words, c) in enumerate(curves)
    )
    legend = [Key("line", i, words) for i, (_, words, _) in enumerate(curves)] if len(curves) > 1 else []
    if any(sum(c.censored) for _, _, c in curves):
        legend.append(Key("tick", 6, (Term("outcomes.censored_tick"),)))
    return Chart(
        caption, _says(curves), x_label, y_label, tuple((m / end, f"{m:g}") for m in marks), SHARES, strokes, areas,
        rules=tuple(("x", at / end, words) for at, words in rules if at <= end), legend=tuple(legend),
        counts_head=(Term("outcomes.at_risk"),), counts=counts, name=name,
    )  # fmt: skip


def _at_risk(c: Curve, at: float, least: int) -> str:
    return f"<{least}" if least and at > c.times[-1] else str(survival_at(c, at)[3])


def _stroke(c: Curve, kind: int, end: float) -> Stroke:
    points = [(0.0, 1.0), *((t / end, s) for t, s in zip(c.times, c.survival, strict=True))]
    out = tuple((t / end, s) for t, s, n in zip(c.times, c.survival, c.censored, strict=True) if n)
    return Stroke(tuple(points), kind, step=True, ticks=out)


def _area(c: Curve, kind: int, end: float) -> Area:
    points = [(0.0, 1.0, 1.0)]
    for t, low, high in zip(c.times, c.low, c.high, strict=True):
        if low is None or high is None:
            break
        points.append((t / end, low, high))
    return Area(tuple(points), kind, step=True)


def _says(curves: Sequence[Named]) -> Text:
    parts: list[object] = []
    for i, (_, words, c) in enumerate(curves):
        middle, limits = quantile(c)
        parts += ["; "] if i else []
        parts += [*words, ": ", Reason.of("outcomes.curve_says", n=c.n, events=sum(c.events), median=number(middle, 4),
                  low=number(limits.low, 4), high=number(limits.high, 4), last=percent(c.survival[-1]))]  # fmt: skip
    return tuple(parts)  # type: ignore[arg-type]
