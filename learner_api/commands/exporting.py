"""What the commands of exports share: their options, and names looked up."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from course import editions
from course.catalogue import load_catalogue
from course.exports import EXPORT_FORMATS
from course.models import Cohort


class Moment(click.ParamType[datetime]):
    """A past moment in ISO 8601; without a zone it is in UTC."""

    name = "moment"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(
                f"{value!r} is not a moment such as 2026-06-30T18:00Z.", param, ctx
            )
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        if moment > datetime.now(UTC):
            self.fail(f"{value} is still to come.", param, ctx)
        return moment.astimezone(UTC)


as_of_option = click.option(
    "--as-of",
    type=Moment(),
    help="As it was known then, such as 2026-06-30T18:00Z; otherwise as it is now.",
)
format_option = click.option(
    "--format",
    "suffix",
    type=click.Choice(sorted(EXPORT_FORMATS)),
    default="csv",
    show_default=True,
    help="How to write it: parquet needs the package pyarrow.",
)
output_option = click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write, with its manifest beside it; otherwise the standard "
    "output, which gets none.",
)


purpose_option = click.option(
    "--purpose",
    help="What the names are needed for: 10 to 500 characters, which stay on record.",
)


def refuse_unknown_quiz(quiz_key: str) -> None:
    """Name the quizzes that there are, where this is none of them."""
    quizzes = load_catalogue().quizzes
    if quiz_key not in quizzes:
        known = ", ".join(sorted(quizzes))
        raise click.ClickException(
            f"There is no quiz called '{quiz_key}'. The quizzes are: {known}."
        )


def cohort_of_key(session: Session, cohort_key: str) -> UUID:
    """The name of the cohort of this key, on whatever course."""
    cohort = session.scalar(select(Cohort.uuid).where(Cohort.key == cohort_key))
    if cohort is None:
        raise click.ClickException(f"There is no cohort called '{cohort_key}'.")
    return cohort


def refuse_unknown_course(session: Session, course_key: str) -> None:
    """Raise unless the files have this course, or the record knows it from before."""
    if not editions.editions_of_course(session, course_key):
        load_catalogue().course(course_key)


def cohort_named(session: Session, course_key: str, cohort_key: str) -> UUID:
    """The name of the course's cohort of this key."""
    return find_cohort(session, course_key, cohort_key).uuid


def find_cohort(session: Session, course_key: str, cohort_key: str) -> Cohort:
    """The course's cohort of this key."""
    cohort = session.scalar(
        select(Cohort).where(Cohort.key == cohort_key, Cohort.course_key == course_key)
    )
    if cohort is None:
        raise click.ClickException(
            f"The course '{course_key}' has no cohort called '{cohort_key}'."
        )
    return cohort
