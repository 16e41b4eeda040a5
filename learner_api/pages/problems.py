"""What a problem means: the pages that the API's problems name by their address."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from learner_api.auth import public
from learner_api.explanations import explanation_of
from learner_api.problems import every_problem
from learner_api.translation import gettext as _

bp = Blueprint("problems", __name__)


@bp.get("/problems/<slug>")
@public
def problem(slug: str) -> ResponseReturnValue:
    """Say what happened and what to do."""
    found = every_problem().get(slug)
    if found is None:
        abort(404)
    return render_template(
        "pages/problem.html",
        problem=found,
        title=_(found.title),
        explanation=explanation_of(slug),
    )
