"""A book as nodes: nested lists that the typesetter's template draws one by one.

Text stays text all the way, so that nothing an author wrote is ever read as markup of
the typesetter. A node is a mapping with its kind under ``is``; text is a string.
"""

import re
from collections.abc import Iterable
from typing import Any

from lxml import etree

from learner_api.books.markup import SVG, Element, classes_of, figure_style, tag_of
from modules import Source

Node = dict[str, Any] | str

_INLINE = {"em": "emph", "strong": "strong", "code": "code", "cite": "emph"}
_DEEPEST = 6
_GAPS = re.compile(r"\s+")


def words(*parts: Node) -> Node:
    """A paragraph."""
    return {"is": "words", "of": list(parts)}


def small(*parts: Node) -> Node:
    """A paragraph in small letters."""
    return {"is": "small", "of": list(parts)}


def heading(
    level: int,
    text: str,
    *,
    label: str = "",
    listed: bool = True,
    of_box: bool = False,
) -> Node:
    """A heading; ``label`` is what links name; ``listed`` puts it in the contents."""
    return {
        "is": "heading",
        "level": min(level, _DEEPEST),
        "of": [text],
        "label": label,
        "listed": listed,
        "of_box": of_box,
    }


def bullets(items: Iterable[str]) -> Node:
    """A list of sentences."""
    return {"is": "bullets", "of": [[words(item)] for item in items]}


def numbered(items: Iterable[str]) -> Node:
    """A list of sentences in order."""
    return {"is": "numbers", "of": [[words(item)] for item in items], "start": 1}


def lines_to_write_on(count: int) -> Node:
    """Empty lines."""
    return {"is": "lines", "count": count}


def link(address: str, *parts: Node) -> Node:
    """A link out of the book; paper shows the address too."""
    return {"is": "link", "to": address, "of": list(parts)}


def page_break() -> Node:
    """The next node begins a page."""
    return {"is": "page-break"}


def source_words(source: Source) -> list[Node]:
    """A source in one paragraph, with an address that can be typed."""
    year = f" ({source.year})" if source.year else ""
    title: Node = {"is": "emph", "of": [source.title]}
    told: list[Node] = [f"{source.body}{year}. ", title, ". "]
    if source.address:
        told.append(link(source.address, source.address))
    return told


def nodes_of(parent: Element, *, level: int, writing_lines: int) -> list[Node]:
    """The blocks in an element of HTML; its second heading becomes one of ``level``."""
    found: list[Node] = []
    loose: list[Node] = []
    for child in parent:
        blocks = _block(child, level, writing_lines)
        if blocks is None:
            loose += _inline_of(child)
            continue
        found += [*_paragraph(loose), *blocks]
        loose = []
    return [*found, *_paragraph(loose)]


def _block(element: Element, level: int, writing_lines: int) -> list[Node] | None:
    """What stands for a block; nothing for what runs on in a line."""
    tag = tag_of(element)
    below = {"level": level, "writing_lines": writing_lines}
    if tag == "p":
        if "figure-title" in classes_of(element):
            return [{"is": "figure-title", "of": _inline(element)}]
        return _paragraph(_inline(element))
    if tag in ("h2", "h3", "h4", "h5", "h6"):
        text = "".join(element.itertext())
        depth = level + int(tag[1:]) - 2
        of_box = "box-title" in classes_of(element)
        return [heading(depth, text, listed=False, of_box=of_box)]
    if tag in ("ul", "ol"):
        kind = "numbers" if tag == "ol" else "bullets"
        items = [_item(item, level, writing_lines) for item in element]
        return [{"is": kind, "of": items, "start": int(element.get("start", 1))}]
    if tag == "blockquote":
        return [{"is": "quote", "of": nodes_of(element, **below)}]
    if tag == "pre":
        return [{"is": "raw", "text": "".join(element.itertext())}]
    if tag == "section":
        return [_box(element, level, writing_lines)]
    if tag == "figure":
        return [{"is": "figure", "of": nodes_of(element, **below)}]
    if tag == "figcaption":
        return [small(*_inline(element))]
    if tag == "table":
        return [_table(element)]
    if tag == "hr":
        return [{"is": "rule"}]
    if tag == "div":
        return nodes_of(element, **below)
    if tag == "svg":
        return [_drawing(element)]
    return None


def _item(item: Element, level: int, writing_lines: int) -> list[Node]:
    """A list item, whose first words may stand in no paragraph."""
    if any(_block(child, level, writing_lines) is not None for child in item):
        blocks = nodes_of(item, level=level, writing_lines=writing_lines)
        return [*_paragraph(_flowing(item.text)), *blocks]
    return _paragraph(_inline(item))


def _box(element: Element, level: int, writing_lines: int) -> Node:
    kind = next(
        (
            name.removeprefix("box-")
            for name in classes_of(element)
            if name.startswith("box-")
        ),
        "note",
    )
    blocks = nodes_of(element, level=level, writing_lines=writing_lines)
    if kind == "exercise":
        blocks.append(lines_to_write_on(writing_lines))
    return {"is": "box", "kind": kind, "of": blocks}


def _table(element: Element) -> Node:
    """A table: its caption, its heading row, and rows of which some head a group."""
    rows = list(element.iter(f"{{{element.nsmap[None]}}}tr"))
    cells = [[_cell(cell) for cell in row] for row in rows]
    caption = next((part for part in element if tag_of(part) == "caption"), None)
    return {
        "is": "table",
        "caption": _inline(caption) if caption is not None else [],
        "columns": ["number" if cell["number"] else "text" for cell in cells[0]],
        "head": cells[0],
        # What is printed again on the next page may hold no link.
        "repeats": all(
            isinstance(part, str) for cell in cells[0] for part in cell["of"]
        ),
        "rows": cells[1:],
    }


def _cell(cell: Element) -> dict[str, Any]:
    return {
        "of": _inline(cell),
        "number": "figure-cell" in classes_of(cell),
        "span": int(cell.get("colspan", 1)),
        "strong": cell.get("scope") in ("col", "rowgroup"),
    }


def _drawing(element: Element) -> Node:
    """A plot, with what it shows in words; its text is set in the book's own font."""
    said = element.find(f"{{{SVG}}}desc")
    style = etree.SubElement(element, f"{{{SVG}}}style")
    style.text = figure_style()
    element.set("font-family", "Noto Sans")
    element.tail = None
    return {
        "is": "drawing",
        "svg": etree.tostring(element, encoding="unicode"),
        "says": "" if said is None else said.text or "",
    }


def _flowing(text: str | None) -> list[Node]:
    """Words whose line ends mean nothing."""
    return [_GAPS.sub(" ", text)] if text else []


def _paragraph(parts: list[Node]) -> list[Node]:
    is_blank = all(isinstance(part, str) and not part.strip() for part in parts)
    return [] if is_blank else [words(*parts)]


def _inline(element: Element) -> list[Node]:
    """The words of an element in their order, without the gaps of the source."""
    parts = _flowing(element.text)
    for child in element:
        parts += _inline_of(child)
    return parts


def _inline_of(child: Element) -> list[Node]:
    """One inline element and the words after it."""
    tag = tag_of(child)
    parts: list[Node]
    if tag in _INLINE:
        parts = [{"is": _INLINE[tag], "of": _inline(child)}]
    elif tag == "br":
        parts = [{"is": "line-break"}]
    elif tag == "a" and child.get("href"):
        kind = "citation" if "citation" in classes_of(child) else "link"
        parts = [{"is": kind, "to": child.get("href"), "of": _inline(child)}]
    else:
        parts = _inline(child)
    return [*parts, *_flowing(child.tail)]
