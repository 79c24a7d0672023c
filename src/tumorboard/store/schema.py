"""The tables.  `entries` and `documents` are only ever added to, which the database itself enforces; `heads`, `people`
and `summaries` are what the entries add up to, kept for quick lists and numbers, and can be made again from them.
"""

from __future__ import annotations

import sqlalchemy as sa

METADATA = sa.MetaData()

ENTRIES = sa.Table(
    "entries",
    METADATA,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", sa.String(32), nullable=False),
    sa.Column("by", sa.String(200), nullable=False),
    sa.Column("action", sa.String(40), nullable=False),
    sa.Column("case", sa.String(200), nullable=False, default=""),
    sa.Column("patient", sa.String(200), nullable=False, default=""),
    sa.Column("revision", sa.Integer, nullable=False, default=0),
    sa.Column("reason", sa.Text, nullable=False, default=""),
    sa.Column("document", sa.String(64), nullable=False, default=""),
    sa.Column("previous", sa.String(64), nullable=False),
    sa.Column("digest", sa.String(64), nullable=False, unique=True),
    sa.Index("entries_of_case", "case", "revision"),
    sa.Index("entries_of_patient", "patient"),
    sa.Index("entries_of_action", "action", "number"),
)
DOCUMENTS = sa.Table(
    "documents",
    METADATA,
    sa.Column("digest", sa.String(64), primary_key=True),
    sa.Column("body", sa.Text, nullable=False),
)
# A document whose digest stands here may be deleted: its patient took the consent back and asked for it.
ERASURES = sa.Table("erasures", METADATA, sa.Column("digest", sa.String(64), primary_key=True))
HEADS = sa.Table(
    "heads",
    METADATA,
    sa.Column("case", sa.String(200), primary_key=True),
    sa.Column("patient", sa.String(200), nullable=False),
    sa.Column("state", sa.String(20), nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("disease", sa.String(60), nullable=False, default=""),
    sa.Column("opened", sa.String(32), nullable=False),
    sa.Column("updated", sa.String(32), nullable=False),
    sa.Column("open_tasks", sa.Integer, nullable=False, default=0),
    sa.Column("open_alerts", sa.Integer, nullable=False, default=0),
    sa.Column("hidden", sa.Boolean, nullable=False, default=False),
    # ISO dates, empty where there is none: the board that the case was last submitted to, the first task that is due.
    sa.Column("meeting", sa.String(10), nullable=False, default="", server_default=""),
    sa.Column("due", sa.String(10), nullable=False, default="", server_default=""),
    sa.Index("heads_by_state", "state", "updated"),
    sa.Index("heads_by_update", "updated"),
    sa.Index("heads_by_meeting", "meeting"),
    sa.Index("heads_by_due", "due"),
    sa.Index("heads_by_disease", "disease", "updated"),
    sa.Index("heads_by_patient", "patient"),
)
PEOPLE = sa.Table(
    "people",
    METADATA,
    sa.Column("patient", sa.String(200), primary_key=True),
    sa.Column("merged_into", sa.String(200), nullable=False, default=""),
)
# What numbers over the registry need of a case, made of its records when they are first asked for; it can be made again at any time.
SUMMARIES = sa.Table(
    "summaries",
    METADATA,
    sa.Column("case", sa.String(200), primary_key=True),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("made", sa.String(64), nullable=False),
    sa.Column("body", sa.Text, nullable=False),
)

_KEPT = "is only ever added to"


def _sqlite_guard(table: str, verb: str, when: str = "") -> str:
    return (
        f"CREATE TRIGGER {table}_kept_{verb[0].lower()} BEFORE {verb} ON {table} {when} "
        f"BEGIN SELECT RAISE(ABORT, '{table} {_KEPT}'); END"
    )


def _postgresql_function(name: str, when: str = "TRUE", otherwise: str = "RETURN NULL;") -> str:
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger AS $$ BEGIN IF {when} THEN "
        f"RAISE EXCEPTION '% {_KEPT}', TG_TABLE_NAME; END IF; {otherwise} END $$ LANGUAGE plpgsql"
    )


_NOT_ERASED = "NOT EXISTS (SELECT 1 FROM erasures WHERE erasures.digest = OLD.digest)"
SQLITE_GUARDS = (
    _sqlite_guard("entries", "UPDATE"),
    _sqlite_guard("entries", "DELETE"),
    _sqlite_guard("documents", "UPDATE"),
    _sqlite_guard("documents", "DELETE", f"WHEN {_NOT_ERASED}"),
)
POSTGRESQL_GUARDS = (
    _postgresql_function("only_added"),
    _postgresql_function("only_erased", _NOT_ERASED, "RETURN OLD;"),
    "CREATE TRIGGER entries_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON entries EXECUTE FUNCTION only_added()",
    "CREATE TRIGGER documents_kept_u BEFORE UPDATE OR TRUNCATE ON documents EXECUTE FUNCTION only_added()",
    "CREATE TRIGGER documents_kept_d BEFORE DELETE ON documents FOR EACH ROW EXECUTE FUNCTION only_erased()",
)
