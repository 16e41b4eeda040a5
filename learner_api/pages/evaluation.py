"""What a learner says of the course at its end or on stopping, and months later."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from course import editions, evaluations, follow_ups
from course.errors import CohortNotOpen, EnrolmentWithdrawn, NotPermitted
from course.evaluation_errors import (
    AnswersInvalid,
    EvaluationGivenAlready,
    EvaluationNotOffered,
    FollowUpUnchanged,
    FormChanged,
)
from course.evaluation_form import END_OF_COURSE, FOLLOW_UP, STOPPING
from course.models import Enrolment
from learner_api.addresses import evaluation_address, follow_up_address
from learner_api.auth import asker, public, signed_in
from learner_api.clock import now
from learner_api.consent import before_notice
from learner_api.database import get_database
from learner_api.evaluation_sheets import (
    blank_form,
    errors_told,
    questions_shown,
    refused_form,
    sent_form,
)
from learner_api.filled_in import own_enrolment, visible_enrolment
from learner_api.forms import (
    Form,
    FormSchema,
    OneOf,
    Operation,
    new_operation,
    operation_or_new,
    read_form,
)
from learner_api.problems import refused
from learner_api.site import get_site
from learner_api.translation import said

bp = Blueprint("evaluation", __name__)

EVALUATION = "/enrolments/<uuid:enrolment>/evaluation"
LINK = "/follow-up/<secret>"


class ChoiceForm(FormSchema):
    """Whether to be asked again."""

    hidden = frozenset({"verdict"})

    op = Operation()
    verdict = OneOf(follow_ups.VERDICTS, "Choose one of the options.")


@bp.get(EVALUATION)
@signed_in
def show_evaluation(enrolment: UUID) -> str:
    """The form for where a learner stands, and what is kept of what it says."""
    found = visible_enrolment(enrolment)
    if found.user_id != asker().id:
        raise NotPermitted
    return _evaluation_page(found, blank_form())


@bp.post(EVALUATION)
@signed_in
@before_notice
def give_evaluation(enrolment: UUID) -> ResponseReturnValue:
    """Give the form. Sent twice, it is given once."""
    database = get_database()
    found = own_enrolment(enrolment)
    course = editions.course_of(database.session, found.edition)
    asked = request.form.get("form")
    form = get_site().catalogue.forms[STOPPING if asked == STOPPING else END_OF_COURSE]
    filled, answers = sent_form(form)
    try:
        evaluations.give_evaluation(
            database.session,
            found,
            form,
            answers,
            course=course,
            digest=request.form.get("digest", ""),
            op=operation_or_new(),
            now=now(),
            office=get_site().office,
            by=asker(),
        )
    except AnswersInvalid as refusal:
        return _evaluation_page(found, refused_form(filled, refusal)), 422
    except (
        CohortNotOpen,
        EnrolmentWithdrawn,
        EvaluationGivenAlready,
        EvaluationNotOffered,
        FormChanged,
    ) as refusal:
        status = refused(refusal).problem.status
        return _evaluation_page(found, filled.refused("", said(refusal))), status
    database.commit()
    return redirect(f"{evaluation_address(enrolment)}?saved=1", 303)


@bp.post("/enrolments/<uuid:enrolment>/follow-up")
@signed_in
def choose_follow_up(enrolment: UUID) -> ResponseReturnValue:
    """Agree to be asked again, or take that back. Sent twice, it is done once."""
    database = get_database()
    found = own_enrolment(enrolment)
    form = read_form(ChoiceForm())
    if form.errors:
        return _evaluation_page(
            found, Form({"op": new_operation()}, {}, form.errors)
        ), 422
    course = editions.course_of(database.session, found.edition)
    try:
        follow_ups.choose_follow_up(
            database.session, found, course, **form.data, now=now(), by=asker()
        )
    except (EvaluationNotOffered, FollowUpUnchanged) as refusal:
        return _evaluation_page(found, blank_form().refused("", said(refusal))), 409
    database.commit()
    return redirect(f"{evaluation_address(enrolment)}?chosen=1#follow-up", 303)


@bp.get(LINK)
@public
def show_follow_up(secret: str) -> str:
    """The form some months later, for whoever has the link."""
    return _follow_up_page(secret, blank_form())


@bp.post(LINK)
@public
def give_follow_up(secret: str) -> ResponseReturnValue:
    """Give that form, once."""
    database = get_database()
    found, _answered_at = follow_ups.find_invited(
        database.session, secret, now=now(), for_update=True
    )
    form = get_site().catalogue.forms[FOLLOW_UP]
    filled, answers = sent_form(form)
    try:
        follow_ups.give_follow_up(
            database.session,
            found,
            form,
            answers,
            digest=request.form.get("digest", ""),
            op=operation_or_new(),
            now=now(),
        )
    except AnswersInvalid as refusal:
        return _follow_up_page(secret, refused_form(filled, refusal)), 422
    except (EvaluationGivenAlready, FormChanged) as refusal:
        return _follow_up_page(secret, filled.refused("", said(refusal))), 409
    database.commit()
    return redirect(f"{follow_up_address(secret)}?saved=1", 303)


@bp.post(f"{LINK}/withdrawal")
@public
def stop_following_up(secret: str) -> ResponseReturnValue:
    """Be asked no more, by the link and without signing in."""
    database = get_database()
    found, _answered_at = follow_ups.find_invited(
        database.session, secret, now=now(), for_update=True
    )
    follow_ups.stop_following_up(database.session, found, now=now())
    database.commit()
    return redirect("/follow-up-stopped", 303)


@bp.get("/follow-up-stopped")
@public
def follow_up_stopped() -> str:
    """Say that nothing more is asked."""
    return render_template("pages/follow_up_stopped.html")


def _evaluation_page(enrolment: Enrolment, filled: Form) -> str:
    session = get_database().session
    course = editions.course_of(session, enrolment.edition)
    offer = evaluations.offer_to(session, course, enrolment)
    form = get_site().catalogue.forms[offer.form_key]
    choice = follow_ups.latest_choice(session, enrolment)
    return render_template(
        "pages/evaluation.html",
        enrolment=enrolment,
        course=course,
        form=form,
        filled=filled,
        questions=questions_shown(form, filled),
        told=errors_told(form, filled),
        given_at=offer.given_at.get(form.key),
        is_saved="saved" in request.args and not filled.errors,
        is_chosen="chosen" in request.args and not filled.errors,
        is_at_end=form.key == END_OF_COURSE,
        is_agreed=choice is not None and choice.verdict == follow_ups.AGREED,
        choice_op=new_operation(),
        here=evaluation_address(enrolment.uuid),
    )


def _follow_up_page(secret: str, filled: Form) -> str:
    session = get_database().session
    found, answered_at = follow_ups.find_invited(session, secret, now=now())
    form = get_site().catalogue.forms[FOLLOW_UP]
    courses = get_site().catalogue.courses
    return render_template(
        "pages/follow_up.html",
        form=form,
        filled=filled,
        questions=questions_shown(form, filled),
        told=errors_told(form, filled),
        course=courses.get(found.course_key),
        answered_at=answered_at,
        is_saved="saved" in request.args,
        here=follow_up_address(secret),
    )
