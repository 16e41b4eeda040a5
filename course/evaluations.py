"""Giving a form: that it was given is a fact; what it says goes into a box.

The fact names the person and no answer, the sheet holds the answers and no person, and
both are committed together.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from course import progress
from course.awards import AwardOffice
from course.enrolments import require_active
from course.errors import NotPermitted, OperationConflict
from course.evaluation_boxes import Group, put_in_box
from course.evaluation_errors import (
    EvaluationGivenAlready,
    EvaluationNotOffered,
    FormChanged,
)
from course.evaluation_form import END_OF_COURSE, STOPPING, Questionnaire
from course.models import Enrolment, EvaluationForm, EvaluationGiven, User
from course.outline import Course
from course.requirements.evaluation import EVALUATION
from course.requirements.naming import FINAL_ASSESSMENT


@dataclass(frozen=True, slots=True)
class Offer:
    """Which form somebody is asked for now, and when they gave which."""

    form_key: str
    given_at: Mapping[str, datetime]

    @property
    def is_given(self) -> bool:
        return self.form_key in self.given_at


def offer_to(session: Session, course: Course, enrolment: Enrolment) -> Offer:
    """The form for where a learner stands: how it was, or why they stopped."""
    given = session.execute(
        select(EvaluationGiven.form_key, EvaluationGiven.recorded_at).where(
            EvaluationGiven.enrolment_id == enrolment.id
        )
    ).all()
    return Offer(
        form_for(course, enrolment), {each.form_key: each.recorded_at for each in given}
    )


def form_for(course: Course, enrolment: Enrolment) -> str:
    """The form of the end for whoever is through the course, or that of stopping."""
    return END_OF_COURSE if is_at_end(course, enrolment) else STOPPING


def is_at_end(course: Course, enrolment: Enrolment) -> bool:
    """Whether a learner has completed the course, or has only the form left to give.

    Having sat the final assessment is enough, whatever came of it.
    """
    if enrolment.completed_at is not None:
        return True
    finals = {q.key for q in course.assessments if q.purpose == FINAL_ASSESSMENT}
    if finals & enrolment.standing.get("quizzes", {}).keys():
        return True
    left = [kind for kind, _module, _key in enrolment.standing["outstanding"]]
    return left == [EVALUATION]


def give_evaluation(
    session: Session,
    enrolment: Enrolment,
    form: Questionnaire,
    answers: Mapping[str, object],
    *,
    course: Course,
    digest: str,
    op: UUID,
    now: datetime,
    office: AwardOffice,
    by: User,
) -> tuple[EvaluationGiven, bool]:
    """Give the form that is asked for now; whether this gave it anew.

    ``digest`` names the form as it was shown. The enrolment is locked by the caller, to
    whom it is visible. What is sent again under one operation is not compared with what
    was sent first: nothing is kept that it could be compared with. Raises
    ``NotPermitted``, ``OperationConflict``, ``EvaluationGivenAlready``,
    ``EvaluationNotOffered``, ``FormChanged``, ``AnswersInvalid``, and for the form of
    the end what refuses whoever may record nothing.
    """
    if enrolment.user_id != by.id:
        raise NotPermitted
    known = given_before(session, enrolment, form.key, op)
    if known is not None:
        return known, False
    if form.key == END_OF_COURSE:
        require_active(enrolment, now=now)
    if form.key != form_for(course, enrolment):
        raise EvaluationNotOffered
    given = record(session, enrolment, form, answers, digest=digest, op=op, now=now)
    if form.key == END_OF_COURSE:
        progress.note_standing(session, enrolment, now=now, office=office, by=by)
    return given, True


def given_before(
    session: Session, enrolment: Enrolment, form_key: str, op: UUID
) -> EvaluationGiven | None:
    """What this operation gave before; refusals where it did, or it was given, else."""
    place = (enrolment.id, form_key)
    found = session.scalars(
        select(EvaluationGiven).where(
            or_(
                EvaluationGiven.uuid == op,
                (EvaluationGiven.enrolment_id == enrolment.id)
                & (EvaluationGiven.form_key == form_key),
            )
        )
    ).all()
    for each in found:
        if each.uuid == op:
            if (each.enrolment_id, each.form_key) != place:
                raise OperationConflict
            return each
    if found:
        raise EvaluationGivenAlready
    return None


def record(
    session: Session,
    enrolment: Enrolment,
    form: Questionnaire,
    answers: Mapping[str, object],
    *,
    digest: str,
    op: UUID,
    now: datetime,
) -> EvaluationGiven:
    """Write down that a form was given, and put what it says into its group's box.

    Raises ``FormChanged``, ``AnswersInvalid`` and ``EvaluationGivenAlready``.
    """
    if digest != form.digest:
        raise FormChanged
    sheet = form.read(answers)
    kept = keep_form(session, form, now=now)
    given = EvaluationGiven(
        uuid=op,
        enrolment_id=enrolment.id,
        form_key=form.key,
        form_id=kept.id,
        cohort_id=enrolment.cohort_id,
        actor_id=enrolment.user_id,
        occurred_at=now,
        recorded_at=now,
    )
    try:
        with session.begin_nested():
            session.add(given)
    except IntegrityError:
        raise EvaluationGivenAlready from None
    put_in_box(session, Group.of(enrolment, kept.id), [sheet], now=now)
    return given


def keep_form(
    session: Session, form: Questionnaire, *, now: datetime
) -> EvaluationForm:
    """The form as its file stands now, kept on first need."""
    query = select(EvaluationForm).where(EvaluationForm.digest == form.digest)
    kept = session.scalar(query)
    if kept is not None:
        return kept
    kept = EvaluationForm(
        key=form.key,
        version=form.version,
        digest=form.digest,
        content=form.to_data(),
        recorded_at=now,
    )
    try:
        with session.begin_nested():
            session.add(kept)
    except IntegrityError:
        # Somebody else gave the same form a moment ago.
        return session.scalars(query).one()
    return kept
