"""The registry: what was acknowledged is kept, in order, and who wants to change a case must have seen its last record."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

import sqlalchemy as sa

from tumorboard.errors import Conflict, InputError, NotFound, StoreError
from tumorboard.model.registry import ACCESSES, BODIES, Entry, Rules
from tumorboard.store.chain import START, Break, breaks, sealed, stamp
from tumorboard.store.database import check_schema, engine_of, looking, upgrade, writing
from tumorboard.store.schema import DOCUMENTS, ENTRIES, ERASURES
from tumorboard.wire.codec import dumps
from tumorboard.wire.decode import loads

Clock = Callable[[], datetime]
LONGEST_REASON = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is to be appended.

    Parameters
    ----------
    seen
        The revision of the case that the writer saw last; None to append whatever came meanwhile (an access, an alert).
    body
        A value of `model.registry.BODIES`, the text of an assessment, or None.
    """

    action: str
    by: str
    case: str = ""
    patient: str = ""
    reason: str = ""
    body: object | str | None = None
    seen: int | None = None


class Registry:
    """An open registry.

    Raises
    ------
    StoreError
        If there is none at the address, or one of another version.
    """

    def __init__(self, url: str, clock: Clock) -> None:
        self.engine = engine_of(url)
        self._clock = clock
        try:
            check_schema(self.engine)
        except StoreError:
            self.engine.dispose()
            raise

    @classmethod
    def made(cls, url: str, clock: Clock) -> Registry:
        """A registry at the address, made or brought to the newest schema first."""
        engine = engine_of(url)
        try:
            upgrade(engine)
        finally:
            engine.dispose()
        return cls(url, clock)

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()

    def now(self) -> datetime:
        """The time, UTC."""
        return self._clock().astimezone(UTC)

    def append(
        self, *drafts: Draft, beside: Callable[[sa.Connection, Entry, Draft], None] | None = None
    ) -> tuple[Entry, ...]:
        """The entries, all of them or none, once they are on the disk.

        Parameters
        ----------
        beside
            Called for each entry in the same transaction: keeps the quick lists true.

        Raises
        ------
        Conflict
            ``REG010`` when a case has a later record than the writer saw.
        StoreError
            When the database fails; nothing was written.
        """
        with writing(self.engine) as connection:
            last = _last(connection)
            made = []
            for draft in drafts:
                entry = self._entry(connection, draft, last)
                if entry.document:
                    _keep(connection, entry.document, text_of(draft.body))
                connection.execute(ENTRIES.insert().values(**_row(entry)))
                if beside is not None:
                    beside(connection, entry, draft)
                made.append(entry)
                last = entry
        return tuple(made)

    def _entry(self, connection: sa.Connection, draft: Draft, last: Entry | None) -> Entry:
        record = draft.action not in ACCESSES
        held = _revision(connection, draft.case) if draft.case else 0
        if record and draft.seen is not None and held != draft.seen:
            raise Conflict(
                f"the case has record {held}, and {draft.seen} was the last one seen",
                code="REG010",
                remedy="Look at what came meanwhile, then say it again.",
            )
        if len(draft.reason) > LONGEST_REASON:
            raise InputError("the reason is too long", code="REG011", remedy=f"{LONGEST_REASON} characters at most.")
        now = self._clock().astimezone(UTC)
        body = text_of(draft.body) if draft.body is not None else ""
        return sealed(
            Entry(
                number=last.number + 1 if last else 1,
                # A clock that was set back never makes an entry older than the one before.
                at=max(now, last.at) if last else now,
                by=draft.by,
                action=draft.action,
                case=draft.case,
                patient=draft.patient or (_patient(connection, draft.case) if draft.case else ""),
                revision=held + 1 if record and draft.case else 0,
                reason=draft.reason,
                document=sha256(body.encode()).hexdigest() if body else "",
                previous=last.digest if last else START,
            )
        )

    def entries(self, *, case: str = "", patient: str = "", after: int = 0) -> Iterator[Entry]:
        """Entries in order: all of them, or those of a case or patient."""
        query = sa.select(ENTRIES).where(ENTRIES.c.number > after).order_by(ENTRIES.c.number)
        if case:
            query = query.where(ENTRIES.c.case == case)
        if patient:
            query = query.where(ENTRIES.c.patient == patient)
        with looking(self.engine) as connection:
            for row in connection.execution_options(stream_results=True).execute(query):
                yield entry_of(row)

    def records(self, case: str) -> tuple[tuple[Entry, object | None], ...]:
        """The records of a case with their bodies; an erased body, and the text of an assessment, is None.

        Raises
        ------
        NotFound
            ``REG012`` if there is no such case.
        """
        chosen = [ENTRIES.c.case == case, ENTRIES.c.revision > 0]
        bodies = sa.select(DOCUMENTS).where(DOCUMENTS.c.digest.in_(sa.select(ENTRIES.c.document).where(*chosen)))
        bodies = bodies.where(
            DOCUMENTS.c.digest.in_(sa.select(ENTRIES.c.document).where(*chosen, ENTRIES.c.action != "assessment"))
        )
        with looking(self.engine) as connection:
            found = [
                entry_of(r) for r in connection.execute(sa.select(ENTRIES).where(*chosen).order_by(ENTRIES.c.number))
            ]
            texts = {row.digest: row.body for row in connection.execute(bodies)}
        if not found:
            raise NotFound("there is no such case in the registry", code="REG012", remedy="`tumorboard registry list`.")
        return tuple((e, body_of(e.action, texts.get(e.document))) for e in found)

    def end(self) -> Entry | None:
        """The last entry; None in an empty registry."""
        with looking(self.engine) as connection:
            return _last(connection)

    def first(self) -> Entry | None:
        """The first entry; None in an empty registry."""
        with looking(self.engine) as connection:
            row = connection.execute(sa.select(ENTRIES).order_by(ENTRIES.c.number).limit(1)).first()
        return entry_of(row) if row is not None else None

    def rules(self) -> Rules:
        """The site's rules: the last ones written, or the usual ones."""
        latest = (
            sa.select(ENTRIES.c.document).where(ENTRIES.c.action == "rules").order_by(ENTRIES.c.number.desc()).limit(1)
        )
        with looking(self.engine) as connection:
            body = connection.execute(sa.select(DOCUMENTS.c.body).where(DOCUMENTS.c.digest.in_(latest))).scalar()
        return loads(Rules, body) if body is not None else Rules()

    def document(self, digest: str) -> str:
        """The text of a body.

        Raises
        ------
        NotFound
            ``REG013`` if it was erased, or never there.
        """
        with looking(self.engine) as connection:
            body = connection.execute(sa.select(DOCUMENTS.c.body).where(DOCUMENTS.c.digest == digest)).scalar()
        if body is None:
            raise NotFound("this document was erased or is not in the registry", code="REG013")
        return str(body)

    def breaks(self) -> tuple[Break, ...]:
        """Where the chain does not hold, and documents that are not what their entry names."""
        found = list(breaks(self.entries()))
        with looking(self.engine) as connection:
            for row in connection.execution_options(stream_results=True).execute(sa.select(DOCUMENTS)):
                if sha256(row.body.encode()).hexdigest() != row.digest:
                    named = sa.select(sa.func.min(ENTRIES.c.number)).where(ENTRIES.c.document == row.digest)
                    found.append(Break(connection.execute(named).scalar() or 0, "document_changed"))
            kept = sa.select(DOCUMENTS.c.digest).union(sa.select(ERASURES.c.digest))
            lost = sa.select(ENTRIES.c.number).where(ENTRIES.c.document != "", ENTRIES.c.document.not_in(kept))
            found += [Break(n, "document_missing") for n in connection.execute(lost).scalars()]
        return tuple(sorted(found, key=lambda b: (b.number, b.what)))


