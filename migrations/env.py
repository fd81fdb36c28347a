"""Alembic's entry: run the migrations on the connection that `mentalmap.store.migrating` hands in."""

from alembic import context
from geoalchemy2 import alembic_helpers

from mentalmap.store.tables import Base

with_geometry = {
    "target_metadata": Base.metadata,
    "include_object": alembic_helpers.include_object,
    "process_revision_directives": alembic_helpers.writer,
    "render_item": alembic_helpers.render_item,
}

context.configure(connection=context.config.attributes["connection"], **with_geometry)
with context.begin_transaction():
    context.run_migrations()
