"""People, cohorts, enrolments and what was done on them, made in one call.

Each builder takes the session first, makes what it is not given, and works through
the verbs of the course, so that what it makes is as real as a learner's own.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from course import (
    accounts,
    attempts,
    cohorts,
    consent,
    editions,
    enrolments,
    granting,
    progress,
    responses,
    roadmap_reviews,
    roadmaps,
    roster,
    roster_undo,
    sign_offs,
    submissions,
    worksheets,
)
from course.awards import AwardOffice
from course.catalogue import Catalogue, load_catalogue
from course.credentials.keys import KeyRing, new_key
from course.database import Base
from course.models import (
    Accommodation,
    Attempt,
    Cohort,
    Edition,
    Enrolment,
    LessonCompletion,
    RoadmapReview,
    RoadmapSubmission,
    RosterImport,
    RosterPlan,
    RosterUndo,
    SignOff,
    User,
)
from course.notices import load_notices
from course.passwords import hash_password
from course.receipts import Receipt
from course.roster import Letters
from course.roster_tables import read_text
from quizzes import Quiz

CONTENT = Path(__file__).parent / "content"
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
PASSWORD = "correct horse battery"
COURSE = "miniature"
LESSONS = (
    ("first-module", "first-lesson"),
    ("first-module", "second-lesson"),
    ("second-module", "third-lesson"),
)
QUIZZES = ("first-quiz", "second-quiz")
ROW, LATER_ROW = "k2m4x9q1a7b3", "k2m4xa0000c5"
# Something in every kind of field of the first sheet.
FILLED_IN = {
    "questions/who-moves/answer": "Nurses, mostly.",
    "questions/who-moves/sure": "yes",
    f"bodies/{ROW}/name": "The Council",
    f"bodies/{ROW}/members": "12",
    f"bodies/{ROW}/met": "2026-02-01",
    f"bodies/{ROW}/counts": "sdg-1",
    "next": "We ask.",
}
# Made from fixed seeds, so that what they sign is the same in every test.
KEY = new_key(Ed25519PrivateKey.from_private_bytes(bytes(range(32))), created_at=NOW)
KEYS = KeyRing((KEY,))
OFFICE = AwardOffice(
    issuer_name="Office of Examples",
    signatory_name="Amina Diallo",
    signatory_title="Head of the Office",
    verify_base="https://course.example.org/verify",
    zone=ZoneInfo("Asia/Tokyo"),
    keys=KEYS,
)

_numbers = count(1)


@cache
def miniature_catalogue() -> Catalogue:
    """The content under ``tests/content``, read once."""
    return load_catalogue(
        CONTENT / "handbook",
        CONTENT / "quizzes",
        CONTENT / "outlines",
        CONTENT / "evaluation_forms",
    )


def how_many(session: Session, model: type[Base]) -> int:
    """The number of rows of a table."""
    return session.scalar(select(func.count()).select_from(model)) or 0


@cache
def password_hash() -> str:
    """The hash of ``PASSWORD``; making one takes longer than most tests."""
    return hash_password(PASSWORD)


def a_person(session: Session, *, role: str = "learner", **overrides: Any) -> User:
    """Somebody who can sign in with ``PASSWORD``.

    What is said of oneself, such as ``country``, goes to their profile. They have
    accepted the privacy notice, unless ``accepts_notice`` is false.
    """
    number = next(_numbers)
    accepts = overrides.pop("accepts_notice", True)
    profile = {
        field: overrides.pop(field)
        for field in accounts.PROFILE[1:]
        if field in overrides
    }
    values: dict[str, Any] = {
        "email": f"{role}-{number}@example.org",
        "name": f"{role.capitalize()} {number}",
        "role": role,
        "now": NOW,
        "password_hash": password_hash(),
        "profile": profile,
    }
    person = accounts.register_person(session, **values | overrides)
    session.flush()
    if accepts:
        accept_notice(session, person)
    return person


def accept_notice(session: Session, person: User) -> None:
    """The person has accepted the privacy notice that is in force."""
    notice = load_notices().in_force
    consent.accept_notice(session, person, notice, notice.version, op=uuid4(), now=NOW)


def a_learner(session: Session, **overrides: Any) -> User:
    """A learner who is on no course yet."""
    return a_person(session, role="learner", **overrides)


def a_trainer(session: Session, **overrides: Any) -> User:
    """A trainer who leads no cohort yet."""
    return a_person(session, role="trainer", **overrides)


def an_administrator(session: Session, **overrides: Any) -> User:
    """An administrator."""
    return a_person(session, role="administrator", **overrides)


def an_edition(session: Session, *, now: datetime = NOW) -> Edition:
    """The miniature course as its files stand."""
    course = miniature_catalogue().course(COURSE)
    return editions.course_edition(session, course, now=now)


def a_cohort(
    session: Session, *, trainer: User | None = None, **overrides: Any
) -> Cohort:
    """A cohort that is open, led by a trainer."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "op": uuid4(),
        "key": f"cohort-{number}",
        "title": f"Cohort {number}",
        "mode": "moderated",
        "opens_on": date(2026, 3, 1),
        "closes_on": date(2026, 6, 30),
        "now": NOW,
        "by": trainer or a_trainer(session),
    }
    edition = overrides.pop("edition", None) or an_edition(session)
    cohort, _ = cohorts.create_cohort(session, edition, **values | overrides)
    return cohort


