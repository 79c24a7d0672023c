"""Documents of a case: the report of each assessment, in both languages, as each format that is there."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path
from starlette.requests import Request
from starlette.responses import Response

from tumorboard import vocab
from tumorboard.app.dossier import Dossier, dossier
from tumorboard.app.gate import AtHand
from tumorboard.errors import NotFound
from tumorboard.formats import html
from tumorboard.report.compose import compose
from tumorboard.web import sheets
from tumorboard.web.asking import case_for
from tumorboard.web.casework import values
from tumorboard.web.rendering import page
from tumorboard.wording import LANGUAGES, words

router = APIRouter()
TYPES = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def kinds() -> tuple[str, ...]:
    """The formats that are there."""
    return tuple(k for k in TYPES if k == "html" or find_spec(f"tumorboard.formats.{k}") is not None)


@router.get("/cases/{public}/documents")
def documents(request: Request, at: Annotated[AtHand, Depends(case_for("case.read"))]) -> Response:
    """Every assessment with its documents, the last first."""
    found = values(request, at)
    case: Dossier = found["case"]
    told = tuple(reversed(case.entries("assessment")))
    decided = {d.assessment for _, d in case.decisions}
    pairs = [(k, language) for k in kinds() for language in LANGUAGES]
    return page(request, "documents.html", **found, assessments=told, kinds=pairs, decided=decided)


@router.get("/cases/{public}/documents/{revision}/{kind}/{language}")
def document(
    at: Annotated[AtHand, Depends(case_for("case.export"))], revision: Annotated[int, Path(ge=1)],
    kind: Annotated[str, Path(max_length=10)], language: Annotated[str, Path(max_length=10)],
) -> Response:  # fmt: skip
    """The report of one assessment as a file; that it was taken out stands in the audit log."""
    case = dossier(at.seat.registry, at.case, at.seat.rules)
    entry = next((e for e in case.entries("assessment") if e.revision == revision), None)
    if entry is None or kind not in kinds() or language not in LANGUAGES:
        raise NotFound("there is no such document", code="WEB025")
    report = compose(sheets.assessment(at.seat.registry, entry.document))
    made = _writer(kind)(report, words(language), vocab.load().therapies)
    # The name of a case is no name of a file, and stands in no log of downloads.
    name = f"report-{revision}-{language}.{kind}"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(made, media_type=TYPES[kind], headers=headers)


def _writer(kind: str) -> Callable[..., Any]:
    if kind == "html":
        return html.write
    found: Callable[..., Any] = import_module(f"tumorboard.formats.{kind}").write
    return found
