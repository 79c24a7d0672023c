"""What drugs do to CYP3A and to the QT interval: few, each cited; a drug without a row is not known, never harmless."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tumorboard.vocab import table


@dataclass(frozen=True, slots=True)
class DrugEffects:
    """`strengths` maps a lower-case drug to effect -> strength: ``{"cyp3a_inhibitor": "strong", "qt": "prolonging"}``."""

    release: table.TableRelease = table.TableRelease("drug_effects", "", "", "", "")
    strengths: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @classmethod
    def load(cls) -> DrugEffects:
        """The shipped table."""
        release, rows = table.read("drug_effects")
        found: dict[str, dict[str, str]] = {}
        for drug, effect, strength, *_ in rows:
            found.setdefault(drug, {})[effect] = strength
        return cls(release, found)
