"""Regrading: what a correction would change, and changing exactly that."""

from typing import Any

from course import regrading, wordings
from course.errors import (
    AmbiguousQuestion,
    OperationConflict,
    StalePreview,
    UnknownQuestion,
    UnknownQuiz,
)
from course.wordings import Asked
from learner_api.auth import administrator, asker
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.regrade_letters import regrade_letter
from learner_api.regrades import dry_run, preview_data, regrade_data
from learner_api.resources import Resource
from learner_api.schemas.regrades import (
    NewRegradeSchema,
    RegradePreviewQuerySchema,
    RegradePreviewSchema,
    RegradeSchema,
)
from learner_api.site import get_site
from quizzes import InvalidKey

bp = Resource("api-regrades", __name__, description="Corrections and regrades.")


@bp.post("/quizzes/<quiz>/regrade-previews")
@administrator
@bp.refuses(AmbiguousQuestion, InvalidKey, UnknownQuestion, UnknownQuiz)
@bp.takes(RegradePreviewQuerySchema)
@bp.gives(RegradePreviewSchema)
def preview_regrade(body: dict[str, Any], quiz: str) -> dict[str, Any]:
    """List the marks, passes, completions and awards that corrections would change.

    Nothing is changed. The `token` names the listing, for `applyRegrade`.
    """
    with dry_run() as session:
        corrections = wordings.propose(session, quiz, _asked(body))
        preview = regrading.preview_regrade(
            session, quiz, corrections, body["mode"], now=now()
        )
        return preview_data(session, preview)


@bp.post("/quizzes/<quiz>/regrades")
@administrator
@bp.refuses(
    AmbiguousQuestion,
    InvalidKey,
    OperationConflict,
    StalePreview,
    UnknownQuestion,
    UnknownQuiz,
)
@bp.takes(NewRegradeSchema)
@bp.gives_also(RegradeSchema, 200, "The regrade that this operation made before")
@bp.gives(RegradeSchema, 201, description="A new regrade")
def apply_regrade(body: dict[str, Any], quiz: str) -> Any:
    """Carry out exactly what a preview listed, all of it or nothing.

    New marks supersede the old ones, standings follow, certificates are issued,
    suspended or reinstated, and learners are told by mail.
    """
    database = get_database()
    corrections = wordings.propose(database.session, quiz, _asked(body))
    regrade, is_new = regrading.apply_regrade(
        database.session,
        quiz,
        corrections,
        body["mode"],
        op=body["op"],
        reason=body["reason"],
        token=body["token"],
        letter=regrade_letter(get_site().settings.public_url),
        now=now(),
        office=get_site().office,
        by=asker(),
    )
    told = regrade_data(database.session, regrade)
    database.commit()
    return told, 201 if is_new else 200


def _asked(body: dict[str, Any]) -> list[Asked]:
    return [
        Asked(each["question"], each["action"], each.get("value"), each.get("digest"))
        for each in body["corrections"]
    ]
