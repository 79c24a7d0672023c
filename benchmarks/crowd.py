"""The people of `serve.py`: what each does on the board's pages, how long they read, and how long every answer took them."""

from __future__ import annotations

import asyncio
import random
import re
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx

HIDDEN = re.compile(r'type="hidden" name="([a-z_]+)" value="([^"]*)"')
VERDICT = re.compile(r'name="(verdict-[A-Za-z0-9_.:-]+)" value="accepted"')
TABS = ("", "/profile", "/options", "/trials", "/course", "/work", "/versions", "/documents")
LISTS = (
    "/", "/?state=for_review", "/?state=signed", "/?sort=meeting", "/?state=follow_up&due=soon", "/?alert=1",
    "/?state=follow_up&page=2",
)  # fmt: skip
GENES = ("EGFR", "KRAS", "TP53", "BRAF", "PIK3CA", "ERBB2")
QUESTIONS = (
    'DiagnosisIn(["LUAD", "COAD"])', 'GeneAltered(["KRAS"], ["variant"], "likely_oncogenic")', "TmbAtLeast(10)",
    'HadTherapy(["osimertinib"]) and EcogAtMost(1)', 'DiagnosisIn(["IDC"]) and not GeneAmplified("ERBB2")',
)  # fmt: skip
# What people do, and how often in a hundred; a case has several pages, and most of them are of options and profile.
CARING = (
    ("list", 20), ("search", 3), ("case", 44), ("session", 9), ("boards", 4), ("knowledge", 3), ("trial_list", 2),
    ("dashboard", 3), ("query", 1), ("task", 5), ("decide", 5), ("again", 1),
)  # fmt: skip
ROLES = {
    "clinician": CARING,
    "molecular_pathologist": CARING,
    "coordinator": tuple((what, n) for what, n in CARING if what != "decide"),
    "researcher": (("dashboard", 55), ("query", 25), ("knowledge", 10), ("trial_list", 10)),
    "admin": (("admin", 60), ("audit", 40)),
}
WEIGHTS = {
    "": 28,
    "/profile": 14,
    "/options": 24,
    "/trials": 12,
    "/course": 7,
    "/work": 7,
    "/versions": 4,
    "/documents": 4,
}


@dataclass(frozen=True, slots=True)
class Setting:
    """The registry as people find it: random names of cases that may be seen, of those that wait for a decision, and days of boards."""

    url: str
    password: str
    cases: tuple[str, ...]
    waiting: tuple[str, ...]
    boards: tuple[tuple[str, int], ...]
    genes: tuple[str, ...] = GENES


@dataclass(slots=True)
class Told:
    """What came: seconds to the last byte by kind of page, answers by status, what went wrong, and how late the people themselves were."""

    took: list[tuple[str, float]] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    late: list[float] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)


