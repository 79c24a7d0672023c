"""What a board leaves behind: entries of the registry and the bodies that they carry.

Nothing is overwritten: whoever corrects something writes another entry.  Times are UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from tumorboard.issues import Issue
from tumorboard.model.access import AccessChange
from tumorboard.model.case import Case
from tumorboard.model.dates import PartialDate

# In the order in which a case goes through them.
STATES = ("draft", "interpreted", "for_review", "discussed", "signed", "follow_up")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the registry, chained to the one before.

    Parameters
    ----------
    number
        1, 2, 3 ... in the order of the whole registry.
    action
        What was done: a kind of record (facts, assessment, decision ...) or an access (viewed, exported ...).
    case, patient
        Whom it is about; empty where it is about none.
    revision
        1, 2, 3 ... of the records of one case; 0 for an access.
    document
        SHA-256 of the body, empty where there is none.
    previous, digest
        The chain: `digest` is SHA-256 over `previous` and every other field.
    """

    number: int
    at: datetime
    by: str
    action: str
    case: str = ""
    patient: str = ""
    revision: int = 0
    reason: str = ""
    document: str = ""
    previous: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """A version of a case as it was read, with what was wrong with its files."""

    case: Case
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """The case is for review by a board on a day (None: not fixed)."""

    meeting: date | None = None
    question: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendant:
    """Who took part, in which role, and a conflict of interest in the person's own words; empty: none declared."""

    name: str
    role: str = ""
    conflict_of_interest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What the board made of one option: `verdict` is accepted, rejected or deferred; `reason` is asked for unless accepted."""

    therapies: tuple[str, ...]
    verdict: str
    reason: str = ""

    def __post_init__(self) -> None:
        if self.verdict not in {"accepted", "rejected", "deferred"}:
            raise ValueError("a choice is accepted, rejected or deferred")
        if self.verdict != "accepted" and not self.reason.strip():
            raise ValueError("a rejected or deferred option needs a reason")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What the board decided on an assessment, named by its content hash."""

    on: date
    assessment: str
    took_part: tuple[Attendant, ...]
    choices: tuple[Choice, ...] = ()
    summary: str = ""

    def __post_init__(self) -> None:
        if not self.took_part:
            raise ValueError("a decision names who took part")


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOff:
    """A person signs a decision, named by the SHA-256 of its body.

    `asked` is how many signatures the site's rules asked for on that day, so that rules made later open nothing again; 0 in a
    registry of before that was kept: the rules in force are asked.
    """

    signs: str
    role: str = ""
    asked: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What is to be done: `what` is germline_referral, rebiopsy, test, follow_up or other."""

    what: str
    about: str = ""
    due: date | None = None

    def __post_init__(self) -> None:
        if self.what not in {"germline_referral", "rebiopsy", "test", "follow_up", "other"}:
            raise ValueError("a task is germline_referral, rebiopsy, test, follow_up or other")


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskDone:
    """A task, by the revision of its entry, was done or dropped; `outcome` says how."""

    task: int
    on: date
    outcome: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """What happened: `what` is treatment_started, treatment_stopped, response, progression, alive or death.

    `response` is RECIST's best so far (CR, PR, SD, PD, NE) for ``response``.
    """

    what: str
    on: PartialDate
    therapies: tuple[str, ...] = ()
    response: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        events = {"treatment_started", "treatment_stopped", "response", "progression", "alive", "death"}
        if self.what not in events:
            raise ValueError(f"a follow-up is one of {', '.join(sorted(events))}")
        if (self.what == "response") != (self.response in {"CR", "PR", "SD", "PD", "NE"}):
            raise ValueError("a response is CR, PR, SD, PD or NE, and nothing else has one")
        if self.what == "treatment_started" and not self.therapies:
            raise ValueError("a treatment that was started names its drugs")


@dataclass(frozen=True, slots=True, kw_only=True)
class Retraction:
    """A follow-up, by the revision of its entry, was written in error and counts no more; the entry's reason says why."""

    follow_up: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """The patient's word on one use: `scope` is care, research, export or germline."""

    scope: str
    given: bool
    on: date

    def __post_init__(self) -> None:
        if self.scope not in SCOPES:
            raise ValueError(f"a consent is for {', '.join(SCOPES)}")


SCOPES = ("care", "research", "export", "germline")


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """Something a board should look at again: `what` is knowledge, trials or due; `changes` are coded lines to show."""

    what: str
    changes: tuple[str, ...] = ()
    releases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An alert, by the revision of its entry, was looked at."""

    alert: int
    outcome: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """`merged` is the same person as the patient of the entry; an entry of action ``split`` undoes it."""

    merged: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a site asks for: `signatures` of different people before a decision counts as signed."""

    signatures: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.signatures <= 9:
            raise ValueError("a decision is signed by one to nine people")


BODIES: dict[str, type] = {
    "facts": Facts, "submission": Submission, "decision": Decision, "signature": SignOff, "task": Task,
    "task_done": TaskDone, "follow_up": FollowUp, "retraction": Retraction, "consent": Consent, "alert": Alert, "seen": Seen,
    "merge": Merge, "split": Merge, "rules": Rules,
    **dict.fromkeys(
        ("account_made", "account_changed", "account_disabled", "password_changed", "signed_in", "signed_out", "sign_in_failed",
         "token_made", "token_revoked", "restricted", "unrestricted", "glass_broken"), AccessChange,
    ),
}  # fmt: skip
# What makes no version of a case.
ACCESSES = frozenset({
    "viewed", "exported", "listed", "verified", "backed_up", "erased", "refused", "restricted", "unrestricted", "glass_broken",
})  # fmt: skip
