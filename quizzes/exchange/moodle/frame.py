"""What all questions have in common in Moodle XML: name, text, points, feedback."""

import base64
from decimal import Decimal
from typing import Any
from urllib.parse import quote, unquote

from quizzes.exchange.errors import QuestionRefused
from quizzes.exchange.exchange_format import Found, Images
from quizzes.exchange.figures import number_in, plain_number
from quizzes.exchange.images import ImageShelf, from_base64
from quizzes.exchange.markup import Words, html_of, words_of
from quizzes.exchange.plain_writer import Picture
from quizzes.exchange.reading import TextReader, points_in
from quizzes.exchange.report import remark
from quizzes.exchange.xml_files import (
    Element,
    add,
    child,
    children,
    inside,
    text_in,
)
from quizzes.text import collapsed

PLAIN = "plain_text"

_FILES = "@@PLUGINFILE@@/"
_FORMATS = {PLAIN: "plain", "html": "html", "markdown": "markdown"}


class MoodleQuestion:
    """One ``<question>`` as it is read: its texts, with what they show."""

    def __init__(self, element: Element, found: Found, shelf: ImageShelf) -> None:
        self.element = element
        self.found = found
        self.texts = TextReader(found, shelf)

    def line(self, element: Element | None) -> str:
        """The text in an element, as one paragraph."""
        if element is None:
            return ""
        files = _FilesIn(element)
        text = self.texts.line(words_in(element), files)
        self._tell_of_unseen(files)
        return text

    def paragraphs(self, element: Element | None, text: str | None = None) -> list[str]:
        """The text in an element, or another in its place, paragraph by paragraph."""
        if element is None:
            return []
        files = _FilesIn(element)
        paragraphs = self.texts.paragraphs(words_in(element, text), files)
        self._tell_of_unseen(files)
        return paragraphs

    def frame(self, type_name: str, **own: Any) -> dict[str, Any]:
        """The fields that every question has; ``own`` are those that are known."""
        element = self.element
        data: dict[str, Any] = {
            "key": name_in(element),
            "type": type_name,
            "points": points_in(self.found, text_in(element, "defaultgrade")),
            **own,
        }
        if "prompt" not in data:
            data["prompt"] = self.line(child(element, "questiontext"))
        feedback = self.line(child(element, "generalfeedback"))
        if feedback:
            data["feedback"] = feedback
        self._tell_of_the_rest()
        return data

    def answers(self) -> list[tuple[Decimal, Element]]:
        """The answers with their worth in per cent."""
        return [
            (number_in(answer.get("fraction", "0")) or Decimal(0), answer)
            for answer in children(self.element, "answer")
        ]

    def flag(self, name: str, *, otherwise: bool) -> bool:
        """A setting that Moodle writes as 0 and 1 or as false and true."""
        text = text_in(self.element, name).strip().lower()
        return text in ("1", "true") if text else otherwise

    def _tell_of_unseen(self, files: "_FilesIn") -> None:
        for path in files.unseen:
            self.found.say(
                remark(
                    "The file '%(path)s' lies beside a text that does not show it, and "
                    "was left out.",
                    path=path[:100],
                )
            )

    def _tell_of_the_rest(self) -> None:
        """What Moodle knows of every question and we do not."""
        element, say = self.element, self.found.say
        if text_in(element, "image_base64").strip():
            why = remark(
                "Its picture is kept in the way of Moodle 1, which is not read."
            )
            raise QuestionRefused(why)
        penalty = number_in(text_in(element, "penalty") or "0")
        if penalty:
            say(
                remark(
                    "The penalty of %(penalty)s a try is not kept.",
                    penalty=plain_number(round(penalty, 2)),
                )
            )
        if any(text_in(each, "text").strip() for each in children(element, "hint")):
            say(remark("Hints are not kept."))
        if text_in(element, "hidden").strip() == "1":
            say(remark("It was hidden in Moodle. Here it is not."))
        tags = [collapsed(text_in(tag, "text")) for tag in inside(element, "tag")]
        if tags:
            say(remark("Tags are not kept: %(tags)s.", tags=", ".join(tags)[:200]))
        combined = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")
        if any(text_in(element, name, "text").strip() for name in combined):
            say(remark("Feedback on right and wrong answers as a whole is not kept."))


