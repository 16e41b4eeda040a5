"""The pages that no journey passes: refusals, empty states, settings, the API's."""

from collections.abc import Callable

import pytest

from course.catalogue import Catalogue
from learner_api.addresses import course_address, module_address, quiz_address
from learner_api.commands.demo import COURSE
from tests.browser.installation import LEARNER, NEWCOMER, PASSWORD, Installation
from tests.browser.looking import PHONE
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser


def test_pages_for_everybody(visitor: Callable[..., Visitor]) -> None:
    stranger = visitor()

    stranger.open("/api/docs")
    stranger.sees("startAttempt", "exportCompletions")
    stranger.follow("Start an attempt")
    stranger.sees("Answer 201 of startAttempt")
    stranger.open("/no-such-page", 404)
    stranger.open("/welcome/no-such-secret", 410)
    stranger.open("/awards", 200)
    assert stranger.path == "/sign-in"
    for slug in ("no-attempts-left", "stale-roster-plan", "internal-error"):
        stranger.open(f"/problems/{slug}")
        stranger.sees("What to do")


def test_pages_of_an_account(
    visitor: Callable[..., Visitor], installation: Installation
) -> None:
    learner = visitor(PHONE)

    learner.open("/forgotten-password")
    learner.press("Send the link", 422)
    learner.fill(email=LEARNER)
    learner.press("Send the link")
    (letter,) = installation.letters_to(LEARNER)
    link = next(word for word in letter.split() if "/welcome/" in word)
    learner.open(link)
    assert learner.heading == "Choose a new password"
    learner.fill(password="a few other words")
    learner.press("Save and sign in")
    assert learner.heading == "My courses"

    learner.open("/profile")
    learner.fill(name="")
    learner.press("Save", 422)
    learner.fill(name="Lina Baptiste-Campbell")
    learner.press("Save")
    learner.sees("Your change is saved.")
    learner.fill(current_password="not this one", new_password="short")
    learner.press("Change the password", 422)
    learner.fill(current_password="a few other words", new_password=PASSWORD)
    learner.press("Change the password")
    learner.fill(label="")
    learner.press("Make a token", 422)
    learner.fill(label="Laptop")
    learner.press("Make a token")
    assert learner.heading == "Your new token"
    learner.follow("I have copied it")
    learner.sees("Tokens that work", "Laptop")
    learner.press("Revoke Laptop")
    learner.sees_no("Tokens that work")


def test_pages_that_refuse_a_learner(
    visitor: Callable[..., Visitor], handbook: Catalogue
) -> None:
    newcomer, module = visitor(PHONE), handbook.course(COURSE).modules[3]

    newcomer.sign_in(NEWCOMER)
    newcomer.sees("Your cohort opens on")
    newcomer.open(course_address(COURSE))
    newcomer.sees("Your cohort opens on")
    newcomer.open(module_address(COURSE, module.key))
    newcomer.follow(module.lessons[0].title)
    newcomer.sees("Your cohort opens on")
    newcomer.sees_no("Mark as finished")
    newcomer.open(quiz_address(COURSE, str(module.quiz_key)))
    newcomer.sees("Your cohort opens on")
    newcomer.sees_no("You can stop at any time")
    newcomer.open("/people", 403)
    newcomer.open("/cohorts", 403)
    newcomer.open(f"{course_address('no-such-course')}", 404)
    newcomer.open("/awards/AAAA-AAAA-AAAA", 404)
