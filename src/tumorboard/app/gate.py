"""The gate of a registry: who somebody is, what they may do, which case a random name means.  Pages and API go through it.

Every look at a case and every refusal about one stands in the audit log.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from tumorboard.app import passwords
from tumorboard.app.access import permitted
from tumorboard.app.cases import usable
from tumorboard.app.desk import Seat
from tumorboard.errors import Conflict, InputError, NotFound, Refused
from tumorboard.issues import Parsed
from tumorboard.model.access import ACTIONS, Account, Denial, Person, Restrictions, Whose
from tumorboard.model.case import Case
from tumorboard.model.registry import Entry, SignOff
from tumorboard.reasons import Reason
from tumorboard.store import restrictions
from tumorboard.store.accounts import Accounts, Lifetime
from tumorboard.store.heads import Head, counted, heads
from tumorboard.store.registry import Draft, Registry
from tumorboard.wording import words

GLASS_HOURS = 8


@dataclass(frozen=True, slots=True)
class AtHand:
    """A case that a person may do something to."""

    person: Person
    seat: Seat
    case: str
    patient: str
    public: str


@dataclass(frozen=True, slots=True)
class Gate:
    """The gate of an open registry."""

    registry: Registry
    lifetime: Lifetime = Lifetime()

    @property
    def accounts(self) -> Accounts:
        """The accounts of the registry."""
        return Accounts(self.registry)

    def sign_in(self, account: str, password: str) -> str | None:
        """The secret of a new session; None if name or password are wrong, or the account waits or is disabled.

        Which of these it was is not told, and a password is hashed whether there is such an account or not.
        """
        try:
            proof = self.accounts.proof(account)
        except NotFound:
            passwords.holds("", password)
            return None
        may = self.accounts.attempt(account, passwords.wait)
        right = passwords.holds(proof.password, password)
        if may and right and proof.account.active:
            return self.accounts.open_session(account, self.lifetime)
        if may:
            self.accounts.failed(account)
        return None

    def sign_on(self, subject: str, account: str, name: str, roles: tuple[str, ...]) -> str:
        """The secret of a new session of somebody whom a provider signed on; the account is made at the first time.

        Roles and name are those that the provider gives now.

        Raises
        ------
        Refused
            ``OID012`` if the account was disabled here.
        """
        found = self.accounts.by_subject(subject)
        if found is None:
            taken = {a.id for a in self.accounts.all()}
            if account in taken:  # another person of this name, there or here
                account = f"{account}.{sha256(subject.encode()).hexdigest()[:8]}"
            found = self.accounts.add(Account(id=account, name=name, roles=roles), "", by=account, subject=subject)
        if not found.active:
            raise Refused("this account is disabled", code="OID012", remedy="Ask who looks after the accounts.")
        if (found.roles, found.name) != (roles, name):
            changed = roles if found.roles != roles else None
            self.accounts.change(found.id, by=found.id, roles=changed, name=name)
        return self.accounts.open_session(found.id, self.lifetime)

    def person(self, session: str) -> Person | None:
        """Who the secret of a session belongs to; None when it is none or ended."""
        return self.accounts.of_session(session, self.lifetime)

    def bearer(self, token: str) -> Person | None:
        """Who an API token speaks for; None when it is none, expired or revoked."""
        return self.accounts.of_token(token)

    def seat(self, person: Person) -> Seat:
        """The person's seat at the registry."""
        return Seat.at(self.registry, person.id)

    def restrictions(self) -> Restrictions:
        """The restrictions in force."""
        return restrictions.in_force(self.registry)

    def can(self, person: Person, action: str) -> bool:
        """Whether a role of the person, and the scopes of the token, have the action at all: for menus."""
        rule = ACTIONS[action]
        return bool(set(rule.roles) & set(person.roles)) and (person.scopes is None or rule.scope in person.scopes)

    def may(self, person: Person, action: str) -> None:
        """Nothing, when the person may do what is done to no case.

        Raises
        ------
        Refused
            With the code of the reason.
        """
        if ACTIONS[action].of_case:
            raise ValueError(f"{action} is done to a case: ask case()")
        self._held(permitted(person, action, None, Restrictions(), self.registry.now()))

    def case(self, person: Person, action: str, public: str) -> AtHand:
        """The case of a random name, for something that the person may do to it.

        Raises
        ------
        Refused
            If the person may do this to no case, or the patient's word stands against it.
        NotFound
            If there is no such case, or the person must not know of it: the same answer, and the audit log knows.
        """
        try:
            name = restrictions.case_of(self.registry, public)
        except NotFound:
            name = ""
        whose = restrictions.whose(self.registry, name) if name else None
        answer = permitted(person, action, whose, self.restrictions(), self.registry.now())
        seat = self.seat(person)
        if isinstance(answer, Denial) or whose is None:
            if whose is not None:
                seat.looked(whose.case, "refused", action)
            self._held(answer)
            raise _not_found()
        if ACTIONS[action].looks:
            seat.looked(whose.case, "exported" if action in _TAKES_OUT else "viewed")
        return AtHand(person, seat, whose.case, whose.patient, public)

    def worklist(
        self, person: Person, *, state: str = "", limit: int = 200, after: str = ""
    ) -> tuple[tuple[str, Head], ...]:
        """Random name and line of the cases that the person may know of, the last changed first.

        Raises
        ------
        Refused
            If the person may not list cases.
        """
        self.may(person, "cases.list")
        found = heads(self.registry, state=state, limit=limit, after=after, without=self.closed(person))
        names = restrictions.public_ids(self.registry, [h.case for h in found])
        return tuple((names[h.case], h) for h in found)

    def counted(self, person: Person) -> dict[str, int]:
        """How many of the cases that the person may know of stand where."""
        self.may(person, "cases.list")
        return counted(self.registry, without=self.closed(person))

    def closed(self, person: Person) -> frozenset[str]:
        """The patients that the person must not know of."""
        return self.restrictions().closed(person.id, self.registry.now())

    def public(self, case: str) -> str:
        """The random name of a case."""
        return restrictions.public_ids(self.registry, [case])[case]

    def add_allowed(self, person: Person, case: str, patient: str) -> None:
        """Nothing, when the person may put a new case of this patient into the registry.

        Raises
        ------
        Refused
            Also for a restricted patient: without telling that it is one.
        """
        self.may(person, "case.add")
        if not self.restrictions().opens(person.id, patient, self.registry.now()):
            self.registry.append(Draft(action="refused", by=person.id, patient=patient, reason="case.add"))
            raise _refused(Reason.of("access.name_taken"))

    def add(self, person: Person, found: Parsed[Case], reason: str = "") -> Entry:
        """The facts that were read are a new case.

        Raises
        ------
        Refused
            If the person may not add cases.
        InputError
            If the files gave no case.
        Conflict
            ``ACC012`` if there is a case of this name, or the patient is kept to others: one answer for both.
        """
        case = usable(found)
        try:
            self.may(person, "case.add")
            self.add_allowed(person, case.id, case.patient.id or case.id)
            return self.seat(person).add(found, reason=reason)
        except Refused as error:
            if error.code != "access.name_taken":
                raise
        except Conflict:
            self.seat(person).looked(case.id, "refused", "case.add")
        said = words("en").reasons["access.name_taken"]
        raise Conflict(
            said, code="ACC012", remedy="Give the case another name, or add the facts to the case that is there."
        )

    def amend(self, at: AtHand, found: Parsed[Case], reason: str, seen: int) -> Entry:
        """The facts that were read are the newest version of the case at hand.

        Raises
        ------
        InputError
            If the files gave no case, or ``ACC013`` one of another name.
        Conflict, Refused
            As `Seat.add`.
        """
        if usable(found).id != at.case:
            raise InputError("the files are of another case", code="ACC013", remedy="See `case` in case.yaml.")
        return at.seat.add(found, reason=reason, seen=seen)

    def sign(self, at: AtHand, decision: str, role: str = "", *, seen: int | None = None) -> Entry:
        """The decision, named by its digest, is signed in a role that the person has and that signs; who has one such role need not say it.

        Raises
        ------
        Refused
            If the role is another, or none is said where there are two; else as `Seat.write`.
        Conflict
            As `Seat.write`.
        """
        own = tuple(r for r in ACTIONS["case.sign"].roles if r in at.person.roles)
        chosen = own[0] if not role and len(own) == 1 else role
        if chosen not in own:
            raise _refused(Reason.of("access.signing_role", roles=own))
        return at.seat.write(at.case, SignOff(signs=decision, role=chosen), seen=seen)

    def restrict(self, at: AtHand, people: Sequence[str], reason: str) -> None:
        """The patient of the case is kept to these people; to nobody in particular with none."""
        restrictions.restrict(self.registry, at.case, people, by=at.person.id, reason=reason)

    def restricted_to(self, at: AtHand) -> tuple[str, ...]:
        """The people that the patient of the case is kept to; empty when to nobody in particular."""
        return tuple(sorted(self.restrictions().named.get(at.patient, ())))

    def break_glass(self, person: Person, case: str, reason: str) -> None:
        """If there is such a case, its patient is open to the person for some hours; the answer is the same if there is none.

        Parameters
        ----------
        case
            As the board calls it, not the random name: who breaks the glass knows whom the case is about.

        Raises
        ------
        Refused
            If the person may not.
        InputError
            If no reason in words is given.
        """
        self.may(person, "case.break_glass")
        there = restrictions.whose(self.registry, case)
        until = self.registry.now() + timedelta(hours=GLASS_HOURS)
        restrictions.break_glass(
            self.registry, there.case if there is not None else "", until, by=person.id, reason=reason
        )

    def _held(self, answer: object) -> None:
        if isinstance(answer, Denial):
            raise _not_found() if answer.hidden else _refused(answer.why)


_TAKES_OUT = frozenset({"case.export", "case.deidentified"})


def whose_of(gate: Gate, case: str) -> Whose | None:
    """The patient of a case; None when there is no such case."""
    return restrictions.whose(gate.registry, case)


def _not_found() -> NotFound:
    return NotFound("there is no such case in the registry", code="REG012")


def _refused(why: Reason) -> Refused:
    return Refused(words("en").reason(why), code=why.code, why=why)
