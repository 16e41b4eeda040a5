"""Forms that ask people about a course: what they ask, and what a given one says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Literal, TypeAlias
from unicodedata import category

from course.canonical import canonical_json
from course.errors import sentence
from course.evaluation_errors import AnswersInvalid
from course.plain_text import paragraphs

END_OF_COURSE, STOPPING, FOLLOW_UP = "end-of-course", "stopping", "follow-up"
FORMS = (END_OF_COURSE, STOPPING, FOLLOW_UP)

Kind: TypeAlias = Literal["scale", "choice", "choices", "text"]
Answer: TypeAlias = int | str | list[str]

NOT_APPLICABLE = "not-applicable"
POINTS = (1, 2, 3, 4, 5)
LONGEST_TEXT = 2000

_NEEDED = sentence("Choose an answer.")
_UNKNOWN = sentence("Choose one of the options.")
_TOO_LONG = sentence("Write at most %(most)d characters here.")
_NOT_WORDS = sentence("This holds characters that cannot be kept. Type it again.")
_NOT_ASKED = sentence("The form does not ask this.")


@dataclass(frozen=True, slots=True)
class EvaluationQuestion:
    """One thing that a form asks.

    A scale has five points, with words at 1, 3 and 5 in ``options``. A choice is one of
    its options, choices are some of them, and a text is what somebody writes.
    """

    key: str
    kind: Kind
    text: str
    hint: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    not_applicable: bool = False
    optional: bool = False

    def read(self, given: object) -> Answer | None:
        """The answer as it is kept, or nothing; ``ValueError`` with what is wrong."""
        is_blank = isinstance(given, str) and not given.strip()
        if given is None or given == [] or is_blank:
            if self.optional:
                return None
            raise ValueError(_NEEDED)
        return _READERS[self.kind](self, given)

    def values(self) -> tuple[str, ...]:
        """What may be counted of its answers, in the order in which it is asked."""
        points = map(str, POINTS) if self.kind == "scale" else self.options
        apart = (NOT_APPLICABLE,) if self.not_applicable else ()
        return (*points, *apart) if self.kind != "text" else ()

    def to_data(self) -> dict[str, Any]:
        """The question as canonical data."""
        return {
            "key": self.key,
            "kind": self.kind,
            "text": self.text,
            "hint": self.hint,
            # A list, since a database may keep members in another order.
            "options": [list(each) for each in self.options.items()],
            "not_applicable": self.not_applicable,
            "optional": self.optional,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "EvaluationQuestion":
        """The question made again from what ``to_data`` gave."""
        options = dict(data["options"])
        return cls(**{**data, "options": options})


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """One version of a form, with its words in one language."""

    key: str
    version: int
    title: str
    language: str
    introduction: str
    questions: tuple[EvaluationQuestion, ...]

    @property
    def digest(self) -> str:
        """Fingerprint of what is asked and in which words."""
        return sha256(canonical_json(self.to_data()).encode()).hexdigest()

    def read(self, given: Mapping[str, object]) -> dict[str, Answer]:
        """What a sheet says, or ``AnswersInvalid`` with what is wrong by question."""
        answers: dict[str, Answer] = {}
        known = {each.key for each in self.questions}
        wrong = {key: _NOT_ASKED for key in given if key not in known}
        for question in self.questions:
            try:
                answer = question.read(given.get(question.key))
            except ValueError as error:
                wrong[question.key] = str(error)
                continue
            if answer is not None:
                answers[question.key] = answer
        if wrong:
            raise AnswersInvalid(wrong)
        return answers

    def to_data(self) -> dict[str, Any]:
        """The form as canonical data."""
        return {
            "key": self.key,
            "version": self.version,
            "title": self.title,
            "language": self.language,
            "introduction": self.introduction,
            "questions": [each.to_data() for each in self.questions],
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Questionnaire":
        """The form made again from what ``to_data`` gave."""
        questions = tuple(map(EvaluationQuestion.from_data, data["questions"]))
        return cls(**{**data, "questions": questions})


def _scale(question: EvaluationQuestion, given: object) -> Answer:
    if question.not_applicable and given == NOT_APPLICABLE:
        return NOT_APPLICABLE
    for point in POINTS:
        if given == str(point) or (given == point and not isinstance(given, bool)):
            return point
    raise ValueError(_UNKNOWN)


def _choice(question: EvaluationQuestion, given: object) -> Answer:
    if isinstance(given, str) and given in question.values():
        return given
    raise ValueError(_UNKNOWN)


def _choices(question: EvaluationQuestion, given: object) -> Answer:
    chosen = [given] if isinstance(given, str) else given
    if not isinstance(chosen, list) or any(
        not isinstance(each, str) or each not in question.options for each in chosen
    ):
        raise ValueError(_UNKNOWN)
    return [value for value in question.options if value in chosen]


def _text(_question: EvaluationQuestion, given: object) -> Answer:
    if not isinstance(given, str):
        raise ValueError(_UNKNOWN)
    text = paragraphs(given)
    if any(category(each) in ("Cc", "Cs") and each not in "\n\t" for each in text):
        raise ValueError(_NOT_WORDS)
    if len(text) > LONGEST_TEXT:
        raise ValueError(_TOO_LONG % {"most": LONGEST_TEXT})
    return text


_READERS: dict[str, Callable[[EvaluationQuestion, object], Answer]] = {
    "scale": _scale,
    "choice": _choice,
    "choices": _choices,
    "text": _text,
}
