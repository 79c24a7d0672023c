"""Lines of cases carry the date of the meeting and of the first task that is due."""

import sqlalchemy as sa
from alembic import op

from tumorboard.model.registry import Rules
from tumorboard.store.heads import stands
from tumorboard.store.schema import HEADS

revision = "0002"
down_revision = "0001"

_COLUMNS = ("meeting", "due")


def upgrade() -> None:
    """Add the columns and fill them from the records; a registry that was just made has them already."""
    bind = op.get_bind()
    there = {column["name"] for column in sa.inspect(bind).get_columns("heads")}
    if there.issuperset(_COLUMNS):
        return
    for name in _COLUMNS:
        op.add_column("heads", sa.Column(name, sa.String(10), nullable=False, server_default=""))
    for index in HEADS.indexes:
        index.create(bind, checkfirst=True)
    for case in bind.execute(sa.select(HEADS.c.case)).scalars().all():
        # the dates hang on no rule
        _, dates = stands(bind, case, Rules())
        bind.execute(HEADS.update().where(HEADS.c.case == case).values(**dates))
