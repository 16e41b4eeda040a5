"""What the people of a cohort write to each other about its modules.

Constraint names follow from the naming convention of ``course.database.Base``.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _posts()
    _said_of_posts()
    _said_of_threads()
    _letters()


def _posts() -> None:
    op.create_table(
        "post",
        *_fact(),
        sa.Column(
            "cohort_id", sa.Integer(), sa.ForeignKey("cohort.id"), nullable=False
        ),
        sa.Column("module_key", sa.String(100), nullable=False),
        sa.Column("thread", sa.Uuid(), nullable=False, index=True),
        sa.Column("title", sa.String(200), nullable=True),
        sa.Column(
            "enrolment_id",
            sa.Integer(),
            sa.ForeignKey("enrolment.id"),
            nullable=True,
            index=True,
        ),
        sa.CheckConstraint("title IS NULL OR thread = uuid", name="title"),
    )
    op.create_index("ix_post_cohort_id_module_key", "post", ["cohort_id", "module_key"])
    op.create_table(
        "post_text",
        *_fact(),
        _reference("post_id", "post.id"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.UniqueConstraint("post_id", "number"),
        sa.CheckConstraint("number >= 1", name="number"),
        sa.CheckConstraint("length(body) BETWEEN 1 AND 10000", name="body"),
    )


def _said_of_posts() -> None:
    op.create_table(
        "post_mention",
        *_fact(),
        _reference("post_id", "post.id"),
        _reference("user_id", "user.id", index=True),
        sa.UniqueConstraint("post_id", "user_id"),
    )
    op.create_table(
        "post_act",
        *_fact(),
        _reference("post_id", "post.id"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(10), nullable=False),
        sa.Column("reason", sa.String(500), nullable=True),
        sa.UniqueConstraint("post_id", "number"),
        sa.CheckConstraint("number >= 1", name="number"),
        sa.CheckConstraint("act IN ('hidden', 'shown', 'withdrawn')", name="act"),
        sa.CheckConstraint("act = 'withdrawn' OR length(reason) > 0", name="reason"),
    )
    op.create_table(
        "post_report",
        *_fact(),
        _reference("post_id", "post.id"),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.UniqueConstraint("post_id", "actor_id"),
        sa.CheckConstraint("length(reason) > 0", name="reason"),
    )


def _said_of_threads() -> None:
    op.create_table(
        "thread_answer",
        *_fact(),
        sa.Column("thread", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), sa.ForeignKey("post.id"), nullable=True),
        sa.UniqueConstraint("thread", "number"),
        sa.CheckConstraint("number >= 1", name="number"),
    )
    op.create_table(
        "thread_summary",
        *_fact(),
        sa.Column("thread", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.UniqueConstraint("thread", "number"),
        sa.CheckConstraint("number >= 1", name="number"),
        sa.CheckConstraint("length(body) BETWEEN 1 AND 10000", name="body"),
    )


def _letters() -> None:
    op.create_table(
        "discussion_digest",
        *_fact(),
        sa.Column(
            "cohort_id", sa.Integer(), sa.ForeignKey("cohort.id"), nullable=False
        ),
        _reference("user_id", "user.id"),
        sa.Column("day", sa.String(10), nullable=False),
        sa.UniqueConstraint("cohort_id", "user_id", "day"),
    )
    op.create_table(
        "digest_choice",
        *_fact(),
        _reference("user_id", "user.id", index=True),
        sa.Column("is_wanted", sa.Boolean(), nullable=False),
    )


def _fact() -> tuple[sa.Column[Any], ...]:
    """What every fact has."""
    return (
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("uuid", sa.Uuid(), nullable=False, unique=True),
        sa.Column("occurred_at", _MOMENT, nullable=False),
        sa.Column("recorded_at", _MOMENT, nullable=False, index=True),
        sa.Column("actor_id", sa.Integer(), sa.ForeignKey("user.id"), nullable=True),
    )


def _reference(name: str, to: str, *, index: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), sa.ForeignKey(to), nullable=False, index=index)


def downgrade() -> None:
    for name in (
        "digest_choice",
        "discussion_digest",
        "thread_summary",
        "thread_answer",
        "post_report",
        "post_act",
        "post_mention",
        "post_text",
        "post",
    ):
        op.drop_table(name)
