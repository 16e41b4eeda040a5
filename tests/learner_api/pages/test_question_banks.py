"""The page of question banks: links that download, a form, and a report."""

import base64
import io
import re
import zipfile

import pytest

from quizzes.exchange import Wanted, import_bank
from tests import builders
from tests.conftest import SAME_ORIGIN
from tests.html import parse_page, text_of
from tests.quizzes.exchange.packing import SAMPLES
from tests.tables import rows_of

MOODLE = (SAMPLES / "moodle.xml").read_bytes()
FIELDS = {"format": "moodle-xml", "lesson": "first-module/first-lesson"}


@pytest.fixture
def trainer(session, sign_in):
    person = builders.a_trainer(session)
    session.commit()
    sign_in(person)
    return person


@pytest.fixture
def send(client, trainer):
    """Send the form with a file, or without one."""

    def send(data=MOODLE, **fields):
        filled = {**FIELDS, **fields}
        if data is not None:
            filled["file"] = (io.BytesIO(data), "questions.xml")
        return client.post(
            "/question-banks",
            data=filled,
            headers=SAME_ORIGIN,
            content_type="multipart/form-data",
        )

    return send


def test_every_quiz_can_be_taken_out_in_every_format(trainer, page, client, catalogue):
    html = page("/question-banks")

    addresses = re.findall(r'href="(/question-banks/[^"]+)"', html)
    assert len(addresses) == 4 * len(catalogue.quizzes)
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"].startswith("attachment")


def test_staff_find_the_page_in_their_navigation(trainer, page):
    assert 'href="/question-banks"' in page("/")


def test_learners_do_not_find_it(session, sign_in, page, client):
    learner = builders.a_learner(session)
    session.commit()
    sign_in(learner)

    assert "/question-banks" not in page("/")
    assert client.get("/question-banks").status_code == 403
    assert client.get("/question-banks/first-quiz").status_code == 403


def test_a_file_is_answered_with_a_report_and_a_file_to_keep(send):
    answer = send(quiz="a-new-quiz")

    html = answer.get_data(as_text=True)
    rows = rows_of(html, "What became of each question")
    [letters] = re.findall(r'href="data:application/zip;base64,([^"]+)"', html)
    archive = zipfile.ZipFile(io.BytesIO(base64.b64decode(letters)))
    assert answer.status_code == 200
    assert rows["144"] == ["A film", "refused", "It holds a film, which is not kept."]
    assert rows["62"] == ["Young animals", "taken", ""]
    assert 'download="a-new-quiz.zip"' in html
    assert "Taken as they were: 3. Taken with changes: 7. Refused: 3." in html
    assert archive.namelist()[0] == "a-new-quiz.toml"
    assert "The course has not changed" in html


def test_a_key_that_a_quiz_has_already_is_told_of(send):
    words = "The course has a quiz of this key already."

    assert words in send(quiz="first-quiz").get_data(as_text=True)
    assert words not in send(quiz="a-new-quiz").get_data(as_text=True)


def test_the_words_of_a_file_are_never_markup(send):
    question = (
        '<quiz><question type="ddwtos"><name><text>&lt;script&gt;x</text></name>'
        '</question><question type="truefalse"><name><text>&lt;b&gt;It</text></name>'
        "<questiontext format='plain_text'><text>&lt;script&gt;?</text></questiontext>"
        "<answer fraction='100'><text>true</text></answer>"
        "<answer fraction='0'><text>false</text></answer></question></quiz>"
    )

    html = send(question.encode()).get_data(as_text=True)

    assert "<script>" not in html
    assert "&lt;script&gt;x" in html


def test_what_is_missing_is_asked_for(send):
    answer = send(None, format="", lesson="", quiz="Not A Key")

    page = parse_page(answer.get_data(as_text=True))
    [summary] = [one for one in page.iter() if "error-summary" in one.get("class", "")]
    assert answer.status_code == 422
    for words in (
        "Choose a file of questions.",
        "Choose the format of the file.",
        "Choose the lesson that the questions belong to.",
    ):
        assert words in text_of(summary)


def test_a_key_that_is_none_is_told(send):
    answer = send(quiz="Not A Key")

    assert answer.status_code == 422
    assert "Write small letters and digits" in answer.get_data(as_text=True)


def test_a_file_that_cannot_be_read_is_told_with_its_line(send):
    answer = send(b"<quiz>\n<question>")

    assert answer.status_code == 422
    assert "Line 2: This is not XML" in answer.get_data(as_text=True)


def test_all_or_nothing_shows_what_stands_in_the_way(send):
    answer = send(strict="yes")

    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "all or nothing" in html
    rows = rows_of(html, "What became of each question")
    assert rows["139"][:2] == ["Drag the words", "refused"]


def test_too_large_a_file_is_told(client, trainer, app):
    answer = client.post(
        "/question-banks",
        data=b"x" * (app.config["MAX_CONTENT_LENGTH"] + 1),
        headers=SAME_ORIGIN,
        content_type="multipart/form-data; boundary=x",
    )

    assert answer.status_code == 422
    assert "The file is larger than" in answer.get_data(as_text=True)


def test_what_is_taken_out_can_be_brought_in(client, trainer, catalogue):
    data = client.get("/question-banks/first-quiz?format=gift").data

    found = import_bank(data, "gift", Wanted())

    assert found.quiz.digest == catalogue.quiz("first-quiz").digest


@pytest.mark.parametrize(
    "address", ["/question-banks/no-such-quiz", "/question-banks/first-quiz?format=x"]
)
def test_what_is_not_there_is_not_found(client, trainer, address):
    assert client.get(address).status_code == 404
