"""Tails and quantiles that exact intervals and tests need: beta, chi-square, normal.

Source: Abramowitz and Stegun 1964, sections 6.5 and 26.5 (series and continued fractions); tested against SciPy.
"""

from __future__ import annotations

from math import exp, inf, lgamma, log
from statistics import NormalDist

_TINY = 1e-300
_CLOSE = 1e-15
NORMAL = NormalDist()


def normal_quantile(confidence: float) -> float:
    """The z of a two-sided interval.

    Examples
    --------
    >>> round(normal_quantile(0.95), 6)
    1.959964
    """
    return NORMAL.inv_cdf((1 + confidence) / 2)


def normal_two_sided(z: float) -> float:
    """P(|Z| >= |z|)."""
    return 2 * NORMAL.cdf(-abs(z))


def beta_cdf(x: float, a: float, b: float) -> float:
    """The regularized incomplete beta function."""
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x))
    # The fraction converges fast on one side of the mean only.
    if x < (a + 1) / (a + b + 2):
        return front * _beta_fraction(x, a, b) / a
    return 1 - front * _beta_fraction(1 - x, b, a) / b


def _beta_fraction(x: float, a: float, b: float) -> float:
    c, d = 1.0, 1 / _safe(1 - (a + b) * x / (a + 1))
    found = d
    for m in range(1, 10_000):
        for step in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d, c = 1 / _safe(1 + step * d), _safe(1 + step / c)
            found *= d * c
        if abs(d * c - 1) < _CLOSE:
            break
    return found


def beta_quantile(p: float, a: float, b: float) -> float:
    """The x with `beta_cdf(x, a, b) == p`, by halving: the function is monotone and the interval is [0, 1]."""
    low, high = 0.0, 1.0
    for _ in range(200):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if beta_cdf(middle, a, b) < p:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def chi_square_tail(x: float, df: int) -> float:
    """P(chi-square with `df` degrees of freedom >= x)."""
    if x <= 0 or df <= 0:
        return 1.0
    a, half = df / 2, x / 2
    front = exp(a * log(half) - half - lgamma(a))
    if half < a + 1:  # series of the lower tail
        term = total = 1 / a
        n = a
        while abs(term) > abs(total) * _CLOSE:
            n += 1
            term *= half / n
            total += term
        return 1 - front * total
    b, c = half + 1 - a, inf
    d = 1 / b
    found = d
    for i in range(1, 10_000):
        step = -i * (i - a)
        b += 2
        d, c = 1 / _safe(step * d + b), _safe(b + step / c)
        found *= d * c
        if abs(d * c - 1) < _CLOSE:
            break
    return front * found


def _safe(x: float) -> float:
    return x if abs(x) > _TINY else _TINY
