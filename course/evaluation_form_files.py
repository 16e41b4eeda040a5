"""Form files: TOML in, frozen forms out, every fault with its line."""

from pathlib import Path
from typing import Any

from marshmallow import (
    RAISE,
    Schema,
    ValidationError,
    fields,
    validate,
    validates_schema,
)

from course.evaluation_form import FORMS, EvaluationQuestion, Questionnaire
from course.outline_files import ContentFault
from modules.folder import Folder
from modules.schemas import a_key, filled
from modules.toml import check_fields

_KINDS = ("scale", "choice", "choices", "text")
_SCALE_WORDS = ("low", "middle", "high")
_SCALE_POINTS = ("1", "3", "5")


class _Said(Schema):
    class Meta:
        unknown = RAISE


def _words(*, required: bool = True) -> fields.String:
    return fields.String(required=required, validate=filled)


class QuestionSchema(_Said):
    """One ``[[questions]]``: a scale says its words, a choice its options."""

    key = fields.String(required=True, validate=a_key)
    kind = fields.String(required=True, validate=validate.OneOf(_KINDS))
    text = _words()
    hint = fields.String(load_default="", validate=filled)
    low = _words(required=False)
    middle = _words(required=False)
    high = _words(required=False)
    options = fields.Dict(
        keys=fields.String(validate=a_key), values=fields.String(validate=filled)
    )
    not_applicable = fields.Boolean(load_default=False, truthy={True}, falsy={False})
    optional = fields.Boolean(load_default=False, truthy={True}, falsy={False})

    @validates_schema
    def _what_the_kind_asks(self, data: dict[str, Any], **_: Any) -> None:
        is_scale, is_text = data["kind"] == "scale", data["kind"] == "text"
        for name in _SCALE_WORDS:
            if is_scale != (name in data):
                raise ValidationError("A scale says this, and nothing else does.", name)
        if (is_scale or is_text) == ("options" in data):
            raise ValidationError("A choice has options; nothing else has.", "options")
        if len(data.get("options", "two")) < 2:
            raise ValidationError("Give two options or more.", "options")
        if data["not_applicable"] and data["kind"] in ("choices", "text"):
            words = "Let it be left out instead: optional = true."
            raise ValidationError(words, "not_applicable")


class FormSchema(_Said):
    """A form's file."""

    version = fields.Integer(required=True, strict=True, validate=validate.Range(min=1))
    title = _words()
    language = _words()
    introduction = _words()
    questions = fields.List(
        fields.Nested(QuestionSchema), required=True, validate=validate.Length(min=1)
    )

    @validates_schema
    def _no_key_twice(self, data: dict[str, Any], **_: Any) -> None:
        keys = [each["key"] for each in data["questions"]]
        for at, key in enumerate(keys):
            if key in keys[:at]:
                words = f"There are two questions '{key}'."
                raise ValidationError({"questions": {at: {"key": [words]}}})


def read_forms(path: Path) -> tuple[dict[str, Questionnaire], list[ContentFault]]:
    """The forms of a folder by their keys, and every fault in their files."""
    folder, found = Folder(path), dict[str, Questionnaire]()
    for key in FORMS:
        read = folder.toml(path / f"{key}.toml")
        if read is None:
            continue
        toml, data = read
        loaded = check_fields(toml, FormSchema(), data, folder.faults)
        if loaded is not None:
            questions = tuple(map(_question, loaded.pop("questions")))
            found[key] = Questionnaire(key, questions=questions, **loaded)
    faults = [
        ContentFault(f"{path.name}/{each.file}", each.line, each.message)
        for each in folder.faults
    ]
    return found, faults


def _question(data: dict[str, Any]) -> EvaluationQuestion:
    said = [data.pop(name, None) for name in _SCALE_WORDS]
    if data["kind"] == "scale":
        data["options"] = dict(zip(_SCALE_POINTS, said, strict=True))
    return EvaluationQuestion(**data)
