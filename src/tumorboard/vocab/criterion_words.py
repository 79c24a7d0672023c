"""Words that criteria use for histologies, states of a disease, clinicians' statements and antibody clones.

No list is closed: the lint of trials asks about a word that has none of them, or looks like one of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from tumorboard.vocab import table


@dataclass(frozen=True, slots=True)
class CriterionWords:
    """`of` maps a kind (histology, state, topic, pdl1_clone) to its words."""

    release: table.TableRelease = table.TableRelease("criterion_words", "", "", "", "")
    of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def load(cls) -> CriterionWords:
        """The shipped table.

        Examples
        --------
        >>> "22C3" in CriterionWords.load().of["pdl1_clone"]
        True
        """
        return _loaded()


@lru_cache(maxsize=1)
def _loaded() -> CriterionWords:
    release, rows = table.read("criterion_words")
    found: dict[str, list[str]] = {}
    for kind, word, *_ in rows:
        found.setdefault(kind, []).append(word)
    return CriterionWords(release, {kind: tuple(words) for kind, words in found.items()})
