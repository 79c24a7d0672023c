"""Results of outcomes as tab-separated tables with exact numbers."""

from __future__ import annotations

from collections.abc import Iterable

from tumorboard.formats.tsv.cells import Sheet, columns
from tumorboard.model.outcome import LinePair
from tumorboard.model.response import PatientResponse, TimePoint
from tumorboard.outcomes.cox import Coefficient, CoxFit
from tumorboard.outcomes.pfs_ratio import Reached, Threshold, ratio, reached
from tumorboard.outcomes.rates import Interval, Rate
from tumorboard.outcomes.response import duration_of_response, progression_free, time_to_response
from tumorboard.outcomes.survival import Curve

CurveRow = tuple[str, Curve, int]
RateRow = tuple[str, str, Rate, Interval]
PointRow = tuple[str, TimePoint]
ModelRow = tuple[str, CoxFit, Coefficient]
RatioRow = tuple[LinePair, Threshold]


CURVES: Sheet[CurveRow] = Sheet(
    "curves.tsv",
    "one time of one curve, just after it",
    columns(
        ("curve", "group, or comparison and group", lambda r: r[0]),
        ("time", "unit of the input", lambda r: r[1].times[r[2]]),
        ("at_risk", "just before the time", lambda r: r[1].at_risk[r[2]]),
        ("events", "at the time", lambda r: r[1].events[r[2]]),
        ("censored", "at the time", lambda r: r[1].censored[r[2]]),
        ("estimate", "share without the event", lambda r: r[1].survival[r[2]]),
        ("low", "pointwise limit; empty where there is none", lambda r: r[1].low[r[2]]),
        ("high", "pointwise limit", lambda r: r[1].high[r[2]]),
    ),
)

RATES: Sheet[RateRow] = Sheet(
    "rates.tsv",
    "one interval of one rate",
    columns(
        ("of", "which patients are counted", lambda r: r[0]),
        ("rate", "what is counted", lambda r: r[1]),
        ("x", "count", lambda r: r[2].x),
        ("n", "denominator", lambda r: r[2].n),
        ("estimate", "x / n", lambda r: r[2].estimate),
        ("method", "of the interval", lambda r: r[3].method),
        ("low", "limit", lambda r: r[3].low),
        ("high", "limit", lambda r: r[3].high),
    ),
)

MODELS: Sheet[ModelRow] = Sheet(
    "models.tsv",
    "one covariate of one Cox model",
    columns(
        ("model", "which model", lambda r: r[0]),
        ("covariate", "its name", lambda r: r[2].name),
        ("log_hazard_ratio", "estimate", lambda r: r[2].value),
        ("error", "standard error", lambda r: r[2].error),
        ("robust_error", "over clusters; empty without", lambda r: r[2].robust_error),
        ("hazard_ratio", "estimate", lambda r: r[2].hazard_ratio),
        ("low", "limit of the hazard ratio", lambda r: r[2].low),
        ("high", "limit of the hazard ratio", lambda r: r[2].high),
        ("p", "two-sided", lambda r: r[2].p),
        ("n", "records", lambda r: r[1].n),
        ("events", "events", lambda r: r[1].events),
    ),
)

POINTS: Sheet[PointRow] = Sheet(
    "time_points.tsv",
    "one assessment of one patient after baseline",
    columns(
        ("patient", "id", lambda r: r[0]),
        ("date", "day", lambda r: r[1].on),
        ("sum_mm", "sum of diameters; empty when a target was not measured", lambda r: r[1].sum_mm),
        ("change", "share of change from baseline", lambda r: r[1].change),
        ("nadir_mm", "smallest sum before", lambda r: r[1].nadir_mm),
        ("target", "targets by themselves", lambda r: r[1].target.value if r[1].target else None),
        ("non_target", "non-targets by themselves", lambda r: r[1].non_target.value if r[1].non_target else None),
        ("new_lesion", "a new lesion beyond doubt", lambda r: r[1].new_lesion),
        ("overall", "response of the time point", lambda r: r[1].overall.value),
        ("reasons", "codes", lambda r: "; ".join(r[1].reasons)),
        ("review", "codes of what a person should look at", lambda r: "; ".join(r[1].review)),
    ),
)

RESPONSES: Sheet[PatientResponse] = Sheet(
    "responses.tsv",
    "one patient",
    columns(
        ("patient", "id", lambda p: p.patient),
        ("group", "arm or cohort", lambda p: p.group),
        ("best", "best overall response", lambda p: p.best.response.value),
        ("best_on", "day of the assessment that gave it", lambda p: p.best.on),
        ("deepest", "deepest share of change", lambda p: p.deepest),
        ("responded_on", "first response", lambda p: p.responded_on),
        ("progressed_on", "progression; with iRECIST the first of the confirmed sequence", lambda p: p.progressed_on),
        ("time_to_response", "days", time_to_response),
        ("duration", "days of response", lambda p: (duration_of_response(p) or (None,))[0]),
        ("duration_event", "whether it ended", lambda p: (duration_of_response(p) or (None, None))[1]),
        ("pfs", "days", lambda p: (progression_free(p) or (None,))[0]),
        ("pfs_event", "progression or death", lambda p: (progression_free(p) or (None, None))[1]),
        ("review", "codes of what a person should look at", lambda p: "; ".join(p.best.review)),
    ),
)

RATIOS: Sheet[RatioRow] = Sheet(
    "ratios.tsv",
    "one patient and one threshold",
    columns(
        ("patient", "id", lambda r: r[0].patient),
        ("ratio", "PFS2 / PFS1; empty when undefined", lambda r: ratio(r[0])),
        ("censored", "whether PFS2, and so the ratio, is censored", lambda r: not r[0].event2),
        ("threshold", "with its comparator", lambda r: f"ratio {r[1]}"),
        ("reached", f"{', '.join(x.value for x in Reached)}", lambda r: reached(*r).value),
    ),
)

SHEETS = (CURVES, RATES, MODELS, POINTS, RESPONSES, RATIOS)


def curve_rows(named: Iterable[tuple[str, Curve]]) -> list[CurveRow]:
    """Every time of every curve."""
    return [(name, c, i) for name, c in named for i in range(len(c.times))]


def rate_rows(named: Iterable[tuple[str, str, Rate]]) -> list[RateRow]:
    """Every interval of every rate."""
    return [(of, what, r, i) for of, what, r in named for i in r.intervals]


def model_rows(named: Iterable[tuple[str, CoxFit | None]]) -> list[ModelRow]:
    """Every covariate of every model that there is."""
    return [(name, fit, c) for name, fit in named if fit is not None for c in fit.coefficients]
