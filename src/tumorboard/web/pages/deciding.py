"""The board decides on a case, and people sign."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from tumorboard import vocab
from tumorboard.app.dossier import Dossier
from tumorboard.app.gate import AtHand
from tumorboard.model.access import ACTIONS, ROLES
from tumorboard.model.registry import Attendant, Choice, Decision
from tumorboard.web import compared
from tumorboard.web.asking import AtGate, case_for
from tumorboard.web.casework import keep, values
from tumorboard.web.filled import Filled, Form
from tumorboard.web.rendering import language, page
from tumorboard.web.sheets import key_of
from tumorboard.web.told import regimen
from tumorboard.wording import words

router = APIRouter()
VERDICTS = ("accepted", "rejected", "deferred")
FIRST = 8  # options that are not folded away
PEOPLE = 5  # lines for people; more with the button
MOST_PEOPLE = 40
Decider = Annotated[AtHand, Depends(case_for("case.decide"))]
Signer = Annotated[AtHand, Depends(case_for("case.sign"))]


def _decide_values(request: Request, at: AtHand, form: Filled | None = None) -> dict[str, Any]:
    found = values(request, at)
    case: Dossier = found["case"]
    spoken = words(language(request))
    before = case.decisions[-1][1] if case.decisions else None
    typed = form.typed if form is not None else _typed(before, found["sheet"])
    people = max(PEOPLE, len(typed.get("name", ())) + (form is not None and "more" in form.form) * 3)
    return {
        **found, "typed": typed, "people": min(people, MOST_PEOPLE), "today": at.seat.registry.now().date().isoformat(),
        "verdicts": VERDICTS, "first": FIRST, "roles": [r for r in ROLES if r != "admin"],
        "regimen": lambda codes: regimen(codes, spoken), "before": before,
        "gone": _gone(typed, found["sheet"]) if form is not None else [],
    }  # fmt: skip


def _typed(before: Decision | None, sheet: Any) -> dict[str, list[str]]:
    """What a decision that is made anew begins with: who took part, and what was said of options that are there still."""
    if before is None:
        return {}
    typed = {
        "name": [a.name for a in before.took_part], "role": [a.role for a in before.took_part],
        "conflict_of_interest": [a.conflict_of_interest for a in before.took_part], "summary": [before.summary],
    }  # fmt: skip
    there = {o.therapies for o in sheet.options} if sheet is not None else set()
    for c in before.choices:
        if c.therapies in there:
            typed[f"verdict-{key_of(c.therapies)}"] = [c.verdict]
            typed[f"reason-{key_of(c.therapies)}"] = [c.reason]
    return typed


def _gone(typed: dict[str, list[str]], sheet: Any) -> list[tuple[str, ...]]:
    """What was typed of options that another assessment, made meanwhile, does not have."""
    there = {o.key for o in sheet.options} if sheet is not None else set()
    keys = [k.removeprefix("verdict-") for k, v in typed.items() if k.startswith("verdict-") and any(v)]
    lost = [k for k in keys if k not in there and k != "another"]
    return [(*k.split("_"), typed[f"verdict-{k}"][0], *typed.get(f"reason-{k}", [""])[:1]) for k in lost]


@router.get("/cases/{public}/decide")
def decide_form(request: Request, at: Decider) -> Response:
    """The form: every option with the board's word on it."""
    at.seat.looked(at.case)
    return page(request, "decide.html", **_decide_values(request, at))


