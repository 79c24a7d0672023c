"""How long screening takes: `python benchmarks/screen.py [--patients N] [--parts N] [--workers N] [--ray ADDRESS] [--keep FOLDER]`.

Makes seeded patients as Parquet partitions (`screen_cohort.py`) in a folder that is used again when it is there (--cohort), and seeded
trials (`screen_trials.py`); prints their shape; screens every patient against every trial part, three-valued, to bit sets and counts, the
reading of the partitions and the evaluation of the leaves included; prints seconds, processor time of all processes, and the
peak memory of the largest process and of all together.  `--linear` screens a quarter, a half and all of the partitions, each with a quarter, a half and all of the parts, and prints the table.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import hashlib
import os
import resource
import tempfile
import threading
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
from cohort import GENES
from screen_trials import questions, shape, trials_of

from tumorboard.app import assessing, processes
from tumorboard.app.screening import crews, run
from tumorboard.app.screening.sources import Asked
from tumorboard.app.screening.work import Prepared
from tumorboard.formats.patients import Likeness, patients_of
from tumorboard.interpret.on_demand import OnDemand
from tumorboard.trials.screening import Answers, Program, Table, compiled, planned, screened
from tumorboard.trials.screening.memory import Memory

ON = date(2026, 11, 1)
SEED = 20261127


def main() -> None:
    """Make, screen, print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--patients", type=int, default=100_000)
    options.add_argument("--parts", type=int, default=2_000)
    options.add_argument("--partition", type=int, default=65_536)
    options.add_argument("--workers", type=int, default=processes.usual())
    options.add_argument("--ray", default="")
    options.add_argument("--cohort", type=Path, help="folder of the partitions")
    options.add_argument("--keep", default="", help="also keep the bit sets, as the command does, in this new folder")
    options.add_argument("--linear", action="store_true")
    options.add_argument(
        "--loaded", action="store_true", help="only what comes after loading: facts in memory, trials compiled"
    )
    options.add_argument("--repeat", type=int, default=1)
    asked = options.parse_args()
    gc.disable()  # as the command does
    bench = assessing.workbench()
    roles = sorted(g for g, e in bench.vocab.genes.entries.items() if e.role)
    genes = sorted(set(GENES) | set(roles[:470]))
    with tempfile.TemporaryDirectory() as scratch:
        folder = asked.cohort or Path(scratch) / "patients"
        if not folder.exists():
            processes.each(
                lambda at: make(folder, genes, asked, at), [0, 1], 2
            )  # in a copy: a data frame library does not survive copying
        ranked = [*GENES, *(g for g in genes if g not in GENES)][:250]
        trials = trials_of(questions(ranked, tumors(genes), SEED), asked.parts, SEED)
        print(shape(trials))
        cpu = time.process_time()
        program = compiled(trials)
        plan = planned(program)
        print(
            f"compiled: {len(program.leaves)} leaves, {len(program.nodes)} nodes, {len(plan.steps)} steps, {time.process_time() - cpu:.1f} s"
        )
        for _ in range(asked.repeat):
            loaded(program, folder, asked) if asked.loaded else screen(program, folder, asked)
        if asked.linear:
            linear(program, folder, asked)