class _FilesIn:
    """Finds the files that stand beside a text, and knows which were asked for."""

    def __init__(self, element: Element) -> None:
        self._files = {_path_of(file): file for file in children(element, "file")}
        self._seen: set[str] = set()

    @property
    def unseen(self) -> list[str]:
        """The files that nobody asked for."""
        return [path for path in self._files if path not in self._seen]

    def __call__(self, source: str) -> bytes | None:
        if not source.startswith(_FILES):
            return None
        path = unquote(source[len(_FILES) :].partition("?")[0])
        if path not in self._files:
            return None
        self._seen.add(path)
        file = self._files[path]
        if file.get("encoding", "base64") != "base64":
            raise QuestionRefused(remark("An embedded file is not in base64."))
        return from_base64(file.text or "")


def _path_of(file: Element) -> str:
    folder, name = file.get("path", "/").strip("/"), file.get("name", "")
    return f"{folder}/{name}" if folder else str(name)


def words_in(element: Element, text: str | None = None) -> Words:
    """What a text says, whatever format Moodle keeps it in.

    ``text`` may stand in its place; it is in the same format.
    """
    if text is None:
        text = text_in(element, "text")
    written_in = element.get("format", "moodle_auto_format")
    return words_of(text, _FORMATS.get(written_in, "moodle"))


def name_in(element: Element) -> str:
    """What a question is called: by its ID number, or else by its name."""
    number = collapsed(text_in(element, "idnumber"))
    return number or collapsed(text_in(element, "name", "text"))


def write_frame(
    parent: Element,
    kind: str,
    data: dict[str, Any],
    images: Images,
    texts: tuple[str, ...] = (),
) -> Element:
    """A new ``<question>`` with all that does not depend on its type.

    ``texts`` are what it says, where that is more than the prompt.
    """
    element = add(parent, "question", type=kind)
    write_text(add(element, "name"), data["key"])
    write_prompt(element, texts or (data["prompt"],), data, images)
    write_text(add(element, "generalfeedback", format=PLAIN), data["feedback"])
    add(element, "defaultgrade", str(data["points"]))
    add(element, "penalty", "0")
    add(element, "hidden", "0")
    add(element, "idnumber", data["key"])
    return element


def write_prompt(
    element: Element, texts: tuple[str, ...], data: dict[str, Any], images: Images
) -> None:
    """The text of the question: plain, or HTML where it shows pictures."""
    shown = data.get("images", ())
    if not shown:
        prompt = add(element, "questiontext", format=PLAIN)
        write_text(prompt, "\n\n".join(texts))
        return
    prompt = add(element, "questiontext", format="html")
    pictures = [Picture(_FILES + quote(each["file"]), each["alt"]) for each in shown]
    write_text(prompt, html_of(texts, tuple(pictures)))
    for each in shown:
        write_file(prompt, each["file"], images[each["file"]])


def write_text(element: Element, text: str) -> None:
    """Text in the ``<text>`` that Moodle puts around it."""
    add(element, "text", text)


def write_file(element: Element, name: str, data: bytes) -> None:
    """A file beside the text that shows it."""
    letters = base64.b64encode(data).decode("ascii")
    add(element, "file", letters, name=name, path="/", encoding="base64")


def write_answer(
    parent: Element, text: str, fraction: str, feedback: str | None = None
) -> Element:
    """An answer worth so many per cent."""
    answer = add(parent, "answer", fraction=fraction, format=PLAIN)
    write_text(answer, text)
    write_text(add(answer, "feedback", format=PLAIN), feedback or "")
    return answer
