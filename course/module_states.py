"""How far a learner is in each module, and whether anything of it is left for them.

Pure. This alone says when a module is done: for the trainer's page, for the calendar
that a learner follows, and for reminders.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from course.outline import Course

NO_QUIZ, TO_DO, FAILED, WAITS, PASSED = "none", "to-do", "failed", "waits", "passed"
QUIZ_STATES = (NO_QUIZ, TO_DO, FAILED, WAITS, PASSED)


@dataclass(frozen=True, slots=True)
class ModuleState:
    """How far one learner is in one module: lessons done, and its quiz."""

    module: str
    lessons_done: int
    lessons: int
    quiz: str

    @property
    def is_done(self) -> bool:
        """Whether nothing of it is left for the learner to do.

        A quiz that waits for a person is in that person's hands.
        """
        return self.lessons_done == self.lessons and self.quiz in (
            NO_QUIZ,
            WAITS,
            PASSED,
        )


def module_states(
    course: Course, standing: Mapping[str, Any], waiting: Collection[str]
) -> tuple[ModuleState, ...]:
    """Each module, in the order of the course.

    ``standing`` is the one that an enrolment keeps; ``waiting`` are the quizzes at
    which an attempt waits for a person.
    """
    done = {(module, lesson) for module, lesson in standing["lessons"]}
    return tuple(
        ModuleState(
            module=each.key,
            lessons_done=sum((each.key, lesson.key) in done for lesson in each.lessons),
            lessons=len(each.lessons),
            quiz=_quiz_state(each.quiz_key, standing["quizzes"], waiting),
        )
        for each in course.modules
    )


def _quiz_state(
    key: str | None, tried: Mapping[str, Any], waiting: Collection[str]
) -> str:
    if key is None:
        return NO_QUIZ
    if key in tried and tried[key][3]:
        return PASSED
    if key in waiting:
        return WAITS
    return FAILED if key in tried else TO_DO
