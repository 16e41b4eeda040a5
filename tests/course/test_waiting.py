"""What waits to be marked: whose it is to mark, in which order, and page by page."""

from dataclasses import replace
from datetime import timedelta

import pytest

from course import cohorts
from course.models import User
from course.submissions import close_if_over
from course.waiting import attempts_to_mark, overdue_attempts, quizzes_waiting
from tests import builders
from tests.builders import NOW, OFFICE
from tests.course.sittings import save, submit
from tests.marked_by_person import (
    ESSAY,
    NOTE,
    a_marker,
    a_waiting_attempt,
    mark,
    quiz_with_text,
)
from tests.statements import statements_of


@pytest.fixture
def cohort(session):
    return builders.a_cohort(session)


def waits(session, cohort, minutes=0, **overrides):
    """An attempt in the cohort that was submitted so many minutes after noon."""
    enrolment = builders.an_enrolment(session, cohort=cohort)
    moment = NOW + timedelta(minutes=minutes)
    return a_waiting_attempt(session, enrolment, now=moment, **overrides)


def test_whoever_waits_longest_comes_first(session, cohort):
    late, early = waits(session, cohort, 20), waits(session, cohort, 10)
    same = waits(session, cohort, 10)

    found = attempts_to_mark(session, a_marker(session, early))

    assert found == [early, same, late]


def test_a_trainer_is_given_those_they_lead_and_an_administrator_all(session, cohort):
    mine, alone = waits(session, cohort), a_waiting_attempt(session)
    foreign = waits(session, builders.a_cohort(session))

    def given(asker):
        return attempts_to_mark(session, asker)

    assert given(a_marker(session, mine)) == [mine]
    assert given(a_marker(session, foreign)) == [foreign]
    assert set(given(builders.an_administrator(session))) == {mine, alone, foreign}
    assert given(mine.enrolment.user) == []


def test_nobody_is_given_an_attempt_of_their_own(session, cohort):
    for person in (builders.a_trainer(session), builders.an_administrator(session)):
        cohorts.add_trainer(session, cohort, person)
        a_waiting_attempt(
            session, builders.an_enrolment(session, person, cohort=cohort)
        )
        others = attempts_to_mark(session, person)

        assert person.id not in {each.enrolment.user_id for each in others}


def test_what_is_open_or_has_its_mark_does_not_wait(session, cohort):
    marked = waits(session, cohort)
    mark(session, marked, ESSAY)
    half = attempts_to_mark(session, a_marker(session, marked))
    mark(session, marked, NOTE, {"matter": 1})
    builders.an_open_attempt(
        session, builders.an_enrolment(session, cohort=cohort), quiz=quiz_with_text()
    )
    builders.a_submitted_attempt(session, builders.an_enrolment(session, cohort=cohort))

    assert half == [marked]
    assert attempts_to_mark(session, a_marker(session, marked)) == []


def test_pages_and_neighbours_are_found_by_the_moment_of_submission(session, cohort):
    made = [waits(session, cohort, minutes) for minutes in (5, 5, 6, 7)]
    asker = a_marker(session, made[0])

    pages, after = [], None
    while page := attempts_to_mark(session, asker, after=after, limit=3):
        pages.append(page)
        after = page[-1]

    assert pages == [made[:3], made[3:]]
    assert attempts_to_mark(session, asker, before=made[2], limit=1) == [made[1]]
    assert attempts_to_mark(session, asker, before=made[0]) == []
    assert attempts_to_mark(session, asker, after=made[0], limit=1) == [made[1]]


@pytest.mark.parametrize("size", [1, 8])
def test_the_list_takes_one_statement_whatever_its_size(
    session, sessions, engine, cohort, size
):
    for _ in range(size):
        waits(session, cohort)
    session.commit()

    with sessions() as own:
        asker = own.get_one(User, cohort.created_by)
        with statements_of(engine) as sent:
            found = attempts_to_mark(own, asker)
            shown = [
                (each.enrolment.user.name, each.enrolment.cohort, each.edition.digest)
                for each in found
            ]

    assert len(shown) == size
    assert len(sent) == 1


def test_attempts_left_open_past_their_limit_are_found_to_be_closed(session, cohort):
    quiz = replace(quiz_with_text(), time_limit=30)
    left = builders.an_open_attempt(
        session, builders.an_enrolment(session, cohort=cohort), quiz=quiz
    )
    save(session, left, ESSAY, "Half of what I know.")
    asker = a_marker(session, left)
    limit = NOW + timedelta(minutes=30)
    before = limit - timedelta(seconds=1)

    assert overdue_attempts(session, asker, now=before) == []
    assert overdue_attempts(session, builders.a_trainer(session), now=limit) == []
    assert overdue_attempts(session, asker, now=limit) == [left]
    close_if_over(session, left, now=limit, office=OFFICE)
    assert overdue_attempts(session, asker, now=limit) == []
    assert attempts_to_mark(session, asker) == [left]


def test_extra_time_keeps_an_attempt_from_being_overdue(session, cohort):
    quiz = replace(quiz_with_text(), time_limit=30)
    enrolment = builders.an_enrolment(session, cohort=cohort)
    attempt = builders.an_open_attempt(session, enrolment, quiz=quiz)
    builders.an_accommodation(session, enrolment, extra_time_percent=100)
    asker = a_marker(session, attempt)

    assert overdue_attempts(session, asker, now=NOW + timedelta(minutes=59)) == []
    assert overdue_attempts(session, asker, now=NOW + timedelta(minutes=60)) == [
        attempt
    ]


def test_the_quizzes_that_wait_are_told_for_each_enrolment(session, cohort):
    attempt = waits(session, cohort)
    idle = builders.an_enrolment(session, cohort=cohort)

    found = quizzes_waiting(session, [attempt.enrolment, idle])

    assert found == {attempt.enrolment_id: {"second-quiz"}, idle.id: frozenset()}


def test_the_cohort_page_tells_waiting_from_failed(session, cohort):
    quiz = quiz_with_text(attempts_allowed=1)
    attempt = waits(session, cohort, quiz=quiz)

    waiting = cohorts.cohort_progress(session, cohort)[0]
    mark(session, attempt, ESSAY, {"argument": 0, "sources": 0})
    mark(session, attempt, NOTE, {"matter": 0})
    failed = cohorts.cohort_progress(session, cohort)[0]

    assert (waiting.waiting_quizzes, waiting.failed_quizzes) == (("second-quiz",), ())
    assert (failed.waiting_quizzes, failed.failed_quizzes) == ((), ("second-quiz",))


def test_a_learner_may_try_again_while_an_attempt_waits(session, cohort):
    attempt = waits(session, cohort)

    again = builders.an_open_attempt(
        session, attempt.enrolment, quiz=quiz_with_text(), now=NOW
    )
    receipt = submit(session, again)

    assert again.number == 2
    assert receipt.mark is not None
