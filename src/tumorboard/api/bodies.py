"""What is sent to the API, and how it becomes a record; a field that is not known is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from tumorboard.errors import InputError
from tumorboard.model.dates import PartialDate
from tumorboard.model.registry import (
    Attendant,
    Choice,
    Consent,
    Decision,
    FollowUp,
    Retraction,
    Seen,
    Submission,
    Task,
    TaskDone,
)

T = TypeVar("T")
Line = Annotated[str, Field(max_length=200)]
Text = Annotated[str, Field(max_length=4000)]
Therapies = Annotated[list[Annotated[str, Field(min_length=1, max_length=200)]], Field(max_length=20)]


class Step(BaseModel):
    """What every step has: the last revision that the writer saw, so that nothing that came meanwhile is passed over."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)
    seen: int | None = Field(
        default=None, ge=0, le=1_000_000_000, description="Last revision seen; 409 if a later one is there."
    )


class SubmissionBody(Step):
    """The case is for review."""

    meeting: date | None = None
    question: Text = ""

    def made(self) -> Submission:
        """The record."""
        return Submission(meeting=self.meeting, question=self.question)


class AttendantBody(BaseModel):
    """Who took part."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)
    name: Annotated[str, Field(min_length=1, max_length=200)]
    role: Line = ""
    conflict_of_interest: Text = ""


class ChoiceBody(BaseModel):
    """What became of one option; a reason is asked for unless it was accepted."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)
    therapies: Annotated[Therapies, Field(min_length=1)]
    verdict: Literal["accepted", "rejected", "deferred"]
    reason: Text = ""


class DecisionBody(Step):
    """What the board decided on an assessment, named by its SHA-256."""

    assessment: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    on: date | None = None
    took_part: Annotated[list[AttendantBody], Field(min_length=1, max_length=100)]
    choices: Annotated[list[ChoiceBody], Field(max_length=200)] = []
    summary: Text = ""

    def made(self, today: date) -> Decision:
        """The record; of today when no day is given."""
        return said(lambda: Decision(
            on=self.on or today, assessment=self.assessment, summary=self.summary,
            took_part=tuple(Attendant(**a.model_dump()) for a in self.took_part),
            choices=tuple(Choice(therapies=tuple(c.therapies), verdict=c.verdict, reason=c.reason) for c in self.choices),
        ))  # fmt: skip


class SignatureBody(Step):
    """A signature under a decision, named by its SHA-256."""

    signs: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    role: Annotated[
        Literal["", "clinician", "molecular_pathologist"],
        Field(description="A role of the account; not needed where only one of its roles signs."),
    ] = ""


class FollowUpBody(Step):
    """What happened, when as far as it is known."""

    what: Literal["treatment_started", "treatment_stopped", "response", "progression", "alive", "death"]
    on: Annotated[str, Field(pattern=r"^(19|20|21)\d\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")]
    therapies: Therapies = []
    response: Literal["", "CR", "PR", "SD", "PD", "NE"] = ""
    note: Text = ""

    def made(self) -> FollowUp:
        """The record."""
        return said(lambda: FollowUp(
            what=self.what, on=PartialDate.parse(self.on), therapies=tuple(self.therapies), response=self.response, note=self.note
        ))  # fmt: skip


class TaskBody(Step):
    """Something is to be done."""

    what: Literal["germline_referral", "rebiopsy", "test", "follow_up", "other"]
    about: Text = ""
    due: date | None = None

    def made(self) -> Task:
        """The record."""
        return Task(what=self.what, about=self.about, due=self.due)


class DoneBody(Step):
    """A task was done or dropped."""

    on: date | None = None
    outcome: Text = ""

    def made(self, task: int, today: date) -> TaskDone:
        """The record; of today when no day is given."""
        return TaskDone(task=task, on=self.on or today, outcome=self.outcome)


class SeenBody(Step):
    """Somebody looked at an alert."""

    outcome: Text = ""

    def made(self, alert: int) -> Seen:
        """The record."""
        return Seen(alert=alert, outcome=self.outcome)


class RetractionBody(Step):
    """A follow-up was written in error."""

    reason: Annotated[str, Field(min_length=1, max_length=2_000, pattern=r"\S")]

    def made(self, follow_up: int) -> Retraction:
        """The record."""
        return Retraction(follow_up=follow_up)


class ConsentBody(Step):
    """The patient's word on a use."""

    scope: Literal["care", "research", "export", "germline"]
    given: bool
    on: date | None = None

    def made(self, today: date) -> Consent:
        """The record; of today when no day is given."""
        return Consent(scope=self.scope, given=self.given, on=self.on or today)


class InterpretBody(Step):
    """Assess the facts in force, for a day; today when none is given."""

    on: date | None = None


def said(make: Callable[[], T]) -> T:
    """What `make` makes; what a record itself refuses, in its own words, which name no value.

    Raises
    ------
    InputError
        ``API003``.
    """
    try:
        return make()
    except ValueError as error:
        raise InputError(str(error), code="API003") from error
