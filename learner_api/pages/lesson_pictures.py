"""The pictures that lessons show, from where they lie beside them."""

from pathlib import PurePath

from flask import Blueprint
from flask.typing import ResponseReturnValue

from learner_api.auth import signed_in
from learner_api.pages.courses import module_of
from learner_api.pictures import picture_file
from learner_api.site import get_site
from modules.dialect import IMAGE_NAME

bp = Blueprint("lesson_pictures", __name__)

_TYPES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}


@bp.get("/courses/<course_key>/modules/<module_key>/pictures/<name>")
@signed_in
def show_picture(course_key: str, module_key: str, name: str) -> ResponseReturnValue:
    """A picture of a module's introduction or of one of its lessons."""
    _course, module = module_of(course_key, module_key)
    media_type = _TYPES[PurePath(name).suffix] if IMAGE_NAME.fullmatch(name) else None
    return picture_file(get_site().catalogue.folder / module.key / name, media_type)
