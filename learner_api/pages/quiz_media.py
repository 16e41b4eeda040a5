"""The pictures that questions show, from where they lie beside the quizzes."""

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

from learner_api.auth import signed_in
from learner_api.pictures import picture_file
from learner_api.site import get_site
from quizzes.media import media_folder, media_type_of
from quizzes.schemas import is_key

bp = Blueprint("quiz_media", __name__, url_prefix="/quizzes/media")


@bp.get("/<quiz>/<file>")
@signed_in
def show_picture(quiz: str, file: str) -> ResponseReturnValue:
    """A picture of a quiz."""
    media_type = media_type_of(file)
    if not is_key(quiz):
        abort(404)
    return picture_file(
        media_folder(get_site().catalogue.bank, quiz) / file, media_type
    )
