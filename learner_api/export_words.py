"""What people read of a file: its state, what it holds, and its manifest in words."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from course.errors import sentence
from course.exporting import (
    READY,
    REFUSED,
    REMOVED,
    RUNNING,
    TAKEN,
    WAITING,
    FoundExport,
    question_of,
)
from course.exports import EXPORT_FORMATS
from course.figures.query import COUNTS
from course.models import Export
from course.models.export import (
    CERTIFIED_LIST,
    COMPLETIONS_LIST,
    FIGURES,
    ROWS,
    RULE_CHANGE_LIST,
    STATEMENTS_LIST,
)
from learner_api.rule_words import group_word
from learner_api.site import get_site
from learner_api.translation import gettext as _
from learner_api.translation import long_date, long_moment

_STATES: Final[Mapping[str, tuple[str, str]]] = {
    WAITING: (sentence("Waits for its turn"), "plain"),
    RUNNING: (sentence("Is being written"), "warm"),
    READY: (sentence("Ready"), "good"),
    REMOVED: (sentence("No longer kept"), "plain"),
    REFUSED: (sentence("Not written"), "bad"),
    TAKEN: (sentence("Handed over"), "plain"),
}
_CONTENTS: Final[Mapping[str, str]] = {
    FIGURES: sentence("Figures: counts that name nobody"),
    ROWS: sentence("Learners by name: one row for each enrolment"),
}
_MEASURES: Final[Mapping[str, str]] = {
    "counts": sentence("How many came how far"),
    "months": sentence("What happened in each month"),
    "days": sentence("Days to complete"),
    "lessons": sentence("Lesson by lesson"),
    "modules": sentence("Modules completed, and hours"),
    "gain": sentence("Learning gain"),
}
_SHORT_CONTENTS: Final[Mapping[str, str]] = {
    FIGURES: sentence("Figures"),
    ROWS: sentence("Learners by name"),
}
_LISTS: Final[Mapping[str, str]] = {
    COMPLETIONS_LIST: sentence("Learners by name: who enrolled and completed"),
    CERTIFIED_LIST: sentence("Learners by name: who was certified"),
    RULE_CHANGE_LIST: sentence("Learners by name: whom another rule would touch"),
    STATEMENTS_LIST: sentence("Learners by name: their record as statements"),
}


def export_state(state: str) -> tuple[str, str]:
    """The state of a file in words, and the kind of tag that shows it."""
    words, kind = _STATES[state]
    return _(words), kind


def content_names() -> dict[str, str]:
    """What a file can hold, in words that help to choose."""
    return {each: _(words) for each, words in _CONTENTS.items()}


def measure_names() -> dict[str, str]:
    """What figures can measure."""
    return {each: _(words) for each, words in _MEASURES.items()}


def content_name(content: str, asked: Mapping[str, Any]) -> str:
    """What a file holds, in a few words; ``asked`` is the question as it is kept."""
    name = _(_SHORT_CONTENTS[content])
    measures = tuple(asked.get("measures", COUNTS))
    if measures == COUNTS:
        return name
    return _("%(what)s: %(which)s", what=name, which=measure_names()[measures[0]])


def list_name(name: str) -> str:
    """What a list of names holds that is handed over at once."""
    return _(_LISTS[name])


def name_of_export(export: Export) -> str:
    """What a file holds, or a list that was handed over, in a few words."""
    if export.list_name:
        return list_name(export.list_name)
    return content_name(export.content, export.asked)


def format_names() -> dict[str, str]:
    """The formats in which files are written."""
    return {
        suffix: kind.title
        for suffix, kind in sorted(EXPORT_FORMATS.items())
        if kind.is_installed
    }


def course_title(key: str) -> str:
    """The title of a course, or its key where it is taught no more."""
    course = get_site().catalogue.courses.get(key)
    return course.title if course else key


def state_and_day(found: FoundExport, now: datetime) -> str:
    """Where a file stands, with the last day on which a ready one is kept."""
    state = found.state(now)
    words, _kind = export_state(state)
    file = found.export.file
    if state == READY and file and file.kept_until:
        return _("%(state)s until %(day)s", state=words, day=_day(file.kept_until))
    return words


def export_facts(found: FoundExport) -> list[tuple[str, str]]:
    """Who asked for what, as of when and what for; and what was written."""
    export, file = found.export, found.export.file
    facts = [
        (_("What it holds"), name_of_export(export)),
        (_("Course"), course_title(export.course_key)),
        (_("As of"), long_moment(question_of(export).as_of)),
        *_asked_of_list(export),
        (_("Format"), EXPORT_FORMATS[export.format].title),
        (_("Asked for by"), export.actor.name if export.actor else _("A command")),
        (_("Asked on"), long_moment(export.recorded_at)),
    ]
    if export.purpose:
        facts.append((_("What for"), export.purpose))
    if file is not None:
        facts += _written(file.manifest)
        if file.kept_until is not None:
            facts.append((_("Kept until"), _day(file.kept_until)))
    return facts


def _asked_of_list(export: Export) -> list[tuple[str, str]]:
    """What only a list of names is asked by."""
    facts = []
    if "on" in export.asked:
        day = date.fromisoformat(export.asked["on"])
        facts.append((_("On the day"), long_date(day)))
    if "group" in export.asked:
        facts.append((_("List"), group_word(export.asked["group"])))
    return facts


def why_refused(found: FoundExport) -> str:
    """Why a file was not written, in a sentence."""
    error: Mapping[str, Any] = (found.job.error if found.job else None) or {}
    if "message" in error:
        return _(error["message"])
    return _("It did not work. The log of the course says why.")


def _written(manifest: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [
        (_("Rows"), str(manifest["row_count"])),
        (_("Bytes"), str(manifest["byte_count"])),
        (_("SHA-256"), manifest["sha256"]),
    ]


def _day(moment: datetime) -> str:
    return long_date(moment.date())
