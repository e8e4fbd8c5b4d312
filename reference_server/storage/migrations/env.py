"""Runs the migrations on the connection given by `migrating.migrate`."""

from alembic import context

from reference_server.storage.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
