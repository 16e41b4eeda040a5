"""What learners write in worksheets.

Constraint names follow from the naming convention of ``course.database.Base``.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "worksheet_entry",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("uuid", sa.Uuid(), nullable=False, unique=True),
        sa.Column("occurred_at", _MOMENT, nullable=False),
        sa.Column("recorded_at", _MOMENT, nullable=False, index=True),
        sa.Column("actor_id", sa.Integer(), sa.ForeignKey("user.id"), nullable=True),
        sa.Column(
            "enrolment_id", sa.Integer(), sa.ForeignKey("enrolment.id"), nullable=False
        ),
        sa.Column("worksheet_key", sa.String(100), nullable=False),
        sa.Column("field", sa.String(200), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.CheckConstraint("length(value) <= 5000", name="value"),
        sa.CheckConstraint("sequence >= 1", name="sequence"),
    )
    op.create_index(
        "ix_worksheet_entry_enrolment_id_worksheet_key_field",
        "worksheet_entry",
        ["enrolment_id", "worksheet_key", "field"],
    )


def downgrade() -> None:
    op.drop_table("worksheet_entry")
