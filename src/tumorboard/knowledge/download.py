"""Fetching a file over HTTPS: resumed where it broke off, retried when the server asks for patience, bounded in size.

What is there afterwards is the whole file or a part that the next call goes on with; a part of a file that has changed
meanwhile (by its ETag or date) is thrown away.  Redirects are followed, never from HTTPS to HTTP.

Source: RFC 9110 sections 13.1.5 (If-Range), 14 (range requests), 15.5.17 (416), 10.2.3 (Retry-After).
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import urllib3

from tumorboard.errors import ToolError

PIECE = 1 << 18
TRIES = 5
REDIRECTS = 8
PATIENCE = 60.0  # seconds: the longest wait between two tries
TIMEOUT = urllib3.Timeout(connect=15, read=60)
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
Progress = Callable[[str, int, int | None], None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file to fetch: its name here, and the most bytes it may have."""

    url: str
    name: str
    most: int = 4 << 30


def fetch(
    wanted: Wanted,
    folder: Path,
    *,
    progress: Progress | None = None,
    sleep: Callable[[float], None] = time.sleep,
    http: urllib3.PoolManager | None = None,
) -> Path:
    """The whole file in `folder`.

    Parameters
    ----------
    progress
        Called with the name, the bytes so far and the bytes in all (None when the server does not say).
    sleep
        How to wait between tries, in seconds.

    Raises
    ------
    ToolError
        If the server refuses it, it is larger than allowed, or it does not come after several tries; what came is kept
        for the next call.
    """
    pool = http or urllib3.PoolManager(timeout=TIMEOUT, retries=False, headers={"user-agent": "tumorboard"})
    part = folder / f"{wanted.name}.part"
    last = ""
    for attempt in range(TRIES):
        try:
            if _once(pool, wanted, part, progress):
                done = folder / wanted.name
                os.replace(part, done)
                _validator(part).unlink(missing_ok=True)
                return done
            last = "the connection broke off"
        except _Later as later:
            last = str(later)
            sleep(min(later.seconds if later.seconds is not None else 2.0**attempt, PATIENCE))
            continue
        except urllib3.exceptions.HTTPError as error:
            last = f"the connection failed ({type(error).__name__})"
        if attempt + 1 < TRIES:
            sleep(min(2.0**attempt, PATIENCE))
    raise ToolError(
        f"{wanted.name} could not be fetched: {last}",
        remedy="Run the same command again: it goes on where it broke off. Without a network, carry the files in with "
        "`tumorboard knowledge import`.",
    )


class _Later(Exception):
    """The server asks to come again; `seconds` when it says when."""

    def __init__(self, words: str, seconds: float | None) -> None:
        super().__init__(words)
        self.seconds = seconds


def _once(pool: urllib3.PoolManager, wanted: Wanted, part: Path, progress: Progress | None) -> bool:
    """One try; False when the connection ended before the file did."""
    have = part.stat().st_size if part.is_file() else 0
    validator = _validator(part).read_text("utf-8") if have and _validator(part).is_file() else ""
    headers = {"accept-encoding": "identity"}
    if have and validator:
        headers |= {"range": f"bytes={have}-", "if-range": json.loads(validator)}
    response = _opened(pool, wanted.url, headers)
    try:
        if response.status == 416:  # the part is as long as the file, or longer than it has become
            part.unlink(missing_ok=True)
            return False
        resumed = response.status == 206 and _starts_at(response) == have
        if not resumed:
            have = 0
        total = _length(response)
        total = total + have if total is not None else None
        if total is not None and total > wanted.most:
            raise _too_large(wanted)
        _remember(part, response)
        with part.open("ab" if resumed else "wb") as out:
            for piece in response.stream(PIECE, decode_content=False):
                have += len(piece)
                if have > wanted.most:
                    raise _too_large(wanted)
                out.write(piece)
                if progress:
                    progress(wanted.name, have, total)
            out.flush()
            os.fsync(out.fileno())
        return total is None or have == total
    except (urllib3.exceptions.ProtocolError, urllib3.exceptions.ReadTimeoutError):
        return False
    finally:
        response.close()


def _opened(pool: urllib3.PoolManager, url: str, headers: dict[str, str]) -> Any:
    """The answer of the last of a chain of redirects: 200, 206 or 416."""
    for _ in range(REDIRECTS):
        _check(url)
        response = pool.request("GET", url, headers=headers, preload_content=False, redirect=False)
        if response.status in {301, 302, 303, 307, 308} and "location" in response.headers:
            following = urljoin(url, response.headers["location"])
            response.close()
            if urlsplit(url).scheme == "https" and urlsplit(following).scheme != "https":
                raise ToolError("the server sends on to an unprotected address", remedy="Report it to the source.")
            url = following
            continue
        if response.status in {200, 206, 416}:
            return response
        response.close()
        if response.status == 429 or response.status >= 500:
            raise _Later(f"the server answered {response.status}", _retry_after(response))
        raise ToolError(
            f"the server answered {response.status}", remedy="Check the release; the address may have moved."
        )
    raise ToolError("the server sends on in circles", remedy="Report it to the source.")


def _check(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise ToolError(
            "only HTTPS addresses are fetched", remedy="Carry the file in with `tumorboard knowledge import`."
        )


def _retry_after(response: Any) -> float | None:
    value = response.headers.get("retry-after", "")
    return float(value) if value.isdigit() else None


def _starts_at(response: Any) -> int | None:
    unit, _, rest = response.headers.get("content-range", "").partition(" ")
    start = rest.partition("-")[0]
    return int(start) if unit == "bytes" and start.isdigit() else None


def _length(response: Any) -> int | None:
    value = response.headers.get("content-length", "")
    return int(value) if value.isdigit() else None


def _remember(part: Path, response: Any) -> None:
    """What tells next time whether the file is still the same: a strong ETag, else its date."""
    tag = response.headers.get("etag", "")
    value = tag if tag and not tag.startswith("W/") else response.headers.get("last-modified", "")
    if value:
        _validator(part).write_text(json.dumps(value), encoding="utf-8")
    else:
        _validator(part).unlink(missing_ok=True)


def _validator(part: Path) -> Path:
    return part.with_suffix(part.suffix + ".same")


def _too_large(wanted: Wanted) -> ToolError:
    return ToolError(
        f"{wanted.name} is larger than the {wanted.most >> 20} MB that are allowed for it",
        remedy="Check the address; carry the file in with `tumorboard knowledge import` if it is right.",
    )
