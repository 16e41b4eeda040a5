"""How Alembic runs the migrations: on the connection that it was handed."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import JSON

from course.database import Base, Instant
from course.models import User

# Importing any model registers every table.
assert User.metadata is Base.metadata  # noqa: S101  # a plain import would look unused


def _render_item(
    kind: str, item: Any, autogen_context: AutogenContext
) -> str | Literal[False]:
    """Write our column types in a draft as Alembic alone cannot."""
    if kind == "type" and isinstance(item, Instant):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, JSON):
        autogen_context.imports.add("from sqlalchemy.dialects import postgresql")
        return (
            "sa.JSON(none_as_null=True).with_variant("
            "postgresql.JSONB(none_as_null=True), 'postgresql')"
        )
    return False


_connection = context.config.attributes["connection"]
context.configure(
    connection=_connection,
    target_metadata=Base.metadata,
    # SQLite can add a column; for any other change the table is made anew.
    render_as_batch=_connection.dialect.name == "sqlite",
    render_item=_render_item,
)
with context.begin_transaction():
    context.run_migrations()
