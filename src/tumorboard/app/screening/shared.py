"""The partitions of a screening, shared by processes of this machine: the questions of each, or whole partitions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from tumorboard.app import processes
from tumorboard.app.screening import crews
from tumorboard.app.screening.work import Prepared, Told, work
from tumorboard.trials.screening import planned
from tumorboard.trials.screening.memory import Memory

Tell = Callable[[int, int], None]
WORTH = 1_000_000  # bytes of partition files: of fewer, a process is done before another has begun


def of_numbers(
    ready: Prepared, numbers: Iterable[int], *, workers: int = 1, tell: Tell = lambda done, of: None
) -> list[Told]:
    """What these partitions tell, in their order; a worker remembers what it was asked before.

    Workers share the questions of a partition; where an earlier screening leaves few to ask, or the cohort is in the
    memory of this process, they share the partitions.
    """
    wanted = list(numbers)
    if workers < 2 or ready.source.stored < WORTH or (ready.past is not None and ready.past.same_rules):
        return _by_partition(ready, wanted, workers, tell)

    def share(member: crews.Member, own: Sequence[int]) -> list[tuple[int, Told]]:
        memory, found = Memory(), []
        mine = replace(ready, plan=planned(ready.program, member.at, member.of))
        for done, number in enumerate(own):
            keeps = done % member.of == member.at  # one keeps and tells, while the others go on
            one = work(mine, number, memory, member, keeps=keeps)
            if keeps:
                found.append((number, one))
                tell((done + 1) * len(wanted) // len(own), len(wanted))
        return found

    told = dict(one for own in crews.share(share, wanted, workers) for one in own)
    return [told[number] for number in wanted]


def _by_partition(ready: Prepared, wanted: list[int], workers: int, tell: Tell) -> list[Told]:
    shares = [wanted[at::workers] for at in range(min(workers, len(wanted)))]

    def share(own: list[int]) -> list[Told]:
        memory, found = Memory(), []
        for done, number in enumerate(own, 1):
            found.append(work(ready, number, memory))
            tell(done * len(shares), len(wanted))
        return found

    found = {
        number: one
        for own, told in zip(shares, processes.each(share, shares, workers), strict=True)
        for number, one in zip(own, told, strict=True)
    }
    return [found[number] for number in wanted]
