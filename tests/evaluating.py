"""Forms given, boxes filled and links mailed, made in one call as the builders do."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from course import editions, evaluations, follow_ups
from course.models import Cohort, Enrolment, EvaluationGiven, FollowUpChoice
from tests import builders
from tests.builders import NOW, OFFICE, miniature_catalogue

FORM = "end-of-course"
A_SHEET: Mapping[str, object] = {"useful": 4, "pace": "right"}
A_REASON: Mapping[str, object] = {"reasons": ["time"]}
A_STORY: Mapping[str, object] = {"applied": "yes", "story": "We have a plan."}


def a_given_evaluation(
    session: Session,
    enrolment: Enrolment,
    answers: Mapping[str, object] = A_SHEET,
    **overrides: Any,
) -> EvaluationGiven:
    """The form of the end, given by a learner who has completed the course."""
    form = miniature_catalogue().forms[overrides.pop("form", FORM)]
    values: dict[str, Any] = {
        "course": editions.course_of(session, enrolment.edition),
        "digest": form.digest,
        "op": uuid4(),
        "now": NOW,
        "office": OFFICE,
        "by": enrolment.user,
    }
    given, _ = evaluations.give_evaluation(
        session, enrolment, form, answers, **values | overrides
    )
    return given


def a_follow_up_choice(
    session: Session, enrolment: Enrolment, **overrides: Any
) -> FollowUpChoice:
    """A learner who has completed the course agrees to be asked again."""
    values: dict[str, Any] = {
        "op": uuid4(),
        "verdict": follow_ups.AGREED,
        "now": NOW,
        "by": enrolment.user,
    }
    course = editions.course_of(session, enrolment.edition)
    choice, _ = follow_ups.choose_follow_up(
        session, enrolment, course, **values | overrides
    )
    return choice


def a_mailed_link(session: Session, enrolment: Enrolment, *, now: datetime) -> str:
    """The secret of a link that was mailed now, to a learner who had agreed."""
    a_follow_up_choice(session, enrolment, now=now - follow_ups.FIRST_AFTER)
    mailed: list[str] = []

    def letter(_enrolment: Enrolment, _number: int, secret: str) -> tuple[str, str]:
        mailed.append(secret)
        return "What became of it?", secret

    follow_ups.write_due(session, letter=letter, now=now)
    return mailed[0]


def people_at_the_end(
    session: Session, count: int, cohort: Cohort | None = None
) -> list[Enrolment]:
    """Learners marked as complete, without all the work that it takes."""
    found = [builders.an_enrolment(session, cohort=cohort) for _ in range(count)]
    for enrolment in found:
        enrolment.completed_at = NOW
    session.flush()
    return found


def all_given(
    session: Session,
    sheets: Iterable[Mapping[str, object]],
    cohort: Cohort | None = None,
) -> list[EvaluationGiven]:
    """A form of the end for each of these sheets, each by a learner of their own.

    What they earned is not worked out, since nothing here is about that.
    """
    form = miniature_catalogue().forms[FORM]
    return [
        evaluations.record(
            session, who, form, sheet, digest=form.digest, op=uuid4(), now=NOW
        )
        for sheet in sheets
        for who in [builders.an_enrolment(session, cohort=cohort)]
    ]
