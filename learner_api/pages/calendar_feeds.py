"""The calendar that a program reads, and the page where its address is made."""

from flask import Blueprint, Response, abort, redirect, render_template
from flask.typing import ResponseReturnValue

from course import calendar_feeds
from learner_api.addresses import calendar_feed_address
from learner_api.auth import asker, public, signed_in
from learner_api.calendar_files import calendar_file
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.forms import new_operation, operation_or_new
from learner_api.site import get_site

bp = Blueprint("calendar_feeds", __name__)


@bp.get("/calendar/<secret>.ics")
@public
def read_calendar(secret: str) -> Response:
    """The dates of whoever made this address, to whoever knows it."""
    person = calendar_feeds.person_of_address(get_database().session, secret)
    if person is None:
        abort(404)
    response = Response(
        calendar_file(person), content_type="text/calendar; charset=utf-8"
    )
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@bp.get("/profile/calendar-feed")
@signed_in
def show_address() -> str:
    """Whether there is an address, and the buttons that make one and close it."""
    return _page()


@bp.post("/profile/calendar-feed")
@signed_in
def make_address() -> ResponseReturnValue:
    """A new address, shown this once. Sent twice, it is one, and not shown again."""
    database = get_database()
    _row, secret = calendar_feeds.renew_address(
        database.session, asker(), op=operation_or_new(), now=now()
    )
    address = None
    if secret is not None:
        address = get_site().settings.public_url + calendar_feed_address(secret)
    page = _page(address, is_repeated=secret is None)
    database.commit()
    return page


@bp.post("/profile/calendar-feed/revocation")
@signed_in
def close_address() -> ResponseReturnValue:
    """Close the address. Sent twice, it is done once."""
    database = get_database()
    calendar_feeds.revoke_address(
        database.session, asker(), op=operation_or_new(), now=now()
    )
    database.commit()
    return redirect("/profile/calendar-feed", 303)


def _page(address: str | None = None, *, is_repeated: bool = False) -> str:
    return render_template(
        "pages/calendar_feed.html",
        key=calendar_feeds.key_of(get_database().session, asker()),
        address=address,
        is_repeated=is_repeated,
        new_operation=new_operation,
    )
