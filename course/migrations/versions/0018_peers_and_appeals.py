"""Let learners read each other's roadmaps; second markers, and appeals.

Constraint names follow from the naming convention of ``course.database.Base``.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def _fact(table: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("uuid", sa.Uuid(), nullable=False, unique=True),
        sa.Column("occurred_at", _MOMENT, nullable=False),
        sa.Column("recorded_at", _MOMENT, nullable=False, index=True),
        sa.Column("actor_id", sa.Integer(), sa.ForeignKey("user.id"), nullable=True),
        *columns,
    )


def _to(
    name: str, table: str, *, unique: bool = False, index: bool = False
) -> sa.Column[int]:
    key = sa.ForeignKey(f"{table}.id")
    return sa.Column(
        name, sa.Integer(), key, nullable=False, unique=unique or None, index=index
    )


def _column(name: str, kind: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False)


def upgrade() -> None:
    _rounds()
    _reviews()
    _decisions()


def _rounds() -> None:
    _fact(
        "peer_round",
        _to("cohort_id", "cohort"),
        _column("number", sa.Integer()),
        _column("rubric", _JSON),
        _column("reviews_each", sa.Integer()),
        _column("due_at", _MOMENT),
        _column("zone", sa.String(50)),
        _column("is_anonymous", sa.Boolean()),
        sa.UniqueConstraint("cohort_id", "number"),
        sa.CheckConstraint("number >= 1", name="number"),
        sa.CheckConstraint("reviews_each BETWEEN 1 AND 5", name="reviews_each"),
    )
    _fact("peer_round_closing", _to("round_id", "peer_round", unique=True))
    _fact(
        "peer_draw",
        _to("round_id", "peer_round"),
        _column("number", sa.Integer()),
        _column("seed", sa.String(60)),
        _column("token", sa.String(64)),
        _column("given", _JSON),
        sa.UniqueConstraint("round_id", "number"),
        sa.CheckConstraint("number >= 1", name="number"),
    )
    _fact(
        "peer_assignment",
        _to("round_id", "peer_round"),
        _to("draw_id", "peer_draw", index=True),
        _to("reviewer_id", "enrolment", index=True),
        _to("author_id", "enrolment", index=True),
        _to("submission_id", "roadmap_submission"),
        sa.UniqueConstraint("round_id", "reviewer_id", "author_id"),
        sa.CheckConstraint("reviewer_id <> author_id", name="nobodys_own"),
    )


def _reviews() -> None:
    _fact(
        "peer_draft",
        _to("assignment_id", "peer_assignment"),
        _column("number", sa.Integer()),
        _column("content", _JSON),
        sa.UniqueConstraint("assignment_id", "number"),
        sa.CheckConstraint("number >= 1", name="number"),
    )
    _fact(
        "peer_review",
        _to("assignment_id", "peer_assignment", unique=True),
        _column("levels", _JSON),
        _column("comments", _JSON),
        _column("summary", sa.Text()),
        sa.CheckConstraint("length(summary) > 0", name="summary"),
    )
    _fact(
        "peer_review_act",
        _to("review_id", "peer_review"),
        _column("number", sa.Integer()),
        _column("act", sa.String(10)),
        _column("reason", sa.String(500)),
        sa.UniqueConstraint("review_id", "number"),
        sa.CheckConstraint("number >= 1", name="number"),
        sa.CheckConstraint("act IN ('set-aside', 'restored')", name="act"),
        sa.CheckConstraint("length(reason) > 0", name="reason"),
    )


def _decisions() -> None:
    _fact(
        "second_marker",
        _to("submission_id", "roadmap_submission"),
        _column("number", sa.Integer()),
        _to("marker_id", "user", index=True),
        _column("is_held", sa.Boolean()),
        sa.UniqueConstraint("submission_id", "number"),
        sa.CheckConstraint("number >= 1", name="number"),
    )
    verdict = "verdict IN ('accepted', 'sent-back')"
    _fact(
        "second_review",
        _to("submission_id", "roadmap_submission", unique=True),
        _column("verdict", sa.String(10)),
        _column("comments", sa.Text()),
        sa.CheckConstraint(verdict, name="verdict"),
        sa.CheckConstraint(
            "verdict = 'accepted' OR length(comments) > 0", name="comments"
        ),
    )
    _fact(
        "roadmap_appeal",
        _to("submission_id", "roadmap_submission", unique=True),
        _column("words", sa.Text()),
        sa.CheckConstraint("length(words) > 0", name="words"),
    )
    _fact(
        "roadmap_decision",
        _to("submission_id", "roadmap_submission"),
        _column("ground", sa.String(10)),
        _column("verdict", sa.String(10)),
        _column("reason", sa.Text()),
        sa.UniqueConstraint("submission_id", "ground"),
        sa.CheckConstraint("ground IN ('agreed', 'differed', 'appeal')", name="ground"),
        sa.CheckConstraint(verdict, name="verdict"),
        sa.CheckConstraint("ground = 'agreed' OR length(reason) > 0", name="reason"),
    )


def downgrade() -> None:
    for table in (
        "roadmap_decision",
        "roadmap_appeal",
        "second_review",
        "second_marker",
        "peer_review_act",
        "peer_review",
        "peer_draft",
        "peer_assignment",
        "peer_draw",
        "peer_round_closing",
        "peer_round",
    ):
        op.drop_table(table)
