"""CIViC's GraphQL interface as another way to its evidence: page by page, going on where it broke off, written as the table.

What comes out is one file in the layout of the released evidence table, so that everything after it is the same.  A page that came is
kept until the end; pages that do not belong together (the number of items changed while they were read) are thrown away.

Source: CIViC version 2, GraphQL interface (griffithlab/civic-v2): ``evidenceItems``, cursor pagination by ``pageInfo``; GraphQL over
HTTP: errors come with status 200 in ``errors``.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import urllib3

from tumorboard.errors import ToolError
from tumorboard.knowledge.download import PATIENCE, TIMEOUT, TRIES, Later, answered, check_address

URL = "https://civicdb.org/api/graphql"
FILE = "civic-api-ClinicalEvidenceSummaries.tsv"
PAGE = 100  # items asked for at once; the server may give fewer
MOST_PAGES = 5000
MOST_BYTES = 32 << 20  # of one page
QUERY = """
query Evidence($first: Int!, $after: String) {
  evidenceItems(status: ACCEPTED, first: $first, after: $after) {
    totalCount
    pageInfo { endCursor hasNextPage }
    nodes {
      id status flagged evidenceType evidenceLevel evidenceRating evidenceDirection significance variantOrigin
      therapyInteractionType
      molecularProfile { id name }
      disease { name doid }
      phenotypes { name }
      therapies { name }
      source { citationId sourceType }
    }
  }
}
"""
# Words of the interface that are not the table's when their case alone is changed.
WORDS = {
    "SENSITIVITYRESPONSE": "Sensitivity/Response", "NA": "N/A", "PUBMED": "PubMed", "ASCO": "ASCO", "ASH": "ASH",
    "GAIN_OF_FUNCTION": "Gain of Function", "LOSS_OF_FUNCTION": "Loss of Function",
}  # fmt: skip
COLUMNS = (
    "molecular_profile", "molecular_profile_id", "disease", "doid", "phenotypes", "therapies", "therapy_interaction_type",
    "evidence_type", "evidence_direction", "evidence_level", "significance", "citation_id", "source_type", "rating",
    "evidence_status", "evidence_id", "variant_origin", "is_flagged",
)  # fmt: skip
REMEDY = "Run the same command again: it goes on where it broke off. The released tables are another way: fetch without --api."
Progress = Callable[[str, int, int | None], None]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of items; `cursor` is where the next one begins."""

    total: int
    cursor: str
    more: bool
    nodes: tuple[dict[str, Any], ...]


def pull(
    folder: Path, *, url: str = URL, progress: Progress | None = None, sleep: Callable[[float], None] = time.sleep
) -> Path:
    """The table of every accepted item in `folder`.

    Raises
    ------
    ToolError
        If the server refuses, says something else than pages of items, or the pages do not belong together.
    """
    check_address(url)
    pool = urllib3.PoolManager(timeout=TIMEOUT, retries=False, headers={"user-agent": "tumorboard"})
    items: dict[int, dict[str, Any]] = {}
    cursor, total = "", -1
    for number in range(1, MOST_PAGES + 1):
        page = _page(pool, url, folder / f"page-{number:04d}.json", cursor, sleep)
        if total not in {-1, page.total}:
            raise _not_together(folder)
        total = page.total
        items |= {int(node["id"]): node for node in page.nodes}
        if progress:
            progress(FILE, len(items), total)
        if not page.more or page.cursor == cursor:
            break
        cursor = page.cursor
    if len(items) != total:
        raise _not_together(folder)
    return _written(folder, items)


def _page(pool: urllib3.PoolManager, url: str, kept: Path, cursor: str, sleep: Callable[[float], None]) -> Page:
    """The page that begins at a cursor: as kept, when it was asked for from the same place, else as the server gives it."""
    try:
        told = json.loads(kept.read_text("utf-8"))
        if told["after"] == cursor:
            return _read(told["body"])
    except (OSError, ValueError, KeyError, TypeError, ToolError):
        pass
    body = _asked(pool, url, cursor, sleep)
    page = _read(body)
    beside = kept.with_suffix(".new")
    beside.write_text(json.dumps({"after": cursor, "body": body}), "utf-8")
    os.replace(beside, kept)
    return page


def _asked(pool: urllib3.PoolManager, url: str, cursor: str, sleep: Callable[[float], None]) -> Any:
    sent = json.dumps({"query": QUERY, "variables": {"first": PAGE, "after": cursor or None}}).encode()
    last = ""
    for attempt in range(TRIES):
        wait = 2.0**attempt
        try:
            text = answered(pool, url, sent, most=MOST_BYTES)
            return json.loads(text)
        except Later as later:
            last, wait = str(later), later.seconds if later.seconds is not None else wait
        except urllib3.exceptions.HTTPError as error:
            last = f"the connection failed ({type(error).__name__})"
        except ValueError:
            last = "the answer broke off or is no JSON"
        if attempt + 1 < TRIES:
            sleep(min(wait, PATIENCE))
    raise ToolError(f"a page of CIViC's items could not be fetched: {last}", remedy=REMEDY, code="FET001")


def _read(body: Any) -> Page:
    """The page in an answer; errors of the interface and answers of another shape are told."""
    errors = body.get("errors") if isinstance(body, dict) else None
    if errors:
        said = errors[0].get("message", "") if isinstance(errors, list) and isinstance(errors[0], dict) else ""
        raise ToolError(f"CIViC's interface refused the question: {said}", remedy=_CHANGED, code="FET009")
    try:
        found = body["data"]["evidenceItems"]
        nodes = tuple(found["nodes"])
        for node in nodes:
            _cells(node)
        info = found["pageInfo"]
        return Page(int(found["totalCount"]), str(info["endCursor"] or ""), bool(info["hasNextPage"]), nodes)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ToolError(
            "CIViC's interface answers otherwise than known here", remedy=_CHANGED, code="FET009"
        ) from error


_CHANGED = "The interface may have changed; fetch the released tables without --api, and report it."


def _not_together(folder: Path) -> ToolError:
    for path in folder.glob("page-*.json"):
        path.unlink()
    return ToolError(
        "the items changed while they were read, or some did not come",
        remedy="The pages were thrown away. Run the same command again.",
        code="FET010",
    )


def _written(folder: Path, items: dict[int, dict[str, Any]]) -> Path:
    lines = ["\t".join(COLUMNS), *("\t".join(_cells(items[i])) for i in sorted(items))]
    path = folder / FILE
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    return path


def _cells(node: dict[str, Any]) -> Iterator[str]:
    disease, source, profile = node["disease"] or {}, node["source"] or {}, node["molecularProfile"]
    told = (
        profile["name"], profile["id"], disease.get("name"), disease.get("doid"),
        ",".join(p["name"] for p in node["phenotypes"] or ()), ",".join(t["name"] for t in node["therapies"] or ()),
        word(node["therapyInteractionType"]), word(node["evidenceType"]), word(node["evidenceDirection"]), node["evidenceLevel"], word(node["significance"]),
        source.get("citationId"), word(source.get("sourceType")), node["evidenceRating"], str(node["status"]).lower(),
        node["id"], word(node["variantOrigin"]), str(bool(node["flagged"])).lower(),
    )  # fmt: skip
    return iter([" ".join(str(v).split()) if v is not None else "" for v in told])


def word(name: str | None) -> str:
    """A word of the interface as the table writes it.

    Examples
    --------
    >>> word("DOES_NOT_SUPPORT"), word("SENSITIVITYRESPONSE"), word(None)
    ('Does Not Support', 'Sensitivity/Response', '')
    """
    return WORDS.get(name or "", (name or "").replace("_", " ").title())
