"""Student's t with whole degrees of freedom, exactly, and Pearson's test through it.

For whole degrees of freedom the distribution is a finite sum of powers of a cosine: nothing is approximated.

Source: Abramowitz and Stegun 1964, 26.7.3 and 26.7.4.
"""

from __future__ import annotations

from math import atan, cos, inf, pi, sin, sqrt


def within(t: float, df: int) -> float:
    """Probability that a t of `df` degrees of freedom lies between -|t| and |t|.

    Examples
    --------
    >>> round(within(12.7062, 1), 5), round(within(2.0860, 20), 4)  # R: 1 - 2 * pt(-12.7062, 1), and of 20
    (0.95, 0.95)
    """
    angle = atan(abs(t) / sqrt(df))
    if df == 1:
        return 2 * angle / pi
    square, term, total = cos(angle) ** 2, 1.0, 0.0
    if df % 2:
        term, total = cos(angle), 0.0
        for k in range(3, df + 1, 2):
            total += term
            term *= square * (k - 1) / k
        return 2 / pi * (angle + sin(angle) * total)
    for k in range(2, df + 1, 2):
        total += term
        term *= square * (k - 1) / k
    return sin(angle) * total


def quantile(level: float, df: int) -> float:
    """The t with `level` of the probability between -t and t.

    Examples
    --------
    >>> round(quantile(0.95, 4), 4)  # R: qt(0.975, 4)
    2.7764
    """
    low, high = 0.0, 1.0
    while within(high, df) < level and high < 1e12:
        high *= 2
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if within(middle, df) < level else (low, middle)
    return high


def pearson_p(r: float, n: int) -> float:
    """Two-sided p of a correlation of n pairs, without any correction for how it was found.

    Examples
    --------
    >>> f"{pearson_p(0.9938, 6):.1e}", f"{pearson_p(0.8983, 6):.3f}"
    ('5.8e-05', '0.015')
    """
    df = n - 2
    t = abs(r) * sqrt(df / (1 - r * r)) if abs(r) < 1 else inf
    return _beyond(t, df)


def _beyond(t: float, df: int) -> float:
    return max(1.0 - within(t, df), 0.0)


def r_of_p(p: float, n: int) -> float:
    """The correlation of n pairs that has a two-sided p, for comparing published numbers.

    Examples
    --------
    >>> round(r_of_p(5.67e-5, 6), 4), round(r_of_p(4.68e-4, 5), 4), round(r_of_p(0.015, 6), 4)
    (0.9938, 0.9947, 0.8983)
    """
    t = quantile(1 - p, n - 2)
    return t / sqrt(t * t + n - 2)
