"""Kept rows with what is counted first, and with what follows from them computed.

The table is made anew, since a column cannot be put before another. Constraint names
follow from the naming convention of ``course.database.Base``.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

TABLE = "counted_enrolment"
_MOMENT = sa.DateTime(timezone=True)
_LATEST = (
    "changed_at",
    "started_at",
    "assessed_at",
    "completed_known_at",
    "certified_at",
    "participated_at",
)
_SEVERAL = """EXISTS (
    SELECT 1 FROM enrolment WHERE enrolment.user_id = kept_before.user_id
    AND enrolment.course_key = kept_before.course_key AND enrolment.run <> 1)"""
_MONTHS = {
    "month_enrolled": "enrolled_at",
    "month_started": "started_at",
    "month_completed": "completed_at",
    "month_certified": "certified_at",
}


def upgrade() -> None:
    _make_anew(
        _moment("latest_at", sa.Computed(_latest(), persisted=True)),
        *map(
            _moment,
            (
                "started_at",
                "assessed_at",
                "completed_at",
                "certified_at",
                "participated_at",
            ),
        ),
        sa.Column("enrolled_at", _MOMENT, nullable=False),
        *map(_moment, ("known_at", "changed_at", "completed_known_at")),
        *_numbers(),
        *(
            sa.Column(
                month,
                sa.SmallInteger(),
                sa.Computed(_month(moment), persisted=True),
                nullable=month != "month_enrolled",
            )
            for month, moment in _MONTHS.items()
        ),
        sa.Column("is_several", sa.Boolean(), nullable=False),
        sa.Column("is_withdrawn", sa.Boolean(), nullable=True),
        *_texts(),
        sa.Column("uuid", sa.Uuid(), nullable=False),
    )
    op.create_index(
        "ix_counted_enrolment_course_key_latest_at", TABLE, ["course_key", "latest_at"]
    )
    op.create_index(
        "ix_counted_enrolment_course_key_user_id",
        TABLE,
        ["course_key", "user_id"],
        postgresql_where=sa.text("is_several"),
        sqlite_where=sa.text("is_several = 1"),
    )
    if not _on_sqlite():
        # By each alone PostgreSQL takes the groups of several for many more.
        op.execute(
            "CREATE STATISTICS counted_enrolment_groups (ndistinct) "
            f"ON cohort_id, edition_id, {', '.join(_MONTHS)} FROM {TABLE}"
        )
        op.execute(f"ANALYZE {TABLE}")


def downgrade() -> None:
    _make_anew(
        sa.Column("enrolled_at", _MOMENT, nullable=False),
        *map(
            _moment,
            (
                "known_at",
                "changed_at",
                "started_at",
                "assessed_at",
                "completed_at",
                "completed_known_at",
                "certified_at",
                "participated_at",
            ),
        ),
        *_numbers(),
        sa.Column("is_withdrawn", sa.Boolean(), nullable=True),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        *_texts(),
    )


def _make_anew(*columns: sa.Column[Any]) -> None:
    """The table with these columns and the rows that it had.

    Views that read it go with it: they are laid after every upgrade.
    """
    kept = [each.name for each in columns if each.computed is None]
    op.execute(f"CREATE TEMPORARY TABLE kept_before AS SELECT * FROM {TABLE}")
    op.execute(f"DROP TABLE {TABLE}{'' if _on_sqlite() else ' CASCADE'}")
    op.create_table(TABLE, *columns)
    found = [_SEVERAL if each == "is_several" else each for each in kept]
    op.execute(
        f"INSERT INTO {TABLE} ({', '.join(kept)}) "
        f"SELECT {', '.join(found)} FROM kept_before ORDER BY enrolment_id"
    )
    op.execute("DROP TABLE kept_before")
    op.create_index("ix_counted_enrolment_cohort_id", TABLE, ["cohort_id"])
    op.create_index(
        "ix_counted_enrolment_course_key_changed_at",
        TABLE,
        ["course_key", "changed_at"],
    )


def _numbers() -> list[sa.Column[Any]]:
    return [
        sa.Column(
            "enrolment_id",
            sa.Integer(),
            sa.ForeignKey("enrolment.id"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=True),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("profile_id", sa.Integer(), nullable=True),
    ]


def _texts() -> list[sa.Column[Any]]:
    return [
        sa.Column("course_key", sa.String(100), nullable=False),
        sa.Column("country", sa.String(2), nullable=True),
        sa.Column("gender", sa.String(20), nullable=True),
        sa.Column("affiliation", sa.String(30), nullable=True),
        sa.Column("organisation", sa.String(200), nullable=True),
    ]


def _moment(name: str, *how: sa.Computed) -> sa.Column[Any]:
    return sa.Column(name, _MOMENT, *how, nullable=True)


def _latest() -> str:
    latest = f"greatest({', '.join(_LATEST)})"
    if _on_sqlite():
        known = (f"coalesce({each}, '')" for each in _LATEST)
        latest = f"nullif(max({', '.join(known)}), '')"
    return (
        f"CASE WHEN event_id IS NOT NULL AND profile_id IS NOT NULL THEN {latest} END"
    )


def _month(moment: str) -> str:
    if _on_sqlite():
        return (
            f"(CAST(substr({moment}, 1, 4) AS INTEGER) * 12 "
            f"+ CAST(substr({moment}, 6, 2) AS INTEGER) - 1)"
        )
    in_utc = f"{moment} AT TIME ZONE 'UTC'"
    return (
        f"CAST(extract(year FROM {in_utc}) * 12 "
        f"+ extract(month FROM {in_utc}) - 1 AS SMALLINT)"
    )


def _on_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"
