"""Who may do what: people with roles, the actions of a board, patients that are kept to named people, and the answers.

The table `ACTIONS` is the whole of what roles allow; what is not in it is not allowed.  Times are UTC.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from tumorboard.reasons import Reason

ROLES = ("clinician", "molecular_pathologist", "coordinator", "researcher", "admin")
# What an API token can be made for.
SCOPES = (
    "cases:read", "cases:write", "cases:decide", "cases:export", "aggregates:read", "knowledge:read", "audit:read", "users:manage",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that can be done.

    Parameters
    ----------
    roles
        Who may: any one of these roles is enough.
    scope
        What an API token must have been made for.
    of_case
        It is done to one case, whose patient may be kept to named people.
    looks
        It only looks: the audit log says who looked, and no record is written.
    """

    roles: tuple[str, ...]
    scope: str
    of_case: bool = False
    looks: bool = False


_CLINICAL = ("clinician", "molecular_pathologist", "coordinator")
_DECIDE = ("clinician", "molecular_pathologist")
ACTIONS: Mapping[str, Action] = MappingProxyType({
    "cases.list": Action(_CLINICAL, "cases:read", looks=True),
    "case.read": Action(_CLINICAL, "cases:read", of_case=True, looks=True),
    "case.add": Action(_CLINICAL, "cases:write"),
    "case.amend": Action(_CLINICAL, "cases:write", of_case=True),
    "case.interpret": Action(_CLINICAL, "cases:write", of_case=True),
    "case.submit": Action(_CLINICAL, "cases:write", of_case=True),
    "case.decide": Action(_DECIDE, "cases:decide", of_case=True),
    "case.sign": Action(_DECIDE, "cases:decide", of_case=True),
    "case.follow_up": Action(_CLINICAL, "cases:write", of_case=True),
    "case.task": Action(_CLINICAL, "cases:write", of_case=True),
    "case.alert": Action(_CLINICAL, "cases:write", of_case=True),
    "case.consent": Action(("clinician", "coordinator"), "cases:write", of_case=True),
    "case.restrict": Action(("clinician", "coordinator"), "cases:write", of_case=True),
    "case.break_glass": Action(_DECIDE, "cases:write"),
    "case.export": Action(_CLINICAL, "cases:export", of_case=True, looks=True),
    "case.deidentified": Action((*_CLINICAL, "researcher"), "aggregates:read", of_case=True, looks=True),
    "patients.merge": Action(("coordinator",), "cases:write", of_case=True),
    "registry.aggregates": Action((*_CLINICAL, "researcher"), "aggregates:read", looks=True),
    "knowledge.read": Action(ROLES, "knowledge:read", looks=True),
    "audit.read": Action(("admin",), "audit:read", looks=True),
    "rules.manage": Action(("admin",), "users:manage"),
    "users.manage": Action(("admin",), "users:manage"),
})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who asks.

    Parameters
    ----------
    id
        The name of the account; what stands in the audit log.
    scopes
        What the API token was made for; None for a person who is signed in.
    """

    id: str
    name: str = ""
    roles: tuple[str, ...] = ()
    scopes: tuple[str, ...] | None = None
    language: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    """The case that an action is done to; `hidden` when the consent to care was taken back."""

    case: str
    patient: str
    hidden: bool = False
    consents: tuple[tuple[str, bool], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """The glass was broken: this person may open the patient's cases until then."""

    account: str
    patient: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Restrictions:
    """Patients that are kept to named people, by every name of the patient, and the grants that still open them."""

    named: Mapping[str, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))
    grants: tuple[Grant, ...] = ()

    def opens(self, person: str, patient: str, now: datetime) -> bool:
        """Whether the person may know of the patient."""
        if patient not in self.named or person in self.named[patient]:
            return True
        return any(g.account == person and g.patient == patient and now < g.until for g in self.grants)

    def closed(self, person: str, now: datetime) -> frozenset[str]:
        """The patients that this person must not know of."""
        return frozenset(p for p in self.named if not self.opens(person, p, now))


@dataclass(frozen=True, slots=True)
class Permit:
    """It may be done."""

    action: str


@dataclass(frozen=True, slots=True)
class Denial:
    """It may not; `hidden` when even that there is such a case must not be told: the answer is *not found*."""

    why: Reason
    hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account as it is kept, without what proves who one is; times as the registry writes them."""

    id: str
    name: str
    roles: tuple[str, ...]
    active: bool = True
    language: str = "en"
    local: bool = True
    made: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiToken:
    """An API token as it is kept: never the token itself."""

    id: str
    account: str
    label: str
    scopes: tuple[str, ...]
    made: str
    until: str
    revoked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessChange:
    """Body of an entry about access: whom it concerns, and what it now is."""

    account: str = ""
    roles: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    token: str = ""
    until: str = ""
    people: tuple[str, ...] = ()
