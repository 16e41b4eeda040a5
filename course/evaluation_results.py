"""What a cohort or a course said: read from what was written down, and as of when.

Who is counted as asked, who gave the form, and whose answers are shown are three
numbers. The last grows in steps, by ``small_groups``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, true
from sqlalchemy.orm import Session

from course.both_tests import pairs_of
from course.evaluation_form import (
    END_OF_COURSE,
    FOLLOW_UP,
    FORMS,
    STOPPING,
    Questionnaire,
)
from course.evaluation_shown import ShownTally, shown_of_tally
from course.evaluation_tally import tally
from course.learning_gain import LearningGain, learning_gain
from course.models import (
    Attempt,
    Cohort,
    Enrolment,
    EvaluationAnswer,
    EvaluationForm,
    EvaluationGiven,
    FollowUpInvitation,
    Mark,
)
from course.outline import Course
from course.requirements.naming import FINAL_ASSESSMENT
from course.small_groups import STEP


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose answers are asked for: those of a course, or of one cohort on it.

    As of an earlier moment facts are counted by their own, and answers by the months
    that were over by then: of a month that was not, nobody knows which were there.
    """

    course_key: str
    cohort: Cohort | None = None
    as_of: datetime | None = None

    def known(self, moment: Any) -> ColumnElement[bool]:
        """Whether something had happened by then, given the column of its moment."""
        if self.as_of is None:
            return true()
        return and_(moment.is_not(None), moment <= self.as_of)

    def of_enrolments(self) -> ColumnElement[bool]:
        if self.cohort is not None:
            return Enrolment.cohort_id == self.cohort.id
        return Enrolment.course_key == self.course_key

    def of_given(self) -> ColumnElement[bool]:
        known = self.known(EvaluationGiven.recorded_at)
        if self.cohort is not None:
            return known & (EvaluationGiven.cohort_id == self.cohort.id)
        return known & EvaluationGiven.enrolment_id.in_(
            select(Enrolment.id).where(Enrolment.course_key == self.course_key)
        )

    def of_answers(self) -> ColumnElement[bool]:
        over: ColumnElement[bool] = true()
        if self.as_of is not None:
            first = self.as_of.astimezone(UTC).date().replace(day=1)
            over = EvaluationAnswer.month < first
        if self.cohort is not None:
            return over & (EvaluationAnswer.cohort_id == self.cohort.id)
        return over & (EvaluationAnswer.course_key == self.course_key)


@dataclass(frozen=True, slots=True)
class VersionResults:
    """What one version of a form was answered, by so many people."""

    form: Questionnaire
    shown: int
    tallies: tuple[ShownTally, ...]


@dataclass(frozen=True, slots=True)
class FormResults:
    """What one form was answered, the newest version first.

    ``asked`` counts who was to give it, ``given`` who did, and ``shown`` those whose
    answers the versions hold. For the form of stopping, nobody is asked in particular.
    """

    key: str
    asked: int | None
    given: int
    versions: tuple[VersionResults, ...]

    @property
    def shown(self) -> int:
        return sum(each.shown for each in self.versions)

    @property
    def percent(self) -> int | None:
        """The share of those asked who gave it, in whole per cent."""
        return self.given * 100 // self.asked if self.asked else None


@dataclass(frozen=True, slots=True)
class EvaluationResults:
    """All that a scope said, and what it gained between the tests."""

    scope: Scope
    forms: tuple[FormResults, ...]
    gain: LearningGain | None
    sat_both: int


def results_of(session: Session, course: Course, scope: Scope) -> EvaluationResults:
    """Everything there is to show of a scope: five statements, whatever its size."""
    asked = {
        END_OF_COURSE: _at_end(session, course, scope),
        STOPPING: None,
        FOLLOW_UP: _invited(session, scope),
    }
    given = _given(session, scope)
    versions = _versions(session, scope)
    pairs = pairs_of(session, course, scope.of_enrolments(), scope.as_of)
    return EvaluationResults(
        scope=scope,
        forms=tuple(
            FormResults(
                key,
                # Somebody can give a form and then be moved elsewhere.
                asked=None if (most := asked[key]) is None else max(most, given[key]),
                given=given[key],
                versions=tuple(each for each in versions if each.form.key == key),
            )
            for key in FORMS
        ),
        gain=learning_gain([pair for _person, pair in pairs]),
        sat_both=len(pairs),
    )


def _at_end(session: Session, course: Course, scope: Scope) -> int:
    """Those through the course: complete, finally assessed, or with the form given."""
    finals = [q.key for q in course.assessments if q.purpose == FINAL_ASSESSMENT]
    sat = exists(
        select(Attempt.id)
        .join(Mark, Mark.attempt_id == Attempt.id)
        .where(
            Attempt.enrolment_id == Enrolment.id,
            Attempt.quiz_key.in_(finals),
            scope.known(Mark.recorded_at),
        )
    )
    has_given = exists(
        select(EvaluationGiven.id).where(
            EvaluationGiven.enrolment_id == Enrolment.id,
            EvaluationGiven.form_key == END_OF_COURSE,
            scope.known(EvaluationGiven.recorded_at),
        )
    )
    completed = Enrolment.completed_at.is_not(None) & scope.known(
        Enrolment.completed_at
    )
    return _count(
        session,
        select(func.count())
        .select_from(Enrolment)
        .where(
            scope.of_enrolments(),
            or_(completed, sat, has_given),
        ),
    )


def _invited(session: Session, scope: Scope) -> int:
    return _count(
        session,
        select(func.count())
        .select_from(FollowUpInvitation)
        .join(FollowUpInvitation.enrolment)
        .where(
            scope.of_enrolments(),
            FollowUpInvitation.number == 1,
            scope.known(FollowUpInvitation.recorded_at),
        ),
    )


def _given(session: Session, scope: Scope) -> dict[str, int]:
    rows = session.execute(
        select(EvaluationGiven.form_key, func.count())
        .where(scope.of_given())
        .group_by(EvaluationGiven.form_key)
    )
    return dict.fromkeys(FORMS, 0) | {row[0]: row[1] for row in rows}


def _versions(session: Session, scope: Scope) -> list[VersionResults]:
    rows = session.execute(
        select(EvaluationAnswer.form_id, EvaluationAnswer.answers).where(
            scope.of_answers()
        )
    ).all()
    sheets: dict[int, list[Any]] = {}
    for form_id, answers in rows:
        sheets.setdefault(form_id, []).append(answers)
    forms = session.scalars(
        select(EvaluationForm)
        .where(EvaluationForm.id.in_(sheets))
        .order_by(EvaluationForm.version.desc(), EvaluationForm.id.desc())
    )
    # Boxes are emptied from so many on; this says it once more, where it is shown.
    return [
        _version(Questionnaire.from_data(form.content), sheets[form.id])
        for form in forms
        if len(sheets[form.id]) >= STEP
    ]


def _version(form: Questionnaire, sheets: Sequence[Any]) -> VersionResults:
    shown = len(sheets)
    tallies = tuple(shown_of_tally(each, shown) for each in tally(form, sheets))
    return VersionResults(form, shown, tallies)


def _count(session: Session, query: Any) -> int:
    return session.scalar(query) or 0
