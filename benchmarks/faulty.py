"""What `faults.py` needs: a real server over a registry of its own, writers that remember what was acknowledged, a disk that is small."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import httpx
from serve import ROOT, clock

sys.path.insert(0, str(ROOT))
WRITERS = 4


@dataclass
class Site:
    """A running server, its registry's address, names of cases, and a token that may write."""

    url: str
    registry: str
    pid: int
    cases: list[str]
    token: str

    def client(self, **headers: str) -> httpx.Client:
        return httpx.Client(base_url=self.url, timeout=60, trust_env=False, headers=headers)


def filled(registry: str) -> tuple[list[str], str]:
    """A registry with eight cases and somebody who may write; names in addresses, and the token."""
    from tumorboard.app.desk import Seat
    from tumorboard.app.gate import Gate
    from tumorboard.issues import Parsed
    from tumorboard.model.access import SCOPES, Account
    from tumorboard.model.case import Patient
    from tumorboard.store.registry import Registry
    from tumorboard.testing.short_case import short_case

    made = Registry.made(registry, clock)
    gate = Gate(made)
    gate.accounts.add(
        Account(id="worker", name="Worker", roles=("clinician", "coordinator")), "no password", by="faults"
    )
    for n in range(8):
        Seat.at(made, "worker").add(
            Parsed(replace(short_case("LUAD; tested; EGFR L858R"), id=f"C{n}", patient=Patient(id=f"P{n}")))
        )
    token = gate.accounts.make_token("worker", "faults", SCOPES, clock() + timedelta(days=1), by="faults")[0]
    names = [gate.public(f"C{n}") for n in range(8)]
    made.close()
    return names, token


@contextmanager
def site(registry: str) -> Iterator[Site]:
    """A server over a new registry; its limit of requests is high, for writers here do not rest."""
    cases, token = filled(registry)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        settings = Path(folder) / "settings.toml"
        settings.write_text("requests_a_minute = 1000000\n")
        log = (Path(folder) / "log").open("w")
        command = [
            sys.executable,
            "-m",
            "tumorboard",
            "serve",
            "--registry",
            registry,
            "--port",
            str(port),
            "--settings",
            str(settings),
        ]
        server = subprocess.Popen(command, stdout=log, stderr=log)
        url = f"http://127.0.0.1:{port}"
        try:
            for _ in range(1_200):
                with suppress(httpx.HTTPError):
                    if httpx.get(f"{url}/health/ready", trust_env=False).status_code == 200:
                        break
                if server.poll() is not None:
                    raise SystemExit((Path(folder) / "log").read_text()[-2_000:])
                time.sleep(0.1)
            yield Site(url, registry, server.pid, cases, token)
        finally:
            server.terminate()
            server.wait(30)


@dataclass
class Written:
    """What writers were told: numbers of revisions by case that were acknowledged, and other answers."""

    kept: set[tuple[str, int]] = field(default_factory=set)
    refused: Counter[str] = field(default_factory=Counter)
    stop: threading.Event = field(default_factory=threading.Event)


@contextmanager
def writers(at: Site) -> Iterator[Written]:
    """Threads that write until the block ends."""
    told = Written()

    def write(n: int) -> None:
        with at.client(authorization=f"Bearer {at.token}") as client:
            while not told.stop.is_set():
                case = at.cases[n]  # a case for each writer: nobody is in conflict with anybody
                try:
                    answer = client.post(
                        f"/api/v1/cases/{case}/tasks", json={"what": "test", "about": secrets.token_hex(150)}
                    )
                except httpx.HTTPError as error:
                    told.refused[type(error).__name__] += 1
                    continue
                if answer.status_code == 201:
                    told.kept.add((f"C{n}", answer.json()["revision"]))
                else:
                    told.refused[str(answer.status_code)] += 1
                    time.sleep(0.02)

    threads = [threading.Thread(target=write, args=(n,)) for n in range(WRITERS)]
    for thread in threads:
        thread.start()
    try:
        yield told
    finally:
        told.stop.set()
        for thread in threads:
            thread.join(120)


def until(reached: Callable[[], bool], seconds: float = 120) -> bool:
    """Whether it came, within so many seconds."""
    end = time.monotonic() + seconds
    while not reached() and time.monotonic() < end:
        time.sleep(0.05)
    return reached()


def checked(registry: str, told: Written) -> tuple[int, int]:
    """How many acknowledged entries are lost, and where the chain does not hold or a line is wrong."""
    from tumorboard.store.heads import wrong
    from tumorboard.store.registry import Registry

    made = Registry(registry, clock)
    there = {(e.case, e.revision) for e in made.entries() if e.revision}
    found = len(told.kept - there), len(made.breaks()) + len(wrong(made, made.rules()))
    made.close()
    return found


@contextmanager
def small_disk(megabytes: int) -> Iterator[Path]:
    """A file system of its own in memory.

    Raises
    ------
    PermissionError
        If this process may not mount.
    """
    folder = Path(tempfile.mkdtemp(prefix="tumorboard-small-"))
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)], capture_output=True, text=True
    )
    if done.returncode:
        folder.rmdir()
        raise PermissionError("no right to mount")
    folder.chmod(0o777)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False)
        folder.rmdir()


def fill(folder: Path, leave: int) -> Path:
    """A file that leaves so many bytes of the file system free."""
    free = os.statvfs(folder)
    path = folder / "filler"
    with path.open("wb") as out:
        for _ in range(max(0, free.f_bavail * free.f_frsize - leave) >> 16):
            out.write(bytes(1 << 16))
    return path


def full(at: Site, folder: Path, again: Callable[[], None]) -> tuple[str, bool]:
    """Writers, then no space, then space again."""
    with writers(at) as told:
        until(lambda: len(told.kept) >= 50)
        filler = fill(folder, 256 << 10)
        until(lambda: told.refused.total() >= 50)
        before = len(told.kept)
        filler.unlink()
        again()
        went_on = until(lambda: len(told.kept) >= before + 50)
    lost, broken = checked(at.registry, told)
    wrong = set(told.refused) - {"503"}
    text = f"{len(told.kept)} acknowledged, {dict(told.refused)} refused, went on by itself once there was space: {went_on}; lost {lost}, breaks {broken}"
    return text, went_on and not (lost or broken or wrong)
