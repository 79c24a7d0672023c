"""Tables of the 96 substitution channels: a column of names (``A[C>A]A``), then a column for each sample or signature.

Tab-separated, channels in any order, each exactly once; what SigProfilerMatrixGenerator writes and SigProfilerAssignment
ships.  A table that is not whole is refused: a missing channel is not a zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tumorboard.errors import InputError
from tumorboard.interpret.signatures import CHANNELS

_REMEDY = "Give a tab-separated table of the 96 channels written as A[C>A]A, with a column for each sample."


def channel_table(lines: Iterable[str], *, name: str) -> Mapping[str, tuple[float, ...]]:
    """Numbers of each column in the order of `CHANNELS`.

    Raises
    ------
    InputError
        If a channel is absent, unknown or given twice, a column has no name of its own, or a cell is no number from 0 on.
    """
    rows = [line.rstrip("\r\n").split("\t") for line in lines if line.strip()]
    head = rows[0][1:] if rows else []
    if not head or len(set(head)) != len(head) or any(len(row) != len(rows[0]) for row in rows):
        raise InputError(f"{name} is no table with a named column for each sample", remedy=_REMEDY)
    cells = {row[0]: row[1:] for row in rows[1:]}
    if len(cells) != len(rows) - 1 or set(cells) != set(CHANNELS):
        raise InputError(f"{name} does not hold each of the 96 channels once", remedy=_REMEDY)
    return {sample: tuple(_number(cells[c][k], name) for c in CHANNELS) for k, sample in enumerate(head)}


def _number(text: str, name: str) -> float:
    try:
        value = float(text)
    except ValueError as error:
        raise InputError(f"a cell of {name} is no number", remedy=_REMEDY) from error
    if not 0 <= value < float("inf"):
        raise InputError(f"a cell of {name} is no number from 0 on", remedy=_REMEDY)
    return value
