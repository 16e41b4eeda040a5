"""Who is asking, and the guard that every route must carry.

A view says who may call it with one decorator; one function enforces it before the
body is read. A view without a guard is refused, so forgetting one shows at once.
"""

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import quote

from flask import Flask, current_app, redirect, request
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user, login_user, logout_user
from sqlalchemy import bindparam, select
from werkzeug.exceptions import Forbidden, Unauthorized

from course.models import User
from course.tokens import person_of_token
from learner_api.bearer import bearer_secret
from learner_api.clock import now
from learner_api.database import get_database

View = TypeVar("View", bound=Callable[..., Any])

GUARDS: dict[str, frozenset[str]] = {
    "public": frozenset(),
    "signed_in": frozenset({"learner", "trainer", "administrator"}),
    "staff": frozenset({"trainer", "administrator"}),
    "administrator": frozenset({"administrator"}),
}


# Built once: every page asks it.
_USER = select(User).where(User.id == bindparam("user_id"))


class SignedIn:
    """A user as flask-login wants to see one; the model knows nothing of Flask."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def __init__(self, user: User) -> None:
        self.user = user

    def get_id(self) -> str:
        return f"{self.user.id}.{self.user.session_epoch}"


def public(view: View) -> View:
    """Anybody may call this view."""
    return _guarded(view, "public")


def signed_in(view: View) -> View:
    """Anybody who has signed in may call this view; ownership is checked by look-up."""
    return _guarded(view, "signed_in")


def staff(view: View) -> View:
    """Trainers and administrators may call this view."""
    return _guarded(view, "staff")


def administrator(view: View) -> View:
    """Administrators may call this view."""
    return _guarded(view, "administrator")


def reads_asker(reader: Callable[[int], User | None]) -> Callable[[View], View]:
    """Let a busy view read the asker in one statement with what it is about.

    ``reader`` takes the id in the cookie. Where it finds nobody the asker is read as
    everywhere, and a cookie is judged in the same manner.
    """

    def mark(view: View) -> View:
        view.reads_asker = reader  # type: ignore[attr-defined]  # a mark on a function
        return view

    return mark


def asker() -> User:
    """The person who is asking. Only for views behind a guard."""
    user: User = current_user.user
    return user


def asker_or_none() -> User | None:
    """The person who is asking, where nobody need have signed in."""
    return current_user.user if current_user.is_authenticated else None


def sign_in(user: User) -> None:
    """Open a session for this person."""
    login_user(SignedIn(user))


def sign_out() -> None:
    """Close the session of this browser."""
    logout_user()


def guard_of(endpoint: str) -> str | None:
    """The name of the guard that an endpoint carries."""
    view = current_app.view_functions[endpoint]
    guard: str | None = getattr(view, "guard", None)
    return guard


def install_auth(app: Flask) -> None:
    """Load users from cookies and tokens, and enforce the guards."""
    # Templates are handed what they need; an error page must not look anybody up.
    manager = LoginManager(app, add_context_processor=False)
    manager.session_protection = None
    manager.user_loader(_from_cookie)
    manager.request_loader(_from_token)
    app.before_request(_enforce)


def _guarded(view: View, guard: str) -> View:
    view.guard = guard  # type: ignore[attr-defined]  # a mark on a function
    return view


def _enforce() -> ResponseReturnValue | None:
    endpoint = request.endpoint
    if endpoint is None or endpoint == "static":
        return None
    guard = guard_of(endpoint)
    if guard == "public":
        return None
    if guard is None:
        raise Forbidden(f"The route {endpoint} carries no guard.")
    if not current_user.is_authenticated:
        if request.path.startswith("/api/"):
            raise Unauthorized
        here = request.full_path.rstrip("?") if request.method == "GET" else "/"
        return redirect(f"/sign-in?next={quote(here)}", 303)
    if asker().role not in GUARDS[guard]:
        raise Forbidden
    return None


def _from_cookie(identity: str) -> SignedIn | None:
    if bearer_secret() is not None:
        return None
    user_id, _, epoch = identity.partition(".")
    if not (user_id.isdecimal() and epoch.isdecimal()):
        return None
    user = _read_user(int(user_id))
    if user is None or user.closed_at or user.session_epoch != int(epoch):
        return None
    return SignedIn(user)


def _read_user(user_id: int) -> User | None:
    view = current_app.view_functions.get(request.endpoint or "")
    reader: Callable[[int], User | None] | None = getattr(view, "reads_asker", None)
    found = reader(user_id) if reader else None
    return found or get_database().session.scalar(_USER, {"user_id": user_id})


def _from_token(_request: Any) -> SignedIn | None:
    secret = bearer_secret()
    if secret is None:
        return None
    user = person_of_token(get_database().session, secret, now=now())
    return SignedIn(user) if user else None
