"""Rates with intervals, and exact tests of one or two proportions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import exp, fsum, lgamma, log, sqrt

from tumorboard.outcomes.distributions import beta_quantile, normal_quantile


@dataclass(frozen=True, slots=True)
class Interval:
    """Limits with the method that gave them; None where a limit does not exist (a median that is not reached)."""

    low: float | None
    high: float | None
    method: str
    confidence: float = 0.95


@dataclass(frozen=True, slots=True)
class Rate:
    """`x` of `n` with its intervals; `estimate` is None when nobody could be counted."""

    x: int
    n: int
    intervals: tuple[Interval, ...] = ()

    @property
    def estimate(self) -> float | None:
        """The proportion."""
        return self.x / self.n if self.n else None


def _checked(x: int, n: int) -> None:
    if not 0 <= x <= n or n < 1:
        raise ValueError(f"counts must be 0 <= x <= n and n >= 1, got {x} of {n}")


def clopper_pearson(x: int, n: int, *, confidence: float = 0.95) -> Interval:
    """Exact limits: coverage is at least `confidence`, usually more.

    Source
    ------
    Clopper and Pearson 1934, Biometrika 26:404, doi:10.1093/biomet/26.4.404.

    Examples
    --------
    >>> found = clopper_pearson(8, 19)   # R: binom.test(8, 19)$conf.int
    >>> f"{found.low:.7f} {found.high:.7f}"
    '0.2025214 0.6650022'
    """
    _checked(x, n)
    alpha = 1 - confidence
    low = beta_quantile(alpha / 2, x, n - x + 1) if x else 0.0
    high = beta_quantile(1 - alpha / 2, x + 1, n - x) if x < n else 1.0
    return Interval(low, high, "clopper_pearson", confidence)


def wilson(x: int, n: int, *, confidence: float = 0.95) -> Interval:
    """Score limits: close to the nominal coverage on average.

    Source
    ------
    Wilson 1927, J Am Stat Assoc 22:209, doi:10.1080/01621459.1927.10502953.
    """
    _checked(x, n)
    z, p = normal_quantile(confidence), x / n
    center = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    # At the edges the limit is the edge; rounding must not leave it.
    return Interval(
        0.0 if x == 0 else max(center - half, 0.0),
        1.0 if x == n else min(center + half, 1.0),
        "wilson",
        confidence,
    )


def jeffreys(x: int, n: int, *, confidence: float = 0.95) -> Interval:
    """Quantiles of Beta(x + 1/2, n - x + 1/2), with 0 and 1 at the edges.

    Source
    ------
    Brown, Cai and DasGupta 2001, Stat Sci 16:101, doi:10.1214/ss/1009213286.
    """
    _checked(x, n)
    alpha = 1 - confidence
    low = beta_quantile(alpha / 2, x + 0.5, n - x + 0.5) if x else 0.0
    high = beta_quantile(1 - alpha / 2, x + 0.5, n - x + 0.5) if x < n else 1.0
    return Interval(low, high, "jeffreys", confidence)


def wald(x: int, n: int, *, confidence: float = 0.95) -> Interval:
    """The normal approximation, only to reproduce publications: its coverage is poor for small n and near 0 and 1."""
    _checked(x, n)
    p = x / n
    half = normal_quantile(confidence) * sqrt(p * (1 - p) / n)
    return Interval(max(p - half, 0.0), min(p + half, 1.0), "wald", confidence)


INTERVALS: Mapping[str, Callable[..., Interval]] = {
    "clopper_pearson": clopper_pearson,
    "wilson": wilson,
    "jeffreys": jeffreys,
    "wald": wald,
}


@lru_cache(maxsize=4_096)
def rate(x: int, n: int, *, methods: tuple[str, ...] = ("clopper_pearson", "wilson"), confidence: float = 0.95) -> Rate:
    """`x` of `n` with the intervals of `methods`; without intervals when n is 0."""
    made = tuple(INTERVALS[m](x, n, confidence=confidence) for m in methods) if n else ()
    return Rate(x, n, made)


def _log_binomial(k: int, n: int, p: float) -> float:
    choose = lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
    return choose + (k * log(p) if k else 0.0) + ((n - k) * log(1 - p) if n > k else 0.0)


def binomial_at_least(x: int, n: int, null: float) -> float:
    """Exact one-sided p: P(X >= x) when the true proportion is `null`.

    Examples
    --------
    >>> f"{binomial_at_least(18, 66, 0.15):.6f}"   # R: binom.test(18, 66, .15, alternative = "greater")$p.value
    '0.007212'
    """
    _checked(x, n)
    _inside(null)
    return min(1.0, fsum(exp(_log_binomial(k, n, null)) for k in range(x, n + 1)))


def binomial_two_sided(x: int, n: int, null: float) -> float:
    """Exact two-sided p: all outcomes that are no more likely than the one seen, as R's ``binom.test`` does."""
    _checked(x, n)
    _inside(null)
    seen = exp(_log_binomial(x, n, null))
    return min(1.0, fsum(q for k in range(n + 1) if (q := exp(_log_binomial(k, n, null))) <= seen * (1 + 1e-7)))


def _inside(null: float) -> None:
    if not 0 < null < 1:
        raise ValueError(f"a null proportion lies between 0 and 1, got {null}")


def fisher_exact(x1: int, n1: int, x2: int, n2: int) -> float:
    """Two-sided p of equal proportions given the margins: all tables that are no more likely than the one seen.

    Source
    ------
    Fisher 1935, J R Stat Soc 98:39; the two-sided convention is that of R's ``fisher.test``.
    """
    _checked(x1, n1)
    _checked(x2, n2)
    total = x1 + x2
    tables = range(max(0, total - n2), min(n1, total) + 1)
    logs = {k: _log_choose(n1, k) + _log_choose(n2, total - k) - _log_choose(n1 + n2, total) for k in tables}
    seen = exp(logs[x1])
    return min(1.0, fsum(q for v in logs.values() if (q := exp(v)) <= seen * (1 + 1e-7)))


def _log_choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
