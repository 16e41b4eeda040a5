"""The pictures that lie beside lessons, on the page and by their address."""

import shutil

import pytest

from course.catalogue import load_catalogue
from learner_api.app import create_app
from tests.builders import CONTENT, a_learner, an_enrolment
from tests.html import CheckedClient, parse_page
from tests.quizzes.exchange.packing import PNG

PICTURES = "/courses/miniature/modules/first-module/pictures"
LESSON = "/courses/miniature/modules/first-module/lessons/first-lesson"


@pytest.fixture
def pictured(app, tmp_path):
    """The application with a picture in its first lesson."""
    content = shutil.copytree(CONTENT, tmp_path / "content")
    beside = content / "handbook" / "first-module"
    (beside / "notes.txt").write_text("Not a picture.", encoding="utf-8")
    with (beside / "first-lesson.md").open("a", encoding="utf-8") as lesson:
        lesson.write("\n\n![A map of the routes & ports](map.png)\n")
    catalogue = load_catalogue(
        content / "handbook", content / "quizzes", content / "outlines"
    )
    site = app.extensions["course.site"]
    pictured = create_app(site.settings, catalogue=catalogue, durable=False)
    pictured.test_client_class = CheckedClient
    yield pictured
    pictured.extensions["course.database"].engine.dispose()


@pytest.fixture
def browser(pictured, session, sign_in):
    """Somebody who has signed in there."""
    person = a_learner(session)
    an_enrolment(session, person)
    session.commit()
    browser = pictured.test_client()
    sign_in(person, browser)
    return browser


def test_a_lesson_shows_its_picture_at_an_address_that_is_kept(browser):
    page = parse_page(browser.get(LESSON).text)
    [image] = page.iter("img")
    answer = browser.get(image.get("src"))

    assert image.get("alt") == "A map of the routes & ports"
    assert image.get("src").startswith(f"{PICTURES}/map.png?v=")
    assert (answer.status_code, answer.mimetype, answer.data) == (200, "image/png", PNG)
    assert "immutable" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    "name",
    [
        "none.png",
        "notes.txt",
        "first-lesson.md",
        "..%2fsources.toml",
        "x" * 300 + ".png",
    ],
)
def test_nothing_else_is_handed_out(browser, name):
    assert browser.get(f"{PICTURES}/{name}").status_code == 404


def test_nobody_is_shown_a_picture_without_signing_in(pictured):
    answer = pictured.test_client().get(f"{PICTURES}/map.png")

    assert answer.status_code == 303
