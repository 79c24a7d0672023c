"""Accounts and what proves who one is.  Every change is one transaction with its entry in the chained audit log.

Passwords come as hashes that `app` made; of sessions and API tokens only the SHA-256 is kept: each is 256 random bits, which
needs no slow hash.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

import sqlalchemy as sa

from tumorboard.errors import InputError, NotFound
from tumorboard.model.access import ROLES, SCOPES, AccessChange, Account, ApiToken, Person
from tumorboard.model.registry import Entry
from tumorboard.store.access_schema import ACCOUNTS, SESSIONS, TOKENS
from tumorboard.store.chain import stamp
from tumorboard.store.database import looking, writing
from tumorboard.store.registry import Draft, Registry

# Written no more often than this: a session that is used need not write at every request.
SEEN_EVERY = timedelta(seconds=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifetime:
    """How long a session lives: `idle` since it was last used, `absolute` since the person signed in."""

    idle: timedelta = timedelta(minutes=30)
    absolute: timedelta = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Proof:
    """What an account is checked with: the hash of its password, and until when it is locked after failures."""

    account: Account
    password: str
    failures: int
    locked_until: str


class Accounts:
    """The accounts of an open registry."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry

    # Accounts

    def add(self, account: Account, password: str, *, by: str, subject: str | None = None) -> Account:
        """The account is there; `password` is its hash, empty for one that signs in elsewhere.

        Raises
        ------
        InputError
            ``ACC001`` if there is an account of this name, ``ACC002`` if a role is not known.
        """
        check_roles(account.roles)
        made = replace(account, made=stamp(self.registry.now()), local=subject is None)
        row = {
            "id": made.id, "name": made.name, "roles": " ".join(made.roles), "active": made.active, "language": made.language,
            "password": password, "subject": subject, "made": made.made, "failures": 0, "locked_until": "",
        }  # fmt: skip

        def keep(connection: sa.Connection, entry: Entry, draft: Draft) -> None:
            if connection.execute(sa.select(ACCOUNTS.c.id).where(ACCOUNTS.c.id == made.id)).first() is not None:
                raise InputError("there is an account of this name", code="ACC001", remedy="Choose another name.")
            connection.execute(ACCOUNTS.insert().values(**row))

        self._write("account_made", by, AccessChange(account=made.id, roles=made.roles), keep)
        return made

    def change(
        self, account: str, *, by: str, roles: Sequence[str] | None = None, active: bool | None = None,
        password: str | None = None, language: str | None = None, name: str | None = None,
    ) -> Account:  # fmt: skip
        """The account is as asked; who is disabled, or has other roles or another password, is signed out everywhere.

        Raises
        ------
        NotFound
            ``ACC003`` if there is no such account.
        InputError
            ``ACC002`` if a role is not known.
        """
        before = self.proof(account).account
        if roles is not None:
            check_roles(roles)
        asked = {"active": active, "password": password, "language": language, "name": name}
        values: dict[str, object] = {k: v for k, v in asked.items() if v is not None}
        if roles is not None:
            values["roles"] = " ".join(roles)
        if password is not None:
            values |= {"failures": 0, "locked_until": ""}

        def keep(connection: sa.Connection, entry: Entry, draft: Draft) -> None:
            connection.execute(ACCOUNTS.update().where(ACCOUNTS.c.id == account).values(**values))
            if {"roles", "active", "password"} & values.keys():
                connection.execute(SESSIONS.delete().where(SESSIONS.c.account == account))
            if active is False:
                connection.execute(TOKENS.update().where(TOKENS.c.account == account).values(revoked=True))

        what = "password_changed" if password is not None else "account_changed"
        what = "account_disabled" if active is False else what
        self._write(
            what, by, AccessChange(account=account, roles=tuple(roles if roles is not None else before.roles)), keep
        )
        return self.proof(account).account

    def all(self) -> tuple[Account, ...]:
        """Every account, by name."""
        with looking(self.registry.engine) as connection:
            return tuple(_account(r) for r in connection.execute(sa.select(ACCOUNTS).order_by(ACCOUNTS.c.id)))

    def proof(self, account: str) -> Proof:
        """What the account is checked with.

        Raises
        ------
        NotFound
            ``ACC003`` if there is no such account.
        """
        if "\0" in account:  # no name has it, and PostgreSQL takes no such text
            raise NotFound("there is no such account", code="ACC003")
        return self._proof(ACCOUNTS.c.id == account)

    def by_subject(self, subject: str) -> Account | None:
        """The account of a subject of a provider; None when it never signed in here."""
        try:
            return self._proof(ACCOUNTS.c.subject == subject).account
        except NotFound:
            return None

    def _proof(self, which: sa.ColumnElement[bool]) -> Proof:
        with looking(self.registry.engine) as connection:
            row = connection.execute(sa.select(ACCOUNTS).where(which)).first()
        if row is None:
            raise NotFound("there is no such account", code="ACC003", remedy="`tumorboard users list`.")
        return Proof(_account(row), row.password, row.failures, row.locked_until)

    def attempt(self, account: str, wait: Callable[[int], timedelta]) -> bool:
        """Whether a password may be tried now; if so it counts as failed, for `open_session` to take back.

        Counted before the password is looked at and in one transaction, so that attempts at the same time count each
        and one that never ends counts too.  After so many in a row the account waits for as long as `wait` says;
        attempts while it waits are not counted.
        """
        chosen = ACCOUNTS.c.id == account
        with writing(self.registry.engine) as connection:
            now = self.registry.now()
            row = connection.execute(sa.select(ACCOUNTS.c.failures, ACCOUNTS.c.locked_until).where(chosen)).one()
            if row.locked_until and now < datetime.fromisoformat(row.locked_until):
                return False
            pause = wait(row.failures + 1)
            until = stamp(now + pause) if pause else ""
            connection.execute(ACCOUNTS.update().where(chosen).values(failures=row.failures + 1, locked_until=until))
        return True

    def failed(self, account: str) -> None:
        """That a sign-in with this name failed stands in the audit log."""
        self.registry.append(Draft(action="sign_in_failed", by=account, body=AccessChange(account=account)))

    # Sessions

    def open_session(self, account: str, lifetime: Lifetime) -> str:
        """A new session of the account: the secret that its cookie carries."""
        secret, now = secrets.token_urlsafe(32), self.registry.now()
        row = {
            "digest": digest(secret), "account": account, "made": stamp(now), "seen": stamp(now),
            "until": stamp(now + lifetime.absolute),
        }  # fmt: skip

        def keep(connection: sa.Connection, entry: Entry, draft: Draft) -> None:
            connection.execute(SESSIONS.delete().where(SESSIONS.c.until < stamp(now)))
            connection.execute(SESSIONS.insert().values(**row))
            connection.execute(ACCOUNTS.update().where(ACCOUNTS.c.id == account).values(failures=0, locked_until=""))

        self._write("signed_in", account, AccessChange(account=account), keep)
        return secret

    def of_session(self, secret: str, lifetime: Lifetime) -> Person | None:
        """Who the session belongs to; None when it is none, ended, or its account is disabled."""
        now = self.registry.now()
        query = sa.select(SESSIONS.c.seen, SESSIONS.c.until, ACCOUNTS).join(
            ACCOUNTS, ACCOUNTS.c.id == SESSIONS.c.account
        )
        chosen = SESSIONS.c.digest == digest(secret)
        with looking(self.registry.engine) as connection:
            row = connection.execute(query.where(chosen)).first()
        if row is None or not row.active or row.until <= stamp(now) or row.seen <= stamp(now - lifetime.idle):
            return None
        if row.seen < stamp(now - SEEN_EVERY):
            with writing(self.registry.engine) as connection:
                connection.execute(SESSIONS.update().where(chosen).values(seen=stamp(now)))
        return _person(row)

    def close_session(self, secret: str, by: str) -> None:
        """The session is ended."""

        def keep(connection: sa.Connection, entry: Entry, draft: Draft) -> None:
            connection.execute(SESSIONS.delete().where(SESSIONS.c.digest == digest(secret)))

        self._write("signed_out", by, AccessChange(account=by), keep)

    # API tokens

    def make_token(
        self, account: str, label: str, scopes: Sequence[str], until: datetime, *, by: str
    ) -> tuple[str, ApiToken]:
        """A new API token: the secret, which is told only now, and what is kept of it.

        Raises
        ------
        InputError
            ``ACC004`` if a scope is not known or none is given.
        NotFound
            ``ACC003`` if there is no such account.
        """
        if not scopes or set(scopes) - set(SCOPES):
            raise InputError(f"scopes are of {', '.join(SCOPES)}", code="ACC004")
        self.proof(account)
        secret = f"tb_{secrets.token_urlsafe(32)}"
        made = ApiToken(
            id=secrets.token_hex(8), account=account, label=label[:200], scopes=tuple(s for s in SCOPES if s in scopes),
            made=stamp(self.registry.now()), until=stamp(until),
        )  # fmt: skip
        row = {"digest": digest(secret), "scopes": " ".join(made.scopes), "revoked": False}
        row |= {k: getattr(made, k) for k in ("id", "account", "label", "made", "until")}

        def keep(connection: sa.Connection, entry: Entry, draft: Draft) -> None:
            connection.execute(TOKENS.insert().values(**row))

        change = AccessChange(account=account, token=made.id, scopes=made.scopes, until=made.until)
        self._write("token_made", by, change, keep)
        return secret, made

    def of_token(self, secret: str) -> Person | None:
        """Who the API token speaks for, with its scopes; None when it is none, expired or revoked."""
        query = sa.select(TOKENS.c.scopes, TOKENS.c.until, TOKENS.c.revoked, ACCOUNTS).join(
            ACCOUNTS, ACCOUNTS.c.id == TOKENS.c.account
        )
        with looking(self.registry.engine) as connection:
            row = connection.execute(query.where(TOKENS.c.digest == digest(secret))).first()
        if row is None or row.revoked or not row.active or row.until <= stamp(self.registry.now()):
            return None
        return replace(_person(row), scopes=tuple(row.scopes.split()))

    def tokens(self, account: str = "") -> tuple[ApiToken, ...]:
        """The API tokens of an account, or of all."""
        query = sa.select(TOKENS).order_by(TOKENS.c.made)
        with looking(self.registry.engine) as connection:
            rows = connection.execute(query.where(TOKENS.c.account == account) if account else query)
            return tuple(_token(r) for r in rows)

    def revoke_token(self, token: str, *, by: str) -> None:
        """The API token is good for nothing from now on."""

        def keep(connection: sa.Connection, entry: Entry, draft: Draft) -> None:
            done = connection.execute(TOKENS.update().where(TOKENS.c.id == token).values(revoked=True))
            if not done.rowcount:
                raise NotFound("there is no such API token", code="ACC005")

        self._write("token_revoked", by, AccessChange(token=token), keep)

    def _write(
        self, action: str, by: str, body: AccessChange, keep: Callable[[sa.Connection, Entry, Draft], None]
    ) -> Entry:
        return self.registry.append(Draft(action=action, by=by, body=body), beside=keep)[0]


def digest(secret: str) -> str:
    """What is kept of a secret."""
    return sha256(secret.encode()).hexdigest()


def check_roles(roles: Sequence[str]) -> None:
    """Nothing, when every role is known and there is one.

    Raises
    ------
    InputError
        ``ACC002``.
    """
    if not roles or set(roles) - set(ROLES):
        raise InputError(f"roles are of {', '.join(ROLES)}", code="ACC002")


def _account(row: sa.Row[tuple[object, ...]]) -> Account:
    return Account(
        id=row.id, name=row.name, roles=tuple(row.roles.split()), active=row.active, language=row.language,
        local=row.subject is None, made=row.made,
    )  # fmt: skip


def _person(row: sa.Row[tuple[object, ...]]) -> Person:
    return Person(id=row.id, name=row.name, roles=tuple(row.roles.split()), language=row.language)


def _token(row: sa.Row[tuple[object, ...]]) -> ApiToken:
    values = {**row._mapping, "scopes": tuple(row.scopes.split())}
    del values["digest"]
    return ApiToken(**values)
