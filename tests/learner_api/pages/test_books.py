"""Books as downloads, on the pages and over the wire."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from learner_api.book_files import get_shelf
from tests import builders
from tests.html import parse_page, text_of

COURSE = "/courses/miniature"
MODULE = f"{COURSE}/modules/first-module"
FACES = ("", "/api/v1")


def test_a_module_offers_itself_as_a_book_and_tells_its_size_once_it_is_known(
    page, client, learner
):
    assert "EPUB, for telephones and e-readers PDF, for paper" in text_of(
        parse_page(page(MODULE)).find(".//main")
    )

    size = len(client.get(f"{MODULE}/book.epub").data)

    assert f"e-readers <small>({-(-size // 1000)} kB)</small>" in page(MODULE)


def test_a_course_offers_itself_as_a_book(page, learner):
    html = page(COURSE)

    assert f'href="{COURSE}/book.epub"' in html
    assert f'href="{COURSE}/book.pdf"' in html


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("place", [COURSE, MODULE])
def test_an_epub_is_handed_out(client, learner, face, place):
    answer = client.get(f"{face}{place}/book.epub")

    assert answer.status_code == 200
    assert answer.mimetype == "application/epub+zip"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert ZipFile(BytesIO(answer.data)).namelist()[0] == "mimetype"


@pytest.mark.parametrize("face", FACES)
def test_a_pdf_is_handed_out(client, learner, face):
    answer = client.get(f"{face}{MODULE}/book.pdf")

    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF-")
    assert "miniature-first-module.pdf" in answer.headers["Content-Disposition"]


def test_a_reader_who_has_it_is_sent_nothing(client, learner):
    first = client.get(f"{MODULE}/book.epub")

    again = client.get(
        f"{MODULE}/book.epub", headers={"If-None-Match": first.headers["ETag"]}
    )

    assert (again.status_code, again.data) == (304, b"")


def test_a_reader_whose_line_broke_is_sent_the_rest(client, learner):
    whole = client.get(f"{MODULE}/book.epub").data

    rest = client.get(f"{MODULE}/book.epub", headers={"Range": "bytes=1000-"})

    assert rest.status_code == 206
    assert rest.data == whole[1000:]


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize(
    "path",
    [
        f"{COURSE}/book.doc",
        f"{COURSE}/modules/no-module/book.epub",
        f"{MODULE}/book.",
    ],
)
def test_what_is_not_written_is_not_there(client, learner, face, path):
    assert client.get(f"{face}{path}").status_code == 404


@pytest.mark.parametrize("face", FACES)
def test_a_learner_who_is_not_on_the_course_gets_no_book(
    session, client, sign_in, face
):
    newcomer = builders.a_learner(session)
    session.commit()
    sign_in(newcomer)

    assert client.get(f"{face}{COURSE}/book.epub").status_code == 409


def test_staff_get_every_book(session, client, sign_in):
    trainer = builders.a_trainer(session)
    session.commit()
    sign_in(trainer)

    assert client.get(f"{COURSE}/book.epub").status_code == 200


@pytest.mark.parametrize("face", FACES)
def test_whoever_would_wait_too_long_is_told_when_to_come_again(
    app, client, learner, monkeypatch, face
):
    monkeypatch.setattr("learner_api.books.shelf.LONGEST_WAIT", 0.01)
    with app.test_request_context():
        shelf = get_shelf()

    with shelf._writing:
        answer = client.get(f"{face}{MODULE}/book.epub")

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "10"
