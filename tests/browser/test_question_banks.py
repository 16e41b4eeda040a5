"""A trainer takes questions out, brings others in, and keeps what comes of them."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from quizzes import load_quizzes
from quizzes.exchange import Wanted, import_bank
from tests.browser.installation import TRAINER
from tests.browser.looking import PHONE
from tests.browser.visitor import Visitor
from tests.quizzes.exchange.packing import REAL, SAMPLES

pytestmark = pytest.mark.browser


def test_a_trainer_brings_questions_in_and_takes_others_out(
    visitor: Callable[..., Visitor], tmp_path: Path
) -> None:
    trainer = visitor(PHONE)
    trainer.sign_in(TRAINER)
    trainer.follow("Question banks", exact=True)

    _takes_a_quiz_out(trainer, tmp_path)
    _forgets_the_file(trainer)
    _sends_a_file_that_is_none(trainer, tmp_path)
    _brings_a_file_in(trainer, tmp_path)


def _takes_a_quiz_out(trainer: Visitor, folder: Path) -> None:
    quiz = load_quizzes(REAL)["setting-up"]

    file = trainer.download(f"QTI 3.0 – {quiz.title}", folder)

    found = import_bank(file.read_bytes(), "qti", Wanted())
    assert file.name == "setting-up.qti.zip"
    assert found.quiz.digest == quiz.digest


def _forgets_the_file(trainer: Visitor) -> None:
    trainer.press("Look at the file", 422)

    trainer.sees("Choose a file of questions.", "Choose the format of the file.")


def _sends_a_file_that_is_none(trainer: Visitor, folder: Path) -> None:
    file = folder / "bad.xml"
    file.write_text("<quiz>\n<question>", encoding="utf-8")
    _fill_in(trainer, file)
    trainer.press("Look at the file", 422)

    trainer.sees("Line 2: This is not XML")
    assert trainer.field("quiz").input_value() == "from-moodle"


def _brings_a_file_in(trainer: Visitor, folder: Path) -> None:
    _fill_in(trainer, SAMPLES / "moodle.xml")
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


def _fill_in(trainer: Visitor, file: Path) -> None:
    trainer.field("file").set_input_files(file)
    trainer.choose("format", "Moodle XML")
    trainer.field("lesson").select_option("setting-up/when-to-start")
    trainer.fill(quiz="from-moodle")
