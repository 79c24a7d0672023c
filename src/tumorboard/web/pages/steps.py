"""Steps of a case, each a form: interpret, submit, tasks, alerts, follow-up, consent, restriction."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tumorboard import vocab
from tumorboard.app import assessing, settings
from tumorboard.app.gate import AtHand
from tumorboard.errors import InputError
from tumorboard.model.registry import SCOPES, Consent, FollowUp, Retraction, Seen, Submission, Task, TaskDone
from tumorboard.web import sheets, shelf
from tumorboard.web.asking import AtGate, case_for
from tumorboard.web.casework import keep, values
from tumorboard.web.filled import Filled, Form
from tumorboard.web.jobs import Job
from tumorboard.web.pages.cases import course_values, work_values
from tumorboard.web.pages.uploading import WAIT, jobs_of
from tumorboard.web.rendering import language, page
from tumorboard.web.told import regimen
from tumorboard.wording import words

router = APIRouter()
TASKS = ("germline_referral", "rebiopsy", "test", "follow_up", "other")
EVENTS = ("treatment_started", "treatment_stopped", "response", "progression", "alive", "death")
RESPONSES = ("CR", "PR", "SD", "PD", "NE")


def at_hand(action: str) -> Any:
    """The case for an action."""
    return Depends(case_for(action))


def _today(at: AtHand) -> str:
    return at.seat.registry.now().date().isoformat()


def _shown(request: Request, at: AtHand, template: str, **more: Any) -> Response:
    """A form that shows a case: that the person looked stands in the audit log."""
    at.seat.looked(at.case)
    return page(request, template, **{**values(request, at), "today": _today(at), **more})


# Interpret


@router.get("/cases/{public}/interpret")
def interpret_form(request: Request, at: Annotated[AtHand, at_hand("case.interpret")]) -> Response:
    """The form."""
    return _shown(request, at, "interpret.html", sets=shelf.there())


@router.post("/cases/{public}/interpret")
def interpret(request: Request, at: Annotated[AtHand, at_hand("case.interpret")], form: Form) -> Response:
    """The facts in force are being assessed."""
    which = form.one_of("trials", shelf.SETS)
    on = form.day("on", needed=True)
    agencies = tuple(a for a in settings.AGENCIES if a in form.texts("agency"))
    if form.wrong:
        more = {"typed": form.typed, "wrong": form.wrong, "sets": shelf.there(), "today": _today(at)}
        return page(request, "interpret.html", status=422, **{**values(request, at), **more})

    spoken = language(request)

    def work(job: Job) -> object:
        job.tell("page.job.knowledge")
        bench = assessing.workbench()
        policy, _ = shelf.site_policy(agencies)
        trials = shelf.of(which)
        job.tell("page.job.assessing")
        entry, _ = at.seat.interpret(at.case, bench, policy, on or date.min, trials=trials, seen=form.seen)
        word = at.seat.standing(at.case).consent("germline")
        sheets.of_assessment(at.seat.registry, entry.document, spoken, word)  # drawn here, no page waits for it
        return "done"

    job = jobs_of(request).start(at.person.id, "interpret", work, case=at.public)
    job.ended.wait(WAIT)
    if job.result is not None:
        jobs_of(request).end(job)
        return RedirectResponse(f"/cases/{at.public}/options", status_code=303)
    return RedirectResponse(f"/jobs/{job.name}", status_code=303)


# For review


@router.get("/cases/{public}/submit")
def submit_form(request: Request, at: Annotated[AtHand, at_hand("case.submit")]) -> Response:
    """The form."""
    return _shown(request, at, "submit.html")


@router.post("/cases/{public}/submit")
def submit(request: Request, at: Annotated[AtHand, at_hand("case.submit")], form: Form) -> Response:
    """The case is for review."""
    meeting, question = form.day("meeting"), form.text("question", longest=2_000)

    def write() -> Any:
        return at.seat.write(at.case, Submission(meeting=meeting, question=question), seen=form.seen)

    return keep(request, at, form, "submit.html", write, f"/cases/{at.public}", today=_today(at))


# Tasks and alerts


@router.get("/cases/{public}/task")
def task_form(request: Request, at: Annotated[AtHand, at_hand("case.task")]) -> Response:
    """The form."""
    return _shown(request, at, "task.html", kinds=TASKS)


@router.post("/cases/{public}/task")
def task(request: Request, at: Annotated[AtHand, at_hand("case.task")], form: Form) -> Response:
    """Something is to be done."""
    what, about, due = form.one_of("what", TASKS), form.text("about", longest=400), form.day("due")

    def write() -> Any:
        return at.seat.write(at.case, Task(what=what, about=about, due=due), seen=form.seen)

    then = f"/cases/{at.public}/work#tasks"
    return keep(request, at, form, "task.html", write, then, today=_today(at), kinds=TASKS)


@router.post("/cases/{public}/done")
def done(request: Request, at: Annotated[AtHand, at_hand("case.task")], form: Form) -> Response:
    """A task was done or dropped."""
    on, number, outcome = form.day("on", needed=True), form.number("task"), form.text("outcome", longest=400)

    def write() -> Any:
        body = TaskDone(task=number, on=on or date.min, outcome=outcome)
        return at.seat.write(at.case, body, seen=form.seen)

    return keep(request, at, form, "work.html", write, f"/cases/{at.public}/work#tasks", **work_values(request, at))


@router.post("/cases/{public}/alert")
def alert(request: Request, at: Annotated[AtHand, at_hand("case.alert")], form: Form) -> Response:
    """An alert was looked at."""
    number, outcome = form.number("alert"), form.text("outcome", longest=400)

    def write() -> Any:
        return at.seat.write(at.case, Seen(alert=number, outcome=outcome), seen=form.seen)

    return keep(request, at, form, "work.html", write, f"/cases/{at.public}/work#alerts", **work_values(request, at))


# Follow-up


def _follow_up_values(request: Request, at: AtHand) -> dict[str, Any]:
    decision = values(request, at)["case"].decision
    spoken = words(language(request))
    accepted = [c.therapies for c in decision.choices if c.verdict == "accepted"] if decision is not None else []
    chosen = [spoken.joint(", ").join(regimen((code,), spoken) for code in codes) for codes in accepted]
    return {"today": _today(at), "events": EVENTS, "responses": RESPONSES, "chosen": chosen}


@router.get("/cases/{public}/follow-up")
def follow_up_form(request: Request, at: Annotated[AtHand, at_hand("case.follow_up")]) -> Response:
    """The form."""
    return _shown(request, at, "follow_up.html", **_follow_up_values(request, at))


@router.post("/cases/{public}/follow-up")
def follow_up(request: Request, at: Annotated[AtHand, at_hand("case.follow_up")], form: Form) -> Response:
    """What happened is on record."""
    what, on = form.one_of("what", EVENTS), form.partial_day("on")
    response = form.one_of("response", RESPONSES, needed=what == "response")
    drugs = _drugs(form, needed=what == "treatment_started")
    note = form.text("note", longest=2_000)

    def write() -> Any:
        if on is None:
            raise ValueError("a day is needed")
        told = response if what == "response" else ""
        body = FollowUp(what=what, on=on, therapies=drugs, response=told, note=note)
        return at.seat.write(at.case, body, seen=form.seen)

    then = f"/cases/{at.public}/course"
    return keep(request, at, form, "follow_up.html", write, then, **_follow_up_values(request, at))


@router.post("/cases/{public}/retract")
def retract(request: Request, at: Annotated[AtHand, at_hand("case.follow_up")], form: Form) -> Response:
    """A follow-up was written in error: it stays on record and counts no more."""
    number, reason = form.number("follow_up"), form.text("reason", needed=True, longest=2_000)

    def write() -> Any:
        return at.seat.write(at.case, Retraction(follow_up=number), reason=reason, seen=form.seen)

    more = course_values(request, values(request, at))
    return keep(request, at, form, "course.html", write, f"/cases/{at.public}/course", **more)


def _drugs(form: Filled, *, needed: bool) -> tuple[str, ...]:
    """Agents by code; a name that no table has is told, for an outcome of an unknown drug teaches nothing."""
    table = vocab.load().therapies
    names = [n.strip() for n in form.text("therapies", needed=needed).replace("+", ",").replace("，", ",").split(",")]
    codes = [(n, table.resolve(n)) for n in names if n]
    if any(code is None for _, code in codes):
        form.wrong["therapies"] = "page.wrong.drug"
    return tuple(sorted({code for _, code in codes if code}))


# Consent and restriction


@router.get("/cases/{public}/consent")
def consent_form(request: Request, at: Annotated[AtHand, at_hand("case.consent")]) -> Response:
    """The form; of a case whose patient took back the consent to care nothing but its name is shown."""
    return _shown(request, at, "consent.html", scopes=SCOPES)


@router.post("/cases/{public}/consent")
def consent(request: Request, at: Annotated[AtHand, at_hand("case.consent")], form: Form) -> Response:
    """The patient's word on a use."""
    scope, said, on = form.one_of("scope", SCOPES), form.one_of("given", ("yes", "no")), form.day("on", needed=True)

    def write() -> Any:
        body = Consent(scope=scope, given=said == "yes", on=on or date.min)
        return at.seat.write(at.case, body, seen=form.seen)

    hidden = scope == "care" and said == "no"
    then = "/" if hidden else f"/cases/{at.public}/work"
    return keep(request, at, form, "consent.html", write, then, today=_today(at), scopes=SCOPES)


@router.get("/cases/{public}/restrict")
def restrict_form(request: Request, gate: AtGate, at: Annotated[AtHand, at_hand("case.restrict")]) -> Response:
    """The form."""
    return _shown(request, at, "restrict.html", accounts=_accounts(gate))


@router.post("/cases/{public}/restrict")
def restrict(request: Request, gate: AtGate, at: Annotated[AtHand, at_hand("case.restrict")], form: Form) -> Response:
    """The patient is kept to these people, or to nobody in particular."""
    people, reason = tuple(p for p in form.texts("people") if p), form.text("reason", needed=True, longest=2_000)

    def write() -> None:
        if people and at.person.id not in people:
            raise InputError("who keeps a patient to named people is one of them", code="ACC011")
        gate.restrict(at, people, reason)

    more = {"today": _today(at), "accounts": _accounts(gate)}
    return keep(request, at, form, "restrict.html", write, f"/cases/{at.public}", **more)


def _accounts(gate: AtGate) -> list[Any]:
    return [a for a in gate.accounts.all() if a.active]
