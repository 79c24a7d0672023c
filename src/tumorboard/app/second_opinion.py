"""The same survival analysis by lifelines, for who wants two independent programs to agree; needs the extra ``outcomes``."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from tumorboard.errors import NotFound
from tumorboard.issues import Issue, Place, Severity
from tumorboard.outcomes.study import Study, Timed
from tumorboard.wording import words

PACKAGE = "lifelines"
AGREE = 1e-4  # relative: both iterate, and lifelines ends its steps earlier


@dataclass(frozen=True, slots=True)
class Opinion:
    """One number by both programs."""

    what: str
    ours: float
    theirs: float

    @property
    def agrees(self) -> bool:
        """Whether they are the same but for the end of the iteration."""
        return abs(self.ours - self.theirs) <= AGREE * max(1.0, abs(self.ours))


def opinions(study: Study, people: Sequence[Timed]) -> list[Opinion]:
    """Medians, log-rank statistic and coefficients.

    Raises
    ------
    NotFound
        If lifelines is not installed.
    """
    if find_spec(PACKAGE) is None:
        says, remedy = words("en").issue(Issue.of("OUT028", Severity.ERROR, Place("")))
        raise NotFound(says, remedy=remedy, code="OUT028")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return [*_curves(study, people), *_test(study, people), *_model(study, people)]


def _curves(study: Study, people: Sequence[Timed]) -> list[Opinion]:
    from lifelines import KaplanMeierFitter

    made = []
    for group in study.groups:
        mine = [p for p in people if p.group == group.name]
        fitted = KaplanMeierFitter().fit([p.time for p in mine], [p.event for p in mine])
        theirs = [float(v) for v in fitted.survival_function_at_times(list(group.curve.times))]
        pairs = zip(group.curve.survival, theirs, strict=True)
        worst = max(pairs, key=lambda pair: abs(pair[0] - pair[1]))
        made.append(Opinion(f"curve {group.name or 'all'}, where they differ most", *worst))
    return made


def _test(study: Study, people: Sequence[Timed]) -> list[Opinion]:
    from lifelines.statistics import multivariate_logrank_test

    if study.test is None or study.stratified:
        return []
    found = multivariate_logrank_test([p.time for p in people], [p.group for p in people], [p.event for p in people])
    return [Opinion("log-rank chi-square", study.test.chi_square, float(found.test_statistic))]


def _model(study: Study, people: Sequence[Timed]) -> list[Opinion]:
    import pandas
    from lifelines import CoxPHFitter

    if study.fit is None or study.fit.ties != "efron":
        return []
    names = [c.name for c in study.fit.coefficients]
    whole = [p for p in people if all(n in p.covariates for n in names)]
    rows: list[dict[str, Any]] = [{**p.covariates, "=time": p.time, "=event": p.event} for p in whole]
    fitted = CoxPHFitter().fit(pandas.DataFrame(rows), "=time", "=event")
    made = [Opinion("log-likelihood", study.fit.log_likelihood, float(fitted.log_likelihood_))]
    for c in study.fit.coefficients:
        made.append(Opinion(f"log hazard ratio, {c.name}", c.value, float(fitted.params_[c.name])))
        made.append(Opinion(f"standard error, {c.name}", c.error, float(fitted.standard_errors_[c.name])))
    return made
