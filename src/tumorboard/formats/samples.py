"""Which of the samples of a table is meant."""

from __future__ import annotations

from collections.abc import Iterable

from tumorboard.formats.reports import Reports
from tumorboard.model.profile import ReadRequest


def asked_sample(request: ReadRequest) -> str:
    """The sample that the caller named, empty when none."""
    return request.sample or request.tumor_sample


def choose_sample(request: ReadRequest, samples: Iterable[str], reports: Reports, *, field: str) -> str | None:
    """The sample to read: the one asked for, or the only one; None, with an ERROR, when it cannot be told.

    Parameters
    ----------
    samples
        Every sample of the table, each once.
    field
        The column that names them, or what stands for it.
    """
    names = tuple(samples)
    asked = asked_sample(request)
    if asked:
        if asked in names:
            return asked
        reports.error("TBL021", field=field, samples=len(names))
    elif len(names) == 1:
        return names[0]
    elif names:
        reports.error("TBL020", field=field, samples=len(names))
    return None
