"""What every question can do, and the register of the types there are."""

import hashlib
import json
import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, TypeAlias, TypeVar, get_args

from marshmallow import fields, post_load

from quizzes.controls import Control, FormValues
from quizzes.errors import InvalidAnswer
from quizzes.images import Image, Images
from quizzes.schemas import FileSchema, Key, LessonPath, Text, WholeNumber, Word

Asks: TypeAlias = Literal["recall", "apply", "judge"]
"""What a question asks of the learner: to remember, to use, or to weigh."""

ASKS: tuple[Asks, ...] = get_args(Asks)

Answer: TypeAlias = str | bool | list[str] | dict[str, str]


@dataclass(frozen=True, slots=True)
class Mark:
    """What one answer earned."""

    points: int
    out_of: int

    @property
    def correct(self) -> bool:
        """Whether the answer earned every point there was."""
        return self.points == self.out_of


@dataclass(frozen=True, slots=True)
class Part:
    """One of the parts that a mark is made of: a choice, a pair, an item, a gap.

    ``given`` is what the learner gave for it in words, None where nothing. ``points``
    is less than 0 where a wrong choice takes away. A part says what is right, so it is
    for those alone who may see the right answers.
    """

    label: str
    given: str | None
    is_right: bool
    points: int
    out_of: int


class QuestionSchema(FileSchema):
    """The fields of every question; each type adds its own."""

    also_known = ("type",)
    left_out: tuple[str, ...] = ("objective", "scenario", "images", "asks", "sources")

    key = Key(required=True)
    prompt = Text(required=True)
    points = WholeNumber(1, load_default=1)
    lesson = LessonPath(required=True)
    feedback = Text(required=True)
    objective = Key(load_default=None, allow_none=True)
    scenario = Key(load_default=None, allow_none=True)
    asks = Word(ASKS, load_default=None, allow_none=True)
    sources = fields.List(Key(), load_default=())
    images = Images()

    @post_load
    def freeze_lists(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {
            **data,
            "images": tuple(data["images"]),
            "sources": tuple(data["sources"]),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(ABC):
    """One question of a quiz: how it asks, and how an answer to it is marked.

    A type says how it asks (``control``), what it takes for an answer (``check``) and
    what it holds to be right (``correct_answer``); the rest follows from these.
    ``lesson`` and ``sources`` are only names; this package knows neither.
    """

    type_name: ClassVar[str]
    schema: ClassVar[QuestionSchema]
    is_marked_by_person: ClassVar[bool] = False

    key: str
    prompt: str
    points: int = 1
    lesson: str
    feedback: str
    objective: str | None = None
    scenario: str | None = None
    images: tuple[Image, ...] = ()
    asks: Asks | None = None
    sources: tuple[str, ...] = ()

    @abstractmethod
    def control(self, seed: int) -> Control:
        """How the question asks, in the order that the attempt with this seed sees."""

    @abstractmethod
    def check(self, raw: object) -> Answer:
        """The answer in its one canonical form, or ``InvalidAnswer``."""

    @property
    @abstractmethod
    def correct_answer(self) -> Answer:
        """A right answer, in canonical form."""

    @abstractmethod
    def describe(self, answer: Answer | None) -> tuple[str, ...]:
        """The answer in words, for receipts; nothing for no answer."""

    def read_form(self, getlist: FormValues) -> object | None:
        """The raw answer that a submitted form holds; None where it was left blank."""
        return self.control(seed=0).read(self.key, getlist)

    def form_values(self, answer: Answer | None) -> dict[str, tuple[str, ...]]:
        """The form fields that hold this answer: ``read_form`` the other way about."""
        match answer:
            case None:
                return {}
            case bool():
                return {self.key: ("true" if answer else "false",)}
            case str():
                return {self.key: (answer,)}
            case list():
                return {self.key: tuple(answer)}
            case dict():
                return {f"{self.key}.{row}": (value,) for row, value in answer.items()}

    def mark(self, answer: Answer | None) -> Mark:
        """What the answer earns.

        An answer may have been given to another edition of this question, whose
        options were different. If it no longer fits, it earns nothing.
        """
        if answer is None:
            return Mark(0, self.points)
        try:
            checked = self.check(answer)
        except InvalidAnswer:
            return Mark(0, self.points)
        return Mark(self.earned_by(checked), self.points)

    def earned_by(self, answer: Answer) -> int:
        """The points of an answer in canonical form: all or none in most types."""
        return self.points if self.is_right(answer) else 0

    def parts(self, answer: Answer | None) -> tuple[Part, ...]:
        """Why the mark is what it is; their points add up to those of the mark.

        Where the points are all or none, nothing is shared out among parts.
        """
        return ()

    def is_right(self, answer: Answer) -> bool:
        """Whether an answer in canonical form is right."""
        return answer == self.correct_answer

    def feedback_for(self, answer: Answer | None) -> tuple[str, ...]:
        """What to tell the learner: about what they chose, then about the question."""
        return (*self.feedback_on_choice(answer), self.feedback)

    def feedback_on_choice(self, answer: Answer | None) -> tuple[str, ...]:
        """What this answer in particular calls for; most types have nothing."""
        return ()

    def refusal(self, message: str) -> InvalidAnswer:
        """The refusal of an answer to this question, in these words."""
        return InvalidAnswer(self.key, message)

    def to_data(self) -> dict[str, object]:
        """The question as its file has it.

        Defaults are written out, but for those of ``schema.left_out``.
        """
        return {"type": self.type_name, **self.schema.dump(self)}

    @property
    def digest(self) -> str:
        """The fingerprint of what the question means, as that of a quiz."""
        canonical = json.dumps(self.to_data(), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode("ascii")).hexdigest()


QuestionType = TypeVar("QuestionType", bound=type[Question])

QUESTION_TYPES: dict[str, type[Question]] = {}


def question_type(name: str) -> Callable[[QuestionType], QuestionType]:
    """Enter a type of question in the register under the name that files use."""
    if not re.fullmatch(r"[a-z]+(-[a-z]+)*", name):
        raise TypeError(f"{name!r} is not lower-case words joined by hyphens.")

    def register(kind: QuestionType) -> QuestionType:
        if name in QUESTION_TYPES:
            holder = QUESTION_TYPES[name].__qualname__
            raise TypeError(f"The question type {name!r} is already {holder}.")
        kind.type_name = name
        QUESTION_TYPES[name] = kind
        return kind

    return register
