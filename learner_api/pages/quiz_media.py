"""The pictures that questions show, from where they lie beside the quizzes."""

from hashlib import sha256

from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue

from learner_api.assets import YEAR
from learner_api.auth import signed_in
from learner_api.site import get_site
from quizzes.media import media_folder, media_type_of
from quizzes.schemas import is_key

# What file systems take for one name: asking for a longer one is an error there.
LONGEST = 255

bp = Blueprint("quiz_media", __name__, url_prefix="/quizzes/media")


@bp.get("/<quiz>/<file>")
@signed_in
def show_picture(quiz: str, file: str) -> ResponseReturnValue:
    """A picture of a quiz. Named with its digest, it is kept for a year."""
    media_type = media_type_of(file)
    path = media_folder(get_site().catalogue.bank, quiz) / file
    # Both names are plain words, so that the path cannot lead anywhere else.
    if media_type is None or not is_key(quiz) or max(map(len, (quiz, file))) > LONGEST:
        abort(404)
    if not path.is_file():
        abort(404)
    data = path.read_bytes()
    digest = sha256(data).hexdigest()[:12]
    response = Response(data, mimetype=media_type)
    response.set_etag(digest)
    if request.args.get("v") == digest:
        response.headers["Cache-Control"] = f"private, max-age={YEAR}, immutable"
    response.make_conditional(request)
    return response
