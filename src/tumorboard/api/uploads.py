"""Cases as files: the same checks and issues as on the command line; what came is in a folder of its own and then gone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, File, Form, UploadFile
from pydantic import BaseModel

from tumorboard.api.asking import AtGate, case_for, may
from tumorboard.api.shapes import Written, written
from tumorboard.app import assessing
from tumorboard.app.gate import AtHand
from tumorboard.app.received_files import case_in, put
from tumorboard.issues import Issue, Parsed
from tumorboard.model.access import Person
from tumorboard.model.case import Case
from tumorboard.model.registry import Entry

router = APIRouter(tags=["uploads"])
Files = Annotated[
    list[UploadFile],
    File(min_length=1, description="case.yaml and the files that it names, or molecular files; a zip file of them."),
]
Word = Annotated[str, Form(max_length=200)]


class Found(BaseModel):
    """One thing in the files that a person can fix."""

    code: str
    severity: str
    file: str
    line: int | None
    record: int | None
    field: str


class Added(Written):
    """What was written, and everything that was wrong with the files."""

    issues: list[Found]


@router.post("/cases", status_code=201)
def add_case(
    gate: AtGate, person: Annotated[Person, Depends(may("case.add"))], files: Files, disease: Word = "",
    specimen: Annotated[Literal["", "tissue", "plasma", "blood", "marrow"], Form()] = "", sample: Word = "",
    assembly: Annotated[Literal["", "GRCh37", "GRCh38"], Form()] = "", reason: Annotated[str, Form(max_length=2000)] = "",
) -> Added:  # fmt: skip
    """Put a new case into the registry; without a case.yaml `disease` says what the tumor is."""
    found = _read(files, disease=disease, specimen=specimen, sample=sample, assembly=assembly)
    entry = gate.add(person, found, reason)
    return _added(gate.public(entry.case), entry, found.issues)


@router.post("/cases/{public}/versions", status_code=201)
def add_version(
    at: Annotated[AtHand, Depends(case_for("case.amend"))], gate: AtGate, files: Files,
    seen: Annotated[int, Form(ge=1, le=1_000_000_000)], reason: Annotated[str, Form(max_length=2000)] = "",
) -> Added:  # fmt: skip
    """Newer facts of the case, with its case.yaml; a signed case is amended with a reason."""
    found = _read(files)
    return _added(at.public, gate.amend(at, found, reason, seen), found.issues)


def _read(
    files: Sequence[UploadFile], *, disease: str = "", specimen: str = "", sample: str = "", assembly: str = ""
) -> Parsed[Case]:
    with TemporaryDirectory(prefix="tumorboard-") as name:
        folder = Path(name)
        names = put(folder, ((f.filename or "", f.file) for f in files))
        return case_in(
            folder, names, assessing.workbench(), disease=disease, specimen=specimen, sample=sample, assembly=assembly
        )


def _added(public: str, entry: Entry, issues: Sequence[Issue]) -> Added:
    told = [
        Found(
            code=i.code, severity=i.severity.value, file=i.place.file, line=i.place.line, record=i.place.record, field=i.place.field
        )
        for i in issues
    ]  # fmt: skip
    return Added(**written(public, entry).model_dump(), issues=told)
