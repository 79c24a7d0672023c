"""What labels warn of, by agent (``tools/sources/pack_cautions.tsv``) -> criteria that the builder adds to rows."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from tumorboard.vocab.therapies import Therapies

SOURCE = Path(__file__).parent / "sources" / "pack_cautions.tsv"
WEIGHTS = ("warning", "contraindication")


@lru_cache(maxsize=1)
def table() -> tuple[tuple[str, tuple[str, ...], frozenset[str]], ...]:
    """Weight, conditions and agents of each line.

    Raises
    ------
    ValueError
        A weight that is none.
    """
    lines = (line for line in SOURCE.read_text("utf-8").splitlines() if not line.startswith("#"))
    found = []
    for row in csv.DictReader(lines, delimiter="\t"):
        if row["weight"] not in WEIGHTS:
            raise ValueError(f"{row['weight']!r} is not one of {', '.join(WEIGHTS)}")
        agents = frozenset(a for named in row["agents"].split("|") for a in _members(named))
        found.append((row["weight"], tuple(row["conditions"].split("|")), agents))
    return tuple(found)


def _members(named: str) -> list[str]:
    """The agents of ``class:NAME``, or the one agent named.

    Raises
    ------
    ValueError
        A class without any agent.
    """
    if not named.startswith("class:"):
        return [named]
    entries = Therapies.load().entries
    members = [code for code, entry in entries.items() if named.removeprefix("class:") in entry.classes]
    if not members:
        raise ValueError(f"{named!r} has no agents")
    return members


def criteria(agents: Sequence[str]) -> list[str]:
    """The criteria against a regimen with such agents, each once, in the order of the table.

    A warning is MET for review only when the condition is recorded.  ``FlagIf(condition)`` alone would also be MET where nothing
    is recorded, and set every option back that has a warning.
    """
    found = []
    for weight, conditions, named in table():
        if named & set(agents):
            asked = f"ConditionHistory({json.dumps(conditions, ensure_ascii=False)})"
            found.append(f"{asked} and FlagIf(Always())" if weight == "warning" else asked)
    return list(dict.fromkeys(found))
