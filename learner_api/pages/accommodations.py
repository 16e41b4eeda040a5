"""Giving a learner or a whole cohort more time or attempts, and ending that again.

What was given is listed on the pages of the cohort and of each of its learners.
"""

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from marshmallow import ValidationError, fields, validate, validates_schema
from sqlalchemy import select

from course import editions, grant_ends, granting
from course.accommodations import Granted, find_granted
from course.errors import UnknownQuiz, sentence
from course.granting import MOST_EXTRA_ATTEMPTS, MOST_EXTRA_TIME
from course.models import Cohort, Enrolment
from course.outline import Course
from learner_api.accommodation_words import accommodation_row
from learner_api.auth import asker, staff
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.forms import (
    Form,
    FormSchema,
    Line,
    Operation,
    new_operation,
    read_form,
)
from learner_api.labels import options
from learner_api.led_cohorts import led_cohort
from learner_api.letters import grant_letter
from learner_api.module_steps import quiz_words
from learner_api.pages.cohort_learners import find_learner
from learner_api.site import get_site

bp = Blueprint("accommodations", __name__, url_prefix="/cohorts/<uuid:cohort>")


class GrantForm(FormSchema):
    """What is granted, at which quiz, and why."""

    op = Operation()
    quiz = Line()
    extra_time_percent = fields.Integer(
        load_default=0,
        validate=validate.Range(
            min=1,
            max=MOST_EXTRA_TIME,
            error=sentence("Write a number from {min} to {max}."),
        ),
        error_messages={"invalid": sentence("Write a whole number in figures.")},
    )
    extra_attempts = fields.Integer(
        load_default=0,
        validate=validate.Range(
            min=1,
            max=MOST_EXTRA_ATTEMPTS,
            error=sentence("Write a number from {min} to {max}."),
        ),
        error_messages={"invalid": sentence("Write a whole number in figures.")},
    )
    reason = Line("Write why. Whoever looks at the record later needs it.", most=500)

    @validates_schema(skip_on_field_errors=False)
    def check_something(self, data: dict[str, Any], **_options: Any) -> None:
        if data.get("extra_time_percent") == data.get("extra_attempts") == 0:
            words = "Write how much more time, how many more attempts, or both."
            raise ValidationError(words, "extra_time_percent")


class EndForm(FormSchema):
    """Why an accommodation ends."""

    op = Operation()
    reason = Line("Write why. Whoever looks at the record later needs it.", most=500)


@bp.get("/accommodations/new")
@staff
def ask_for_cohort_grant(cohort: UUID) -> ResponseReturnValue:
    """The form that gives a whole cohort more time or attempts."""
    found = led_cohort(cohort)
    return _show_new(found, found, Form({"op": new_operation()}))


@bp.post("/accommodations/new")
@staff
def grant_to_cohort(cohort: UUID) -> ResponseReturnValue:
    """Give a whole cohort more time or attempts. Sent twice, it is done once."""
    found = led_cohort(cohort)
    return _grant(found, found, f"/cohorts/{cohort}")


@bp.get("/learners/<uuid:enrolment>/accommodations/new")
@staff
def ask_for_learner_grant(cohort: UUID, enrolment: UUID) -> ResponseReturnValue:
    """The form that gives one learner more time or attempts, perhaps at one quiz."""
    found, learner = find_learner(cohort, enrolment)
    asked = {"op": new_operation(), "quiz": request.args.get("quiz")}
    return _show_new(found, learner, Form(asked))


@bp.post("/learners/<uuid:enrolment>/accommodations/new")
@staff
def grant_to_learner(cohort: UUID, enrolment: UUID) -> ResponseReturnValue:
    """Give one learner more time or attempts. Sent twice, it is done once."""
    found, learner = find_learner(cohort, enrolment)
    return _grant(found, learner, f"/cohorts/{cohort}/learners/{enrolment}")


