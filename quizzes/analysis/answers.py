"""What an answer picked, in codes that hold whatever its language and its edition.

A choice has the value that its file gives it. An answer in words has none: there "="
stands for what is right, followed by its place where there are several, and "~" goes
before the words of what is not.
"""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from quizzes.analysis.sittings import QuestionFacts
from quizzes.controls import (
    Checkboxes,
    Control,
    Gaps,
    Option,
    Radios,
    Selects,
    TextArea,
)
from quizzes.credit import CreditQuestion
from quizzes.question import Answer, Question
from quizzes.scenario import Scenario

# Wrong answers in words have a long tail; what the best share is near its head.
_LISTED: Final = 10
# What a question teaches, and how its choices are mixed, is not what it asks.
_NOT_ASKED: Final = ("lesson", "feedback", "objective", "keep_order")


class AnswerReader:
    """Reads the answers to one question, as one edition of a quiz has it.

    ``words`` is what the codes met so far say. Readers of the same question in other
    editions share it.
    """

    def __init__(self, question: Question, words: dict[str, str] | None = None) -> None:
        self._question = question
        self._control = question.control(seed=0)
        self._known: dict[str, tuple[str, ...]] = {}
        self.words = {} if words is None else words
        for code, said in labels_of(question).items():
            self.words.setdefault(code, said)

    def picked(self, answer: Answer | None) -> tuple[str, ...]:
        """The codes of what this answer picked; none for no answer."""
        if answer is None:
            return ()
        # The same answer comes many times, and is kept once.
        known = answer if isinstance(answer, str) else json.dumps(answer)
        if known not in self._known:
            read = list(_read(self._question, self._control, answer))
            for code, said in read:
                self.words.setdefault(code, said)
            self._known[known] = tuple(code for code, _ in read)
        return self._known[known]


def facts_of(question: Question, counts: Mapping[str, int]) -> QuestionFacts:
    """What the analysis is told of a question, of which so many picked what.

    Where answers are words, what is right is listed, and of the rest the commonest.
    """
    control = question.control(seed=0)
    correct: tuple[str, ...] = ()
    if not question.is_marked_by_person:
        right = _read(question, control, question.correct_answer)
        correct = tuple(code for code, _ in right)
    if isinstance(control, Radios | Checkboxes):
        choices = tuple(option.value for option in control.options)
    else:
        wrong = [code for code in counts if code not in correct]
        wrong.sort(key=lambda code: (-counts[code], code))
        choices = (*correct, *wrong[:_LISTED])
    return QuestionFacts(
        key=question.key,
        out_of=question.points,
        choices=choices,
        correct=correct,
        has_key=not question.is_marked_by_person,
    )


def labels_of(question: Question) -> dict[str, str]:
    """What the codes say that are known before anybody has answered."""
    control = question.control(seed=0)
    if isinstance(control, Radios | Checkboxes):
        return {option.value: option.label for option in control.options}
    return dict(_read(question, control, question.correct_answer))


def wording_of(question: Question, scenario: Scenario | None) -> str:
    """The fingerprint of what learners are asked, and of what is held to be right.

    Two editions whose question has the same ask the same question. What is told only
    after answering does not count.
    """
    data: dict[str, Any] = {
        name: value
        for name, value in question.to_data().items()
        if name not in _NOT_ASKED
    }
    data["choices"] = [
        {name: value for name, value in choice.items() if name not in _NOT_ASKED}
        for choice in data.get("choices", ())
    ]
    data["scenario"] = scenario.to_data() if scenario else None
    canonical = json.dumps(data, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


def frame_of(question: Question) -> tuple[object, ...]:
    """What a translation leaves as it is: how it is asked, for how many points.

    Questions of one key in two languages are one question if this is the same. What is
    held to be right is left out: that it is another may be the fault of a translation.
    """
    parts: list[str] = []
    match question.control(seed=0):
        case Radios(options) | Checkboxes(options):
            parts = sorted(option.value for option in options)
        case Selects(rows):
            parts = sorted(row.key for row in rows)
        case Gaps() as gaps:
            parts = sorted(gaps.keys)
    return question.type_name, question.points, tuple(parts)


def _read(
    question: Question, control: Control, answer: Answer
) -> Iterator[tuple[str, str]]:
    """Everything that an answer picked: its code, and what that says."""
    match control, answer:
        case TextArea(), _:
            yield "~", ""
        case Radios(), bool():
            code = "true" if answer else "false"
            yield code, " ".join(question.describe(answer))
        case Radios(options), str():
            yield from _chosen(options, (answer,))
        case Checkboxes(options), list():
            yield from _chosen(options, answer)
        case ((Selects() | Gaps()), dict()) if isinstance(question, CreditQuestion):
            yield from _read_parts(question, control, answer)
        case _:
            said = _said(question, control, answer)
            yield ("=" if question.is_right(answer) else _wrong(said)), said


def _chosen(
    options: tuple[Option, ...], values: Collection[str]
) -> Iterator[tuple[str, str]]:
    for option in options:
        if option.value in values:
            yield option.value, option.label


def _read_parts(
    question: CreditQuestion, control: Selects | Gaps, answer: Answer
) -> Iterator[tuple[str, str]]:
    """Each row or gap that was given: by its place if right, else by its words."""
    keys = (
        control.keys
        if isinstance(control, Gaps)
        else tuple(row.key for row in control.rows)
    )
    for key, part in zip(keys, question.shares(answer), strict=True):
        if part.given is not None:
            said = f"{part.label}: {part.given}"
            yield (f"={key}" if part.is_right else _wrong(said)), said


def _wrong(said: str) -> str:
    # How a word is capitalised tells nothing of what was meant.
    return f"~{said.casefold()}"


def _said(question: Question, control: Control, answer: Answer) -> str:
    """A whole answer in words; of an order its items, one after another."""
    if isinstance(control, Selects) and isinstance(answer, list):
        labels = {row.key: row.label for row in control.rows}
        return " → ".join(labels[key] for key in answer if key in labels)
    return " ".join(question.describe(answer))
