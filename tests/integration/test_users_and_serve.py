"""`tumorboard users`, `audit` and `serve` as programs: an account is made, the server answers, its log is JSON without addresses."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner
from tests.web_support import CSRF, PASSWORD

from tumorboard.cli.main import main

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.setenv("TUMORBOARD_REGISTRY", f"sqlite:///{tmp_path / 'r.sqlite'}")
    assert CliRunner().invoke(main, ["registry", "init"]).exit_code == 0

    def call(*words: str, given: str = "") -> tuple[int, str]:
        done = CliRunner().invoke(main, list(words), input=given)
        return done.exit_code, done.output

    return call


def test_people_are_added_changed_listed_and_disabled(run) -> None:  # type: ignore[no-untyped-def]
    assert run("users", "add", "li", "--name", "Li Na", "--role", "clinician", given=f"{PASSWORD}\n")[0] == 0
    assert run("users", "add", "li", "--role", "clinician", given=f"{PASSWORD}\n")[1].startswith("error ACC001")
    for password in ("short", "aaaaaaaaaaaaaaaa", "WuLan-2026-xyz!!"):
        assert run("users", "add", "wulan", "--role", "admin", given=f"{password}\n")[1].startswith("error ACC020")
    for name in ("Li", "a b", "../x", "li@clinic", "-x", "", "x" * 70):
        assert run("users", "add", "--role", "admin", "--", name, given=f"{PASSWORD}\n")[1].startswith("error ACC006")
    assert run("users", "add", "wu", "--role", "root", given=f"{PASSWORD}\n")[1].startswith("error ACC002")
    assert run("users", "list") == (0, "li\tLi Na\tclinician\n")
    assert run("users", "roles", "li", "--role", "admin")[0] == 0
    assert run("users", "passwd", "li", given="heron quartz 55 tulip\n")[0] == 0
    code, said = run("users", "token", "li", "--scope", "audit:read", "--label", "monitor")
    assert code == 0 and re.search(r"^tb_[\w-]{43}$", said, re.MULTILINE)
    assert run("users", "token", "li", "--scope", "all")[1].startswith("error ACC004")
    token = run("users", "tokens", "li")[1].split("\t")[0]
    assert run("users", "revoke", token)[0] == 0
    assert "revoked" in run("users", "tokens")[1]
    assert run("users", "revoke", "x")[1].startswith("error ACC005")
    assert run("users", "disable", "li")[0] == 0
    assert "disabled" in run("users", "list")[1]
    assert run("users", "enable", "li")[0] == 0
    assert run("users", "disable", "nobody")[1].startswith("error ACC003")
    assert run("audit", "verify")[0] == 0


def test_the_audit_log_is_written_as_audit_events(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    run("users", "add", "li", "--role", "clinician", given=f"{PASSWORD}\n")
    assert run("audit", "export", str(tmp_path / "audit.ndjson"))[0] == 0
    events = [json.loads(line) for line in (tmp_path / "audit.ndjson").read_text("utf-8").splitlines()]
    assert [e["subtype"][0]["code"] for e in events] == ["account_made", "listed"]


def test_the_server_answers_and_its_log_tells_no_address(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    run("users", "add", "li", "--role", "clinician", given=f"{PASSWORD}\n")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    log = (tmp_path / "log").open("w+")
    server = subprocess.Popen(
        [sys.executable, "-m", "tumorboard", "serve", "--port", str(port)], env=env, stderr=log, stdout=log
    )
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
            deadline = time.monotonic() + 60
            while True:
                try:
                    client.get("/health/ready")
                    break
                except httpx.HTTPError:
                    assert time.monotonic() < deadline and server.poll() is None
                    time.sleep(0.2)
            token = CSRF.search(client.get("/login").text)
            assert token is not None
            answer = client.post("/login", data={"account": "li", "password": PASSWORD, "csrf": token[1]})
            assert answer.status_code == 303
            assert client.get("/emergency?CANARY=CANARY").status_code == 200
            assert client.get("/CANARY").status_code == 404
        with socket.create_connection(("127.0.0.1", port), timeout=20) as raw:
            raw.sendall(f"POST /login HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\ncontent-length: {1 << 30}\r\n\r\n".encode())
            assert raw.recv(100).startswith(b"HTTP/1.1 413 ")
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(20)
    log.seek(0)
    lines = log.read().splitlines()
    log.close()
    told = [json.loads(line) for line in lines if line.startswith("{")]
    assert len(told) == len(lines) - 1  # but for the line that says where it is
    assert {t["route"] for t in told if t["event"] == "request"} >= {"/login", "/emergency", "none"}
    assert "CANARY" not in "".join(lines) and PASSWORD not in "".join(lines)
