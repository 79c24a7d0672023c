"""Work shared by several processes: the same answers, in the same order, and a fault in one is a fault of the whole."""

from __future__ import annotations

import os
import time

import pytest

from tumorboard.app import processes
from tumorboard.app.processes import each
from tumorboard.errors import InputError, InternalError

forking = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot copy a process")


@pytest.mark.parametrize("workers", [1, 2, 3, 9])
def test_answers_come_in_the_order_of_the_parts(workers: int) -> None:
    def work(part: int) -> int:
        time.sleep(0.05 * (4 - part) if workers > 1 else 0)  # the first is ready last
        return part * part

    assert each(work, [0, 1, 2, 3, 4], workers) == [0, 1, 4, 9, 16]
    assert each(work, [], workers) == []


@forking
def test_each_part_has_a_process_of_its_own_and_no_more_run_than_are_allowed() -> None:
    begun: list[int] = []

    def work(part: int) -> tuple[int, int]:
        begun.append(part)
        return os.getpid(), len(begun)

    found = each(work, [0, 1, 2, 3], 2)
    assert len({pid for pid, _ in found}) == 4
    assert os.getpid() not in {pid for pid, _ in found}
    assert [n for _, n in found] == [1, 1, 1, 1]  # what one does no other sees
    assert begun == []


def test_one_worker_works_here() -> None:
    assert each(lambda _: os.getpid(), [0, 1], 1) == [os.getpid()] * 2
    assert each(lambda _: os.getpid(), [0], 5) == [os.getpid()]


@forking
def test_what_is_raised_there_is_raised_here_with_its_remedy() -> None:
    def work(part: int) -> int:
        if part == 1:
            raise InputError("not this one", remedy="Give another.", code="XYZ001")
        return part

    with pytest.raises(InputError, match="not this one") as told:
        each(work, [0, 1, 2], 2)
    assert (told.value.remedy, told.value.code) == ("Give another.", "XYZ001")


@forking
def test_a_process_that_dies_is_told_and_never_passes_for_an_answer() -> None:
    def work(part: int) -> int:
        if part == 2:
            os._exit(9)
        return part

    with pytest.raises(InternalError, match="without an answer"):
        each(work, [0, 1, 2, 3], 2)


@forking
def test_an_answer_larger_than_a_pipe_arrives_whole() -> None:
    assert each(lambda part: bytes([part]) * 3_000_000, [1, 2], 2) == [b"\1" * 3_000_000, b"\2" * 3_000_000]


def test_two_workers_are_the_most_when_nobody_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes.sys, "platform", "linux")
    monkeypatch.setattr(processes.os, "fork", lambda: 0, raising=False)
    for free, expected in ((1, 1), (2, 2), (64, 2)):
        monkeypatch.setattr(processes.os, "sched_getaffinity", lambda _, n=free: set(range(n)), raising=False)
        assert processes.usual() == expected
    monkeypatch.setattr(processes.sys, "platform", "darwin")
    assert processes.usual() == 1
    monkeypatch.setattr(processes.sys, "platform", "win32")
    monkeypatch.delattr(processes.os, "fork")
    assert processes.usual() == 1
