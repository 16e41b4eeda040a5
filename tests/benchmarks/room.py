"""A room to sit quizzes in: the application, one quiz from a bank, and its learners."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from config.settings import Settings
from course import accounts, editions, enrolments, tokens
from course.catalogue import Catalogue, load_catalogue
from course.database import make_engine
from course.migrations import upgrade
from course.models import Attempt, Enrolment, Response, User
from course.passwords import hash_password
from learner_api.app import create_app
from learner_api.database import Database
from quizzes import Quiz
from tests import builders

COURSE = "mainstreaming"
DRAWN = 10
PASSWORD = "a password for measuring"
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
_CHUNK = 1000


@dataclass(frozen=True, slots=True)
class Sitter:
    """A learner with a token of their own."""

    enrolment_id: int
    secret: str
    email: str


class Room:
    """An application on a database of its own, with one quiz drawn from a bank."""

    def __init__(self, folder: Path, bank: int) -> None:
        self.settings = Settings.for_tests(folder)
        engine = make_engine(self.settings.database_url)
        upgrade(engine)
        engine.dispose()
        self.catalogue, self.quiz = _with_bank(bank)
        self.app: Flask = create_app(self.settings, catalogue=self.catalogue)
        self.database: Database = self.app.extensions["course.database"]

    @property
    def start_path(self) -> str:
        return f"/api/v1/courses/{COURSE}/quizzes/{self.quiz.key}/attempts"

    def seat(self, number: int) -> list[Sitter]:
        """Enrol so many learners."""
        now = datetime.now(UTC)
        sitters = []
        password = hash_password(PASSWORD)
        with self.database.writing() as session:
            course = self.catalogue.course(COURSE)
            edition = editions.course_edition(session, course, now=now)
            for _ in range(number):
                person = accounts.register_person(
                    session,
                    email=f"{uuid4().hex}@example.org",
                    name="A Learner",
                    role="learner",
                    now=now,
                    password_hash=password,
                )
                session.flush()
                builders.accept_notice(session, person)
                enrolment = enrolments.enrol(session, person, edition, now=now)
                session.flush()
                _, secret = tokens.create_token(session, person, "bench", now=now)
                sitters.append(Sitter(enrolment.id, secret, person.email))
        return sitters

    def send(self, sitter: Sitter, method: str, path: str, body: Any) -> Any:
        """Ask the application in this process."""
        headers = {"Authorization": f"Bearer {sitter.secret}"}
        client = self.app.test_client(use_cookies=False)
        answer = client.open(path, method=method, json=body, headers=headers)
        if answer.status_code not in (200, 201):
            raise RuntimeError(f"{path} was answered {answer.status}: {answer.text}")
        return answer.get_json()

    def start(self, sitter: Sitter) -> Any:
        return self.send(sitter, "POST", self.start_path, {"op": str(uuid4())})

    def sign_in(self, sitter: Sitter) -> FlaskClient:
        """A browser of this learner."""
        browser = self.app.test_client()
        form = {"email": sitter.email, "password": PASSWORD}
        answer = browser.post("/api/v1/session", json=form, headers=SAME_ORIGIN)
        if answer.status_code != 200:
            raise RuntimeError(f"Signing in was answered {answer.status}.")
        return browser

    def fill(self, sittings: int) -> None:
        """Put the sittings of many others into the record, ten answers each."""
        now = datetime.now(UTC)
        template = self.seat(1)[0]
        with self.database.writing() as session:
            quiz = editions.quiz_edition(session, self.quiz, now=now)
            one = session.get_one(Enrolment, template.enrolment_id)
            sat = [
                {
                    "uuid": uuid4(),
                    "enrolment_id": person,
                    "quiz_key": self.quiz.key,
                    "number": number,
                    "edition_id": quiz.id,
                    "seed": 1,
                    "submitted_at": now,
                    "occurred_at": now,
                    "recorded_at": now,
                }
                for person in _copies(session, one, sittings // 10)
                for number in range(1, 11)
            ]
            session.execute(insert(Attempt), sat)
            keys = [question.key for question in self.quiz.questions[:DRAWN]]
            attempts = _ids(session, Attempt)[-len(sat) :]
            for at in range(0, len(attempts), _CHUNK):
                _answer(session, attempts[at : at + _CHUNK], keys, now)


def _answer(
    session: Session, attempts: Sequence[int], keys: Sequence[str], now: datetime
) -> None:
    session.execute(
        insert(Response),
        [
            {
                "uuid": uuid4(),
                "attempt_id": attempt,
                "question_key": key,
                "op": uuid4(),
                "sequence": 1,
                "answer": "a",
                "occurred_at": now,
                "recorded_at": now,
            }
            for attempt in attempts
            for key in keys
        ],
    )


def _copies(session: Session, enrolment: Enrolment, number: int) -> list[int]:
    """More enrolments like this one, each of a person of its own."""
    now = enrolment.enrolled_at
    session.execute(
        insert(User),
        [
            {
                "uuid": uuid4(),
                "email": f"{uuid4().hex}@example.org",
                "name": "Another",
                "role": "learner",
                "created_at": now,
                "session_epoch": 1,
                "is_demonstration": False,
            }
            for _ in range(number)
        ],
    )
    people = _ids(session, User)[-number:]
    session.execute(
        insert(Enrolment),
        [
            {
                "uuid": uuid4(),
                "user_id": person,
                "course_key": enrolment.course_key,
                "run": 1,
                "edition_id": enrolment.edition_id,
                "enrolled_at": now,
                "standing": enrolment.standing,
                "met": 0,
                "needed": enrolment.needed,
            }
            for person in people
        ],
    )
    return _ids(session, Enrolment)[-number:]


def _ids(session: Session, model: Any) -> list[int]:
    return sorted(session.scalars(select(model.id)))


def _with_bank(size: int) -> tuple[Catalogue, Quiz]:
    """The course, with a bank of so many questions behind its first quiz."""
    catalogue = load_catalogue()
    key = catalogue.course(COURSE).modules[0].quiz_key
    old = catalogue.quiz(str(key))
    question = {
        "type": "single-choice",
        "prompt": "Which of these is it, and why would a planner need to know?",
        "lesson": old.questions[0].lesson,
        "feedback": "It is the first, as the lesson says.",
        "choices": [
            {"value": value, "label": f"The {value}", "feedback": "Read it again."}
            for value in ("a", "b", "c", "d")
        ],
        "correct": "a",
        "objective": "aim",
    }
    quiz = Quiz.from_data(
        old.key,
        {
            "title": old.title,
            "introduction": old.introduction,
            "pass_mark": 70,
            "blueprint": [{"objective": "aim", "draw": DRAWN}],
            "questions": [{**question, "key": f"q-{n}"} for n in range(size)],
        },
    )
    return replace(catalogue, quizzes={**catalogue.quizzes, old.key: quiz}), quiz
