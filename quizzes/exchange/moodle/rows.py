"""Matching and ordering in Moodle XML."""

from typing import Any

from quizzes.exchange.exchange_format import Images
from quizzes.exchange.moodle.frame import (
    PLAIN,
    MoodleQuestion,
    write_answer,
    write_frame,
    write_text,
)
from quizzes.exchange.reading import share_credit
from quizzes.exchange.report import remark
from quizzes.exchange.xml_files import Element, add, child, children, text_in

_BY_PLACE = "ABSOLUTE_POSITION"
_ALL = "ALL_OR_NOTHING"


def write_matching(parent: Element, data: dict[str, Any], images: Images) -> Element:
    """Pairs; a right side that belongs to nothing has an empty left one."""
    element = write_frame(parent, "matching", data, images)
    add(element, "shuffleanswers", "true")
    sides = [(pair["left"], pair["right"]) for pair in data["pairs"]]
    for left, right in (*sides, *(("", right) for right in data["distractors"])):
        row = add(element, "subquestion", format=PLAIN)
        write_text(row, left)
        write_text(add(row, "answer"), right)
    return element


def write_ordering(parent: Element, data: dict[str, Any], images: Images) -> Element:
    """Items in their right order."""
    element = write_frame(parent, "ordering", data, images)
    add(element, "layouttype", "VERTICAL")
    add(element, "selecttype", "ALL")
    add(element, "selectcount", str(len(data["items"])))
    add(element, "gradingtype", _BY_PLACE if data.get("credit") == "partial" else _ALL)
    add(element, "showgrading", "SHOW")
    add(element, "numberingstyle", "none")
    add(element, "shownumcorrect", "1")
    for place, item in enumerate(data["items"], start=1):
        write_answer(element, item["label"], str(place))
    return element


def read_matching(asked: MoodleQuestion) -> dict[str, Any]:
    """Each row is a pair, or a wrong right side where nothing stands on the left."""
    data = asked.frame("matching")
    namer = asked.found.namer("pairs")
    data["pairs"], data["distractors"] = [], []
    for row in children(asked.element, "subquestion"):
        left = asked.line(row)
        right = asked.line(child(row, "answer"))
        if left:
            pair = {"key": namer.name(left), "left": left, "right": right}
            data["pairs"].append(pair)
        else:
            data["distractors"].append(right)
    share_credit(asked.found, data, max(len(data["pairs"]), 1))
    if not asked.flag("shuffleanswers", otherwise=True):
        asked.found.say(remark("The right sides are always shuffled here."))
    return data


def read_ordering(asked: MoodleQuestion) -> dict[str, Any]:
    """Items in the order of the file, or of their numbers where they have any."""
    data = asked.frame("ordering")
    namer = asked.found.namer("items")
    answers = asked.answers()
    numbers = [worth for worth, _ in answers]
    if len(set(numbers)) == len(numbers):
        answers.sort(key=lambda each: each[0])
    labels = [asked.line(answer) for _, answer in answers]
    data["items"] = [{"key": namer.name(label), "label": label} for label in labels]
    grading = text_in(asked.element, "gradingtype").strip() or _BY_PLACE
    if grading == _ALL:
        data["credit"] = "all-or-nothing"
    else:
        share_credit(asked.found, data, max(len(labels), 1))
    if grading not in (_ALL, _BY_PLACE):
        asked.found.say(remark("What was marked by neighbours is marked by places."))
    if text_in(asked.element, "selecttype").strip() not in ("", "ALL"):
        asked.found.say(remark("All items are asked, not some of them."))
    return data
