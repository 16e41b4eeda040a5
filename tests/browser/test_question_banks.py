"""A trainer takes questions out, brings others in, and keeps what comes of them."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from course.catalogue import Catalogue
from learner_api.commands.demo import COURSE
from quizzes import Quiz, load_quizzes
from quizzes.exchange import Wanted, import_bank
from tests.browser.installation import TRAINER
from tests.browser.looking import PHONE
from tests.browser.visitor import Visitor
from tests.quizzes.exchange.packing import SAMPLES

pytestmark = pytest.mark.browser


def test_a_trainer_brings_questions_in_and_takes_others_out(
    visitor: Callable[..., Visitor], handbook: Catalogue, tmp_path: Path
) -> None:
    trainer = visitor(PHONE)
    module = handbook.course(COURSE).modules[-1]
    lesson = f"{module.key}/{module.lessons[0].key}"
    trainer.sign_in(TRAINER)
    trainer.follow("Question banks", exact=True)

    _takes_a_quiz_out(trainer, handbook.quiz(str(module.quiz_key)), tmp_path)
    _forgets_the_file(trainer)
    _sends_a_file_that_is_none(trainer, lesson, tmp_path)
    _brings_a_file_in(trainer, lesson, tmp_path)


def _takes_a_quiz_out(trainer: Visitor, quiz: Quiz, folder: Path) -> None:
    file = trainer.download(f"QTI 3.0 – {quiz.title}", folder)

    found = import_bank(file.read_bytes(), "qti", Wanted())
    assert file.name == f"{quiz.key}.qti.zip"
    assert found.quiz.digest == quiz.digest


def _forgets_the_file(trainer: Visitor) -> None:
    trainer.press("Look at the file", 422)

    trainer.sees("Choose a file of questions.", "Choose the format of the file.")


def _sends_a_file_that_is_none(trainer: Visitor, lesson: str, folder: Path) -> None:
    file = folder / "bad.xml"
    file.write_text("<quiz>\n<question>", encoding="utf-8")
    _fill_in(trainer, lesson, file)
    trainer.press("Look at the file", 422)

    trainer.sees("Line 2: This is not XML")
    assert trainer.field("quiz").input_value() == "from-moodle"


def _brings_a_file_in(trainer: Visitor, lesson: str, folder: Path) -> None:
    _fill_in(trainer, lesson, SAMPLES / "moodle.xml")
    trainer.press("Look at the file")

    assert trainer.heading == "What became of the questions"
    rows = trainer.page.locator("tbody tr")
    expect(rows.filter(has_text="A film")).to_contain_text(
        "It holds a film, which is not kept."
    )
    file = trainer.download("Download the bank file", folder)
    with zipfile.ZipFile(file) as archive:
        archive.extractall(folder / "bank")
    assert file.name == "from-moodle.zip"
    assert len(load_quizzes(folder / "bank")["from-moodle"].questions) == 10


def _fill_in(trainer: Visitor, lesson: str, file: Path) -> None:
    trainer.field("file").set_input_files(file)
    trainer.choose("format", "Moodle XML")
    trainer.field("lesson").select_option(lesson)
    trainer.fill(quiz="from-moodle")
