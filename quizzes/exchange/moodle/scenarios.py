"""Scenarios in Moodle XML: a description in a category of its own."""

from typing import Any

from quizzes.exchange.categories import Path, path_text
from quizzes.exchange.exchange_format import Images
from quizzes.exchange.moodle.frame import (
    PLAIN,
    MoodleQuestion,
    name_in,
    write_prompt,
    write_text,
)
from quizzes.exchange.xml_files import Element, add, child, text_in
from quizzes.text import collapsed


def write_category(parent: Element, path: Path, info: str = "") -> Element:
    """A switch of category: what follows belongs there."""
    element = add(parent, "question", type="category")
    write_text(add(element, "category"), path_text(path))
    write_text(add(element, "info", format=PLAIN), info)
    return element


def write_scenario(parent: Element, data: dict[str, Any], images: Images) -> Element:
    """The stem that the questions of its category share."""
    element = add(parent, "question", type="description")
    write_text(add(element, "name"), data["title"])
    write_prompt(element, tuple(data["paragraphs"]), data, images)
    add(element, "defaultgrade", "0")
    add(element, "idnumber", data["key"])
    return element


def read_scenario(asked: MoodleQuestion) -> dict[str, Any]:
    """The title and the paragraphs of a description."""
    return {
        "key": name_in(asked.element),
        "title": collapsed(text_in(asked.element, "name", "text")),
        "paragraphs": asked.paragraphs(child(asked.element, "questiontext")),
    }
