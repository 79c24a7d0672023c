"""Documents of a case: the report of each assessment, in both languages, as each format that is there."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Annotated

from fastapi import APIRouter, Depends, Path
from starlette.requests import Request
from starlette.responses import Response

from tumorboard import vocab
from tumorboard.app.dossier import Dossier, dossier
from tumorboard.app.gate import AtHand
from tumorboard.errors import NotFound
from tumorboard.formats import html
from tumorboard.report.compose import compose
from tumorboard.report.values import Report
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


BOTH = "both"


def kinds() -> tuple[tuple[str, str], ...]:
    """The formats that are there, each with its languages; a PDF has both side by side too."""
    packages = {"pdf": "typst", "docx": "docx"}
    there = [k for k in TYPES if k not in packages or find_spec(packages[k]) is not None]
    plain = [(k, language) for k in there for language in LANGUAGES]
    return tuple(plain + ([("pdf", BOTH)] if "pdf" in there else []))


@router.get("/cases/{public}/documents")
def documents(request: Request, at: Annotated[AtHand, Depends(case_for("case.read"))]) -> Response:
    """Every assessment with its documents, the last first."""
    found = values(request, at)
    case: Dossier = found["case"]
    told = tuple(reversed(case.entries("assessment")))
    decided = {d.assessment for _, d in case.decisions}
    return page(request, "documents.html", **found, assessments=told, kinds=kinds(), decided=decided)


@router.get("/cases/{public}/documents/{revision}/{kind}/{language}")
def document(
    at: Annotated[AtHand, Depends(case_for("case.export"))], revision: Annotated[int, Path(ge=1)],
    kind: Annotated[str, Path(max_length=10)], language: Annotated[str, Path(max_length=10)],
) -> Response:  # fmt: skip
    """The report of one assessment as a file; that it was taken out stands in the audit log."""
    case = dossier(at.seat.registry, at.case, at.seat.rules)
    entry = next((e for e in case.entries("assessment") if e.revision == revision), None)
    if entry is None or (kind, language) not in kinds():
        raise NotFound("there is no such document", code="WEB025")
    report = compose(sheets.assessment(at.seat.registry, entry.document), known=case.recorded(entry))
    # The name of a case is no name of a file, and stands in no log of downloads; its random name tells two cases apart.
    name = f"report-{at.public[:8]}-{revision}-{language}.{kind}"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(_written(report, kind, language), media_type=TYPES[kind], headers=headers)


def _written(report: Report, kind: str, language: str) -> str | bytes:
    therapies = vocab.load().therapies
    if kind == "pdf":
        from tumorboard.formats.documents import pdf  # here: a server without documents does without its packages

        asked = tuple(LANGUAGES) if language == BOTH else (language,)
        return pdf.write(report, tuple(words(one) for one in asked), therapies)
    if kind == "docx":
        from tumorboard.formats.documents import word

        return word.write(report, words(language), therapies)
    return html.write(report, words(language), therapies)