def an_enrolment(
    session: Session,
    learner: User | None = None,
    *,
    cohort: Cohort | None = None,
    edition: Edition | None = None,
    now: datetime = NOW,
    by: User | None = None,
) -> Enrolment:
    """A learner on the miniature course who has done nothing there yet."""
    return enrolments.enrol(
        session,
        learner or a_learner(session, now=now),
        edition or (cohort.edition if cohort else an_edition(session)),
        cohort=cohort,
        now=now,
        by=by,
    )


def a_finished_lesson(
    session: Session,
    enrolment: Enrolment,
    module_key: str = "first-module",
    lesson_key: str = "first-lesson",
    **overrides: Any,
) -> LessonCompletion:
    """A lesson finished by the learner of this enrolment."""
    values: dict[str, Any] = {
        "op": uuid4(),
        "now": NOW,
        "office": OFFICE,
        "by": enrolment.user,
    }
    return progress.complete_lesson(
        session, enrolment, module_key, lesson_key, **values | overrides
    )


def an_opened_lesson(
    session: Session,
    enrolment: Enrolment,
    module_key: str = "first-module",
    lesson_key: str = "first-lesson",
    *,
    now: datetime = NOW,
) -> None:
    """A lesson that the learner has opened."""
    progress.open_lesson(
        session, enrolment.id, module_key, lesson_key, now=now, by=enrolment.user
    )


def letters() -> Letters:
    """The letters in a few words; the invitation holds its secret."""
    return Letters(
        invitation=lambda person, cohort, secret: (
            f"Welcome to {cohort.title}",
            f"Dear {person.name}, choose a password: {secret}",
        ),
        notice=lambda person, cohort: (
            f"You are in {cohort.title}",
            f"Dear {person.name}, sign in as before.",
        ),
        taken_back=lambda person, cohort: (
            f"You are not in {cohort.title}",
            f"Dear {person.name}, that was taken back.",
        ),
    )


def a_kept_roster(
    session: Session, cohort: Cohort, text: str, **overrides: Any
) -> RosterPlan:
    """A list that was uploaded to a cohort by its maker, and not yet applied."""
    values: dict[str, Any] = {"op": uuid4(), "now": NOW}
    if "by" not in overrides:
        values["by"] = session.get_one(User, cohort.created_by)
    return roster.keep_roster(session, cohort, read_text(text), **values | overrides)


def a_roster(
    session: Session,
    cohort: Cohort,
    text: str = "new@example.org",
    *,
    drops: bool = False,
    **overrides: Any,
) -> RosterImport:
    """A list of learners planned and applied to a cohort by its maker."""
    kept_as = {
        name: overrides.pop(name)
        for name in ("op", "columns", "is_whole")
        if name in overrides
    }
    by = overrides.get("by") or session.get_one(User, cohort.created_by)
    now = overrides.get("now", NOW)
    kept = a_kept_roster(session, cohort, text, by=by, now=now, **kept_as)
    plan = roster.plan_of(session, cohort, kept, countries={}, by=by)
    dropped = {row.enrolment for row in plan.rows if row.kind == "drop" and drops}
    values: dict[str, Any] = {
        "token": plan.token,
        "countries": {},
        "letters": letters(),
        "now": NOW,
        "office": OFFICE,
        "by": by,
    }
    choices = roster.Choices(
        drops=frozenset(each for each in dropped if each), reason="Not on the list"
    )
    done = roster.apply_roster(
        session, cohort, kept.uuid, choices, **values | overrides
    )
    assert done is not None
    return done[0]


def an_undone_roster(
    session: Session, applied: RosterImport, **overrides: Any
) -> RosterUndo:
    """A list taken back by whoever had applied it."""
    values: dict[str, Any] = {
        "op": uuid4(),
        "reason": "It was the wrong list.",
        "letters": letters(),
        "now": NOW,
        "office": OFFICE,
    }
    if "by" not in overrides:
        values["by"] = session.get_one(User, applied.actor_id)
    undo, _ = roster_undo.undo_roster(session, applied, **values | overrides)
    return undo


def an_accommodation(
    session: Session, holder: Enrolment | Cohort, **overrides: Any
) -> Accommodation:
    """Something granted to a learner or a cohort by an administrator."""
    values: dict[str, Any] = {
        "op": uuid4(),
        "reason": "A certificate was seen.",
        "letter": grant_letter,
        "now": NOW,
        "office": OFFICE,
    }
    if "by" not in overrides:
        values["by"] = an_administrator(session)
    accommodation, _ = granting.grant(session, holder, **values | overrides)
    return accommodation


def grant_letter(person: User, accommodation: Accommodation) -> tuple[str, str]:
    """The letter to a learner to whom something was granted, in a few words."""
    given = (accommodation.extra_time_percent, accommodation.extra_attempts)
    return "You were granted something", f"Dear {person.name}, you have {given}."