@router.post("/cases/{public}/decide")
def decide(request: Request, at: Decider, form: Form) -> Response:
    """The decision is on record; or the form again, with more lines for people or what cannot be kept."""
    if "more" in form.form:
        return page(request, "decide.html", **_decide_values(request, at, form))
    shown = _decide_values(request, at, form)
    on = form.day("on", needed=True)
    took_part = _people(form)
    choices = _choices(form, shown["sheet"])
    summary = form.text("summary", longest=4_000)
    made_on = form.text("assessment")

    def write() -> Any:
        body = Decision(on=on or date.min, assessment=made_on, took_part=took_part, choices=choices, summary=summary)
        return at.seat.write(at.case, body, seen=form.seen)

    more = {
        k: v
        for k, v in shown.items()
        if k in {"people", "today", "verdicts", "first", "roles", "regimen", "before", "gone"}
    }
    return keep(request, at, form, "decide.html", write, f"/cases/{at.public}", **more)


def _people(form: Filled) -> tuple[Attendant, ...]:
    lines = zip(form.texts("name"), form.texts("role"), form.texts("conflict_of_interest"), strict=False)
    found = tuple(Attendant(name=n, role=r, conflict_of_interest=c) for n, r, c in lines if n)
    if not found:
        form.wrong["name-0"] = "page.wrong.people"
    return found


def _choices(form: Filled, sheet: Any) -> tuple[Choice, ...]:
    """What was said of options; options of which nothing was said are in no choice."""
    found = []
    for option in sheet.options if sheet is not None else ():
        if not option.therapies:
            continue  # a class of drugs is no regimen that could be given
        verdict = form.one_of(f"verdict-{option.key}", VERDICTS, needed=False)
        reason = form.text(f"reason-{option.key}", longest=1_000)
        if verdict and verdict != "accepted" and not reason:
            form.wrong[f"reason-{option.key}"] = "page.wrong.reason"
        elif verdict:
            found.append(Choice(therapies=option.therapies, verdict=verdict, reason=reason))
    return (*found, *_another(form))


def _another(form: Filled) -> tuple[Choice, ...]:
    """A regimen that is not among the options, which a board may choose all the same."""
    table = vocab.load().therapies
    names = [n.strip() for n in form.text("another").replace("+", ",").replace("，", ",").split(",") if n.strip()]
    if not names:
        return ()
    verdict = form.one_of("verdict-another", VERDICTS)
    reason = form.text("reason-another", needed=True, longest=1_000)
    codes = [table.resolve(n) for n in names]
    if not all(codes):
        form.wrong["another"] = "page.wrong.drug"
    if form.wrong:
        return ()
    return (Choice(therapies=tuple(sorted(c for c in codes if c)), verdict=verdict, reason=reason),)


def _sign_values(request: Request, at: AtHand) -> dict[str, Any]:
    found = values(request, at)
    case: Dossier = found["case"]
    spoken = words(language(request))
    signed = [d for e, d in case.decisions if e.document != case.now.decision and case.signers(e.document)]
    difference = None
    if case.decision is not None and signed and case.now.amends:
        difference = compared.decisions(signed[-1], case.decision, spoken.language)
    reasons = [e.reason for e in case.entries("facts") if e.reason]
    return {
        **found, "regimen": lambda codes: regimen(codes, spoken), "roles": [r for r in ACTIONS["case.sign"].roles if r in at.person.roles],
        "difference": difference, "amended_for": reasons[-1] if reasons and case.now.amends else "",
    }  # fmt: skip


@router.get("/cases/{public}/sign")
def sign_form(request: Request, at: Signer) -> Response:
    """The decision in full, with what it changes of one that was signed before, and the button."""
    at.seat.looked(at.case)
    return page(request, "sign.html", **_sign_values(request, at))


@router.post("/cases/{public}/sign")
def sign(request: Request, gate: AtGate, at: Signer, form: Form) -> Response:
    """The decision that was shown is signed."""
    signs, role = form.text("signs", needed=True, longest=64), form.one_of("role", ROLES, needed=False)

    def write() -> Any:
        return gate.sign(at, signs, role, seen=form.seen)

    shown = _sign_values(request, at)
    more = {k: shown[k] for k in ("regimen", "roles", "difference", "amended_for")}
    return keep(request, at, form, "sign.html", write, f"/cases/{at.public}", **more)
