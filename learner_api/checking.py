"""Checking a number or a file for anybody, and no guessing of either."""

import hmac
from datetime import timedelta
from hashlib import sha256
from typing import Any

import orjson
from flask import Response, current_app, request
from werkzeug.exceptions import TooManyRequests

from course import award_status, throttle
from course.award_status import Verification
from course.credential_checks import CredentialCheck, register_says
from course.credentials.checking import check_credential
from course.credentials.keys import SigningKey
from course.errors import UnknownAward
from learner_api.clock import now
from learner_api.credentials import issuer_of
from learner_api.database import get_database
from learner_api.drawn import checked_apart
from learner_api.site import get_site
from learner_api.translation import gettext as _

NOT_INDEXED = "noindex, nofollow, noarchive"


class TooManyNumbers(TooManyRequests):
    """This network address has asked for many numbers that never were."""


class TooManyFiles(TooManyRequests):
    """This network address has sent many files that were not issued here."""


def checked(number: str) -> Verification:
    """What the register says of a number, or ``UnknownAward`` or ``TooManyNumbers``.

    Only numbers that never were are counted; whoever checks real certificates is never
    kept waiting.
    """
    try:
        return award_status.verify_award(get_database().session, number, now=now())
    except UnknownAward:
        _refuse_guessing()
        raise


def not_indexed(response: Response) -> Response:
    """The answer, which no search engine may keep: it bears somebody's name."""
    response.headers["X-Robots-Tag"] = NOT_INDEXED
    return response


def checked_file(file: bytes) -> CredentialCheck:
    """What a credential turned out to be, and what the register says of it.

    The file is read and forgotten. What was not signed here is counted like a number
    that never was; nobody is kept waiting for the answer to one of ours.
    """
    site = get_site()
    ring = site.office.keys
    checked = check_credential(file, issuer_of(site), ring, _proof_holds)
    if checked.standing != "valid":
        wait = _wait_after_miss()
        if wait is not None:
            raise _too_many_files(wait)
    # Nothing is written, so nobody who writes is kept waiting either.
    with get_database().reading() as session:
        return register_says(session, checked, now=now())


def _proof_holds(document: dict[str, Any], key: SigningKey) -> bool:
    """Whether a proof holds: a second's work, which nobody gets for the asking."""
    with get_database().reading() as session:
        wait = throttle.wait_after_misses(session, _asker(), now=now())
    if wait is not None:
        raise _too_many_files(wait)
    try:
        written = orjson.dumps(document)
    except TypeError:
        # Numbers without end, halves of letters: nothing of the kind was signed here.
        return False
    asked = {
        "document": orjson.Fragment(written),
        "kid": key.kid,
        "public": key.public.hex(),
        "created_at": key.created_at.isoformat(),
    }
    said = checked_apart("proof", asked, by="course.credentials")
    return orjson.loads(said) is True


def _refuse_guessing() -> None:
    wait = _wait_after_miss()
    if wait is not None:
        words = _(
            "Too many numbers that no certificate has. Wait %(minutes)s minutes and "
            "try again.",
            minutes=_minutes(wait),
        )
        raise TooManyNumbers(words, retry_after=int(wait.total_seconds()) + 1)


def _too_many_files(wait: timedelta) -> TooManyFiles:
    words = _(
        "Too many files that were not issued here. Wait %(minutes)s minutes and try "
        "again.",
        minutes=_minutes(wait),
    )
    return TooManyFiles(words, retry_after=int(wait.total_seconds()) + 1)


def _wait_after_miss() -> timedelta | None:
    """How long the asker must wait; where they need not, the miss is counted."""
    database, address = get_database(), _asker()
    with database.reading() as session:
        wait = throttle.wait_after_misses(session, address, now=now())
    if wait is None:
        with database.writing() as session:
            throttle.note_miss(session, address, now=now())
    return wait


def _minutes(wait: timedelta) -> int:
    return int(wait.total_seconds() // 60) + 1


def _asker() -> str:
    """A keyed digest apart from that of sign-ins, so that neither counts the other."""
    key = str(current_app.secret_key).encode()
    address = (request.remote_addr or "").encode()
    return hmac.new(key, b"verify:" + address, sha256).hexdigest()
