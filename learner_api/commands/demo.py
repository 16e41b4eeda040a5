"""``course demo``: load the demonstration."""

from datetime import UTC, datetime

import click
from sqlalchemy.orm import Session

from config.settings import Settings
from course.awards import AwardOffice
from course.catalogue import Catalogue, load_catalogue
from course.passwords import hash_password
from learner_api.app import office_of
from learner_api.commands.bars import progress_bar
from learner_api.commands.opening import opened_current, read_settings
from learner_api.database import Database
from learner_api.demonstration import (
    ATTENDING,
    OFFICIALS,
    SEED,
    SIGN_INS,
    demonstration_is_loaded,
    demonstration_password,
    keep_editions,
    load_demonstration,
    load_multitude,
    password_is_known,
    refuse_real_people,
    set_password_of_sign_ins,
)

COURSE = "mainstreaming"
MOST_TOLD = 100
MOST_LEARNERS = 5_000_000


@click.command
@click.option(
    "--learners",
    type=click.IntRange(0, MOST_LEARNERS),
    default=len(OFFICIALS),
    show_default=True,
    help="How many invented officials study beside learner@example.org. "
    f"Up to {MOST_TOLD} do so in one cohort, act by act. Of more, {len(OFFICIALS)} do, "
    "and the others have come in many cohorts over three years: a million are written "
    "in minutes.",
)
def command(learners: int) -> None:
    """Load invented people: three to sign in as, and a cohort at work on the course.

    It refuses to load into a database that holds real people, and in production.
    Where the demonstration is already loaded, nothing is changed but the password.
    Of many, learner.1@example.org and those after it sign in with that password too.

    \b
    Example:
      course demo --learners 100
      course demo --learners 100000
    """
    settings = read_settings()
    refuse_in_production(settings)
    with opened_current(settings) as database:
        with database.reading() as session:
            refuse_real_people(session)
        load(settings, database, load_catalogue(), learners=learners)
    click.echo("\n".join(sign_in_lines(demonstration_password(settings))))


def refuse_in_production(settings: Settings) -> None:
    """Raise one clear line when this installation is for real people."""
    if settings.is_production:
        raise click.ClickException(
            "The demonstration is not for production: COURSE_ENVIRONMENT says so."
        )


def load(
    settings: Settings,
    database: Database,
    catalogue: Catalogue,
    *,
    learners: int = len(OFFICIALS),
) -> None:
    """Load the demonstration into an empty database, wholly or not at all.

    Where it is loaded already, its people are given the password that is printed, if
    they have another.
    """
    password = demonstration_password(settings)
    now = datetime.now(UTC)
    with database.reading() as session:
        is_loaded = demonstration_is_loaded(session)
        is_known = is_loaded and password_is_known(session, password)
    if is_known:
        return
    password_hash = hash_password(password)
    with database.writing() as session:
        if is_loaded:
            set_password_of_sign_ins(session, password_hash, now=now)
        else:
            office = office_of(settings, catalogue.programmes)
            _load(session, catalogue, office, password_hash, learners, now)


def _load(
    session: Session,
    catalogue: Catalogue,
    office: AwardOffice,
    password_hash: str,
    learners: int,
    now: datetime,
) -> None:
    """Tell of the officials act by act, and write the others in bulk."""
    course = catalogue.course(COURSE)
    told_of = learners if learners <= MOST_TOLD else len(OFFICIALS)
    others = learners - told_of
    editions = keep_editions(session, catalogue, course, now) if others else ()
    with progress_bar(told_of + 2 + ATTENDING, "Telling twelve weeks of study") as told:
        load_demonstration(
            session,
            catalogue,
            course,
            office,
            password_hash=password_hash,
            learners=told_of,
            now=now,
            told=told,
        )
    if not others:
        return
    with progress_bar(others, "Writing three years of cohorts") as told:
        load_multitude(
            session,
            editions,
            office,
            learners=others,
            seed=SEED,
            password_hash=password_hash,
            now=now,
            told=told,
        )


def sign_in_lines(password: str) -> list[str]:
    """How to sign in to the demonstration."""
    rows = [f"  {words:19}{email}" for words, email in SIGN_INS.items()]
    return ["Sign in as", *rows, f"  {'with the password':19}{password}"]
