"""Analysts read when an enrolment was assessed, and when it was given participation.

No table changes: the views are laid anew after every upgrade.
"""

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing to do: what lays the views comes after."""


def downgrade() -> None:
    """Nothing to do: the tables are as they were."""
