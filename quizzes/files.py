"""Reading a folder of quiz files, with every fault in all of them at once."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

from quizzes.errors import Fault, QuizDataError, QuizFilesError
from quizzes.media import MEDIA, files_shown, media_folder
from quizzes.quiz import Quiz
from quizzes.schemas import WHOLE, FaultsOf, is_key
from quizzes.toml_lines import line_of, lines_of


def load_quizzes(folder: Path) -> Mapping[str, Quiz]:
    """Every quiz in the folder by its key, which is the name of its file."""
    if not folder.is_dir():
        raise QuizFilesError((Fault(str(folder), 1, "there is no such folder."),))
    quizzes: dict[str, Quiz] = {}
    faults: list[Fault] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            quizzes[path.stem] = _load_quiz(path)
        except QuizFilesError as error:
            faults.extend(error.faults)
    if faults:
        raise QuizFilesError(tuple(faults))
    return MappingProxyType(quizzes)


def _load_quiz(path: Path) -> Quiz:
    faults: list[Fault] = []
    if not is_key(path.stem):
        faults.append(
            Fault(
                str(path),
                1,
                "the name of the file must be lower-case letters and digits, joined "
                "by hyphens, before .toml.",
            )
        )
    text = _text_of(path)
    data = _parse(path, text)
    try:
        quiz = Quiz.from_data(path.stem, data)
        faults.extend(_located(path, text, data, _missing_images(path, quiz)))
    except QuizDataError as error:
        faults.extend(_located(path, text, data, error.messages))
    if faults:
        raise QuizFilesError(tuple(faults))
    return quiz


def _missing_images(path: Path, quiz: Quiz) -> dict[str, Any]:
    """The faults of images whose files are not in ``media`` beside the quiz."""
    folder = media_folder(path.parent, quiz.key)
    faults = FaultsOf()
    for place, name in files_shown(quiz):
        if not (folder / name).is_file():
            faults.add(f"there is no {MEDIA}/{quiz.key}/{name}.", *place)
    messages: dict[str, Any] = faults.messages
    return messages


def _text_of(path: Path) -> str:
    written = path.read_bytes()
    try:
        # Some editors open a file with a mark that TOML does not know.
        return written.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = written.count(b"\n", 0, error.start) + 1
        message = "this is not UTF-8. Save the file as UTF-8."
        raise QuizFilesError((Fault(str(path), line, message),)) from None


def _parse(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        said, _, where = str(error).partition(" (at ")
        found = re.match(r"line (\d+),", where)
        line = int(found[1]) if found else len(text.splitlines())
        message = f"this is not TOML: {said}."
    except (ValueError, ArithmeticError, RecursionError):
        # A number of thousands of digits, or lists nested a thousand deep.
        line, message = 1, "this cannot be read: a value in it is too large."
    raise QuizFilesError((Fault(str(path), line, message),))


def _located(
    path: Path, text: str, data: dict[str, Any], messages: Mapping[Any, Any]
) -> list[Fault]:
    lines = lines_of(text)
    faults = [
        Fault(str(path), line_of(place, lines), _sentence(place, message, data))
        for place, message in _flat(messages)
    ]
    return sorted(faults, key=lambda fault: fault.line)


def _flat(
    messages: Any, place: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Each message with the path that leads to it."""
    if isinstance(messages, Mapping):
        for name, inner in messages.items():
            yield from _flat(inner, place if name == WHOLE else (*place, name))
    else:
        for message in messages:
            yield place, message


def _sentence(place: tuple[str | int, ...], message: str, data: dict[str, Any]) -> str:
    words = []
    if place[:1] == ("questions",) and len(place) > 1 and isinstance(place[1], int):
        words.append(_question_named(data["questions"][place[1]], place[1] + 1))
        place = place[2:]
    field = ", ".join(
        f"entry {part + 1}" if isinstance(part, int) else part for part in place
    )
    return ": ".join([*words, *([field] if field else []), message])


def _question_named(entry: Any, number: int) -> str:
    key = entry.get("key") if isinstance(entry, dict) else None
    return f"question {key!r}" if isinstance(key, str) else f"question {number}"
