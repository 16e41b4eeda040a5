"""Who may see or change what, as WHERE clauses and as predicates.

A learner sees their own enrolments, a trainer those of the cohorts they lead, an
administrator all. What is not visible is answered as if it were not there.
"""

from sqlalchemy import ColumnElement, exists, false, or_, select, true

from course.errors import NotPermitted
from course.models import (
    Accommodation,
    Application,
    Cohort,
    CohortTrainer,
    Enrolment,
    Job,
    PeerAssignment,
    User,
)
from course.models.job import OF_TRAINERS


def visible_cohorts(asker: User) -> ColumnElement[bool]:
    """The cohorts whose roster and progress the asker may see."""
    if asker.is_administrator:
        return true()
    if asker.is_trainer:
        return exists(
            select(CohortTrainer.cohort_id).where(
                CohortTrainer.cohort_id == Cohort.id,
                CohortTrainer.user_id == asker.id,
            )
        )
    return false()


def visible_enrolments(asker: User) -> ColumnElement[bool]:
    """The enrolments that the asker may see: their own, or those they answer for.

    One that was undone is nobody's to see.
    """
    if asker.is_administrator:
        return Enrolment.run > 0
    own = Enrolment.user_id == asker.id
    seen = own | _is_led(asker) if asker.is_trainer else own
    return seen & (Enrolment.run > 0)


def answered_enrolments(asker: User) -> ColumnElement[bool]:
    """The enrolments that the asker answers for as staff; a trainer never their own."""
    if asker.is_administrator:
        return true()
    if asker.is_trainer:
        return _is_led(asker) & (Enrolment.user_id != asker.id)
    return false()


def visible_jobs(asker: User) -> ColumnElement[bool]:
    """The jobs whose progress and result the asker may see.

    An administrator all; a trainer what they asked for, while trainers may ask for it.
    """
    if asker.is_administrator:
        return true()
    if asker.is_trainer:
        return (Job.asked_by_id == asker.id) & Job.kind.in_(OF_TRAINERS)
    return false()


def discussed_cohorts(asker: User) -> ColumnElement[bool]:
    """The cohorts in whose rooms the asker reads and writes.

    Their own, unless they were withdrawn, and those that they see as staff.
    """
    return or_(
        visible_cohorts(asker),
        exists(
            select(Enrolment.id).where(
                Enrolment.cohort_id == Cohort.id,
                Enrolment.user_id == asker.id,
                Enrolment.withdrawn_at.is_(None),
            )
        ),
    )


def visible_accommodations(asker: User) -> ColumnElement[bool]:
    """The accommodations whose reasons the asker may read, as staff.

    Those of the cohorts and of the learners whom the asker answers for. Nobody reads
    as a learner why something was granted to them.
    """
    if asker.is_administrator:
        return true()
    return or_(
        exists(
            select(Cohort.id).where(
                Cohort.id == Accommodation.cohort_id, visible_cohorts(asker)
            )
        ),
        exists(
            select(Enrolment.id).where(
                Enrolment.user_id == Accommodation.user_id, answered_enrolments(asker)
            )
        ),
    )


def visible_applications(asker: User) -> ColumnElement[bool]:
    """The applications that the asker may read: their own, or as staff of the cohort.

    ``Application.cohort`` must be joined.
    """
    return or_(Application.user_id == asker.id, visible_cohorts(asker))


def reads_as_staff(asker: User, application: Application) -> bool:
    """Whether the asker may read why and what was decided before it is told.

    Nobody may of their own application: whoever leads the cohort and applies to it
    reads what any applicant reads.
    """
    return asker.is_staff and application.user_id != asker.id


def assigned_peer_reviews(asker: User) -> ColumnElement[bool]:
    """The peer reviews that were assigned to the asker, unless they were withdrawn."""
    return exists(
        select(Enrolment.id).where(
            Enrolment.id == PeerAssignment.reviewer_id,
            Enrolment.user_id == asker.id,
            Enrolment.withdrawn_at.is_(None),
            Enrolment.run > 0,
        )
    )


def require_staff(asker: User) -> None:
    """Raise ``NotPermitted`` unless the asker is a trainer or an administrator."""
    if not asker.is_staff:
        raise NotPermitted


def require_administrator(asker: User) -> None:
    """Raise ``NotPermitted`` unless the asker is an administrator."""
    if not asker.is_administrator:
        raise NotPermitted


def _is_led(asker: User) -> ColumnElement[bool]:
    return exists(
        select(CohortTrainer.cohort_id).where(
            CohortTrainer.cohort_id == Enrolment.cohort_id,
            CohortTrainer.user_id == asker.id,
        )
    )
