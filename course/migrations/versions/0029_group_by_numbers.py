"""Kept rows that are read no further than figures need, and grouped by one number.

What people say of themselves is computed as one number of the rest of its row, and the
columns that figures read stand first. The table is made anew, since a column cannot be
put before another.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
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
_MONTHS = {
    "month_enrolled": "enrolled_at",
    "month_started": "started_at",
    "month_completed": "completed_at",
    "month_certified": "certified_at",
}
_GENDERS = ("female", "male", "other", "undisclosed")
_AFFILIATIONS = (
    "government",
    "local-authority",
    "united-nations",
    "other-international",
    "non-governmental",
    "academia",
    "private-sector",
    "other",
)


def upgrade() -> None:
    _make_anew(
        sa.Column(
            "profile_code",
            sa.BigInteger(),
            sa.Computed(_profile_code(), persisted=True),
            nullable=False,
        ),
        *_moments(),
        _number("cohort_id", nullable=True),
        *_months(),
        *_marks(),
        _course(),
        *_other_moments(),
        _key(),
        *(_number(each) for each in ("user_id", "run", "edition_id")),
        *(_number(each, nullable=True) for each in ("event_id", "profile_id")),
        *_said(),
    )


def downgrade() -> None:
    _make_anew(
        *_moments(),
        *_other_moments(),
        _key(),
        *(_number(each) for each in ("user_id", "run", "edition_id")),
        *(
            _number(each, nullable=True)
            for each in ("cohort_id", "event_id", "profile_id")
        ),
        *_months(),
        *_marks(),
        _course(),
        *_said(),
    )


def _make_anew(*columns: sa.Column[Any]) -> None:
    """The table with these columns and the rows that it had.

    Views that read it go with it: they are laid after every upgrade.
    """
    kept = ", ".join(each.name for each in columns if each.computed is None)
    op.execute(f"CREATE TEMPORARY TABLE kept_before AS SELECT * FROM {TABLE}")
    op.execute(f"DROP TABLE {TABLE}{'' if _on_sqlite() else ' CASCADE'}")
    op.create_table(TABLE, *columns)
    op.execute(
        f"INSERT INTO {TABLE} ({kept}) "
        f"SELECT {kept} FROM kept_before ORDER BY enrolment_id"
    )
    op.execute("DROP TABLE kept_before")
    op.create_index("ix_counted_enrolment_cohort_id", TABLE, ["cohort_id"])
    for moment in ("changed_at", "latest_at"):
        op.create_index(
            f"ix_counted_enrolment_course_key_{moment}", TABLE, ["course_key", moment]
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


def _key() -> sa.Column[Any]:
    return sa.Column(
        "enrolment_id",
        sa.Integer(),
        sa.ForeignKey("enrolment.id"),
        primary_key=True,
        autoincrement=False,
    )


def _number(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _moments() -> list[sa.Column[Any]]:
    latest = sa.Computed(_latest(), persisted=True)
    return [
        sa.Column("latest_at", _MOMENT, latest, nullable=True),
        *(
            sa.Column(each, _MOMENT, nullable=True)
            for each in (
                "started_at",
                "assessed_at",
                "completed_at",
                "certified_at",
                "participated_at",
            )
        ),
    ]


def _other_moments() -> list[sa.Column[Any]]:
    return [
        sa.Column("enrolled_at", _MOMENT, nullable=False),
        *(
            sa.Column(each, _MOMENT, nullable=True)
            for each in ("known_at", "changed_at", "completed_known_at")
        ),
    ]


def _months() -> list[sa.Column[Any]]:
    return [
        sa.Column(
            month,
            sa.SmallInteger(),
            sa.Computed(_month(moment), persisted=True),
            nullable=month != "month_enrolled",
        )
        for month, moment in _MONTHS.items()
    ]


def _marks() -> list[sa.Column[Any]]:
    return [
        sa.Column("is_several", sa.Boolean(), nullable=False),
        sa.Column("is_withdrawn", sa.Boolean(), nullable=True),
    ]


def _course() -> sa.Column[Any]:
    return sa.Column("course_key", sa.String(100), nullable=False)


def _said() -> list[sa.Column[Any]]:
    return [
        sa.Column("country", sa.String(2), nullable=True),
        sa.Column("gender", sa.String(20), nullable=True),
        sa.Column("affiliation", sa.String(30), nullable=True),
        sa.Column("organisation", sa.String(200), nullable=True),
        sa.Column("uuid", sa.Uuid(), nullable=False),
    ]


def _profile_code() -> str:
    number = "unicode" if _on_sqlite() else "ascii"
    first, second = (
        f"coalesce({number}(substr(country, {place}, 1)), 0)" for place in (1, 2)
    )
    return (
        f"((CAST({first} AS BIGINT) * 2097152 + {second}) * 8 "
        f"+ {_place('gender', _GENDERS)}) * 16 "
        f"+ {_place('affiliation', _AFFILIATIONS)}"
    )


def _place(said: str, known: tuple[str, ...]) -> str:
    places = (f"WHEN '{each}' THEN {place}" for place, each in enumerate(known, 1))
    return f"CASE {said} {' '.join(places)} ELSE 0 END"


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
