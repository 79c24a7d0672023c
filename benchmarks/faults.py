"""What a real server does when something goes wrong: one line for each fault, with the figures seen.

    python benchmarks/faults.py [disk disk-postgresql restart upload bombs paths tokens clock]

Each fault runs against `tumorboard serve` in a process of its own, on SQLite or on a PostgreSQL server of its own; full disks are small
file systems in memory, which needs the right to mount (root).  Writers are threads that write tasks through the API as fast as they are
answered and remember every entry that was acknowledged; afterwards each of them must be in the registry, and its chain must hold.
Ends with 1 when something was lost, somebody let in, or a fault answered as it must not.
"""

from __future__ import annotations

import gzip
import io
import random
import secrets
import socket
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from faulty import checked, full, site, small_disk, until, writers
from serve import clock, memory

GIGABYTE = 1 << 30
BUFFERS = 8 << 20  # bytes that the sockets of both sides hold, whatever the server reads


def disk() -> tuple[str, bool]:
    """SQLite on a file system of 24 MB that fills up."""
    with small_disk(24) as folder, site(f"sqlite:///{folder / 'registry.sqlite'}") as at:
        return full(at, folder, lambda: None)


def disk_postgresql() -> tuple[str, bool]:
    """PostgreSQL on a file system of 160 MB that fills up; where the database's server stopped itself it is started again."""
    from tests.registry_support import server

    with small_disk(160) as folder:
        before, tempfile.tempdir = tempfile.tempdir, str(folder)
        try:
            with server() as running, site(running.database("full")) as at:
                restarted = []

                def again() -> None:
                    with suppress(subprocess.CalledProcessError):
                        running.start()
                        restarted.append(1)

                text, good = full(at, folder, again)
                return f"{text}; the database's server had to be started again: {bool(restarted)}", good
        finally:
            tempfile.tempdir = before


def restart() -> tuple[str, bool]:
    """PostgreSQL is stopped at once, and started again, five times while four write."""
    from tests.registry_support import server

    with server() as running, site(running.database("restart")) as at:
        longest = 0.0
        with writers(at) as told:
            for _ in range(5):
                seen = len(told.kept)
                until(lambda seen=seen: len(told.kept) >= seen + 50)  # type: ignore[misc]
                running.stop("immediate")
                time.sleep(0.5)
                running.start()
                begun, seen = time.monotonic(), len(told.kept)
                until(lambda seen=seen: len(told.kept) > seen)  # type: ignore[misc]
                longest = max(longest, time.monotonic() - begun)
        lost, broken = checked(at.registry, told)
    text = f"5 stops, {len(told.kept)} acknowledged, {dict(told.refused)} refused, writing again {longest:.1f} s after the start at most; lost {lost}, breaks {broken}"
    return text, not (lost or broken or set(told.refused) - {"503"})


def upload() -> tuple[str, bool]:
    """A body of a gigabyte in pieces of unknown length: of nobody, and of somebody whose limit is 200 MB."""
    with tempfile.TemporaryDirectory() as folder, site(f"sqlite:///{folder}/registry.sqlite") as at:
        before, told, good = memory(at.pid), [], True
        for name, path, bearer, most in (
            ("of nobody", "/login", "", BUFFERS),
            ("signed in", "/api/v1/cases", at.token, 260 << 20),
        ):
            taken, status = sent(at.url, path, bearer)
            told.append(f"{name} {status} after {taken / 1e6:.1f} MB")
            good = good and status == 413 and taken <= most
        return f"{', '.join(told)}; the server grew by {memory(at.pid) - before:.0f} MB", good and memory(
            at.pid
        ) - before < 400


