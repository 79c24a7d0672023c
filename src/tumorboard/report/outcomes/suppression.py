"""Small counts are withheld: a picture of a few patients may tell who they are.

A count from 1 to one below the least is not shown.  Where parts of a shown total stand side by side, a lone withheld part
would be what is missing from the total, so the smallest other part is withheld with it.  What is shown at two times can
still be compared, which nothing here prevents.

Source: Hundepool et al. 2012, Statistical Disclosure Control, chapters 4 and 5 (primary and secondary suppression).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tumorboard.outcomes.survival import Curve

LEAST = 5


def small(count: int, least: int) -> bool:
    """Whether a count must be withheld; nobody is no small group."""
    return 0 < count < least


def parts(counts: Sequence[int], least: int) -> tuple[int | None, ...]:
    """The parts of a total; None where one is withheld.

    Examples
    --------
    >>> parts([12, 3, 8, 0], 5), parts([12, 7], 5), parts([2, 1], 5)
    ((12, None, None, 0), (12, 7), (None, None))
    """
    hidden = {i for i, n in enumerate(counts) if small(n, least)}
    rest = [i for i, n in enumerate(counts) if n and i not in hidden]
    # Two withheld parts that add up to less than the least are as good as one.
    if hidden and rest and (len(hidden) == 1 or sum(counts[i] for i in hidden) < least):
        hidden.add(min(rest, key=lambda i: (counts[i], i)))
    return tuple(None if i in hidden else n for i, n in enumerate(counts))


def cut(curve: Curve, least: int) -> Curve | None:
    """The curve as far as `least` patients are at risk; None when so many never were."""
    if curve.n < least:
        return None
    kept = sum(n >= least for n in curve.at_risk)
    names = ("times", "at_risk", "events", "censored", "survival", "variance", "low", "high")
    return replace(curve, **{name: getattr(curve, name)[:kept] for name in names})
