"""Outline files: TOML in, a ``Course`` out, every fault with its line."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from marshmallow import (
    RAISE,
    Schema,
    ValidationError,
    fields,
    validate,
    validates_schema,
)

from course.counting import BEST
from course.course_module import CourseLesson, CourseModule, CourseQuiz
from course.outline import AwardRule, Course, PlannedModule
from course.quiz_places import counting_of, course_quiz, purpose_faults
from course.requirements import REQUIREMENTS, Requirement
from course.requirements.quizzes import QuizzesPassed
from course.standing import COMPLETION
from modules import Module
from quizzes import Quiz

_ASSESSMENTS = ("pre-test", "post-test", "final-assessment")


@dataclass(frozen=True, slots=True)
class ContentFault:
    """Something wrong in a content file: where, and what to do about it."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class ContentFaults(Exception):
    """Content that cannot be served, with every fault in it."""

    def __init__(self, faults: tuple[ContentFault, ...]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


class _RequirementSchema(Schema):
    class Meta:
        unknown = RAISE

    kind = fields.String(required=True, validate=validate.OneOf(sorted(REQUIREMENTS)))
    of = fields.String(
        required=True, validate=validate.OneOf(["core", "final-assessment"])
    )

    @validates_schema(skip_on_field_errors=True)
    def check_of(self, data: dict[str, Any], **_: Any) -> None:
        """Only quizzes can be asked of the final assessment."""
        if data["of"] == "final-assessment" and data["kind"] != "quizzes":
            raise ValidationError(
                "A final assessment is a quiz: ask for it with kind = 'quizzes'.", "of"
            )


class _AwardSchema(Schema):
    class Meta:
        unknown = RAISE

    title = fields.String(required=True, validate=validate.Length(min=1))
    requires = fields.List(
        fields.Nested(_RequirementSchema),
        required=True,
        validate=validate.Length(min=1),
    )
    valid_years = fields.Integer(
        strict=True, load_default=None, validate=validate.Range(min=1, max=50)
    )
    held_for_release = fields.String(
        load_default=None, validate=validate.OneOf(["moderated"])
    )


class _PlannedSchema(Schema):
    class Meta:
        unknown = RAISE

    key = fields.String(required=True)
    title = fields.String(required=True)


class _OutlineSchema(Schema):
    class Meta:
        unknown = RAISE

    title = fields.String(required=True, validate=validate.Length(min=1))
    summary = fields.String(required=True, validate=validate.Length(min=1))
    language = fields.String(required=True)
    core = fields.List(fields.String(), required=True, validate=validate.Length(min=1))
    planned = fields.List(fields.Nested(_PlannedSchema), load_default=list)
    pre_test = fields.String(load_default=None)
    post_test = fields.String(load_default=None)
    final_assessment = fields.String(load_default=None)
    awards = fields.Dict(
        keys=fields.String(validate=validate.OneOf([COMPLETION])),
        values=fields.Nested(_AwardSchema),
        required=True,
        validate=validate.Length(min=1),
    )


def read_outline(
    path: Path, modules: Mapping[str, Module], quizzes: Mapping[str, Quiz]
) -> Course:
    """Read one outline and join it with its modules.

    Raises ``ContentFaults`` with every fault in the file.
    """
    name = f"{path.parent.name}/{path.name}"
    data = _read(path, name)
    _refuse_repetition(data, _text_of(path, name), name)
    core = _modules(data["core"], modules, quizzes, name, path)
    assessments = _assessments(data, quizzes, name, path)
    return Course(
        key=path.stem,
        title=data["title"],
        summary=data["summary"],
        language=data["language"],
        modules=core,
        awards={
            kind: AwardRule(
                kind=kind,
                title=rule["title"],
                requirements=tuple(
                    _requirement(each, core, assessments) for each in rule["requires"]
                ),
                valid_years=rule["valid_years"],
                held_for_release=rule["held_for_release"],
            )
            for kind, rule in data["awards"].items()
        },
        planned=tuple(PlannedModule(**each) for each in data["planned"]),
        assessments=assessments,
    )


def _read(path: Path, name: str) -> dict[str, Any]:
    text = _text_of(path, name)
    try:
        return dict(_OutlineSchema().load(tomllib.loads(text)))
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        # A file that breaks off has no line number: the fault is at its end.
        line = int(found[1]) if found else text.count("\n") + 1
        raise ContentFaults((ContentFault(name, line, str(error)),)) from None
    except ValidationError as error:
        faults = tuple(
            ContentFault(name, _line_at(text, place, words), f"{place[-1]}: {words}")
            for place, words in _each_message(error.messages_dict)
        )
        raise ContentFaults(faults) from None


def _text_of(path: Path, name: str) -> str:
    written = path.read_bytes()
    try:
        return written.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = written.count(b"\n", 0, error.start) + 1
        words = "this is not UTF-8. Save the file in that encoding."
        raise ContentFaults((ContentFault(name, line, words),)) from None


def _refuse_repetition(data: Mapping[str, Any], text: str, name: str) -> None:
    """A course has each module once, and has it or plans it."""
    core = data["core"]
    faults = [
        ContentFault(name, _line_of(text, key), f"core: names '{key}' twice")
        for key in dict.fromkeys(core)
        if core.count(key) > 1
    ]
    faults += [
        ContentFault(
            name, _line_of(text, "planned"), f"planned: '{each['key']}' is in core too"
        )
        for each in data["planned"]
        if each["key"] in core
    ]
    if faults:
        raise ContentFaults(tuple(faults))


def _modules(
    keys: list[str],
    modules: Mapping[str, Module],
    quizzes: Mapping[str, Quiz],
    name: str,
    path: Path,
) -> tuple[CourseModule, ...]:
    unknown = [key for key in keys if key not in modules]
    if unknown:
        text = _text_of(path, name)
        raise ContentFaults(
            tuple(
                ContentFault(name, _line_of(text, key), f"there is no module '{key}'")
                for key in unknown
            )
        )
    return tuple(_course_module(modules[key], quizzes) for key in keys)


def _assessments(
    data: Mapping[str, Any], quizzes: Mapping[str, Quiz], name: str, path: Path
) -> tuple[CourseQuiz, ...]:
    """The tests of the whole course, each a quiz made for that purpose."""
    text = _text_of(path, name)
    asked = [(purpose, data[purpose.replace("-", "_")]) for purpose in _ASSESSMENTS]
    faults = [
        ContentFault(name, _line_of(text, key), fault)
        for purpose, key in asked
        if key is not None
        for fault in purpose_faults(quizzes.get(key), key, purpose)
    ]
    for rule in data["awards"].values():
        if data["final_assessment"] is None and any(
            each["of"] == "final-assessment" for each in rule["requires"]
        ):
            line = _line_of(text, "final-assessment")
            faults.append(ContentFault(name, line, "no final_assessment is named"))
    if faults:
        raise ContentFaults(tuple(faults))
    return tuple(course_quiz(quizzes[key]) for _, key in asked if key is not None)


def _requirement(
    asked: Mapping[str, str],
    core: tuple[CourseModule, ...],
    assessments: tuple[CourseQuiz, ...],
) -> Requirement:
    if asked["of"] == "final-assessment":
        final = next(one for one in assessments if one.purpose == "final-assessment")
        return QuizzesPassed.of_assessment(final)
    return REQUIREMENTS[asked["kind"]].of_modules(core)


def _course_module(module: Module, quizzes: Mapping[str, Quiz]) -> CourseModule:
    quiz = quizzes.get(module.quiz) if module.quiz else None
    return CourseModule(
        key=module.key,
        title=module.title,
        hours=module.hours,
        objectives=tuple(module.objectives.values()),
        lessons=tuple(CourseLesson(each.key, each.title) for each in module.lessons),
        quiz_key=module.quiz,
        quiz_title=quiz.title if quiz else None,
        counting=counting_of(quiz) if quiz else BEST,
        practice=tuple(
            course_quiz(quizzes[key]) for key in module.practice if key in quizzes
        ),
    )


_Place: TypeAlias = tuple[str, ...]


def _each_message(messages: Any, place: _Place = ()) -> Iterator[tuple[_Place, str]]:
    """The leaves of marshmallow's messages, each with the fields that lead to it."""
    if not isinstance(messages, Mapping):
        for words in messages:
            yield place, str(words)
        return
    for key, inner in messages.items():
        # Between the name of an award and its fields stands 'key' or 'value'.
        between = place[:-1] == ("awards",) and key in ("key", "value")
        named = isinstance(key, str) and not between
        yield from _each_message(inner, (*place, key) if named else place)


def _line_at(text: str, place: _Place, words: str) -> int:
    """Where the field stands; for one that is missing, what it is missing from."""
    held = place[:-1] if words.startswith("Missing") else place
    return _line_of(text, held[-1]) if held else 1


def _line_of(text: str, word: str) -> int:
    """The first line on which the word stands, or the first line of the file."""
    for number, line in enumerate(text.splitlines(), start=1):
        if re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", line):
            return number
    return 1
