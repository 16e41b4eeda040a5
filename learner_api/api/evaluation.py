"""What learners say of a course, apart from who they are, and what it comes to."""

from typing import Any
from uuid import UUID

from course import editions, evaluations, follow_ups
from course.errors import (
    CohortNotOpen,
    EnrolmentWithdrawn,
    NotPermitted,
    OperationConflict,
    UnknownCourse,
)
from course.evaluation_errors import (
    AnswersInvalid,
    EvaluationGivenAlready,
    EvaluationNotOffered,
    FollowUpInvalid,
    FollowUpUnchanged,
    FormChanged,
)
from course.evaluation_form import FOLLOW_UP
from course.evaluation_results import Scope, results_of
from learner_api.auth import administrator, asker, public, signed_in, staff
from learner_api.clock import now
from learner_api.consent import before_notice
from learner_api.database import get_database
from learner_api.filled_in import own_enrolment, visible_enrolment
from learner_api.led_cohorts import led_cohort
from learner_api.resources import Resource
from learner_api.schemas.courses import AsOfQuerySchema
from learner_api.schemas.evaluation import (
    EvaluationGivenSchema,
    EvaluationSchema,
    FollowUpChoiceSchema,
    FollowUpSchema,
    NewEvaluationSchema,
    NewFollowUpChoiceSchema,
    NewFollowUpSchema,
    choice_data,
    form_data,
    given_data,
)
from learner_api.schemas.evaluation_results import (
    EvaluationResultsSchema,
    results_data,
)
from learner_api.site import get_site

bp = Resource(
    "api-evaluation",
    __name__,
    description="What learners say of a course; nobody can tell who said what.",
)


@bp.get("/enrolments/<uuid:enrolment>/evaluation")
@signed_in
@bp.refuses(NotPermitted)
@bp.tagged()
@bp.gives(EvaluationSchema)
def get_evaluation(enrolment: UUID) -> dict[str, Any]:
    """The form for where a learner stands: that of the end, or of stopping.

    It is for the learner alone. What they said is kept apart from them and is nowhere
    to be asked for.
    """
    session = get_database().session
    found = visible_enrolment(enrolment)
    if found.user_id != asker().id:
        raise NotPermitted
    course = editions.course_of(session, found.edition)
    offer = evaluations.offer_to(session, course, found)
    choice = follow_ups.latest_choice(session, found)
    return {
        "form": form_data(get_site().catalogue.forms[offer.form_key]),
        "given_at": offer.given_at.get(offer.form_key),
        "follow_up": choice.verdict if choice else None,
    }


@bp.post("/enrolments/<uuid:enrolment>/evaluation")
@signed_in
@before_notice
@bp.refuses(
    AnswersInvalid,
    CohortNotOpen,
    EnrolmentWithdrawn,
    EvaluationGivenAlready,
    EvaluationNotOffered,
    FormChanged,
    NotPermitted,
    OperationConflict,
)
@bp.takes(NewEvaluationSchema)
@bp.gives_also(EvaluationGivenSchema, 200, "What this operation gave before")
@bp.gives(EvaluationGivenSchema, 201, description="The form was given")
def submit_evaluation(body: dict[str, Any], enrolment: UUID) -> Any:
    """Give a form, once. Who gave it is recorded, and apart from that what it says.

    Under one operation it is given once, whatever the answers are that come again:
    nothing is kept with which they could be compared.
    """
    database = get_database()
    found = own_enrolment(enrolment)
    given, is_new = evaluations.give_evaluation(
        database.session,
        found,
        get_site().catalogue.forms[body["form"]],
        body["answers"],
        course=editions.course_of(database.session, found.edition),
        digest=body["digest"],
        op=body["op"],
        now=now(),
        office=get_site().office,
        by=asker(),
    )
    database.commit()
    return given_data(given), 201 if is_new else 200


