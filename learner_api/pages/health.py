"""Whether the application answers and reaches its database."""

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from learner_api.auth import public
from learner_api.database import get_database

bp = Blueprint("health", __name__)


@bp.get("/health")
@public
def health() -> ResponseReturnValue:
    """Say ``ok`` once the database has answered; otherwise the answer is a 500."""
    get_database().session.execute(select(1))
    return Response("ok\n", mimetype="text/plain")
