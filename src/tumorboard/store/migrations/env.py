"""How alembic runs our migrations: on the connection that it is handed, in its transaction."""

from alembic import context

from tumorboard.store.schema import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
context.run_migrations()
