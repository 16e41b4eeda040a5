"""The trainer's page in words: groups, what blocks somebody, and each module."""

from collections.abc import Mapping
from datetime import datetime

from course.errors import sentence
from course.learners_seen import SORTS, LearnerSeen
from course.models.cohort_message import AUDIENCES
from course.module_states import FAILED, PASSED, TO_DO, WAITS, ModuleState
from course.trainer_groups import (
    BEHIND,
    FAILED_TWICE,
    FINISHED,
    GROUPS,
    ON_TRACK,
    SILENT,
    WITHDRAWN,
)
from learner_api.proof_words import held_up_words
from learner_api.translation import gettext as _
from learner_api.translation import long_date, ngettext

_GROUPS = {
    ON_TRACK: (sentence("On track"), "good"),
    BEHIND: (sentence("Behind"), "bad"),
    SILENT: (sentence("Silent"), "warm"),
    FAILED_TWICE: (sentence("Failed twice"), "bad"),
    FINISHED: (sentence("Finished"), "good"),
    WITHDRAWN: (sentence("Withdrawn"), "plain"),
}
_SORTS = {
    "name": sentence("Name"),
    "activity": sentence("Silent longest first"),
    "progress": sentence("Furthest first"),
    "late": sentence("Most behind first"),
}
_QUIZ = {
    TO_DO: sentence("quiz to do"),
    FAILED: sentence("quiz not passed"),
    WAITS: sentence("quiz waits to be marked"),
    PASSED: sentence("quiz passed"),
}
# Five steps of shading: nothing, begun, half, nearly, all of it.
_ALL = 4


def group_label(group: str) -> tuple[str, str]:
    """A group in words, and the kind of tag that shows it."""
    words, kind = _GROUPS[group]
    return _(words), kind


def group_names() -> dict[str, str]:
    """Every group in words."""
    return {group: group_label(group)[0] for group in GROUPS}


def audience_names() -> dict[str, str]:
    """Whom a trainer can write to, in words."""
    everybody = {"all": _("Everybody who was not withdrawn")}
    return {
        audience: everybody.get(audience) or group_label(audience)[0]
        for audience in AUDIENCES
    }


def sort_names() -> dict[str, str]:
    """The orders of the list in words."""
    return {sort: _(_SORTS[sort]) for sort in SORTS}


def block_words(learner: LearnerSeen) -> str:
    """What blocks somebody: the next thing that the proof of their award lacks."""
    if learner.block is None:
        return ""
    words = held_up_words(learner.block)
    if learner.waits:
        return _("%(what)s (waits for a person)", what=words)
    return words


def acted_words(acted_at: datetime | None) -> str:
    """The day of somebody's last act."""
    return long_date(acted_at.date()) if acted_at else _("Never")


def details_words(learner: LearnerSeen, titles: Mapping[str, str]) -> list[str]:
    """By how many modules somebody is behind, and at which quizzes they failed."""
    failed = [
        _("Quiz “%(title)s” not passed", title=titles.get(key, key))
        for key in learner.failed
    ]
    return [_late_words(learner), *failed] if learner.late else failed


def lessons_words(state: ModuleState) -> str:
    """How many lessons of a module are done."""
    return _("%(done)d of %(all)d", done=state.lessons_done, all=state.lessons)


def quiz_state_words(state: ModuleState) -> str:
    """How it stands with the quiz of a module; nothing where it has none."""
    words = _QUIZ.get(state.quiz)
    return _(words) if words else ""


def shade(state: ModuleState) -> int:
    """How dark a module is shown, from 0 for nothing to 4 for all of it."""
    has_quiz = state.quiz in _QUIZ
    done = state.lessons_done + (state.quiz == PASSED)
    whole = state.lessons + has_quiz
    if done >= whole:
        return _ALL
    if not done:
        return 1 if state.quiz in (FAILED, WAITS) else 0
    return 1 + (done * 2 >= whole) + (done + 1 >= whole)


def _late_words(learner: LearnerSeen) -> str:
    return ngettext("%(num)d module late", "%(num)d modules late", len(learner.late))
