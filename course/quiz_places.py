"""A quiz as a course is pinned to it, and whether it is made for its place."""

from course.counting import BEST, CountingRule
from course.course_module import CourseQuiz
from quizzes import Quiz


def purpose_faults(quiz: Quiz | None, key: str, purpose: str) -> list[str]:
    """What is wrong with naming this quiz where one of this purpose belongs."""
    if quiz is None:
        return [f"there is no quiz called '{key}'"]
    if quiz.purpose != purpose:
        return [f"the purpose of the quiz '{key}' is {quiz.purpose}, not {purpose}"]
    return []


def course_quiz(quiz: Quiz) -> CourseQuiz:
    """A quiz as its course is pinned to it."""
    return CourseQuiz(quiz.key, quiz.title, quiz.purpose, counting_of(quiz))


def counting_of(quiz: Quiz) -> CountingRule:
    """Which attempts at the quiz count, as its file says today."""
    return BEST if quiz.counts == "best" else CountingRule(quiz.counts, quiz.pass_mark)
