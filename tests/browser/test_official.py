"""An official learns: from the start page to a certificate that anybody can check."""

import re
from collections.abc import Callable
from pathlib import Path

import pypdf
import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import expect

from course.catalogue import Catalogue
from course.course_module import CourseModule
from learner_api.addresses import course_address, quiz_address
from learner_api.commands.demo import COURSE
from quizzes import Quiz
from tests.browser.installation import LEARNER, Installation
from tests.browser.looking import PHONE
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

NAME = "Lina Baptiste"


def test_an_official_earns_a_certificate(
    visitor: Callable[..., Visitor],
    installation: Installation,
    handbook: Catalogue,
    tmp_path: Path,
) -> None:
    official = visitor(PHONE)
    modules = handbook.course(COURSE).modules

    _comes_in(official)
    _reads_and_comes_back(official)
    _finishes_lessons_of(official, modules[0])
    quiz = handbook.quizzes[str(modules[0].quiz_key)]
    _begins_a_quiz_and_comes_back(official, quiz)
    _is_told_which_answers_cannot_be_read(official, quiz)
    _fails_and_learns_why(official, quiz)
    _tries_again_and_passes(official, quiz)
    _sees_what_is_outstanding(official, modules)
    for module in modules[1:]:
        official.open("/")
        official.follow("Continue")
        _finishes_lessons_of(official, module)
        _passes(official, handbook.quizzes[str(module.quiz_key)])
    number = _receives_the_certificate(official, installation, tmp_path)
    _anybody_can_check_it(visitor(PHONE), number)


def _comes_in(official: Visitor) -> None:
    official.open("/")
    assert official.heading == "The Handbook course"
    official.sees("3 modules", "9 more are being written")

    official.follow("Sign in")
    official.press("Sign in", 422)
    official.sees("Enter your e-mail address.", "Enter your password.")
    official.fill(email=LEARNER, password="not the password")
    official.press("Sign in", 422)
    assert official.field("email").input_value() == LEARNER
    official.sign_in(LEARNER)

    assert official.heading == "My courses"
    official.sees(NAME, "What is left to do", "and 13 more", "Planning officials")


def _reads_and_comes_back(official: Visitor) -> None:
    """Finish a lesson, sign out on the next one, and be led back to that."""
    official.follow("Continue")
    first = official.heading
    official.sees("After this lesson you can", "Sources", "minutes")
    official.press("Mark as finished")
    second = official.heading
    assert second != first

    official.press("Sign out")
    official.sees("Sign in")
    official.sign_in(LEARNER)
    official.follow("Continue")

    assert official.heading == second


def _finishes_lessons_of(official: Visitor, module: CourseModule) -> None:
    """From whichever lesson the official is at to the quiz of the module."""
    left = len(module.lessons)
    while "/lessons/" in official.path and left:
        official.press("Mark as finished")
        left -= 1

    assert official.path == quiz_address(COURSE, str(module.quiz_key))
    official.sees("Attempts left", "3", "Pass mark", "70 per cent")


def _begins_a_quiz_and_comes_back(official: Visitor, quiz: Quiz) -> None:
    answered = quiz.questions[:4]
    official.press("Start")
    for question in answered:
        official.answer(question, question.correct_answer)
    official.press("Save answers")
    official.sees("Saved at", "4 of 12 questions answered and saved")

    official.follow("The Handbook course")
    official.follow("Continue")
    official.follow("Go on with your attempt")

    for question in answered:
        assert official.holds(question, question.correct_answer), question.key


def _is_told_which_answers_cannot_be_read(official: Visitor, quiz: Quiz) -> None:
    """What cannot be read is named and stays as typed; everything else is saved."""
    number = quiz.question("growth-of-the-stock")
    ordering = quiz.question("road-to-the-handbook")
    good = quiz.question("farm-reform")
    official.fill(**{number.key: "abc"})
    places = list(ordering.form_values(ordering.correct_answer))
    official.field(places[0]).select_option("2")
    official.field(places[1]).select_option("2")
    official.answer(good, good.correct_answer)

    official.press("Review and submit", 422)

    summary = official.page.get_by_role("alert")
    expect(summary.get_by_role("link")).to_have_count(2)
    assert official.field(number.key).input_value() == "abc"
    assert official.field(places[1]).input_value() == "2"
    official.sees("5 of 12 questions answered and saved")

    official.fill(**{number.key: "23"})
    official.answer(ordering, ordering.correct_answer)
    official.press("Review and submit")

    assert official.heading == "Look over your answers"
    official.sees("6 questions have no answer", "23")


