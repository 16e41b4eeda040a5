"""What the record holds of the questions of a quiz: who was asked, answered, earned.

It is gathered for ``quizzes.analysis``, which tells how good the questions are. Every
figure has an as-of: facts are taken by ``recorded_at``, as completion figures take
them. A learner's language is not on record, so that of the quiz parts the attempts in
groups.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from course import editions
from course.corrections import as_recorded, recorded_corrections
from course.counting import standing_for_all
from course.evidence import MarkedAttempt
from course.item_editions import Editions, read_editions
from course.item_query import ItemQuery, of_attempts, of_marked
from course.models import Attempt, Enrolment, Mark, Response, User
from quizzes import Action, Counting, Question, Quiz
from quizzes.analysis import Sitting, Sittings, facts_of

_STREAMED = {"yield_per": 5000}


@dataclass(frozen=True, slots=True)
class Item:
    """One question as it was asked last, with the key that it is judged by.

    ``words`` say what the codes of its answers mean. ``other_wordings`` counts the
    attempts that were asked it in other words or judged by another key: their figures
    are left out. ``correction`` is how it is judged otherwise than by its file.
    """

    number: int
    question: Question
    words: Mapping[str, str]
    other_wordings: int
    correction: Action | None


@dataclass(frozen=True, slots=True)
class Gathered:
    """All that the analysis is told of a quiz, and what its readers need besides.

    ``quiz`` is the newest edition, nothing where no attempt is known.
    ``rules`` are how the attempts of each learner count.
    """

    query: ItemQuery
    quiz: Quiz | None
    items: tuple[Item, ...]
    sittings: Sittings
    rules: frozenset[Counting]

    @property
    def attempts(self) -> int:
        return len(self.sittings.sittings)

    @property
    def languages(self) -> list[tuple[str, int]]:
        """How many attempts there are in each language, most first."""
        counts = Counter(sitting.group for sitting in self.sittings.sittings)
        return sorted(counts.items(), key=lambda each: (-each[1], each[0]))


@dataclass(frozen=True, slots=True)
class _Paper:
    """One attempt as it was marked: by which edition, and what each question earned."""

    edition_id: int
    points: tuple[int | None, ...]
    is_current: bool


def gather(session: Session, asker: User, query: ItemQuery) -> Gathered:
    """What the asker may know of the marked attempts at a quiz, in a few statements.

    A trainer is told of the cohorts they lead, an administrator of everybody. Each
    attempt is taken with the mark that was its latest at the moment.
    """
    chosen, rules = _choose(session, asker, query)
    if not chosen:
        return Gathered(query, None, (), Sittings((), ()), rules)
    read = _read_editions(session, query, chosen)
    papers, otherwise = _read_papers(session, asker, query, chosen, read)
    sittings = tuple(
        Sitting(paper.points, picked, read.sheets[paper.edition_id].language, current)
        for paper, picked, current in _with_answers(session, asker, query, papers, read)
    )
    items = tuple(
        Item(
            number=number,
            question=question,
            words=read.words[question.key],
            other_wordings=otherwise[question.key],
            correction=read.newest.correction_of(question.key),
        )
        for number, question in enumerate(read.questions, start=1)
    )
    facts = tuple(
        facts_of(
            item.question,
            Counter(code for each in sittings for code in each.picked[place]),
        )
        for place, item in enumerate(items)
    )
    return Gathered(query, read.newest.sheet, items, Sittings(facts, sittings), rules)


def awaiting_marks(session: Session, asker: User, query: ItemQuery) -> int:
    """How many submitted attempts are left out because a person has still to mark."""
    is_marked = exists(
        select(Mark.id).where(
            Mark.attempt_id == Attempt.id, Mark.recorded_at <= query.as_of
        )
    )
    statement = of_attempts(asker, query, func.count()).where(
        Attempt.submitted_at <= query.as_of, ~is_marked
    )
    return session.scalar(statement) or 0


def _choose(
    session: Session, asker: User, query: ItemQuery
) -> tuple[dict[int, int], frozenset[Counting]]:
    """The attempts to tell of, each with its edition, and how attempts count."""
    rows = session.execute(
        of_marked(
            asker,
            query,
            Attempt.id,
            Attempt.edition_id,
            Attempt.enrolment_id,
            Attempt.number,
            Enrolment.edition_id.label("course_edition_id"),
            Mark.points,
            Mark.out_of,
            Mark.passed,
            Mark.recorded_at,
        ).order_by(Attempt.enrolment_id, Attempt.number)
    ).all()
    outlines = editions.find_editions(session, {row.course_edition_id for row in rows})
    rule_of = {
        each.id: editions.course_of(session, each).counting_of(query.quiz_key)
        for each in outlines.values()
    }
    rules = frozenset(rule.counts for rule in rule_of.values())
    if query.which == "all":
        return {row.id: row.edition_id for row in rows}, rules
    chosen = {}
    for _, group in groupby(rows, attrgetter("enrolment_id")):
        by_number = {row.number: row for row in group}
        rule = rule_of[next(iter(by_number.values())).course_edition_id]
        attempts = [_marked_attempt(query, row) for row in by_number.values()]
        row = by_number[standing_for_all(attempts, rule).number]
        chosen[row.id] = row.edition_id
    return chosen, rules


def _marked_attempt(query: ItemQuery, row: Any) -> MarkedAttempt:
    return MarkedAttempt(
        query.quiz_key, row.number, row.points, row.out_of, row.passed, row.recorded_at
    )


def _read_editions(
    session: Session, query: ItemQuery, chosen: Mapping[int, int]
) -> Editions:
    """The editions of these attempts, judged by the corrections of the moment.

    The newest is the one that was begun last.
    """
    newest_first = list(
        dict.fromkeys(chosen[attempt] for attempt in sorted(chosen, reverse=True))
    )
    found = editions.find_editions(session, set(newest_first))
    corrections = as_recorded(
        recorded_corrections(session, query.quiz_key), as_of=query.as_of
    )
    judged = {
        each.id: corrections.judge(editions.quiz_of(session, each))
        for each in found.values()
    }
    return read_editions(judged, newest_first, Counter(chosen.values()))


def _read_papers(
    session: Session,
    asker: User,
    query: ItemQuery,
    chosen: Mapping[int, int],
    read: Editions,
) -> tuple[dict[int, _Paper], Counter[str]]:
    """What the questions of each attempt earned, and how often each is left out."""
    rows = session.execute(
        of_marked(asker, query, Attempt.id, Attempt.drawn, Mark.detail).order_by(
            Attempt.id
        ),
        execution_options=_STREAMED,
    )
    papers, otherwise = {}, Counter[str]()
    for attempt_id, drawn, detail in rows:
        if attempt_id not in chosen:
            continue
        edition_id = chosen[attempt_id]
        sheet = read.sheets[edition_id]
        papers[attempt_id] = _Paper(
            edition_id, sheet.points(detail), sheet.is_current(drawn)
        )
        otherwise.update(sheet.asked_otherwise & detail.keys())
    return papers, otherwise


def _with_answers(
    session: Session,
    asker: User,
    query: ItemQuery,
    papers: Mapping[int, _Paper],
    read: Editions,
) -> Iterator[tuple[_Paper, tuple[tuple[str, ...], ...], bool]]:
    """Each attempt with what it picked: the answers that were held, one by one."""
    rows = session.execute(
        of_attempts(
            asker, query, Response.attempt_id, Response.question_key, Response.answer
        )
        .join(Response, Response.attempt_id == Attempt.id)
        .where(Response.recorded_at <= query.as_of)
        .order_by(Response.attempt_id, Response.sequence, Response.id),
        execution_options=_STREAMED,
    )
    blank = dict(papers)
    for attempt_id, saves in groupby(rows, attrgetter("attempt_id")):
        # Of the saves of one question the last in this order is the one held.
        held = {key: answer for _, key, answer in saves}
        paper = blank.pop(attempt_id, None)
        if paper is not None:
            sheet = read.sheets[paper.edition_id]
            yield paper, sheet.picked(paper.points, held), paper.is_current
    for paper in blank.values():
        yield paper, ((),) * len(paper.points), paper.is_current
