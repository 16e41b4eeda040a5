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

from course import errors
from course.errors import sentence
from course.evaluation_errors import AnswersInvalid
from learner_api.bank_words import refusal_data, refusal_words, said_remark
from learner_api.books.errors import StillBeingSet
from learner_api.drawn import StillChecking
from learner_api.outages import Outage, outage_of
from learner_api.problem import Problem
from learner_api.problem_kinds import (
    BUSY,
    CONFLICT,
    FULL,
    INTERNAL,
    INVALID,
    PROBLEMS,
)
from learner_api.translation import gettext as _
from learner_api.translation import said
from quizzes import InvalidAnswer, InvalidKey, InvalidLevels
from quizzes.analysis import NotAnalysed
from quizzes.exchange import BankRefused, NotExported

log = logging.getLogger("course.problems")


@dataclass(frozen=True, slots=True)
class Refused:
    """One refusal that happened: its kind, its sentence and its data."""

    problem: Problem
    detail: str
    data: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)


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
    403: sentence(
        "Your role does not include this. If you need it, ask an administrator."
    ),
    404: sentence(
        "The address is wrong, or what was here is not yours to see. Look for it from "
        "the start page."
    ),
    405: sentence(
        "What you came for is not done at this address alone. Go back, load that page "
        "again and use its buttons. A program finds the methods that are taken here in "
        "the Allow header."
    ),
    413: sentence(
        "The request holds more than this site accepts. Send it in smaller parts."
    ),
    415: sentence("Send the body as JSON, with Content-Type: application/json."),
    422: sentence("Some fields need attention. Correct them and send it again."),
    429: sentence("That was tried too often. Wait a quarter of an hour and try again."),
}
# Whatever else the framework refuses: its own words are those of its makers.
_OTHERWISE = sentence(
    "This cannot be done in the way it was asked for. Go back, load the page again and "
    "try once more."
)


def problem_of_status(status: int) -> Problem:
    """The problem that stands for a bare HTTP status; rare ones go by that of 400."""
    named = status if status in _HTTP_TITLES else 400
    phrase = HTTPStatus(named).phrase.lower().replace(" ", "-").replace("'", "")
    return Problem(status, _HTTP_SLUGS.get(named, phrase), _HTTP_TITLES[named])


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
    if isinstance(error, StillChecking):
        words = _("Another file is being checked. Wait a moment and send it again.")
        return Refused(BUSY, words, headers={"Retry-After": "10"})
    outage = outage_of(error)
    if outage is not None:
        return _refused_for_now(error, outage)
    problem = PROBLEMS.get(type(error))
    if problem is None:
        detail = _("Nothing was recorded. Try again; if it stays, tell us the number.")
        return Refused(INTERNAL, detail, {"request_id": g.get("request_id")})
    if isinstance(error, AnswersInvalid):
        listed = pointers({"answers": {k: [_(w)] for k, w in error.wrong.items()}})
        return Refused(problem, said(error), {"errors": listed})
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
    if status >= 500:
        data["request_id"] = g.get("request_id")
        return Refused(INTERNAL, _("Nothing was recorded. Try again."), data)
    detail = _HTTP_DETAILS.get(status, _OTHERWISE)
    if messages:
        detail = sentence("Some fields need attention.")
    elif type(error).__module__.startswith("learner_api"):
        # A refusal of our own says it best itself.
        detail = error.description or detail
    headers = {
        name: value
        for name, value in error.get_headers()
        if name in ("Allow", "Retry-After", "WWW-Authenticate")
    }
    return Refused(problem_of_status(status), _(detail), data, headers)
