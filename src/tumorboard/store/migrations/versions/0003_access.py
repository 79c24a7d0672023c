"""Accounts, sessions, API tokens, restrictions, broken glass and public ids; every case that is there gets its public id."""

import secrets

import sqlalchemy as sa
from alembic import op

from tumorboard.store.access_schema import METADATA, PUBLIC_IDS

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the tables and name the cases."""
    bind = op.get_bind()
    METADATA.create_all(bind)
    named = sa.select(PUBLIC_IDS.c.case)
    cases: list[str] = list(
        bind.execute(sa.select(sa.column("case")).select_from(sa.table("heads")).where(sa.column("case").not_in(named)))
        .scalars()
        .all()
    )
    if cases:
        bind.execute(PUBLIC_IDS.insert(), [{"public": secrets.token_urlsafe(12), "case": case} for case in cases])