def sent(url: str, path: str, bearer: str) -> tuple[int, int]:
    """The bytes of a gigabyte that were taken before the answer came, and its status."""
    host, port = url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=120) as to:
        head = [
            f"POST {path} HTTP/1.1",
            f"Host: {host}:{port}",
            "Transfer-Encoding: chunked",
            "Content-Type: multipart/form-data; boundary=edge",
        ]
        head += [f"Authorization: Bearer {bearer}"] if bearer else []
        to.sendall("\r\n".join([*head, "", ""]).encode())
        first = b'--edge\r\ncontent-disposition: form-data; name="files"; filename="t.vcf"\r\n\r\n'
        to.sendall(b"%x\r\n%s\r\n" % (len(first), first))
        piece, taken = b"x" * (1 << 18), 0
        to.setblocking(False)
        waiting, came = b"", b""
        while taken < GIGABYTE and not came:
            waiting = waiting or b"%x\r\n%s\r\n" % (len(piece), piece)
            try:
                done = to.send(waiting)
                taken, waiting = taken + done, waiting[done:]
            except BlockingIOError:
                time.sleep(0.001)
            except OSError:  # the other side has closed: what it said is there
                with suppress(OSError):
                    came = to.recv(200)
                break
            with suppress(BlockingIOError, ConnectionError):
                came = to.recv(200)
        if not came:
            to.settimeout(120)
            with suppress(OSError):
                came = to.recv(200)
    return taken, int(came.split()[1]) if came.startswith(b"HTTP/") else 0


def bombs() -> tuple[str, bool]:
    """Archives that are a gigabyte unpacked, an archive in an archive, 100,000 files, and a gigabyte of gzip."""
    zeros = packed([("t.vcf", bytes(GIGABYTE))])
    made = {
        "1 GB in a zip": ("case.zip", zeros), "a zip in a zip": ("case.zip", packed([("inner.zip", zeros)])),
        "100,000 files": ("case.zip", packed([(f"{n}.txt", b"") for n in range(100_000)])),
        "1 GB in a gzip": ("t.vcf.gz", gzip.compress(b"##fileformat=VCFv4.2\n" + bytes(GIGABYTE), 9)),
    }  # fmt: skip
    with tempfile.TemporaryDirectory() as folder, site(f"sqlite:///{folder}/registry.sqlite") as at:
        before, told, good = memory(at.pid), [], True
        for name, (file, body) in made.items():
            begun = time.monotonic()
            with at.client(authorization=f"Bearer {at.token}") as client:
                answer = client.post("/api/v1/cases", files=[("files", (file, body))], data={"disease": "LUAD"})
            told.append(
                f"{name} ({len(body) / 1e6:.1f} MB sent) {answer.status_code} {answer.json().get('code')} in {time.monotonic() - begun:.1f} s"
            )
            good = good and answer.status_code in {413, 422}
        grown = memory(at.pid) - before
        return f"{'; '.join(told)}; the server grew by {grown:.0f} MB", good and grown < 400


