"""ClinicalTrials.gov by its API version 2: every study of a question, page by page, or only what changed since a snapshot.

What comes out is one file, a study a line in the order of the ids, without results: a pull of everything and a pull of what
changed since an earlier one give the same file.  A page that came is kept until the end, so that an interrupted pull goes on where
it broke off.

An update asks for the ids that the question has now (so that what left it goes), for the studies changed since (with a day to
spare, for time zones), and by id for what is neither.

Source: OpenAPI description of ClinicalTrials.gov API version 2: ``/studies`` with ``query.*``, ``filter.*``, ``fields``,
``countTotal``, ``pageSize`` and ``pageToken``; search areas and ``RANGE`` in the Essie syntax of ``filter.advanced``.
"""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import urllib3

from tumorboard.errors import InputError, ToolError
from tumorboard.knowledge.download import PATIENCE, TIMEOUT, TRIES, Later, Progress, check_address, got

NAME = "clinicaltrials_gov"
LICENSE = "public domain (U.S. National Library of Medicine)"
ATTRIBUTION = "ClinicalTrials.gov, U.S. National Library of Medicine"
URL = "https://clinicaltrials.gov/api/v2"
FILE = "studies.jsonl"
ABOUT = "question.json"
PAGE, PAGE_OF_IDS, BATCH = 100, 1000, 100
MOST_PAGES = 20_000
MOST_BYTES = 256 << 20  # of one page: a study with results can hold megabytes
STATUSES = (
    "RECRUITING", "NOT_YET_RECRUITING", "ENROLLING_BY_INVITATION", "ACTIVE_NOT_RECRUITING", "SUSPENDED", "COMPLETED",
    "TERMINATED", "WITHDRAWN", "AVAILABLE", "NO_LONGER_AVAILABLE", "TEMPORARILY_NOT_AVAILABLE",
    "APPROVED_FOR_MARKETING", "WITHHELD", "UNKNOWN",
)  # fmt: skip
_NCT = re.compile(r"NCT\d{8}")
REMEDY = "Run the same command again: it goes on where it broke off."


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the registry: words for the condition, other words, the place, and statuses (any when empty)."""

    condition: str = ""
    term: str = ""
    place: str = ""
    statuses: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        unknown = sorted(set(self.statuses) - set(STATUSES))
        if unknown:
            raise InputError(
                f"no status of the registry: {', '.join(unknown)}", remedy=f"Statuses: {', '.join(STATUSES)}."
            )
        if not (self.condition or self.term or self.place):
            raise InputError("nothing is asked of the registry", remedy="Give --condition, --term or --place.")

    def params(self) -> dict[str, str]:
        """The parameters of the interface."""
        told = {"query.cond": self.condition, "query.term": self.term, "query.locn": self.place}
        told["filter.overallStatus"] = "|".join(self.statuses)
        return {name: value for name, value in told.items() if value}

    def text(self) -> str:
        """The question as it lies in a snapshot."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, indent=1) + "\n"

    @classmethod
    def of(cls, text: str) -> Question:
        """The question of a snapshot.

        Raises
        ------
        InputError
            If it is none.
        """
        try:
            told = json.loads(text)
            return cls(told["condition"], told["term"], told["place"], tuple(told["statuses"]))
        except (ValueError, KeyError, TypeError) as error:
            raise InputError("the question of the snapshot cannot be read", remedy="Ask it anew.") from error


