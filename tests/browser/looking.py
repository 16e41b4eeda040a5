"""Looking at pages: markup, width, contrast, and pictures for people to look at.

The page as it was answered is drawn again in a second browser, which runs scripts and
ignores the content security policy, so that axe can look at it there.
"""

import json
import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Page, Route

from tests.html import check_page

NARROW, PHONE, DESK = (320, 640), (360, 740), (1280, 900)

Scheme = Literal["light", "dark"]

# In the other scheme and at the other width, colours alone differ for axe.
_EVERY_RULE: dict[str, Any] = {"resultTypes": ["violations"]}
_COLOURS = {**_EVERY_RULE, "runOnly": ["color-contrast", "link-in-text-block"]}

_AXE: str = Axe().axe_script

_TOO_WIDE = """() => {
  const wide = window.innerWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  const scrolls = (one) => one && (
    ['auto', 'scroll', 'hidden'].includes(getComputedStyle(one).overflowX)
    || scrolls(one.parentElement));
  return [...document.body.querySelectorAll('*')]
    .filter((one) => one.getBoundingClientRect().right > wide + 1)
    .filter((one) => !scrolls(one.parentElement))
    .map((one) => one.tagName.toLowerCase() + '.' + one.className);
}"""

# A name of an element and its classes: what the colours of a page depend on.
_COLOURED = re.compile(r'<([a-z][a-z0-9]*)(?:\s[^>]*?\bclass="([^"]*)")?')

# Names of records, fingerprints of answers and moments differ at every visit.
_CHANGING = re.compile(
    r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{16}"
    r"|\d\d(:|%3A)\d\d((:|%3A)\d\d(\.\d+)?)?"
)


@dataclass
class Looker:
    """Looks at every page of one journey, once, and collects what is wrong."""

    page: Page
    folder: Path
    faults: list[str] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)
    _coloured: set[tuple[str, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.page.add_init_script(_AXE)

    def look(self, address: str, html: str) -> None:
        """Check a page and keep its pictures, unless the same page was looked at.

        In the dark a page is looked at where something in it was not seen before.
        """
        path = "/" + address.split("/", 3)[3]
        try:
            check_page(html, path)
        except AssertionError as fault:
            self.faults.append(str(fault))
        bare = _CHANGING.sub("", html)
        if bare in self._seen:
            return
        self._seen.add(bare)
        coloured = set(_COLOURED.findall(html))
        is_new = not coloured <= self._coloured
        self._coloured |= coloured
        self._draw(address, html)
        name = f"{len(self._seen):02}-{_name_of(html)}"
        self._resize(path, NARROW)
        self._resize(path, PHONE)
        self._picture(name, PHONE, "light")
        if is_new:
            self._picture(name, PHONE, "dark")
            self._run_axe(path, "dark", _COLOURS)
        self._resize(path, DESK)
        if is_new:
            self._picture(name, DESK, "dark")
        self._picture(name, DESK, "light")
        self._run_axe(path, "light", _EVERY_RULE)

    def _draw(self, address: str, html: str) -> None:
        def answer(route: Route) -> None:
            route.fulfill(body=html, content_type="text/html; charset=utf-8")

        # The first request is for the page; what it asks for then, the server answers.
        self.page.route("**/*", answer, times=1)
        self.page.goto(address)

    def _resize(self, path: str, size: tuple[int, int]) -> None:
        self.page.set_viewport_size({"width": size[0], "height": size[1]})
        too_wide = self.page.evaluate(_TOO_WIDE)
        if too_wide:
            self.faults.append(f"{path}: wider than {size[0]} px: {too_wide[:5]}")

    def _picture(self, name: str, size: tuple[int, int], scheme: Scheme) -> None:
        self.page.emulate_media(color_scheme=scheme)
        file = self.folder / f"{name}-{size[0]}-{scheme}.jpg"
        # The whole page once, for its shape; of its colours one window is enough.
        self.page.screenshot(
            path=file, type="jpeg", quality=80, full_page=scheme == "light"
        )

    def _run_axe(self, path: str, scheme: Scheme, options: dict[str, Any]) -> None:
        found = self.page.evaluate(f"axe.run({json.dumps(options)})")
        for violation in found["violations"]:
            places = [node["html"][:160] for node in violation["nodes"][:4]]
            self.faults.append(
                f"{path} ({scheme}): axe {violation['id']}: {violation['help']}: "
                f"{len(violation['nodes'])} x {places}"
            )


def _name_of(html: str) -> str:
    """The first heading, as a part of a file's name."""
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", html, re.DOTALL)
    words = re.sub(r"<[^>]+>", "", heading.group(1)) if heading else ""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain.lower()))[:48] or "page"
