"""A foreign file made a quiz of ours: each question whole, or refused with its reason.

Nothing of the running course is touched. What comes out is the text of a bank file and
the pictures that go with it, for an author to put where banks lie.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from quizzes.errors import QuizDataError
from quizzes.exchange.asides import Aside
from quizzes.exchange.errors import BankRefused
from quizzes.exchange.exchange_format import FoundBank
from quizzes.exchange.formats import EXCHANGE_FORMATS
from quizzes.exchange.images import ImageFile
from quizzes.exchange.names import key_from
from quizzes.exchange.report import Report, remark
from quizzes.exchange.taking import Taking
from quizzes.exchange.trial import sentences_of
from quizzes.exchange.writing import bank_file
from quizzes.media import files_shown
from quizzes.quiz import Quiz
from quizzes.schemas import is_key

LARGEST = 16_000_000
PASS_MARK = 70


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the caller says of an import where the file does not.

    ``lesson`` is for every question that names none. ``strict`` takes all or nothing.
    """

    key: str | None = None
    title: str | None = None
    lesson: str | None = None
    strict: bool = False


@dataclass(frozen=True)
class Imported:
    """A quiz made of a foreign file, its pictures, and what became of each question."""

    quiz: Quiz
    files: tuple[ImageFile, ...]
    report: Report

    @cached_property
    def bank_file(self) -> str:
        """The text of the file that an author puts among the banks."""
        return bank_file(self.quiz)


def import_bank(data: bytes, format_name: str, wanted: Wanted) -> Imported:
    """The bank in this file, or ``BankRefused`` when nothing of it is to be had."""
    if len(data) > LARGEST:
        why = remark(
            "The file is larger than %(megabytes)d MB. Send it in parts.",
            megabytes=LARGEST // 1_000_000,
        )
        raise BankRefused(why)
    if wanted.key is not None and not is_key(wanted.key):
        why = remark(
            "'%(key)s' is no key. Write lower-case letters and digits, joined by "
            "hyphens, such as first-quiz.",
            key=wanted.key,
        )
        raise BankRefused(why)
    found = EXCHANGE_FORMATS[format_name].read(data)
    taking = Taking(found, wanted.lesson)
    taking.take_all()
    if wanted.strict and any(
        entry.outcome == "refused" for entry in taking.report().entries
    ):
        why = remark("Not everything can be taken, and all or nothing was asked for.")
        raise BankRefused(why, report=taking.report())
    if not taking.questions:
        why = remark("There is no question in the file that can be taken.")
        raise BankRefused(why, report=taking.report())
    quiz = _quiz_of(found, taking, wanted)
    names = sorted({name for _, name in files_shown(quiz)})
    files = tuple(ImageFile(name, found.images[name]) for name in names)
    return Imported(quiz, files, taking.report())


def _quiz_of(found: FoundBank, taking: Taking, wanted: Wanted) -> Quiz:
    """The quiz of what was taken, with the settings that our own export kept."""
    native = {name: value for name, value in found.settings.items() if value}
    kept, _ = (found.aside or Aside()).applied_to(native)
    own_key = _key_or_none(kept.pop("key", None))
    key = wanted.key or own_key or key_from(native.get("title", "bank"))
    taken: dict[str, Any] = {"questions": taking.questions}
    if taking.scenarios:
        taken["scenarios"] = taking.scenarios
    try:
        return Quiz.from_data(key, {**_completed(kept, key, taking, wanted), **taken})
    except QuizDataError:
        taking.say("The settings of the quiz no longer fit it and were left out.")
    try:
        return Quiz.from_data(key, {**_completed(native, key, taking, wanted), **taken})
    except QuizDataError as error:
        why = remark("%(faults)s", faults=" ".join(sentences_of(error.messages)))
        raise BankRefused(why, report=taking.report()) from None


def _completed(
    settings: dict[str, Any], key: str, taking: Taking, wanted: Wanted
) -> dict[str, Any]:
    """The settings with those that every quiz must have; what was made up is told."""
    data = {**settings}
    if wanted.title:
        data["title"] = wanted.title
    if "title" not in data:
        data["title"] = key.replace("-", " ").capitalize()
        taking.say("The file has no title, so one was made of the key.")
    if "introduction" not in data:
        data["introduction"] = f"Questions on: {data['title']}."
        taking.say("The file has no introduction, so one was written. Look at it.")
    if "pass_mark" not in data:
        data["pass_mark"] = PASS_MARK
        taking.say(
            "The file has no pass mark, so %(pass_mark)d per cent was written. Look at "
            "it.",
            pass_mark=PASS_MARK,
        )
    return data


def _key_or_none(text: object) -> str | None:
    return text if isinstance(text, str) and is_key(text) else None
