"""Missing words in GIFT: one gap a block, so that several gaps take several blocks."""

import re
from decimal import Decimal
from typing import Any

from quizzes.exchange.errors import QuestionRefused
from quizzes.exchange.figures import WHOLE
from quizzes.exchange.gaps import Places, gap_fill_of
from quizzes.exchange.gift.frame import ELSEWHERE, GiftQuestion, is_only_signs
from quizzes.exchange.gift.parts import Parts, answers_in
from quizzes.exchange.reading import accepted_of, share_credit
from quizzes.exchange.report import remark

_BLANK = re.compile(r"_{3,}")
_ASKED = re.compile(r"[?!:]\s*\Z")


def has_gap(parts: Parts) -> bool:
    """Whether the answers belong in the text rather than after it.

    They do where the text goes on after them, and where it has a blank to fill.
    """
    if not is_only_signs(parts.after):
        return True
    if len(_BLANK.findall(parts.before)) == 1:
        return True
    return bool(parts.after) and not _ASKED.search(parts.before)


def read_gap_fill(asked: list[GiftQuestion]) -> dict[str, Any]:
    """One question of the blocks that our export made of it, or of a single one.

    Every block has the same text, and another of its gaps to fill.
    """
    first = asked[0]
    pieces = _around_gap(first.parts)
    if len(asked) > 1:
        texts = {ELSEWHERE.join(_around_gap(each.parts)) for each in asked}
        pieces = texts.pop().split(ELSEWHERE)
        if texts or len(pieces) != len(asked) + 1:
            raise QuestionRefused(remark("Its gaps no longer go together."))
    places = Places("".join(pieces))
    held = pieces[0] + "".join(
        places.place(number) + piece for number, piece in enumerate(pieces[1:])
    )
    gaps = [_gap(each) for each in asked]
    fields = gap_fill_of(first.found, first.paragraphs(held), places, gaps)
    data = first.frame("gap-fill", **fields)
    data["points"] = sum(each.points() for each in asked)
    share_credit(first.found, data, len(gaps))
    return data


def _around_gap(parts: Parts) -> list[str]:
    """The text before and after the gap: at the answers, or at the only blank.

    Its signs are back in their places: blocks hold them each in its own way.
    """
    before, after = parts.before, parts.after
    blanks = list(_BLANK.finditer(before))
    if len(blanks) == 1 and is_only_signs(after):
        end = blanks[0].end()
        before, after = before[: blanks[0].start()], before[end:].rstrip() + after
    return [parts.held.plain(before), parts.held.plain(after)]


def _gap(asked: GiftQuestion) -> dict[str, Any]:
    """What the gap accepts: words, or one of several choices."""
    text = asked.parts.answers or ""
    is_list = "~" in text
    answers = answers_in(text, weighed="~" if is_list else "=")
    if any(answer.feedback for answer in answers):
        asked.found.say(remark("Feedback on single answers was left out."))
    found = [(asked.line(answer.text), answer.worth) for answer in answers]
    if not is_list:
        return {"accepted": accepted_of(asked.found, found)}
    right = [text for text, worth in found if worth == WHOLE]
    if len(right) != 1:
        raise QuestionRefused(
            remark(
                "%(number)d of its choices are right; one must be.", number=len(right)
            )
        )
    if any(worth not in (Decimal(0), WHOLE) for _, worth in found):
        asked.found.say(
            remark("Choices that were half right or took away earn nothing.")
        )
    return {"choices": [text for text, _ in found], "correct": right[0]}
