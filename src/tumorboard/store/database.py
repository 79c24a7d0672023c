"""The connection: one writer at a time, everything that was acknowledged is on the disk, the schema is the newest.

SQLite keeps a write-ahead log and waits for the disk at every commit; PostgreSQL takes an advisory lock, so that the chain
has one end in either.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.resources import files
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from tumorboard.errors import StoreError
from tumorboard.store import private

BUSY_SECONDS = 30.0
_FAULTS = (sa.exc.DBAPIError, OSError)
_LOCK = 0x7475_6D6F_7262  # one number for all who write to a registry in one PostgreSQL database


def engine_of(url: str) -> sa.Engine:
    """An engine for ``sqlite:///path`` or ``postgresql://user@host/name``; nothing is opened yet.

    Raises
    ------
    StoreError
        ``REG001`` if the address is none, or of another kind of database.
    """
    try:
        address = sa.make_url(url)
    except sa.exc.ArgumentError as err:
        raise _address() from err
    if address.get_backend_name() == "sqlite":
        engine = sa.create_engine(address, connect_args={"timeout": BUSY_SECONDS})
        sa.event.listen(engine, "connect", _sqlite_settings)
        sa.event.listen(engine, "begin", _sqlite_begin)
        return engine
    if address.get_backend_name() == "postgresql":
        return sa.create_engine(address.set(drivername="postgresql+pg8000"), pool_pre_ping=True)
    raise _address()


def _address() -> StoreError:
    return StoreError(
        "the address of the registry is neither SQLite's nor PostgreSQL's",
        code="REG001",
        remedy="Use sqlite:///FILE or postgresql://USER@HOST/NAME.",
    )


def _sqlite_settings(connection: Any, record: object) -> None:
    connection.isolation_level = None  # transactions are begun below, not by the driver
    for setting in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {setting}")


def hurried(engine: sa.Engine) -> None:
    """The engine does not wait for the disk any more: for a registry that nobody was told of yet and that can be made anew."""
    if engine.dialect.name == "sqlite":
        engine.dispose()
        sa.event.listen(engine, "connect", _sqlite_unsafe)


def _sqlite_unsafe(connection: Any, record: object) -> None:
    connection.execute("PRAGMA synchronous=OFF")


def _sqlite_begin(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A transaction that nobody else writes beside; kept when the block ends, and on the disk then.

    Raises
    ------
    StoreError
        ``REG003`` when the disk is full, the database is gone or another writer did not let go; the message says whether
        anything can have been written.
    """
    connection = _connected(engine).execution_options(writes=True)
    try:
        transaction = connection.begin()
        if engine.dialect.name == "postgresql":
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        yield connection
    except _FAULTS as err:
        _let_go(connection)
        raise failed(err) from err
    except BaseException:
        _let_go(connection)
        raise
    try:
        transaction.commit()
    except _FAULTS as err:
        _let_go(connection)
        raise failed(err, committing=True) from err
    connection.close()


def _connected(engine: sa.Engine) -> sa.Connection:
    try:
        return engine.connect()
    except _FAULTS as err:
        raise failed(err) from err


def _let_go(connection: sa.Connection) -> None:
    """Roll back and close, whatever is left of the connection: what drivers raise for a server that is gone has no one name."""
    for step in (connection.close, connection.invalidate, connection.close):
        with suppress(Exception):
            step()
            return


@contextmanager
def looking(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A transaction that only reads.

    Raises
    ------
    StoreError
        ``REG003`` when the database cannot be reached.
    """
    connection = _connected(engine)
    try:
        with connection.begin():
            yield connection
    except _FAULTS as err:
        raise failed(err) from err
    finally:
        _let_go(connection)


def failed(err: Exception, *, committing: bool = False) -> StoreError:
    """What is said of a database that failed: its kind of fault, never the values of the statement."""
    cause = getattr(err, "orig", None) or err
    words = str(cause).lower()
    full = "disk is full" in words or "no space" in words
    kept = "whether it was kept is not known: look before you say it again" if committing else "nothing was written"
    return StoreError(
        f"the registry did not answer as it should ({'no space is left' if full else type(cause).__name__}); {kept}",
        code="REG003",
        remedy="Free space and try again." if full else "See that the database runs and is reachable, and try again.",
    )


def _config(connection: sa.Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(files("tumorboard.store") / "migrations"))
    config.attributes["connection"] = connection
    return config


def upgrade(engine: sa.Engine) -> None:
    """The schema is the newest; what was stored stays.  A file that is made now may be read by its owner only."""
    if engine.dialect.name == "sqlite" and engine.url.database not in {None, "", ":memory:"}:
        try:
            private.made(Path(str(engine.url.database)))  # SQLite gives its journals the mode of the file
        except OSError as err:
            raise failed(err) from err
    with writing(engine) as connection:
        command.upgrade(_config(connection), "head")


def check_schema(engine: sa.Engine) -> None:
    """Nothing, when the schema is the newest.

    Raises
    ------
    StoreError
        ``REG002`` when there is no registry there, or one of another version of the program.
    """
    with looking(engine) as connection:
        found = MigrationContext.configure(connection).get_current_revision()
        newest = ScriptDirectory.from_config(_config(connection)).get_current_head()
    if found != newest:
        seen = "no registry" if found is None else "a registry of another version of the program"
        raise StoreError(
            f"there is {seen} at this address", code="REG002", remedy="`tumorboard registry init` makes or upgrades it."
        )
