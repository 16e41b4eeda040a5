"""The schema in which analysts read, on PostgreSQL.

Its views are laid after every upgrade; see ``course.reporting``.
"""

from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.execute("CREATE SCHEMA reporting")
        op.execute(
            "COMMENT ON SCHEMA reporting IS "
            "'What analysts read: stable views of the record, and nothing to write.'"
        )


def downgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP SCHEMA reporting CASCADE")
