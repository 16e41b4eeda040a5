"""Refusals into HTTP: one table, two faces (RFC 9457 problem+json, and an error page).

The course says what is wrong in its own words; only here does it get a status.
"""

import logging
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import orjson
from flask import Flask, Response, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from marshmallow import ValidationError
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from course import award_errors, errors, roadmap_errors, rule_errors, sign_off_errors
from course.errors import sentence
from learner_api.bank_words import refusal_data, refusal_words, said_remark
from learner_api.books.errors import StillBeingSet
from learner_api.outages import Outage, outage_of
from learner_api.translation import gettext as _
from learner_api.translation import said
from quizzes import InvalidAnswer, InvalidKey, InvalidLevels
from quizzes.analysis import NotAnalysed
from quizzes.exchange import BankRefused, NotExported

log = logging.getLogger("course.problems")


@dataclass(frozen=True, slots=True)
class Problem:
    """One kind of refusal as HTTP tells it."""

    status: int
    slug: str
    title: str


@dataclass(frozen=True, slots=True)
class Refused:
    """One refusal that happened: its kind, its sentence and its data."""

    problem: Problem
    detail: str
    data: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)


INVALID = Problem(422, "invalid-request", "The request is not valid")
INTERNAL = Problem(500, "internal-error", "Something went wrong on our side")
BUSY = Problem(503, "busy", "The course is busy just now")
FULL = Problem(503, "storage-full", "The course has no room to record anything")
CONFLICT = Problem(409, "conflict", "The record already says otherwise")

