"""Why something is so: a stable code with parameters, never a sentence.

`wording` turns a `Reason` into words in a language.  Codes are dotted and lower case, `<subject>.<what>`, and each has
an entry under `[reason]` in the catalogs; a test compares the two lists.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

Scalar = str | int | float | bool | date | None
Param = Scalar | tuple[str, ...]


@dataclass(frozen=True, slots=True, order=True)
class Reason:
    """A code and its parameters, sorted by name so that equal reasons are equal values."""

    code: str
    params: tuple[tuple[str, Param], ...] = ()

    @classmethod
    def of(cls, code: str, **params: Param) -> Reason:
        """A reason with `params` in canonical order.

        Examples
        --------
        >>> Reason.of("ecog.above_limit", limit=1, ecog=2).params
        (('ecog', 2), ('limit', 1))
        """
        return cls(code, tuple(sorted(params.items())))

    def param(self, name: str) -> Param:
        """The value of one parameter, or None."""
        return dict(self.params).get(name)
