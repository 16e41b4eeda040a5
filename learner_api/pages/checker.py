"""The checker to keep: what it is, whose keys it trusts, and the file itself."""

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from learner_api.auth import public
from learner_api.checker.writing import FILE_NAME, shown_key
from learner_api.checkers import checker_file
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.site import get_site

bp = Blueprint("checker", __name__)


@bp.get("/verify/checker")
@public
def checker() -> ResponseReturnValue:
    """Say how certificates are checked without a connection."""
    office = get_site().office
    return render_template(
        "pages/checker.html",
        file_name=FILE_NAME,
        issuer=office.issuer_name,
        keys=[shown_key(key) for key in office.keys.keys],
    )


@bp.get(f"/verify/{FILE_NAME}")
@public
def checker_to_keep() -> ResponseReturnValue:
    """Hand out the checker as a file. It is to be opened from where it was saved."""
    site = get_site()
    today = now().astimezone(site.office.zone).date()
    file = checker_file(get_database().session, site, made_on=today)
    response = Response(file, mimetype="text/html")
    response.headers["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    response.headers["Cache-Control"] = "public, no-cache"
    response.add_etag()
    return response.make_conditional(request)
