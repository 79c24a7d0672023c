"""ClinicalTrials.gov's interface, spoken by a local server: pages by token, filters, refusals, cut answers, changes meanwhile."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner, Result
from tests.serving_support import Quiet, served

from tumorboard.app import registry_fetching
from tumorboard.cli.main import main
from tumorboard.errors import InputError, NotFound, ToolError
from tumorboard.knowledge.registries import clinicaltrials_gov as registry
from tumorboard.knowledge.registries.clinicaltrials_gov import Question, Registry

LUNG = Question(condition="lung", statuses=("RECRUITING",))


def study(number: int, **more: Any) -> dict[str, Any]:
    """A study as the interface gives it, results included."""
    told = {"status": "RECRUITING", "updated": "2026-01-10", "condition": "Lung Cancer", "text": "", **more}
    return {
        "protocolSection": {
            "identificationModule": {"nctId": f"NCT{number:08d}", "briefTitle": f"Study {number}"},
            "statusModule": {
                "overallStatus": told["status"],
                "lastUpdatePostDateStruct": {"date": told["updated"]},
            },
            "conditionsModule": {"conditions": [told["condition"]]},
            "eligibilityModule": {
                "minimumAge": "18 Years",
                "eligibilityCriteria": told["text"] or "Inclusion Criteria:\n\n* ECOG 0-1",
            },
            "contactsLocationsModule": {"locations": [{"facility": "A", "city": "Essen", "country": "Germany", "geoPoint": {"lat": 51.45, "lon": 7.01}}]},
        },
        "resultsSection": {"adverseEventsModule": {"description": "x" * 50}},
        "hasResults": True,
    }  # fmt: skip


@dataclass
class Interface:
    """Studies, and what goes wrong: `busy` answers 503 so many times, `cut` breaks an answer off, `refuse` is a status."""

    studies: dict[str, dict[str, Any]] = field(default_factory=dict)
    busy: int = 0
    cut: int = 0
    stop_after: int = -1
    refuse: int = 0
    shape: Any = None
    total: int | None = None
    asked: list[dict[str, str]] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/v2"

    def put(self, *studies: dict[str, Any]) -> None:
        for one in studies:
            self.studies[one["protocolSection"]["identificationModule"]["nctId"]] = one

    def answer(self, asked: dict[str, str]) -> Any:
        if self.shape is not None:
            return self.shape
        found = [s for i, s in sorted(self.studies.items()) if self.fits(s["protocolSection"], asked)]
        start, size = int(asked.get("pageToken", "t0")[1:]), int(asked.get("pageSize", "10"))
        page = found[start : start + min(size, 7)]  # the server may give fewer than asked for
        if asked.get("fields") == "NCTId":
            page = [
                {"protocolSection": {"identificationModule": s["protocolSection"]["identificationModule"]}}
                for s in page
            ]
        body: dict[str, Any] = {"studies": page}
        if asked.get("countTotal") == "true" and start == 0:
            body["totalCount"] = len(found) if self.total is None else self.total
        if start + 7 < len(found):
            body["nextPageToken"] = f"t{start + 7}"
        return body

    def fits(self, protocol: dict[str, Any], asked: dict[str, str]) -> bool:
        status = protocol["statusModule"]
        wanted = asked.get("filter.overallStatus")
        since = re.fullmatch(r"AREA\[LastUpdatePostDate\]RANGE\[([0-9-]+),MAX\]", asked.get("filter.advanced", ""))
        assert bool(since) is ("filter.advanced" in asked)
        ids = asked.get("filter.ids")
        return (
            asked.get("query.cond", "").lower() in protocol["conditionsModule"]["conditions"][0].lower()
            and (wanted is None or status["overallStatus"] in wanted.split("|"))
            and (since is None or status["lastUpdatePostDateStruct"]["date"] >= since[1])
            and (ids is None or protocol["identificationModule"]["nctId"] in ids.split("|"))
        )


@pytest.fixture
def interface() -> Iterator[Interface]:
    here = Interface()
    here.put(*(study(n) for n in range(1, 31)), study(90, condition="Melanoma"), study(91, status="COMPLETED"))

    class Handler(Quiet, BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            assert parts.path == "/api/v2/studies"
            asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
            here.asked.append(asked)
            busy = here.busy > 0 or here.stop_after == 0
            here.busy -= here.busy > 0
            here.stop_after -= here.stop_after > 0
            code = here.refuse or (503 if busy else 200)
            body = json.dumps(here.answer(asked)).encode() if code == 200 else b""
            self.send_response(code)
            if busy:
                self.send_header("retry-after", "7")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            if here.cut > 0 and code == 200:
                here.cut -= 1
                body = body[: len(body) // 2]
                self.close_connection = True
            self.wfile.write(body)

    with served(Handler) as here.port:
        yield here


def client(interface: Interface, folder: Path, waits: list[float] | None = None) -> Registry:
    return Registry(folder, url=interface.url, sleep=(waits if waits is not None else []).append)


def test_every_study_of_a_question_comes_page_by_page_without_results(interface: Interface, tmp_path: Path) -> None:
    found = client(interface, tmp_path).everything(LUNG)
    assert sorted(found) == [f"NCT{n:08d}" for n in range(1, 31)]
    assert all("resultsSection" not in s for s in found.values())
    assert [a.get("pageToken", "") for a in interface.asked] == ["", "t7", "t14", "t21", "t28"]
    assert interface.asked[0]["query.cond"] == "lung" and interface.asked[0]["filter.overallStatus"] == "RECRUITING"


def test_a_busy_server_is_waited_for_and_a_cut_answer_asked_again(interface: Interface, tmp_path: Path) -> None:
    interface.busy, interface.cut, waits = 2, 1, []
    assert len(client(interface, tmp_path, waits).everything(LUNG)) == 30
    assert waits[:2] == [7.0, 7.0] and len(waits) == 3


def test_a_pull_that_broke_off_goes_on_where_it_did(interface: Interface, tmp_path: Path) -> None:
    interface.stop_after = 3
    with pytest.raises(ToolError) as error:
        client(interface, tmp_path).everything(LUNG)
    assert error.value.code == "FET001"
    interface.stop_after, before = -1, len(interface.asked)
    assert len(client(interface, tmp_path).everything(LUNG)) == 30
    assert [a.get("pageToken") for a in interface.asked[before:]] == ["t21", "t28"]


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        ({"refuse": 400}, "FET002"),
        ({"refuse": 404}, "FET002"),
        ({"shape": {"data": []}}, "FET009"),
        ({"shape": ["x"]}, "FET009"),
        ({"shape": {"studies": [{"protocolSection": {}}]}}, "FET009"),
        ({"shape": {"studies": [study(1) | {"protocolSection": {"identificationModule": {"nctId": "../x"}}}]}}, "FET009"),
        ({"total": 31}, "FET010"),
    ],
)  # fmt: skip
def test_what_the_interface_must_not_answer_is_told_with_a_code(
    interface: Interface, tmp_path: Path, broken: dict[str, Any], code: str
) -> None:
    for name, value in broken.items():
        setattr(interface, name, value)
    with pytest.raises(ToolError) as error:
        client(interface, tmp_path).everything(LUNG)
    assert error.value.code == code
    if code == "FET010":
        assert list(tmp_path.glob("page-*")) == []


def test_an_unprotected_address_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ToolError) as error:
        Registry(tmp_path, url="http://registry.example/api/v2")
    assert error.value.code == "FET003"


def test_an_update_gives_the_bytes_of_a_whole_pull_and_asks_for_what_changed(
    interface: Interface, tmp_path: Path
) -> None:
    (first := tmp_path / "1").mkdir()
    before = client(interface, first).everything(LUNG)
    interface.put(
        study(3, updated="2026-03-02", text="Inclusion Criteria:\n\n* ECOG 0-2"),  # changed
        study(4, updated="2026-03-02", status="COMPLETED"),  # left the question by its status
        study(40, updated="2026-03-01"),  # new
        study(41, updated="2025-05-05"),  # entered the question without any update
    )
    del interface.studies["NCT00000005"]  # gone from the registry
    (second := tmp_path / "2").mkdir()
    (third := tmp_path / "3").mkdir()
    interface.asked.clear()
    updated = client(interface, second).changed(LUNG, before, date(2026, 3, 1))
    asked = [a for a in interface.asked if a.get("fields") != "NCTId"]
    assert [("filter.advanced" in a, a.get("filter.ids")) for a in asked] == [(True, None), (False, "NCT00000041")]
    assert asked[0]["filter.advanced"] == "AREA[LastUpdatePostDate]RANGE[2026-02-28,MAX]"
    whole = client(interface, third).everything(LUNG)
    assert "".join(registry.lines(updated)) == "".join(registry.lines(whole))
    told = registry.difference(before, updated)
    assert told.added == ("NCT00000040", "NCT00000041") and told.gone == ("NCT00000004", "NCT00000005")
    assert dict(told.changed) == {"NCT00000003": ("eligibility",)} and dict(told.statuses) == {}


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["trials", *words])


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TUMORBOARD_HOME", str(tmp_path))
    return tmp_path


def test_the_command_fetches_updates_tells_what_changed_and_matches(interface: Interface, home: Path) -> None:
    words = ["fetch", "--condition", "lung", "--status", "recruiting", "--mirror", interface.url]
    first = run(*words)
    assert first.exit_code == 0, first.output
    assert "30 studies, sha256" in first.stdout
    interface.put(study(2, status="SUSPENDED", updated="2999-01-01"), study(50, updated="2999-01-01"))
    second = run("fetch", "--mirror", interface.url)
    assert "1 new, 1 gone, 29 as before" in second.stdout
    assert "new NCT00000050" in second.stdout and "gone NCT00000002" in second.stdout
    releases = [s.manifest.release for s in registry_fetching.snapshots()]
    assert len(releases) == 2 and releases[1] == f"{releases[0]}.2"
    example = str(Path(__file__).resolve().parents[2] / "examples" / "luad-egfr")
    told = json.loads(run("match", example, "--trials", "clinicaltrials_gov", "--near", "51.5,7", "--json").stdout)
    assert told["parts"] == 30 and told["trials"][0]["parts"][0]["sites"][0]["distance_km"] < 10
    # A record that asks nothing of a person lets nobody in: the protocol asks more than the registry tells.
    assert told["states"] == {"undecided": 30}
    older = json.loads(run("match", example, "--trials", f"clinicaltrials_gov@{releases[0]}", "--json").stdout)
    assert {t["ids"][0]["value"] for t in older["trials"]} >= {"NCT00000002"}


def test_nothing_asked_and_nothing_fetched_before_is_told(home: Path) -> None:
    with pytest.raises(NotFound):
        registry_fetching.fetch(None, on=date(2026, 11, 27))
    with pytest.raises(InputError):
        Question(condition="lung", statuses=("OPEN",))
    result = run("match", "--disease", "LUAD", "--finding", "EGFR L858R", "--trials", "clinicaltrials_gov")
    assert result.exit_code == 13 and "trials fetch" in result.stderr


def test_a_damaged_snapshot_is_refused(interface: Interface, home: Path) -> None:
    assert run("fetch", "--condition", "lung", "--mirror", interface.url).exit_code == 0
    (snapshot,) = registry_fetching.snapshots()
    with (snapshot.folder / registry.FILE).open("a", encoding="utf-8") as stream:
        stream.write("\n")
    result = run("fetch", "--mirror", interface.url)
    assert result.exit_code == 11 and "damaged" in result.stderr


def test_a_registry_that_is_in_use_stands_in_no_report_by_itself(interface: Interface, home: Path) -> None:
    assert run("fetch", "--condition", "lung", "--mirror", interface.url).exit_code == 0
    (snapshot,) = registry_fetching.snapshots()
    registry_fetching.store().use(registry.NAME, snapshot.manifest.release)
    result = CliRunner().invoke(main, ["options", "--disease", "LUAD", "EGFR L858R"])
    assert result.exit_code == 0, result.output