@dataclass(slots=True)
class Registry:
    """The interface at an address; pages are kept in `folder` under the hash of what was asked."""

    folder: Path
    url: str = URL
    progress: Progress | None = None
    sleep: Callable[[float], None] = time.sleep
    pool: urllib3.PoolManager = field(
        default_factory=lambda: urllib3.PoolManager(
            timeout=TIMEOUT, retries=False, headers={"user-agent": "tumorboard"}
        )
    )

    def __post_init__(self) -> None:
        check_address(self.url)

    def everything(self, question: Question) -> dict[str, dict[str, Any]]:
        """Every study that the question has now, by id."""
        return self._studies(question.params(), PAGE)

    def changed(
        self, question: Question, before: Mapping[str, dict[str, Any]], since: date
    ) -> dict[str, dict[str, Any]]:
        """The same studies, given those of an earlier pull and its day."""
        ids = self._studies({**question.params(), "fields": "NCTId"}, PAGE_OF_IDS)
        span = f"AREA[LastUpdatePostDate]RANGE[{(since - timedelta(days=1)).isoformat()},MAX]"
        newer = self._studies({**question.params(), "filter.advanced": span}, PAGE)
        absent = [i for i in sorted(ids) if i not in newer and i not in before]
        for start in range(0, len(absent), BATCH):
            newer |= self._studies({"filter.ids": "|".join(absent[start : start + BATCH])}, PAGE)
        lost = [i for i in ids if i not in newer and i not in before]
        if lost:
            raise self._not_together()
        return {i: newer[i] if i in newer else before[i] for i in sorted(ids)}

    def _studies(self, params: Mapping[str, str], size: int) -> dict[str, dict[str, Any]]:
        """Every study of an answer, page after page; as many as the interface counts."""
        found: dict[str, dict[str, Any]] = {}
        token, total = "", -1
        for _ in range(MOST_PAGES):
            asked = {**params, "countTotal": "true", "pageSize": str(size), **({"pageToken": token} if token else {})}
            page = self._page(asked)
            if not token:
                total = page.total
            found |= page.studies
            if self.progress:
                self.progress(FILE, len(found), total)
            if not page.token or page.token == token:
                break
            token = page.token
        if total not in {-1, len(found)}:
            raise self._not_together()
        return found

    def _page(self, asked: Mapping[str, str]) -> _Page:
        query = urlencode(sorted(asked.items()), quote_via=quote)
        kept = self.folder / f"page-{sha256(query.encode()).hexdigest()[:24]}.json"
        try:
            return _read(json.loads(kept.read_text("utf-8")))
        except (OSError, ValueError, ToolError):
            pass
        body = self._asked(f"{self.url}/studies?{query}")
        page = _read(body)
        beside = kept.with_suffix(".new")
        beside.write_text(json.dumps(body, ensure_ascii=False), "utf-8")
        os.replace(beside, kept)
        return page

    def _asked(self, url: str) -> Any:
        last = ""
        for attempt in range(TRIES):
            wait = 2.0**attempt
            try:
                return json.loads(got(self.pool, url, most=MOST_BYTES))
            except Later as later:
                last, wait = str(later), later.seconds if later.seconds is not None else wait
            except urllib3.exceptions.HTTPError as error:
                last = f"the connection failed ({type(error).__name__})"
            except ValueError:
                last = "the answer broke off or is no JSON"
            if attempt + 1 < TRIES:
                self.sleep(min(wait, PATIENCE))
        raise ToolError(f"a page of studies could not be fetched: {last}", remedy=REMEDY, code="FET001")

    def _not_together(self) -> ToolError:
        for path in self.folder.glob("page-*.json"):
            path.unlink()
        return ToolError(
            "the studies changed while they were read, or some did not come",
            remedy="The pages were thrown away. Run the same command again.",
            code="FET010",
        )


@dataclass(frozen=True, slots=True)
class _Page:
    """Studies by id, where the next page begins, and how many there are in all (-1 where it is not told)."""

    studies: dict[str, dict[str, Any]]
    token: str
    total: int


def _read(body: Any) -> _Page:
    try:
        studies = {_id(study): _without_results(study) for study in body["studies"]}
        token, total = body.get("nextPageToken") or "", body.get("totalCount", -1)
        return _Page(studies, str(token), int(total))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ToolError(
            "the registry answers otherwise than known here",
            remedy="The interface may have changed; report it.",
            code="FET009",
        ) from error


def _id(study: dict[str, Any]) -> str:
    found: str = study["protocolSection"]["identificationModule"]["nctId"]
    if not _NCT.fullmatch(found):
        raise ValueError("no id of a study")
    return found


def _without_results(study: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in study.items() if name not in {"resultsSection", "documentSection"}}


def lines(studies: Mapping[str, dict[str, Any]]) -> Iterator[str]:
    """The file: a study a line, in the order of the ids, the same bytes for the same studies."""
    for ident in sorted(studies):
        yield json.dumps(studies[ident], ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"


def opened(texts: Iterable[str]) -> dict[str, dict[str, Any]]:
    """The studies of a file.

    Raises
    ------
    ToolError
        If a line is none.
    """
    found = [json.loads(text) for text in texts if text.strip()]
    return _read({"studies": found}).studies


@dataclass(frozen=True, slots=True)
class Difference:
    """What appeared, what left, and of what stayed the old and new status or the parts that changed."""

    added: tuple[str, ...]
    gone: tuple[str, ...]
    statuses: Mapping[str, tuple[str, str]]
    changed: Mapping[str, tuple[str, ...]]


PARTS: Mapping[str, tuple[str, ...]] = {
    "eligibility": ("eligibilityModule",),
    "conditions": ("conditionsModule",),
    "arms": ("armsInterventionsModule",),
    "sites": ("contactsLocationsModule", "locations"),
}


def difference(old: Mapping[str, dict[str, Any]], new: Mapping[str, dict[str, Any]]) -> Difference:
    """How one pull differs from an earlier one."""
    statuses, changed = {}, {}
    for ident in sorted(old.keys() & new.keys()):
        before, after = old[ident]["protocolSection"], new[ident]["protocolSection"]
        pair = tuple(str(p.get("statusModule", {}).get("overallStatus", "")) for p in (before, after))
        if pair[0] != pair[1]:
            statuses[ident] = (pair[0], pair[1])
        parts = tuple(name for name, path in PARTS.items() if _at(before, path) != _at(after, path))
        if parts:
            changed[ident] = parts
    return Difference(tuple(sorted(new.keys() - old.keys())), tuple(sorted(old.keys() - new.keys())), statuses, changed)


def _at(value: Any, path: Sequence[str]) -> Any:
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value
