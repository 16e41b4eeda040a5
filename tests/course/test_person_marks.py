"""An answer in free text is marked by its rubric, and then the attempt has its mark."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from course import person_marks, steps
from course.doctor import examine
from course.errors import (
    MarkedMeanwhile,
    NothingToMark,
    NotPermitted,
    OperationConflict,
    UnknownQuestion,
)
from course.marking import current_mark, marks_of, response_marks
from course.models import (
    Achievement,
    Attempt,
    Award,
    Mark,
    OutgoingMessage,
    ResponseMark,
    User,
)
from course.person_marks import MARKED_AGAIN, Seen, still_waiting
from course.waiting import quizzes_waiting
from quizzes import InvalidLevels
from tests import builders
from tests.builders import NOW, how_many
from tests.marked_by_person import (
    BEST,
    CHOICE,
    ESSAY,
    FAIR,
    NOTE,
    a_marker,
    a_waiting_attempt,
    mark,
    quiz_with_text,
)
from tests.threads import at_once

LATER = NOW + timedelta(days=2)
POINT = {"matter": 1}


@pytest.fixture
def attempt(session):
    cohort = builders.a_cohort(session)
    return a_waiting_attempt(session, builders.an_enrolment(session, cohort=cohort))


def points_of(session, attempt) -> tuple[int, int, bool] | None:
    found = current_mark(session, attempt)
    return None if found is None else (found.points, found.out_of, found.passed)


def test_an_attempt_with_text_waits_and_is_neither_passed_nor_failed(session, attempt):
    enrolment = attempt.enrolment

    assert points_of(session, attempt) is None
    assert enrolment.standing["quizzes"] == {}
    assert quizzes_waiting(session, [enrolment]) == {enrolment.id: {"second-quiz"}}
    assert still_waiting(session, attempt) == (ESSAY, NOTE)


def test_a_blank_answer_waits_for_nobody(session):
    attempt = a_waiting_attempt(session, answers={CHOICE: "blue"})

    assert points_of(session, attempt) == (1, 7, False)
    assert still_waiting(session, attempt) == ()


def test_the_points_follow_from_the_levels(session, attempt):
    by = a_marker(session, attempt)

    given = mark(
        session, attempt, ESSAY, FAIR, comment="  One gap.\r\n\r\nMend it. ", by=by
    )

    assert (given.points, given.out_of, given.levels) == (3, 5, FAIR)
    assert given.comment == "One gap.\n\nMend it."
    assert (given.actor_id, given.recorded_at) == (by.id, NOW)
    assert points_of(session, attempt) is None
    assert still_waiting(session, attempt) == (NOTE,)


def test_the_last_answer_marked_gives_the_attempt_its_mark(session, attempt):
    mark(session, attempt, ESSAY, FAIR)

    mark(session, attempt, NOTE, POINT, now=LATER)

    found = current_mark(session, attempt)
    assert found is not None
    assert points_of(session, attempt) == (5, 7, True)
    assert found.detail == {ESSAY: [3, 5], NOTE: [1, 1], CHOICE: [1, 1]}
    assert (found.occurred_at, found.recorded_at) == (attempt.submitted_at, LATER)
    assert found.reason is None
    assert attempt.enrolment.standing["quizzes"]["second-quiz"] == [1, 5, 7, True]
    assert quizzes_waiting(session, [attempt.enrolment])[attempt.enrolment_id] == set()


def test_the_learner_is_told_once_and_only_when_the_result_is_there(session, attempt):
    mark(session, attempt, ESSAY)
    assert how_many(session, OutgoingMessage) == 0

    mark(session, attempt, NOTE, POINT)
    mark(session, attempt, NOTE, {"matter": 0}, now=LATER)

    letter = session.scalars(select(OutgoingMessage)).one()
    assert letter.recipient_email == attempt.enrolment.user.email
    assert str(attempt.uuid) in letter.body


def test_a_mark_may_complete_the_course_and_give_the_award(session):
    learner = builders.a_learner(session)
    enrolment = builders.an_enrolment(session, learner)
    for place in builders.LESSONS:
        builders.a_finished_lesson(session, enrolment, *place)
    builders.a_submitted_attempt(session, enrolment, "first-quiz")
    attempt = a_waiting_attempt(session, enrolment)
    mark(session, attempt, ESSAY)
    assert how_many(session, Achievement) == 0

    mark(session, attempt, NOTE, POINT, now=LATER)

    assert enrolment.completed_at == LATER
    achievement = session.scalars(select(Achievement)).one()
    assert achievement.enrolment_id == enrolment.id
    assert how_many(session, Award) == 1
    assert [each for found in examine(session) for each in found] == []


def test_marking_again_supersedes_and_says_why(session, attempt):
    first = mark(session, attempt, ESSAY, FAIR)
    mark(session, attempt, NOTE, POINT)

    second = mark(
        session, attempt, ESSAY, BEST, comment="I had missed a source.", now=LATER
    )

    assert second.supersedes_id == first.id
    assert response_marks(session, attempt)[ESSAY] is second
    old, new = marks_of(session, attempt)
    assert (old.points, new.points) == (5, 7)
    assert (new.supersedes_id, new.reason) == (old.id, MARKED_AGAIN)
    assert attempt.enrolment.standing["quizzes"]["second-quiz"] == [1, 7, 7, True]


def test_another_comment_alone_makes_no_other_result(session, attempt):
    mark(session, attempt, ESSAY)
    mark(session, attempt, NOTE, POINT)

    mark(session, attempt, ESSAY, comment="Well done.")

    assert how_many(session, ResponseMark) == 3
    assert how_many(session, Mark) == 1


def test_what_nobody_has_to_mark_is_refused(session, attempt, catalogue):
    half = a_waiting_attempt(session, answers={ESSAY: "Words.", CHOICE: "blue"})
    open_one = builders.an_open_attempt(session, quiz=quiz_with_text())

    for stray, key in ((attempt, CHOICE), (half, NOTE), (open_one, ESSAY)):
        with pytest.raises(NothingToMark):
            mark(session, stray, key)
    with pytest.raises(UnknownQuestion):
        mark(session, attempt, "no-such-question")

    assert how_many(session, ResponseMark) == 0


@pytest.mark.parametrize(
    "levels",
    [
        {},
        {"argument": 3},
        {"argument": 2, "sources": 2},
        {**BEST, "style": 1},
    ],
)
def test_levels_that_do_not_fit_the_rubric_are_refused(session, attempt, levels):
    with pytest.raises(InvalidLevels):
        mark(session, attempt, ESSAY, levels)

    assert how_many(session, ResponseMark) == 0


def test_nobody_but_staff_marks_and_nobody_their_own(session):
    trainer = builders.a_trainer(session)
    administrator = builders.an_administrator(session)
    for person in (trainer, administrator):
        own = a_waiting_attempt(session, builders.an_enrolment(session, person))
        with pytest.raises(NotPermitted):
            mark(session, own, by=person)
    own = a_waiting_attempt(session)
    for person in (own.enrolment.user, builders.a_learner(session)):
        with pytest.raises(NotPermitted):
            mark(session, own, by=person)


def test_an_attempt_is_found_by_those_who_answer_for_its_learner(session, attempt):
    def finds(asker):
        return person_marks.find_to_mark(session, asker, attempt.uuid) is attempt

    assert finds(a_marker(session, attempt))
    assert finds(builders.an_administrator(session))
    assert not finds(builders.a_trainer(session))
    assert not finds(builders.a_learner(session))


def test_the_same_operation_marks_once(session, attempt):
    op, by = uuid4(), a_marker(session, attempt)

    first = mark(session, attempt, op=op, by=by)
    again = mark(session, attempt, op=op, by=by, now=LATER)
    mark(session, attempt, ESSAY, FAIR)
    late = mark(session, attempt, op=op, by=by)

    assert first is again is late
    assert how_many(session, ResponseMark) == 2


def test_an_operation_that_marked_another_way_conflicts(session, attempt):
    op, by = uuid4(), a_marker(session, attempt)
    other = a_waiting_attempt(session)
    mark(session, attempt, op=op, by=by)

    changes: list[dict[str, Any]] = [
        {"levels": FAIR},
        {"comment": "Other words."},
        {"by": builders.an_administrator(session)},
        {"question_key": NOTE, "levels": POINT},
    ]
    for change in changes:
        with pytest.raises(OperationConflict):
            mark(session, attempt, **{"op": op, "by": by, **change})
    with pytest.raises(OperationConflict):
        mark(session, other, op=op, by=builders.an_administrator(session))


def test_a_mark_that_its_giver_had_not_seen_is_not_superseded(session, attempt):
    first = mark(session, attempt, seen=Seen(None))

    for seen in (Seen(None), Seen(uuid4())):
        with pytest.raises(MarkedMeanwhile):
            mark(session, attempt, ESSAY, FAIR, seen=seen)
    second = mark(session, attempt, ESSAY, FAIR, seen=Seen(first.uuid))

    assert second.supersedes_id == first.id


def test_what_the_marker_does_is_no_sign_of_the_learners_life(session, attempt):
    mark(session, attempt, ESSAY, now=LATER)
    mark(session, attempt, NOTE, POINT, now=LATER)

    assert attempt.enrolment.last_active_at == NOW


def test_a_quiz_that_waits_is_not_the_next_thing_to_do(session, attempt, catalogue):
    enrolment = attempt.enrolment
    course = catalogue.course(builders.COURSE)
    for place in builders.LESSONS:
        builders.a_finished_lesson(session, enrolment, *place)

    before = steps.next_step(course, enrolment, session)
    builders.a_submitted_attempt(session, enrolment, "first-quiz")
    after = steps.next_step(course, enrolment, session)

    assert before is not None
    assert before.key == "first-quiz"
    assert after is None


def marking(sessions, attempt, run):
    """Marking in a session of its own, locked as the edge locks."""

    def act(number: int) -> object:
        with sessions() as own:
            by = own.scalars(select(User).where(User.role == "administrator")).first()
            found = person_marks.find_to_mark(own, by, attempt.uuid)
            made = run(own, found, number, by)
            own.commit()
            return made.id

    return act


def test_of_two_trainers_at_once_one_is_told_of_the_other(session, sessions, attempt):
    builders.an_administrator(session)
    session.commit()

    def run(own, found, number, by):
        levels = (BEST, FAIR)[number]
        return mark(own, found, ESSAY, levels, seen=Seen(None), by=by)

    results = at_once(2, marking(sessions, attempt, run))

    assert sum(isinstance(each, MarkedMeanwhile) for each in results) == 1, results
    assert how_many(session, ResponseMark) == 1


def test_two_trainers_who_mark_the_last_two_answers_at_once_make_one_result(
    session, sessions
):
    builders.an_administrator(session)
    for _ in range(3):
        attempt = a_waiting_attempt(session)
        session.commit()

        def run(own, found, number, by):
            key, levels = ((ESSAY, BEST), (NOTE, POINT))[number]
            return mark(own, found, key, levels, by=by)

        results = at_once(2, marking(sessions, attempt, run))

        assert all(isinstance(each, int) for each in results), results
        assert points_of(session, attempt) == (7, 7, True)
        assert len(marks_of(session, attempt)) == 1
        session.expire_all()
        assert attempt.enrolment.standing["quizzes"]["second-quiz"][1] == 7
    assert how_many(session, OutgoingMessage) == 3


def test_without_a_lock_the_database_admits_one_successor(session, sessions, attempt):
    builders.an_administrator(session)
    session.commit()

    def act(number: int) -> object:
        with sessions() as own:
            by = builders.an_administrator(own)
            found = own.get_one(Attempt, attempt.id)
            made = mark(own, found, ESSAY, (BEST, FAIR)[number], by=by)
            own.commit()
            return made.id

    results = at_once(2, act)

    assert how_many(session, ResponseMark) in (1, 2)
    assert all(isinstance(each, int | MarkedMeanwhile) for each in results), results
    last = response_marks(session, attempt)[ESSAY]
    chain = session.scalars(select(ResponseMark).order_by(ResponseMark.id)).all()
    assert last is chain[-1]
