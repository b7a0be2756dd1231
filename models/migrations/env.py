"""What Alembic runs: every step that is missing, in the one transaction that `models.migrating` has begun.

Nothing here opens a database or reads a file of settings, so a migration always happens in the place that asked for it.
"""

from alembic import context

from models.all import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,  # on SQLite as well: the store begins its transactions itself
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
