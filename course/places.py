"""Places on a course: given to many at once, and taken back."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, exists, insert, select
from sqlalchemy.orm import Session, aliased

from course import editions
from course.enrolments import keep_standing
from course.evidence import Evidence
from course.models import Cohort, Enrolment, EnrolmentEvent, UndoneEvent, User
from course.programme_evidence import evidences_at_start
from course.standing import Standing, fold

CHUNK = 1000


def enrol_all(
    session: Session,
    placed: Sequence[tuple[User, Cohort]],
    *,
    now: datetime,
    by: User,
) -> list[tuple[Enrolment, int]]:
    """Put learners who are not on the course into cohorts, however many they are.

    All of them in one order, whatever their cohorts: of two who enrol the same people
    one waits for the other at the first of them. Each enrolment comes with the number
    of its event, as they were asked for. Raises ``IntegrityError`` where one of them
    came onto the course in the meantime.
    """
    begun: dict[int, Standing] = {}
    made: list[Enrolment] = []
    for learner, cohort in placed:
        if cohort.id not in begun:
            course = editions.course_of(session, cohort.edition)
            begun[cohort.id] = fold(course, Evidence(mode=cohort.mode))
        enrolment = Enrolment(
            user_id=learner.id,
            user=learner,
            course_key=cohort.course_key,
            edition=cohort.edition,
            cohort=cohort,
            enrolled_at=now,
            standing={},
        )
        keep_standing(enrolment, begun[cohort.id])
        made.append(enrolment)
    in_order = sorted(made, key=lambda each: each.user_id)
    session.add_all(in_order)
    session.flush()
    _count_certificates(session, made)
    return list(zip(made, _note_enrolled(session, made, now, by), strict=True))


def _count_certificates(session: Session, made: Sequence[Enrolment]) -> None:
    """Those on a programme begin with the certificates that they hold."""
    by_cohort: dict[Cohort, list[Enrolment]] = {}
    for enrolment in made:
        if enrolment.cohort is not None:
            by_cohort.setdefault(enrolment.cohort, []).append(enrolment)
    for cohort, theirs in by_cohort.items():
        course = editions.course_of(session, cohort.edition)
        for first in range(0, len(theirs) if course.is_programme else 0, CHUNK):
            chunk = theirs[first : first + CHUNK]
            has = evidences_at_start(session, [each.id for each in chunk], cohort.mode)
            for enrolment in chunk:
                keep_standing(enrolment, fold(course, has[enrolment.id]))


def _note_enrolled(
    session: Session, made: Sequence[Enrolment], now: datetime, by: User
) -> list[int]:
    """The numbers of the events that say so, in the order of the enrolments."""
    if not made:
        return []
    told = {
        "kind": "enrolled",
        "actor_id": by.id,
        "occurred_at": now,
        "recorded_at": now,
    }
    numbers = session.execute(
        insert(EnrolmentEvent).returning(
            EnrolmentEvent.enrolment_id, EnrolmentEvent.id
        ),
        [
            {"enrolment_id": each.id, "cohort_id": each.cohort_id, **told}
            for each in made
        ],
    )
    event_of = {row.enrolment_id: row.id for row in numbers}
    return [event_of[enrolment.id] for enrolment in made]


def set_back(
    enrolment: Enrolment, latest: EnrolmentEvent | None, now: datetime
) -> None:
    """Set an enrolment back to its latest event that stands.

    Where none does it is as if it had never begun: it is in no cohort and nobody's
    run, and its learner may begin anew. Its number makes room for that.
    """
    if latest is None:
        enrolment.run = -enrolment.id
    withdrawn = latest is None or latest.kind == "withdrawn"
    since = latest.recorded_at if latest else now
    enrolment.withdrawn_at = since if withdrawn else None
    enrolment.cohort_id = latest.cohort_id if latest else None


def stands(
    event: type[EnrolmentEvent] = EnrolmentEvent, as_of: datetime | None = None
) -> ColumnElement[bool]:
    """Whether an event was not taken back, ever or as it was known at a moment."""
    undone = aliased(UndoneEvent)
    found = select(undone.id).where(undone.event_id == event.id)
    if as_of is not None:
        found = found.where(undone.recorded_at <= as_of)
    return ~exists(found)
