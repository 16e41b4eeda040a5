"""Keeping content as it stood, and reading it back.

An edition is parsed once in a process and found again by its digest, which is the
fingerprint of its meaning, so that equal digests may share one value.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from threading import Lock
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, undefer

from course.errors import UnknownEdition
from course.models import Attempt, Edition
from course.outline import Course
from quizzes import Quiz

_courses: dict[str, Course] = {}
_quizzes: dict[tuple[str, str], Quiz] = {}
_lock = Lock()

_KEPT = select(Edition).where(
    Edition.kind == bindparam("kind"),
    Edition.key == bindparam("key"),
    Edition.digest == bindparam("digest"),
)


def course_edition(session: Session, course: Course, *, now: datetime) -> Edition:
    """The edition of a course as its files stand now, kept on first need."""
    return _keep(session, "course", course.key, course.digest, course.to_data, now)


def quiz_edition(session: Session, quiz: Quiz, *, now: datetime) -> Edition:
    """The edition of a quiz as its file stands now, kept on first need."""
    return _keep(session, "quiz", quiz.key, quiz.digest, quiz.to_data, now)


def course_of(session: Session, edition: Edition) -> Course:
    """The course as this edition kept it."""
    if edition.digest not in _courses:
        _read(edition, _content(session, edition))
    return _courses[edition.digest]


def quiz_of(session: Session, edition: Edition) -> Quiz:
    """The quiz as this edition kept it."""
    place = (edition.key, edition.digest)
    if place not in _quizzes:
        _read(edition, _content(session, edition))
    return _quizzes[place]


def courses_of(session: Session, kept: Collection[Edition]) -> dict[int, Course]:
    """The courses as these editions kept them, by id: one statement for the unread."""
    _read_all(session, kept)
    return {edition.id: _courses[edition.digest] for edition in kept}


def find_editions(session: Session, ids: Collection[int]) -> dict[int, Edition]:
    """These editions by their ids, all read by two statements.

    ``course_of`` and ``quiz_of`` ask nothing more of what is found here.
    """
    found = {
        edition.id: edition
        for edition in session.scalars(
            select(Edition)
            .where(Edition.id.in_(ids))
            .options(undefer(Edition.recorded_at))
        )
    }
    _read_all(session, found.values())
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
            .options(undefer(Edition.recorded_at))
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


def latest_course_edition(
    session: Session, course_key: str, as_of: datetime
) -> Edition | None:
    """The outline that the record had learned of last by a moment; nothing before any.

    Whoever counts by it gets the same of that moment whatever the files say later.
    """
    return session.scalar(
        select(Edition)
        .where(
            Edition.kind == "course",
            Edition.key == course_key,
            Edition.recorded_at <= as_of,
        )
        .order_by(Edition.recorded_at.desc(), Edition.id.desc())
        .limit(1)
    )


def _keep(
    session: Session,
    kind: str,
    key: str,
    digest: str,
    content: Any,
    now: datetime,
) -> Edition:
    asked = {"kind": kind, "key": key, "digest": digest}
    edition = session.scalar(_KEPT, asked)
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
        return session.scalars(_KEPT, asked).one()
    return edition


def _read_all(session: Session, kept: Collection[Edition]) -> None:
    unread = {each.id: each for each in kept if not _is_read(each)}
    if unread:
        contents = session.execute(
            select(Edition.id, Edition.content).where(Edition.id.in_(unread))
        )
        for edition_id, content in contents:
            _read(unread[edition_id], content)


def _is_read(edition: Edition) -> bool:
    if edition.kind == "course":
        return edition.digest in _courses
    return (edition.key, edition.digest) in _quizzes


def _read(edition: Edition, content: Mapping[str, Any]) -> None:
    """Parse an edition, and keep it for as long as this process lives."""
    if edition.kind == "course":
        course = Course.from_data(content)
        with _lock:
            _courses[edition.digest] = course
    else:
        quiz = Quiz.from_data(edition.key, content)
        with _lock:
            _quizzes[edition.key, edition.digest] = quiz


def _content(session: Session, edition: Edition) -> Mapping[str, Any]:
    content: Mapping[str, Any] | None = session.scalar(
        select(Edition.content).where(Edition.id == edition.id)
    )
    if content is None:
        raise UnknownEdition(edition.digest)
    return content
