"""A submitted attempt, question by question, as its receipt shows it."""

from typing import Any

from course import person_marks
from course.marking import answers_of
from course.receipts import Receipt
from course.responses import answer_to
from learner_api.addresses import lesson_address
from learner_api.answer_sheets import Held
from learner_api.outstanding import Link
from learner_api.rubric_words import given_by_person
from learner_api.site import get_site
from learner_api.translation import gettext as _
from quizzes import Judged, Question


def marked_question(
    number: int, question: Question, receipt: Receipt, course_key: str
) -> dict[str, Any]:
    """One question as it was marked: what the receipt says of it."""
    answer = answer_to(receipt.held, question.key)
    points, out_of = receipt.points_at(question)
    judged = receipt.judged.question(question.key)
    has_key = shows_key(receipt, question)
    return {
        "number": number,
        "prompt": question.prompt,
        "answer": question.describe(answer),
        "points": points,
        "out_of": out_of,
        "feedback": receipt.feedback_on(question),
        "parts": judged.parts(answer) if has_key else (),
        "right_answer": (
            judged.describe(judged.correct_answer)
            if has_key and points != out_of
            else ()
        ),
        "lesson": _lesson_link(course_key, question.lesson),
        "by_person": question.is_marked_by_person,
        "waits": _waits(receipt, question),
        "given": given_by_person(question, receipt),
        "counts": receipt.counts(question),
        "correction": correction_words(receipt, question),
    }


def shows_key(receipt: Receipt, question: Question) -> bool:
    """Whether the right answer is told: not where another thing decided the mark."""
    correction = receipt.judged.correction_of(question.key)
    return receipt.keys_shown and correction not in ("drop", "credit")


def correction_words(receipt: Receipt, question: Question) -> str | None:
    """What learners are told of a question that is not judged by its file."""
    match receipt.judged.correction_of(question.key):
        case "drop" if receipt.counts(question):
            return _("This question was withdrawn. What it gave you stays.")
        case "drop":
            return _("This question was withdrawn and does not count.")
        case "credit":
            return _("Everybody was given the points of this question.")
        case "key":
            return _("The right answer to this question was corrected.")
        case None:
            return None


def judged_at_once(judged: Judged, held: Held) -> dict[str, dict[str, Any]]:
    """How practice judges each answer as soon as it is saved; nothing elsewhere."""
    showing = judged.sheet.showing
    marks = judged.grade(answers_of(held)).marks if showing.marks == "at-once" else {}
    told: dict[str, dict[str, Any]] = {}
    for question in judged.sheet.questions:
        answer = answer_to(held, question.key)
        if answer is None:
            continue
        said: dict[str, Any] = {}
        if question.key in marks and not question.is_marked_by_person:
            said["mark"] = marks[question.key]
        if showing.feedback == "at-once":
            said["feedback"] = question.feedback_for(answer)
        if said:
            told[question.key] = said
    return told


def _waits(receipt: Receipt, question: Question) -> bool:
    """Whether a person has to mark this answer before the result stands."""
    correction = receipt.judged.correction_of(question.key)
    needs_nobody = correction in ("drop", "credit")
    return receipt.is_awaited and question.is_marked_by_person and not needs_nobody


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
