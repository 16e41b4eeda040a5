"""Single choice, multiple choice and true-false in Moodle XML."""

from typing import Any

from quizzes.exchange.errors import QuestionRefused
from quizzes.exchange.exchange_format import Images
from quizzes.exchange.figures import WHOLE, share_of
from quizzes.exchange.moodle.frame import MoodleQuestion, write_answer, write_frame
from quizzes.exchange.reading import rate_choices, spare_feedback
from quizzes.exchange.report import remark
from quizzes.exchange.xml_files import Element, add, child, text_in


def write_single_choice(
    parent: Element, data: dict[str, Any], images: Images
) -> Element:
    """Radio buttons: the right choice is worth 100 per cent."""
    element = _begin(parent, data, images, single=True)
    for choice in data["choices"]:
        worth = "100" if choice["value"] == data["correct"] else "0"
        write_answer(element, choice["label"], worth, choice["feedback"])
    return element


def write_multiple_choice(
    parent: Element, data: dict[str, Any], images: Images
) -> Element:
    """Checkboxes: right choices share the 100 per cent.

    A wrong one takes away a right one's share where credit is partial, else everything.
    """
    element = _begin(parent, data, images, single=False)
    share = share_of(len(data["correct"]))
    partial = data.get("credit") == "partial"
    for choice in data["choices"]:
        right = choice["value"] in data["correct"]
        worth = share if right else f"-{share if partial else 100}"
        write_answer(element, choice["label"], worth, choice["feedback"])
    return element


def write_true_false(parent: Element, data: dict[str, Any], images: Images) -> Element:
    """Moodle's own two answers, in English in every language."""
    element = write_frame(parent, "truefalse", data, images)
    for text, value in (("true", True), ("false", False)):
        write_answer(element, text, "100" if data["correct"] is value else "0")
    return element


def read_multichoice(asked: MoodleQuestion) -> dict[str, Any]:
    """One right choice, or several, as Moodle's ``single`` says."""
    single = asked.flag("single", otherwise=True)
    data = asked.frame("single-choice" if single else "multiple-choice")
    namer = asked.found.namer("choices")
    choices, worths = [], []
    for worth, answer in asked.answers():
        label = asked.line(answer)
        feedback = asked.line(child(answer, "feedback")) or None
        choices.append(
            {"value": namer.name(label), "label": label, "feedback": feedback}
        )
        worths.append(worth)
    data["choices"] = choices
    data["keep_order"] = not asked.flag("shuffleanswers", otherwise=True)
    rate_choices(asked.found, data, worths)
    return data


def read_true_false(asked: MoodleQuestion) -> dict[str, Any]:
    """Which of the two answers is right."""
    data = asked.frame("true-false")
    right = {
        text_in(answer, "text").strip().lower(): worth == WHOLE
        for worth, answer in asked.answers()
    }
    if sorted(right) != ["false", "true"] or right["true"] == right["false"]:
        raise QuestionRefused(
            remark("It does not say which of true and false is right.")
        )
    data["correct"] = right["true"]
    answers = sorted(asked.answers(), key=lambda each: -each[0])
    spare_feedback(
        asked.found,
        data,
        [asked.line(child(answer, "feedback")) for _, answer in answers],
    )
    return data


def _begin(
    parent: Element, data: dict[str, Any], images: Images, *, single: bool
) -> Element:
    element = write_frame(parent, "multichoice", data, images)
    add(element, "single", "true" if single else "false")
    add(element, "shuffleanswers", "false" if data["keep_order"] else "true")
    add(element, "answernumbering", "none")
    return element
