"""Checking a number for anybody: what the register says, and no guessing of numbers."""

import hmac
from hashlib import sha256

from flask import Response, current_app, request
from werkzeug.exceptions import TooManyRequests

from course import award_status, throttle
from course.award_status import Verification
from course.errors import UnknownAward
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.translation import gettext as _

NOT_INDEXED = "noindex, nofollow, noarchive"


class TooManyNumbers(TooManyRequests):
    """This network address has asked for many numbers that never were."""


def checked(number: str) -> Verification:
    """What the register says of a number, or ``UnknownAward`` or ``TooManyNumbers``.

    Only numbers that never were are counted; whoever checks real certificates is never
    kept waiting.
    """
    database = get_database()
    address = _digest(request.remote_addr or "")
    try:
        found = award_status.verify_award(database.session, number, now=now())
    except UnknownAward:
        _refuse_guessing(address)
        raise
    return found


def not_indexed(response: Response) -> Response:
    """The answer, which no search engine may keep: it bears somebody's name."""
    response.headers["X-Robots-Tag"] = NOT_INDEXED
    return response


def _refuse_guessing(address: str) -> None:
    database = get_database()
    with database.reading() as session:
        wait = throttle.wait_after_misses(session, address, now=now())
    if wait is None:
        with database.writing() as session:
            throttle.note_miss(session, address, now=now())
        return
    minutes = int(wait.total_seconds() // 60) + 1
    raise TooManyNumbers(
        _(
            "Too many numbers that no certificate has. Wait %(minutes)s minutes and "
            "try again.",
            minutes=minutes,
        ),
        retry_after=int(wait.total_seconds()) + 1,
    )


def _digest(address: str) -> str:
    """A keyed digest apart from that of sign-ins, so that neither counts the other."""
    key = str(current_app.secret_key).encode()
    return hmac.new(key, b"verify:" + address.encode(), sha256).hexdigest()
