"""Accounts and roles, the site's rules, restrictions, and the audit log with the check of its chain."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tumorboard.app import passwords
from tumorboard.app.accounts import check_name
from tumorboard.app.gate import Gate
from tumorboard.errors import InputError, NotFound
from tumorboard.model.access import ROLES, Account, Person
from tumorboard.model.registry import ACCESSES, BODIES, Rules
from tumorboard.store.heads import wrong
from tumorboard.store.registry import Draft
from tumorboard.store.restrictions import case_of, public_ids
from tumorboard.store.trail import audited
from tumorboard.web.asking import AtGate, may
from tumorboard.web.casework import said_of
from tumorboard.web.filled import Filled, Form
from tumorboard.web.jobs import Job
from tumorboard.web.pages.uploading import WAIT, jobs_of
from tumorboard.web.rendering import languages, page

router = APIRouter()
Manager = Annotated[Person, Depends(may("users.manage"))]
Ruler = Annotated[Person, Depends(may("rules.manage"))]
Auditor = Annotated[Person, Depends(may("audit.read"))]
Short = Annotated[str, Query(max_length=200)]
SIZE = 100


def _shown(request: Request, gate: Any, *, status: int = 200, **more: Any) -> Response:
    usual = {
        "typed": {}, "wrong": {}, "refused": "", "accounts": gate.accounts.all(), "roles": ROLES, "languages": languages(),
        "rules": gate.registry.rules(), "kept_to": _kept(gate),
    }  # fmt: skip
    return page(request, "admin.html", status=status, **{**usual, **more})


@router.get("/admin")
def admin(request: Request, gate: AtGate, person: Manager) -> Response:
    """Accounts, rules, restrictions."""
    return _shown(request, gate)


@router.post("/admin/accounts")
def make(request: Request, gate: AtGate, person: Manager, form: Form) -> Response:
    """A new account with a password that its owner changes."""
    account, name = form.text("account", needed=True, longest=100), form.text("name", longest=200)
    roles, secret = _roles(form), form.text("password", needed=True, longest=400)
    if not form.wrong:
        try:
            check_name(account)
            made = Account(id=account, name=name or account, roles=roles, language=form.one_of("language", languages()))
            gate.accounts.add(made, passwords.hashed(secret, account), by=person.id)
        except InputError as error:
            return _shown(request, gate, status=422, typed=_without_secrets(form), refused=said_of(request, error))
        return RedirectResponse("/admin", status_code=303)
    return _shown(request, gate, status=422, typed=_without_secrets(form), wrong=form.wrong)


@router.get("/admin/accounts/{account}")
def account(request: Request, gate: AtGate, person: Manager, account: str) -> Response:
    """One account."""
    return page(request, "account.html", account=gate.accounts.proof(account).account, **_of_account())


@router.post("/admin/accounts/{account}")
def change(request: Request, gate: AtGate, person: Manager, form: Form, account: str) -> Response:
    """The account is as asked; its sessions are ended where its rights change."""
    before = gate.accounts.proof(account).account
    roles, active, secret = _roles(form), bool(form.text("active")), form.text("password", longest=400)
    if account == person.id and ("admin" not in roles or not active):
        form.wrong["roles"] = "page.wrong.own_account"
    if not form.wrong:
        try:
            made = passwords.hashed(secret, account) if secret else None
            gate.accounts.change(
                account, by=person.id, roles=roles if set(roles) != set(before.roles) else None,
                active=active if active != before.active else None, password=made, name=form.text("name", longest=200) or None,
            )  # fmt: skip
        except InputError as error:
            again = {"account": before, "refused": said_of(request, error)}
            return page(request, "account.html", status=422, **{**_of_account(), **again})
        return RedirectResponse("/admin", status_code=303)
    again = {"account": before, "wrong": form.wrong, "typed": _without_secrets(form)}
    return page(request, "account.html", status=422, **{**_of_account(), **again})


def _of_account() -> dict[str, Any]:
    return {"typed": {}, "wrong": {}, "refused": "", "roles": ROLES}


def _roles(form: Filled) -> tuple[str, ...]:
    found = tuple(r for r in ROLES if r in form.texts("roles"))
    if not found:
        form.wrong["roles"] = "page.wrong.choose"
    return found


def _without_secrets(form: Filled) -> dict[str, list[str]]:
    return {k: v for k, v in form.typed.items() if k != "password"}


@router.post("/admin/rules")
def rules(request: Request, gate: AtGate, person: Ruler, form: Form) -> Response:
    """The site's rules are these from now on."""
    number, reason = form.number("signatures"), form.text("reason", longest=2_000)
    if not 1 <= number <= 9:
        return _shown(request, gate, status=422, wrong={"signatures": "page.wrong.choose"}, typed=form.typed)
    if number < gate.registry.rules().signatures and not reason.strip():  # fewer eyes: the log says why
        return _shown(request, gate, status=422, wrong={"reason": "page.wrong.needed"}, typed=form.typed)
    gate.seat(person).rule(Rules(signatures=number), reason)
    return RedirectResponse("/admin", status_code=303)


@router.get("/admin/audit")
def audit(
    request: Request, gate: AtGate, person: Auditor, by: Short = "", action: Short = "", case: Short = "",
    before: Annotated[int, Query(ge=0, le=10**15)] = 0,
) -> Response:  # fmt: skip
    """The audit log, the last first; cases by their random names, and nothing that somebody wrote of a patient."""
    try:
        name = case_of(gate.registry, case) if case else ""
    except NotFound:
        name = "-"  # no case: nothing is found
    found = audited(gate.registry, before=before, by=by, action=action, case=name, limit=SIZE + 1)
    last = gate.registry.end()
    older = found[SIZE - 1].number if len(found) > SIZE else 0
    return page(
        request,
        "audit.html",
        found=found[:SIZE],
        public=public_ids(gate.registry, sorted({e.case for e in found if e.case})),
        older=older,
        by=by,
        action=action,
        case=case,
        before=before,
        last=last,
        actions=sorted({*BODIES, *ACCESSES, "assessment"}),
    )


@router.post("/admin/audit/verify")
def verify(request: Request, gate: AtGate, person: Auditor) -> Response:
    """The whole chain is being checked."""
    registry = gate.registry

    def work(job: Job) -> object:
        job.tell("page.job.verifying")
        last, breaks, lists = registry.end(), registry.breaks(), wrong(registry, registry.rules())
        registry.append(Draft(action="verified", by=person.id))
        return {
            "number": last.number if last else 0,
            "digest": last.digest if last else "",
            "breaks": breaks,
            "lists": sorted(public_ids(registry, lists).values()),
        }

    job = jobs_of(request).start(person.id, "verify", work)
    job.ended.wait(WAIT)
    return RedirectResponse(f"/jobs/{job.name}", status_code=303)


def _kept(gate: Gate) -> list[tuple[str, int]]:
    """How many patients are kept to each account: who looks after accounts must know it, and no patient."""
    return sorted(Counter(a for people in gate.restrictions().named.values() for a in people).items())
