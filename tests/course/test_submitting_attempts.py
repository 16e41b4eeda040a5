"""An attempt is submitted once and marked by the quiz that it was given."""

from dataclasses import replace
from datetime import timedelta

import pytest

from course import attempts, editions
from course.models import Mark, User
from tests import builders
from tests.builders import NOW, how_many
from tests.course.sittings import mark_of, save, submit
from tests.threads import at_once

LATER = NOW + timedelta(minutes=5)


def test_a_submitted_attempt_is_marked_as_the_quiz_stood(session):
    receipt = builders.a_submitted_attempt(
        session, answers={"one-colour": "blue", "even-numbers": ["two"], "week": True}
    )

    mark = mark_of(receipt)
    assert (mark.points, mark.out_of, mark.passed) == (2, 9, False)
    assert mark.detail["one-colour"] == [1, 1]
    assert mark.detail["even-numbers"] == [0, 2]
    assert mark.detail["capital"] == [0, 1]
    assert mark.edition_id == receipt.attempt.edition_id


def test_a_receipt_holds_every_answer_that_counted(session, catalogue):
    right = builders.right_answers(catalogue.quiz("first-quiz"))

    receipt = builders.a_submitted_attempt(session)

    assert {key: each.answer for key, each in receipt.held.items()} == right
    assert mark_of(receipt).passed
    assert receipt.attempts_left == 2


def test_a_second_submission_gives_the_same_receipt(session):
    attempt = builders.an_open_attempt(session)
    save(session, attempt, "one-colour", "blue")

    first = submit(session, attempt)
    again = submit(session, attempt, now=LATER)

    assert attempt.submitted_at == NOW
    assert again == first
    assert how_many(session, Mark) == 1


def test_a_quiz_that_changes_moves_no_goalposts_of_an_open_attempt(session, catalogue):
    quiz = catalogue.quiz("second-quiz")
    attempt = builders.an_open_attempt(session, quiz_key="second-quiz")
    for key, answer in builders.right_answers(quiz).items():
        save(session, attempt, key, answer)
    harder = replace(quiz, pass_mark=100, questions=quiz.questions[:1])
    editions.quiz_edition(session, harder, now=LATER)

    receipt = submit(session, attempt, now=LATER)

    assert receipt.quiz.pass_mark == 50
    assert (mark_of(receipt).points, mark_of(receipt).out_of) == (2, 2)


@pytest.mark.parametrize(
    ("used", "passed", "shown"),
    [(1, False, False), (1, True, True), (3, False, True)],
)
def test_right_answers_are_shown_once_they_can_buy_nothing(
    session, used, passed, shown
):
    enrolment = builders.an_enrolment(session)

    for _ in range(used):
        receipt = builders.a_submitted_attempt(
            session, enrolment, answers=None if passed else {}
        )

    assert receipt.keys_shown is shown


def test_two_devices_that_submit_at_once_make_one_mark(session, sessions):
    attempt = builders.an_open_attempt(session)
    learner_id, uuid = attempt.enrolment.user_id, attempt.uuid
    session.commit()

    def hand_in(_number: int) -> int:
        with sessions() as own:
            asker = own.get_one(User, learner_id)
            mine = attempts.find_own_attempt(own, asker.id, uuid)
            receipt = submit(own, mine)
            own.commit()
            return mark_of(receipt).id

    results = at_once(2, hand_in)

    assert len(set(results)) == 1
    assert how_many(session, Mark) == 1
