"""The privacy notice comes first: who has not accepted it is asked before going on.

Pages lead to the notice and back to where the person was going; a write of a program is
refused and says why. Nothing that somebody was doing when a new version came into force
is lost: saves of open work are taken whatever the notice says, and a form that was open
by then is taken from whoever had accepted the version before it.
"""

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import quote, urlsplit

from flask import Flask, current_app, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from course.consent import versions_accepted
from course.door_errors import NoticeNotAccepted
from course.models import User
from learner_api.auth import asker, asker_or_none, guard_of
from learner_api.database import get_database
from learner_api.site import get_site

View = TypeVar("View", bound=Callable[..., Any])

_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_MOST_KNOWN = 50_000


def before_notice(view: View) -> View:
    """The view answers whoever has not accepted the notice in force.

    It saves work that is open, or it is needed to read the notice and to go away.
    """
    view.before_notice = True  # type: ignore[attr-defined]  # a mark on a function
    return view


def asks_notice(view: View) -> View:
    """A public view asks it of those who are signed in, since it is about them then."""
    view.asks_notice = True  # type: ignore[attr-defined]  # a mark on a function
    return view


def install_consent(app: Flask) -> None:
    """Ask for the notice before every page for people and every write."""
    app.before_request(_ask)


def has_accepted(person: User, session: Session | None = None) -> bool:
    """Whether the person has accepted the notice that is in force.

    Nobody takes an acceptance back, so that whoever is known to have given it is not
    looked up again.
    """
    version = get_site().notices.in_force.version
    known = _known()
    if known.get(str(person.uuid)) == version:
        return True
    if version not in versions_accepted(session or get_database().session, person):
        return False
    note_accepted(person)
    return True


def note_accepted(person: User) -> None:
    """Remember, once it is committed, that the person has accepted the notice."""
    known = _known()
    if len(known) >= _MOST_KNOWN:
        known.clear()
    known[str(person.uuid)] = get_site().notices.in_force.version


def _known() -> dict[str, str]:
    known: dict[str, str] = current_app.extensions.setdefault("course.consent", {})
    return known


def _ask() -> ResponseReturnValue | None:
    person = _to_be_asked()
    if person is None or has_accepted(person):
        return None
    if request.path.startswith("/api/"):
        raise NoticeNotAccepted(get_site().notices.in_force.version)
    if request.method in _READING:
        here = request.full_path.rstrip("?")
        return redirect(f"/privacy-notice?next={quote(here)}", 303)
    if versions_accepted(get_database().session, person):
        # The form was open before the new version came; the page after it asks.
        return None
    return redirect(f"/privacy-notice?next={quote(_came_from())}", 303)


def _to_be_asked() -> User | None:
    """Who must have accepted the notice before this request is answered, if anybody."""
    endpoint = request.endpoint
    if endpoint is None or endpoint == "static":
        return None
    view = current_app.view_functions[endpoint]
    if hasattr(view, "before_notice"):
        return None
    if request.path.startswith("/api/") and request.method in _READING:
        return None
    if guard_of(endpoint) == "public":
        return asker_or_none() if hasattr(view, "asks_notice") else None
    return asker()


def _came_from() -> str:
    """The page of this site from which a form was sent."""
    try:
        sender = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return "/"
    return sender.path or "/" if sender.netloc == request.host else "/"
