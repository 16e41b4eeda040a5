"""What figures read of an enrolment: kept for speed, and worked out from the facts."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    Computed,
    ForeignKey,
    Index,
    String,
    case,
    column,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from course.calendar_months import MonthName, month_of
from course.database import Base, Instant
from course.event_codes import EVENTS, event_code
from course.profile_codes import profile_code


class latest_of(FunctionElement[datetime]):  # noqa: N801  # named as SQL names it
    """The latest of several moments, of those that there are."""

    type = Instant()
    inherit_cache = True


@compiles(latest_of, "postgresql")
def _latest_of(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    moments = (compiler.process(each, **options) for each in element.clauses)
    return f"greatest({', '.join(moments)})"


@compiles(latest_of, "sqlite")
def _latest_of_texts(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    moments = (compiler.process(each, **options) for each in element.clauses)
    # Of several moments one of which is nothing, it would say nothing.
    known = (f"coalesce({each}, '')" for each in moments)
    return f"nullif(max({', '.join(known)}), '')"


def _month(moment: str) -> Computed:
    return Computed(month_of(column(moment)), persisted=True)


def _event_code() -> ColumnElement[int]:
    return event_code({event: column(f"{event}_at") for event in EVENTS})


def _latest() -> ColumnElement[datetime]:
    moments = (
        "changed_at",
        "started_at",
        "assessed_at",
        "completed_known_at",
        "certified_at",
        "participated_at",
    )
    is_counted = column("event_id").is_not(None) & column("profile_id").is_not(None)
    return case((is_counted, latest_of(*(column(each) for each in moments))))


class CountedEnrolment(Base):
    """One enrolment as figures count it, in one narrow row.

    The database itself writes it, by triggers in the transaction of each fact that
    moves it (``course.migrations.keepers``): whoever records a fact, by whatever way,
    sends nothing more. It holds nothing that the facts do not say, and can be thrown
    away and written anew.

    The moments are the first of their kind and only ever appear, so that one after an
    as-of is read as nothing. What else is here can change: ``changed_at`` is the last
    moment at which anything of that did, and from then on the row reads as it stands.
    Figures of a moment before are read from the facts, where the enrolment was known
    by then; ``known_at`` is its first event.

    What is computed follows from the rest of its row: ``latest_at`` is the last moment
    at which anything here came about, nothing where nobody counts the enrolment, the
    months are those of the moments after which they are called, ``profile_code`` says
    country, gender, affiliation and age band in one number, and ``event_code`` the
    months and what else somebody came to. As of ``latest_at``
    and later the row reads as it stands, so that a million are grouped by its columns
    and by no CASE, of whose values PostgreSQL expects far too many.

    ``is_several`` says that its learner has, or had, another run of the course.
    ``event_id`` is the latest event that stands and ``profile_id`` the latest entry of
    its learner; where there is none nobody counts the enrolment. ``completed_at`` is
    when the goal was reached, ``completed_known_at`` when that was recorded. No column
    but the first is a foreign key: the enrolment's own hold already.
    """

    __tablename__ = "counted_enrolment"
    __table_args__ = (
        Index("ix_counted_enrolment_course_key_changed_at", "course_key", "changed_at"),
        Index("ix_counted_enrolment_course_key_latest_at", "course_key", "latest_at"),
        Index(
            "ix_counted_enrolment_course_key_user_id",
            "course_key",
            "user_id",
            postgresql_where=column("is_several", Boolean),
            sqlite_where=column("is_several") == 1,
        ),
    )

    # What is counted by stands first, and before it what is never nothing: PostgreSQL
    # reads a row from its beginning, no further than it must, and knows where each
    # column stands until one of varying width or one that may be left out.
    profile_code: Mapped[int] = mapped_column(
        BigInteger,
        Computed(
            profile_code(
                column("country", String),
                column("gender", String),
                column("affiliation", String),
                column("age_band", String),
            ),
            persisted=True,
        ),
    )
    event_code: Mapped[int] = mapped_column(
        BigInteger, Computed(_event_code(), persisted=True)
    )
    is_several: Mapped[bool]
    course_key: Mapped[str] = mapped_column(String(100))
    latest_at: Mapped[datetime | None] = mapped_column(
        Computed(_latest(), persisted=True)
    )
    cohort_id: Mapped[int | None] = mapped_column(index=True)
    is_withdrawn: Mapped[bool | None]
    started_at: Mapped[datetime | None]
    assessed_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]
    certified_at: Mapped[datetime | None]
    participated_at: Mapped[datetime | None]
    month_enrolled: Mapped[str] = mapped_column(MonthName, _month("enrolled_at"))
    month_started: Mapped[str | None] = mapped_column(MonthName, _month("started_at"))
    month_completed: Mapped[str | None] = mapped_column(
        MonthName, _month("completed_at")
    )
    month_certified: Mapped[str | None] = mapped_column(
        MonthName, _month("certified_at")
    )
    enrolled_at: Mapped[datetime]
    known_at: Mapped[datetime | None]
    changed_at: Mapped[datetime | None]
    completed_known_at: Mapped[datetime | None]
    enrolment_id: Mapped[int] = mapped_column(
        ForeignKey("enrolment.id"), primary_key=True, autoincrement=False
    )
    user_id: Mapped[int]
    run: Mapped[int]
    edition_id: Mapped[int]
    event_id: Mapped[int | None]
    profile_id: Mapped[int | None]
    country: Mapped[str | None] = mapped_column(String(2))
    gender: Mapped[str | None] = mapped_column(String(20))
    affiliation: Mapped[str | None] = mapped_column(String(30))
    organisation: Mapped[str | None] = mapped_column(String(200))
    age_band: Mapped[str | None] = mapped_column(String(20))
    uuid: Mapped[UUID]
