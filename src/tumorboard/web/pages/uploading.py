"""Cases come in: files or an archive, read with the same checks as on the command line, looked at, then added."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tumorboard.app import assessing, received_files
from tumorboard.app.cases import CASE_FILE
from tumorboard.app.gate import AtHand
from tumorboard.errors import Conflict, InputError, NotFound, Refused
from tumorboard.issues import Parsed
from tumorboard.model.access import Person
from tumorboard.model.case import Case
from tumorboard.web.asking import AtGate, Signed, case_for, may
from tumorboard.web.casework import keep, said_of, values
from tumorboard.web.filled import Filled, Form
from tumorboard.web.jobs import Job, Jobs
from tumorboard.web.rendering import language, page
from tumorboard.web.sheets import disease_name
from tumorboard.wording import words

router = APIRouter()
SPECIMENS = ("tissue", "plasma", "blood", "marrow")
ASSEMBLIES = ("GRCh37", "GRCh38")
WAIT = 1.5  # seconds that a page waits for a job before it shows the progress
Adder = Annotated[Person, Depends(may("case.add"))]
Amender = Annotated[AtHand, Depends(case_for("case.amend"))]


def jobs_of(request: Request) -> Jobs:
    """The jobs of this server."""
    state = request.app.state
    if not hasattr(state, "jobs"):
        state.jobs = Jobs()
    found: Jobs = state.jobs
    return found


def _form(request: Request, *, status: int = 200, **more: Any) -> Response:
    usual = {"typed": {}, "wrong": {}, "refused": "", "specimens": SPECIMENS, "assemblies": ASSEMBLIES}
    return page(request, "upload.html", status=status, **{**usual, **more})


@router.get("/upload")
def upload_form(request: Request, person: Adder) -> Response:
    """The form for a new case."""
    return _form(request)


@router.post("/upload")
def upload(request: Request, person: Adder, form: Form) -> Response:
    """The files are being read."""
    return _begun(request, person, form, lambda **more: _form(request, **more))


@router.get("/cases/{public}/facts")
def facts_form(request: Request, at: Amender) -> Response:
    """The form for new facts of a case."""
    return page(request, "facts.html", **_of_case(request, at))


@router.get("/cases/{public}/amend")
def amend_form(request: Request, at: Amender) -> Response:
    """The form for an amendment of a signed case."""
    return page(request, "facts.html", **_of_case(request, at))


def _of_case(request: Request, at: AtHand) -> dict[str, Any]:
    at.seat.looked(at.case)
    return {**values(request, at), "specimens": SPECIMENS, "assemblies": ASSEMBLIES}


@router.post("/cases/{public}/facts")
def new_facts(request: Request, at: Amender, form: Form) -> Response:
    """The new files of a case are being read."""

    def again(*, status: int, **more: Any) -> Response:
        return page(request, "facts.html", status=status, **{**_of_case(request, at), **more})

    return _begun(request, at.person, form, again, at=at)


@router.post("/cases/{public}/amend")
def amend(request: Request, at: Amender, form: Form) -> Response:
    """The facts in force are the newest version again, for a reason: the case goes the way of a board once more."""
    reason = form.text("reason", needed=True, longest=2_000)

    def write() -> Any:
        told = at.seat.facts(at.case)
        return at.seat.add(Parsed(told.case, told.issues), reason=reason, seen=form.seen)

    more = {"specimens": SPECIMENS, "assemblies": ASSEMBLIES}
    return keep(request, at, form, "facts.html", write, f"/cases/{at.public}", **more)


def _begun(
    request: Request, person: Person, form: Filled, again: Callable[..., Response], *, at: AtHand | None = None
) -> Response:
    """A job that reads what came; or the form again."""
    findings = tuple(line.strip() for line in form.text("findings").splitlines() if line.strip())
    asked = {
        "disease": form.text("disease"), "specimen": form.one_of("specimen", SPECIMENS, needed=False),
        "sample": form.text("sample"), "assembly": form.one_of("assembly", ASSEMBLIES, needed=False),
    }  # fmt: skip
    named, patient = form.text("case", longest=100), form.text("patient", longest=100)
    if form.wrong:
        return again(status=422, typed=form.typed, wrong=form.wrong)
    folder = Path(tempfile.mkdtemp(prefix="tumorboard-upload-"))
    try:
        names = received_files.put(folder, ((f.filename or "", f.file) for f in form.files("files")))
        whole = CASE_FILE in names
        if not whole and at is None and not named:
            raise InputError("a case without case.yaml needs a name", code="UPL006", remedy="Write its name.")
    except InputError as error:
        import shutil

        shutil.rmtree(folder, ignore_errors=True)
        return again(status=422, typed=form.typed, refused=said_of(request, error))

    def read(job: Job) -> Parsed[Case]:
        job.tell("page.job.knowledge")
        bench = assessing.workbench()
        job.tell("page.job.reading")
        found = received_files.case_in(folder, names, bench, findings=findings, **asked)
        job.issues = assessing.ordered(found.issues)
        if found.value is None or whole:
            return found
        who = at.case if at is not None else named
        subject = at.patient if at is not None else patient or named
        case = replace(found.value, id=who, patient=replace(found.value.patient, id=subject))
        return Parsed(case, found.issues)

    facts = {"case": at.public if at is not None else "", "seen": str(form.seen), "reason": form.text("reason")}
    try:
        job = jobs_of(request).start(person.id, "upload", read, folder=folder, files=", ".join(names)[:2_000], **facts)
    except InputError as error:
        return again(status=422, typed=form.typed, refused=said_of(request, error))
    job.ended.wait(WAIT)
    return RedirectResponse(f"/jobs/{job.name}", status_code=303)


def _job(request: Request, person: Person, name: str) -> Job:
    job = jobs_of(request).of(name, person.id)
    if job is None:
        raise NotFound("there is no such job", code="WEB022", remedy="It may have ended long ago: begin again.")
    return job


@router.get("/jobs/{name}")
def progress(request: Request, person: Signed, name: str) -> Response:
    """How far the work is, and what came of it."""
    return _shown(request, _job(request, person, name))


def _shown(request: Request, job: Job, *, status: int = 200, refused: str = "") -> Response:
    spoken = words(language(request))
    case = job.result.value if isinstance(job.result, Parsed) else None
    named = case.diagnosis.disease if case is not None else None
    disease = disease_name(named.code, spoken, named.name) if named is not None else ""
    told = [(i.severity.value, i.code, i.place, *spoken.issue(i)) for i in job.issues]
    return page(
        request, "job.html", status=status, job=job, told=told, found=case,
        disease=disease, refused=refused,
        failed=said_of(request, job.error) if job.error is not None else "",
    )  # fmt: skip


@router.post("/jobs/{name}/add")
def add(request: Request, gate: AtGate, person: Signed, form: Form, name: str) -> Response:
    """What was read is a new case, or the newest version of one."""
    job = _job(request, person, name)
    found = job.result if isinstance(job.result, Parsed) else None
    if found is None or found.value is None:
        return _shown(request, job, status=422)
    public = job.facts.get("case", "")
    reason = form.text("reason", longest=2_000) or job.facts.get("reason", "")
    try:
        if public:
            entry = _amended(gate.case(person, "case.amend", public), found, reason, form.seen)
        else:
            entry = gate.add(person, found, reason)
    except Conflict as error:
        if not public:
            # the same words as for a patient who is kept to named people: that there is such a case must not be told
            return _shown(request, job, status=409, refused=words(language(request)).reasons["access.name_taken"])
        now = gate.seat(person).standing(gate.case(person, "case.amend", public).case)
        job.facts["seen"] = str(now.revision)
        return _shown(request, job, status=409, refused=said_of(request, error))
    except Refused as error:
        return _shown(request, job, status=403, refused=said_of(request, error))
    except InputError as error:
        return _shown(request, job, status=422, refused=said_of(request, error))
    jobs_of(request).end(job)
    return RedirectResponse(f"/cases/{public or gate.public(entry.case)}", status_code=303)


def _amended(at: AtHand, found: Parsed[Case], reason: str, seen: int) -> Any:
    if found.value is not None and found.value.id != at.case:
        raise InputError("the files are of another case", code="UPL007", remedy="See the name in case.yaml.")
    return at.seat.add(found, reason=reason, seen=seen)


@router.post("/jobs/{name}/discard")
def discard(request: Request, person: Signed, name: str) -> Response:
    """What came is thrown away."""
    job = _job(request, person, name)
    back = f"/cases/{job.facts['case']}" if job.facts.get("case") else "/upload"
    jobs_of(request).end(job)
    return RedirectResponse(back, status_code=303)
