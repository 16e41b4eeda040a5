"""The questions of a quiz over all its editions, as the newest edition asks them.

A question is the same where it asks the same: in one language, where its words and its
right answer are those of the newest edition in that language; between two languages,
where its key in the file and the way it asks are the same.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from quizzes import Answer, Quiz
from quizzes.analysis import AnswerReader, frame_of, wording_of


@dataclass(frozen=True, slots=True)
class Sheet:
    """One edition, read as if it were the newest.

    ``readers`` read the answers to each question of the newest edition; there is none
    where this edition asks it otherwise, or not at all. ``asked_otherwise`` are those
    that it asks in other words or judges by another key.
    """

    language: str
    readers: Mapping[str, AnswerReader | None]
    asked_otherwise: frozenset[str]
    is_whole: bool

    def points(self, detail: Mapping[str, Sequence[int]]) -> tuple[int | None, ...]:
        """What each question earned by the detail of a mark; nothing if not asked.

        What is not in the detail was not drawn, or was dropped by a regrade.
        """
        return tuple(
            None if reader is None or key not in detail else detail[key][0]
            for key, reader in self.readers.items()
        )

    def picked(
        self, points: Sequence[int | None], answers: Mapping[str, Answer | None]
    ) -> tuple[tuple[str, ...], ...]:
        """What was picked for each question that counts here."""
        return tuple(
            () if reader is None or earned is None else reader.picked(answers.get(key))
            for (key, reader), earned in zip(self.readers.items(), points, strict=True)
        )

    def is_current(self, drawn: Sequence[str] | None) -> bool:
        """Whether an attempt at this edition was asked the quiz as it stands now."""
        if drawn is None:
            return self.is_whole
        return all(self.readers.get(key) is not None for key in drawn)


@dataclass(frozen=True, slots=True)
class Editions:
    """The newest edition, and every edition read as if it were that one.

    Where there are several languages it is the newest in that of most attempts: others
    are compared with it. ``words`` say for each question what the codes of its answers
    mean.
    """

    newest: Quiz
    sheets: Mapping[int, Sheet]
    words: Mapping[str, Mapping[str, str]]


def read_editions(
    quizzes: Mapping[int, Quiz], newest_first: Sequence[int], attempts: Counter[int]
) -> Editions:
    """These editions of one quiz by their ids, with how many attempts are at each."""
    current: dict[str, Quiz] = {}
    languages = Counter[str]()
    for edition in newest_first:
        quiz = quizzes[edition]
        current.setdefault(quiz.language, quiz)
        languages[quiz.language] += attempts[edition]
    newest = current[min(languages, key=lambda name: (-languages[name], name))]
    words: dict[str, dict[str, str]] = {each.key: {} for each in newest.questions}
    # The newest goes first: what an answer says is said in its language.
    in_order = sorted(newest_first, key=lambda each: quizzes[each] is not newest)
    sheets = {
        edition: _sheet(quizzes[edition], current, newest, words)
        for edition in in_order
    }
    return Editions(newest, sheets, words)


def _sheet(
    quiz: Quiz,
    current: Mapping[str, Quiz],
    newest: Quiz,
    words: Mapping[str, dict[str, str]],
) -> Sheet:
    there = _wordings(quiz)
    here = _wordings(current[quiz.language])
    readers: dict[str, AnswerReader | None] = {}
    for question in newest.questions:
        key = question.key
        is_same = (
            key in there
            and there[key] == here.get(key)
            and frame_of(quiz.question(key)) == frame_of(question)
        )
        readers[key] = AnswerReader(quiz.question(key), words[key]) if is_same else None
    return Sheet(
        language=quiz.language,
        readers=readers,
        asked_otherwise=frozenset(
            key for key, reader in readers.items() if reader is None and key in there
        ),
        is_whole=there.keys() == readers.keys() and None not in readers.values(),
    )


def _wordings(quiz: Quiz) -> dict[str, Any]:
    scenarios = {scenario.key: scenario for scenario in quiz.scenarios}
    return {
        question.key: wording_of(question, scenarios.get(question.scenario or ""))
        for question in quiz.questions
    }
