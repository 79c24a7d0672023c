"""Numbers against limits, all at once: what `Span.within` says of each view that is one number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tumorboard.criteria.measured import Span
from tumorboard.model.verdict import Verdict

OPEN = 255  # not asked yet


class Spans:
    """The views that are one number, of a list that grows."""

    def __init__(self) -> None:
        self._rows: NDArray[np.float64] = np.zeros((0, 5))  # low, high, whether each is open, whether it is one number

    def within(self, views: Sequence[Any], begin: int, limits: tuple[float | None, float | None]) -> NDArray[np.uint8]:
        """The verdict of each view from `begin` on; OPEN where it is not one number, and must be asked.

        Parameters
        ----------
        limits
            Least and most, both included; None for no bound.
        """
        if len(self._rows) < len(views):
            more = [_row(view) for view in views[len(self._rows) :]]
            self._rows = np.concatenate((self._rows, np.array(more, np.float64)))
        low, high, low_open, high_open, one = self._rows[begin:].T
        least = -np.inf if limits[0] is None else limits[0]
        most = np.inf if limits[1] is None else limits[1]
        out = (high < least) | ((high == least) & (high_open > 0)) | (low > most) | ((low == most) & (low_open > 0))
        found = np.where(out, Verdict.NOT_MET.rank, Verdict.UNKNOWN.rank).astype(np.uint8)
        found[(low >= least) & (high <= most)] = Verdict.MET.rank
        found[one == 0] = OPEN
        return found


def _row(view: Any) -> tuple[float, float, bool, bool, bool]:
    if len(view) != 1 or not isinstance(view[0], Span):
        return 0.0, 0.0, False, False, False
    span = view[0]
    return span.low, span.high, span.low_open, span.high_open, True
