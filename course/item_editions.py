"""The questions of a quiz over all its editions, as the newest edition asks them.

A question is the same where it asks the same: in one language, where its words and its
right answer, corrected where it was corrected, are those of the newest edition in that
language; between two languages, where its key in the file and the way it asks are the
same. Of one that was withdrawn, or whose points all were given, marks tell nothing.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from quizzes import Answer, Judged, Question
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
        return all(
            key in self.readers and key not in self.asked_otherwise for key in drawn
        )


@dataclass(frozen=True, slots=True)
class Editions:
    """The newest edition, and every edition read as if it were that one.

    Where there are several languages it is the newest in that of most attempts: others
    are compared with it. ``words`` say for each question what the codes of its answers
    mean.
    """

    newest: Judged
    sheets: Mapping[int, Sheet]
    words: Mapping[str, Mapping[str, str]]

    @property
    def questions(self) -> list[Question]:
        """The questions of the newest edition, each with the key that judges it."""
        return [self.newest.question(each.key) for each in self.newest.sheet.questions]


def read_editions(
    editions: Mapping[int, Judged], newest_first: Sequence[int], attempts: Counter[int]
) -> Editions:
    """These editions of one quiz by their ids, with how many attempts are at each."""
    current: dict[str, Judged] = {}
    languages = Counter[str]()
    for edition in newest_first:
        language = editions[edition].sheet.language
        current.setdefault(language, editions[edition])
        languages[language] += attempts[edition]
    newest = current[min(languages, key=lambda name: (-languages[name], name))]
    words: dict[str, dict[str, str]] = {
        question.key: {} for question in newest.sheet.questions
    }
    # The newest goes first: what an answer says is said in its language.
    in_order = sorted(newest_first, key=lambda each: editions[each] is not newest)
    sheets = {
        edition: _sheet(editions[edition], current, newest, words)
        for edition in in_order
    }
    return Editions(newest, sheets, words)


def _sheet(
    edition: Judged,
    current: Mapping[str, Judged],
    newest: Judged,
    words: Mapping[str, dict[str, str]],
) -> Sheet:
    language = edition.sheet.language
    there, here = _wordings(edition), _wordings(current[language])
    readers: dict[str, AnswerReader | None] = {}
    otherwise = set()
    for question in newest.sheet.questions:
        key = question.key
        readers[key] = None
        if key not in there:
            continue
        asked = edition.question(key)
        if there[key] != here.get(key) or frame_of(asked) != frame_of(question):
            otherwise.add(key)
        elif edition.correction_of(key) not in ("drop", "credit"):
            readers[key] = AnswerReader(asked, words[key])
    return Sheet(
        language=language,
        readers=readers,
        asked_otherwise=frozenset(otherwise),
        is_whole=there.keys() == readers.keys() and not otherwise,
    )


def _wordings(edition: Judged) -> dict[str, str]:
    quiz = edition.sheet
    scenarios = {scenario.key: scenario for scenario in quiz.scenarios}
    return {
        question.key: wording_of(
            edition.question(question.key), scenarios.get(question.scenario or "")
        )
        for question in quiz.questions
    }
