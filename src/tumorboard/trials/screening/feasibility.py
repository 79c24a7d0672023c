"""For one trial part: how many patients of a cohort pass each criterion, in turn and together, and which criterion costs most."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tumorboard.model.trial import PlacedPart, Trial, TrialCriterion
from tumorboard.trials.screening.compiled import Build, Program
from tumorboard.trials.screening.partition import Screened
from tumorboard.trials.screening.sets import unpacked


@dataclass(frozen=True, slots=True)
class Count:
    """Patients by verdict."""

    met: int = 0
    unknown: int = 0
    not_met: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.met + other.met, self.unknown + other.unknown, self.not_met + other.not_met)


@dataclass(frozen=True, slots=True)
class Step:
    """One criterion in the order of the protocol.

    Parameters
    ----------
    alone
        Patients by its own verdict.
    so_far
        By that of all up to this one.
    without
        By that of all the others: what the trial would have without it.
    """

    criterion: TrialCriterion
    alone: Count
    so_far: Count
    without: Count


@dataclass(frozen=True, slots=True)
class Feasibility:
    """A part against a cohort; `centers` and `countries` map a name, empty where nobody says, to patients by the whole verdict."""

    part: str
    patients: int
    whole: Count
    steps: tuple[Step, ...]
    centers: Mapping[str, Count]
    countries: Mapping[str, Count]

    def costliest(self) -> tuple[Step, ...]:
        """The criteria by how many patients more would be open without them (met or unknown), most first."""
        return tuple(sorted(self.steps, key=lambda s: -_open(s.without)))

    def cost(self, step: Step) -> int:
        """Patients who are open but for this criterion."""
        return _open(step.without) - _open(self.whole)


def _open(count: Count) -> int:
    return count.met + count.unknown


def offered(trial: Trial) -> tuple[PlacedPart | None, ...]:
    """The innermost parts of a trial; None stands for a trial without parts."""
    found = tuple(placed for placed in trial.placed() if not placed.part.parts)
    return found or (None,)


def criteria_of(trial: Trial, placed: PlacedPart | None) -> tuple[TrialCriterion, ...]:
    """What a part, or the trial itself, asks."""
    return trial.criteria if placed is None else placed.criteria


def program_of(criteria: Sequence[TrialCriterion]) -> Program:
    """For every criterion three entries: it alone, all so far, all but it; then all."""
    build = Build()
    nodes = [build.node(one.asks) for one in criteria]
    entries, so_far = [], build.true
    before = [build.true]
    for node in nodes:
        before.append(build.every([before[-1], node]))
    after = [build.true]
    for node in reversed(nodes):
        after.append(build.every([node, after[-1]]))
    after.reverse()
    for at, node in enumerate(nodes):
        so_far = before[at + 1]
        without = build.every([before[at], after[at + 1]])
        entries += [
            build.entry("", f"{kind} {at}", "", one)
            for kind, one in (("alone", node), ("so far", so_far), ("without", without))
        ]
    entries.append(build.entry("", "all", "", so_far))
    return build.program(entries)


@dataclass(frozen=True, slots=True)
class Counted:
    """The counts of one partition: by entry, and of the last entry by center and by country."""

    counts: tuple[Count, ...]
    centers: Mapping[str, Count]
    countries: Mapping[str, Count]


def counted(found: Screened, centers: Sequence[str], countries: Sequence[str]) -> Counted:
    """The counts of a partition of the program of `program_of`."""
    met, could = (unpacked(found.sets[-1, half], found.n) for half in (0, 1))
    verdict = met.astype(np.int64) + could
    return Counted(
        tuple(Count(*numbers) for numbers in found.counts().tolist()),
        _by(centers, verdict.tolist()),
        _by(countries, verdict.tolist()),
    )


def _by(names: Sequence[str], verdicts: Sequence[int]) -> dict[str, Count]:
    told: dict[str, list[int]] = {}
    for name, verdict in zip(names, verdicts, strict=True):
        told.setdefault(name, [0, 0, 0])[2 - verdict] += 1
    return {name: Count(*numbers) for name, numbers in sorted(told.items())}


def summed(part: str, criteria: Sequence[TrialCriterion], told: Iterable[Counted]) -> Feasibility:
    """The counts of all partitions together."""
    counts = [Count()] * (3 * len(criteria) + 1)
    centers: dict[str, Count] = {}
    countries: dict[str, Count] = {}
    for one in told:
        counts = [a + b for a, b in zip(counts, one.counts, strict=True)]
        for into, own in ((centers, one.centers), (countries, one.countries)):
            for name, count in own.items():
                into[name] = into.get(name, Count()) + count
    steps = tuple(Step(criterion, *counts[3 * at : 3 * at + 3]) for at, criterion in enumerate(criteria))
    whole = counts[-1]
    patients = whole.met + whole.unknown + whole.not_met
    return Feasibility(part, patients, whole, steps, _by_name(centers), _by_name(countries))


def _by_name(counts: Mapping[str, Count]) -> dict[str, Count]:
    """By name, with center 2 before center 10."""
    return {name: counts[name] for name in sorted(counts, key=_parts)}


def _parts(name: str) -> list[tuple[int, str]]:
    parts = re.split(r"([0-9]+)", name)  # every second one is a number
    return [(int(part), "") if at % 2 else (0, part) for at, part in enumerate(parts)]
