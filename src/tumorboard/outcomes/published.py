"""Published numbers of trials beside what our functions give for the published counts.

Only what is a function of published counts or limits can be recomputed; the counts marked *count recomputed* follow from
a published share and denominator.  Confidence: S sourced from the paper or its abstract, M-H and M-M recalled with high and
medium confidence (these are shown and decide nothing); where two notes of ours differ, the lower of the two.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from math import log

from tumorboard.outcomes.distributions import normal_quantile, normal_two_sided
from tumorboard.outcomes.pfs_ratio import weibull_beyond
from tumorboard.outcomes.rates import INTERVALS, binomial_at_least, fisher_exact


@dataclass(frozen=True, slots=True)
class Published:
    """One number: where it stands, what it is, what was printed, and how we get it."""

    study: str
    what: str
    printed: str
    ours: Callable[[], str]
    source: str
    confidence: str

    @property
    def agrees(self) -> bool | None:
        """Whether ours is what was printed; None where nothing was printed and ours is the report."""
        return None if self.printed == NOTHING else self.ours() == self.printed


NOTHING = "not printed"
WINTHER = "Rodon 2019, doi:10.1038/s41591-019-0424-4"
VON_HOFF = "Von Hoff 2010, as tabled in PMC7272286"
FUTURE = "Cell Research 2021, doi:10.1038/s41422-020-0375-9"
FUTURE_FINAL = "Cell Research 2023, doi:10.1038/s41422-023-00795-2"
C_PLUS = "Mol Cancer 2022, doi:10.1186/s12943-022-01536-6"
I_PREDICT = "Sicklick 2019, doi:10.1038/s41591-019-0407-5"
I_PREDICT_2 = "Genome Med 2021, doi:10.1186/s13073-021-00969-w"


def share(x: int, n: int, digits: int = 1) -> str:
    """A share in percent, halves rounded up as papers do.

    Examples
    --------
    >>> share(39, 48)   # 81.25 exactly
    '81.3%'
    """
    exact = Decimal(100 * x) / Decimal(n)
    return f"{exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)}%"


def limits(method: str, x: int, n: int, digits: int = 1) -> str:
    """An interval in percent."""
    found = INTERVALS[method](x, n)
    return f"{100 * (found.low or 0):.{digits}f}-{100 * (found.high or 0):.{digits}f}%"


def p_from_limits(ratio: float, low: float, high: float) -> float:
    """The two-sided p of a ratio whose 95 % limits were made on the log scale.

    Examples
    --------
    >>> f"{p_from_limits(3.31, 1.01, 10.83):.3f}"
    '0.048'
    """
    error = (log(high) - log(low)) / (2 * normal_quantile(0.95))
    return normal_two_sided(log(ratio) / error)


def _p(test: Callable[..., float], *args: float, digits: int = 4) -> str:
    return f"{test(*args):.{digits}f}"


ROWS: tuple[Published, ...] = (
    Published("WINTHER", "evaluable for therapy, 107 of 303", "35%", partial(share, 107, 303, 0), WINTHER, "S"),
    Published("WINTHER", "SD >= 6 months + PR + CR, 28 of 107 (count recomputed)", "26.2%", partial(share, 28, 107), WINTHER, "S"),
    Published("WINTHER", "the same, arm A (DNA), 16 of 69 (count recomputed)", "23.2%", partial(share, 16, 69), WINTHER, "S"),
    Published("WINTHER", "the same, arm B (RNA), 12 of 38 (count recomputed)", "31.6%", partial(share, 12, 38), WINTHER, "S"),
    Published("WINTHER", "arm A against B, Fisher's exact two-sided p", NOTHING, partial(_p, fisher_exact, 16, 69, 12, 38), WINTHER, "S"),
    Published("WINTHER", "PFS ratio > 1.5, 24 of 107 (count recomputed)", "22.4%", partial(share, 24, 107), WINTHER, "S"),
    Published("WINTHER", "its Clopper-Pearson interval", NOTHING, partial(limits, "clopper_pearson", 24, 107), WINTHER, "S"),
    Published("von Hoff", "PFS ratio >= 1.3, 18 of 66 (count recalled)", "27%", partial(share, 18, 66, 0), VON_HOFF, "S"),
    Published("von Hoff", "its printed interval is Wald's", "17-38%", partial(limits, "wald", 18, 66, 0), VON_HOFF, "S"),
    Published("von Hoff", "Wald with a decimal", NOTHING, partial(limits, "wald", 18, 66), VON_HOFF, "M-M"),
    Published("von Hoff", "Clopper-Pearson would be", NOTHING, partial(limits, "clopper_pearson", 18, 66), VON_HOFF, "M-M"),
    Published("von Hoff", "exact one-sided p against 15%", NOTHING, partial(_p, binomial_at_least, 18, 66, 0.15), VON_HOFF, "M-M"),
    Published("MOSCATO 01", "PFS ratio > 1.3, 63 of 193", "33%", partial(share, 63, 193, 0), "Massard 2017", "M-M"),
    Published("FUTURE, first", "ORR, 20 of 69", "29.0%", partial(share, 20, 69), FUTURE, "M-H"),
    Published("FUTURE, first", "Clopper-Pearson", "18.7-41.2%", partial(limits, "clopper_pearson", 20, 69), FUTURE, "M-H"),
    Published("FUTURE, arm C", "ORR, 10 of 19", "52.6%", partial(share, 10, 19), FUTURE, "M-H"),
    Published("FUTURE, arm C", "Clopper-Pearson", "28.9-75.6%", partial(limits, "clopper_pearson", 10, 19), FUTURE, "M-H"),
    Published("FUTURE, final", "ORR, 42 of 141", "29.8%", partial(share, 42, 141), FUTURE_FINAL, "M-M"),
    Published("FUTURE, final", "Clopper-Pearson", "22.4-38.1%", partial(limits, "clopper_pearson", 42, 141), FUTURE_FINAL, "M-M"),
    Published("FUTURE-C-PLUS", "ORR, 39 of 48 (count recomputed)", "81.3%", partial(share, 39, 48), C_PLUS, "S"),
    Published("FUTURE-C-PLUS", "its printed interval is Wald's", "70.2-92.3%", partial(limits, "wald", 39, 48), C_PLUS, "S"),
    Published("FUTURE-C-PLUS", "Clopper-Pearson would be", NOTHING, partial(limits, "clopper_pearson", 39, 48), C_PLUS, "S"),
    Published("I-PREDICT 2019", "matched, 73 of 149 (cut-off: score > 50%)", "49%", partial(share, 73, 149, 0), I_PREDICT, "M-M"),
    Published("I-PREDICT 2021", "treated, 76 of 145 (cut-off: score >= 60%)", "52%", partial(share, 76, 145, 0), I_PREDICT_2, "S"),
    Published("I-PREDICT 2021", "of these with a matched drug, 54 of 76", "71%", partial(share, 54, 76, 0), I_PREDICT_2, "S"),
    Published("I-PREDICT 2021", "DCR, odds ratio 3.31 (1.01-10.83): p", "0.048", partial(_p, p_from_limits, 3.31, 1.01, 10.83, digits=3), I_PREDICT_2, "S"),
    Published("I-PREDICT 2021", "PFS, hazard ratio 0.55 (0.28-1.07): p", "0.08", partial(_p, p_from_limits, 0.55, 0.28, 1.07, digits=2), I_PREDICT_2, "S"),
    Published("I-PREDICT 2021", "OS, hazard ratio 0.42 (0.21-0.85): p", "0.02", partial(_p, p_from_limits, 0.42, 0.21, 0.85, digits=2), I_PREDICT_2, "S"),
    Published("PFS ratio", "P(> 1.3), equal exponential times, closed form", "0.4348", partial(_p, weibull_beyond, 1.3, 1.0), "Texier 2018", "M-H"),
)  # fmt: skip