PROBLEMS: dict[type[Exception], Problem] = {
    errors.NotPermitted: Problem(403, "not-permitted", "You may not do this"),
    errors.UnknownCourse: Problem(404, "unknown-course", "No such course"),
    errors.UnknownModule: Problem(404, "unknown-module", "No such module"),
    errors.UnknownLesson: Problem(404, "unknown-lesson", "No such lesson"),
    errors.UnknownQuiz: Problem(404, "unknown-quiz", "No such quiz"),
    errors.UnknownQuestion: Problem(404, "unknown-question", "No such question"),
    errors.UnknownWorksheet: Problem(404, "unknown-worksheet", "No such worksheet"),
    errors.UnknownEdition: Problem(404, "unknown-edition", "No such edition"),
    errors.UnknownAward: Problem(404, "unknown-award", "No such certificate"),
    award_errors.AwardRevoked: Problem(
        409, "award-revoked", "The certificate was revoked"
    ),
    award_errors.AwardSuperseded: Problem(
        409, "award-superseded", "The certificate was replaced"
    ),
    award_errors.AwardExpired: Problem(
        409, "award-expired", "The certificate has expired"
    ),
    award_errors.AwardSuspended: Problem(
        409, "award-suspended", "The certificate is suspended"
    ),
    award_errors.NotSuspended: Problem(
        409, "not-suspended", "The certificate is not suspended"
    ),
    award_errors.AlreadySuspended: Problem(
        409, "already-suspended", "The certificate is suspended already"
    ),
    award_errors.AlreadyRevoked: Problem(
        409, "already-revoked", "The certificate is revoked already"
    ),
    award_errors.NothingToSupersede: Problem(
        409, "nothing-to-supersede", "A new certificate would say the same"
    ),
    award_errors.NoLongerSupported: Problem(
        409, "no-longer-supported", "The marks do not support it today"
    ),
    award_errors.WaitsForRelease: Problem(
        409, "waits-for-release", "The run is not validated yet"
    ),
    award_errors.CorrectionWaits: Problem(
        409, "correction-waits", "Your request waits for an answer"
    ),
    award_errors.CorrectionAnswered: Problem(
        409, "correction-answered", "The request was already answered"
    ),
    award_errors.SameName: Problem(422, "same-name", "The certificate bears this name"),
    award_errors.NothingToRelease: Problem(
        409, "nothing-to-release", "No certificate waits"
    ),
    award_errors.StaleRelease: Problem(
        409, "stale-release", "The list no longer holds"
    ),
    errors.NotEnrolled: Problem(409, "not-enrolled", "You are not on this course"),
    errors.EnrolmentWithdrawn: Problem(
        409, "enrolment-withdrawn", "This enrolment was withdrawn"
    ),
    errors.CohortNotOpen: Problem(
        409, "cohort-not-open", "Your cohort has not begun yet"
    ),
    errors.AttemptClosed: Problem(
        409, "attempt-closed", "The attempt was already submitted"
    ),
    errors.AttemptOpen: Problem(
        409, "attempt-open", "The attempt is not submitted yet"
    ),
    errors.AnswersDiffer: Problem(
        409, "answers-differ", "The answers held are not those you saw"
    ),
    errors.NothingToMark: Problem(
        409, "nothing-to-mark", "There is nothing to mark here"
    ),
    errors.MarkedMeanwhile: Problem(
        409, "marked-meanwhile", "Another trainer has marked this answer"
    ),
    sign_off_errors.SignOffUnchanged: Problem(
        409, "sign-off-unchanged", "The sign-off is so already"
    ),
    errors.TooManyRows: Problem(409, "too-many-rows", "The list is full"),
    errors.InvalidEntry: Problem(422, "invalid-entry", "The field cannot hold this"),
    roadmap_errors.RoadmapIncomplete: Problem(
        409, "roadmap-incomplete", "The roadmap is not ready"
    ),
    roadmap_errors.RoadmapWaiting: Problem(
        409, "roadmap-waiting", "A roadmap waits to be read"
    ),
    roadmap_errors.ReviewedMeanwhile: Problem(
        409, "reviewed-meanwhile", "Somebody else has reviewed this roadmap"
    ),
    roadmap_errors.CommentsNeeded: Problem(
        422, "comments-needed", "Say what should change"
    ),
    errors.TooSoon: Problem(409, "too-soon", "The next attempt is not open yet"),
    errors.NoAttemptsLeft: Problem(409, "no-attempts-left", "No attempts are left"),
    errors.OperationConflict: Problem(
        409, "operation-conflict", "The operation was already used"
    ),
    errors.AmbiguousQuestion: Problem(
        422, "ambiguous-question", "Several wordings bear this name"
    ),
    errors.StalePreview: Problem(409, "stale-preview", "The preview no longer holds"),
    rule_errors.NoTopUpDate: Problem(
        422, "no-top-up-date", "The day to top up by is not right"
    ),
    rule_errors.NothingToTopUp: Problem(
        409, "nothing-to-top-up", "There is nothing to top up"
    ),
    rule_errors.NotRenewable: Problem(
        409, "not-renewable", "The course cannot be begun anew"
    ),
    rule_errors.RenewalReasonNeeded: Problem(
        422, "renewal-reason-needed", "Say why the course is begun anew"
    ),
    errors.NotYetComplete: Problem(
        409, "not-yet-complete", "The course is not complete yet"
    ),
    errors.NameNotPrintable: Problem(
        422, "name-not-printable", "A certificate cannot show this name"
    ),
    errors.EmailTaken: Problem(409, "email-taken", "The address is taken"),
    errors.WeakPassword: Problem(422, "weak-password", "The password is too short"),
    errors.InvitationInvalid: Problem(
        410, "invitation-invalid", "This link no longer works"
    ),
    errors.LastAdministrator: Problem(
        409, "last-administrator", "The last administrator must stay"
    ),
    errors.CohortKeyTaken: Problem(409, "cohort-key-taken", "The key is taken"),
    errors.InvalidRoster: Problem(
        422, "invalid-roster", "Some rows of the list cannot be used"
    ),
    errors.RealPeoplePresent: Problem(
        409, "real-people-present", "The database holds real people"
    ),
    errors.WrongCredentials: Problem(401, "wrong-credentials", "Sign-in failed"),
    InvalidKey: Problem(422, "invalid-key", "The key does not fit its question"),
    InvalidAnswer: Problem(422, "invalid-answer", "The answer cannot be read"),
    BankRefused: Problem(422, "bank-refused", "The question bank cannot be taken"),
    NotExported: Problem(409, "not-exported", "The format cannot hold this quiz"),
    InvalidLevels: Problem(422, "invalid-levels", "The levels do not fit the rubric"),
    ValidationError: INVALID,
    IntegrityError: CONFLICT,
    NotAnalysed: BUSY,
    StillBeingSet: BUSY,
}

