"""The dashboard of the registry, and counting its cases by a criterion.

What is drawn is kept for as long as no record comes to the registry; see `app.population`.
"""

from __future__ import annotations

from datetime import date
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
from tumorboard.model.practice import Practice
from tumorboard.model.verdict import Verdict
from tumorboard.report.outcomes import dashboard_page
from tumorboard.report.outcomes.alterations import lollipops, most_changed, oncoprint
from tumorboard.report.outcomes.dashboard import Dashboard, dashboard
from tumorboard.report.outcomes.suppression import LEAST
from tumorboard.report.values import Section
from tumorboard.store import restrictions
from tumorboard.store.registry import Registry
from tumorboard.web.asking import AtGate, may
from tumorboard.web.rendering import language, page
from tumorboard.web.sheets import disease_name, drawn_section, unstyled
from tumorboard.wording import Words, words

router = APIRouter()
Asker = Annotated[Person, Depends(may("registry.aggregates"))]
Symbol = Annotated[str, Query(max_length=40)]
SHOWN_CASES = 100
_UNKNOWN = Verdict.UNKNOWN
ROWS = 16  # genes of the oncoprint


@router.get("/dashboard")
def numbers(request: Request, gate: AtGate, person: Asker, gene: Symbol = "") -> Response:
    """Practice and outcomes of the registry; oncoprint and every change of a protein for who may see cases."""
    found, on = population(gate.registry), gate.registry.now().date()
    genes = found.genes()
    chosen = gene if gene in genes else next(iter(genes), "")
    sees = gate.can(person, "cases.list")
    gate.seat(person).looked("", "listed", "dashboard")
    parts = _parts(gate.registry, found.mark, on, chosen, sees, language(request))
    return page(
        request, "dashboard.html", genes=sorted(genes), chosen=chosen, parts=parts, sees=sees,
        summaries=_summaries(request.app.state.settings.summaries, language(request)),
        left_out=found.left_out if found.left_out >= LEAST else None,
    )  # fmt: skip


@lru_cache(maxsize=64)
def _parts(registry: Registry, mark: int, on: date, gene: str, sees: bool, tongue: str) -> dict[str, Markup]:
    """The drawn parts by name: `front`, `oncoprint`, `lollipop`, `survival`, `methods`."""
    found = population(registry)
    shown = Shown(words(tongue), vocab.load().therapies, {})
    blocks = Blocks(shown)
    values = _values(registry, mark, on)
    sections = dashboard_page.sections(values)
    made: dict[str, list[Section]] = {"front": [], "survival": [], "methods": []}
    for s in sections:
        if s.id.startswith("survival-"):
            if s.lead == (gene,):
                made["survival"].append(s)
        else:
            made["methods" if s.id == "methods" else "front"].append(s)
    drawn = {"oncoprint": Markup(""), "lollipop": Markup("")} | {
        name: Markup("").join(unstyled(drawn_section(s, blocks)) for s in some) for name, some in made.items()
    }  # fmt: skip
    cases = [c.case for c in found.cases if c.case is not None]
    if values.n is not None and sees:
        genes = most_changed(cases, 2 * ROWS)
        asked = found.asked(genes, Context(on, vocab.load()))
        # A partner of a fusion that no assay looks at has nothing to show in the other columns.
        genes = tuple(g for g in genes if any(p.holds.get(g, _UNKNOWN) is not _UNKNOWN for p in asked))[:ROWS]
        both = [(c.case, dict(p.holds)) for c, p in zip(found.cases, asked, strict=True) if c.case is not None]
        chart = oncoprint(both, genes)
        if chart is not None:
            drawn["oncoprint"] = unstyled(blocks.draw(chart, chart.caption))
    if values.n is not None and gene:
        pair = lollipops(cases, gene, least=0 if sees else LEAST)
        if pair is not None:
            drawn["lollipop"] = Markup("").join(unstyled(blocks.draw(b, pair[0].caption)) for b in pair)
    return drawn


@lru_cache(maxsize=8)
def _summaries(sections: tuple[Section, ...], tongue: str) -> Markup:
    """What there is of public cohorts."""
    blocks = Blocks(Shown(words(tongue), vocab.load().therapies, {}))
    return Markup("").join(unstyled(drawn_section(s, blocks)) for s in sections)


@lru_cache(maxsize=4)
def _asked(registry: Registry, mark: int, on: date) -> tuple[Practice, ...]:
    found = population(registry)
    return found.asked(found.genes(), Context(on, vocab.load()))


@lru_cache(maxsize=4)
def _values(registry: Registry, mark: int, on: date) -> Dashboard:
    return dashboard(_asked(registry, mark, on), on=on)


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
