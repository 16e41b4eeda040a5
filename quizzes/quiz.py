"""A quiz: its questions, and what it takes to pass."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import ValidationError, fields, post_load, validates_schema

from quizzes.errors import QuizDataError
from quizzes.question import Question
from quizzes.question_types import QUESTION_TYPES
from quizzes.schemas import (
    MISSING,
    FileSchema,
    ListOf,
    Text,
    TrueOrFalse,
    WholeNumber,
    repeated,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiz:
    """What is asked at the end of a module, exactly as its file has it."""

    key: str
    title: str
    introduction: str
    pass_mark: int
    attempts_allowed: int | None = None
    shuffle_questions: bool = False
    questions: tuple[Question, ...]

    def question(self, key: str) -> Question:
        """The question with this key, or ``KeyError``."""
        for question in self.questions:
            if question.key == key:
                return question
        raise KeyError(key)

    @property
    def out_of(self) -> int:
        """The points of all questions together."""
        return sum(question.points for question in self.questions)

    def to_data(self) -> dict[str, Any]:
        """The quiz as JSON can hold it, every default written out, without its key."""
        data: dict[str, Any] = _SCHEMA.dump(self)
        return data

    @classmethod
    def from_data(cls, key: str, data: Mapping[str, Any]) -> "Quiz":
        """The quiz that this data describes, or ``QuizDataError``."""
        try:
            return cls(key=key, **_SCHEMA.load(data))
        except ValidationError as error:
            raise QuizDataError(key, error.messages_dict) from None

    @property
    def digest(self) -> str:
        """The fingerprint of what the quiz means: comments and layout do not count."""
        canonical = json.dumps(self.to_data(), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode("ascii")).hexdigest()


class _QuestionField(fields.Field[Question]):
    """One entry of ``questions``: its ``type`` decides which fields it has."""

    def _serialize(
        self, value: Question | None, attr: str | None, obj: Any, **_: Any
    ) -> dict[str, object] | None:
        return value.to_data() if value else None

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any
    ) -> Question:
        if not isinstance(value, dict):
            raise ValidationError("must be a table that begins with [[questions]].")
        name = value.get("type")
        known = f"The types are {', '.join(sorted(QUESTION_TYPES))}."
        if name is None:
            raise ValidationError({"type": [f"{MISSING} {known}"]})
        if not isinstance(name, str) or name not in QUESTION_TYPES:
            raise ValidationError({"type": [f"{name!r} is not a type. {known}"]})
        kind = QUESTION_TYPES[name]
        own = {field: entry for field, entry in value.items() if field != "type"}
        return kind(**kind.schema.load(own))


class _QuizSchema(FileSchema):
    """The fields of a quiz file."""

    title = Text(required=True)
    introduction = Text(required=True)
    pass_mark = WholeNumber(1, 100, required=True)
    attempts_allowed = WholeNumber(1, load_default=None, allow_none=True)
    shuffle_questions = TrueOrFalse(load_default=False)
    questions = ListOf(_QuestionField(), 1, required=True)

    @validates_schema(skip_on_field_errors=False, pass_original=True)
    def check_keys(self, data: Any, original: Any, **_: Any) -> None:
        """No two questions share a key, readable or not."""
        questions = original.get("questions") if isinstance(original, dict) else None
        keys = [
            (place, entry["key"])
            for place, entry in enumerate(
                questions if isinstance(questions, list) else ()
            )
            if isinstance(entry, dict) and isinstance(entry.get("key"), str)
        ]
        again = {
            keys[n][0]: {"key": [f"{key!r} is already the key of another question."]}
            for n, key in repeated(key for _, key in keys)
        }
        if again:
            raise ValidationError({"questions": again})

    @post_load
    def freeze(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {**data, "questions": tuple(data["questions"])}


_SCHEMA = _QuizSchema()
