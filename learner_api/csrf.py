"""Cross-site writes are refused by the headers that browsers cannot be made to forge.

``Sec-Fetch-Site`` decides where it is sent; older browsers send ``Origin`` or at least
``Referer``. A program that sends none of them carries no cookie of ours by accident,
and ``SameSite`` holds the cookie back besides. So no form needs a token, and pages stay
the same for everybody.

A view that acts on a signed address alone and reads no cookie has nothing to be forged:
a mail program writes to it from wherever it is.
"""

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, current_app, request
from werkzeug.exceptions import Forbidden

from learner_api.bearer import bearer_secret

View = TypeVar("View", bound=Callable[..., Any])

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class CrossSiteWrite(Forbidden):
    """Another site tried to write in the name of somebody who is signed in here."""

    description = (
        "This form was sent from another site, so nothing was changed. "
        "Open the page on this site and send it again."
    )


def install_csrf(app: Flask) -> None:
    """Refuse cross-site writes before anything else is looked at."""
    app.before_request(_refuse_cross_site)


def by_signed_address(view: View) -> View:
    """Let any site write to this view: its address is signed, and is all it acts on."""
    view.is_by_signed_address = True  # type: ignore[attr-defined]  # a mark
    return view


def _refuse_cross_site() -> None:
    if request.method in _SAFE or bearer_secret() is not None:
        return
    view = current_app.view_functions.get(request.endpoint or "")
    if getattr(view, "is_by_signed_address", False):
        return
    fetch_site = request.headers.get("Sec-Fetch-Site")
    if fetch_site is not None:
        if fetch_site not in ("same-origin", "none"):
            raise CrossSiteWrite
        return
    for header in ("Origin", "Referer"):
        sender = request.headers.get(header)
        if sender is not None:
            if not _is_here(sender):
                raise CrossSiteWrite
            return


def _is_here(sender: str) -> bool:
    """Whether an address is one of this site; what cannot be read is not."""
    try:
        return urlsplit(sender).netloc == request.host
    except ValueError:
        return False