@bp.post("/enrolments/<uuid:enrolment>/follow-up")
@signed_in
@bp.refuses(EvaluationNotOffered, FollowUpUnchanged, NotPermitted, OperationConflict)
@bp.takes(NewFollowUpChoiceSchema)
@bp.gives_also(FollowUpChoiceSchema, 200, "What this operation chose before")
@bp.gives(FollowUpChoiceSchema, 201, description="The choice was recorded")
def choose_follow_up(body: dict[str, Any], enrolment: UUID) -> Any:
    """Agree to be asked by mail some months later, or take that back."""
    database = get_database()
    found = own_enrolment(enrolment)
    choice, is_new = follow_ups.choose_follow_up(
        database.session,
        found,
        editions.course_of(database.session, found.edition),
        **body,
        now=now(),
        by=asker(),
    )
    database.commit()
    return choice_data(choice), 201 if is_new else 200


@bp.get("/follow-ups/<secret>")
@public
@bp.refuses(FollowUpInvalid)
@bp.gives(FollowUpSchema)
def get_follow_up(secret: str) -> dict[str, Any]:
    """The form behind a link that was mailed. The link says who may answer."""
    found, answered_at = follow_ups.find_invited(
        get_database().session, secret, now=now()
    )
    return {
        "form": form_data(get_site().catalogue.forms[FOLLOW_UP]),
        "course": found.course_key,
        "answered_at": answered_at,
    }


@bp.post("/follow-ups/<secret>")
@public
@bp.refuses(
    AnswersInvalid,
    EvaluationGivenAlready,
    FollowUpInvalid,
    FormChanged,
    OperationConflict,
)
@bp.takes(NewFollowUpSchema)
@bp.gives_also(EvaluationGivenSchema, 200, "What this operation gave before")
@bp.gives(EvaluationGivenSchema, 201, description="The form was given")
def submit_follow_up(body: dict[str, Any], secret: str) -> Any:
    """Give the form behind a link, once, kept in the same manner as the first."""
    database = get_database()
    found, _answered_at = follow_ups.find_invited(
        database.session, secret, now=now(), for_update=True
    )
    given, is_new = follow_ups.give_follow_up(
        database.session,
        found,
        get_site().catalogue.forms[FOLLOW_UP],
        body["answers"],
        digest=body["digest"],
        op=body["op"],
        now=now(),
    )
    database.commit()
    return given_data(given), 201 if is_new else 200


@bp.post("/follow-ups/<secret>/withdrawal")
@public
@bp.refuses(FollowUpInvalid)
@bp.gives(None, 204, description="Nothing more is asked")
def withdraw_follow_up(secret: str) -> None:
    """Take back, by the link, that one agreed to be asked."""
    database = get_database()
    found, _answered_at = follow_ups.find_invited(
        database.session, secret, now=now(), for_update=True
    )
    follow_ups.stop_following_up(database.session, found, now=now())
    database.commit()


@bp.get("/cohorts/<uuid:cohort>/evaluation")
@staff
@bp.tagged(apart_from=("as_of",))
@bp.asks(AsOfQuerySchema)
@bp.gives(EvaluationResultsSchema)
def get_cohort_evaluation(query: dict[str, Any], cohort: UUID) -> dict[str, Any]:
    """What a cohort said and gained, for its trainers. Fives are shown, never fewer.

    As of an earlier moment the answers of the months before it are counted: nothing is
    kept of an answer but the month in which it was shown.
    """
    session = get_database().session
    found = led_cohort(cohort)
    course = editions.course_of(session, found.edition)
    scope = Scope(found.course_key, found, query.get("as_of"))
    return results_data(results_of(session, course, scope), scope.as_of or now())


@bp.get("/courses/<course>/evaluation")
@administrator
@bp.refuses(UnknownCourse)
@bp.tagged(apart_from=("as_of",))
@bp.asks(AsOfQuerySchema)
@bp.gives(EvaluationResultsSchema)
def get_evaluation_results(query: dict[str, Any], course: str) -> dict[str, Any]:
    """The same of everybody on a course, those in no cohort among them."""
    found = get_site().catalogue.course(course)
    scope = Scope(course, as_of=query.get("as_of"))
    results = results_of(get_database().session, found, scope)
    return results_data(results, scope.as_of or now())
