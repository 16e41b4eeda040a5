"""GIFT questions read: which type the answers make it, and what they say."""

import re
from decimal import Decimal
from typing import Any

from quizzes.exchange.errors import QuestionRefused
from quizzes.exchange.figures import WHOLE, number_or_refusal, tolerance_in
from quizzes.exchange.gift.frame import GiftQuestion
from quizzes.exchange.gift.gaps import has_gap, read_gap_fill
from quizzes.exchange.gift.parts import Answer, answers_in
from quizzes.exchange.gift.places import as_ordering
from quizzes.exchange.reading import (
    accepted_of,
    rate_choices,
    share_credit,
    spare_feedback,
)
from quizzes.exchange.report import remark
from quizzes.exchange.rubrics import finish_free_text

_TRUTH = {"T": True, "TRUE": True, "F": False, "FALSE": False}
# A unit stands after the answer to a question that has ended.
_ENDED = re.compile(r"[.?!:]\s*\Z")
_UNIT = re.compile(r"[^.?!,;:\d][^.?!;:]{0,39}")


def read_question(asked: GiftQuestion) -> dict[str, Any]:
    """The question in the fields of a bank file, or ``QuestionRefused``."""
    text = asked.parts.answers
    if text is None:
        return _scenario(asked)
    if not text:
        data = asked.frame("free-text")
        finish_free_text(asked.found, data, [])
        return data
    if text.startswith("#"):
        return _number(asked, text[1:])
    bare = text.partition("#")[0].strip()
    if bare in _TRUTH:
        return _true_false(asked, _TRUTH[bare], text)
    if "~" in text:
        return _choices(asked, answers_in(text, weighed="~"))
    answers = answers_in(text, weighed="=")
    if "->" in text:
        return _pairs(asked, answers)
    if has_gap(asked.parts):
        return read_gap_fill([asked])
    data = asked.frame("short-text")
    data["accepted"] = _accepted(asked, answers)
    spare_feedback(asked.found, data, [asked.line(one.feedback) for one in answers])
    return data


def _scenario(asked: GiftQuestion) -> dict[str, Any]:
    """A description: what several questions share."""
    name = asked.parts.name
    paragraphs = asked.paragraphs(asked.parts.before)
    title = name or " ".join(paragraphs)[:60]
    return {
        "key": asked.block.ident or title,
        "title": title,
        "paragraphs": paragraphs,
    }


def _true_false(asked: GiftQuestion, truth: bool, text: str) -> dict[str, Any]:
    data = asked.frame("true-false", correct=truth)
    _, *feedback = text.split("#", 2)
    spare_feedback(asked.found, data, [asked.line(each) for each in feedback[::-1]])
    return data


def _choices(asked: GiftQuestion, answers: list[Answer]) -> dict[str, Any]:
    is_single = any(answer.sign == "=" for answer in answers)
    if is_single and has_gap(asked.parts):
        return read_gap_fill([asked])
    data = asked.frame("single-choice" if is_single else "multiple-choice")
    namer = asked.found.namer("choices")
    data["choices"] = [
        {
            "value": namer.name(label),
            "label": label,
            "feedback": asked.line(answer.feedback) or None,
        }
        for answer in answers
        for label in [asked.line(answer.text)]
    ]
    rate_choices(asked.found, data, [answer.worth for answer in answers])
    return data


def _pairs(asked: GiftQuestion, answers: list[Answer]) -> dict[str, Any]:
    """Pairs; and where the right sides are places, items in their order."""
    sides = []
    for answer in answers:
        left, arrow, right = answer.whole.partition("->")
        if not arrow:
            raise QuestionRefused(remark("One of its pairs has no right side."))
        sides.append((asked.line(left), asked.plain(right)))
    in_order = as_ordering(sides)
    if in_order is not None:
        data = asked.frame("ordering")
        namer = asked.found.namer("items")
        data["items"] = [{"key": namer.name(one), "label": one} for one in in_order]
        share_credit(asked.found, data, len(in_order))
        return data
    data = asked.frame("matching")
    namer = asked.found.namer("pairs")
    data["pairs"] = [
        {"key": namer.name(left), "left": left, "right": right}
        for left, right in sides
        if left
    ]
    data["distractors"] = [right for left, right in sides if not left]
    share_credit(asked.found, data, max(len(data["pairs"]), 1))
    return data


def _number(asked: GiftQuestion, text: str) -> dict[str, Any]:
    answers = answers_in(text, weighed="=")
    right = [one for one in answers if one.worth == WHOLE and one.sign != "~"]
    if len(right) != 1:
        raise QuestionRefused(
            remark("%(number)d numbers are right; one must be.", number=len(right))
        )
    if any(0 < answer.worth < WHOLE for answer in answers):
        asked.found.say(remark("Numbers that were half right earn nothing."))
    correct, tolerance = _span(asked.parts.held.plain(right[0].text))
    data: dict[str, Any] = {"correct": correct, "tolerance": tolerance}
    before, after = asked.parts.before, asked.parts.after.strip()
    if _ENDED.search(asked.words(before).text) and _UNIT.fullmatch(after):
        data["unit"] = asked.line(after)
        data["prompt"] = asked.line(before)
    data = asked.frame("number", **data)
    spare_feedback(asked.found, data, [asked.line(one.feedback) for one in answers])
    return data


def _span(text: str) -> tuple[Decimal, Decimal]:
    """The number in the middle, and how far from it is right."""
    low, dots, high = text.partition("..")
    if dots:
        least, most = number_or_refusal(low), number_or_refusal(high)
        return (least + most) / 2, (most - least).copy_abs() / 2
    number, _, tolerance = text.partition(":")
    return number_or_refusal(number), tolerance_in(tolerance.strip() or "0")


def _accepted(asked: GiftQuestion, answers: list[Answer]) -> list[str]:
    worths = [(asked.line(answer.text), answer.worth) for answer in answers]
    return accepted_of(asked.found, worths)
