"""Fifty people on the board's pages at once, for a minute, against `tumorboard serve` in a process of its own.

    python benchmarks/serve.py [--people 50] [--seconds 60] [--pause 5] [--database sqlite|postgresql] [--share]

The registry is a copy of the demonstration's 200 invented cases (made first where there is none), with an account for each person: of
fifty 22 clinicians, 14 molecular pathologists, 10 coordinators, 3 researchers, an admin.  They sign in, one after the other, in the
ten seconds before; then each opens pages (`crowd.py` says which how often: lists, cases, options, trials, sessions of boards, dashboard,
counts, knowledge, and writes decisions and tasks) and reads each for half to one and a half of `--pause` seconds.  Rates are limited as usual.

So that the people's own work is not measured, the server runs on the first processor alone and the people, in one process, on the last;
`--share` lets both run where they like.  It prints what people waited, what the server itself measured by route (its log), the
processor time of the server (and of the database's server) for one request, the people's own processor time, and how late
the people were: a measured time holds that much of theirs.  Ends with 1 when there was an error or p95 reached 300 ms.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
from crowd import Setting, Told, crowd

ROOT = Path(__file__).resolve().parents[1]
SHARES = {"clinician": 22, "molecular_pathologist": 14, "coordinator": 10, "researcher": 3, "admin": 1}
BOUND = 0.300
BEFORE = 10.0
TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


def accounts(people: int) -> list[tuple[str, str]]:
    """Account and role of each person, the roles spread evenly."""
    whole = sum(SHARES.values())
    roles = [role for role, n in SHARES.items() for _ in range(max(1, round(n * people / whole)))]
    return [(f"person{n:03d}", (roles + ["clinician"] * people)[n]) for n in range(people)]


@contextmanager
def database(kind: str, source: Path) -> Iterator[tuple[str, int]]:
    """Address of a copy of the demonstration's registry, and the process of the database's server (0 where there is none)."""
    from tumorboard.app.desk import Seat
    from tumorboard.store import transfer
    from tumorboard.store.heads import keeper
    from tumorboard.store.registry import Registry

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file in source.glob("registry.sqlite*"):
            shutil.copy(file, folder / file.name)
        url = f"sqlite:///{folder / 'registry.sqlite'}"
        if kind == "sqlite":
            yield url, 0
            return
        sys.path.insert(0, str(ROOT))
        from tests.registry_support import server

        with server() as running:
            there, here = Registry.made(url, clock), Registry.made(running.database("board"), clock)
            transfer.write(there, folder / "all.gz")
            transfer.read(here, folder / "all.gz", keeper(Seat.at(there, "benchmark").rules))
            there.close()
            here.close()
            pid = int((running.folder / "data" / "postmaster.pid").read_text().split()[0])
            yield str(running.url("board")), pid


def clock() -> datetime:
    """The time, UTC."""
    return datetime.now(UTC)  # noqa: TID251


def settled(url: str, people: list[tuple[str, str]], address: str) -> Setting:
    """The registry has an account for each person; what they find in it."""
    from tumorboard.app import passwords
    from tumorboard.model.access import Account
    from tumorboard.store import restrictions
    from tumorboard.store.accounts import Accounts
    from tumorboard.store.heads import heads
    from tumorboard.store.registry import Registry
    from tumorboard.store.worklist import meetings

    registry = Registry.made(url, clock)
    secret = "a bench of plovers 77"
    kept = passwords.hashed(secret)
    for account, role in people:
        Accounts(registry).add(Account(id=account, name=account, roles=(role,)), kept, by="benchmark")
    closed = frozenset(restrictions.in_force(registry).named)
    found = heads(registry, limit=20_000, without=closed)
    names = restrictions.public_ids(registry, [h.case for h in found])
    days = [(d, n) for d, n in meetings(registry, datetime(2000, 1, 1, tzinfo=UTC).date()) if n > 1][-12:]
    made = Setting(
        address, secret, tuple(names[h.case] for h in found if h.state != "for_review"),
        tuple(names[h.case] for h in found if h.state == "for_review"), tuple((d.isoformat(), n - 1) for d, n in days),
    )  # fmt: skip
    registry.close()
    return made


def spent(pid: int) -> float:
    """Seconds of processor time of a process and of those that it began, living ones too (Linux)."""
    if not pid:
        return 0.0
    total = 0.0
    for one in [pid, *_children(pid)]:
        try:
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += sum(int(fields[n]) for n in ((11, 12, 13, 14) if one == pid else (11, 12))) / TICKS
    return total


def _children(pid: int) -> list[int]:
    try:
        return [int(c) for task in Path(f"/proc/{pid}/task").iterdir() for c in (task / "children").read_text().split()]
    except OSError:
        return []


def memory(pid: int) -> float:
    """Resident megabytes."""
    text = Path(f"/proc/{pid}/status").read_text()
    return next(int(line.split()[1]) for line in text.splitlines() if line.startswith("VmRSS")) / 1024


def main() -> None:
    """Start the server, let people work, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--pause", type=float, default=5.0)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--share", action="store_true")
    given = parser.parse_args()
    from tumorboard.app.demo import registry as demo

    source = demo.kept(demo.folder(), clock().date())
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    address, people = f"http://127.0.0.1:{port}", accounts(given.people)
    cores = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else [0]
    apart = len(cores) > 1 and not given.share
    with database(given.database, source) as (url, base), tempfile.TemporaryFile("w+") as log:
        setting = settled(url, people, address)
        command = [sys.executable, "-m", "tumorboard", "serve", "--registry", url, "--port", str(port)]
        begun = time.monotonic()
        server = subprocess.Popen(
            command, stdout=log, stderr=log, preexec_fn=(lambda: os.sched_setaffinity(0, cores[:1])) if apart else None
        )
        try:
            for pid in (base, *_children(base)) if apart and base else ():
                os.sched_setaffinity(pid, cores[:1])
            while True:
                try:
                    httpx.get(f"{address}/health/ready", trust_env=False).raise_for_status()
                    break
                except httpx.HTTPError:
                    if server.poll() is not None or time.monotonic() - begun > 300:
                        log.seek(0)
                        raise SystemExit(log.read()[-2000:]) from None
                    time.sleep(0.05)
            ready = time.monotonic() - begun
            if apart:
                os.sched_setaffinity(0, cores[-1:])
            marks: dict[str, float] = {"load": os.getloadavg()[0], "before": memory(server.pid)}
            told = asyncio.run(_measured(people, setting, given, server.pid, base, marks))
            marks["after"] = memory(server.pid)
        finally:
            server.terminate()
            server.wait(20)
        log.seek(0)
        lines = [json.loads(text) for text in log if text.startswith("{")]
    where = "server and people on a processor each" if apart else "server and people where they like"
    print(
        f"{clock():%Y-%m-%d %H:%M} UTC, commit {_commit()}, {given.database}, {where}; load when it began {marks['load']:.1f}"
    )
    print(f"ready after {ready:.1f} s; resident {marks['before']:.0f} MB, {marks['after']:.0f} MB in the end")
    asked = [line for line in lines if line.get("event") == "request" and begun_at(line) >= marks["from"]]
    failed = report(told, given, marks, asked)
    faults = [line for line in lines if line.get("level") == "error"]
    if faults:
        print("the server's log has errors:", faults[:3])
    sys.exit(1 if failed or faults else 0)


