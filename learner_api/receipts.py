"""A submitted attempt, question by question, as its receipt shows it."""

from typing import Any

from course.attempts import Receipt
from learner_api.addresses import lesson_address
from learner_api.answer_sheets import answer_to
from learner_api.outstanding import Link
from learner_api.site import get_site
from quizzes import Question


def marked_question(
    number: int, question: Question, receipt: Receipt, course_key: str
) -> dict[str, Any]:
    """One question as it was marked: what the receipt says of it."""
    answer = answer_to(receipt.held, question.key)
    points, out_of = receipt.mark.detail.get(question.key, (0, question.points))
    shows_key = receipt.keys_shown and points != out_of
    return {
        "number": number,
        "prompt": question.prompt,
        "answer": question.describe(answer),
        "points": points,
        "out_of": out_of,
        "feedback": question.feedback_for(answer),
        "right_answer": (
            question.describe(question.correct_answer) if shows_key else ()
        ),
        "lesson": _lesson_link(course_key, question.lesson),
    }


def _lesson_link(course_key: str, place: str) -> Link | None:
    """The lesson that teaches a question, if it is still there."""
    module_key, _slash, lesson_key = place.partition("/")
    module = get_site().catalogue.handbook.modules.get(module_key)
    for lesson in module.lessons if module else ():
        if lesson.key == lesson_key:
            return lesson.title, lesson_address(course_key, module_key, lesson_key)
    return None
