"""A registry of ten thousand cases: every page in less than 150 ms of server time, once its parts were drawn."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from tests.numbers_support import grown_numbers
from tests.web.browser_support import ON, filled
from tests.web_support import Served, csrf, served

from tumorboard.app import assessing, settings
from tumorboard.app.desk import Seat
from tumorboard.app.population import population
from tumorboard.model.registry import Consent, Task
from tumorboard.store.access_schema import PUBLIC_IDS
from tumorboard.store.schema import ENTRIES, HEADS
from tumorboard.web.warm import count as count_cases

CASES = 10_000
BOUND = 0.150
STATES = ("draft", "interpreted", "for_review", "discussed", "signed", "follow_up")
PAGES = (
    "/", "/?page=150", "/?sort=meeting", "/?sort=due&turned=1", "/?alert=1", "/?state=signed&disease=LUAD&due=soon",
    "/board", "/board/2026-12-01", "/board/2026-12-01/1", "/upload", "/knowledge", "/knowledge?gene=EGFR", "/trials", "/patients",
    *(f"/cases/coad-braf{p}" for p in ("", "/profile", "/options", "/trials", "/course", "/work", "/versions", "/documents")),
    *(f"/cases/luad-egfr{p}" for p in ("/interpret", "/decide", "/submit", "/task", "/consent", "/restrict", "/facts")),
)  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    made = served(tmp_path_factory.mktemp("many"))
    filled(made)
    grown(made)
    grown_numbers(made.gate.registry, [f"C{i:05d}-X" for i in range(CASES)])
    yield made
    made.gate.registry.close()


def grown(made: Served) -> None:
    """Ten thousand lines, with three records each; their chain is none, which no page looks at."""
    last = made.gate.registry.end()
    number = last.number if last else 0
    heads, entries, names = [], [], []
    for i in range(CASES):
        case, patient = f"C{i:05d}-X", f"P{i // 2:05d}"
        day = f"2026-{i % 10 + 1:02d}-{i % 28 + 1:02d}"
        heads.append(
            {
                "case": case, "patient": patient, "state": STATES[i % 6], "revision": 3, "disease": ("LUAD", "COAD", "IDC", "SKCM")[i % 4],
                "opened": f"{day}T08:00:00.000000+00:00", "updated": f"{day}T09:00:{i % 60:02d}.000000+00:00", "open_tasks": i % 3,
                "open_alerts": int(i % 11 == 0), "hidden": False, "meeting": day if i % 5 == 0 else "", "due": day if i % 3 else "",
            }
        )  # fmt: skip
        names.append({"public": f"public-{i:05d}", "case": case})
        for revision, action in enumerate(("facts", "assessment", "submission"), start=1):
            number += 1
            digest = sha256(str(number).encode()).hexdigest()
            entries.append(
                {
                    "number": number, "at": f"{day}T09:00:00.000000+00:00", "by": "li", "action": action, "case": case,
                    "patient": patient, "revision": revision, "reason": "", "document": "", "previous": digest, "digest": digest,
                }
            )  # fmt: skip
    with made.gate.registry.engine.begin() as connection:
        for table, rows in ((HEADS, heads), (PUBLIC_IDS, names), (ENTRIES, entries)):
            for start in range(0, len(rows), 5_000):
                connection.execute(table.insert(), rows[start : start + 5_000])


def seconds(client: Any, path: str) -> float:
    start = time.perf_counter()
    answer = client.get(path)
    took = time.perf_counter() - start
    assert answer.status_code == 200, path
    return took


def test_pages_of_ten_thousand_cases_are_quick(site: Served, tmp_path: Path) -> None:
    client, admin = site.client("li"), site.client("admin")
    assert site.gate.counted(site.gate.person(client.cookies["tumorboard-session"]))["draft"] > CASES // 7  # type: ignore[arg-type]
    slow = {}
    for who, paths in (
        (client, PAGES),
        (admin, ("/admin", "/admin/audit", "/admin/audit?action=submission&before=9000")),
    ):
        for path in paths:
            address = path
            for name, public in site.public.items():
                address = address.replace(f"/cases/{name}", f"/cases/{public}")
            # the first look draws the parts of an assessment, which are kept; the least of some, for other programs run here too
            seconds(who, address)
            took = min(seconds(who, address) for _ in range(4))
            if took > BOUND:
                slow[path] = round(took, 3)
    assert slow == {}


def test_a_search_among_ten_thousand_cases_is_quick(site: Served) -> None:
    client = site.client("li")
    token = csrf(client, "/")
    took = []
    for _ in range(5):
        start = time.perf_counter()
        answer = client.post("/", data={"q": "c0999", "csrf": token})
        took.append(time.perf_counter() - start)
        assert answer.status_code == 200 and "C09990-X" in answer.text
    assert min(took) <= BOUND


NUMBERS = ("/dashboard", "/dashboard?gene=KRAS", "/dashboard/query")
COUNTED = (
    'DiagnosisIn(["LUAD", "COAD"])', 'GeneAltered(["KRAS"], ["variant"], "likely_oncogenic")', "TmbAtLeast(10)",
    'ProteinChangeIn("EGFR", ["L858R"]) and not HadTherapy(["osimertinib"])', 'GeneAltered(["ERBB2"]) or AgeBetween(18, 40)',
)  # fmt: skip


FIRST = (
    'GeneAltered(["TP53", "KRAS", "EGFR", "ERBB2", "PIK3CA"])', 'WildType(["KRAS", "NRAS", "BRAF"])', 'FusionIn(["ALK", "ROS1", "RET", "NTRK1"])',
    'NoActionableDriver(["EGFR", "ALK", "ROS1", "BRAF", "MET", "RET"])', "AgeBetween(50, 70)", 'HadTherapy(["osimertinib"]) and not EcogAtMost(1)',
    'ProgressedOn(["sotorasib"]) or PdL1Between("TPS", 50, 100)', 'TripleNegative() and GeneInactivated(["TP53"])', "MismatchRepairDeficient()",
    'GermlinePathogenic(["BRCA1", "BRCA2", "PALB2"]) and DiagnosisIn(["BREAST", "PANCREAS"]) and AgeBetween(18, 50)',
)  # fmt: skip


def spent(client: Any, path: str) -> float:
    """Seconds of processor time: numbers wait for nothing else, and other programs run here too."""
    start = time.process_time()
    assert client.get(path).status_code == 200, path
    return time.process_time() - start


def count(client: Any, text: str) -> tuple[float, str]:
    """Seconds of processor time, and the page of a count."""
    data = {"criterion": text, "do": "count", "csrf": csrf(client, "/dashboard/query")}
    start = time.process_time()
    answer = client.post("/dashboard/query", data=data)
    took = time.process_time() - start
    assert answer.status_code == 200, text
    return took, answer.text


def test_numbers_over_ten_thousand_cases_are_quick(site: Served) -> None:
    count_cases(site.gate.registry).join()  # as a server does when it starts
    slow = {}
    for who in ("li", "researcher"):
        client = site.client(who)
        for path in NUMBERS:
            spent(client, path)  # the first one reads every summary, and asks every case
            took = min(spent(client, path) for _ in range(4))
            if took > BOUND:
                slow[who, path] = round(took, 3)
        for text in (*COUNTED, *FIRST):  # the first of two asks what nobody asked today; both ask what each may see
            first, again = count(client, text)[0], min(count(client, text)[0] for _ in range(4))
            print(f"{who} {text}: {first * 1e3:.0f} ms, again {again * 1e3:.0f} ms")
            if max(first, again) > BOUND:
                slow[who, text] = (round(first, 3), round(again, 3))
    assert slow == {}
    assert len(population(site.gate.registry).cases) > CASES * 0.9


def test_the_first_numbers_after_a_case_changed_are_quick_and_new(site: Served) -> None:
    client, seat = site.client("li"), Seat.at(site.gate.registry, "li")
    egfr, again, query = "LUAD-EGFR", [], []
    seat.write(egfr, Consent(scope="research", given=True, on=ON))
    before = counts_of(count(client, COUNTED[0])[1])
    for n in range(4):  # somebody plans a task, then looks at the numbers
        seat.write(egfr, Task(what="test", about=f"panel {n}"))
        again.append(spent(client, "/dashboard"))
        seat.write(egfr, Task(what="test", about=f"stain {n}"))
        query.append(count(client, COUNTED[0])[0])
    interpreted = []
    for _ in range(3):  # the findings are new, too
        seat.interpret(egfr, assessing.workbench(), settings.policy(), ON)
        interpreted.append(spent(client, "/dashboard?gene=EGFR"))
    seat.write(egfr, Consent(scope="research", given=False, on=ON))
    assert counts_of(count(client, COUNTED[0])[1])[0] == before[0] - 1
    assert max(min(again), min(query), min(interpreted)) <= BOUND


def counts_of(page: str) -> list[int]:
    """The counts of a page: met, unknown, not met, never interpreted."""
    return [int(n) for n in re.findall(r"<td data-label=[^>]*>(\d+)</td>", page)[:4]]
