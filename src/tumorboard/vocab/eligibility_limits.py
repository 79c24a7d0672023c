"""Between which values a limit of eligibility lies, test by test: a limit beyond is mostly written in another unit.

Nothing that decides about a patient reads this table; the lint of trials does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from tumorboard.vocab import table


@dataclass(frozen=True, slots=True)
class UsualLimits:
    """Limits lie from `least` to `most`, in `unit`.

    Parameters
    ----------
    side
        ``least`` or ``most`` where organ function is asked, so that a limit is drawn from there; empty where it is from either.
    """

    unit: str
    least: float
    most: float
    side: str = ""

    def holds(self, number: float) -> bool:
        """Whether the number lies between them, both included."""
        return self.least <= number <= self.most


@dataclass(frozen=True, slots=True)
class EligibilityLimits:
    """`entries` maps the code of an analyte, the name of an index, ``xULN``, ``xLLN``, or a leaf with its field to its limits."""

    release: table.TableRelease = table.TableRelease("eligibility_limits", "", "", "", "")
    entries: Mapping[str, UsualLimits] = field(default_factory=dict)

    @classmethod
    def load(cls) -> EligibilityLimits:
        """The shipped table.

        Examples
        --------
        >>> creatinine = EligibilityLimits.load().entries["creatinine"]
        >>> creatinine.unit, creatinine.holds(1.5), creatinine.holds(133)
        ('mg/dL', True, False)
        """
        return _loaded()


@lru_cache(maxsize=1)
def _loaded() -> EligibilityLimits:
    release, rows = table.read("eligibility_limits")
    entries = {what: UsualLimits(unit, float(low), float(high), side) for what, unit, low, high, side, *_ in rows}
    return EligibilityLimits(release, entries)
