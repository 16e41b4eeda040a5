"""Keeping content as it stood, and reading it back.

An edition is parsed once in a process and found again by its digest, which is the
fingerprint of its meaning, so that equal digests may share one value.
"""

from collections.abc import Mapping
from datetime import datetime
from threading import Lock
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from course.errors import UnknownEdition
from course.models import Attempt, Edition
from course.outline import Course
from quizzes import Quiz

_courses: dict[str, Course] = {}
_quizzes: dict[tuple[str, str], Quiz] = {}
_lock = Lock()


def course_edition(session: Session, course: Course, *, now: datetime) -> Edition:
    """The edition of a course as its files stand now, kept on first need."""
    return _keep(session, "course", course.key, course.digest, course.to_data, now)


def quiz_edition(session: Session, quiz: Quiz, *, now: datetime) -> Edition:
    """The edition of a quiz as its file stands now, kept on first need."""
    return _keep(session, "quiz", quiz.key, quiz.digest, quiz.to_data, now)


def course_of(session: Session, edition: Edition) -> Course:
    """The course as this edition kept it."""
    found = _courses.get(edition.digest)
    if found is None:
        found = Course.from_data(_content(session, edition))
        with _lock:
            _courses[edition.digest] = found
    return found


def quiz_of(session: Session, edition: Edition) -> Quiz:
    """The quiz as this edition kept it."""
    place = (edition.key, edition.digest)
    found = _quizzes.get(place)
    if found is None:
        found = Quiz.from_data(edition.key, _content(session, edition))
        with _lock:
            _quizzes[place] = found
    return found


def sheet_of(session: Session, attempt: Attempt) -> Quiz:
    """What this attempt asks: its edition of the quiz, or what was drawn from it."""
    quiz = quiz_of(session, attempt.edition)
    return quiz if attempt.drawn is None else quiz.only(attempt.drawn)


def editions_of_course(session: Session, course_key: str) -> list[Edition]:
    """Every edition of a course that the record knows, newest first."""
    return list(
        session.scalars(
            select(Edition)
            .where(Edition.kind == "course", Edition.key == course_key)
            .order_by(Edition.id.desc())
        )
    )


def find_course_edition(session: Session, course_key: str, digest: str) -> Edition:
    """The edition of this digest, or ``UnknownEdition``."""
    edition = session.scalar(
        select(Edition).where(
            Edition.kind == "course",
            Edition.key == course_key,
            Edition.digest == digest,
        )
    )
    if edition is None:
        raise UnknownEdition(digest)
    return edition


def _keep(
    session: Session,
    kind: str,
    key: str,
    digest: str,
    content: Any,
    now: datetime,
) -> Edition:
    query = select(Edition).where(
        Edition.kind == kind, Edition.key == key, Edition.digest == digest
    )
    edition = session.scalar(query)
    if edition is not None:
        return edition
    edition = Edition(
        kind=kind, key=key, digest=digest, content=content(), recorded_at=now
    )
    try:
        with session.begin_nested():
            session.add(edition)
    except IntegrityError:
        # Another request kept the same edition a moment ago.
        return session.scalars(query).one()
    return edition


def _content(session: Session, edition: Edition) -> Mapping[str, Any]:
    content: Mapping[str, Any] | None = session.scalar(
        select(Edition.content).where(Edition.id == edition.id)
    )
    if content is None:
        raise UnknownEdition(edition.digest)
    return content
