"""A scenario: the situation that several questions of a quiz share."""

from dataclasses import dataclass
from typing import Any

from marshmallow import post_load

from quizzes.images import Image, Images
from quizzes.schemas import FileSchema, Key, ListOf, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """What is told once, before its questions, which stay together on every paper."""

    key: str
    title: str
    paragraphs: tuple[str, ...]
    objective: str | None = None
    images: tuple[Image, ...] = ()

    def to_data(self) -> dict[str, Any]:
        """The scenario as its file has it."""
        data: dict[str, Any] = ScenarioSchema().dump(self)
        return data


class ScenarioSchema(FileSchema):
    """One entry of ``scenarios``."""

    left_out = ("objective", "images")

    key = Key(required=True)
    title = Text(required=True)
    paragraphs = ListOf(Text(), 1, 12, required=True)
    objective = Key(load_default=None, allow_none=True)
    images = Images()

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Scenario:
        lists = {name: tuple(data[name]) for name in ("paragraphs", "images")}
        return Scenario(**{**data, **lists})
