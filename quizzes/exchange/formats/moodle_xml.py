"""Moodle XML: the format in which Moodle keeps everything that a question says."""

from collections.abc import Callable, Mapping
from typing import Any

from lxml import etree

from quizzes.exchange.categories import Categories, path_in, scenario_paths
from quizzes.exchange.errors import BankRefused, NotExported, QuestionRefused
from quizzes.exchange.exchange_format import (
    ExchangeFormat,
    Found,
    FoundBank,
    Images,
    exchange_format,
)
from quizzes.exchange.images import ImageShelf
from quizzes.exchange.moodle import choices, cloze, essay, rows, written
from quizzes.exchange.moodle.frame import MoodleQuestion, name_in, words_in
from quizzes.exchange.moodle.scenarios import (
    read_scenario,
    write_category,
    write_scenario,
)
from quizzes.exchange.own_asides import (
    ReadBack,
    aside_of_question,
    aside_of_quiz,
    aside_of_scenario,
)
from quizzes.exchange.report import remark
from quizzes.exchange.xml_files import (
    Element,
    add_aside,
    aside_in,
    child,
    children,
    line_of,
    name_of,
    parse_xml,
    text_in,
    to_bytes,
)
from quizzes.quiz import Quiz

_DEFAULT = "Default for "

Reader = Callable[[MoodleQuestion], dict[str, Any]]
Writer = Callable[[Element, dict[str, Any], Images], Element]

_READERS: Mapping[str, Reader] = {
    "description": read_scenario,
    "multichoice": choices.read_multichoice,
    "truefalse": choices.read_true_false,
    "matching": rows.read_matching,
    "ordering": rows.read_ordering,
    "numerical": written.read_numerical,
    "shortanswer": written.read_shortanswer,
    "cloze": cloze.read_cloze,
    "multianswer": cloze.read_cloze,
    "essay": essay.read_essay,
}
_WRITERS: Mapping[str, Writer] = {
    "single-choice": choices.write_single_choice,
    "multiple-choice": choices.write_multiple_choice,
    "true-false": choices.write_true_false,
    "matching": rows.write_matching,
    "ordering": rows.write_ordering,
    "number": written.write_number,
    "short-text": written.write_short_text,
    "gap-fill": cloze.write_gap_fill,
    "free-text": essay.write_free_text,
}


@exchange_format(
    "moodle-xml",
    title="Moodle XML",
    suffix="xml",
    media_type="application/xml",
)
class MoodleXml(ExchangeFormat):
    """One file of XML, with the pictures in it."""

    def read(self, data: bytes) -> FoundBank:
        root = parse_xml(data)
        if name_of(root) != "quiz":
            why = remark(
                "This is not Moodle XML: it begins with <%(name)s>, not with <quiz>.",
                name=name_of(root),
            )
            raise BankRefused(why, line_of(root))
        bank, shelf, categories = FoundBank(), ImageShelf(), Categories()
        for element in children(root, "question"):
            if element.get("type") == "category":
                _enter(element, bank, categories)
                continue
            found = _read(element, shelf)
            categories.place(found)
            bank.found.append(found)
        categories.say(bank.remarks)
        bank.images = shelf.files
        return bank

    def write(self, quiz: Quiz, images: Images) -> bytes:
        root = etree.Element("quiz")
        paths = scenario_paths(quiz)
        here = paths[None]
        head = write_category(root, here, quiz.introduction)
        add_aside(head, aside_of_quiz(quiz, _settings_in(head)))
        for scenario in quiz.scenarios:
            here = paths[scenario.key]
            write_category(root, here)
            _write_scenario(root, scenario.to_data(), images)
        for question in quiz.questions:
            if paths[question.scenario] != here:
                here = paths[question.scenario]
                write_category(root, here)
            _write_question(root, question.to_data(), images)
        return to_bytes(root)


def _enter(element: Element, bank: FoundBank, categories: Categories) -> None:
    """Go into a category; the first one that has a name is the quiz."""
    categories.enter(path_in(text_in(element, "category", "text")))
    if not bank.settings and categories.has_name:
        bank.settings = _settings_in(element)
        bank.aside = aside_in(element)


def _settings_in(element: Element) -> dict[str, Any]:
    """What the category of a quiz says of the quiz."""
    path = path_in(text_in(element, "category", "text"))
    title = path[-1] if path else ""
    if title.startswith(_DEFAULT):
        # Moodle made it up, and so it did with what it says of it.
        return {"title": title.removeprefix(_DEFAULT)}
    info = child(element, "info")
    introduction = words_in(info).text if info is not None else ""
    return {"title": title, "introduction": introduction}


def _read(element: Element, shelf: ImageShelf) -> Found:
    """A question or a description, whole or refused."""
    found = Found(
        line_of(element),
        name_in(element) or "?",
        is_scenario=element.get("type") == "description",
        aside=aside_in(element),
    )
    try:
        found.data = _data_in(element, found, shelf)
    except QuestionRefused as refusal:
        found.refuse(refusal.why)
    return found


def _data_in(element: Element, found: Found, shelf: ImageShelf) -> dict[str, Any]:
    kind = element.get("type", "")
    if kind not in _READERS:
        raise QuestionRefused(
            remark("Moodle's type '%(kind)s' has no match among ours.", kind=kind[:40])
        )
    asked = MoodleQuestion(element, found, shelf)
    data = _READERS[kind](asked)
    asked.texts.put_images_into(data)
    return data


def _write_question(root: Element, data: dict[str, Any], images: Images) -> None:
    kind = data["type"]
    if kind not in _WRITERS:
        raise NotExported(
            remark(
                "Moodle XML has nothing for questions of the type '%(kind)s'.",
                kind=kind,
            )
        )
    element = _WRITERS[kind](root, data, images)
    add_aside(element, aside_of_question(data, _reading_back(element)))


def _write_scenario(root: Element, data: dict[str, Any], images: Images) -> None:
    element = write_scenario(root, data, images)
    add_aside(element, aside_of_scenario(data, _reading_back(element)))


def _reading_back(element: Element) -> ReadBack:
    return lambda found: _data_in(element, found, ImageShelf())
