"""What the record holds of people in the browser, and attempts made for them there."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from course import accounts, editions, enrolments, responses
from course.catalogue import Catalogue
from course.database import make_engine
from course.models import Attempt, Enrolment, Response
from learner_api.app import office_of
from learner_api.commands.demo import COURSE
from learner_api.database import Database
from quizzes import Quiz, load_quizzes
from tests import builders
from tests.browser.installation import Installation

# The questions of the quiz that is sat, by their types.
RADIO, OTHER_RADIO, THIRD_RADIO = "sky", "grass", "snow"
BOXES = "even"
TRUTH = "sunset"
NUMBER = "year"
MATCHING = "young"
ORDERING = "months"
PLACES = ("january", "march", "june", "august", "october")

_numbers = count(1)


@dataclass(frozen=True)
class Sitting:
    """One learner's open attempt, and the record of what was saved of it."""

    served: Installation
    email: str
    uuid: UUID

    @property
    def path(self) -> str:
        return f"/attempts/{self.uuid}"

    def rows(self, key: str) -> list[Any]:
        """Every answer to this question that was recorded, in order."""
        with in_record(self.served) as session:
            found = session.scalars(
                select(Response)
                .where(Response.attempt_id == self._attempt(session).id)
                .where(Response.question_key == key)
                .order_by(Response.id)
            )
            return [each.answer for each in found]

    def held(self, key: str) -> Any:
        """The answer that counts."""
        with in_record(self.served) as session:
            held = responses.held_answers(session, self._attempt(session), key)
            return held[key].answer if key in held else None

    def _attempt(self, session: Session) -> Attempt:
        return session.scalars(select(Attempt).where(Attempt.uuid == self.uuid)).one()


@contextmanager
def in_record(served: Installation) -> Iterator[Session]:
    """The database that the server serves from."""
    database = Database(make_engine(served.settings.database_url, durable=False))
    try:
        with database.writing() as session:
            yield session
    finally:
        database.engine.dispose()


def a_sitting(
    served: Installation,
    *,
    email: str | None = None,
    ago: timedelta = timedelta(0),
    **changes: Any,
) -> Sitting:
    """An attempt without an answer, begun some time ago by a new learner or a known.

    The quiz that they sit has the questions above, and belongs to the first module.
    ``changes`` are fields of it that are to differ.
    """
    catalogue = served.prepared.catalogue
    now = datetime.now(UTC) - ago
    with in_record(served) as session:
        if email is None:
            enrolment = _new_enrolment(session, catalogue, now)
        else:
            enrolment = enrolment_of(session, email)
        quiz = own_quiz(served, **changes)
        attempt = builders.an_open_attempt(session, enrolment, quiz=quiz, now=now)
        return Sitting(served, enrolment.user.email, attempt.uuid)


def enrolment_of(session: Session, email: str) -> Enrolment:
    """Somebody's enrolment on the course, for them to do something on it."""
    person = accounts.find_person(session, email)
    assert person is not None
    return enrolments.enrolment_on(session, person, COURSE, for_update=True)


def _new_enrolment(session: Session, catalogue: Catalogue, now: datetime) -> Enrolment:
    person = builders.a_learner(
        session,
        email=f"answers-{next(_numbers)}@example.org",
        name="Ana Sousa",
        now=now,
    )
    edition = editions.course_edition(session, catalogue.course(COURSE), now=now)
    return builders.an_enrolment(session, person, edition=edition, now=now)


def own_quiz(served: Installation, **changes: Any) -> Quiz:
    """A quiz of the tests' own, in the place of that of the first module."""
    (quiz,) = load_quizzes(Path(__file__).parent / "bank").values()
    module = served.prepared.catalogue.course(COURSE).modules[0]
    lesson = f"{module.key}/{module.lessons[0].key}"
    quiz = replace(quiz, key=str(module.quiz_key), **changes)
    taught = tuple(replace(each, lesson=lesson) for each in quiz.questions)
    return replace(quiz, questions=taught)


def have_a_roadmap_accepted(installation: Installation, email: str) -> None:
    """Have somebody hand in a roadmap, and a trainer accept it."""
    now = datetime.now(UTC)
    with in_record(installation) as session:
        enrolment = enrolment_of(session, email)
        builders.a_saved_worksheet(session, enrolment, now=now)
        submission = builders.a_submitted_roadmap(
            session, enrolment, now=now, dated=now.date()
        )
        builders.a_reviewed_roadmap(
            session, submission, now=now, office=office_of(installation.settings)
        )


def study_before(installation: Installation, email: str, module_key: str) -> None:
    """Have somebody do everything that comes before a module, as if they had read on.

    What they have passed they do not sit again.
    """
    catalogue, office = (
        installation.prepared.catalogue,
        office_of(installation.settings),
    )
    now = datetime.now(UTC)
    with in_record(installation) as session:
        enrolment = enrolment_of(session, email)
        passed = enrolment.standing["quizzes"]
        for module in catalogue.course(COURSE).modules:
            if module.key == module_key:
                return
            for key in module.lesson_keys():
                builders.a_finished_lesson(
                    session, enrolment, module.key, key, now=now, office=office
                )
            if module.quiz_key and module.quiz_key not in passed:
                quiz = catalogue.quiz(module.quiz_key)
                builders.a_submitted_attempt(
                    session, enrolment, quiz=quiz, now=now, office=office
                )
