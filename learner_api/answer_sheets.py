"""The plain form of an attempt: what it shows, and what a sent one changes.

The form remembers, by a fingerprint for each question, which answer it showed. So a
form that stood open in another window changes only what its reader changed there, and
cannot wipe out an answer that was saved meanwhile.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid5

from werkzeug.datastructures import MultiDict

from course.canonical import canonical_json
from course.responses import Acknowledgement, answer_to
from learner_api.clock import now
from learner_api.translation import gettext as _
from quizzes import InvalidAnswer, Quiz
from quizzes.paper import PaperQuestion

# No key of a question begins so: these names cannot meet those of the answers.
OPERATION = "_op"
BUTTON = "_do"
SHOWN = "_shown."
SEEN = "_seen."

Held = Mapping[str, Acknowledgement]


@dataclass(frozen=True, slots=True)
class Change:
    """A new answer to one question and the operation that names its saving."""

    question_key: str
    answer: Any
    op: UUID


@dataclass(frozen=True, slots=True)
class SentSheet:
    """What a form changes, and what of it cannot be read."""

    changes: tuple[Change, ...]
    errors: Mapping[str, str]


def read_sheet(
    quiz: Quiz, form: MultiDict[str, str], held: Held, operation: UUID
) -> SentSheet:
    """The changes that a sent form asks for, against what is held."""
    changes: list[Change] = []
    errors: dict[str, str] = {}
    for question in quiz.questions:
        key = question.key
        raw = question.read_form(form.getlist)
        try:
            answer = None if raw is None else question.check(raw)
        except InvalidAnswer as refusal:
            errors[key] = refusal.message
            continue
        is_as_shown = fingerprint(answer) == form.get(SHOWN + key, "")
        if is_as_shown or answer == answer_to(held, key):
            continue
        # A form sent twice finds its answers held and changes nothing; one that comes
        # back later with other answers, by the back button, is a new operation.
        after = held[key].sequence if key in held else 0
        changes.append(Change(key, answer, uuid5(operation, f"{key} {after}")))
    return SentSheet(tuple(changes), errors)


def seen_fields(held: Held) -> dict[str, str]:
    """The hidden fields that say which answers a page shows before submitting."""
    return {SEEN + key: str(each.op) for key, each in held.items()}


def seen_operations(form: MultiDict[str, str]) -> dict[str, UUID] | None:
    """Which answers the learner saw; nothing where the form does not say."""
    fields = {name: text for name, text in form.items() if name.startswith("_seen")}
    if not fields:
        return None
    seen = {}
    for name, text in fields.items():
        with suppress(ValueError):
            seen[name.removeprefix(SEEN)] = UUID(text)
    return seen


def fingerprint(answer: Any) -> str:
    """A short name for an answer, by which a form says what it showed."""
    if answer is None:
        return ""
    return sha256(canonical_json(answer).encode()).hexdigest()[:16]


def fingerprints(quiz: Quiz, held: Held) -> dict[str, str]:
    """The hidden fields that say which answers the form shows."""
    return {
        SHOWN + question.key: fingerprint(answer_to(held, question.key))
        for question in quiz.questions
    }


def field_values(quiz: Quiz, held: Held) -> dict[str, tuple[str, ...]]:
    """The fields of the form as the held answers fill them in."""
    values: dict[str, tuple[str, ...]] = {}
    for question in quiz.questions:
        values.update(question.form_values(answer_to(held, question.key)))
    return values


def saved_words(held: Held) -> dict[str, str]:
    """When each answer was saved, in words, by question."""
    return {
        key: _("Saved %(time)s", time=time_words(each.recorded_at))
        for key, each in held.items()
        if each.answer is not None
    }


def last_saved(
    paper: tuple[PaperQuestion, ...], held: Held
) -> tuple[list[int], str] | None:
    """The numbers of the questions that were saved last, together, and the time."""
    if not held:
        return None
    latest = max(each.recorded_at for each in held.values())
    numbers = [
        item.number
        for item in paper
        if item.question.key in held and held[item.question.key].recorded_at == latest
    ]
    return numbers, time_words(latest)


def time_words(moment: datetime) -> str:
    """The time of a moment, and the day too where it was not today."""
    if moment.date() == now().date():
        return f"{moment:%H:%M} UTC"
    return f"{moment:%d.%m.%Y, %H:%M} UTC"
