"""A quiz as the text of its bank file, in the manner of those written by hand."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from marshmallow import Schema, fields

from quizzes.decimals import DecimalNumber
from quizzes.errors import QuizDataError
from quizzes.exchange.trial import quiz_around, quiz_with, settings_of
from quizzes.question import Question
from quizzes.quiz import Quiz

_QUIZ_FIRST = ("title", "purpose", "language", "pass_mark", "attempts_allowed")
_QUIZ_LAST = ("introduction",)
_QUESTION_FIRST = ("key", "type", "scenario", "prompt", "points", "lesson", "objective")
_QUESTION_LAST = ("feedback",)
_WIDTH = 88


def bank_file(quiz: Quiz) -> str:
    """The text of a file that loads as this quiz."""
    data = quiz.to_data()
    parts = ["".join(_fields(_lean_quiz(settings_of(quiz)), _QUIZ_FIRST, _QUIZ_LAST))]
    for name in ("scenarios", "blueprint"):
        parts += [_table(name, table) for table in data.get(name, ())]
    parts += [_question(question) for question in quiz.questions]
    return "\n".join(parts)


def _table(name: str, table: Mapping[str, Any]) -> str:
    lines = "".join(_fields(_without_none(table), ("key", "title"), ()))
    return f"[[{name}]]\n{lines}"


def _question(question: Question) -> str:
    data = _numbers_bare(question.schema, _lean_question(question))
    lines = "".join(_fields(data, _QUESTION_FIRST, _QUESTION_LAST))
    return f"[[questions]]\n{lines}"


def _lean_quiz(data: Mapping[str, Any]) -> dict[str, Any]:
    """The settings that the reader would not assume by itself."""

    def means_the_same(settings: dict[str, Any]) -> bool:
        return settings_of(quiz_with(settings)) == data

    return _leaner(_without_none(data), list(data), means_the_same)


def _lean_question(question: Question) -> dict[str, Any]:
    """The fields that the reader would not assume by itself."""
    data = question.to_data()
    scenario = data.pop("scenario", None)

    def means_the_same(fields: dict[str, Any]) -> bool:
        return quiz_around(fields).questions[0].to_data() == data

    schema = question.schema.fields
    optional = [name for name in data if name in schema and not schema[name].required]
    lean = _leaner(_without_none(data), optional, means_the_same)
    return lean if scenario is None else {**lean, "scenario": scenario}


def _leaner(
    data: dict[str, Any],
    optional: Iterable[str],
    means_the_same: Callable[[dict[str, Any]], bool],
) -> dict[str, Any]:
    """The data without every optional field that changes nothing."""
    for name in optional:
        fewer = {each: data[each] for each in data if each != name}
        try:
            if means_the_same(fewer):
                data = fewer
        except QuizDataError:
            continue
    return data


def _numbers_bare(schema: Schema, data: Mapping[str, Any]) -> dict[str, Any]:
    """Exact numbers, which canonical data has as text, as numbers again."""
    bare: dict[str, Any] = {}
    for name, value in data.items():
        match schema.fields.get(name):
            case DecimalNumber():
                bare[name] = Decimal(value)
            case fields.List(inner=fields.Nested(schema=inner)):
                bare[name] = [_numbers_bare(inner, entry) for entry in value]
            case _:
                bare[name] = value
    return bare


def _fields(
    data: Mapping[str, Any], first: tuple[str, ...], last: tuple[str, ...]
) -> Iterator[str]:
    """The fields as lines: those named first, the others, those named last."""
    middle = [name for name in data if name not in first and name not in last]
    for name in (*first, *middle, *last):
        if name in data:
            yield f"{name} = {_value(data[name], is_field=True)}\n"


def _value(value: Any, *, is_field: bool = False) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case Decimal():
            return format(value, "f")
        case int() | float():
            return str(value)
        case Mapping():
            inner = ", ".join(f"{name} = {_value(one)}" for name, one in value.items())
            return f"{{ {inner} }}"
        case list() | tuple():
            entries = [_value(entry) for entry in value]
            line = f"[{', '.join(entries)}]"
            is_long = len(line) > _WIDTH or any(
                isinstance(one, Mapping) for one in value
            )
            if is_field and entries and is_long:
                return "[\n" + "".join(f"  {entry},\n" for entry in entries) + "]"
            return line
    return _quoted(str(value))


# TOML has no way to write control characters bare, nor a quotation mark or a backslash.
def _quoted(text: str) -> str:
    def escaped(found: re.Match[str]) -> str:
        letter = found.group()
        names = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
        return names.get(letter, f"\\u{ord(letter):04x}")

    return '"' + re.sub(r'["\\\x00-\x1f\x7f]', escaped, text) + '"'


def _without_none(data: Any) -> Any:
    """The data without fields that hold nothing: a file leaves them out."""
    match data:
        case Mapping():
            return {
                name: _without_none(value)
                for name, value in data.items()
                if value is not None
            }
        case list() | tuple():
            return [_without_none(value) for value in data]
    return data
