"""What trainers sign off, for award rules that ask a person's word.

Constraint names follow from the naming convention of ``course.database.Base``.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "sign_off",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("uuid", sa.Uuid(), nullable=False, unique=True),
        sa.Column("occurred_at", _MOMENT, nullable=False),
        sa.Column("recorded_at", _MOMENT, nullable=False, index=True),
        sa.Column("actor_id", sa.Integer(), sa.ForeignKey("user.id"), nullable=True),
        sa.Column(
            "enrolment_id", sa.Integer(), sa.ForeignKey("enrolment.id"), nullable=False
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(10), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.UniqueConstraint("enrolment_id", "number"),
        sa.CheckConstraint("number >= 1", name="number"),
        sa.CheckConstraint("verdict IN ('given', 'withdrawn')", name="verdict"),
        sa.CheckConstraint("length(reason) > 0", name="reason"),
    )


def downgrade() -> None:
    op.drop_table("sign_off")