def begun_at(line: dict[str, object]) -> float:
    """When a request of the log came, in seconds since 1970; it is written down when it was answered."""
    return datetime.fromisoformat(str(line["at"])).timestamp() - float(str(line["ms"])) / 1000


async def _measured(
    people: list[tuple[str, str]],
    setting: Setting,
    given: argparse.Namespace,
    pid: int,
    base: int,
    marks: dict[str, float],
) -> Told:
    begun = asyncio.Event()

    async def mark() -> None:
        await begun.wait()
        marks.update({"from": time.time(), "server": spent(pid), "base": spent(base), "people": time.process_time()})  # noqa: TID251

    marking = asyncio.create_task(mark())
    told = await crowd(people, setting, seconds=given.seconds, pause=given.pause, before=BEFORE, begun=begun)
    await marking
    for name, now in (("server", spent(pid)), ("base", spent(base)), ("people", time.process_time())):
        marks[name] = now - marks[name]
    return told


def report(told: Told, given: argparse.Namespace, marks: dict[str, float], lines: list[dict[str, object]]) -> bool:
    """Prints; whether the floor was missed."""
    took = [seconds for _, seconds in told.took]
    n = len(took)
    print(f"{given.people} people, {given.seconds:g} s, {given.pause:g} s to read: {n} requests, {n / given.seconds:.1f} a second; did {dict(told.done.most_common())}")  # fmt: skip
    print(f"answers {dict(sorted(told.statuses.items()))}, wrong {dict(told.wrong)}")
    print(f"people waited: {quantiles(took)}")
    late = quantiles(told.late)
    print(
        f"the people's own: {marks['people']:.1f} s of processor time, {1000 * marks['people'] / n:.1f} ms a request; late by {late}"
    )
    print(
        f"the server's: {marks['server']:.1f} s of processor time, {1000 * marks['server'] / n:.1f} ms a request"
        + (
            f"; the database's {marks['base']:.1f} s, {1000 * marks['base'] / n:.1f} ms a request"
            if marks["base"]
            else ""
        )
    )
    routes: dict[str, list[float]] = defaultdict(list)
    for line in lines:
        routes[f"{line['method']} {line['route']}"].append(float(str(line["ms"])) / 1000)
    print(f"by the server's log: {quantiles([s for some in routes.values() for s in some])}")
    for route, some in sorted(routes.items(), key=lambda pair: -len(pair[1])):
        print(f"  {route:<36} {len(some):>5}  {quantiles(some)}")
    return bool(told.wrong) or _mark(took, 95) >= BOUND


def _mark(values: list[float], percent: int) -> float:
    return statistics.quantiles(values, n=100)[percent - 1] if len(values) > 1 else max(values, default=0.0)


def quantiles(values: list[float]) -> str:
    """Median, p95, p99 and the longest, in milliseconds."""
    shown = [1000 * x for x in (_mark(values, 50), _mark(values, 95), _mark(values, 99), max(values, default=0.0))]
    return "median {:.0f}, p95 {:.0f}, p99 {:.0f}, longest {:.0f} ms".format(*shown)


def _commit() -> str:
    done = subprocess.run(["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"], capture_output=True, text=True)
    return done.stdout.strip() or "unknown"


if __name__ == "__main__":
    main()
