"""The knowledge in use: releases, statements by gene, drug and source, one statement in full."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import Response

from tumorboard.app import assessing, browsing
from tumorboard.criteria.text import to_text
from tumorboard.model.access import Person
from tumorboard.web.asking import may
from tumorboard.web.rendering import language, page
from tumorboard.web.told import regimen
from tumorboard.wording import Words, words

router = APIRouter()
Reader = Annotated[Person, Depends(may("knowledge.read"))]
Short = Annotated[str, Query(max_length=200)]
SIZE = 50


@router.get("/knowledge")
def statements(
    request: Request, person: Reader, gene: Short = "", therapy: Short = "", source: Short = "",
    at: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1,
) -> Response:  # fmt: skip
    """The statements that speak of a gene or marker and a drug."""
    bench = assessing.workbench()
    spoken = words(language(request))
    found = browsing.speaking(bench, gene=gene.strip(), therapy=therapy.strip(), source=source)
    pages = max(1, -(-len(found) // SIZE))
    at = min(at, pages)
    shown = [
        (s, regimen(s.therapy, spoken) or spoken.term(s.therapy_class), to_text(s.biomarker), to_text(s.disease))
        for s in found[(at - 1) * SIZE : at * SIZE]
    ]
    return page(
        request, "knowledge.html", shown=shown, count=len(found), at=at, pages=pages, gene=gene, therapy=therapy, source=source,
        sources=sorted({s.source for s in browsing.speaking(bench)}), releases=bench.knowledge.releases,
        term=lambda code: term(code, spoken),
    )  # fmt: skip


@router.get("/knowledge/{identifier}")
def statement(request: Request, person: Reader, identifier: str) -> Response:
    """One statement in full."""
    bench = assessing.workbench()
    spoken = words(language(request))
    found = browsing.of_id(bench, identifier)
    return page(
        request, "statement.html", s=found, drugs=regimen(found.therapy, spoken) or spoken.term(found.therapy_class),
        text=to_text, note=spoken.reasons.get(found.note, ""),
        term=lambda code: term(code, spoken),
    )  # fmt: skip


def term(code: str, spoken: Words) -> str:
    """A coded word; what a catalog has no word for by its own name, without the family it belongs to."""
    name = code.partition(".")[2]
    return spoken.terms.get(code) or spoken.terms.get(name) or name.replace("_", " ")
