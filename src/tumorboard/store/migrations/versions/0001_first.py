"""The first registry: entries, documents, erasures, heads, people, and what keeps entries from being changed."""

from alembic import op

from tumorboard.store import schema

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables and the guards."""
    bind = op.get_bind()
    schema.METADATA.create_all(bind)
    guards = schema.SQLITE_GUARDS if bind.dialect.name == "sqlite" else schema.POSTGRESQL_GUARDS
    for guard in guards:
        op.execute(guard)