def text_of(body: object | str | None) -> str:
    """The text of a body as it is kept."""
    return body if isinstance(body, str) else dumps(body)


def body_of(action: str, text: str | None) -> object | None:
    """The value of a body; None for an action without one, or when it was erased."""
    kind = BODIES.get(action)
    return loads(kind, text) if kind is not None and text is not None else None


def entry_of(row: sa.Row[tuple[object, ...]]) -> Entry:
    """An entry out of its row."""
    values = dict(row._mapping)
    return Entry(**{**values, "at": datetime.fromisoformat(str(values["at"]))})


def _row(entry: Entry) -> dict[str, object]:
    return {column.name: getattr(entry, column.name) for column in ENTRIES.c} | {"at": stamp(entry.at)}


def _last(connection: sa.Connection) -> Entry | None:
    row = connection.execute(sa.select(ENTRIES).order_by(ENTRIES.c.number.desc()).limit(1)).first()
    return entry_of(row) if row is not None else None


def _revision(connection: sa.Connection, case: str) -> int:
    query = sa.select(sa.func.max(ENTRIES.c.revision)).where(ENTRIES.c.case == case)
    return int(connection.execute(query).scalar() or 0)


def _patient(connection: sa.Connection, case: str) -> str:
    query = sa.select(ENTRIES.c.patient).where(ENTRIES.c.case == case, ENTRIES.c.revision == 1)
    return str(connection.execute(query).scalar() or "")


def _keep(connection: sa.Connection, digest: str, body: str) -> None:
    there = connection.execute(sa.select(DOCUMENTS.c.digest).where(DOCUMENTS.c.digest == digest)).first()
    if there is None:
        connection.execute(DOCUMENTS.insert().values(digest=digest, body=body))
