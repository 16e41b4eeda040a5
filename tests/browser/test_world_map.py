"""The map of the world in a real browser: on a telephone, on a desk and on paper."""

import json
from collections.abc import Iterator

import pytest
from axe_core_python.sync_playwright import Axe
from jinja2 import Environment, FileSystemLoader
from playwright.sync_api import Browser, Page

from learner_api.assets import FOLDER
from learner_api.world_map import draw, places
from tests.browser.conftest import PICTURES
from tests.browser.looking import DESK, NARROW, PHONE
from tests.html import check_page

pytestmark = pytest.mark.browser

SHEETS = "".join(
    (FOLDER / name).read_text(encoding="utf-8")
    for name in ("course.css", "world-map.css")
)
PAGE = """\
{% from "components/world_map.html" import world_map %}
<!doctype html>
<html lang="en" dir="{{ direction }}">
<head><meta charset="utf-8"><title>Where they work</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
</head><body>
<a href="#content">Skip to the content</a>
<main id="content" class="wrap">
<h1>Where they work</h1>
{{ world_map(drawn) }}
</main>
</body></html>
"""
# How each kind of square is painted, and its letters.
PAINTED = """() => [...document.querySelectorAll('.map-whole .tile')].map((tile) => [
  tile.getAttribute('class').split('tile-').pop(),
  getComputedStyle(tile.querySelector('rect')).fill,
  getComputedStyle(tile.querySelector('text')).fill])"""
# How high the letters of the squares that are shown are, in pixels of the screen.
LETTERS = """() => [...document.querySelectorAll('.world-map [role=img]')]
  .filter((drawing) => drawing.checkVisibility())
  .map((drawing) =>
    12 * drawing.getBoundingClientRect().width / drawing.viewBox.baseVal.width)"""
SHOWN = """() => [...document.querySelectorAll('.world-map [role=img]')]
  .filter((drawing) => drawing.checkVisibility())
  .map((drawing) => drawing.getAttribute('aria-label'))"""
# How large a region is that is drawn again from the whole, which is not shown.
REGION = """() => {
  const drawing = document.querySelector('.map-parts svg');
  const box = drawing.querySelector('use').getBBox();
  return [box.width, box.height];
}"""


def counts():
    """Numbers from few to many, some not shown, and countries where nobody works."""
    told: dict[str | None, int | None] = {
        code: (number**4 % 997) ** 2 // 5
        for number, code in enumerate(sorted(places()), 2)
        if number % 3
    }
    return told | {"NA": 41_234, "BT": None, "TG": None, "RE": 7, "HK": None, None: 31}


def html(direction="ltr"):
    drawn = draw("people", "People who completed, by country", counts())
    loader = FileSystemLoader(FOLDER.parent / "templates")
    template = Environment(loader=loader, autoescape=True).from_string(PAGE)
    return template.render(drawn=drawn, direction=direction).strip()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    PICTURES.joinpath("world-map").mkdir(parents=True, exist_ok=True)
    yield page
    context.close()


def show(page: Page, size: tuple[int, int], direction: str = "ltr") -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.set_content(html(direction))
    page.add_style_tag(content=SHEETS)


def picture(page: Page, name: str) -> None:
    page.screenshot(path=PICTURES / "world-map" / f"{name}.png", full_page=True)


def channels(colour: str) -> list[float]:
    """Red, green and blue from 0 to 1, as the browser writes what it has mixed."""
    numbers = colour.partition("(")[2].rstrip(")").replace(",", " ").split()
    values = [float(each) for each in numbers if each != "srgb"][:3]
    return values if "srgb" in numbers else [each / 255 for each in values]


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21, as WCAG 2.2 defines it."""

    def luminance(colour: str) -> float:
        linear = [
            each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4
            for each in channels(colour)
        ]
        return sum(
            share * each
            for share, each in zip((0.2126, 0.7152, 0.0722), linear, strict=True)
        )

    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_a_narrow_screen_shows_the_regions_one_by_one(page, direction):
    show(page, NARROW, direction)

    picture(page, f"narrow-{direction}")
    assert [label.rpartition(": ")[2] for label in page.evaluate(SHOWN)] == [
        "Africa",
        "Americas",
        "Asia",
        "Europe",
        "Oceania",
    ]
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW[0]
    assert min(page.evaluate(LETTERS)) >= 11
    assert min(page.evaluate(REGION)) > 100


def test_a_wide_screen_shows_the_whole_world(page):
    show(page, DESK)

    picture(page, "desk")
    assert page.evaluate(SHOWN) == ["People who completed, by country"]
    assert min(page.evaluate(LETTERS)) >= 12


def test_paper_takes_the_whole_world_on_one_page(page):
    show(page, (718, 1000))
    page.emulate_media(media="print")

    picture(page, "paper")
    assert page.evaluate(SHOWN) == ["People who completed, by country"]
    assert page.locator(".world-map").bounding_box()["height"] < 1000


@pytest.mark.parametrize("media", ["screen", "print"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_letters_of_every_square_can_be_read(page, scheme, media):
    show(page, DESK)
    page.emulate_media(color_scheme=scheme, media=media)

    picture(page, f"{media}-{scheme}")
    painted = {kind: (fill, text) for kind, fill, text in page.evaluate(PAINTED)}
    assert painted.keys() == {"nobody", "hidden", "1", "2", "3", "4", "5"}
    for kind, (fill, text) in painted.items():
        assert contrast(fill, text) >= 4.5, (kind, fill, text)
    shades = [painted[str(shade)][0] for shade in range(1, 6)]
    steps = [contrast(shade, shades[0]) for shade in shades]
    assert steps == sorted(set(steps))


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_the_markup_is_sound(page, size):
    check_page(html(), "/")
    show(page, size)
    page.evaluate(Axe().axe_script)

    found = page.evaluate(f"axe.run({json.dumps({'resultTypes': ['violations']})})")

    assert [each["id"] for each in found["violations"]] == []
