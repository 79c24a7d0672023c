"""Non-negative least squares on a Gram matrix: small, exact, and without a numerical library.

Source: Lawson and Hanson 1974, Solving Least Squares Problems, chapter 23.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from operator import mul

TOLERANCE = 1e-12
FEW = 40

Matrix = Sequence[Sequence[float]]


def nnls(gram: Matrix, target: Sequence[float], allowed: Sequence[int]) -> dict[int, float]:
    """The weights, all positive, of the columns `allowed` that bring the squared error to its least.

    Parameters
    ----------
    gram
        Inner products of all columns.
    target
        Inner product of each column with the vector to be explained.
    allowed
        Columns that may have a weight; the others have none.

    Examples
    --------
    >>> nnls([[1.0, 0.0], [0.0, 1.0]], [3.0, -2.0], [0, 1])
    {0: 3.0}
    """
    if 0 < len(allowed) <= FEW:
        # What is positive without the constraint is the answer with it.
        free = solve(gram, target, allowed)
        if min(free) > 0:
            return dict(zip(allowed, free, strict=True))
    scale = max((abs(target[i]) for i in allowed), default=0.0)
    weights: dict[int, float] = {}
    # Each step lowers the error, so that none returns; the bound is Lawson and Hanson's, against rounding.
    for _ in range(3 * len(allowed)):
        slope = {i: target[i] - sum(gram[i][j] * w for j, w in weights.items()) for i in allowed if i not in weights}
        best = max(slope, key=lambda i: slope[i], default=-1)
        if best < 0 or slope[best] <= TOLERANCE * scale:
            break
        weights = _feasible(gram, target, [*weights, best], weights)
        if best not in weights:
            # It is zero at the optimum of its company: rounding alone called it in.
            allowed = [i for i in allowed if i != best]
    return weights


def _feasible(gram: Matrix, target: Sequence[float], active: list[int], weights: dict[int, float]) -> dict[int, float]:
    """Step from the weights toward the free optimum of `active`, dropping columns that reach zero on the way."""
    now = {i: weights.get(i, 0.0) for i in active}
    while now:
        free = dict(zip(now, solve(gram, target, list(now)), strict=True))
        if min(free.values()) > 0:
            return free
        step = min(now[i] / (now[i] - f) for i, f in free.items() if f <= 0 and now[i] > f)
        now = {i: now[i] + step * (free[i] - now[i]) for i in now}
        dropped = min(now, key=lambda i: now[i])
        now = {i: w for i, w in now.items() if i != dropped and w > TOLERANCE}
    return now


def solve(gram: Matrix, target: Sequence[float], chosen: Sequence[int]) -> list[float]:
    """The least-squares weights of the columns `chosen`, of either sign."""
    rows = _factor(gram, chosen)
    middle = _forward(rows, [target[i] for i in chosen])
    found = [0.0] * len(chosen)
    for a in reversed(range(len(chosen))):
        found[a] = (middle[a] - sum(rows[b][a] * found[b] for b in range(a + 1, len(chosen)))) / rows[a][a]
    return found


def losses(gram: Matrix, target: Sequence[float], chosen: Sequence[int]) -> tuple[float, list[float]]:
    """What the columns `chosen` explain, and by how much that falls at least without each of them.

    The squared length of the unconstrained reconstruction; with the constraint the fall is no smaller where all weights
    are positive.
    """
    rows, weights = _factor(gram, chosen), solve(gram, target, chosen)
    explained = sum(w * target[i] for w, i in zip(weights, chosen, strict=True))
    falls = []
    for a, weight in enumerate(weights):
        unit = _forward(rows, [float(a == b) for b in range(len(chosen))])
        falls.append(weight * weight / sum(x * x for x in unit))
    return explained, falls


def _factor(gram: Matrix, chosen: Sequence[int]) -> list[list[float]]:
    """The rows of Cholesky's lower factor."""
    rows: list[list[float]] = []
    for a, i in enumerate(chosen):
        row: list[float] = []
        for b, j in enumerate(chosen[:a]):
            row.append((gram[i][j] - sum(map(mul, row, rows[b]))) / rows[b][b])
        row.append(sqrt(max(gram[i][i] - sum(map(mul, row, row)), TOLERANCE)))
        rows.append(row)
    return rows


def _forward(rows: Sequence[Sequence[float]], right: Sequence[float]) -> list[float]:
    found: list[float] = []
    for row, value in zip(rows, right, strict=True):
        found.append((value - sum(map(mul, row, found))) / row[len(found)])
    return found
