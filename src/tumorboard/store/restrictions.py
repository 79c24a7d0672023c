"""Patients that are kept to named people, broken glass, and the random names that cases have in addresses.

Who is one person with a restricted patient, after a merge, is restricted too.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from types import MappingProxyType

import sqlalchemy as sa

from tumorboard.errors import InputError, NotFound
from tumorboard.model.access import AccessChange, Grant, Restrictions, Whose
from tumorboard.model.registry import Consent, Entry
from tumorboard.store.access_schema import ACCOUNTS, GRANTS, PUBLIC_IDS, RESTRICTIONS
from tumorboard.store.chain import stamp
from tumorboard.store.database import looking
from tumorboard.store.people import same_people
from tumorboard.store.registry import Draft, Registry, body_of
from tumorboard.store.schema import DOCUMENTS, ENTRIES, HEADS

AT_ONCE = 5_000


def in_force(registry: Registry) -> Restrictions:
    """The restrictions and the grants that have not run out."""
    with looking(registry.engine) as connection:
        named: dict[str, set[str]] = {}
        for row in connection.execute(sa.select(RESTRICTIONS)):
            named.setdefault(row.patient, set()).add(row.account)
        if not named:
            return Restrictions()
        rows = connection.execute(sa.select(GRANTS).where(GRANTS.c.until > stamp(registry.now())))
        grants = [Grant(account=r.account, patient=r.patient, until=datetime.fromisoformat(r.until)) for r in rows]
        groups = same_people(connection)
    for group in groups:
        lists = [named[p] for p in group if p in named]
        if lists:
            # Of two lists for one person only who is on both may look.
            both = set.intersection(*lists)
            named |= dict.fromkeys(group, both)
            grants += [
                Grant(account=g.account, patient=p, until=g.until) for g in grants if g.patient in group for p in group
            ]
    people = MappingProxyType({p: frozenset(a) for p, a in named.items()})
    return Restrictions(named=people, grants=tuple(dict.fromkeys(grants)))


def restrict(registry: Registry, case: str, people: Sequence[str], *, by: str, reason: str) -> None:
    """The patient of the case is kept to these people; to nobody in particular with none.

    Raises
    ------
    InputError
        ``ACC010`` if no reason is given, ``ACC011`` if who restricts is not among the people or one has no account.
    """
    if not reason.strip():
        raise InputError("a reason is needed", code="ACC010")
    if people and by not in people:
        raise InputError("who keeps a patient to named people is one of them", code="ACC011")

    def keep(connection: sa.Connection, entry: Entry, draft: Draft) -> None:
        known = set(connection.execute(sa.select(ACCOUNTS.c.id).where(ACCOUNTS.c.id.in_(people))).scalars())
        if set(people) - known:
            raise InputError("one of the people has no account here", code="ACC011")
        names = next((g for g in same_people(connection) if entry.patient in g), {entry.patient})
        connection.execute(RESTRICTIONS.delete().where(RESTRICTIONS.c.patient.in_(names)))
        for account in sorted(set(people)):
            connection.execute(RESTRICTIONS.insert().values(patient=entry.patient, account=account))

    body = AccessChange(people=tuple(sorted(set(people))))
    action = "restricted" if people else "unrestricted"
    registry.append(Draft(action=action, by=by, case=case, reason=reason, body=body), beside=keep)


def break_glass(registry: Registry, case: str, until: datetime, *, by: str, reason: str) -> None:
    """The person may open the patient's cases until then, and the audit log says why; for no case only the attempt is kept.

    Raises
    ------
    InputError
        ``ACC010`` if no reason is given.
    """
    if len(reason.strip()) < 10:
        raise InputError(
            "the glass is broken only with a reason in words", code="ACC010", remedy="Say why, in a sentence."
        )

    def keep(connection: sa.Connection, entry: Entry, draft: Draft) -> None:
        if entry.patient:
            row = {"entry": entry.number, "patient": entry.patient, "account": by, "until": stamp(until)}
            connection.execute(GRANTS.insert().values(**row))

    body = AccessChange(account=by, until=stamp(until))
    registry.append(Draft(action="glass_broken", by=by, case=case, reason=reason, body=body), beside=keep)


def name_case(connection: sa.Connection, case: str) -> None:
    """The case has a random name for addresses, in the transaction that makes it."""
    connection.execute(PUBLIC_IDS.insert().values(public=secrets.token_urlsafe(12), case=case))


def public_ids(registry: Registry, cases: Sequence[str]) -> dict[str, str]:
    """Case -> its random name, for those that have one."""
    found: dict[str, str] = {}
    query = sa.select(PUBLIC_IDS.c.case, PUBLIC_IDS.c.public)
    with looking(registry.engine) as connection:
        for start in range(0, len(cases), AT_ONCE):  # a statement holds some ten thousand values at most
            part = cases[start : start + AT_ONCE]
            found |= {row.case: row.public for row in connection.execute(query.where(PUBLIC_IDS.c.case.in_(part)))}
    return found


def case_of(registry: Registry, public: str) -> str:
    """The case of a random name.

    Raises
    ------
    NotFound
        ``REG012`` if there is none.
    """
    with looking(registry.engine) as connection:
        found = connection.execute(sa.select(PUBLIC_IDS.c.case).where(PUBLIC_IDS.c.public == public)).scalar()
    if found is None:
        raise NotFound("there is no such case in the registry", code="REG012")
    return str(found)


def whose(registry: Registry, case: str) -> Whose | None:
    """The patient of a case and the patient's last words on its use; None when there is no such case."""
    said = sa.select(DOCUMENTS.c.body).join(ENTRIES, ENTRIES.c.document == DOCUMENTS.c.digest)
    said = said.where(ENTRIES.c.case == case, ENTRIES.c.action == "consent").order_by(ENTRIES.c.number)
    with looking(registry.engine) as connection:
        head = connection.execute(sa.select(HEADS.c.patient, HEADS.c.hidden).where(HEADS.c.case == case)).first()
        bodies = [body_of("consent", text) for text in connection.execute(said).scalars()]
    if head is None:
        return None
    consents = {b.scope: b.given for b in bodies if isinstance(b, Consent)}
    return Whose(case=case, patient=head.patient, hidden=head.hidden, consents=tuple(sorted(consents.items())))