# What each outage is called, what people are told, and after how long to come again.
_OUTAGES = {
    Outage.BUSY: (
        BUSY,
        sentence("Nothing was recorded. Wait a moment and send it again."),
        5,
    ),
    Outage.LOST: (
        BUSY,
        sentence(
            "It may not have been recorded. Wait a moment and send it again: nothing "
            "is recorded twice."
        ),
        5,
    ),
    Outage.FULL: (
        FULL,
        sentence(
            "Nothing was recorded. Whoever runs the course has to make room; then send "
            "it again."
        ),
        30,
    ),
}

_HTTP_TITLES = {
    400: sentence("The request could not be read"),
    401: sentence("Sign in first"),
    403: sentence("You may not do this"),
    404: sentence("Nothing is here"),
    405: sentence("This address does not take that method"),
    413: sentence("The request is too large"),
    415: sentence("Send JSON"),
    422: INVALID.title,
    429: sentence("Too many tries"),
}
# A status whose name differs between Pythons keeps one slug.
_HTTP_SLUGS = {413: "request-too-large", 422: INVALID.slug}
_HTTP_DETAILS = {
    400: sentence(
        "What was sent is damaged or not in the form it should have. Send it again."
    ),
    401: sentence(
        "You are not signed in, or your session has ended. Sign in and go on."
    ),
    403: sentence("Your role does not include this."),
    404: sentence("The address is wrong, or what was here is not yours to see."),
    413: sentence(
        "The request holds more than this site accepts. Send it in smaller parts."
    ),
    415: sentence("Send the body as JSON, with Content-Type: application/json."),
}


def problem_of_status(status: int) -> Problem:
    """The problem that stands for a bare HTTP status."""
    phrase = HTTPStatus(status).phrase.lower().replace(" ", "-").replace("'", "")
    slug = _HTTP_SLUGS.get(status, phrase)
    return Problem(status, slug, _HTTP_TITLES.get(status, HTTPStatus(status).phrase))


def every_problem() -> dict[str, Problem]:
    """All problems by slug: what ``/problems/<slug>`` explains."""
    listed = [
        *PROBLEMS.values(),
        BUSY,
        FULL,
        INTERNAL,
        *map(problem_of_status, _HTTP_TITLES),
    ]
    return {problem.slug: problem for problem in listed}


def refused(error: Exception) -> Refused:
    """What an exception amounts to."""
    if isinstance(error, HTTPException):
        return _refused_by_http(error)
    if isinstance(error, ValidationError):
        listed = pointers(error.messages_dict)
        return Refused(INVALID, _("Some fields need attention."), {"errors": listed})
    if isinstance(error, IntegrityError):
        return Refused(CONFLICT, _("Another request changed this. Load it again."))
    if isinstance(error, NotAnalysed):
        log.warning("no analysis: %s", error)
        words = _("The figures are not worked out yet. Wait a moment and ask again.")
        return Refused(BUSY, words, headers={"Retry-After": "10"})
    if isinstance(error, StillBeingSet):
        words = _("Another book is being written. Wait a moment and ask again.")
        return Refused(BUSY, words, headers={"Retry-After": "10"})
    outage = outage_of(error)
    if outage is not None:
        return _refused_for_now(error, outage)
    problem = PROBLEMS.get(type(error))
    if problem is None:
        detail = _("Nothing was recorded. Try again; if it stays, tell us the number.")
        return Refused(INTERNAL, detail, {"request_id": g.get("request_id")})
    if isinstance(error, errors.CourseError):
        return Refused(problem, said(error), dict(error.data))
    if isinstance(error, InvalidAnswer | InvalidLevels):
        pointer = "/answer" if isinstance(error, InvalidAnswer) else "/levels"
        fault = {"pointer": pointer, "detail": error.message}
        data = {"question": error.question_key, "errors": [fault]}
        return Refused(problem, error.message, data)
    if isinstance(error, BankRefused):
        return Refused(problem, refusal_words(error), refusal_data(error))
    if isinstance(error, NotExported):
        return Refused(problem, said_remark(error.why))
    if isinstance(error, InvalidKey):
        listed = pointers(error.messages)
        data = {"question": error.question_key, "errors": listed}
        return Refused(problem, _("This is no key for this question."), data)
    return Refused(problem, str(error))


