"""Who sat the test before a course and the test after it, and what each came to."""

from datetime import datetime
from fractions import Fraction

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session

from course.learning_gain import Pair
from course.models import Attempt, Enrolment, Mark
from course.outline import Course


def pairs_of(
    session: Session,
    course: Course,
    of_enrolments: ColumnElement[bool],
    as_of: datetime | None = None,
) -> list[tuple[int, Pair]]:
    """The first sittings of both tests on each of these enrolments, with whose it is.

    They come in the order in which the second of the two was first marked; the latest
    mark counts. Nothing where the course has not both tests. One statement.
    """
    named = {quiz.purpose: quiz.key for quiz in course.assessments}
    before, after = named.get("pre-test"), named.get("post-test")
    if before is None or after is None:
        return []
    rows = session.execute(
        select(
            Enrolment.user_id,
            Attempt.enrolment_id,
            Attempt.quiz_key,
            Mark.points,
            Mark.out_of,
        )
        .join(Mark, Mark.attempt_id == Attempt.id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(
            of_enrolments,
            Attempt.quiz_key.in_((before, after)),
            Attempt.number == 1,
            Mark.out_of > 0,
            true() if as_of is None else Mark.recorded_at <= as_of,
        )
        .order_by(Mark.id)
    )
    sat: dict[tuple[int, str], Fraction] = {}
    order: dict[int, int] = {}
    for person, enrolment_id, quiz_key, points, out_of in rows:
        # A later mark of the attempt counts, at the place of the first.
        sat[enrolment_id, quiz_key] = Fraction(points, out_of)
        if {(enrolment_id, before), (enrolment_id, after)} <= sat.keys():
            order.setdefault(enrolment_id, person)
    return [
        (person, Pair(sat[enrolment_id, before], sat[enrolment_id, after]))
        for enrolment_id, person in order.items()
    ]
