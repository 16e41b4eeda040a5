"""What the plotting library draws, as shapes and words that a stylesheet can dress.

The library writes a picture that stands alone: colours in style attributes, which our
pages refuse, and frames nobody asked for. Here everything that carries a look is kept,
and nothing else.
"""

import re
from collections.abc import Iterator, Mapping
from html import escape
from xml.etree import ElementTree

from modules import Figure
from modules.drawing import FINGERPRINT, SVG

_LOOK = "look:"
_HREF = "{http://www.w3.org/1999/xlink}href"
_STEP = re.compile(r"([A-Za-z])|(-?\d[\d.]*(?:e-?\d+)?)\s+(-?\d[\d.]*(?:e-?\d+)?)")
_ANCHOR = re.compile(r"text-anchor:\s*(middle|end)")

# A picture that stands without our stylesheet, in a book or a reader, is plain but
# right. In a page, the classes of these names dress it.
_ATTRIBUTES: Mapping[str, str] = {
    "bar-group": 'font-size="14" font-weight="bold"',
    "bar-axis": 'stroke="currentColor"',
    "bar-value": 'font-weight="bold"',
    "plot-words": 'font-weight="bold"',
    "plot-tick": 'font-size="12"',
    "plot-note": 'font-size="12"',
    "plot-value": 'font-size="12" font-weight="bold"',
    "plot-grid": 'fill="none" stroke="currentColor" stroke-width=".5"',
    "plot-line": 'fill="none" stroke="currentColor" stroke-width="2"',
    "plot-node": 'fill="none" stroke="currentColor"',
    "plot-node-2": 'stroke-width="3"',
    "plot-node-3": 'stroke-dasharray="5 4"',
    "plot-link": 'fill="none" stroke="currentColor" stroke-width="1.5"',
    "plot-link-open": 'stroke-dasharray="5 4"',
}
_RADIUS = 4
_LINK, _TIP = "plot-link", "plot-tip"


def plain_svg(raw: str, figure: Figure, width: float, height: float) -> str:
    """The picture in its plainest form, with the figure's name and description."""
    # The library's own words, not a stranger's.
    root = ElementTree.fromstring(raw)  # noqa: S314
    markers = {
        f"#{path.get('id')}": path.get("d", "")
        for path in root.iter(f"{SVG}path")
        if path.get("id")
    }
    shapes = [
        shape
        for group in root.iter(f"{SVG}g")
        if (look := group.get("id", "")).startswith(_LOOK)
        for shape in _shapes(group, look.removeprefix(_LOOK), markers)
    ]
    # Words come last, so that no line runs over them.
    shapes.sort(key=lambda shape: shape.startswith("<text"))
    name = f"figure-{figure.key}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(width)} '
        f'{_n(height)}" role="img" aria-labelledby="{name}-name {name}-description" '
        'direction="ltr" fill="currentColor" font-family="sans-serif" font-size="13" '
        f'{FINGERPRINT}="{figure.fingerprint}">\n'
        f'<title id="{name}-name">{escape(figure.title)}</title>\n'
        f'<desc id="{name}-description">{escape(figure.alternative)}</desc>\n'
        + "".join(f"{shape}\n" for shape in shapes)
        + "</svg>\n"
    )


def _shapes(
    group: ElementTree.Element, look: str, markers: Mapping[str, str]
) -> Iterator[str]:
    """The shapes and words of one thing drawn, each with its classes."""
    classes = look.split()
    dress = _dress(look)
    for element in group.iter():
        match element.tag.removeprefix(SVG):
            case "path" if not element.get("id") and element.get("d"):
                is_tip = _LINK in classes and "fill: none" not in _style(element)
                worn = _dress(_TIP) if is_tip else dress
                yield f'<path {worn} d="{_path(element.get("d", ""))}"/>'
            case "use":
                x, y = float(element.get("x", 0)), float(element.get("y", 0))
                if "round" in classes:
                    place = f'cx="{_n(x)}" cy="{_n(y)}" r="{_RADIUS}"'
                    yield f"<circle {dress} {place}/>"
                else:
                    path = _path(markers[element.get(_HREF, "")], x, y)
                    yield f'<path {dress} d="{path}"/>'
            case "text":
                yield _text(element, dress)


def _dress(look: str) -> str:
    """The classes of a look, and what they mean where there is no stylesheet."""
    given = "".join(
        f" {_ATTRIBUTES[one]}" for one in look.split() if one in _ATTRIBUTES
    )
    return f'class="{escape(look)}"{given}'


def _style(element: ElementTree.Element) -> str:
    return element.get("style", "")


def _text(element: ElementTree.Element, dress: str) -> str:
    anchor = _ANCHOR.search(_style(element))
    at = f' text-anchor="{anchor[1]}"' if anchor else ""
    x, y = float(element.get("x", 0)), float(element.get("y", 0))
    words = escape("".join(element.itertext()), quote=False)
    return f'<text {dress}{at} x="{_n(x)}" y="{_n(y)}">{words}</text>'


def _path(steps: str, x: float = 0, y: float = 0) -> str:
    """A path moved by ``x`` and ``y``, in tenths of a unit."""
    return "".join(
        step[1] if step[1] else f"{_n(float(step[2]) + x)} {_n(float(step[3]) + y)} "
        for step in _STEP.finditer(steps)
    ).replace(" z", "z")


def _n(value: float) -> str:
    """A number in tenths, as short as can be."""
    tenths = round(value, 1)
    return f"{tenths or 0:g}"
