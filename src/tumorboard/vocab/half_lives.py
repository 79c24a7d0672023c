"""Terminal half-lives of agents, each from its label: few, and an agent that is not listed has none that is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tumorboard.vocab import table


@dataclass(frozen=True, slots=True)
class HalfLives:
    """`hours` maps an agent code to hours."""

    release: table.TableRelease = table.TableRelease("half_lives", "", "", "", "")
    hours: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def load(cls) -> HalfLives:
        """The shipped table."""
        release, rows = table.read("half_lives")
        return cls(release, {agent: float(hours) for agent, hours, *_ in rows})