def an_open_attempt(
    session: Session,
    enrolment: Enrolment | None = None,
    quiz_key: str = "first-quiz",
    **overrides: Any,
) -> Attempt:
    """An attempt that was started and holds no answer yet."""
    enrolment = enrolment or an_enrolment(session)
    values: dict[str, Any] = {
        "op": uuid4(),
        "seed": 7,
        "now": NOW,
        "office": OFFICE,
        "by": enrolment.user,
    }
    quiz = overrides.pop("quiz", None) or miniature_catalogue().quiz(quiz_key)
    attempt, _ = attempts.start_attempt(session, enrolment, quiz, **values | overrides)
    return attempt


def right_answers(quiz: Quiz) -> dict[str, Any]:
    """The right answer to every question."""
    return {question.key: question.correct_answer for question in quiz.questions}


def a_submitted_attempt(
    session: Session,
    enrolment: Enrolment | None = None,
    quiz_key: str = "first-quiz",
    *,
    answers: Mapping[str, Any] | None = None,
    now: datetime = NOW,
    office: AwardOffice = OFFICE,
    **overrides: Any,
) -> Receipt:
    """An attempt submitted with these answers; without them, all are right."""
    attempt = an_open_attempt(session, enrolment, quiz_key, now=now, **overrides)
    quiz = editions.sheet_of(session, attempt)
    learner = attempt.enrolment.user
    for key, answer in (right_answers(quiz) if answers is None else answers).items():
        responses.save_response(
            session, attempt, quiz, key, answer, op=uuid4(), now=now, by=learner
        )
    return submissions.submit_attempt(
        session, attempt, quiz, now=now, office=office, by=learner
    )


def an_entry(field: str = "next", value: str | None = "We ask.", **more: Any) -> Any:
    """A save of one field of a worksheet, under a name of its own."""
    return worksheets.NewEntry(field, value, **{"op": uuid4()} | more)


def a_saved_worksheet(
    session: Session,
    enrolment: Enrolment,
    values: Mapping[str, str | None] = FILLED_IN,
    *,
    now: datetime = NOW,
) -> list[worksheets.HeldEntry]:
    """The first sheet with these values saved at once, by their addresses."""
    worksheet = miniature_catalogue().worksheet("first-sheet")
    return worksheets.save_entries(
        session,
        enrolment,
        worksheet,
        [an_entry(field, value) for field, value in values.items()],
        now=now,
        by=enrolment.user,
    )


def a_submitted_roadmap(
    session: Session, enrolment: Enrolment | None = None, **overrides: Any
) -> RoadmapSubmission:
    """A roadmap handed in; its first sheet is filled in where nothing is written."""
    enrolment = enrolment or an_enrolment(session)
    if not worksheets.held_entries(session, enrolment):
        a_saved_worksheet(session, enrolment)
    values: dict[str, Any] = {
        "op": uuid4(),
        "language": "en",
        "dated": NOW.date(),
        "now": NOW,
        "by": enrolment.user,
    }
    submission, _ = roadmaps.submit_roadmap(
        session, enrolment, miniature_catalogue(), **values | overrides
    )
    return submission


def a_reviewed_roadmap(
    session: Session, submission: RoadmapSubmission, **overrides: Any
) -> RoadmapReview:
    """A review of a roadmap by an administrator: it is accepted."""
    values: dict[str, Any] = {
        "op": uuid4(),
        "verdict": "accepted",
        "comments": "Well argued.",
        "letter": review_letter,
        "now": NOW,
        "office": OFFICE,
    }
    if "by" not in overrides:
        values["by"] = an_administrator(session)
    review, _ = roadmap_reviews.review_roadmap(
        session, submission, **values | overrides
    )
    return review


def a_sign_off(session: Session, enrolment: Enrolment, **overrides: Any) -> SignOff:
    """A sign-off given by an administrator."""
    values: dict[str, Any] = {
        "op": uuid4(),
        "verdict": "given",
        "reason": "Presented the results.",
        "now": NOW,
        "office": OFFICE,
    }
    if "by" not in overrides:
        values["by"] = an_administrator(session)
    row, _ = sign_offs.sign_off(session, enrolment, **values | overrides)
    return row


def review_letter(
    submission: RoadmapSubmission, review: RoadmapReview
) -> tuple[str, str]:
    """The letter to a learner whose roadmap was read, in a few words."""
    return f"Your roadmap: {review.verdict}", f"No. {submission.number}"


def a_completed_enrolment(
    session: Session,
    learner: User | None = None,
    *,
    cohort: Cohort | None = None,
    now: datetime = NOW,
    office: AwardOffice = OFFICE,
) -> Enrolment:
    """A learner who has done everything: the achievement and the award are there."""
    enrolment = an_enrolment(session, learner, cohort=cohort, now=now)
    for module_key, lesson_key in LESSONS:
        a_finished_lesson(
            session, enrolment, module_key, lesson_key, now=now, office=office
        )
    for quiz_key in QUIZZES:
        a_submitted_attempt(session, enrolment, quiz_key, now=now, office=office)
    return enrolment
