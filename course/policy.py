"""Who may see or change what, as WHERE clauses and as predicates.

A learner sees their own enrolments, a trainer those of the cohorts they lead, an
administrator all. What is not visible is answered as if it were not there.
"""

from sqlalchemy import ColumnElement, exists, false, select, true

from course.errors import NotPermitted
from course.models import Cohort, CohortTrainer, Enrolment, User


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
    """The enrolments that the asker may see: their own, or those they answer for."""
    if asker.is_administrator:
        return true()
    own = Enrolment.user_id == asker.id
    if asker.is_trainer:
        led = exists(
            select(CohortTrainer.cohort_id).where(
                CohortTrainer.cohort_id == Enrolment.cohort_id,
                CohortTrainer.user_id == asker.id,
            )
        )
        return own | led
    return own


def require_staff(asker: User) -> None:
    """Raise ``NotPermitted`` unless the asker is a trainer or an administrator."""
    if not asker.is_staff:
        raise NotPermitted


def require_administrator(asker: User) -> None:
    """Raise ``NotPermitted`` unless the asker is an administrator."""
    if not asker.is_administrator:
        raise NotPermitted
