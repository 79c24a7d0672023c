"""DDPP: time without progression predicted from a few genes' fold changes, with the guards without which it says nothing.

Genes are ordered by how they go with the outcome, added up one after another, and the prefix that goes best with it is kept: a
search that finds something in pure noise four times out of five when there are six patients.  Therefore the whole selection is
repeated inside each leave-one-out fold and under every permutation of the outcome.  No prediction is given below eight patients
unless it is called exploratory, and none at all, whatever it is called, where shuffled outcomes go as well (p above 0.05), or
where patients who were left out are not predicted (r not above zero): such a predictor does not know anything of the next patient.

The line is not prolonged: a patient whose genes add up to less or more than those of every patient it was fitted on gets no
prediction, and neither does one for whom the line would come out below zero, as no time does.

How the genes of a set are put together is not known from the publication, so that it must be named.

Source: Lazar 2021, npj Precis Oncol 5:33, doi:10.1038/s41698-021-00171-6 (results); the algorithm is reconstructed.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np

from tumorboard.interpret.expression.method import Method
from tumorboard.interpret.expression.student import pearson_p, quantile
from tumorboard.model.research import Prediction
from tumorboard.model.research_input import Ddpp

if TYPE_CHECKING:
    from tumorboard.model.expression import Array

METHOD = Method(name="ddpp", version="1", doi=("10.1038/s41698-021-00171-6",), standing="reading", cohort=True)
REFUSALS = {
    "by_chance": "no prediction: more than one in twenty shuffled outcomes have genes that go as well",
    "not_left_out": "no prediction: patients who were left out are not predicted by the others",
    "few_patients": "no prediction from {n} patients; at least {least}, or call it exploratory",
    "outside": "no prediction: the patient lies outside the patients that it was fitted on",
    "below_zero": "no prediction: the line gives a time below zero",
}
AGGREGATES = ("sum", "mean", "euclidean")
LEAST = 8  # patients below which a prediction is refused
LEAST_FIT = 5  # patients below which nothing can be left out
PERMUTATIONS = 1000
LEVEL = 0.95
ALPHA = 0.05  # permutation p above which nothing is predicted


def fit(
    changes: Array,
    outcome: Array,
    names: Sequence[str],
    *,
    aggregate: str,
    dice: np.random.Generator,
    permutations: int = PERMUTATIONS,
) -> Ddpp:
    """The predictor of ``(patients, genes)`` linear fold changes and an outcome without censoring.

    Raises
    ------
    ValueError
        If the aggregate is not known, there are fewer than five patients, or the outcome does not vary or is below zero.
    """
    n = len(outcome)
    if aggregate not in AGGREGATES:
        raise ValueError(f"aggregate is one of {', '.join(AGGREGATES)}: which one was published is not known")
    if n < LEAST_FIT:
        raise ValueError(f"{n} patients; a selection with one left out needs at least {LEAST_FIT}")
    if np.ptp(outcome) == 0:
        raise ValueError("the outcome does not vary")
    if float(np.min(outcome)) < 0:
        raise ValueError("an outcome is below zero, as no time is")
    order, size, r = _best(changes, outcome, aggregate)
    genes = order[:size]
    shuffled = np.array([dice.permutation(outcome) for _ in range(permutations)])
    others = np.abs(_search(changes, shuffled, aggregate)[1]).max(axis=1)
    p = (1 + int((others >= abs(r) - 1e-12).sum())) / (permutations + 1)
    x = _together(changes[:, genes], aggregate)
    intercept, slope = _line(x, outcome)
    rest = outcome - intercept - slope * x
    left_out = _left_out(changes, outcome, aggregate)
    outside = float(np.corrcoef(left_out, outcome)[0, 1]) if np.ptp(left_out) > 0 else None
    return Ddpp(
        aggregate=aggregate, patients=n, genes=tuple(names[i] for i in genes), r=r, naive_p=pearson_p(r, n),
        permutation_p=p, permutations=permutations, left_out_r=outside,
        left_out_p=None if outside is None else pearson_p(outside, n), intercept=intercept, slope=slope,
        residual=sqrt(float(rest @ rest) / (n - 2)), center=float(x.mean()), spread=float(((x - x.mean()) ** 2).sum()),
        lowest=float(x.min()), highest=float(x.max()),
    )  # fmt: skip


def withheld(model: Ddpp, *, exploratory: bool = False) -> str:
    """Why the model predicts nobody: by_chance, not_left_out, few_patients; empty where it may.

    The first that holds is told: one that chance explains is worth nothing however many patients there are.
    """
    if model.permutation_p > ALPHA:
        return "by_chance"
    if model.left_out_r is None or model.left_out_r <= 0:
        return "not_left_out"
    return "few_patients" if model.patients < LEAST and not exploratory else ""


def beyond(model: Ddpp, changes: Sequence[float]) -> str:
    """Why a model that may predict says nothing of this patient: outside, below_zero; empty where it does.

    A model that does not record whom it was fitted on predicts nobody.
    """
    x = _of_patient(model, changes)
    near = 1e-6 * max(abs(model.lowest or 0.0), abs(model.highest or 0.0))  # models are kept in nine digits
    if model.lowest is None or model.highest is None or not model.lowest - near <= x <= model.highest + near:
        return "outside"
    return "below_zero" if model.intercept + model.slope * x < 0 else ""


def predict(model: Ddpp, changes: Sequence[float], *, exploratory: bool = False) -> Prediction:
    """The outcome of one patient with the fold changes of the model's genes, in their order.

    Raises
    ------
    ValueError
        If the model predicts nobody (`withheld`): chance explains it, patients left out are not predicted, or it rests on fewer
        than eight patients and this is not called exploratory; or not this patient (`beyond`).
    """
    why = withheld(model, exploratory=exploratory) or beyond(model, changes)
    if why:
        raise ValueError(REFUSALS[why].format(n=model.patients, least=LEAST))
    x = _of_patient(model, changes)
    value = model.intercept + model.slope * x
    n = model.patients
    wide = quantile(LEVEL, n - 2) * model.residual
    wide *= sqrt(1 + 1 / n + ((x - model.center) ** 2 / model.spread if model.spread else 0.0))
    return Prediction(value=value, low=max(value - wide, 0.0), high=value + wide, exploratory=n < LEAST)


def _of_patient(model: Ddpp, changes: Sequence[float]) -> float:
    return float(_together(np.array([changes]), model.aggregate)[0])


def naive_p(changes: Array, outcome: Array, aggregate: str) -> float:
    """The p as it was published: of the best set, as if it had been named before."""
    return pearson_p(_best(changes, outcome, aggregate)[2], len(outcome))


def _best(changes: Array, outcome: Array, aggregate: str) -> tuple[list[int], int, float]:
    """Genes in order, how many of them go best with the outcome, and how well."""
    order, r = _search(changes, outcome[None, :], aggregate)
    size = int(np.argmax(np.abs(r[0]))) + 1
    return [int(i) for i in order[0]], size, float(r[0, size - 1])


def _search(changes: Array, outcomes: Array, aggregate: str) -> tuple[np.ndarray, Array]:
    """For many outcomes at once ``(searches, patients)``: the order of the genes, and r of each prefix ``(searches, genes)``."""
    y = outcomes - outcomes.mean(axis=1, keepdims=True)
    y = y / np.linalg.norm(y, axis=1, keepdims=True)
    centered = changes - changes.mean(axis=0)
    length = np.linalg.norm(centered, axis=0)
    single = np.divide(y @ centered, length, out=np.zeros((len(y), len(length))), where=length > 0)
    order = np.argsort(-np.abs(single), axis=1, kind="stable")
    rows = (changes**2 if aggregate == "euclidean" else changes).T
    summed = np.cumsum(rows[order], axis=1)  # (searches, genes, patients)
    if aggregate == "euclidean":
        summed = np.sqrt(summed)
    summed -= summed.mean(axis=2, keepdims=True)
    length = np.sqrt(np.einsum("sgp,sgp->sg", summed, summed))
    dot = np.einsum("sgp,sp->sg", summed, y)
    return order, np.clip(np.divide(dot, length, out=np.zeros_like(dot), where=length > 1e-12), -1.0, 1.0)


def _left_out(changes: Array, outcome: Array, aggregate: str) -> Array:
    """Each patient's prediction by the others, the genes chosen anew without that patient."""
    n = len(outcome)
    found = np.empty(n)
    for i in range(n):
        others = np.arange(n) != i
        order, size, _ = _best(changes[others], outcome[others], aggregate)
        genes = order[:size]
        intercept, slope = _line(_together(changes[others][:, genes], aggregate), outcome[others])
        found[i] = intercept + slope * _together(changes[i : i + 1, genes], aggregate)[0]
    return found


def _together(changes: Array, aggregate: str) -> Array:
    if aggregate == "euclidean":
        return np.asarray(np.sqrt((changes**2).sum(axis=1)))
    return np.asarray(changes.sum(axis=1) if aggregate == "sum" else changes.mean(axis=1))


def _line(x: Array, y: Array) -> tuple[float, float]:
    away = x - x.mean()
    square = float(away @ away)
    slope = float(away @ (y - y.mean())) / square if square else 0.0
    return float(y.mean()) - slope * float(x.mean()), slope
