"""Questions that were corrected: open attempts, later files, persons and receipts."""

from dataclasses import replace
from datetime import timedelta

import pytest

from course import receipts, wordings
from course.models import (
    ResponseMark,
)
from course.regrade_listing import Result
from course.wordings import Asked
from tests import builders
from tests.builders import NOW
from tests.course.regrades import (
    DROP_WEEK,
    FIRST,
    PASSING,
    WEEK_IS_FALSE,
    ailments,
    an_attempt,
    answers,
    applied,
    marks_of,
    previewed,
)
from tests.course.sittings import mark_of, save, submit
from tests.quizzes.builders import a_quiz, question_data

LATER = NOW + timedelta(days=30)


def test_an_attempt_that_is_open_is_judged_by_the_correction(session):
    attempt = builders.an_open_attempt(session)
    for key, answer in answers(*PASSING, week=False).items():
        save(session, attempt, key, answer)
    earlier = an_attempt(session, "one-colour")
    preview = previewed(session, WEEK_IS_FALSE)
    regrade, _ = applied(session, WEEK_IS_FALSE)

    receipt = submit(session, attempt)

    assert (preview.open_attempts, preview.examined) == (1, 1)
    assert mark_of(earlier).recorded_at < regrade.recorded_at
    assert mark_of(receipt).points == 7
    assert mark_of(receipt).recorded_at == regrade.recorded_at
    assert ailments(session) == []


def test_a_correction_holds_until_the_file_is_corrected(session, catalogue):
    quiz = catalogue.quiz(FIRST)
    mended = replace(
        quiz,
        questions=tuple(
            replace(each, correct=False) if each.key == "week" else each
            for each in quiz.questions
        ),
    )
    an_attempt(session, *PASSING)
    applied(session, DROP_WEEK)

    attempt = builders.an_open_attempt(session, quiz=mended)
    save(session, attempt, "week", False)
    receipt = submit(session, attempt)

    assert (mark_of(receipt).points, mark_of(receipt).out_of) == (1, 9)
    assert ailments(session) == []


ESSAYS = a_quiz(
    question_data("true-false", key="week"), question_data("free-text", key="essay")
)


@pytest.fixture
def essays():
    """A quiz in the place of the first one, with a question that a person marks."""
    return replace(ESSAYS, key=FIRST)


def test_an_attempt_that_awaits_a_person_is_listed_and_stays(session, essays):
    attempt = builders.an_open_attempt(session, quiz=essays)
    save(session, attempt, "essay", "A trend.")
    submit(session, attempt)

    preview = previewed(session, WEEK_IS_FALSE)
    applied(session, WEEK_IS_FALSE)

    assert preview.awaiting == (attempt.uuid,)
    assert preview.learners == ()
    assert marks_of(session, attempt) == []
    assert ailments(session) == []


def test_dropping_what_a_person_was_to_mark_gives_the_first_mark(session, essays):
    attempt = builders.an_open_attempt(session, quiz=essays)
    save(session, attempt, "essay", "A trend.")
    save(session, attempt, "week", True)
    submit(session, attempt)

    preview = previewed(session, Asked("essay", "drop"), mode="raise")
    applied(session, Asked("essay", "drop"), mode="raise")

    [change] = preview.learners[0].attempts
    assert (change.before, change.after) == (None, Result(1, 1, True))
    assert preview.totals.first_marks == 1
    assert marks_of(session, attempt) == [(1, 1, True)]
    assert ailments(session) == []


def test_points_that_a_person_gave_are_kept(session, essays):
    attempt = builders.an_open_attempt(session, quiz=essays)
    save(session, attempt, "essay", "A trend.")
    submit(session, attempt)
    session.add(
        ResponseMark(
            attempt_id=attempt.id,
            question_key="essay",
            points=4,
            out_of=5,
            levels={},
            comment="",
            occurred_at=NOW,
            recorded_at=NOW,
        )
    )
    session.flush()

    applied(session, Asked("week", "credit"))

    assert marks_of(session, attempt) == [(5, 6, True)]


def test_receipts_show_what_was_withdrawn_and_the_corrected_key(session, catalogue):
    attempt = an_attempt(session, *PASSING).attempt
    applied(session, DROP_WEEK, Asked("capital", "key", {"accepted": ["Lagos"]}))

    receipt = receipts.receipt_of(session, attempt, catalogue.quiz(FIRST), now=NOW)

    week, capital = (receipt.quiz.question(key) for key in ("week", "capital"))
    assert not receipt.counts(week)
    assert receipt.points_at(week) == (None, 0)
    assert receipt.out_of == 8
    assert receipt.judged.question(capital.key).correct_answer == "Lagos"


def test_a_withdrawn_question_still_counts_where_only_raising_left_it(
    session, catalogue
):
    attempt = an_attempt(session, *PASSING, "year", "capital").attempt
    applied(session, DROP_WEEK, mode="raise")

    receipt = receipts.receipt_of(session, attempt, catalogue.quiz(FIRST), now=NOW)

    assert receipt.counts(receipt.quiz.question("week"))
    assert receipt.points_at(receipt.quiz.question("week")) == (1, 1)


def test_every_wording_is_listed_with_how_it_fared(session):
    an_attempt(session, *PASSING)
    an_attempt(session, "week")
    an_attempt(session, "one-colour")

    applied(session, Asked("year", "key", {"correct": 366}))
    listed = {each.question.key: each for each in wordings.wordings_at(session, FIRST)}

    assert list(listed) == [
        "one-colour",
        "even-numbers",
        "week",
        "young-animals",
        "seasons",
        "year",
        "capital",
    ]
    assert (listed["week"].marked, listed["week"].right) == (3, 2)
    assert (listed["week"].number, listed["week"].total) == (3, 7)
    assert listed["week"].correction is None
    assert listed["year"].correction == "key"
    assert listed["year"].judged.correct_answer == "366"
