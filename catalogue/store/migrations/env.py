"""Runs migrations on the connection that `catalogue.store.engine` gives."""

from alembic import context

from catalogue.store.schema import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
