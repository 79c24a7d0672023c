"""Kidney function from creatinine: published formulas on numbers known exactly or as ranges.

Sources: Cockcroft and Gault 1976, Nephron 16:31, doi:10.1159/000180580 (creatinine clearance, mL/min); Inker et al. 2021,
N Engl J Med 385:1737, doi:10.1056/NEJMoa2102953 (CKD-EPI 2021 creatinine, without race, mL/min/1.73 m2).  Both are for
adults.
"""

from __future__ import annotations

from collections.abc import Iterable

from tumorboard.criteria.measured import Span

COCKCROFT_GAULT, CKD_EPI_2021 = "cockcroft_gault", "ckd_epi_2021"
METHODS = (CKD_EPI_2021, COCKCROFT_GAULT)
ADULT = 18


def cockcroft_gault(age: float, weight_kg: float, creatinine_mg_dl: float, *, female: bool) -> float:
    """Creatinine clearance in mL/min.

    Examples
    --------
    >>> round(cockcroft_gault(60, 70, 1.0, female=False), 2), round(cockcroft_gault(60, 70, 1.0, female=True), 2)
    (77.78, 66.11)
    """
    return max(140 - age, 0) * weight_kg / (72 * creatinine_mg_dl) * (0.85 if female else 1)


def ckd_epi_2021(age: float, creatinine_mg_dl: float, *, female: bool) -> float:
    """Estimated glomerular filtration rate in mL/min/1.73 m2.

    Examples
    --------
    >>> round(ckd_epi_2021(60, 1.0, female=False), 2), round(ckd_epi_2021(60, 1.0, female=True), 2)
    (86.16, 64.5)
    """
    kappa, alpha = (0.7, -0.241) if female else (0.9, -0.302)
    ratio = creatinine_mg_dl / kappa
    rate: float = 142 * min(ratio, 1) ** alpha * max(ratio, 1) ** -1.2 * 0.9938**age
    return rate * 1.012 if female else rate


def spanned(
    method: str, ages: tuple[int, int], creatinine: Iterable[Span], weights: Iterable[Span], sexes: Iterable[bool]
) -> Span:
    """Every rate that these ranges allow; both formulas fall with age and creatinine and rise with weight.

    `sexes` are those that may be, as *female*; `weights` are read by Cockcroft-Gault alone.
    """
    low, high = float("inf"), 0.0
    weights = list(weights) or [Span(1, 1)]
    for serum in creatinine:
        for weight in weights:
            for female in sexes:
                # a creatinine of nothing is a slip of the pen: it bounds the rate on neither side
                least = _rate(method, ages[1], weight.low, serum.high, female) if serum.high > 0 else 0.0
                low = min(low, least)
                high = max(high, _rate(method, ages[0], weight.high, serum.low, female))
    return Span(low, high)


def _rate(method: str, age: int, weight: float, creatinine: float, female: bool) -> float:
    if creatinine <= 0:  # "<0.3": the rate has no upper bound
        return float("inf")
    if creatinine == float("inf") or weight == float("-inf"):
        return 0.0
    if method == COCKCROFT_GAULT:
        return cockcroft_gault(age, weight, creatinine, female=female)
    return ckd_epi_2021(age, creatinine, female=female)
