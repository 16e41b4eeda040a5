"""The HTML of pages as trees, so that books can give it other addresses and forms."""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

from learner_api.books.book import LESSON_PLACE, TERM_PLACE, Book

XHTML = "http://www.w3.org/1999/xhtml"
EPUB = "http://www.idpf.org/2007/ops"
SVG = "http://www.w3.org/2000/svg"

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)

Element = Any
"""An element of lxml, which has no types."""


def tree_of(html: str) -> Element:
    """Rendered HTML as an element ``div``; what we render is well-formed XML."""
    opening = f'<div xmlns="{XHTML}" xmlns:epub="{EPUB}">'
    return etree.fromstring(f"{opening}{html}</div>", _PARSER)


def text_of(tree: Element) -> str:
    """A tree as XML."""
    written: str = etree.tostring(tree, encoding="unicode")
    return written


def tag_of(element: Element) -> str:
    """The name of an element without its namespace; nothing for a comment."""
    if not isinstance(element.tag, str):
        return ""
    name: str = etree.QName(element).localname
    return name


def classes_of(element: Element) -> list[str]:
    """The classes of an element."""
    names: list[str] = element.get("class", "").split()
    return names


def elements(tree: Element, name: str) -> Iterator[Element]:
    """Every HTML element of this name, in order."""
    found: Iterator[Element] = tree.iter(f"{{{XHTML}}}{name}")
    return found


def resolve_links(
    tree: Element,
    book: Book,
    *,
    lesson: Callable[[str], str],
    term: Callable[[str], str],
) -> None:
    """Give the links their addresses: inside the book where it can be, else outside."""
    inside = {chapter.key for part in book.parts for chapter in part.chapters}
    for link in list(elements(tree, "a")):
        address = link.get("href", "")
        if address.startswith(LESSON_PLACE):
            key = address.removeprefix(LESSON_PLACE)
            link.set("href", lesson(key) if key in inside else book.outside(key))
        elif address.startswith(TERM_PLACE):
            link.set("href", term(address.removeprefix(TERM_PLACE)))
        link.attrib.pop("rel", None)


@cache
def figure_style() -> str:
    """The colours of plots, for drawings and for the pages that hold them."""
    return Path(__file__).with_name("figures.css").read_text(encoding="utf-8")


def say_pictures(tree: Element) -> None:
    """Put in place of each picture file what it shows, in words."""
    for image in list(elements(tree, "img")):
        words = etree.Element(f"{{{XHTML}}}em")
        words.text = f"[{image.get('alt', '')}]"
        words.tail = image.tail
        image.getparent().replace(image, words)
