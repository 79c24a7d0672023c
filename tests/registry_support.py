"""Registries for tests: SQLite in a folder, and a real PostgreSQL server where Debian's package brings one."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tumorboard.store.registry import Registry

KINDS = ("sqlite", "postgresql")


@dataclass
class Ticking:
    """A clock that goes on by a second whenever it is asked."""

    at: datetime = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at


@dataclass(frozen=True)
class Server:
    """A PostgreSQL server on loopback."""

    programs: Path
    folder: Path
    port: int
    user: str | None

    def run(self, program: str, *words: str) -> None:
        subprocess.run(
            [self.programs / program, *words], check=True, capture_output=True, user=self.user, cwd=self.folder
        )

    def database(self, name: str) -> str:
        self.run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "tumorboard", name)
        return self.url(name)

    def url(self, name: str) -> str:
        """Address of a database that is there."""
        return f"postgresql://tumorboard@127.0.0.1:{self.port}/{name}"

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder}"
        self.run(
            "pg_ctl", "-D", str(self.folder / "data"), "-l", str(self.folder / "log"), "-w", "-o", options, "start"
        )

    def stop(self, mode: str = "immediate") -> None:
        self.run("pg_ctl", "-D", str(self.folder / "data"), "-m", mode, "-w", "stop")


@contextmanager
def server() -> Iterator[Server]:
    """A server of one's own; skips with a reason where no PostgreSQL is installed."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda p: int(p.parts[-3]))
    found = installed[-1] if installed else shutil.which("pg_ctl")
    if found is None:
        pytest.skip("no PostgreSQL server here: install Debian's package postgresql")
    user = "postgres" if os.geteuid() == 0 else None  # the server refuses to run as root
    folder = Path(tempfile.mkdtemp(prefix="tumorboard-pg-"))
    if user is not None:
        shutil.chown(folder, user)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    made = Server(Path(found).parent, folder, port, user)
    try:
        made.run(
            "initdb", "-D", str(folder / "data"), "-A", "trust", "-U", "tumorboard", "-E", "UTF8", "--locale=C.UTF-8"
        )
        made.start()
        yield made
    finally:
        if (folder / "data" / "postmaster.pid").exists():
            made.stop()
        shutil.rmtree(folder, ignore_errors=True)


def fresh(url: str) -> Registry:
    """A new registry at an address."""
    return Registry.made(url, Ticking())
