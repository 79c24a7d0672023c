"""OncoKB by the site's own token: refused without one, shown and not stored with one, and the token is never told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner
from tests.serving_support import Quiet, served

from tumorboard.cli import main
from tumorboard.errors import InputError
from tumorboard.knowledge import oncokb

SECRET = "canary-token-0f3a"
ANSWER = {
    "oncogenic": "Oncogenic",
    "dataVersion": "v5.1",
    "mutationEffect": {"knownEffect": "Gain-of-function"},
    "highestSensitiveLevel": "LEVEL_1",
    "treatments": [
        {"level": "LEVEL_1", "drugs": [{"drugName": "A"}, {"drugName": "B"}], "levelAssociatedCancerType": {"name": "Melanoma"}}
    ],
}  # fmt: skip


@dataclass
class Interface:
    status: int = 200
    body: Any = None
    asked: list[tuple[str, dict[str, list[str]]]] = field(default_factory=list)
    port: int = 0


@pytest.fixture
def interface() -> Iterator[Interface]:
    here = Interface()

    class Handler(Quiet, BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.0"

        def do_GET(self) -> None:
            here.asked.append((self.headers.get("authorization", ""), parse_qs(urlsplit(self.path).query)))
            good = self.headers.get("authorization") == f"Bearer {SECRET}"
            body = b"<html>" if here.body == "html" else json.dumps(here.body or ANSWER).encode()
            self.send_response(here.status if good else 401)
            if here.status == 302:
                self.send_header("location", f"http://127.0.0.1:{here.port}/elsewhere")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    with served(Handler) as here.port:
        yield here


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TUMORBOARD_HOME", str(tmp_path / "home"))
    monkeypatch.delenv(oncokb.TOKEN, raising=False)
    monkeypatch.delenv(oncokb.TOKEN_FILE, raising=False)
    return tmp_path


def run(interface: Interface, **env: str) -> Any:
    address = f"http://127.0.0.1:{interface.port}/api/v1"
    return CliRunner().invoke(
        main, ["knowledge", "oncokb", "BRAF", "p.V600E", "--disease", "MEL", "--url", address], env=env
    )


def test_without_a_token_nothing_is_asked(interface: Interface, home: Path) -> None:
    done = run(interface)
    assert (done.exit_code, "error OKB001" in done.output) == (10, True)
    assert interface.asked == []


@pytest.mark.parametrize("way", ["environment", "file"])
def test_with_a_token_the_answer_is_shown_and_nothing_is_stored(interface: Interface, home: Path, way: str) -> None:
    path = home / "token"
    path.write_text(f"{SECRET}\n", "utf-8")
    done = run(interface, **({oncokb.TOKEN: SECRET} if way == "environment" else {oncokb.TOKEN_FILE: str(path)}))
    assert done.exit_code == 0, done.output
    assert "LEVEL_1: A + B (Melanoma)" in done.output
    assert "OncoKB v5.1 on BRAF V600E in MEL" in done.output
    assert interface.asked == [
        (f"Bearer {SECRET}", {"hugoSymbol": ["BRAF"], "alteration": ["V600E"], "tumorType": ["MEL"]})
    ]
    assert SECRET not in done.output
    assert [p.name for p in home.rglob("*")] == ["token"]


FAULTS = [
    ("a token that is not accepted", {}, "wrong-canary", "OKB002"),
    ("a server that fails", {"status": 500}, SECRET, "OKB003"),
    ("a redirect, which the token must not follow", {"status": 302}, SECRET, "OKB003"),
    ("a page of words", {"body": "html"}, SECRET, "OKB003"),
    ("another shape", {"body": {"other": 1}}, SECRET, "OKB003"),
]


@pytest.mark.parametrize(("how", "token", "code"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS])
def test_a_fault_is_told_without_the_token(
    interface: Interface, home: Path, how: dict[str, Any], token: str, code: str
) -> None:
    for name, value in how.items():
        setattr(interface, name, value)
    done = run(interface, **{oncokb.TOKEN: token})
    assert (done.exit_code, f"error {code}" in done.output) == (14, True), done.output
    assert "canary" not in done.output
    assert len(interface.asked) == 1


def test_a_server_that_is_not_there_is_told_without_the_token(home: Path) -> None:
    done = run(Interface(port=9), **{oncokb.TOKEN: SECRET})
    assert (done.exit_code, "error OKB003" in done.output, SECRET in done.output) == (14, True, False)


@pytest.mark.parametrize("text", ["", "  ", "two words", "naïve"])
def test_what_cannot_be_a_token_is_none(text: str, tmp_path: Path) -> None:
    path = tmp_path / "t"
    path.write_text(text, "utf-8")
    for given in ({oncokb.TOKEN: text}, {oncokb.TOKEN_FILE: str(path)}, {oncokb.TOKEN_FILE: str(tmp_path / "none")}):
        with pytest.raises(InputError) as told:
            oncokb.token(given)
        assert told.value.code == "OKB001"
        assert not text.strip() or text.strip() not in str(told.value)


def test_a_token_is_not_in_its_own_words() -> None:
    assert SECRET not in repr(oncokb.Token(SECRET))


def test_only_a_protected_address_is_asked(home: Path) -> None:
    words = ["knowledge", "oncokb", "BRAF", "V600E", "--url", "http://example.org/api"]
    done = CliRunner().invoke(main, words, env={oncokb.TOKEN: SECRET})
    assert (done.exit_code, "FET003" in done.output, SECRET in done.output) == (14, True, False)
