"""Approximate correspondences between grading schemes, as a dated, cited table.

A conversion is a set, for one value may correspond to several; the empty set is *no cross-walk*, never a guess.  Every
converted value is approximate and must be shown as such.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tumorboard.vocab import table


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """`pairs` maps (scheme, value, other scheme) to the values there, sorted."""

    release: table.TableRelease
    pairs: Mapping[tuple[str, str, str], tuple[str, ...]]

    def convert(self, scheme: str, value: str, other: str) -> tuple[str, ...]:
        """Values of `other` that correspond to a value, approximately; empty when there is no cross-walk.

        Examples
        --------
        >>> Crosswalk.load().convert("escat_2018", "I-B", "amp_2017")
        ('I-A', 'I-B')
        >>> Crosswalk.load().convert("escat_2018", "V", "amp_2017")
        ()
        """
        return self.pairs.get((scheme, value, other), ())

    @classmethod
    def load(cls) -> Crosswalk:
        """The shipped table."""
        release, rows = table.read("scheme_crosswalk")
        found: dict[tuple[str, str, str], set[str]] = {}
        for scheme, value, other, there, _, _ in rows:
            found.setdefault((scheme, value, other), set()).add(there)
        return cls(release, {key: tuple(sorted(values)) for key, values in found.items()})
