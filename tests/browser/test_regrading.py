"""An administrator corrects a question, looks at what would change, and does it."""

from collections.abc import Callable

import pytest

from course.catalogue import Catalogue
from learner_api.commands.demo import COURSE
from quizzes.question_types.single_choice import SingleChoice
from tests.browser.installation import ADMINISTRATOR
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

REASON = "Two of the answers say the same, so everybody has the point."


def test_an_administrator_regrades_a_quiz(
    visitor: Callable[..., Visitor], handbook: Catalogue
) -> None:
    administrator = visitor()
    quiz_key = handbook.course(COURSE).modules[0].quiz_key
    assert quiz_key is not None
    quiz = handbook.quiz(quiz_key)
    question = next(each for each in quiz.questions if isinstance(each, SingleChoice))
    wrong = next(
        choice for choice in question.choices if choice.value != question.correct
    )

    administrator.sign_in(ADMINISTRATOR)
    administrator.open(f"/courses/{COURSE}/quizzes/{quiz_key}")
    administrator.follow("Correct a question and regrade")
    administrator.sees(question.prompt, "None yet.")
    administrator.follow(f"Correct this question {question.prompt}")
    _is_asked_for_what_is_missing(administrator)
    _tries_another_key(administrator, wrong.label)
    administrator.follow("Change the correction")
    _gives_everybody_the_points(administrator)
    _finds_it_on_the_record(administrator, question.prompt)


def _is_asked_for_what_is_missing(administrator: Visitor) -> None:
    administrator.press("Show what would change", 422)
    administrator.sees("Choose what to do about the question.")


def _tries_another_key(administrator: Visitor, label: str) -> None:
    """Making every mark exact by a wrong key would cost people their pass."""
    administrator.tick("Replace the key")
    administrator.tick(label)
    _says_how(administrator, "Exact: every mark becomes", "To see what it would do.")
    administrator.press("Show what would change")
    assert administrator.heading == "What would change"
    administrator.sees("Key in the file", "Key now", "Do this now")


def _gives_everybody_the_points(administrator: Visitor) -> None:
    administrator.tick("Give everybody the points of the question")
    _says_how(administrator, "Only raise: a mark changes", REASON)
    administrator.press("Show what would change")
    administrator.sees("Nobody loses anything.", REASON)
    administrator.press("Do this now")
    assert administrator.heading.startswith("Regrade of ")
    administrator.sees(REASON, "Everybody has its points", "Only raise")


def _says_how(administrator: Visitor, mode: str, reason: str) -> None:
    administrator.page.get_by_label(mode).check()
    administrator.fill(_reason=reason)


def _finds_it_on_the_record(administrator: Visitor, prompt: str) -> None:
    administrator.follow("Regrade: ")
    administrator.sees(REASON, "Everybody has its points")
    administrator.follow(f"Correct this question {prompt}")
    administrator.sees("Judge it by its file again")
