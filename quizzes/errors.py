"""What can be wrong with a quiz file or with an answer, and how it is said."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to put right in one quiz file.

    What concerns the whole file stands on line 1.
    """

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing an editor should look at in a quiz that can be used as it is.

    ``kind`` gathers what is alike. ``about`` is the key of the question, where it is
    about one: a quiz no longer knows its lines, and whoever has the file finds it so.
    """

    file: str
    line: int
    kind: str
    message: str
    about: str | None = None

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class QuizFilesError(Exception):
    """Some quiz files cannot be used; ``faults`` names every fault in all of them."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


class QuizDataError(ValueError):
    """Data offered as a quiz is not one.

    ``messages`` follows the shape of the data: field names and, in lists, places
    from 0 lead to a list of sentences.
    """

    def __init__(self, key: str, messages: Mapping[Any, Any]) -> None:
        super().__init__(f"The data of quiz {key!r} is not a quiz: {messages}")
        self.key = key
        self.messages = messages


class InvalidAnswer(Exception):
    """An answer does not have the shape its question asks for.

    ``message`` says what is wrong and what to do, for the person who answered.
    """

    def __init__(self, question_key: str, message: str) -> None:
        super().__init__(message)
        self.question_key = question_key
        self.message = message


class MarkedByPerson(RuntimeError):
    """A program tried to mark an answer that only a person can mark.

    Whoever marks looks at ``Question.is_marked_by_person`` first.
    """

    def __init__(self, question_key: str) -> None:
        super().__init__(f"The answer to {question_key!r} is for a person to mark.")
        self.question_key = question_key


class InvalidLevels(Exception):
    """What a person chose from a rubric does not fit it.

    ``message`` says what is wrong and what to do, for the person who marks.
    """

    def __init__(self, question_key: str, message: str) -> None:
        super().__init__(message)
        self.question_key = question_key
        self.message = message


class InvalidKey(Exception):
    """What was offered as the key of a question is not one.

    ``messages`` follows the shape of the key, as for ``QuizDataError``; what concerns
    the key as a whole stands under "".
    """

    def __init__(self, question_key: str, messages: Mapping[Any, Any]) -> None:
        super().__init__(f"Not a key of the question {question_key!r}: {messages}")
        self.question_key = question_key
        self.messages = messages
