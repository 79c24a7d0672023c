"""The same work as tasks on a Ray cluster (extra ``tumorboard[ray]``): each task prepares once and works on its share of partitions.

Every machine must see the files of the job under the same paths.
"""

from __future__ import annotations

from typing import Any

from tumorboard.app.screening.work import Told
from tumorboard.errors import InputError

REMEDY = "Install it with pip install 'tumorboard[ray]', or screen without --ray."


def told(job: Any, program: Any, partitions: int, *, address: str, workers: int, tell: Any) -> list[Told]:
    """What the partitions tell, in their order.

    Raises
    ------
    InputError
        If Ray is not installed, or a task could not do its work.
    """
    try:
        import ray
    except ImportError as error:
        raise InputError("Ray is not installed", remedy=REMEDY) from error
    begun = not ray.is_initialized()
    if begun:
        given = {"num_cpus": workers} if address == "local" else {"address": address}
        ray.init(include_dashboard=False, log_to_driver=False, **given)
    try:
        task = ray.remote(num_cpus=1, max_retries=1)(share)
        shares = [list(range(partitions))[at::workers] for at in range(min(workers, partitions))]
        shared = ray.put(program)
        waiting = {task.remote(job, shared, own): own for own in shares}
        found: dict[int, Told] = {}
        while waiting:
            (ready,), _ = ray.wait(list(waiting), num_returns=1)
            own = waiting.pop(ready)
            try:
                found.update(zip(own, ray.get(ready), strict=True))
            except ray.exceptions.RayTaskError as error:
                if isinstance(error.cause, InputError):
                    raise error.cause from None
                raise InputError("a task on the cluster failed", remedy="Can every machine read the files?") from error
            tell(len(found), partitions)
        return [found[number] for number in range(partitions)]
    finally:
        if begun:
            ray.shutdown()


def share(job: Any, program: Any, numbers: list[int]) -> list[Told]:
    """What a task does: all that one process does on its own."""
    from tumorboard.app.screening.run import prepared
    from tumorboard.app.screening.shared import of_numbers

    ready, _ = prepared(job, program)
    return of_numbers(ready, numbers)
