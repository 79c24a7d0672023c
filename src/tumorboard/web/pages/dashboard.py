"""The dashboard of the registry, and counting its cases by a criterion.

What is drawn is kept for as long as it says the same; see `web.drawing` and `app.population`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from tumorboard import vocab
from tumorboard.app import cohort_query
from tumorboard.app.blurring import secret
from tumorboard.app.cohort_query import QUESTIONS
from tumorboard.app.population import population
from tumorboard.formats.html.blocks import Blocks
from tumorboard.formats.html.inline import Shown
from tumorboard.issues import Issue
from tumorboard.model.access import Person
from tumorboard.model.context import Context
from tumorboard.report.outcomes.suppression import LEAST
from tumorboard.report.values import Section
from tumorboard.store import restrictions
from tumorboard.web import drawing
from tumorboard.web.asking import AtGate, may
from tumorboard.web.rendering import language, page
from tumorboard.web.sheets import disease_name, drawn_section, unstyled
from tumorboard.wording import Words, words

router = APIRouter()
Asker = Annotated[Person, Depends(may("registry.aggregates"))]
Symbol = Annotated[str, Query(max_length=40)]
SHOWN_CASES = 100


@router.get("/dashboard")
def numbers(request: Request, gate: AtGate, person: Asker, gene: Symbol = "") -> Response:
    """Practice and outcomes of the registry; oncoprint and every change of a protein for who may see cases."""
    sees = gate.can(person, "cases.list")
    gate.seat(person).looked("", "listed", "dashboard")
    shown = drawing.shown(gate.registry, gene, sees=sees, tongue=language(request))
    return page(
        request, "dashboard.html", genes=sorted(shown.genes), chosen=shown.chosen, parts=shown.parts, sees=sees,
        summaries=_summaries(request.app.state.settings.summaries, language(request)),
        left_out=shown.left_out if shown.left_out >= LEAST else None,
    )  # fmt: skip


@lru_cache(maxsize=8)
def _summaries(sections: tuple[Section, ...], tongue: str) -> Markup:
    """What there is of public cohorts."""
    blocks = Blocks(Shown(words(tongue), vocab.load().therapies, {}))
    return Markup("").join(unstyled(drawn_section(s, blocks)) for s in sections)


@router.get("/dashboard/query")
def query(request: Request, person: Asker) -> Response:
    """The form for counting cases by a criterion."""
    return _form(request, text="")


@router.post("/dashboard/query")
def ask(
    request: Request, gate: AtGate, person: Asker,
    criterion: Annotated[str, Form(max_length=4_000)] = "", question: Annotated[str, Form(max_length=40)] = "",
    value: Annotated[str, Form(max_length=200)] = "", joint: Annotated[str, Form(max_length=3)] = "and",
    denied: Annotated[str, Form(max_length=3)] = "", do: Annotated[str, Form(max_length=10)] = "count",
) -> Response:  # fmt: skip
    """One question more in the text, or the counts of it."""
    if do == "add" and question in QUESTIONS:
        criterion = cohort_query.added(criterion, question, value, joint=joint, denied=bool(denied))
    if not criterion.strip():
        return _form(request, text="")
    found = cohort_query.read(criterion)
    if found.criterion is None:
        return _form(request, text=criterion, issue=_told(found.issue, language(request)), status=422)
    registry = gate.registry
    gate.seat(person).looked("", "listed", f"cohort query: {criterion}"[:2_000])
    many, sees = population(registry), gate.can(person, "cases.list")
    key = None if sees else secret(registry, many)
    answer = cohort_query.answered(many, found.criterion, Context(registry.now().date(), vocab.load()), key=key)
    cases = []
    if sees and answer.n is not None:
        heads = [c.head for c in answer.met[:SHOWN_CASES]]
        names = restrictions.public_ids(registry, [h.case for h in heads])
        cases = [(names[h.case], h) for h in heads]
    return _form(request, text=criterion, answer=answer, cases=cases)


def _form(request: Request, *, text: str, status: int = 200, **values: object) -> Response:
    spoken: Words = words(language(request))
    usual: dict[str, object] = {"issue": None, "answer": None, "cases": []}
    return page(
        request, "query.html", status=status, text=text, questions=QUESTIONS, least=LEAST, longest=cohort_query.LONGEST,
        most=SHOWN_CASES, disease_name=lambda code: disease_name(code, spoken), **{**usual, **values},
    )  # fmt: skip


def _told(issue: Issue | None, tongue: str) -> dict[str, str]:
    """A fault in the language, in English where the catalog has no words for it yet."""
    if issue is None:
        return {}
    catalog = words(tongue)
    says, remedy = (catalog if issue.code in catalog.issues else words("en")).issue(issue)
    return {"code": issue.code, "says": says, "remedy": remedy}
