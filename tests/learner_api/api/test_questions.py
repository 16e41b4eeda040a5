"""Question banks through the API: whole, told by line, and nothing else changes."""

import io
import tomllib
import zipfile

import pytest
from sqlalchemy import text

from quizzes import Quiz
from quizzes.exchange import EXCHANGE_FORMATS, Wanted, import_bank
from tests import builders
from tests.learner_api.api.conftest import API
from tests.quizzes.exchange.packing import PNG, SAMPLES

IMPORT = f"{API}/questions/import"
ASKED = {"format": "moodle-xml", "lesson": "first-module/first-lesson"}
MOODLE = (SAMPLES / "moodle.xml").read_bytes()


@pytest.fixture
def trainer(session, caller):
    person = builders.a_trainer(session)
    session.commit()
    return caller(person)


def test_a_file_becomes_a_bank_file_with_a_report(trainer):
    answer = trainer.post(IMPORT, query_string=ASKED, data=MOODLE)

    told = answer.get_json()
    assert answer.status_code == 200
    assert told["counts"] == {"taken": 3, "changed": 7, "refused": 3}
    assert told["path"] == "migration-and-development.toml"
    [film] = [one for one in told["entries"] if one["name"] == "A film"]
    assert film == {
        "kind": "question",
        "file": None,
        "line": 144,
        "name": "A film",
        "key": None,
        "outcome": "refused",
        "remarks": ["It holds a film, which is not kept."],
    }
    [picture] = told["files"]
    assert picture["path"] == "media/migration-and-development/map-of-the-region.png"
    assert picture["size"] == len(PNG)


def test_the_bank_file_is_the_quiz_that_is_told_of(trainer):
    told = trainer.post(IMPORT, query_string=ASKED, data=MOODLE).get_json()

    data = tomllib.loads(told["toml"])
    quiz = Quiz.from_data(told["quiz"], data)

    assert (quiz.title, quiz.digest) == (told["title"], told["digest"])


@pytest.mark.parametrize(
    ("query", "headers"), [({"as": "zip"}, {}), ({}, {"Accept": "application/zip"})]
)
def test_it_comes_as_a_zip_with_everything_in_its_place(trainer, query, headers):
    answer = trainer.post(
        IMPORT,
        query_string={**ASKED, "quiz": "a-new-quiz", **query},
        data={"file": (io.BytesIO(MOODLE), "questions.xml")},
        headers=headers,
    )

    archive = zipfile.ZipFile(io.BytesIO(answer.data))
    assert answer.mimetype == "application/zip"
    assert "a-new-quiz.zip" in answer.headers["Content-Disposition"]
    assert archive.namelist() == [
        "a-new-quiz.toml",
        "media/a-new-quiz/map-of-the-region.png",
        "report.txt",
    ]
    assert archive.read("media/a-new-quiz/map-of-the-region.png") == PNG
    assert b"144: refused A film" in archive.read("report.txt")


def test_all_or_nothing_may_be_asked_for(trainer):
    answer = trainer.post(IMPORT, query_string={**ASKED, "strict": "true"}, data=MOODLE)

    problem = answer.get_json()
    assert answer.status_code == 422
    assert problem["type"] == "/problems/bank-refused"
    assert "all or nothing" in problem["detail"]
    refused = [one for one in problem["entries"] if one["outcome"] == "refused"]
    assert [one["line"] for one in refused] == [139, 144, 150]


def test_a_file_that_cannot_be_read_is_refused_with_its_line(trainer):
    answer = trainer.post(IMPORT, query_string=ASKED, data=b"<quiz>\n<question>")

    problem = answer.get_json()
    assert answer.status_code == 422
    assert (problem["line"], problem["file"], problem["entries"]) == (2, None, [])
    assert problem["detail"].startswith("Line 2: This is not XML")


@pytest.mark.parametrize(
    ("asked", "pointer"),
    [
        ({"lesson": "a/b"}, "/query/format"),
        ({**ASKED, "format": "word"}, "/query/format"),
        ({**ASKED, "quiz": "../out"}, "/query/quiz"),
        ({**ASKED, "lesson": "nowhere"}, "/query/lesson"),
        ({**ASKED, "strict": "perhaps"}, "/query/strict"),
        ({**ASKED, "as": "pdf"}, "/query/as"),
    ],
)
def test_what_is_asked_wrongly_is_told(trainer, asked, pointer):
    answer = trainer.post(IMPORT, query_string=asked, data=MOODLE)

    assert answer.status_code == 422
    assert [one["pointer"] for one in answer.get_json()["errors"]] == [pointer]


def test_a_form_without_a_file_is_damaged(trainer):
    answer = trainer.post(
        IMPORT,
        query_string=ASKED,
        data={"other": "x"},
        content_type="multipart/form-data",
    )

    assert answer.status_code == 400


def test_too_large_a_file_is_refused(trainer, app):
    most = app.config["MAX_CONTENT_LENGTH"]

    answer = trainer.post(IMPORT, query_string=ASKED, data=b"x" * (most + 1))

    assert answer.status_code == 413


def test_importing_changes_nothing(trainer, app, session, catalogue):
    def rows():
        tables = session.scalars(
            text("SELECT name FROM sqlite_master WHERE type = 'table'")
        ).all()
        return {
            name: session.scalar(text(f"SELECT count(*) FROM {name}"))  # noqa: S608 - names of tables
            for name in tables
        }

    quizzes, before = dict(catalogue.quizzes), rows()

    trainer.post(IMPORT, query_string={**ASKED, "quiz": "first-quiz"}, data=MOODLE)

    session.rollback()
    assert rows() == before
    assert dict(catalogue.quizzes) == quizzes


@pytest.mark.parametrize("format_name", EXCHANGE_FORMATS)
def test_what_is_exported_comes_home(trainer, catalogue, format_name):
    answer = trainer.get(f"{API}/quizzes/first-quiz/questions?format={format_name}")

    kind = EXCHANGE_FORMATS[format_name]
    found = import_bank(answer.data, format_name, Wanted())
    assert answer.mimetype == kind.media_type
    assert f"first-quiz.{kind.suffix}" in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert found.quiz.digest == catalogue.quiz("first-quiz").digest


def test_a_quiz_is_exported_as_its_bank_file(trainer, catalogue):
    answer = trainer.get(f"{API}/quizzes/first-quiz/questions?format=toml")

    quiz = Quiz.from_data("first-quiz", tomllib.loads(answer.text))
    assert quiz.digest == catalogue.quiz("first-quiz").digest


def test_an_unknown_quiz_is_not_there(trainer):
    answer = trainer.get(f"{API}/quizzes/no-such-quiz/questions")

    assert answer.status_code == 404
    assert answer.get_json()["type"] == "/problems/unknown-quiz"