def _refused_for_now(error: Exception, outage: Outage) -> Refused:
    # The driver's own words, without the statement: it may hold somebody's answer.
    cause = getattr(error, "orig", None) or error
    log.error("%s: %s", outage.name.lower(), " ".join(str(cause).split()))
    problem, words, seconds = _OUTAGES[outage]
    return Refused(problem, _(words), headers={"Retry-After": str(seconds)})


def pointers(messages: Any, place: str = "") -> list[dict[str, str]]:
    """marshmallow's messages as a list of places (RFC 6901) and words."""
    if isinstance(messages, dict):
        return [
            each
            for key, inner in messages.items()
            for each in pointers(inner, place if key == "_schema" else f"{place}/{key}")
        ]
    return [{"pointer": place, "detail": str(words)} for words in messages]


def problem_response(refusal: Refused) -> Response:
    """The refusal as ``application/problem+json``."""
    problem = refusal.problem
    body = {
        "type": f"/problems/{problem.slug}",
        "title": _(problem.title),
        "status": problem.status,
        "detail": refusal.detail,
        **refusal.data,
    }
    response = Response(
        orjson.dumps(body, default=str),
        status=problem.status,
        mimetype="application/problem+json",
    )
    response.headers.update(refusal.headers)
    if problem.status == HTTPStatus.UNAUTHORIZED:
        response.headers.setdefault("WWW-Authenticate", "Bearer")
    return response


def install_problems(app: Flask) -> None:
    """Answer every refusal of every route in the one shape."""
    app.register_error_handler(Exception, _answer)


def _answer(error: Exception) -> ResponseReturnValue:
    if isinstance(error, RequestRedirect):
        return redirect(error.new_url, error.code)
    refusal = refused(error)
    if refusal.problem is INTERNAL:
        log.error("unforeseen %s", type(error).__name__, exc_info=error)
    if request.path.startswith("/api/"):
        return problem_response(refusal)
    page = render_template(
        "error.html",
        title=_(refusal.problem.title),
        detail=refusal.detail,
        items=[each["detail"] for each in refusal.data.get("errors", ())],
        reference=refusal.data.get("request_id"),
    )
    response = Response(page, status=refusal.problem.status, mimetype="text/html")
    response.headers.update(refusal.headers)
    return response


def _refused_by_http(error: HTTPException) -> Refused:
    status = error.code or 500
    data: dict[str, Any] = {}
    # webargs and flask-smorest hang the validation messages on the exception.
    extra = getattr(error, "data", None) or {}
    messages = extra.get("errors") or extra.get("messages")
    if messages:
        listed = pointers(messages)
        data["errors"] = [
            {**each, "pointer": each["pointer"].removeprefix("/json")}
            for each in listed
        ]
    if status == 500:
        data["request_id"] = g.get("request_id")
        return Refused(INTERNAL, _("Nothing was recorded. Try again."), data)
    detail = _HTTP_DETAILS.get(status) or error.description or ""
    if messages:
        detail = _("Some fields need attention.")
    elif type(error).__module__.startswith("learner_api"):
        # A refusal of our own says it best itself.
        detail = error.description or detail
    headers = {
        name: value
        for name, value in error.get_headers()
        if name in ("Allow", "Retry-After", "WWW-Authenticate")
    }
    return Refused(problem_of_status(status), _(detail), data, headers)
