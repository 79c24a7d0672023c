"""What numbers over the registry need of a case is kept beside it; the rows are made when they are first asked for."""

from alembic import op

from tumorboard.store.schema import SUMMARIES

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the table; a registry that was just made has it already."""
    SUMMARIES.create(op.get_bind(), checkfirst=True)
