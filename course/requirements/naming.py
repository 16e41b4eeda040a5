"""How an outline names modules and quizzes of its course, and what is wrong with it."""

from collections.abc import Sequence
from typing import Any

from marshmallow import ValidationError, fields

from course.course_module import CourseModule
from course.requirements.required_quiz import RequiredQuiz
from course.requirements.requirement import RequirementFault, Taught

CORE, FINAL_ASSESSMENT = "core", "final-assessment"


class NamedOrCore(fields.Field[Any]):
    """Either a word that stands for several things, or a list of their keys."""

    def __init__(self, what: str, *words: str, **options: Any) -> None:
        super().__init__(**options)
        self.what = what
        self.words = (CORE, *words)

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> Any:
        is_list = isinstance(value, list) and all(isinstance(e, str) for e in value)
        if value in self.words or (is_list and value):
            if is_list and len(set(value)) < len(value):
                raise ValidationError("Names something twice.")
            return value
        words = ", ".join(self.words)
        raise ValidationError(
            f"Must be one of: {words}; or a list of the keys of {self.what}."
        )


def modules_named(keys: Sequence[str], taught: Taught) -> tuple[CourseModule, ...]:
    """The modules of these keys, in the order of the course."""
    known = {module.key for module in taught.modules}
    for key in keys:
        if key not in known:
            raise RequirementFault(f"the course has no module '{key}'")
    return tuple(module for module in taught.modules if module.key in keys)


def module_quizzes(modules: Sequence[CourseModule]) -> tuple[RequiredQuiz, ...]:
    """The quizzes that end these modules."""
    return tuple(
        RequiredQuiz(
            module.key,
            module.quiz_key,
            module.quiz_title or module.title,
            module.counting,
        )
        for module in modules
        if module.quiz_key
    )


def quizzes_named(of: str | Sequence[str], taught: Taught) -> tuple[RequiredQuiz, ...]:
    """The quizzes that ``of`` stands for: those of the core, the final one, or a list.

    A test that only measures cannot be passed, and practice is marked for nobody.
    """
    if of == CORE:
        return module_quizzes(taught.modules)
    tests = tuple(
        RequiredQuiz("", each.key, each.title, each.counting)
        for each in taught.assessments
        if each.purpose == FINAL_ASSESSMENT
    )
    if of == FINAL_ASSESSMENT:
        if not tests:
            raise RequirementFault("no final_assessment is named")
        return tests
    known = {quiz.key: quiz for quiz in (*module_quizzes(taught.modules), *tests)}
    for key in of:
        if key not in known:
            raise RequirementFault(f"the course has no quiz '{key}' that can be passed")
    return tuple(quiz for key, quiz in known.items() if key in of)
