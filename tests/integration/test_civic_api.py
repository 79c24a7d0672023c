"""CIViC's GraphQL interface, spoken by a local server: pages by cursor, refusals, cut answers, errors, changes meanwhile."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from tests.serving_support import Quiet, served

from tumorboard import vocab
from tumorboard.app import snapshots
from tumorboard.cli import main
from tumorboard.errors import ToolError
from tumorboard.knowledge.sources import civic
from tumorboard.knowledge.sources.civic import graphql


def node(number: int, **more: Any) -> dict[str, Any]:
    return {
        "id": number, "status": "ACCEPTED", "flagged": False, "evidenceType": "PREDICTIVE", "evidenceLevel": "B",
        "evidenceRating": 3, "evidenceDirection": "SUPPORTS", "significance": "SENSITIVITYRESPONSE",
        "variantOrigin": "SOMATIC", "therapyInteractionType": None, "molecularProfile": {"id": 12, "name": "BRAF V600E"},
        "disease": {"name": "Melanoma", "doid": "1909"}, "phenotypes": [], "therapies": [{"name": "Dabrafenib"}],
        "source": {"citationId": "1", "sourceType": "PUBMED"}, **more,
    }  # fmt: skip


@dataclass
class Interface:
    """Items, and what goes wrong: `busy` answers 503 so many times, `cut` breaks the answer to a cursor off, once each."""

    items: list[dict[str, Any]]
    size: int = 10
    busy: int = 0
    cut: set[str] = field(default_factory=set)
    down: set[str] = field(default_factory=set)
    error: str = ""
    shape: Any = None
    grow: bool = False
    asked: list[str] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/graphql"

    def answer(self, variables: dict[str, Any]) -> Any:
        if self.error:
            return {"errors": [{"message": self.error}]}
        if self.shape is not None:
            return self.shape
        start = int(variables["after"] or 0)
        stop = start + min(self.size, variables["first"])
        info = {"endCursor": str(min(stop, len(self.items))), "hasNextPage": stop < len(self.items)}
        total = len(self.items) + (start if self.grow else 0)
        return {"data": {"evidenceItems": {"totalCount": total, "pageInfo": info, "nodes": self.items[start:stop]}}}


@pytest.fixture
def interface() -> Iterator[Interface]:
    here = Interface([node(n) for n in range(1, 36)])

    class Handler(Quiet, BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent = json.loads(self.rfile.read(int(self.headers["content-length"])))
            assert "evidenceItems(status: ACCEPTED" in sent["query"]
            assert self.headers["content-type"] == "application/json"
            cursor = sent["variables"]["after"] or ""
            here.asked.append(cursor)
            busy = here.busy > 0 or cursor in here.down
            here.busy -= here.busy > 0
            body = b"" if busy else json.dumps(here.answer(sent["variables"])).encode()
            self.send_response(503 if busy else 200)
            if busy:
                self.send_header("retry-after", "7")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            if cursor in here.cut:
                here.cut.discard(cursor)
                body = body[: len(body) // 2]
                self.close_connection = True
            self.wfile.write(body)

    with served(Handler) as here.port:
        yield here


def pulled(interface: Interface, folder: Path, waited: list[float] | None = None) -> Path:
    return graphql.pull(folder, url=interface.url, sleep=(waited if waited is not None else []).append)


def test_every_page_is_read_by_its_cursor_and_becomes_the_table(interface: Interface, tmp_path: Path) -> None:
    interface.items[3] = node(
        4, evidenceDirection="DOES_NOT_SUPPORT", therapies=[{"name": "Dabrafenib"}, {"name": "Trametinib"}],
        therapyInteractionType="COMBINATION", variantOrigin="RARE_GERMLINE", flagged=True,
    )  # fmt: skip
    interface.items[4] = node(
        5, evidenceType="FUNCTIONAL", significance="GAIN_OF_FUNCTION", disease=None, therapies=[], evidenceRating=None
    )
    interface.items[5] = node(6, phenotypes=[{"name": "Pediatric onset"}, {"name": "Adult onset"}])
    path = pulled(interface, tmp_path)
    assert interface.asked == ["", "10", "20", "30"]
    assert civic.check([path]) == ()
    rows, account = civic.compiled([path], vocab.load())
    assert (account["items"], account["carried"], account["refused"]) == (35, 34, {"phenotype_not_asked": ["EID6"]})
    found = {r["id"]: r for r in rows}
    assert found["CIVIC.EID4"]["therapy"] == ["dabrafenib", "trametinib"]
    assert (found["CIVIC.EID4"]["direction"], found["CIVIC.EID4"]["needs_review"]) == ("disputes", True)
    assert 'origin="germline"' in found["CIVIC.EID4"]["biomarker"]
    assert found["CIVIC.EID5"]["predicate"] == "functional_gain"


def test_a_busy_server_is_waited_for_and_a_cut_answer_is_asked_for_again(interface: Interface, tmp_path: Path) -> None:
    interface.busy, interface.cut = 2, {"20"}
    waited: list[float] = []
    pulled(interface, tmp_path, waited)
    assert waited[:2] == [7.0, 7.0]
    assert interface.asked == ["", "", "", "10", "20", "20", "30"]


def test_the_next_call_goes_on_where_the_last_one_broke_off(interface: Interface, tmp_path: Path) -> None:
    interface.down = {"20"}
    with pytest.raises(ToolError, match="503") as told:
        pulled(interface, tmp_path)
    assert told.value.code == "FET001"
    interface.down, interface.asked = set(), []
    pulled(interface, tmp_path)
    assert interface.asked == ["20", "30"]


@pytest.mark.parametrize("fault", ["a number that changes", "a page that comes twice"])
def test_pages_that_do_not_belong_together_are_thrown_away(interface: Interface, tmp_path: Path, fault: str) -> None:
    interface.grow = fault == "a number that changes"
    if not interface.grow:
        interface.items[20:30] = interface.items[10:20]
    with pytest.raises(ToolError) as told:
        pulled(interface, tmp_path)
    assert told.value.code == "FET010"
    assert list(tmp_path.iterdir()) == []
    interface.grow, interface.items = False, [node(n) for n in range(1, 36)]
    assert pulled(interface, tmp_path).read_text("utf-8").count("\n") == 36


@pytest.mark.parametrize(
    "shape",
    [[], {"data": None}, {"data": {"evidenceItems": {"nodes": [{"id": 1}], "totalCount": 1, "pageInfo": {}}}}, "text"],
)
def test_an_answer_of_another_shape_is_told(interface: Interface, tmp_path: Path, shape: Any) -> None:
    interface.shape = shape
    with pytest.raises(ToolError) as told:
        pulled(interface, tmp_path)
    assert told.value.code == "FET009"


def test_an_error_of_the_interface_is_told_in_its_words(interface: Interface, tmp_path: Path) -> None:
    interface.error = "Field 'flagged' does not exist"
    with pytest.raises(ToolError, match="does not exist") as told:
        pulled(interface, tmp_path)
    assert told.value.code == "FET009"


def test_an_unprotected_address_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ToolError, match="HTTPS"):
        graphql.pull(tmp_path, url="http://example.org/api")


def test_the_command_makes_a_snapshot_of_the_day(
    interface: Interface, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(snapshots.HOME, str(tmp_path))
    done = CliRunner().invoke(main, ["knowledge", "fetch", "civic", "--api", "--mirror", interface.url])
    assert done.exit_code == 0, done.output
    assert "35 items: 35 (100%) became 35 statements" in done.output
    (made,) = snapshots.store().list()
    assert made.manifest.release.endswith("-api")
    assert made.manifest.files[0].url == interface.url
    assert not list((tmp_path / "knowledge").glob(".parts-*"))
    assert CliRunner().invoke(main, ["knowledge", "fetch", "clinvar", "--api"]).exit_code == 13
    assert CliRunner().invoke(main, ["knowledge", "fetch", "civic", "--api", "--release", "2024-08-01"]).exit_code == 10
