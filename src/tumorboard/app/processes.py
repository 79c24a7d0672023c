"""Work on several parts at once, in processes that begin as copies of this one.

A copy has everything that was loaded and makes nothing but its answer, which comes back through a pipe.  It must not use what has threads
or open handles of its own (a data frame library, a database): these do not survive the copying.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from multiprocessing import connection, get_context
from typing import Any, TypeVar

from tumorboard.errors import InternalError

P = TypeVar("P")
R = TypeVar("R")
MOST = 2  # workers when nobody says: each holds its own copy of what it touches


def usual() -> int:
    """The number of workers when nobody says: the processors that this process may use, two at most; one without ``fork``."""
    if not hasattr(os, "fork") or sys.platform == "darwin":  # there, libraries of the system do not survive a fork
        return 1
    free = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(MOST, free))


def each(work: Callable[[P], R], parts: Sequence[P], workers: int) -> list[R]:
    """The answer for each part, in the order of the parts; the same whatever the number of workers.

    Raises
    ------
    InternalError
        If a process ended without an answer: most often for want of memory.
    """
    if workers < 2 or len(parts) < 2 or not hasattr(os, "fork"):
        return [work(part) for part in parts]
    found: dict[int, R] = {}
    running: dict[connection.Connection, tuple[int, Any]] = {}
    waiting = list(enumerate(parts))[::-1]
    try:
        while waiting or running:
            while waiting and len(running) < workers:
                at, part = waiting.pop()
                running.update(_begun(work, at, part))
            for ready in connection.wait(list(running)):
                at, process = running.pop(ready)  # type: ignore[call-overload]
                found[at] = _received(ready)  # type: ignore[arg-type]
                process.join()
    finally:
        for _, process in running.values():
            process.terminate()
    return [found[at] for at in range(len(parts))]


def _begun(work: Callable[[P], R], at: int, part: P) -> dict[connection.Connection, tuple[int, Any]]:
    here, there = get_context("fork").Pipe(duplex=False)
    process = get_context("fork").Process(target=_answer, args=(work, part, there), daemon=True)
    process.start()
    there.close()
    return {here: (at, process)}


def _answer(work: Callable[[P], R], part: P, out: connection.Connection) -> None:
    try:
        out.send((True, work(part)))
    except Exception as error:
        out.send((False, error))


def _received(ready: connection.Connection) -> Any:
    """The answer; what was raised there is raised here."""
    try:
        done, said = ready.recv()
    except EOFError as error:
        raise InternalError("a process ended without an answer", remedy="Ask for --workers 1.") from error
    finally:
        ready.close()
    if not done:
        raise said
    return said
