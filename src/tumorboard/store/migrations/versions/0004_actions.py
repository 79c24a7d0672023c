"""Entries are found by their action: the rules of the site and the merges of patients are asked for with every page."""

from alembic import op

from tumorboard.store.schema import ENTRIES

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the index; a registry that was just made has it already."""
    for index in ENTRIES.indexes:
        index.create(op.get_bind(), checkfirst=True)
