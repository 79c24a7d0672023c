"""Fetching a file over HTTPS: resumed where it broke off, retried when the server asks for patience, bounded in size.

What is there afterwards is the whole file or a part that the next call goes on with; a part of a file that has changed
meanwhile (by its ETag or date) is thrown away.  A whole file of an earlier call is kept when the server says that it is
still the same.  Redirects are followed, never from HTTPS to HTTP.  Where the source publishes a checksum beside the file, a
file that does not agree with it is thrown away.

Source: RFC 9110 sections 13.1.2 and 13.1.5 (If-None-Match, If-Range), 14 (range requests), 15.5.17 (416), 10.2.3
(Retry-After).
"""

from __future__ import annotations

import hashlib
import json
import os
import re
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
MOST_CHECKSUM = 1 << 16
TIMEOUT = urllib3.Timeout(connect=15, read=60)
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
Progress = Callable[[str, int, int | None], None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file to fetch: its name here, the most bytes it may have, and where the source publishes its MD5 or SHA-256.

    `optional` is a file that not every release has.
    """

    url: str
    name: str
    most: int = 4 << 30
    checksum_url: str = ""
    optional: bool = False


class NotThere(ToolError):
    """The server has no file at this address, or does not give it to anybody (`status` 403: stores say so of what they do not have)."""

    status = 404


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
    try:
        done = _whole(pool, wanted, folder, progress, sleep)
        if wanted.checksum_url:
            beside = Wanted(wanted.checksum_url, f"{wanted.name}.checksum", MOST_CHECKSUM)
            _agrees(done, _whole(pool, beside, folder, None, sleep))
    except OSError as error:
        raise ToolError(
            f"{wanted.name} cannot be written here ({error.strerror})",
            remedy="Free some space, then run the same command again: it goes on where it broke off.",
            code="FET007",
        ) from error
    return done


def _whole(
    pool: urllib3.PoolManager,
    wanted: Wanted,
    folder: Path,
    progress: Progress | None,
    sleep: Callable[[float], None],
) -> Path:
    """The file in its place after as many tries as are allowed."""
    done = folder / wanted.name
    part = folder / f"{wanted.name}.part"
    last = ""
    for attempt in range(TRIES):
        wait = 2.0**attempt
        try:
            if _same_still(pool, wanted, done):
                return done
            if _once(pool, wanted, part, progress):
                os.replace(part, done)
                if _validator(part).is_file():
                    os.replace(_validator(part), _validator(done))
                return done
            last = "the connection broke off"
        except Later as later:
            last = str(later)
            wait = later.seconds if later.seconds is not None else wait
        except urllib3.exceptions.HTTPError as error:
            last = f"the connection failed ({type(error).__name__})"
        if attempt + 1 < TRIES:
            sleep(min(wait, PATIENCE))
    raise ToolError(
        f"{wanted.name} could not be fetched: {last}",
        remedy="Run the same command again: it goes on where it broke off. Without a network, carry the files in with "
        "`tumorboard knowledge import`.",
        code="FET001",
    )


def _same_still(pool: urllib3.PoolManager, wanted: Wanted, done: Path) -> bool:
    """Whether the whole file of an earlier call is there and the server says that it is still the same."""
    if not (done.is_file() and _validator(done).is_file()):
        return False
    told = json.loads(_validator(done).read_text("utf-8"))
    name = "if-none-match" if told.startswith('"') else "if-modified-since"
    response = _opened(pool, wanted.url, {name: told, "accept-encoding": "identity"}, also=frozenset({304}))
    response.close()
    return bool(response.status == 304)


def _agrees(done: Path, published: Path) -> None:
    """The file has the published checksum; otherwise neither stays."""
    found = re.search(r"\b([0-9a-fA-F]{64}|[0-9a-fA-F]{32})\b", published.read_text("utf-8", errors="replace"))
    for path in (published, _validator(published)):
        path.unlink(missing_ok=True)
    if found is None:
        raise ToolError(
            f"the published checksum of {done.name} cannot be read",
            remedy="Report it; carry the file in with `tumorboard knowledge import` after checking it yourself.",
            code="FET006",
        )
    kind = "sha256" if len(found[1]) == 64 else "md5"
    with done.open("rb") as stream:
        have = hashlib.file_digest(stream, lambda: hashlib.new(kind, usedforsecurity=False)).hexdigest()
    if have != found[1].lower():
        done.unlink()
        _validator(done).unlink(missing_ok=True)
        raise ToolError(
            f"{done.name} does not have the checksum that its source publishes",
            remedy="It was thrown away. Fetch it again; if it happens twice, report it to the source.",
            code="FET006",
        )


class Later(Exception):
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
        if not (wanted.checksum_url or _tells_its_end(response)):
            raise _endless(wanted)
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


def answered(pool: urllib3.PoolManager, url: str, sent: bytes, *, most: int) -> str:
    """The text that a server answers to a question sent as JSON.

    Raises
    ------
    Later
        If it asks to come again.
    ToolError
        If it refuses, sends on elsewhere, or says more than `most` bytes.
    urllib3.exceptions.HTTPError
        If the connection fails.
    """
    headers = {"content-type": "application/json", "accept": "application/json", "accept-encoding": "identity"}
    response = pool.request("POST", url, body=sent, headers=headers, preload_content=False, redirect=False)
    try:
        if response.status == 429 or response.status >= 500:
            raise Later(f"the server answered {response.status}", _retry_after(response))
        if response.status != 200:
            raise ToolError(
                f"the server answered {response.status}", remedy="The address may have moved.", code="FET002"
            )
        text = response.read(most + 1, decode_content=False)
    finally:
        response.close()
    if len(text) > most:
        raise ToolError("the answer is larger than is allowed", remedy="Report it to the source.", code="FET004")
    return str(text, "utf-8", "replace")


def got(pool: urllib3.PoolManager, url: str, *, most: int) -> str:
    """The text at an address, asked as JSON.

    Raises
    ------
    Later
        If the server asks to come again.
    ToolError
        If it refuses, or says more than `most` bytes.
    urllib3.exceptions.HTTPError
        If the connection fails.
    """
    response = _opened(pool, url, {"accept": "application/json", "accept-encoding": "identity"})
    try:
        text = response.read(most + 1, decode_content=False)
    finally:
        response.close()
    if len(text) > most:
        raise ToolError("the answer is larger than is allowed", remedy="Report it to the source.", code="FET004")
    return str(text, "utf-8", "replace")


def _opened(pool: urllib3.PoolManager, url: str, headers: dict[str, str], *, also: frozenset[int] = frozenset()) -> Any:
    """The answer of the last of a chain of redirects: 200, 206, 416 or one of `also`."""
    for _ in range(REDIRECTS):
        check_address(url)
        response = pool.request("GET", url, headers=headers, preload_content=False, redirect=False)
        if response.status in {301, 302, 303, 307, 308} and "location" in response.headers:
            following = urljoin(url, response.headers["location"])
            response.close()
            if urlsplit(url).scheme == "https" and urlsplit(following).scheme != "https":
                raise ToolError(
                    "the server sends on to an unprotected address", remedy="Report it to the source.", code="FET003"
                )
            url = following
            continue
        if response.status in {200, 206, 416} | also:
            return response
        response.close()
        if response.status == 429 or response.status >= 500:
            raise Later(f"the server answered {response.status}", _retry_after(response))
        kind = NotThere if response.status in {403, 404, 410} else ToolError
        refusal = kind(
            f"the server answered {response.status}",
            remedy="Check the release; the address may have moved.",
            code="FET002",
        )
        if isinstance(refusal, NotThere):
            refusal.status = response.status
        raise refusal
    raise ToolError("the server sends on in circles", remedy="Report it to the source.", code="FET003")


def check_address(url: str) -> None:
    """Nothing for an HTTPS address (or the loopback one); a refusal otherwise."""
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise ToolError(
            "only HTTPS addresses are fetched",
            remedy="Carry the file in with `tumorboard knowledge import`.",
            code="FET003",
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


def _tells_its_end(response: Any) -> bool:
    """Whether a file that was cut can be told from a whole one: by its length, or by the last of its chunks."""
    return _length(response) is not None or "chunked" in response.headers.get("transfer-encoding", "").casefold()


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


def _endless(wanted: Wanted) -> ToolError:
    return ToolError(
        f"the server does not say how long {wanted.name} is, so that a cut file would look like a whole one",
        remedy="Report it to the source; carry the file in with `tumorboard knowledge import` after checking its size yourself.",
        code="FET011",
    )


def _too_large(wanted: Wanted) -> ToolError:
    return ToolError(
        f"{wanted.name} is larger than the {wanted.most >> 20} MB that are allowed for it",
        remedy="Check the address; carry the file in with `tumorboard knowledge import` if it is right.",
        code="FET004",
    )