@bp.get("/accommodations/<uuid:accommodation>/end")
@staff
def ask_for_end(cohort: UUID, accommodation: UUID) -> ResponseReturnValue:
    """The form that ends an accommodation of the cohort or of one of its learners."""
    found = led_cohort(cohort)
    granted = _find_granted(accommodation)
    return _show_end(found, granted, Form({"op": new_operation()}))


@bp.post("/accommodations/<uuid:accommodation>/end")
@staff
def end(cohort: UUID, accommodation: UUID) -> ResponseReturnValue:
    """End an accommodation and keep the reason. Sent twice, it is done once."""
    database = get_database()
    found = led_cohort(cohort)
    granted = _find_granted(accommodation)
    back = _address_of(found, _learner_of(found, granted))
    form = read_form(EndForm())
    if form.errors:
        return _show_end(found, granted, form), 422
    grant_ends.end_grant(
        database.session, granted.accommodation, **form.data, now=now(), by=asker()
    )
    database.commit()
    return redirect(back, 303)


def _grant(
    cohort: Cohort, holder: Enrolment | Cohort, back: str
) -> ResponseReturnValue:
    form = read_form(GrantForm())
    if form.errors:
        return _show_new(cohort, holder, form), 422
    given = dict(form.data)
    database = get_database()
    try:
        granting.grant(
            database.session,
            holder,
            quiz_key=given.pop("quiz"),
            **given,
            letter=grant_letter(get_site(), asker()),
            now=now(),
            office=get_site().office,
            by=asker(),
        )
    except UnknownQuiz:
        form = form.refused("quiz", "The course has no such quiz. Choose another.")
        return _show_new(cohort, holder, form), 422
    database.commit()
    return redirect(f"{back}#accommodations", 303)


def _find_granted(uuid: UUID) -> Granted:
    return find_granted(get_database().session, asker(), uuid) or abort(404)


def _learner_of(cohort: Cohort, granted: Granted) -> Enrolment | None:
    """Who of this cohort holds the accommodation; nothing where the cohort does."""
    accommodation = granted.accommodation
    if accommodation.cohort_id == cohort.id:
        return None
    session = get_database().session
    learner = session.scalar(
        select(Enrolment).where(
            Enrolment.user_id == accommodation.user_id,
            Enrolment.cohort_id == cohort.id,
        )
    )
    return learner or abort(404)


def _address_of(cohort: Cohort, learner: Enrolment | None) -> str:
    """The section where the accommodations of a cohort or of a learner are listed."""
    beneath = f"/learners/{learner.uuid}" if learner else ""
    return f"/cohorts/{cohort.uuid}{beneath}#accommodations"


def _show_new(cohort: Cohort, holder: Enrolment | Cohort, form: Form) -> str:
    session = get_database().session
    learner = holder if isinstance(holder, Enrolment) else None
    course = editions.course_of(session, holder.edition)
    return render_template(
        "pages/accommodation_new.html",
        cohort=cohort,
        learner=learner,
        quizzes=options(_limited_quizzes(course)),
        most_time=MOST_EXTRA_TIME,
        most_attempts=MOST_EXTRA_ATTEMPTS,
        form=form,
    )


def _show_end(cohort: Cohort, granted: Granted, form: Form) -> str:
    learner = _learner_of(cohort, granted)
    address = f"/cohorts/{cohort.uuid}"
    return render_template(
        "pages/accommodation_end.html",
        cohort=cohort,
        learner=learner,
        row=accommodation_row(granted, get_site().catalogue.quizzes, address),
        back=_address_of(cohort, learner),
        form=form,
    )


def _limited_quizzes(course: Course) -> dict[str, str]:
    """The quizzes of a course that can have a limit, by key: practice has none."""
    named = {
        module.quiz_key: module.quiz_title or module.title
        for module in course.modules
        if module.quiz_key is not None
    }
    tests = {
        quiz.key: quiz_words(quiz.purpose, quiz.title) for quiz in course.assessments
    }
    return {**named, **tests}