def linear(program: Program, folder: Path, asked: argparse.Namespace) -> None:
    """Fewer patients and fewer parts: whole partitions of the cohort, and every second or fourth part."""
    files = sorted(folder.glob("*.parquet"))
    for share in (4, 2, 1):
        some = Program(program.leaves, program.nodes, program.entries[::share]).needed()
        for fewer in (4, 2, 1):
            with tempfile.TemporaryDirectory() as scratch:
                for file in files[: max(1, len(files) // fewer)]:
                    (Path(scratch) / file.name).symlink_to(file.resolve())
                screen(some, Path(scratch), asked)


def make(folder: Path, genes: list[str], asked: argparse.Namespace, at: int) -> None:
    """Half of the partitions."""
    from screen_cohort import Made, write

    write(folder, Made(SEED, genes, assessing.workbench().vocab), asked.patients, asked.partition, (at, 2))


def tumors(genes: list[str]) -> list[str]:
    """The tumor types of the patients."""
    from screen_cohort import Made

    return Made(SEED, genes[:10], assessing.workbench().vocab).tumors


def screen(program: Program, folder: Path, asked: argparse.Namespace) -> None:
    """One run, with what it took."""
    job = run.Job(Asked(folder), (), ON, folder=asked.keep)
    start, busy = time.perf_counter(), busy_time()
    with Memories() as memories:
        found = run.screen(job, program=program, workers=asked.workers, ray=asked.ray)
    seconds, processor = time.perf_counter() - start, busy_time() - busy
    met, unknown, not_met = found.counts.sum(axis=0).tolist()
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e3
    print(
        f"{found.patients} patients x {len(found.entries)} parts in {len(found.told)} partitions, {asked.workers} {'tasks on Ray' if asked.ray else 'workers'}: "
        f"{seconds:.1f} s, {processor:.1f} s of processor time; largest worker {most:.0f} MB, all processes together {memories.most / 1e6:.0f} MB"
    )
    pairs = found.patients * len(found.entries)
    print(
        f"  met {met / pairs:.4%}, unknown {unknown / pairs:.2%}, not met {not_met / pairs:.2%}; "
        f"counts {hashlib.sha256(found.counts.tobytes()).hexdigest()[:12]}"
    )


def loaded(program: Program, folder: Path, asked: argparse.Namespace) -> None:
    """One run whose clock starts when every process has all partitions and their facts in memory."""
    ready, _ = run.prepared(run.Job(Asked(folder), (), ON), program)

    def work(member: crews.Member, numbers: Sequence[int]) -> list[tuple[float, float, np.ndarray]]:
        memory = Memory()
        tables = [in_memory(ready, number, memory) for number in numbers]
        plan = planned(program, member.at, member.of)
        member.wait()
        start, cpu, counts = time.perf_counter(), time.process_time(), []
        for table in tables:
            answers = Answers(table, ready.context, derive=OnDemand(ready.knowledge, ready.context), memory=memory)
            counts.append(screened(program, answers, plan, member).counts())
        return [(time.perf_counter() - start, time.process_time() - cpu, np.sum(counts, axis=0))]

    told = [one for own in crews.share(work, range(len(ready.source.names)), asked.workers) for one in own]
    print(
        f"{asked.patients} patients x {len(program.entries)} parts, loaded, {asked.workers} workers: {max(t[0] for t in told):.2f} s, "
        f"{sum(t[1] for t in told):.2f} s of processor time; counts {hashlib.sha256(told[0][2].tobytes()).hexdigest()[:12]}"
    )


def in_memory(ready: Prepared, number: int, memory: Memory) -> Table:
    """The patients of a partition, of whom every fact has been read."""
    table = patients_of(ready.source.load(number), memory.book, Likeness.of(ready.ordinary)).table
    for facet, column in table.columns.items():
        codes, at = np.unique(column.codes, return_index=True)
        rows = at if column.rows is None else column.rows[at]
        for code, row in zip(codes.tolist(), rows.tolist(), strict=True):
            if code:
                table.value(facet, row)
    return table


class Memories(threading.Thread):
    """The most memory that this process and those it began held together, what they share counted once; looked at twice a second."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.most = 0
        self._over = threading.Event()

    def __enter__(self) -> Memories:
        self.start()
        return self

    def __exit__(self, *of: object) -> None:
        self._over.set()
        self.join()

    def run(self) -> None:
        while not self._over.wait(0.5):
            self.most = max(self.most, sum(map(held, family(os.getpid()))))


def family(process: int) -> list[int]:
    """A process and all that descend from it."""
    found = [process]
    for told in Path(f"/proc/{process}/task").glob("*/children"):
        with contextlib.suppress(OSError):  # it ended meanwhile
            found += [one for child in told.read_text().split() for one in family(int(child))]
    return found


def held(process: int) -> int:
    """Bytes that a process holds, its share of what it shares; 0 where the system does not tell, or it ended."""
    with contextlib.suppress(OSError):
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)
    return 0


def busy_time() -> float:
    """Processor time of this process and of those it began and that ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


if __name__ == "__main__":
    main()
