"""Stopping letters of one kind by the link at their end, without signing in.

The link is the authority. To open it changes nothing, since programs that look through
mail open links; what changes something is the button, or the mail program that sends
what RFC 8058 says. Its answer is a page and not a redirect, which such programs do not
follow.
"""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from course.letter_choices import choose, wants
from course.models import User
from learner_api.addresses import stop_letters_address
from learner_api.auth import public
from learner_api.clock import now
from learner_api.csrf import by_signed_address
from learner_api.database import get_database
from learner_api.site import get_site
from learner_api.stop_tokens import stop_tokens

bp = Blueprint("stop_letters", __name__)

LINK = "/stop-letters/<token>"


@bp.get(LINK)
@public
def ask(token: str) -> ResponseReturnValue:
    """Say which letters of whom would stop, and offer the button."""
    found = _read(token)
    if found is None:
        return _unknown()
    kind, person = found
    is_wanted = wants(get_database().session, kind, person)
    return _page(token, kind, person, is_wanted=is_wanted)


@bp.post(LINK)
@public
@by_signed_address
def stop(token: str) -> ResponseReturnValue:
    """Stop them. Sent twice, it is one choice."""
    found = _read(token, for_update=True)
    if found is None:
        return _unknown()
    kind, person = found
    database = get_database()
    choose(database.session, kind, person, is_wanted=False, now=now())
    database.commit()
    return _page(token, kind, person, is_wanted=False)


def _read(token: str, *, for_update: bool = False) -> tuple[str, User] | None:
    """The kind and the person of a link, unless that account was closed."""
    said = stop_tokens(get_site().settings).read(token)
    if said is None:
        return None
    kind, uuid = said
    query = select(User).where(User.uuid == uuid, User.closed_at.is_(None))
    if for_update:
        query = query.with_for_update(key_share=True)
    person = get_database().session.scalar(query)
    return (kind, person) if person else None


def _page(token: str, kind: str, person: User, *, is_wanted: bool) -> str:
    """No more is told of a person than the first of their names."""
    return render_template(
        "pages/stop_letters.html",
        kind=kind,
        first_name=person.name.split()[0],
        is_wanted=is_wanted,
        here=stop_letters_address(token),
    )


def _unknown() -> ResponseReturnValue:
    return render_template("pages/stop_letters_unknown.html"), 404
