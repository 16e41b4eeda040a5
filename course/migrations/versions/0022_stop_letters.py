"""Letters that name the address at which their kind is stopped."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "outgoing_message", sa.Column("stop_link", sa.String(500), nullable=True)
    )


def downgrade() -> None:
    op.drop_column("outgoing_message", "stop_link")
