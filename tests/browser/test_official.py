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
from course.outline import Course
from learner_api.addresses import course_address, quiz_address
from learner_api.commands.demo import COURSE
from quizzes import Quiz
from tests.browser.installation import LEARNER, Installation
from tests.browser.looking import PHONE
from tests.browser.sitting import (
    NUMBER,
    ORDERING,
    PLACES,
    RADIO,
    a_sitting,
    have_a_roadmap_accepted,
    study_before,
)
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

NAME = "Lina Baptiste"


def test_an_official_earns_a_certificate(
    visitor: Callable[..., Visitor],
    installation: Installation,
    handbook: Catalogue,
    tmp_path: Path,
) -> None:
    """The first module and the last are gone through; those between are recorded."""
    official, course = visitor(PHONE), handbook.course(COURSE)
    first, last = course.modules[0], course.modules[-1]
    quiz = handbook.quiz(str(first.quiz_key))

    _comes_in(official, course)
    _reads_and_comes_back(official)
    _finishes_lessons_of(official, first)
    points = _begins_a_quiz_and_comes_back(official, quiz)
    _fails_and_learns_why(official, quiz, points)
    _tries_again_and_passes(official, quiz, points)
    _sees_what_is_outstanding(official, course)

    study_before(installation, LEARNER, last.key)
    _goes_on(official)
    _finishes_lessons_of(official, last)
    _passes(official, handbook)
    have_a_roadmap_accepted(installation, LEARNER)
    while not official.shows("You have completed the course"):
        # A test of the whole course may stand at its end.
        _goes_on(official)
        _passes(official, handbook)

    number = _receives_the_certificate(official, installation, tmp_path)
    _anybody_can_check_it(visitor(PHONE), number)


def test_an_official_is_told_which_answers_cannot_be_read(
    visitor: Callable[..., Visitor], installation: Installation
) -> None:
    """What cannot be read is named and stays as typed; everything else is saved."""
    sitting, official = a_sitting(installation), visitor(PHONE)
    places = [f"{ORDERING}.{row}" for row in PLACES]
    official.sign_in(sitting.email)
    official.open(sitting.path)
    official.field(RADIO).first.check()
    official.fill(**{NUMBER: "abc"})
    for place in places:
        official.field(place).select_option("2")

    official.press("Review and submit", 422)

    summary = official.page.get_by_role("alert")
    expect(summary.get_by_role("link")).to_have_count(2)
    assert official.field(NUMBER).input_value() == "abc"
    assert official.field(places[1]).input_value() == "2"
    official.sees("1 of 12 questions answered and saved")
    assert sitting.held(RADIO) is not None
    assert sitting.held(NUMBER) is None

    official.fill(**{NUMBER: "365"})
    for number, place in enumerate(places, start=1):
        official.field(place).select_option(str(number))
    official.press("Review and submit")

    assert official.heading == "Look over your answers"
    official.sees("9 questions have no answer", "365")


def _comes_in(official: Visitor, course: Course) -> None:
    official.open("/")
    assert official.heading == "The Handbook course"
    official.sees(f"{len(course.modules)} modules", f"{course.hours} hours of study")

    official.follow("Sign in")
    official.press("Sign in", 422)
    official.sees("Enter your e-mail address.", "Enter your password.")
    official.fill(email=LEARNER, password="not the password")
    official.press("Sign in", 422)
    assert official.field("email").input_value() == LEARNER
    official.sign_in(LEARNER)

    assert official.heading == "My courses"
    official.sees(NAME, "What is left to do", re.compile(r"and \d+ more"))
    official.sees("Planning officials")


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


def _goes_on(official: Visitor) -> None:
    official.open("/")
    official.follow("Continue")


def _finishes_lessons_of(official: Visitor, module: CourseModule) -> None:
    """From whichever lesson the official is at to the quiz of the module."""
    left = len(module.lessons)
    while "/lessons/" in official.path and left:
        official.press("Mark as finished")
        left -= 1

    assert official.path == quiz_address(COURSE, str(module.quiz_key))