class Someone:
    """One person with a browser, an account and an address of the loopback network of their own."""

    def __init__(self, number: int, account: str, role: str, setting: Setting, told: Told, pause: float) -> None:
        # limits of sign-ins and requests are the usual ones: fifty people do not sit at one address
        local = f"127.0.{1 + number // 200}.{1 + number % 200}" if sys.platform == "linux" else None
        self.client = httpx.AsyncClient(
            base_url=setting.url, timeout=30, trust_env=False, transport=httpx.AsyncHTTPTransport(local_address=local)
        )
        self.account, self.role, self.setting, self.told, self.pause = account, role, setting, told, pause
        self.roll, self.number, self.measured = random.Random(number), number, False
        self.waiting = list(setting.waiting[number::50])

    async def read(self) -> None:
        """Time to read: half to one and a half of the pause."""
        await asyncio.sleep(self.pause * (0.5 + self.roll.random()))

    async def ask(self, kind: str, path: str, *, data: dict[str, object] | None = None, hops: int = 3) -> str:
        """One request, and those that it sends on to; its text."""
        begun = time.perf_counter()
        try:
            if data is None:
                answer = await self.client.get(path)
            else:
                answer = await self.client.post(path, data=data)
        except httpx.HTTPError as error:
            self.told.wrong[f"{kind} {type(error).__name__}"] += 1
            return ""
        if self.measured:
            self.told.took.append((kind, time.perf_counter() - begun))
            self.told.statuses[str(answer.status_code)] += 1
        if answer.status_code == 303 and hops and kind not in {"search", "query"}:
            return await self.ask(
                kind if kind.endswith(", then") else f"{kind}, then", answer.headers["location"], hops=hops - 1
            )
        # a form that comes back with 200 was not kept
        if answer.status_code != 200 or (data is not None and kind not in {"search", "query"}):
            self.told.wrong[f"{kind} {answer.status_code}"] += 1
            return ""
        return answer.text

    async def sign_in(self) -> None:
        """The form, what a browser loads with it, and the password."""
        text = await self.ask("sign-in form", "/login")
        for path in ("/static/report.css", "/static/board.css", "/static/board.js") if not self.measured else ():
            await self.client.get(path)
        form = {
            "account": self.account,
            "password": self.setting.password,
            "csrf": dict(HIDDEN.findall(text)).get("csrf", ""),
        }
        await self.ask("sign-in", "/login", data=form)

    async def act(self) -> None:
        """One thing that people of the role do."""
        what, n = zip(*ROLES[self.role], strict=True)
        chosen = self.roll.choices(what, n)[0]
        if self.measured:
            self.told.done[chosen] += 1
        await getattr(self, f"do_{chosen}")()

    async def do_list(self) -> None:
        await self.ask("worklist", self.roll.choice(LISTS))

    async def do_search(self) -> None:
        token = dict(HIDDEN.findall(await self.ask("worklist", "/"))).get("csrf", "")
        await self.read()
        await self.ask("search", "/", data={"q": f"0{self.roll.randint(0, 9)}", "csrf": token})

    async def do_case(self) -> None:
        tab = self.roll.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        await self.ask(f"case{tab}", f"/cases/{self.roll.choice(self.setting.cases)}{tab}")

    async def do_session(self) -> None:
        day, n = self.roll.choice(self.setting.boards)
        await self.ask("board session", f"/board/{day}/{self.roll.randint(1, n)}")

    async def do_boards(self) -> None:
        await self.ask("board", self.roll.choice(["/board", *(f"/board/{day}" for day, _ in self.setting.boards)]))

    async def do_knowledge(self) -> None:
        await self.ask("knowledge", f"/knowledge?gene={self.roll.choice(GENES)}")

    async def do_trial_list(self) -> None:
        await self.ask("trials", "/trials")

    async def do_dashboard(self) -> None:
        gene = self.roll.choice(["", *self.setting.genes])
        await self.ask("dashboard", f"/dashboard?gene={gene}" if gene else "/dashboard")

    async def do_query(self) -> None:
        token = dict(HIDDEN.findall(await self.ask("query form", "/dashboard/query"))).get("csrf", "")
        await self.read()
        data = {"criterion": self.roll.choice(QUESTIONS), "do": "count", "csrf": token}
        await self.ask("query", "/dashboard/query", data=data)

    async def do_task(self) -> None:
        """A task for a case that nobody else writes to."""
        case = self.roll.choice(self.setting.cases[self.number :: 50])
        fields = dict(HIDDEN.findall(await self.ask("task form", f"/cases/{case}/task")))
        await self.read()
        data = {**_own(fields), "what": "test", "about": "RNA panel", "due": "2027-03-01"}
        await self.ask("task", f"/cases/{case}/task", data=data)

    async def do_decide(self) -> None:
        """The board's decision on a case that waits for it; a task when none waits for this person any more."""
        if not self.waiting:
            await self.do_task()
            return
        case = self.waiting.pop()
        text = await self.ask("decision form", f"/cases/{case}/decide")
        await self.read()
        verdicts = dict.fromkeys(VERDICT.findall(text)[:1], "accepted")
        data = {
            **_own(dict(HIDDEN.findall(text))),
            **verdicts,
            "on": "2026-11-24",
            "summary": "As accepted; imaging after two cycles.",
        }
        people = {
            "name": ["A. Example", "B. Example"],
            "role": ["oncologist", "pathologist"],
            "conflict_of_interest": ["", ""],
        }
        await self.ask("decision", f"/cases/{case}/decide", data={**data, **people})

    async def do_again(self) -> None:
        """Out, and in again."""
        token = dict(HIDDEN.findall(await self.ask("worklist", "/"))).get("csrf", "")
        await self.ask("sign-out", "/logout", data={"csrf": token})
        await self.read()
        await self.sign_in()

    async def do_admin(self) -> None:
        await self.ask("admin", "/admin")

    async def do_audit(self) -> None:
        await self.ask("audit", self.roll.choice(["/admin/audit", "/admin/audit?action=decision"]))


def _own(fields: dict[str, str]) -> dict[str, object]:
    return {name: fields[name] for name in ("csrf", "seen", "assessment") if name in fields}


@asynccontextmanager
async def watched(told: Told) -> AsyncIterator[None]:
    """How late the loop of the people is: a measured time holds this much of their own at most."""

    async def watch() -> None:
        while True:
            begun = time.perf_counter()
            await asyncio.sleep(0.05)
            told.late.append(time.perf_counter() - begun - 0.05)

    task = asyncio.create_task(watch())
    try:
        yield
    finally:
        task.cancel()


async def crowd(
    people: Sequence[tuple[str, str]],
    setting: Setting,
    *,
    seconds: float,
    pause: float,
    before: float,
    begun: asyncio.Event,
) -> Told:
    """Accounts with roles, all at once: they sign in and begin to work during `before` seconds, and are measured for `seconds` after it."""
    told = Told()
    everyone = [Someone(n, account, role, setting, told, pause) for n, (account, role) in enumerate(people)]
    start = time.monotonic() + before
    end = start + seconds

    async def work(one: Someone) -> None:
        await asyncio.sleep(before * 0.6 * one.roll.random())
        await one.sign_in()
        while time.monotonic() < end:
            await one.read()
            one.measured = start <= time.monotonic() < end
            if one.measured:
                begun.set()
            if time.monotonic() < end:
                await one.act()
        await one.client.aclose()

    async def mark() -> None:
        await asyncio.sleep(before)
        begun.set()

    async with watched(told):
        await asyncio.gather(mark(), *(work(one) for one in everyone))
    return told
