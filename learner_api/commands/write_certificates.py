"""``course write-certificates``: the certificates of a cohort as files."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from course.documents.many import draw_many
from course.models import Award, Cohort, Enrolment
from course.suspensions import holdings_of
from learner_api.books.shelf import write_whole
from learner_api.certificates import document_data
from learner_api.commands.bars import progress_bar
from learner_api.commands.opening import opened_current, read_settings

_READ_AT_A_TIME = 200


@click.command
@click.option("--cohort", "cohort_key", required=True, help="The key of the cohort.")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def command(cohort_key: str, folder: Path) -> None:
    """Write every certificate that the learners of a cohort hold to FOLDER.

    A file is named by the number of its certificate. What was suspended, revoked or
    replaced is left out. All cores of the machine draw.

    \b
    Example:
      course write-certificates --cohort spring-2026 certificates
    """
    with opened_current(read_settings()) as database, database.reading() as session:
        awards = _held_in(session, cohort_key)
        folder.mkdir(parents=True, exist_ok=True)
        names = [f"certificate-{number}.pdf" for _, number in awards]
        documents = _documents(session, [award_id for award_id, _ in awards])
        with progress_bar(len(awards), "Drawing certificates") as told:
            for name, document in zip(names, draw_many(documents), strict=True):
                write_whole(folder / name, document)
                told()
    click.echo(f"Certificates written to {folder}: {len(awards)}.")


def _held_in(session: Session, cohort_key: str) -> list[tuple[int, str]]:
    """Each award that holds, by its id, with its number."""
    cohort = session.scalar(select(Cohort).where(Cohort.key == cohort_key))
    if cohort is None:
        raise click.ClickException(f"There is no cohort called '{cohort_key}'.")
    enrolments = session.scalars(
        select(Enrolment.id).where(Enrolment.cohort_id == cohort.id)
    )
    return [
        (held.award_id, held.number)
        for held in holdings_of(session, list(enrolments)).values()
        if held.is_valid and held.award_id is not None and held.number is not None
    ]


def _documents(session: Session, award_ids: list[int]) -> Iterator[dict[str, Any]]:
    for start in range(0, len(award_ids), _READ_AT_A_TIME):
        some = award_ids[start : start + _READ_AT_A_TIME]
        found = session.scalars(select(Award).where(Award.id.in_(some)))
        by_id = {award.id: award for award in found}
        yield from (document_data(session, by_id[each]) for each in some)