def _begins_a_quiz_and_comes_back(official: Visitor, quiz: Quiz) -> int:
    """Answer too few of the questions that were drawn; the points they are worth."""
    official.sees("Attempts left", str(quiz.attempts_allowed))
    official.sees("Pass mark", f"{quiz.pass_mark} per cent")
    official.press("Start")
    paper = official.paper(quiz)
    answered = paper[: len(paper) // 3]
    for question in answered:
        official.answer(question, question.correct_answer)
    official.press("Save answers")
    told = f"{len(answered)} of {len(paper)} questions answered and saved"
    official.sees("Saved at", told)

    official.follow("The Handbook course")
    official.follow("Continue")
    official.follow("Go on with your attempt")

    assert official.paper(quiz) == paper
    for question in answered:
        assert official.holds(question, question.correct_answer), question.key
    official.press("Review and submit")
    assert official.heading == "Look over your answers"
    official.sees(f"{len(paper) - len(answered)} questions have no answer")
    return sum(question.points for question in answered)


def _fails_and_learns_why(official: Visitor, quiz: Quiz, points: int) -> None:
    official.sees(f"You then have {int(quiz.attempts_allowed or 0) - 1} attempts left")
    official.press("Submit your answers")
    attempt = official.path
    assert official.heading == f"Your result: {quiz.title}"
    official.sees(f"{points} of {quiz.out_of}", "Not passed", "Attempts left")
    official.sees("The right answers, and why they are right, are shown once")

    lesson = official.page.locator("main a[href*='/lessons/']").first
    words = lesson.inner_text()
    official.arrive_by(lesson.click)
    assert "/lessons/" in official.path, words

    official.open(attempt)
    official.press("Try again")
    official.sees("Attempt 2")


def _tries_again_and_passes(official: Visitor, quiz: Quiz, points: int) -> None:
    _answers_all(official, quiz)
    official.sees("Every question has an answer, and every answer is saved.")
    official.press("Submit your answers")
    official.sees(f"{quiz.out_of} of {quiz.out_of}", "Passed", "Continue:")

    official.open(quiz_address(COURSE, quiz.key))
    official.sees("You have passed this quiz.", "Not passed")
    official.sees(f"{points} of {quiz.out_of}")


def _sees_what_is_outstanding(official: Visitor, course: Course) -> None:
    first, *others = course.modules
    lessons = sum(len(module.lessons) for module in course.modules)
    official.open(course_address(COURSE))
    official.sees("What stands between you and the certificate", "All that is left")
    unfolded = official.page.locator("details[open] > summary")
    expect(unfolded).to_have_count(1)
    expect(unfolded).to_contain_text(others[0].title)
    official.follow("Your progress, requirement by requirement")

    assert official.heading == "What stands between you and your certificate"
    official.sees("Not met yet", f"{len(first.lessons)} of {lessons} done")
    official.sees(f"1 of {len(course.modules)} done")
    official.sees(*(f"Quiz: {module.quiz_title}" for module in others))
    # What is done already is told as well, and folded.
    done = official.page.get_by_role("link", name=f"Quiz: {first.quiz_title}")
    expect(done).to_have_count(0)

    official.open("/awards")
    official.sees("You hold no certificate yet.", re.compile(r"\d+ of \d+ done"))


def _passes(official: Visitor, handbook: Catalogue) -> None:
    """Pass the quiz whose page this is."""
    quiz = handbook.quiz(official.path.rpartition("/")[2])
    official.press("Start")
    _answers_all(official, quiz)
    official.press("Submit your answers")
    official.sees("Passed")


def _answers_all(official: Visitor, quiz: Quiz) -> None:
    for question in official.paper(quiz):
        official.answer(question, question.correct_answer)
    official.press("Review and submit")


def _receives_the_certificate(
    official: Visitor, installation: Installation, folder: Path
) -> str:
    official.follow("See your certificate")
    assert official.heading == "Certificate of Completion"
    official.sees(NAME, "what the holder is able to do", "Quiz passed")
    number = official.path.rpartition("/")[2]

    document = official.download("Download the document (PDF)", folder)

    assert document.read_bytes().startswith(b"%PDF-")
    pages = pypdf.PdfReader(document).pages
    assert len(pages) in (2, 3)
    assert NAME in pages[0].extract_text()
    assert number in pages[0].extract_text()
    with pypdfium2.PdfDocument(document) as drawn:
        codes = zxingcpp.read_barcodes(drawn[0].render(scale=3).to_pil())
    [code] = codes
    address, _, payload = code.text.partition("#")
    assert address == f"{installation.address}/verify/{number}"
    assert payload

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
    stranger.sees_no(LEARNER, re.compile(r"\d+ of \d+ points"))

    stranger.open("/verify/AAAA-AAAA-AAAA", 404)
    stranger.sees("was not issued by this course")
    assert not re.search(NAME, stranger.page.content())
