"""Questions as they stood in the editions of a quiz, and how each was answered.

A question whose file was changed stood in several wordings. Each is corrected by
itself, since what was wrong with one need not be wrong with the next.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from course import editions
from course.corrections import corrections_of
from course.errors import AmbiguousQuestion, UnknownQuestion, UnknownQuiz
from course.handed_in import editions_at
from course.models import Attempt, Mark
from quizzes import Action, Correction, Judged, Question, Quiz, canonical_key, key_of


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants corrected. Without a digest, the one wording there is."""

    question_key: str
    action: Action
    value: dict[str, Any] | None = None
    digest: str | None = None


@dataclass(slots=True)
class Wording:
    """One question as it stood, how it is judged today, and how it fared.

    ``number`` is its place in the newest edition that has it, ``since`` the moment of
    the oldest. ``marked`` counts the marks in which it counts, ``right`` those in which
    it earned all its points.
    """

    question: Question
    judged: Question
    number: int
    total: int
    correction: Action | None
    since: datetime
    marked: int = 0
    right: int = 0


def propose(
    session: Session, quiz_key: str, asked: Sequence[Asked]
) -> tuple[Correction, ...]:
    """What is asked for as corrections of questions that were really asked.

    Raises ``UnknownQuiz`` where nobody ever began the quiz, ``UnknownQuestion``,
    ``AmbiguousQuestion``, and ``InvalidKey`` where a new key does not fit.
    """
    known = asked_at(session, quiz_key)
    if not known:
        raise UnknownQuiz(quiz_key)
    proposed = {}
    for each in asked:
        question = _named(known.get(each.question_key, {}), each)
        value = _new_key(question, each) if each.action == "key" else None
        proposed[question.key, question.digest] = Correction(
            question.key, question.digest, each.action, value
        )
    return tuple(proposed.values())


def asked_at(session: Session, quiz_key: str) -> dict[str, dict[str, Question]]:
    """Every question of a quiz as it stood, by its key and its digest."""
    known: dict[str, dict[str, Question]] = {}
    for quiz in _quizzes(session, quiz_key).values():
        for question in quiz.questions:
            known.setdefault(question.key, {})[question.digest] = question
    return known


def last_title(session: Session, quiz_key: str) -> str | None:
    """What a quiz was called when it was last begun for the first time."""
    quizzes = list(_quizzes(session, quiz_key).values())
    return quizzes[-1].title if quizzes else None


def wordings_at(session: Session, quiz_key: str) -> tuple[Wording, ...]:
    """Every question that was asked at a quiz, as it stood, the newest edition first.

    Of a bank those alone that were drawn.
    """
    known = editions_at(session, quiz_key)
    corrections = corrections_of(session, quiz_key)
    tallies = {number: _Tally() for number in known}
    for edition_id, drawn, detail in _papers(session, quiz_key):
        tallies[edition_id].add(drawn, detail or {})
    found: dict[tuple[str, str], Wording] = {}
    for edition in reversed(known.values()):
        judged = corrections.judge(editions.quiz_of(session, edition))
        tally = tallies[edition.id]
        for number, question in enumerate(judged.sheet.questions, start=1):
            if not tally.has_asked(question.key):
                continue
            place = (question.key, question.digest)
            if place not in found:
                found[place] = _wording(question, judged, number, edition.recorded_at)
            found[place].since = edition.recorded_at
            found[place].marked += tally.marked.get(question.key, 0)
            found[place].right += tally.right.get(question.key, 0)
    return tuple(found.values())


@dataclass(slots=True)
class _Tally:
    """How the questions of one edition fared."""

    is_whole: bool = False
    drawn: set[str] = field(default_factory=set)
    marked: dict[str, int] = field(default_factory=dict)
    right: dict[str, int] = field(default_factory=dict)

    def add(self, drawn: Iterable[str] | None, detail: dict[str, Any]) -> None:
        if drawn is None:
            self.is_whole = True
        else:
            self.drawn.update(drawn)
        for key, (points, out_of) in detail.items():
            self.marked[key] = self.marked.get(key, 0) + 1
            self.right[key] = self.right.get(key, 0) + (points == out_of)

    def has_asked(self, key: str) -> bool:
        return self.is_whole or key in self.drawn


def _wording(
    question: Question, judged: Judged, number: int, since: datetime
) -> Wording:
    return Wording(
        question=question,
        judged=judged.question(question.key),
        number=number,
        total=len(judged.sheet.questions),
        correction=judged.correction_of(question.key),
        since=since,
    )


def _new_key(question: Question, asked: Asked) -> dict[str, Any] | None:
    """The key that is asked for; nothing where it is the one that the file has."""
    if not asked.value:
        return None
    key, own = canonical_key(question, asked.value), key_of(question)
    return key if any(own[name] != value for name, value in key.items()) else None


def _named(versions: dict[str, Question], asked: Asked) -> Question:
    if not versions or (asked.digest is not None and asked.digest not in versions):
        raise UnknownQuestion(asked.question_key)
    if asked.digest is not None:
        return versions[asked.digest]
    if len(versions) > 1:
        raise AmbiguousQuestion(asked.question_key, tuple(versions))
    return next(iter(versions.values()))


def _quizzes(session: Session, quiz_key: str) -> dict[int, Quiz]:
    """The quiz in each of its editions, the oldest first."""
    return {
        number: editions.quiz_of(session, edition)
        for number, edition in editions_at(session, quiz_key).items()
    }


def _papers(session: Session, quiz_key: str) -> Iterable[Any]:
    """What each attempt drew, and the points of its questions where it is marked."""
    later = aliased(Mark)
    return session.execute(
        select(Attempt.edition_id, Attempt.drawn, Mark.detail)
        .outerjoin(Mark, Mark.attempt_id == Attempt.id)
        .outerjoin(later, later.supersedes_id == Mark.id)
        .where(Attempt.quiz_key == quiz_key, later.id.is_(None))
    )
