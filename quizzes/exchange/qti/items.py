"""QTI items read: their declarations, their texts, and how they are scored."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from lxml import etree

from quizzes.exchange.errors import QuestionRefused
from quizzes.exchange.exchange_format import Found
from quizzes.exchange.figures import number_in
from quizzes.exchange.gaps import Places
from quizzes.exchange.images import ImageShelf
from quizzes.exchange.markup import Words, words_of_html
from quizzes.exchange.qti.building import GENERAL
from quizzes.exchange.reading import FileFinder, TextReader, points_in
from quizzes.exchange.report import remark
from quizzes.exchange.xml_files import (
    Element,
    child,
    children,
    inside,
    name_of,
    text_in,
)
from quizzes.schemas import is_key
from quizzes.text import collapsed

# What is not part of the words around it.
_ASIDE = ("qti-feedback-inline", "qti-feedback-block")
# What asks, and so is not part of the words that say what to do.
INTERACTIONS = (
    "qti-choice-interaction",
    "qti-match-interaction",
    "qti-order-interaction",
    "qti-extended-text-interaction",
    "qti-text-entry-interaction",
    "qti-inline-choice-interaction",
)
_KNOWN_PROCESSING = frozenset(
    {
        "qti-response-processing",
        "qti-response-condition",
        "qti-response-if",
        "qti-response-else",
        "qti-set-outcome-value",
        "qti-match",
        "qti-variable",
        "qti-correct",
        "qti-base-value",
        "qti-map-response",
        "qti-sum",
        "qti-and",
        "qti-gt",
        "qti-equal",
        "qti-product",
        "qti-index",
        "qti-is-null",
        "qti-not",
    }
)
_TEMPLATES = ("match_correct", "map_response")


@dataclass(frozen=True, slots=True)
class Declared:
    """One response: its kind, what is right, and what single answers are worth."""

    name: str
    cardinality: str
    base_type: str
    correct: tuple[str, ...]
    mapping: Mapping[str, Decimal]
    otherwise: Decimal
    in_case: bool


class QtiItem:
    """One item as it is read: its declarations, and its texts with what they show."""

    def __init__(
        self, root: Element, found: Found, shelf: ImageShelf, files: FileFinder
    ) -> None:
        self.root = root
        self.found = found
        self.texts = TextReader(found, shelf)
        self._files = files
        self._declared = {
            each.get("identifier"): _declared(each)
            for each in children(root, "qti-response-declaration")
        }

    @property
    def body(self) -> Element:
        """What the item shows."""
        return child(self.root, "qti-item-body")

    def interactions(self) -> list[Element]:
        """Everything in the body that asks for something."""
        return [
            each for each in self.body.iter() if name_of(each).endswith("-interaction")
        ]

    def declared(self, interaction: Element) -> Declared:
        """The response that an interaction fills, or ``QuestionRefused``."""
        name = interaction.get("response-identifier")
        if name not in self._declared:
            raise QuestionRefused(remark("It does not declare what is answered."))
        return self._declared[name]

    def line(self, element: Element | None, *without: str) -> str:
        """The words in an element as one paragraph, apart from what stands aside."""
        if element is None:
            return ""
        return self.texts.line(words_in(element, *without), self._files)

    def paragraphs(self, element: Element, *without: str) -> list[str]:
        """The words in an element, paragraph by paragraph."""
        return self.texts.paragraphs(words_in(element, *without), self._files)

    def held_paragraphs(self, asking: list[Element]) -> tuple[Places, list[str]]:
        """The paragraphs of the body, with places for what asks in them."""
        places = Places(str(self.body.xpath("string()")))
        held = {each: places.place(number) for number, each in enumerate(asking)}
        words = words_in(self.body, *INTERACTIONS, held=held)
        return places, self.texts.paragraphs(words, self._files)

    def feedback_in(self, choice: Element) -> str:
        """What is told to whoever makes a choice."""
        told = [*inside(choice, _ASIDE[0]), *inside(choice, _ASIDE[1])]
        return " ".join(filter(None, (self.line(each) for each in told)))

    def names(
        self, list_name: str, elements: list[Element], labels: list[str]
    ) -> list[str]:
        """Names for the entries of a list: identifiers, where they are keys of ours."""
        namer = self.found.namer(list_name)
        idents = (key_of(each.get("identifier", "")) for each in elements)
        return [
            namer.name(label, like=ident)
            for label, ident in zip(labels, idents, strict=True)
        ]

    def frame(
        self, type_name: str, interaction: Element | None = None, **own: Any
    ) -> dict[str, Any]:
        """The fields that every question has; ``own`` are those that are known."""
        data: dict[str, Any] = {
            "key": key_of(self.root.get("identifier", "")) or self.found.name,
            "type": type_name,
            "points": points_in(self.found, self._points()),
            **own,
        }
        if "prompt" not in data:
            data["prompt"] = self._prompt(interaction)
        feedback = self._feedback()
        if feedback:
            data["feedback"] = feedback
        self._tell_of_processing()
        return data

    def is_mapped(self, declared: Declared) -> bool:
        """Whether answers are scored by what each is worth."""
        return bool(declared.mapping) and (
            not declared.correct or self.scores_by("qti-map-response")
        )

    def scores_by(self, name: str) -> bool:
        """Whether this expression is part of how it is scored."""
        processing = child(self.root, "qti-response-processing")
        if processing is None:
            return False
        template = processing.get("template", "")
        if name == "qti-map-response" and "map_response" in template:
            return True
        return next(inside(processing, name), None) is not None

    def _points(self) -> str:
        for outcome in children(self.root, "qti-outcome-declaration"):
            if outcome.get("identifier") == "MAXSCORE":
                return text_in(outcome, "qti-default-value", "qti-value").strip()
        for outcome in children(self.root, "qti-outcome-declaration"):
            if outcome.get("identifier") == "SCORE":
                return str(outcome.get("normal-maximum", ""))
        return ""

    def _prompt(self, interaction: Element | None) -> str:
        """The words of the body, then those of the interaction."""
        texts = self.paragraphs(self.body, *INTERACTIONS)
        if interaction is not None:
            prompt = self.line(child(interaction, "qti-prompt"))
            texts = [*texts, *([prompt] if prompt else [])]
        if len(texts) > 1:
            self.found.say(remark("Several paragraphs were joined into one."))
        return " ".join(texts)

    def _feedback(self) -> str:
        """The feedback that is shown whatever was answered."""
        told = {
            each.get("identifier"): self.line(each)
            for each in children(self.root, "qti-modal-feedback")
        }
        if set(told) - {GENERAL}:
            self.found.say(remark("Feedback on single answers was left out."))
        return told.get(GENERAL, "")

    def _tell_of_processing(self) -> None:
        processing = child(self.root, "qti-response-processing")
        if processing is None:
            return
        template = processing.get("template", "").removesuffix(".xml")
        names = {name_of(each) for each in processing.iter()} - {""}
        is_known = template.endswith(_TEMPLATES) if template else True
        if not is_known or names - _KNOWN_PROCESSING:
            self.found.say(
                remark(
                    "Its own rules of scoring are not kept: what it declares to be "
                    "right decides."
                )
            )


def key_of(ident: str) -> str | None:
    """The key that an identifier of ours stands for, or None for one of others."""
    key = ident.removeprefix("_")
    return key if is_key(key) else None


def words_in(
    element: Element, *without: str, held: Mapping[Element, str] | None = None
) -> Words:
    """The words in an element, apart from the elements of these names.

    ``held`` are words to put where single elements stand.
    """
    return words_of_html(html_in(element, *without, held=held))


def html_in(
    element: Element | None, *without: str, held: Mapping[Element, str] | None = None
) -> str:
    """The same as HTML, without the names that only QTI knows."""
    if element is None:
        return ""
    copied = copy.deepcopy(element)
    copied.tail = None
    for original, each in list(zip(element.iter(), copied.iter(), strict=True)):
        name = name_of(each)
        if held and original in held:
            each.tail = held[original] + (each.tail or "")
        if each is copied or (name and name not in without and not _is_aside(each)):
            each.tag = name
            for attribute in list(each.attrib):
                if attribute.startswith("{"):
                    del each.attrib[attribute]
        else:
            _take_out(each)
    etree.cleanup_namespaces(copied)
    html: str = etree.tostring(copied, encoding="unicode", method="html")
    return html


def _is_aside(element: Element) -> bool:
    name = name_of(element)
    if name == "qti-rubric-block":
        return "candidate" not in element.get("view", "candidate").split()
    return name in _ASIDE


def _take_out(element: Element) -> None:
    """Remove an element and keep the words that follow it."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if element.tail:
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _declared(element: Element) -> Declared:
    mapping = child(element, "qti-mapping")
    entries = children(mapping, "qti-map-entry") if mapping is not None else []
    right = child(element, "qti-correct-response")
    values = children(right, "qti-value") if right is not None else []
    return Declared(
        element.get("identifier", ""),
        element.get("cardinality", "single"),
        element.get("base-type", "string"),
        tuple(collapsed(text_in(value)) for value in values),
        {
            collapsed(entry.get("map-key", "")): _worth(entry.get("mapped-value"))
            for entry in entries
        },
        _worth(mapping.get("default-value") if mapping is not None else None),
        any(entry.get("case-sensitive") == "true" for entry in entries),
    )


def _worth(text: str | None) -> Decimal:
    return number_in(text or "0") or Decimal(0)
