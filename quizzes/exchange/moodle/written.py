"""Numbers and short texts in Moodle XML."""

from typing import Any

from quizzes.exchange.errors import QuestionRefused
from quizzes.exchange.exchange_format import Images
from quizzes.exchange.figures import (
    WHOLE,
    inverse,
    number_in,
    number_or_refusal,
    plain_number,
    tolerance_in,
    tolerance_of,
)
from quizzes.exchange.moodle.frame import MoodleQuestion, write_answer, write_frame
from quizzes.exchange.reading import accepted_of, spare_feedback
from quizzes.exchange.report import remark
from quizzes.exchange.xml_files import Element, add, child, children, text_in
from quizzes.text import collapsed

_UNITS_TYPED, _NO_UNITS = "0", "3"
_UNIT_IS_NEEDED, _UNIT_MAY_BE = "1", "0"


def write_number(parent: Element, data: dict[str, Any], images: Images) -> Element:
    """A number, how far off is right, and the units in which it may be given."""
    element = write_frame(parent, "numerical", data, images)
    answer = write_answer(element, data["correct"], "100")
    add(answer, "tolerance", plain_number(tolerance_of(data)))
    units = data.get("units") or ()
    alone = [{"unit": data["unit"], "factor": "1"}] if data["unit"] else []
    if units or alone:
        listed = add(element, "units")
        for each in units or alone:
            unit = add(listed, "unit")
            # Moodle multiplies the right answer where we multiply the learner's.
            add(unit, "multiplier", inverse(each["factor"]))
            add(unit, "unit_name", each["unit"])
    add(element, "unitgradingtype", _UNIT_IS_NEEDED if units else _UNIT_MAY_BE)
    add(element, "unitpenalty", "1" if units else "0")
    add(element, "showunits", _UNITS_TYPED if units or alone else _NO_UNITS)
    add(element, "unitsleft", "0")
    return element


def write_short_text(parent: Element, data: dict[str, Any], images: Images) -> Element:
    """Every wording that is accepted; a star of ours is no wildcard."""
    element = write_frame(parent, "shortanswer", data, images)
    add(element, "usecase", "0" if data.get("fold_case", True) else "1")
    for text in data["accepted"]:
        write_answer(element, text.replace("*", "\\*"), "100")
    return element


def read_numerical(asked: MoodleQuestion) -> dict[str, Any]:
    """The number that is wholly right; units where learners write or see them."""
    data = asked.frame("number")
    right = [
        (text_in(answer, "text").strip(), answer)
        for worth, answer in asked.answers()
        if worth == WHOLE
    ]
    if len(right) != 1:
        raise QuestionRefused(
            remark("%(number)d numbers are right; one must be.", number=len(right))
        )
    text, answer = right[0]
    tolerance = text_in(answer, "tolerance").strip() or "0"
    data["correct"], data["tolerance"] = (
        number_or_refusal(text),
        tolerance_in(tolerance),
    )
    if any(0 < worth < WHOLE for worth, _ in asked.answers()):
        asked.found.say(remark("Numbers that were half right earn nothing."))
    _read_units(asked, data)
    spare_feedback(asked.found, data, _feedbacks(asked))
    return data


def read_shortanswer(asked: MoodleQuestion) -> dict[str, Any]:
    """The wordings that are wholly right, without those that stand for any."""
    data = asked.frame("short-text")
    worths = [
        (collapsed(text_in(answer, "text")), worth) for worth, answer in asked.answers()
    ]
    data["fold_case"] = not asked.flag("usecase", otherwise=False)
    data["accepted"] = accepted_of(asked.found, worths, fold_case=data["fold_case"])
    spare_feedback(asked.found, data, _feedbacks(asked))
    return data


def _feedbacks(asked: MoodleQuestion) -> list[str]:
    """The feedback on each answer, that on the best ones first."""
    ordered = sorted(asked.answers(), key=lambda each: -each[0])
    return [asked.line(child(answer, "feedback")) for _, answer in ordered]


def _read_units(asked: MoodleQuestion, data: dict[str, Any]) -> None:
    """One unit stands beside the box; of several the learner writes one."""
    listed = child(asked.element, "units")
    if listed is None:
        return
    found = []
    for unit in children(listed, "unit"):
        name = collapsed(text_in(unit, "unit_name"))
        multiplier = number_in(text_in(unit, "multiplier") or "1")
        if not name or not multiplier or multiplier < 0:
            raise QuestionRefused(remark("One of its units cannot be read."))
        found.append({"unit": name, "factor": inverse(plain_number(multiplier))})
    if text_in(asked.element, "showunits").strip() == _NO_UNITS or not found:
        return
    is_needed = text_in(asked.element, "unitgradingtype").strip() not in ("", "0")
    if is_needed or len(found) > 1:
        data["units"] = found
        return
    data["unit"] = found[0]["unit"]
