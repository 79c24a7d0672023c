"""The exact partial likelihood of tied events: the chance of just these of all equally large sets of those at risk.

Sums over sets are built up patient by patient, with first and second derivatives.  Meant for small tables with few ties:
the work grows with ties times patients at risk.

Source: Gail, Lubin and Rubinstein 1981, Biometrika 68:703 (the recursion).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from tumorboard.outcomes.survival import Floats


def exact_step(
    t: Floats, e: npt.NDArray[np.bool_], x: Floats, beta: Floats, entry: Floats | None
) -> tuple[float, Floats, Floats]:
    """Log partial likelihood, score and information."""
    p = x.shape[1]
    w = np.exp(x @ beta)
    likelihood, score, information = float((x[e] @ beta).sum()), x[e].sum(axis=0), np.zeros((p, p))
    for time in np.unique(t[e]):
        risk = t >= time
        if entry is not None:
            risk &= entry < time
        d = int(((t == time) & e).sum())
        # Weights relative to their mean keep sums over many patients in range.
        scale = float(w[risk].mean())
        b0, b1, b2 = _sets(w[risk] / scale, x[risk], d)
        likelihood -= float(np.log(b0)) + d * np.log(scale)
        score = score - b1 / b0
        information += b2 / b0 - np.outer(b1, b1) / b0**2
    return likelihood, score, information


def _sets(w: Floats, x: Floats, d: int) -> tuple[float, Floats, Floats]:
    """Sum over all sets of `d` patients of the product of their weights, with first and second derivatives."""
    p = x.shape[1]
    b0, b1, b2 = np.zeros(d + 1), np.zeros((d + 1, p)), np.zeros((d + 1, p, p))
    b0[0] = 1.0
    for weight, row in zip(w, x, strict=True):
        square = np.outer(row, row)
        cross = b1[:-1, :, None] * row[None, None, :]
        b2[1:] += weight * (b2[:-1] + cross + cross.transpose(0, 2, 1) + square[None] * b0[:-1, None, None])
        b1[1:] += weight * (b1[:-1] + b0[:-1, None] * row[None, :])
        b0[1:] += weight * b0[:-1]
    return float(b0[d]), b1[d], b2[d]
