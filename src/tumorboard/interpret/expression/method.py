"""The record beside every method: what it is, where it was published, and how much of it is our own reading."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """One expression method.

    Parameters
    ----------
    name, version
        As printed beside every result; the version changes when a number could change.
    doi, pmid
        Of the papers that describe it.
    standing
        published, as its authors wrote it; reading, published in words and made executable here; own, our design.
    cohort
        Whether the result depends on other patients.
    """

    name: str
    version: str
    doi: tuple[str, ...]
    standing: str
    cohort: bool = False
    pmid: tuple[str, ...] = ()
