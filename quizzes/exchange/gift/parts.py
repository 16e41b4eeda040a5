"""The parts of one GIFT question: name, text, answers between braces, feedback."""

import re
from dataclasses import dataclass
from decimal import Decimal

from quizzes.exchange.errors import QuestionRefused
from quizzes.exchange.figures import WHOLE, number_in
from quizzes.exchange.gift.signs import Held
from quizzes.exchange.report import remark

_NAME = re.compile(r"::(.*?)::", re.DOTALL)
_FORMAT = re.compile(r"\s*\[(moodle|html|plain|markdown)\]")
_WORTH = re.compile(r"%(-?\d+(?:\.\d*)?)%")
GENERAL = "####"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: its sign, all of it, and its worth in per cent, text and feedback.

    The texts still hold the escaped signs.
    """

    sign: str
    whole: str
    worth: Decimal
    text: str
    feedback: str


@dataclass(frozen=True, slots=True)
class Parts:
    """A question taken apart. Its texts still hold the escaped signs.

    ``answers`` is None where there are no braces: then it is a description.
    ``written_in`` is the format of all of its texts that name none.
    """

    held: Held
    name: str
    before: str
    after: str
    answers: str | None
    feedback: str
    written_in: str


def parts_of(text: str) -> Parts:
    """The parts of a block, or ``QuestionRefused`` where its braces do not close."""
    held = Held(text)
    name, rest = name_and_rest(held.text)
    begin, end = rest.find("{"), rest.find("}")
    answers: str | None = None
    before, after, feedback = rest, "", ""
    if begin >= 0 or end >= 0:
        if not 0 <= begin < end:
            raise QuestionRefused(
                remark(
                    "A brace is not closed. In GIFT a question ends at an empty line."
                )
            )
        before, answers, after = rest[:begin], rest[begin + 1 : end], rest[end + 1 :]
        if "{" in answers or "{" in after or "}" in after:
            raise QuestionRefused(remark("It has more than one pair of braces."))
        head, sign, tail = answers.rpartition(GENERAL)
        answers, feedback = (head, tail) if sign else (answers, "")
    written_in, before = _format_of(before)
    return Parts(
        held,
        held.plain(name),
        before.rstrip() if answers is None else before,
        after.rstrip(),
        None if answers is None else answers.strip(),
        feedback.strip(),
        written_in or "moodle",
    )


def name_and_rest(text: str) -> tuple[str, str]:
    """The name between two pairs of colons, and what follows it."""
    text = text.strip()
    found = _NAME.match(text)
    return (found[1].strip(), text[found.end() :].strip()) if found else ("", text)


def text_and_format(text: str, otherwise: str) -> tuple[str, str]:
    """A text without the format that may stand before it, and that format."""
    named, rest = _format_of(text.strip())
    return rest.strip(), named or otherwise


def answers_in(text: str, *, weighed: str) -> list[Answer]:
    """The answers, each with the sign before it; the first may have none.

    ``weighed`` is the sign after which a worth between per cent signs may stand.
    """
    pieces = re.split(r"([=~])", text)
    signs = ["", *pieces[1::2]] if pieces[0].strip() else pieces[1::2]
    texts = [pieces[0], *pieces[2::2]] if pieces[0].strip() else pieces[2::2]
    return [
        _answer(sign, each.strip(), may_weigh=sign in ("", weighed))
        for sign, each in zip(signs, texts, strict=True)
    ]


def _answer(sign: str, whole: str, *, may_weigh: bool) -> Answer:
    worth = Decimal(0) if sign == "~" else WHOLE
    rest = whole
    if may_weigh and (found := _WORTH.match(whole)):
        worth = number_in(found[1]) or Decimal(0)
        rest = whole[found.end() :]
    text, _, feedback = rest.partition("#")
    return Answer(sign, whole, worth, text.strip(), feedback.strip())


def _format_of(text: str) -> tuple[str | None, str]:
    found = _FORMAT.match(text)
    return (found[1], text[found.end() :]) if found else (None, text)
