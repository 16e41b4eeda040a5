"""Outline files: TOML in, a ``Course`` out, every fault with its line."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from marshmallow import (
    RAISE,
    Schema,
    ValidationError,
    fields,
    validate,
)

from course.award_kinds import COMPLETION
from course.counting import BEST
from course.course_module import CourseLesson, CourseModule, CourseQuiz
from course.outline import AwardRule, Course, PlannedModule
from course.outline_awards import KINDS, AwardSchema, award_rules
from course.outline_places import (
    Place,
    each_message,
    in_words,
    line_at,
    line_of,
    line_of_fault,
)
from course.quiz_places import counting_of, course_quiz, purpose_faults
from course.requirements import Taught
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
        keys=fields.String(validate=validate.OneOf(KINDS)),
        values=fields.Nested(AwardSchema),
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
    data = read_as(_OutlineSchema(), path, name)
    _refuse_repetition(data, text_of(path, name), name)
    core = _modules(data["core"], modules, quizzes, name, path)
    assessments = _assessments(data, quizzes, name, path)
    return Course(
        key=path.stem,
        title=data["title"],
        summary=data["summary"],
        language=data["language"],
        modules=core,
        awards=_awards(data["awards"], Taught(core, assessments), path, name),
        planned=tuple(PlannedModule(**each) for each in data["planned"]),
        assessments=assessments,
    )


def read_as(schema: Schema, path: Path, name: str) -> dict[str, Any]:
    """The TOML of a file by this schema, or ``ContentFaults`` with every fault."""
    text = text_of(path, name)
    try:
        return dict(schema.load(tomllib.loads(text)))
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        # A file that breaks off has no line number: the fault is at its end.
        line = int(found[1]) if found else text.count("\n") + 1
        raise ContentFaults((ContentFault(name, line, str(error)),)) from None
    except ValidationError as error:
        faults = tuple(
            ContentFault(
                name, line_of_fault(text, place, words), in_words(place, words)
            )
            for place, words in each_message(error.messages_dict)
        )
        raise ContentFaults(faults) from None


def text_of(path: Path, name: str) -> str:
    """The text of a file, or ``ContentFaults`` where it is none."""
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
        ContentFault(name, line_of(text, key), f"core: names '{key}' twice")
        for key in dict.fromkeys(core)
        if core.count(key) > 1
    ]
    faults += [
        ContentFault(
            name, line_of(text, "planned"), f"planned: '{each['key']}' is in core too"
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
        text = text_of(path, name)
        raise ContentFaults(
            tuple(
                ContentFault(name, line_of(text, key), f"there is no module '{key}'")
                for key in unknown
            )
        )
    return tuple(_course_module(modules[key], quizzes) for key in keys)


def _assessments(
    data: Mapping[str, Any], quizzes: Mapping[str, Quiz], name: str, path: Path
) -> tuple[CourseQuiz, ...]:
    """The tests of the whole course, each a quiz made for that purpose."""
    text = text_of(path, name)
    asked = [(purpose, data[purpose.replace("-", "_")]) for purpose in _ASSESSMENTS]
    faults = [
        ContentFault(name, line_of(text, key), fault)
        for purpose, key in asked
        if key is not None
        for fault in purpose_faults(quizzes.get(key), key, purpose)
    ]
    if faults:
        raise ContentFaults(tuple(faults))
    return tuple(course_quiz(quizzes[key]) for _, key in asked if key is not None)


def _awards(
    written: Mapping[str, Any], taught: Taught, path: Path, name: str
) -> dict[str, AwardRule]:
    """The rules by their kind, or every fault in them."""
    text, faults = text_of(path, name), list[ContentFault]()

    def fault(place: Place, message: str) -> None:
        line = line_at(text, place)
        faults.append(ContentFault(name, line, in_words(place, message)))

    if COMPLETION not in written:
        fault(
            ("awards",),
            f"[awards.{COMPLETION}] is missing. Progress is measured against it.",
        )
    rules = {rule.kind: rule for rule in award_rules(written, taught, fault)}
    if faults:
        raise ContentFaults(tuple(faults))
    return rules


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
