"""What every page must satisfy, whichever test asked for it.

``check_page`` collects every fault and raises one ``AssertionError`` that names them
all, with the page's address.
"""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

_LABELLED = ("input", "select", "textarea")
_UNLABELLED_TYPES = ("hidden", "submit", "button", "reset", "image")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def parse_page(html: str) -> Any:
    """The page as a tree; a fault in its markup is an ``AssertionError``."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    try:
        return parser.parse(html)
    except html5lib.html5parser.ParseError as error:
        line = parser.tokenizer.stream.position()[0]
        around = "\n".join(html.splitlines()[max(line - 3, 0) : line + 1])
        raise AssertionError(f"not well-formed: {error}\n{around}") from None


def check_page(html: str, path: str) -> None:
    """Raise ``AssertionError`` unless the page at ``path`` is one we may show."""
    root = parse_page(html)
    faults = [fault for check in _CHECKS for fault in check(root)]
    assert not faults, f"{path}:\n- " + "\n- ".join(faults)


class CheckedClient(FlaskClient):
    """A client that checks every page it is shown, whoever asked for it and why."""

    def open(self, *args: Any, **options: Any) -> TestResponse:
        response = super().open(*args, **options)
        if _is_whole_page(response):
            _check_once(response.get_data(as_text=True), response.request.path)
        return response


def _is_whole_page(response: TestResponse) -> bool:
    """Whether it is a page of ours; a file to be kept may hold what no page may."""
    is_kept = response.headers.get("Content-Disposition", "").startswith("attachment")
    # What is streamed as it is made has no length; the test client streams everything.
    # What was asked for packed is packed.
    is_whole = (
        "Content-Length" in response.headers
        and "Content-Encoding" not in response.headers
    )
    is_page = response.mimetype == "text/html" and not is_kept
    is_shown = response.request.method not in ("HEAD", "OPTIONS")
    return is_page and is_whole and is_shown


@lru_cache(maxsize=4096)
def _check_once(html: str, path: str) -> None:
    # Werkzeug's own page of a redirection is a line that nobody reads.
    if "<title>Redirecting...</title>" not in html:
        check_page(html, path)


def text_of(element: Element) -> str:
    """All words of an element, with a space wherever one part of it ends."""
    return " ".join(" ".join(element.itertext()).split())


def _frame(root: Element) -> Iterator[str]:
    if not root.get("lang"):
        yield "the page does not say its language"
    headings = root.findall(".//h1")
    if len(headings) != 1:
        yield f"there are {len(headings)} first headings, not one"
        return
    title = root.find("./head/title")
    heading = " ".join("".join(headings[0].itertext()).split())
    if not heading:
        yield "the first heading is empty"
    if title is None or not text_of(title).startswith(heading):
        yield f"the title does not begin with the first heading, {heading!r}"


def _skip_link(root: Element) -> Iterator[str]:
    body = root.find("./body")
    links = [] if body is None else body.findall(".//a")
    if not links or not links[0].get("href", "").startswith("#"):
        yield "the first link does not skip to the content"
    elif _by_id(root, links[0].get("href", "")[1:]) is None:
        yield "the skip link leads nowhere"


def _ids(root: Element) -> Iterator[str]:
    counted = Counter(each.get("id") for each in root.iter() if each.get("id"))
    for name, times in counted.items():
        if times > 1:
            yield f"the id {name!r} stands {times} times"
    for each in root.iter():
        for attribute in ("for", "aria-describedby", "aria-labelledby"):
            for name in (each.get(attribute) or "").split():
                if name not in counted:
                    yield f"{attribute}={name!r} points at nothing"


def _heading_order(root: Element) -> Iterator[str]:
    # An error summary, with a heading of the second level, stands above the first.
    level = 1
    for each in root.iter():
        if each.tag in _HEADINGS:
            here = int(each.tag[1])
            if here > level + 1:
                yield f"the heading {text_of(each)!r} skips a level"
            level = here


def _labels(root: Element) -> Iterator[str]:
    inside = {
        id(each) for label in root.iter("label") for each in label.iter() if each.tag
    }
    pointed = {label.get("for") for label in root.iter("label")}
    for each in _controls(root):
        named = each.get("aria-label") or each.get("aria-labelledby")
        if not named and id(each) not in inside and each.get("id") not in pointed:
            yield f"the field {each.get('name')!r} has no label"
    for fieldset in root.iter("fieldset"):
        legend = fieldset.find("legend")
        if legend is None or not text_of(legend):
            yield "a group of fields has no legend"


def _errors(root: Element) -> Iterator[str]:
    """Errors beside fields and the summary above them tell the same, linked."""
    summaries = [each for each in root.iter() if "error-summary" in _classes(each)]
    linked = {link.get("href", "")[1:] for each in summaries for link in each.iter("a")}
    wrong = [
        each
        for each in root.iter()
        if (each.get("id") or "").endswith("-error") and "error" in _classes(each)
    ]
    if wrong and len(summaries) != 1:
        yield f"fields have errors and there are {len(summaries)} error summaries"
    described = {
        name
        for each in root.iter()
        for name in (each.get("aria-describedby") or "").split()
    }
    for each in wrong:
        name = str(each.get("id"))
        if name not in described:
            yield f"the error {name!r} is tied to no field"
        if name.removesuffix("-error") not in linked:
            yield f"the error {name!r} is not in the summary"
    for target in linked:
        if _by_id(root, target) is None:
            yield f"the error summary links to {target!r}, which is not there"
    for each in _controls(root):
        if each.get("aria-invalid") and f"{each.get('id')}-error" not in described:
            yield f"the field {each.get('name')!r} is invalid and does not say why"


def _forms(root: Element) -> Iterator[str]:
    for form in root.iter("form"):
        if not form.get("action"):
            yield "a form has no action"
        if not any(
            each.get("type") in (None, "submit") for each in form.iter("button")
        ):
            yield f"the form to {form.get('action')!r} has no button that sends it"


def _tables(root: Element) -> Iterator[str]:
    for table in root.iter("table"):
        caption = table.find("caption")
        if caption is None or not text_of(caption):
            yield "a table has no caption"
        for heading in table.iter("th"):
            if heading.get("scope") not in ("col", "row", "colgroup", "rowgroup"):
                yield f"the heading cell {text_of(heading)!r} has no scope"


def _images(root: Element) -> Iterator[str]:
    for image in root.iter("img"):
        if image.get("alt") is None:
            yield f"the image {image.get('src')!r} has no alternative text"


def _links(root: Element) -> Iterator[str]:
    for link in root.iter("a"):
        if link.get("href") in (None, "", "#"):
            yield f"the link {text_of(link)!r} leads nowhere"
        if not (text_of(link) or link.get("aria-label")):
            yield f"the link to {link.get('href')!r} has no words"
        target = link.get("href", "")
        if re.match(r"#.", target) and _by_id(root, target[1:]) is None:
            yield f"the link to {target!r} leads to nothing on the page"


def _inline(root: Element) -> Iterator[str]:
    for each in root.iter():
        if each.tag == "script" and (each.text or not each.get("src")):
            yield "the page holds a script of its own"
        if each.tag == "script" and each.get("defer") is None:
            yield f"the script {each.get('src')!r} holds up the page"
        if each.tag == "style":
            yield "the page holds a stylesheet of its own"
        for attribute in each.attrib:
            if attribute == "style" or str(attribute).startswith("on"):
                yield f"<{each.tag}> carries the attribute {attribute!r}"


_CHECKS = (
    _frame,
    _skip_link,
    _ids,
    _heading_order,
    _labels,
    _errors,
    _forms,
    _tables,
    _images,
    _links,
    _inline,
)


def _controls(root: Element) -> Iterator[Element]:
    for each in root.iter():
        if each.tag in _LABELLED and each.get("type") not in _UNLABELLED_TYPES:
            yield each


def _classes(element: Element) -> list[str]:
    return (element.get("class") or "").split()


def _by_id(root: Element, name: str) -> Element | None:
    return next((each for each in root.iter() if each.get("id") == name), None)
