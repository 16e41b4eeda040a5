"""What a picture drawn from data may be: safe to put into a page, and not outdated."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree

SVG = "{http://www.w3.org/2000/svg}"
FINGERPRINT = "data-drawn-from"

_ELEMENTS = frozenset({"circle", "desc", "g", "path", "rect", "svg", "text", "title"})
_NAMES = """
aria-labelledby class cx cy d data-drawn-from direction fill font-family font-size
font-weight height id r role stroke stroke-dasharray stroke-width text-anchor viewBox
width x y
"""
_ATTRIBUTES = frozenset(_NAMES.split())
_REDRAW = "Draw it anew with 'make figures'."


def drawing_faults(drawing: str, fingerprint: str) -> Iterator[tuple[int, str]]:
    """Why a picture may not be shown: each reason with its line.

    It becomes part of a page, so it holds shapes and words alone: nothing that acts,
    loads or styles.
    """
    # Comments are as unwelcome as declarations: nothing that is drawn holds any.
    strange = re.search(r"<[!?]", drawing)
    if strange:
        line = drawing.count("\n", 0, strange.start()) + 1
        yield line, f"A picture opens with <svg> and holds shapes and words. {_REDRAW}"
        return
    try:
        # Without declarations there is nothing in it that could expand or load.
        root = ElementTree.fromstring(drawing)  # noqa: S314
    except ElementTree.ParseError as error:
        yield error.position[0], f"This is not SVG: {error}. {_REDRAW}"
        return
    for element in root.iter():
        name = element.tag.removeprefix(SVG)
        if element.tag != f"{SVG}{name}" or name not in _ELEMENTS:
            yield 1, f"A picture may not hold <{name}>. {_REDRAW}"
        for attribute in sorted(set(element.keys()) - _ATTRIBUTES):
            yield 1, f"A picture may not say '{attribute}'. {_REDRAW}"
    if root.get(FINGERPRINT) != fingerprint:
        yield 1, f"The picture was drawn from other data than there are now. {_REDRAW}"
