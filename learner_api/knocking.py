"""Codes are not found by trying: what does not fit is counted by who asks.

So is every letter that somebody without an account has sent, so that nobody can have
the platform write to a thousand people. A whole class behind one network address gets
in all the same.
"""

import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256

from flask import current_app, request
from werkzeug.exceptions import TooManyRequests

from course import throttle
from course.door_errors import CodeReplaced, WrongCode
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.translation import gettext as _


class TooManyKnocks(TooManyRequests):
    """This network address has tried too many codes, or asked for too many letters."""


@contextmanager
def knocking() -> Iterator[None]:
    """Refuse whoever has tried too often; count a code that does not fit."""
    refuse_after_knocks()
    try:
        yield
    except (WrongCode, CodeReplaced):
        get_database().session.rollback()
        note_knock()
        raise


def refuse_after_knocks() -> None:
    """Raise ``TooManyKnocks`` when this address has to wait."""
    with get_database().reading() as session:
        wait = throttle.wait_after_misses(session, _subject(), now=now())
    if wait is not None:
        minutes = int(wait.total_seconds() // 60) + 1
        raise TooManyKnocks(
            _(
                "Too many tries. Wait %(minutes)s minutes and try again.",
                minutes=minutes,
            ),
            retry_after=int(wait.total_seconds()) + 1,
        )


def note_knock() -> None:
    """Count one try of this address."""
    with get_database().writing() as session:
        throttle.note_miss(session, _subject(), now=now())


def _subject() -> str:
    """Who asks, as a keyed digest of its own: misses elsewhere do not count here."""
    key = str(current_app.secret_key).encode()
    address = f"knock:{request.remote_addr or ''}"
    return hmac.new(key, address.encode(), sha256).hexdigest()
