"""Countries by code and by the names under which registries write them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from tumorboard.vocab import table


@dataclass(frozen=True, slots=True)
class Countries:
    """`codes` maps a casefolded name, or a code, to the code of two letters.

    Source
    ------
    ISO 3166-1 alpha-2; names as ClinicalTrials.gov writes and wrote them.
    """

    release: table.TableRelease = table.TableRelease("countries", "", "", "", "")
    codes: Mapping[str, str] = field(default_factory=dict)

    def code(self, text: str) -> str:
        """The code of a country by name or code; empty when it is not known.

        Examples
        --------
        >>> Countries.load().code("Korea, Republic of"), Countries.load().code("de"), Countries.load().code("Atlantis")
        ('KR', 'DE', '')
        """
        return self.codes.get(" ".join(text.split()).casefold(), "")

    @classmethod
    def load(cls) -> Countries:
        """The shipped table."""
        return _loaded()


@lru_cache(maxsize=1)
def _loaded() -> Countries:
    release, rows = table.read("countries")
    codes = {
        text.casefold(): code for code, name, others, _ in rows for text in (code, name, *others.split("|")) if text
    }
    return Countries(release, codes)