def packed(members: list[tuple[str, bytes]]) -> bytes:
    """A zip file of these."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members:
            archive.writestr(name, body)
    return out.getvalue()


def paths() -> tuple[str, bool]:
    """Addresses that lead out of the folders of the server, as they are written, encoded once and twice."""
    steps = ("..", "%2e%2e", "..%2f", "%252e%252e", "..%5c", "....//", "%c0%ae%c0%ae", "..;")
    targets = ("etc/passwd", "etc/shadow", "proc/self/environ", "registry.sqlite")
    tried = [f"{base}{'/'.join([step] * n)}/{target}" for base in ("/static/", "/", "/cases/", "/api/v1/cases/", "/jobs/") for step in steps
             for n in (1, 4, 9) for target in targets]  # fmt: skip
    told: Counter[str] = Counter()
    leaked = 0
    with tempfile.TemporaryDirectory() as folder, site(f"sqlite:///{folder}/registry.sqlite") as at:
        host, port = at.url.removeprefix("http://").split(":")
        for path in tried:
            with socket.create_connection((host, int(port)), timeout=30) as to:  # clients tidy addresses up
                to.sendall(
                    f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nAuthorization: Bearer {at.token}\r\nConnection: close\r\n\r\n".encode()
                )
                answer = b"".join(iter(lambda to=to: to.recv(1 << 16), b""))  # type: ignore[misc]
            told[answer.split()[1].decode()] += 1
            leaked += any(sign in answer for sign in (b"root:", b"SQLite format", b"PATH="))
    return f"{len(tried)} addresses, answers {dict(told)}, files given out {leaked}", not leaked and not {
        "200",
        "500",
    } & set(told)


def tokens() -> tuple[str, bool]:
    """Tokens and sessions that were made up, cut, turned, revoked or have run out."""
    from tumorboard.app.gate import Gate
    from tumorboard.store.registry import Registry

    with tempfile.TemporaryDirectory() as folder, site(f"sqlite:///{folder}/registry.sqlite") as at:
        registry = Registry(at.registry, clock)
        accounts = Gate(registry).accounts
        old = accounts.make_token("worker", "old", ("cases:read",), clock() - timedelta(seconds=1), by="faults")[0]
        gone, made = accounts.make_token("worker", "gone", ("cases:read",), clock() + timedelta(days=1), by="faults")
        accounts.revoke_token(made.id, by="faults")
        narrow = accounts.make_token("worker", "narrow", ("knowledge:read",), clock() + timedelta(days=1), by="faults")[
            0
        ]
        registry.close()
        roll = random.Random(6)
        forged = [old, gone, *(f"tb_{secrets.token_urlsafe(32)}" for _ in range(300))]
        forged += [at.token[:n] for n in range(1, len(at.token))] + [at.token + c for c in "aA0_-="]
        for _ in range(300):
            n = roll.randrange(3, len(at.token))
            forged.append(
                at.token[:n] + roll.choice([c for c in "abcXYZ019_-" if c != at.token[n]]) + at.token[n + 1 :]
            )
        told: Counter[int] = Counter()
        with at.client() as client:
            right = client.get("/api/v1/cases", headers={"authorization": f"Bearer {at.token}"}).status_code
            other = client.get("/api/v1/cases", headers={"authorization": f"Bearer {narrow}"}).status_code
            for one in forged:
                told[client.get("/api/v1/cases", headers={"authorization": f"Bearer {one}"}).status_code] += 1
                told[client.get("/", headers={"cookie": f"tumorboard-session={one}"}).status_code] += 1
    text = f"{len(forged)} as token and as session, answers {dict(told)} (303 leads to the sign-in), let in {told[200]}; the right one {right}, one of another scope {other}"
    return text, not told[200] and (right, other) == (200, 403)


def clocks() -> tuple[str, bool]:
    """2,000 entries under a clock that jumps by up to ten years, either way, before each of them; on both databases."""
    from tests.registry_support import server

    from tumorboard.store.registry import Draft, Registry

    told, good = [], True
    with tempfile.TemporaryDirectory() as folder, server() as running:
        for url in (f"sqlite:///{folder}/registry.sqlite", running.database("clock")):
            roll, start = random.Random(11), datetime(2026, 11, 28, tzinfo=UTC)
            made = Registry.made(url, lambda roll=roll, start=start: start + timedelta(seconds=roll.uniform(-3e8, 3e8)))  # type: ignore[misc]
            for _ in range(2_000):
                made.append(Draft(action="viewed", by="li"))
            times = [e.at for e in made.entries()]
            older = sum(a > b for a, b in pairwise(times))
            breaks = len(made.breaks())
            told.append(
                f"{made.engine.dialect.name}: {len(times)} entries, {older} older than the one before, breaks {breaks}"
            )
            good = good and len(times) == 2_000 and not older and not breaks
            made.close()
    return "; ".join(told), good


FAULTS: dict[str, Callable[[], tuple[str, bool]]] = {
    "disk": disk, "disk-postgresql": disk_postgresql, "restart": restart, "upload": upload, "bombs": bombs, "paths": paths, "tokens": tokens,
    "clock": clocks,
}  # fmt: skip


def main() -> None:
    """Run those that are named, or all; print."""
    failed = False
    for name in sys.argv[1:] or FAULTS:
        begun = time.monotonic()
        try:
            text, good = FAULTS[name]()
        except PermissionError as error:
            text, good = f"not run: {error}", True
        failed = failed or not good
        print(
            f"{name}: {text} [{'as it must be' if good else 'NOT AS IT MUST BE'}, {time.monotonic() - begun:.0f} s]",
            flush=True,
        )
    sys.exit(failed)


if __name__ == "__main__":
    main()
