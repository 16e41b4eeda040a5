"""Images of a question or a scenario, with words for whoever cannot see them."""

from dataclasses import dataclass
from typing import Any

from marshmallow import fields, post_load, validate

from quizzes.schemas import TABLE_WANTED, FileSchema, ListOf, Text

_FILE = r"[A-Za-z0-9][A-Za-z0-9_-]*\.(png|jpg|jpeg|gif|webp|svg)\Z"
_MOST = 8


@dataclass(frozen=True, slots=True)
class Image:
    """A file in ``media/<quiz-key>/`` beside the quizzes, and its content in words."""

    file: str
    alt: str

    def to_data(self) -> dict[str, str]:
        return {"file": self.file, "alt": self.alt}


class ImageSchema(FileSchema):
    """One entry of ``images``."""

    file = Text(
        required=True,
        validate=validate.Regexp(
            _FILE,
            error="must be the name of a png, jpg, gif, webp or svg file without "
            "folders, such as map-of-routes.png.",
        ),
    )
    alt = Text(required=True)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Image:
        return Image(**data)


class Images(ListOf):
    """The field ``images``: a list, empty where left out."""

    def __init__(self) -> None:
        super().__init__(
            fields.Nested(ImageSchema, error_messages={"type": TABLE_WANTED}),
            0,
            _MOST,
            load_default=(),
        )
