"""What a learner has done, where that leaves them, and what it completes."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from course import accounts, awards, progress, steps
from course.errors import OperationConflict, UnknownLesson
from course.models import Achievement, Award, AwardEvent, Enrolment, LessonCompletion
from course.steps import Step
from tests import builders
from tests.builders import LESSONS, NOW, OFFICE, QUIZZES, how_many
from tests.threads import at_once

UNPRINTABLE = "Ana \U000130c0"


def key_of(step: Step | None) -> str | None:
    return step.key if step else None


def finish(session, enrolment, **overrides):
    return builders.a_finished_lesson(session, enrolment, **overrides)


def almost_complete(session) -> Enrolment:
    """An enrolment that lacks the last lesson alone."""
    enrolment = builders.an_enrolment(session)
    for quiz_key in QUIZZES:
        builders.a_submitted_attempt(session, enrolment, quiz_key)
    for module_key, lesson_key in LESSONS[:-1]:
        builders.a_finished_lesson(session, enrolment, module_key, lesson_key)
    return enrolment


def finish_last(session, enrolment, **overrides):
    return builders.a_finished_lesson(session, enrolment, *LESSONS[-1], **overrides)


def test_a_finished_lesson_moves_the_standing(session):
    enrolment = builders.an_enrolment(session)

    completion = finish(session, enrolment, now=NOW)

    assert (completion.occurred_at, completion.recorded_at) == (NOW, NOW)
    assert (enrolment.met, enrolment.percent) == (1, 20)
    assert enrolment.last_active_at == NOW


def test_a_device_says_when_it_happened_and_the_server_when_it_heard(session):
    earlier = NOW - timedelta(hours=3)

    completion = finish(session, builders.an_enrolment(session), occurred_at=earlier)

    assert (completion.occurred_at, completion.recorded_at) == (earlier, NOW)


def test_the_same_operation_finishes_a_lesson_once(session):
    enrolment, op = builders.an_enrolment(session), uuid4()

    first = finish(session, enrolment, op=op)
    again = finish(session, enrolment, op=op, now=NOW + timedelta(hours=1))

    assert again is first
    assert again.recorded_at == NOW
    assert how_many(session, LessonCompletion) == 1


def test_a_lesson_finished_twice_is_finished_once(session):
    enrolment = builders.an_enrolment(session)

    first = finish(session, enrolment, op=uuid4())
    again = finish(session, enrolment, op=uuid4())

    assert again is first


def test_one_operation_finishes_one_lesson(session):
    enrolment, op = builders.an_enrolment(session), uuid4()
    finish(session, enrolment, op=op)

    with pytest.raises(OperationConflict):
        finish(session, enrolment, lesson_key="second-lesson", op=op)


def test_an_operation_that_named_another_lesson_conflicts_though_both_are_done(session):
    enrolment, op = builders.an_enrolment(session), uuid4()
    finish(session, enrolment, lesson_key="second-lesson")
    finish(session, enrolment, lesson_key="first-lesson", op=op)

    with pytest.raises(OperationConflict):
        finish(session, enrolment, lesson_key="second-lesson", op=op)


def test_one_operation_belongs_to_one_learner(session):
    op = uuid4()
    finish(session, builders.an_enrolment(session), op=op)

    with pytest.raises(OperationConflict):
        finish(session, builders.an_enrolment(session), op=op)


@pytest.mark.parametrize(
    "place", [("first-module", "lost"), ("lost", "first-lesson"), ("", "")]
)
def test_a_lesson_that_the_edition_does_not_have_is_refused(session, place):
    enrolment = builders.an_enrolment(session)

    with pytest.raises(UnknownLesson):
        builders.a_finished_lesson(session, enrolment, *place)


def test_the_last_requirement_completes_the_course_in_the_same_transaction(session):
    enrolment = almost_complete(session)
    assert how_many(session, Achievement) == 0

    finish_last(session, enrolment, now=NOW + timedelta(hours=1))

    achievement = session.scalars(select(Achievement)).one()
    award = session.scalars(select(Award)).one()
    assert enrolment.percent == 100
    assert enrolment.completed_at == NOW + timedelta(hours=1)
    assert achievement.occurred_at == NOW + timedelta(hours=1)
    assert award.achievement_id == achievement.id
    assert session.scalars(select(AwardEvent.kind)).all() == ["issued"]


def test_a_quiz_may_be_what_completes_the_course(session):
    enrolment = builders.an_enrolment(session)
    for module_key, lesson_key in LESSONS:
        builders.a_finished_lesson(session, enrolment, module_key, lesson_key)
    builders.a_submitted_attempt(session, enrolment, "first-quiz")
    assert how_many(session, Award) == 0

    builders.a_submitted_attempt(session, enrolment, "second-quiz")

    assert how_many(session, Award) == 1


def test_a_rollback_leaves_neither_the_lesson_nor_the_award(session):
    enrolment = almost_complete(session)
    session.commit()

    finish_last(session, enrolment)
    session.rollback()
    session.refresh(enrolment)

    assert how_many(session, Achievement) == 0
    assert how_many(session, Award) == 0
    assert (enrolment.met, enrolment.completed_at) == (4, None)


def test_what_comes_after_completion_earns_nothing_twice(session):
    enrolment = builders.a_completed_enrolment(session)

    builders.a_submitted_attempt(
        session, enrolment, "second-quiz", now=NOW + timedelta(days=1)
    )

    assert how_many(session, Achievement) == 1
    assert how_many(session, Award) == 1
    assert enrolment.completed_at == NOW


def test_an_unprintable_name_delays_the_award_and_not_the_achievement(session):
    enrolment = almost_complete(session)
    enrolment.user.name = UNPRINTABLE

    finish_last(session, enrolment)

    assert how_many(session, Achievement) == 1
    assert how_many(session, Award) == 0
    ana = enrolment.user
    accounts.change_profile(session, ana, {"name": "Ana"}, now=NOW, by=ana)
    award, is_new = awards.request_award(
        session, enrolment, "completion", now=NOW, office=OFFICE, by=ana
    )
    assert is_new
    assert award.claims["holder_name"] == "Ana"


def test_two_devices_finish_one_lesson_once(session, sessions):
    enrolment = builders.an_enrolment(session)
    session.commit()

    def complete(_number: int) -> object:
        with sessions() as own:
            held = own.get_one(Enrolment, enrolment.id, with_for_update=True)
            completion = finish(own, held)
            own.commit()
            return completion.id

    results = at_once(2, complete)

    assert len(set(results)) == 1
    assert how_many(session, LessonCompletion) == 1


def test_the_kept_standing_is_the_fold_of_the_facts(session):
    enrolment = almost_complete(session)
    builders.a_submitted_attempt(session, enrolment, "second-quiz", answers={})

    folded = progress.standing_of(session, enrolment)

    assert enrolment.standing == folded.kept()
    assert (enrolment.met, enrolment.needed) == (
        folded.completion.met,
        folded.completion.needed,
    )


def test_a_standing_may_be_asked_as_of_a_moment(session):
    enrolment = builders.an_enrolment(session)
    finish(session, enrolment)
    tomorrow = NOW + timedelta(days=1)
    finish(session, enrolment, lesson_key="second-lesson", now=tomorrow)
    builders.a_submitted_attempt(session, enrolment, now=tomorrow)

    then = progress.standing_of(session, enrolment, as_of=NOW)

    assert then.completion.met == 1
    assert then.quizzes == ()
    assert progress.standing_of(session, enrolment).completion.met == 3


def test_a_learner_goes_on_with_the_first_thing_to_do(session, catalogue):
    enrolment, course = builders.an_enrolment(session), catalogue.course("miniature")
    taken = []

    while step := steps.next_step(course, enrolment, session):
        taken.append((step.kind, step.key))
        if step.kind == "lesson":
            builders.a_finished_lesson(session, enrolment, step.module_key, step.key)
        else:
            builders.a_submitted_attempt(session, enrolment, step.key)

    assert taken == [
        ("lesson", "first-lesson"),
        ("lesson", "second-lesson"),
        ("quiz", "first-quiz"),
        ("lesson", "third-lesson"),
        ("quiz", "second-quiz"),
    ]


def test_a_learner_goes_on_with_the_lesson_left_open(session, catalogue):
    enrolment, course = builders.an_enrolment(session), catalogue.course("miniature")
    builders.an_opened_lesson(session, enrolment, *LESSONS[2])

    assert key_of(steps.next_step(course, enrolment, session)) == "third-lesson"

    builders.a_finished_lesson(session, enrolment, *LESSONS[2])
    assert key_of(steps.next_step(course, enrolment, session)) == "first-lesson"


def test_what_is_outstanding_is_in_the_order_of_the_course(session, catalogue):
    enrolment, course = builders.an_enrolment(session), catalogue.course("miniature")
    finish(session, enrolment)

    keys = [step.key for step in steps.outstanding_of(course, enrolment)]

    assert keys == ["second-lesson", "first-quiz", "third-lesson", "second-quiz"]


def test_a_lesson_is_opened_for_the_first_time_once(session):
    enrolment = builders.an_enrolment(session)
    where = ("miniature", "first-module", "first-lesson")
    before = progress.was_opened(session, enrolment.user, *where)

    builders.an_opened_lesson(session, enrolment)
    builders.an_opened_lesson(session, enrolment, now=NOW + timedelta(days=1))

    assert before == (enrolment, False)
    assert progress.was_opened(session, enrolment.user, *where) == (enrolment, True)
    assert progress.was_opened(session, builders.a_learner(session), *where) is None
