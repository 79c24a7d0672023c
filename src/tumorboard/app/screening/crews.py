"""Processes of this machine that share a screening: crews, each with its own partitions, whose members share the questions of each.

What a crew shares lies in memory without a name (a file without one, where there is no such memory), which all its members map.
"""

from __future__ import annotations

import mmap
import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from threading import BrokenBarrierError
from typing import Any

import numpy as np

from tumorboard.app import processes
from tumorboard.trials.screening.sets import Words

NAMES = ("pairs", "sets")  # of the arrays that members share
ALONE_TO_CREW = 2  # members of a crew, while there are partitions for more than one


@dataclass(frozen=True, slots=True)
class Member:
    """One process of a crew (`trials.screening.sharing.Crew`)."""

    at: int
    of: int
    barrier: Any
    files: dict[str, int]

    def array(self, name: str, shape: tuple[int, ...]) -> Words:
        """The array of a name, the same in all members."""
        wanted = max(int(np.prod(shape)) * 8, 1)
        file = self.files[name]
        if os.fstat(file).st_size < wanted:
            os.ftruncate(file, wanted)  # all members ask for the same
        return np.frombuffer(mmap.mmap(file, wanted), np.uint64, int(np.prod(shape))).reshape(shape)

    def wait(self) -> None:
        """Returns when all members have come here.

        Raises
        ------
        BrokenBarrierError
            If one of them failed.
        """
        self.barrier.wait()


def shape_of(partitions: int, workers: int) -> tuple[int, int]:
    """How many crews there are, of how many members: all workers at one partition, or two at each."""
    if workers < 2 or not hasattr(os, "fork"):
        return 1, 1
    crews = max(1, min(partitions, workers // ALONE_TO_CREW))
    return crews, workers // crews


def share(work: Callable[[Member, Sequence[int]], list[Any]], numbers: Sequence[int], workers: int) -> list[list[Any]]:
    """What each member makes of the partitions of its crew.

    Raises
    ------
    Exception
        What a member raised; the others stop.
    """
    crews, members = shape_of(len(numbers), workers)
    context = get_context("fork")
    jobs: list[tuple[Member, Sequence[int]]] = []
    opened: list[int] = []
    try:
        for crew in range(crews):
            files = {name: _nameless(name) for name in NAMES}
            opened += files.values()
            barrier = context.Barrier(members)
            jobs += [(Member(at, members, barrier, files), numbers[crew::crews]) for at in range(members)]
        return processes.each(lambda job: _kept(work, *job), jobs, len(jobs))
    finally:
        for file in opened:
            os.close(file)


def _kept(work: Callable[[Member, Sequence[int]], list[Any]], member: Member, own: Sequence[int]) -> list[Any]:
    try:
        return work(member, own)
    except BrokenBarrierError:
        return []  # another failed and tells why
    except BaseException:
        member.barrier.abort()
        raise


def _nameless(name: str) -> int:
    if hasattr(os, "memfd_create"):
        return os.memfd_create(f"tumorboard-{name}")
    with tempfile.TemporaryFile() as file:
        return os.dup(file.fileno())
