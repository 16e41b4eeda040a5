"""Free text in QTI: a box of several lines, with the rubric for whoever scores it."""

from typing import Any

from lxml import html as html_tree

from quizzes.exchange.figures import number_in
from quizzes.exchange.markup import words_of_html
from quizzes.exchange.qti.building import NAMESPACE, RESPONSE, Item, put
from quizzes.exchange.qti.items import QtiItem, html_in
from quizzes.exchange.report import remark
from quizzes.exchange.rubrics import finish_free_text, rubric_html, take_rubric
from quizzes.exchange.xml_files import Element, child, inside

# QTI measures what is expected in letters, we in words.
_LETTERS_A_WORD = 6


def write_free_text(item: Item) -> None:
    """The box, and the rubric that scorers alone are shown."""
    data = item.data
    item.declare("single", "string")
    box = put(
        item.body,
        "qti-extended-text-interaction",
        response_identifier=RESPONSE,
        expected_length=str(data["most_words"] * _LETTERS_A_WORD),
        format="plain",
    )
    put(box, "qti-prompt", data["prompt"])
    block = put(item.body, "qti-rubric-block", use="scoring", view="scorer")
    body = put(block, "qti-content-body")
    for element in html_tree.fragments_fromstring(rubric_html(data)):
        body.append(_in_namespace(element))


def read_free_text(asked: QtiItem, box: Element) -> dict[str, Any]:
    """What to write, how much of it, and how it is marked."""
    data = asked.frame("free-text", box)
    rubric: list[dict[str, Any]] = []
    guidance: list[str] = []
    for block in inside(asked.body, "qti-rubric-block"):
        if "scorer" in block.get("view", "").split():
            found, rest = take_rubric(html_in(child(block, "qti-content-body")))
            rubric += found
            words = words_of_html(rest)
            guidance += asked.texts.paragraphs(words, lambda _: None)
    if guidance:
        data["guidance"] = " ".join(guidance)
    letters = number_in(box.get("expected-length", "0"))
    if letters and letters >= _LETTERS_A_WORD:
        words_expected = int(letters) // _LETTERS_A_WORD
        data["most_words"] = words_expected
        asked.found.say_of_foreign(
            remark(
                "%(letters)d letters were expected; that makes %(words)d words.",
                letters=int(letters),
                words=words_expected,
            )
        )
    finish_free_text(asked.found, data, rubric)
    return data


def _in_namespace(element: Element) -> Element:
    """HTML as it stands in a document of QTI."""
    for each in element.iter():
        each.tag = f"{{{NAMESPACE}}}{each.tag}"
    return element
