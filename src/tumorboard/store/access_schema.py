"""The tables of access: accounts, sessions, API tokens, restricted patients, broken glass, and what cases are called in addresses.

They hold what is in force; who changed it when stands in the chained entries.  Of secrets only digests are kept.
"""

from __future__ import annotations

import sqlalchemy as sa

METADATA = sa.MetaData()

ACCOUNTS = sa.Table(
    "accounts",
    METADATA,
    sa.Column("id", sa.String(200), primary_key=True),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("roles", sa.String(200), nullable=False),
    sa.Column("active", sa.Boolean, nullable=False),
    sa.Column("language", sa.String(20), nullable=False),
    sa.Column("password", sa.String(300), nullable=False, default=""),
    sa.Column("subject", sa.String(500), nullable=True, unique=True),
    sa.Column("made", sa.String(32), nullable=False),
    sa.Column("failures", sa.Integer, nullable=False, default=0),
    sa.Column("locked_until", sa.String(32), nullable=False, default=""),
)
SESSIONS = sa.Table(
    "sessions",
    METADATA,
    sa.Column("digest", sa.String(64), primary_key=True),
    sa.Column("account", sa.String(200), nullable=False, index=True),
    sa.Column("made", sa.String(32), nullable=False),
    sa.Column("seen", sa.String(32), nullable=False),
    sa.Column("until", sa.String(32), nullable=False),
)
TOKENS = sa.Table(
    "api_tokens",
    METADATA,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("digest", sa.String(64), nullable=False, unique=True),
    sa.Column("account", sa.String(200), nullable=False, index=True),
    sa.Column("label", sa.String(200), nullable=False),
    sa.Column("scopes", sa.String(400), nullable=False),
    sa.Column("made", sa.String(32), nullable=False),
    sa.Column("until", sa.String(32), nullable=False),
    sa.Column("revoked", sa.Boolean, nullable=False, default=False),
)
RESTRICTIONS = sa.Table(
    "restrictions",
    METADATA,
    sa.Column("patient", sa.String(200), primary_key=True),
    sa.Column("account", sa.String(200), primary_key=True),
)
GRANTS = sa.Table(
    "broken_glass",
    METADATA,
    sa.Column("entry", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("patient", sa.String(200), nullable=False),
    sa.Column("account", sa.String(200), nullable=False),
    sa.Column("until", sa.String(32), nullable=False),
)
PUBLIC_IDS = sa.Table(
    "public_ids",
    METADATA,
    sa.Column("public", sa.String(32), primary_key=True),
    sa.Column("case", sa.String(200), nullable=False, unique=True),
)
