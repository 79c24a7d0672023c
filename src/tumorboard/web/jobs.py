"""Work that takes longer than a page should: done beside the requests, one piece at a time for each of few workers.

A job belongs to who started it, is called by a random name, and is forgotten after an hour with what it holds.
"""

from __future__ import annotations

import secrets
import shutil
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from tumorboard.errors import InputError, TumorboardError
from tumorboard.issues import Issue

WORKERS = 2
KEPT_SECONDS = 3600
MOST = 200
MOST_OF_ONE = 20


@dataclass
class Job:
    """One piece of work.

    Parameters
    ----------
    step
        A word for what is being done now.
    result
        What came of it; None while it runs, or when it failed.
    """

    name: str
    owner: str
    kind: str
    begun: float
    folder: Path | None = None
    step: str = "page.job.waiting"
    done: bool = False
    result: object | None = None
    error: TumorboardError | None = None
    issues: tuple[Issue, ...] = ()
    facts: dict[str, str] = field(default_factory=dict)
    ended: threading.Event = field(default_factory=threading.Event)

    def tell(self, step: str) -> None:
        """What is being done now, as a word of the catalogs."""
        self.step = step


class Jobs:
    """The jobs of a server."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._jobs: dict[str, Job] = {}
        self._lock = threading.Lock()
        self._pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="tumorboard-job")

    def start(
        self, owner: str, kind: str, work: Callable[[Job], object], *, folder: Path | None = None, **facts: str
    ) -> Job:
        """The work is begun; the folder is removed when the job is forgotten.

        Who has as many as one may have loses the oldest that is done: it was looked at and left.

        Raises
        ------
        InputError
            ``WEB020`` when this person has too many jobs that still run, or the server has.
        """
        self._forget()
        self._make_room(owner)
        job = Job(secrets.token_urlsafe(12), owner, kind, self._clock(), folder, facts=dict(facts))
        with self._lock:
            if sum(j.owner == owner for j in self._jobs.values()) >= MOST_OF_ONE or len(self._jobs) >= MOST:
                _removed(job)
                raise InputError("there are too many jobs already", code="WEB020", remedy="Wait until some are done.")
            self._jobs[job.name] = job
        self._pool.submit(self._run, job, work)
        return job

    def _run(self, job: Job, work: Callable[[Job], object]) -> None:
        job.step = "page.job.begun"
        try:
            job.result = work(job)
        except InputError as error:
            job.error, job.issues = error, error.issues
        except TumorboardError as error:
            job.error = error
        except Exception as error:  # a job is a shell of its own: whatever fails is told there
            from tumorboard.web.security import logs

            logs.tell("failed", 40, **logs.fault(error))
            job.error = TumorboardError("the program failed", code="WEB021")
        job.done = True
        job.ended.set()

    def of(self, name: str, owner: str) -> Job | None:
        """The job of this name, for who started it."""
        self._forget()
        found = self._jobs.get(name)
        return found if found is not None and found.owner == owner else None

    def end(self, job: Job) -> None:
        """The job is forgotten, and its folder gone."""
        with self._lock:
            self._jobs.pop(job.name, None)
        _removed(job)

    def _make_room(self, owner: str) -> None:
        with self._lock:
            own = sorted((j for j in self._jobs.values() if j.owner == owner), key=lambda j: j.begun)
            left = next((j for j in own if j.done), None) if len(own) >= MOST_OF_ONE else None
            if left is not None:
                del self._jobs[left.name]
        if left is not None:
            _removed(left)

    def _forget(self) -> None:
        now = self._clock()
        with self._lock:
            old = [j for j in self._jobs.values() if j.done and now - j.begun > KEPT_SECONDS]
            for job in old:
                del self._jobs[job.name]
        for job in old:
            _removed(job)


def _removed(job: Job) -> None:
    if job.folder is not None:
        shutil.rmtree(job.folder, ignore_errors=True)
