"""Bodies that are too large are refused while they come in, before anybody could have kept them: also a gigabyte without a length."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.web_support import Served, csrf, served

from tumorboard.model.access import SCOPES

PIECE = b"x" * (1 << 20)
GIGABYTE = 1024


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Served]:
    made = served(tmp_path, upload_limit=8 << 20)
    yield made
    made.gate.registry.close()


def sent(site: Served, path: str, pieces: int, **headers: str) -> tuple[int, int]:
    """Status of the answer to a body in pieces without a length, and how many pieces were taken."""
    taken, status = 0, 0
    head = b'--edge\r\ncontent-disposition: form-data; name="files"; filename="t.vcf"\r\n\r\n'

    async def receive() -> dict[str, Any]:
        nonlocal taken
        taken += 1
        return {"type": "http.request", "body": head if taken == 1 else PIECE, "more_body": taken < pieces}

    async def send(message: dict[str, Any]) -> None:
        nonlocal status
        status = status or message.get("status", 0)

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "scheme": "http", "path": path,
        "raw_path": path.encode(), "query_string": b"", "root_path": "", "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 8000),
        "headers": [(k.replace("_", "-").encode(), v.encode()) for k, v in {"host": "127.0.0.1:8000", **headers}.items()],
    }  # fmt: skip
    asyncio.run(site.app(scope, receive, send))
    return status, taken


MULTIPART = "multipart/form-data; boundary=edge"


@pytest.mark.parametrize("path", ["/login", "/emergency", "/account/password", "/nothing", "/api/v1/cases"])
def test_a_gigabyte_of_somebody_who_is_not_signed_in_is_refused_after_one_piece(site: Served, path: str) -> None:
    for kind in (MULTIPART, "application/x-www-form-urlencoded", "application/json", "text/plain"):
        status, taken = sent(site, path, GIGABYTE, content_type=kind)
        assert status in {401, 403, 404, 405, 413} and taken <= 2, (path, kind, status, taken)


def test_a_gigabyte_of_somebody_who_is_signed_in_is_refused_at_the_limit(site: Served) -> None:
    browser = site.client("clinician")
    cookie = f"tumorboard-session={browser.cookies['tumorboard-session']}"
    status, taken = sent(
        site, "/emergency", GIGABYTE, content_type=MULTIPART, cookie=cookie, x_csrf_token=csrf(browser, "/emergency")
    )
    assert (status, taken <= 10) == (413, True), (status, taken)
    status, taken = sent(site, "/emergency", GIGABYTE, content_type="application/x-www-form-urlencoded", cookie=cookie)
    assert (status, taken <= 3) == (413, True), (status, taken)


def test_a_gigabyte_with_a_token_is_refused_at_the_limit(site: Served) -> None:
    bearer = f"Bearer {site.token('clinician', *SCOPES)}"
    status, taken = sent(
        site,
        f"/api/v1/cases/{site.public['C1']}/tasks",
        GIGABYTE,
        content_type="application/json",
        authorization=bearer,
    )
    assert (status, taken <= 3) == (413, True), (status, taken)


def test_a_length_that_is_too_large_is_refused_before_anything_is_read(site: Served) -> None:
    for length in (str(1 << 30), "-1", "1e9", "x"):
        status, taken = sent(site, "/login", GIGABYTE, content_type=MULTIPART, content_length=length)
        assert (status, taken) == (413, 0), (length, status, taken)
