"""Fifty people on the board's pages at once, for a minute, against `tumorboard serve --demo` in a process of its own.

    python benchmarks/serve.py [--people 50] [--seconds 60] [--pause 1.0]

Each person signs in and then opens pages one after the other (worklist, filters, cases and their parts, boards, knowledge), with a
pause of half to one and a half of `--pause` seconds to read.  Prints requests, errors and the quantiles of the time to the last byte.
Both sides run on this machine: with two cores the people take some of what they measure.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import re
import socket
import statistics
import subprocess
import sys
import time
from collections import Counter

import httpx

CSRF = re.compile(r'name="csrf" value="([0-9a-f]{64})"')
CASE = re.compile(r'href="/cases/([A-Za-z0-9_-]+)"')
PEOPLE = ("clinician", "pathologist", "coordinator")
PARTS = ("", "/profile", "/options", "/trials", "/course", "/work", "/versions", "/documents")
LISTS = ("/", "/?state=signed", "/?sort=meeting", "/?state=follow_up", "/board", "/knowledge", "/trials")


async def person(
    url: str, number: int, password: str, until: float, pause: float, took: list[float], told: Counter[str]
) -> None:
    """One person at work until the time is over."""
    roll = random.Random(number)
    async with httpx.AsyncClient(base_url=url, timeout=30) as client:
        page = await client.get("/login")
        form = {"account": PEOPLE[number % len(PEOPLE)], "password": password, "csrf": CSRF.search(page.text)[1]}
        answer = await client.post("/login", data=form)
        told[f"sign-in {answer.status_code}"] += 1
        cases: list[str] = []
        while time.monotonic() < until:
            await asyncio.sleep(pause * (0.5 + roll.random()))
            path = (
                f"/cases/{roll.choice(cases)}{roll.choice(PARTS)}"
                if cases and roll.random() < 0.7
                else roll.choice(LISTS)
            )
            begun = time.monotonic()
            try:
                answer = await client.get(path)
            except httpx.HTTPError as error:
                told[type(error).__name__] += 1
                continue
            took.append(time.monotonic() - begun)
            told[str(answer.status_code)] += 1
            cases = sorted({*cases, *CASE.findall(answer.text)})[:50]


async def crowd(url: str, password: str, people: int, seconds: float, pause: float) -> tuple[list[float], Counter[str]]:
    """All of them at once."""
    took: list[float] = []
    told: Counter[str] = Counter()
    until = time.monotonic() + seconds
    await asyncio.gather(*(person(url, n, password, until, pause, took, told) for n in range(people)))
    return took, told


def main() -> None:
    """Start the server, let people work, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--pause", type=float, default=1.0)
    given = parser.parse_args()
    from tumorboard.app.demo.registry import PASSWORD

    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "tumorboard", "serve", "--demo", "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            try:
                httpx.get(f"{url}/health/ready").raise_for_status()
                break
            except httpx.HTTPError:
                time.sleep(0.2)
        asyncio.run(crowd(url, PASSWORD, 3, 3, 0.1))  # the first page of a process builds its tables
        took, told = asyncio.run(crowd(url, PASSWORD, given.people, given.seconds, given.pause))
    finally:
        server.terminate()
        server.wait(20)
    marks = statistics.quantiles(took, n=100)
    print(f"{given.people} people, {given.seconds:g} s: {len(took)} pages, {len(took) / given.seconds:.1f} a second")
    print(f"answers: {dict(sorted(told.items()))}")
    print(
        f"median {1000 * marks[49]:.0f} ms, p95 {1000 * marks[94]:.0f} ms, p99 {1000 * marks[98]:.0f} ms, longest {1000 * max(took):.0f} ms"
    )


if __name__ == "__main__":
    main()
