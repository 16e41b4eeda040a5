"""Scenarios in QTI: a text in a file of its own, which items refer to."""

from typing import Any

from quizzes.exchange.errors import QuestionRefused
from quizzes.exchange.exchange_format import Found
from quizzes.exchange.images import ImageShelf
from quizzes.exchange.qti.building import identifier, new_root, paragraph, put
from quizzes.exchange.qti.items import key_of, words_in
from quizzes.exchange.reading import FileFinder, TextReader
from quizzes.exchange.report import remark
from quizzes.exchange.xml_files import Element, child
from quizzes.text import collapsed


def write_stimulus(data: dict[str, Any]) -> Element:
    """The paragraphs, and the pictures beneath them."""
    root = new_root(
        "qti-assessment-stimulus",
        identifier=identifier(data["key"]),
        title=data["title"],
    )
    body = put(root, "qti-stimulus-body")
    for text in data["paragraphs"]:
        paragraph(body, text)
    for each in data.get("images", ()):
        address = f"../images/{each['file']}"
        put(put(body, "p"), "img", src=address, alt=each["alt"])
    return root


def read_stimulus(
    root: Element, found: Found, shelf: ImageShelf, files: FileFinder
) -> dict[str, Any]:
    """The title and the paragraphs of a shared text."""
    body = child(root, "qti-stimulus-body")
    if body is None:
        raise QuestionRefused(remark("It has no text."))
    texts = TextReader(found, shelf)
    data: dict[str, Any] = {
        "key": key_of(root.get("identifier", "")) or found.name,
        "title": collapsed(root.get("title", "")) or found.name,
        "paragraphs": texts.paragraphs(words_in(body), files),
    }
    texts.put_images_into(data)
    return data
