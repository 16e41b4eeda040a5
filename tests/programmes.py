"""A programme in miniature: two courses, a paper, and people on all three."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from hashlib import sha256
from io import BytesIO
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

from sqlalchemy import select
from sqlalchemy.orm import Session

from course import editions, enrolments, paper_reviews, papers
from course.awards import AwardOffice
from course.catalogue import Catalogue, load_catalogue
from course.models import (
    Achievement,
    Award,
    Cohort,
    Edition,
    Enrolment,
    PaperReview,
    PaperSubmission,
    User,
)
from tests.builders import (
    CONTENT,
    NOW,
    OFFICE,
    a_finished_lesson,
    a_learner,
    a_submitted_attempt,
    an_administrator,
)

FIRST, SECOND, STEPS = "first-steps", "second-steps", "steps"
TITLE = "Nurses who leave, nurses who return"
PDF = b"%PDF-1.7\nA paper in few words.\n%%EOF\n"
DONE = {
    FIRST: (
        [("first-module", "first-lesson"), ("first-module", "second-lesson")],
        "first-quiz",
    ),
    SECOND: ([("second-module", "third-lesson")], "second-quiz"),
}


@cache
def programme_catalogue() -> Catalogue:
    """The two small courses and the programme over them, read once."""
    return load_catalogue(
        CONTENT / "handbook", CONTENT / "quizzes", CONTENT / "programme"
    )


PROGRAMME_OFFICE: AwardOffice = replace(OFFICE, programmes=frozenset({STEPS}))


def a_word_file(*names: str) -> bytes:
    """An archive with parts of these names, as a Word file has."""
    target = BytesIO()
    with ZipFile(target, "w") as archive:
        for name in names or ("[Content_Types].xml", "word/document.xml"):
            archive.writestr(name, "<a/>")
    return target.getvalue()


def on_course(
    session: Session,
    key: str,
    learner: User | None = None,
    *,
    cohort: Cohort | None = None,
    now: datetime = NOW,
    **life: Any,
) -> Enrolment:
    """A learner on a course of the programme, or on the programme itself.

    ``life`` gives its award a term, or has it released.
    """
    edition = cohort.edition if cohort else an_edition_of(session, key, **life)
    return enrolments.enrol(
        session,
        learner or a_learner(session, now=now),
        edition,
        cohort=cohort,
        now=now,
    )


def an_edition_of(session: Session, key: str, **life: Any) -> Edition:
    """A course of the programme, or the programme, its award with this life."""
    course = programme_catalogue().course(key)
    rule = replace(course.goal, **life)
    changed = replace(course, awards={rule.kind: rule})
    return editions.course_edition(session, changed, now=NOW)


def finish(
    session: Session,
    enrolment: Enrolment,
    *,
    now: datetime = NOW,
    office: AwardOffice = PROGRAMME_OFFICE,
    answers: Mapping[str, Any] | None = None,
) -> Enrolment:
    """Do all that a course of the programme asks."""
    lessons, quiz = DONE[enrolment.course_key]
    for module_key, lesson_key in lessons:
        a_finished_lesson(
            session, enrolment, module_key, lesson_key, now=now, office=office
        )
    a_submitted_attempt(
        session,
        enrolment,
        quiz,
        quiz=programme_catalogue().quiz(quiz),
        answers=answers,
        now=now,
        office=office,
    )
    return enrolment


def finished(
    session: Session, learner: User, keys: Iterable[str] = (FIRST, SECOND), **how: Any
) -> list[Enrolment]:
    """These courses, each begun and finished by a learner."""
    return [finish(session, on_course(session, key, learner), **how) for key in keys]


def a_paper(
    session: Session, enrolment: Enrolment, content: bytes = PDF, **overrides: Any
) -> PaperSubmission:
    """A paper handed in by the learner of this enrolment."""
    values: dict[str, Any] = {
        "op": uuid4(),
        "title": TITLE,
        "is_own_work": True,
        "now": NOW,
        "by": enrolment.user,
    }
    submission, _ = papers.submit_paper(
        session, enrolment, content, **values | overrides
    )
    return submission


def a_paper_review(
    session: Session, submission: PaperSubmission, **overrides: Any
) -> PaperReview:
    """A review of a paper by an administrator: it is accepted."""
    values: dict[str, Any] = {
        "op": uuid4(),
        "verdict": "accepted",
        "comments": "",
        "letter": paper_letter,
        "now": NOW,
        "office": PROGRAMME_OFFICE,
    }
    if "by" not in overrides:
        values["by"] = an_administrator(session)
    review, _ = paper_reviews.review_paper(session, submission, **values | overrides)
    return review


def an_accepted_paper(
    session: Session, enrolment: Enrolment, **overrides: Any
) -> PaperReview:
    """A paper handed in and accepted at once."""
    return a_paper_review(session, a_paper(session, enrolment), **overrides)


def paper_letter(submission: PaperSubmission, review: PaperReview) -> tuple[str, str]:
    """The letter to a learner whose paper was read, in a few words."""
    return f"Your paper: {review.verdict}", f"No. {submission.number}"


def award_of(session: Session, enrolment: Enrolment) -> Award:
    """The newest award given for an enrolment."""
    return awards_given(session, enrolment)[-1]


def awards_given(session: Session, enrolment: Enrolment) -> Sequence[Award]:
    """Every award given for an enrolment, the newest last."""
    return session.scalars(
        select(Award)
        .join(Award.achievement)
        .where(Achievement.enrolment_id == enrolment.id)
        .order_by(Award.id)
    ).all()


def a_kept_paper(session: Session, enrolment: Enrolment) -> PaperSubmission:
    """A paper that waits, of an enrolment on whatever course."""
    submission = PaperSubmission(
        enrolment_id=enrolment.id,
        enrolment=enrolment,
        number=1,
        title=TITLE,
        format="pdf",
        size=len(PDF),
        digest=sha256(PDF).hexdigest(),
        content=PDF,
        is_own_work=True,
        actor_id=enrolment.user_id,
        occurred_at=NOW,
        recorded_at=NOW,
    )
    session.add(submission)
    session.flush()
    return submission
