"""Free text in Moodle XML: an essay, with the rubric in what its markers are told."""

from typing import Any

from quizzes.exchange.exchange_format import Images
from quizzes.exchange.figures import number_in
from quizzes.exchange.markup import words_of_html
from quizzes.exchange.moodle.frame import MoodleQuestion, write_frame, write_text
from quizzes.exchange.report import remark
from quizzes.exchange.rubrics import finish_free_text, rubric_html, take_rubric
from quizzes.exchange.xml_files import Element, add, child, text_in


def write_free_text(parent: Element, data: dict[str, Any], images: Images) -> Element:
    """An essay in plain text, of at most so many words."""
    element = write_frame(parent, "essay", data, images)
    add(element, "responseformat", "plain")
    add(element, "responserequired", "1")
    add(element, "responsefieldlines", "15")
    add(element, "maxwordlimit", str(data["most_words"]))
    add(element, "attachments", "0")
    add(element, "attachmentsrequired", "0")
    write_text(add(element, "graderinfo", format="html"), rubric_html(data))
    write_text(add(element, "responsetemplate", format="plain_text"), "")
    return element


def read_essay(asked: MoodleQuestion) -> dict[str, Any]:
    """What to write, how much of it, and how it is marked."""
    element, found = asked.element, asked.found
    data = asked.frame("free-text")
    told = child(element, "graderinfo")
    rubric, rest = take_rubric(text_in(told, "text")) if told is not None else ([], "")
    guidance = words_of_html(rest) if rubric else None
    text = guidance.text if guidance else asked.line(told)
    if text:
        data["guidance"] = text
    most = number_in(text_in(element, "maxwordlimit") or "0")
    if most and most > 0:
        data["most_words"] = int(most)
    finish_free_text(found, data, rubric)
    if text_in(element, "attachments").strip() not in ("", "0"):
        found.say(remark("Files cannot be handed in: the answer is what is written."))
    if text_in(element, "responsetemplate", "text").strip():
        found.say(remark("The text that stood in the box beforehand is not kept."))
    if number_in(text_in(element, "minwordlimit") or "0"):
        found.say(remark("A least number of words is not asked."))
    return data
