"""XML from strangers: read without a network, without entities, with line numbers."""

import re
from collections.abc import Iterator
from typing import Any, TypeAlias

from lxml import etree

from quizzes.exchange.asides import Aside
from quizzes.exchange.errors import BankRefused
from quizzes.exchange.report import remark

# lxml carries no types.
Element: TypeAlias = Any

ASIDE = "handbook"

# What may not stand in XML at all, escaped or not.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def parse_xml(data: bytes, file: str | None = None) -> Element:
    """The root of the document, or ``BankRefused`` with the line where it fails."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        said = (error.msg or "it cannot be read").partition(", line ")[0]
        why = remark("This is not XML: %(said)s.", said=said)
        raise BankRefused(why, max(error.lineno or 1, 1), file) from None
    except ValueError as error:
        why = remark("This is not XML: %(said)s.", said=str(error).rstrip("."))
        raise BankRefused(why, 1, file) from None
    tree = root.getroottree()
    if tree.docinfo.doctype or tree.docinfo.internalDTD is not None:
        why = remark(
            "The file has a DOCTYPE. Such a file can reach out of itself, so it is not "
            "read. Take the line out."
        )
        raise BankRefused(why, 1, file)
    return root


def name_of(element: Element) -> str:
    """The name without its namespace; nothing for comments and the like."""
    tag = element.tag
    return etree.QName(tag).localname if isinstance(tag, str) else ""


def children(element: Element, name: str) -> list[Element]:
    """The elements of this name directly inside."""
    return [child for child in element if name_of(child) == name]


def child(element: Element, *names: str) -> Element | None:
    """What a path of names leads to, always by the first of its name."""
    for name in names:
        found = children(element, name) if element is not None else []
        element = found[0] if found else None
    return element


def text_in(element: Element, *names: str) -> str:
    """All text inside what the path leads to; empty where there is none."""
    found = child(element, *names)
    return "" if found is None else str(found.xpath("string()"))


def inside(element: Element, name: str) -> Iterator[Element]:
    """All elements of this name, however deep inside."""
    for found in element.iter():
        if name_of(found) == name:
            yield found


def line_of(element: Element) -> int:
    """The line on which an element begins."""
    return int(element.sourceline or 1)


def xml_text(text: str) -> str:
    """The text with the few signs replaced that XML cannot hold."""
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def add(
    parent: Element, name: str, text: str | None = None, /, **given: str
) -> Element:
    """A new last child; underscores in the names of attributes become hyphens."""
    attributes = {
        key.rstrip("_").replace("_", "-"): xml_text(value)
        for key, value in given.items()
    }
    element = etree.SubElement(parent, name, attributes)
    if text is not None:
        element.text = xml_text(text)
    return element


def add_aside(element: Element, aside: Aside) -> None:
    """Put an aside in as a processing instruction, which only we understand."""
    element.insert(0, etree.ProcessingInstruction(ASIDE, aside.to_text()))


def aside_in(element: Element) -> Aside | None:
    """The aside that stands directly in an element."""
    for found in element:
        if found.tag is etree.ProcessingInstruction and found.target == ASIDE:
            return Aside.from_text(found.text or "")
    return None


def to_bytes(root: Element, *words: str) -> bytes:
    """The document as a file, indented except within the elements of these names.

    Where words and elements mix, a space that nobody wrote would be read as one.
    """
    kept = [
        (each, each.text, each.tail, each is whole)
        for name in words
        for whole in inside(root, name)
        for each in whole.iter()
    ]
    etree.indent(root)
    for each, text, tail, is_whole in kept:
        each.text = text
        if not is_whole:
            each.tail = tail
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return written + b"\n"