def _fails_and_learns_why(official: Visitor, quiz: Quiz) -> None:
    official.sees("You then have 2 attempts left")
    official.press("Submit your answers")
    attempt = official.path
    assert official.heading == f"Your result: {quiz.title}"
    official.sees("5 of 12", "Attempts left", "The right answers are shown once")

    lesson = official.page.locator("main a[href*='/lessons/']").first
    words = lesson.inner_text()
    official.arrive_by(lesson.click)
    assert "/lessons/" in official.path, words

    official.open(attempt)
    official.press("Try again")
    official.sees("Attempt 2")


def _tries_again_and_passes(official: Visitor, quiz: Quiz) -> None:
    for question in quiz.questions:
        official.answer(question, question.correct_answer)
    official.press("Review and submit")
    official.sees("Every question has an answer, and every answer is saved.")
    official.press("Submit your answers")
    official.sees("12 of 12", "Passed", "Continue:")

    official.open(quiz_address(COURSE, quiz.key))
    official.sees("You have passed this quiz.", "Not passed", "5 of 12")


def _sees_what_is_outstanding(
    official: Visitor, modules: tuple[CourseModule, ...]
) -> None:
    official.open(course_address(COURSE))
    official.sees("What stands between you and the certificate")
    official.follow("Your progress, requirement by requirement")

    assert official.heading == "Your progress"
    official.sees("Not met yet", "5 of 15 done", "1 of 3 done")
    official.sees(*(f"Quiz: {module.quiz_title}" for module in modules[1:]))
    official.sees_no(f"Quiz: {modules[0].quiz_title}")

    official.open("/awards")
    official.sees("You hold no certificate yet.", "6 of 18 done")


def _passes(official: Visitor, quiz: Quiz) -> None:
    official.press("Start")
    for question in quiz.questions:
        official.answer(question, question.correct_answer)
    official.press("Review and submit")
    official.press("Submit your answers")
    official.sees("Passed")


def _receives_the_certificate(
    official: Visitor, installation: Installation, folder: Path
) -> str:
    official.sees("You have completed the course")
    official.follow("See your certificate")
    assert official.heading == "Certificate of Completion"
    official.sees(NAME, "What the holder is able to do", "Quizzes passed")
    number = official.path.rpartition("/")[2]

    document = official.download("Download the document (PDF)", folder)

    assert document.read_bytes().startswith(b"%PDF-")
    pages = pypdf.PdfReader(document).pages
    assert len(pages) == 2
    assert NAME in pages[0].extract_text()
    assert number in pages[0].extract_text()
    with pypdfium2.PdfDocument(document) as drawn:
        codes = zxingcpp.read_barcodes(drawn[0].render(scale=3).to_pil())
    assert [code.text for code in codes] == [f"{installation.address}/verify/{number}"]

    official.open("/awards")
    official.sees(number)
    official.open("/")
    official.sees("Completed", "See your certificate")
    official.open(course_address(COURSE))
    official.sees("You have completed this course")
    return number


def _anybody_can_check_it(stranger: Visitor, number: str) -> None:
    stranger.open("/")
    stranger.follow("Check a certificate")
    stranger.press("Check", 422)
    stranger.sees("Enter the number of the certificate.")

    stranger.fill(number=f"  {number.lower().replace('-', ' ')} ")
    stranger.press("Check")

    assert stranger.path == f"/verify/{number}"
    stranger.sees(
        NAME, number, "Certificate of Completion", "This certificate is valid"
    )
    stranger.sees_no(LEARNER, "12 of 12", "per cent")

    stranger.open("/verify/AAAA-AAAA-AAAA", 404)
    stranger.sees("was not issued by this course")
    assert not re.search(NAME, stranger.page.content())
