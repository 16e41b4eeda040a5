"""A submitted attempt, question by question, as its receipt shows it."""

from typing import Any

from course import person_marks
from course.receipts import Receipt
from learner_api.addresses import lesson_address
from learner_api.answer_sheets import Held, answer_to
from learner_api.outstanding import Link
from learner_api.rubric_words import given_by_person
from learner_api.site import get_site
from quizzes import Question, Quiz


def marked_question(
    number: int, question: Question, receipt: Receipt, course_key: str
) -> dict[str, Any]:
    """One question as it was marked: what the receipt says of it."""
    answer = answer_to(receipt.held, question.key)
    points, out_of = receipt.points_at(question)
    shows_key = receipt.keys_shown and points != out_of
    return {
        "number": number,
        "prompt": question.prompt,
        "answer": question.describe(answer),
        "points": points,
        "out_of": out_of,
        "feedback": question.feedback_for(answer) if receipt.feedback_shown else (),
        "parts": question.parts(answer) if receipt.keys_shown else (),
        "right_answer": (
            question.describe(question.correct_answer) if shows_key else ()
        ),
        "lesson": _lesson_link(course_key, question.lesson),
        "by_person": question.is_marked_by_person,
        "waits": question.is_marked_by_person and receipt.is_awaited,
        "given": given_by_person(question, receipt),
    }


def judged_at_once(quiz: Quiz, held: Held) -> dict[str, dict[str, Any]]:
    """How practice judges each answer as soon as it is saved; nothing elsewhere."""
    judged = {}
    for question in quiz.questions:
        answer = answer_to(held, question.key)
        if answer is None:
            continue
        told: dict[str, Any] = {}
        if quiz.showing.marks == "at-once" and not question.is_marked_by_person:
            told["mark"] = question.mark(answer)
        if quiz.showing.feedback == "at-once":
            told["feedback"] = question.feedback_for(answer)
        if told:
            judged[question.key] = told
    return judged


def marking_address(receipt: Receipt) -> str | None:
    """Where staff mark the answers that only a person can, if there are any."""
    attempt = receipt.attempt
    asked = person_marks.questions_to_mark(attempt, receipt.quiz, receipt.held)
    return f"/marking/{attempt.uuid}" if asked else None


def _lesson_link(course_key: str, place: str) -> Link | None:
    """The lesson that teaches a question, if it is still there."""
    module_key, _slash, lesson_key = place.partition("/")
    module = get_site().catalogue.handbook.modules.get(module_key)
    for lesson in module.lessons if module else ():
        if lesson.key == lesson_key:
            return lesson.title, lesson_address(course_key, module_key, lesson_key)
    return None
