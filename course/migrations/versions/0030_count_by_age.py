"""People may say how old they are, in bands, and are counted by it.

What people say of themselves is computed as one number of the rest of a kept row, and
so is what they came to. That table is made anew, since what computes a column cannot be
changed, with the columns first that are never nothing.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
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
_AGE_BANDS = (
    "under-25",
    "25-34",
    "35-44",
    "45-54",
    "55-64",
    "65-and-over",
    "undisclosed",
)


def upgrade() -> None:
    # With its check in one, SQLite need not make the table anew.
    op.execute(
        'ALTER TABLE "user" ADD COLUMN age_band VARCHAR(20) '
        f"CONSTRAINT ck_user_age_band CHECK (age_band IN {_AGE_BANDS})"
    )
    op.add_column("profile_entry", sa.Column("age_band", sa.String(20), nullable=True))
    code = f"({_profile_code()}) * 8 + {_place('age_band', _AGE_BANDS)}"
    _make_anew(
        _code("profile_code", code),
        _code("event_code", _event_code()),
        _several(),
        _course(),
        _latest_at(),
        _number("cohort_id", nullable=True),
        _withdrawn(),
        *_moments(),
        *_months(),
        *_not_counted(),
        *_said(),
        _text("age_band", 20),
        _uuid(),
    )


def downgrade() -> None:
    _make_anew(
        _code("profile_code", _profile_code()),
        _latest_at(),
        *_moments(),
        _number("cohort_id", nullable=True),
        *_months(),
        _several(),
        _withdrawn(),
        _course(),
        *_not_counted(),
        *_said(),
        _uuid(),
    )
    # Views of analysts read it; they are laid after every upgrade.
    too = "" if _on_sqlite() else " CASCADE"
    for table in ("user", "profile_entry"):
        op.execute(f'ALTER TABLE "{table}" DROP COLUMN age_band{too}')


def _not_counted() -> list[sa.Column[Any]]:
    return [
        *_other_moments(),
        _key(),
        *(_number(each) for each in ("user_id", "run", "edition_id")),
        *(_number(each, nullable=True) for each in ("event_id", "profile_id")),
    ]


def _make_anew(*columns: sa.Column[Any]) -> None:
    """The table with these columns and the rows that it had.

    Nobody had said an age. Views that read it go with it: they are laid after every
    upgrade.
    """
    kept = ", ".join(
        each.name
        for each in columns
        if each.computed is None and each.name != "age_band"
    )
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
        there = {each.name for each in columns}
        more = ("event_code",) if "event_code" in there else ()
        # By each alone PostgreSQL takes the groups of several for many more.
        op.execute(
            "CREATE STATISTICS counted_enrolment_groups (ndistinct) "
            f"ON {', '.join(('cohort_id', 'edition_id', *_MONTHS, *more))} "
            f"FROM {TABLE}"
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


def _code(name: str, words: str) -> sa.Column[Any]:
    computed = sa.Computed(words, persisted=True)
    return sa.Column(name, sa.BigInteger(), computed, nullable=False)


def _latest_at() -> sa.Column[Any]:
    computed = sa.Computed(_latest(), persisted=True)
    return sa.Column("latest_at", _MOMENT, computed, nullable=True)


def _moments() -> list[sa.Column[Any]]:
    return [
        sa.Column(each, _MOMENT, nullable=True)
        for each in (
            "started_at",
            "assessed_at",
            "completed_at",
            "certified_at",
            "participated_at",
        )
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


def _several() -> sa.Column[Any]:
    return sa.Column("is_several", sa.Boolean(), nullable=False)


def _withdrawn() -> sa.Column[Any]:
    return sa.Column("is_withdrawn", sa.Boolean(), nullable=True)


def _course() -> sa.Column[Any]:
    return sa.Column("course_key", sa.String(100), nullable=False)


def _uuid() -> sa.Column[Any]:
    return sa.Column("uuid", sa.Uuid(), nullable=False)


def _said() -> list[sa.Column[Any]]:
    return [
        _text("country", 2),
        _text("gender", 20),
        _text("affiliation", 30),
        _text("organisation", 200),
    ]


def _text(name: str, length: int) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length), nullable=True)


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


def _event_code() -> str:
    first, *others = (
        f"coalesce({_month(f'{event}_at')}, 0)"
        for event in ("enrolled", "started", "completed", "certified")
    )
    code = f"CAST({first} AS BIGINT)"
    for month in others:
        code = f"({code} * 32768 + {month})"
    for moment in ("assessed_at", "participated_at"):
        code = f"({code} * 2 + CASE WHEN {moment} IS NOT NULL THEN 1 ELSE 0 END)"
    return code


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
