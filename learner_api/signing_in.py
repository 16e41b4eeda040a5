"""Signing in: the same care for the page and for the API.

The password is verified before a writing transaction begins, and takes as long for an
address that nobody has as for one that somebody has.
"""

import hmac
from hashlib import sha256

from flask import current_app, request
from werkzeug.exceptions import TooManyRequests

from course import throttle
from course.account_errors import WrongCredentials
from course.accounts import find_person, normalised_email
from course.models import User
from course.passwords import password_matches
from learner_api import auth, consent
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.translation import gettext as _


class TooManyTries(TooManyRequests):
    """This account or this network address has failed too often."""


def sign_in(email: str, password: str) -> User:
    """Open a session, or raise ``WrongCredentials`` or ``TooManyTries``."""
    account = _digest(normalised_email(email))
    address = _digest(request.remote_addr or "")
    database = get_database()
    with database.reading() as session:
        wait = throttle.wait_needed(session, account, address, now=now())
        person = find_person(session, email)
    if wait is not None:
        minutes = int(wait.total_seconds() // 60) + 1
        raise TooManyTries(
            _(
                "Too many tries. Wait %(minutes)s minutes and try again.",
                minutes=minutes,
            ),
            retry_after=int(wait.total_seconds()) + 1,
        )
    matches = password_matches(person.password_hash if person else None, password)
    if person is None or not matches or person.closed_at is not None:
        with database.writing() as session:
            throttle.note_failure(session, account, address, now=now())
        raise WrongCredentials
    with database.writing() as session:
        throttle.forgive(session, account)
    auth.sign_in(person)
    with database.reading() as session:
        # The next page asks it, and knows by then.
        consent.has_accepted(person, session)
    return person


def _digest(subject: str) -> str:
    """A keyed digest, so that the throttle's table holds no address of anybody."""
    key = str(current_app.secret_key).encode()
    return hmac.new(key, subject.encode(), sha256).hexdigest()
