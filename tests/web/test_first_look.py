"""A server that says it is ready has loaded what pages of cases share: the first look at a case is as quick as any."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import httpx
import pytest
from tests.web.browser_support import ROOT, filled, free_port
from tests.web_support import CSRF, PASSWORD, served

from tumorboard.web import warm

BOUND = 0.150  # seconds of the server's processor time: other programs run here too
TRIES = 2
TICK = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


def test_cycles_are_looked_for_in_a_server_but_not_in_what_it_loaded() -> None:
    before = gc.get_threshold()
    gc.disable()  # as the command line does
    try:
        warm.settle()
        assert gc.isenabled() and gc.get_freeze_count() > 1_000
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)


def test_warming_leaves_nothing_behind_and_can_be_done_again() -> None:
    warm.warm(date(2026, 11, 28))
    begun = time.process_time()
    warm.warm(date(2026, 11, 28))
    assert time.process_time() - begun < 5


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, list[str]]]:
    made = served(tmp_path_factory.mktemp("first"))
    filled(made)
    names = [made.public[n] for n in ("luad-egfr", "coad-braf", "tnbc-brca1", "nsclc-rna")]
    yield Path(str(made.gate.registry.engine.url.database)), names
    made.gate.registry.close()


@pytest.mark.slow
@pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="the processor time of another process is read from Linux"
)
def test_the_first_look_at_a_case_after_a_start_is_quick(folder: tuple[Path, list[str]], tmp_path: Path) -> None:
    file, names = folder
    looks = [first_looks(file, names, tmp_path / f"log{n}") for n in range(TRIES)]
    least = [min(some) for some in zip(*looks, strict=True)]
    assert max(least) <= BOUND, looks


def spent(pid: int) -> float:
    """Seconds of processor time of a process."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def first_looks(file: Path, names: list[str], log: Path) -> list[float]:
    """Processor time of the first look at the options of each case, the very first page of a case among them."""
    port = free_port()
    command = [sys.executable, "-m", "tumorboard", "serve", "--registry", f"sqlite:///{file}", "--port", str(port)]
    with log.open("w") as out:
        server = subprocess.Popen(
            command, stdout=out, stderr=out, env={**os.environ, "PYTHONPATH": str(ROOT / "src")}, cwd=ROOT
        )
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=60) as client:
                until = time.monotonic() + 120
                while True:
                    try:
                        client.get("/health/ready").raise_for_status()
                        break
                    except httpx.HTTPError:
                        assert time.monotonic() < until
                        time.sleep(0.1)
                found = CSRF.search(client.get("/login").text)
                assert found is not None
                client.post("/login", data={"account": "li", "password": PASSWORD, "csrf": found[1]})
                took = []
                for name in names:
                    before = spent(server.pid)
                    assert client.get(f"/cases/{name}/options").status_code == 200
                    took.append(spent(server.pid) - before)
        finally:
            server.terminate()
            server.wait(30)
    return took
