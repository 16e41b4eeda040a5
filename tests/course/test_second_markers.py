"""Second markers of roadmaps, and appeals against their reviews, on both databases."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from course import (
    cohorts,
    progress,
    roadmap_appeals,
    roadmap_tasks,
    roadmaps,
    second_markers,
)
from course.doctor import examine
from course.enrolments import withdraw
from course.errors import EnrolmentWithdrawn, NotPermitted, OperationConflict
from course.models import (
    Achievement,
    OutgoingMessage,
    RoadmapDecision,
    SecondReview,
    User,
)
from course.roadmap_errors import (
    AppealOfOwnReview,
    CommentsNeeded,
    NoSecondMarker,
    NothingToAppeal,
    NothingToDecide,
    ReviewedMeanwhile,
    RoadmapWaiting,
    SecondMarkingClosed,
)
from tests import builders
from tests.builders import LESSONS, NOW, OFFICE, QUIZZES, how_many, review_letter
from tests.rules import a_ruled_edition

LATER = NOW + timedelta(days=1)


@pytest.fixture
def cohort(session):
    return builders.a_cohort(session, edition=a_ruled_edition(session))


@pytest.fixture
def first(session, cohort):
    """The trainer who reviews first."""
    return session.get_one(User, cohort.created_by)


@pytest.fixture
def second(session, cohort):
    """Another trainer of the cohort."""
    trainer = builders.a_trainer(session, name="Sena Second")
    cohorts.add_trainer(session, cohort, trainer)
    session.flush()
    return trainer


@pytest.fixture
def administrator(session):
    return builders.an_administrator(session)


@pytest.fixture
def enrolment(session, cohort):
    """A learner who has done everything but for the roadmap, and had it signed off."""
    made = builders.an_enrolment(session, cohort=cohort)
    for place in LESSONS:
        builders.a_finished_lesson(session, made, *place)
    for quiz in QUIZZES:
        builders.a_submitted_attempt(session, made, quiz)
    builders.a_sign_off(session, made)
    return made


@pytest.fixture
def submission(session, enrolment):
    return builders.a_submitted_roadmap(session, enrolment)


def asked(session, submission, marker, by, **more):
    values: dict[str, Any] = {"op": uuid4(), "letter": None, "now": NOW}
    return second_markers.ask_second_marker(
        session, submission, marker.uuid, by=by, **values | more
    )


def reviewed(session, submission, by, verdict="accepted", **more):
    return builders.a_reviewed_roadmap(
        session, submission, by=by, verdict=verdict, **more
    )


def reviewed_again(session, submission, by, verdict="accepted", **more):
    values: dict[str, Any] = {
        "op": uuid4(),
        "comments": "Seen.",
        "letter": review_letter,
        "now": NOW,
        "office": OFFICE,
    }
    return second_markers.give_second_review(
        session, submission, verdict=verdict, by=by, **values | more
    )


def decided(session, submission, by, verdict="accepted", **more):
    values: dict[str, Any] = {
        "op": uuid4(),
        "reason": "The second is right.",
        "letter": decision_letter,
        "now": NOW,
        "office": OFFICE,
    }
    return second_markers.decide_difference(
        session, submission, verdict=verdict, by=by, **values | more
    )


def appealed(session, submission, **more):
    values: dict[str, Any] = {
        "op": uuid4(),
        "words": "Page two says who pays.",
        "now": NOW,
    }
    by = more.pop("by", submission.enrolment.user)
    return roadmap_appeals.appeal_review(session, submission, by=by, **values | more)


def answered(session, submission, by, answer="accepted", **more):
    values: dict[str, Any] = {
        "op": uuid4(),
        "reason": "It does say who pays.",
        "letter": decision_letter,
        "now": NOW,
        "office": OFFICE,
    }
    return roadmap_appeals.decide_appeal(
        session, submission, answer=answer, by=by, **values | more
    )


def decision_letter(submission, decision):
    return f"Decided: {decision.ground}", decision.reason


def state(session, submission):
    return roadmaps.handed_in(session, submission).state


def completions(session):
    return session.scalar(
        select(func.count()).where(Achievement.award_kind == "completion")
    )


def letters(session):
    return list(
        session.scalars(select(OutgoingMessage.subject).order_by(OutgoingMessage.id))
    )


def test_an_acceptance_waits_for_the_second_marker(
    session, submission, first, second, enrolment
):
    asked(session, submission, second, first)

    reviewed(session, submission, first)

    assert state(session, submission) == "waiting"
    assert completions(session) == 0
    assert roadmaps.accepted_at(session, enrolment) is None
    assert letters(session) == []


@pytest.mark.parametrize("order", ["first", "second"])
def test_two_who_agree_settle_it_and_complete_the_course(
    session, submission, first, second, enrolment, order
):
    asked(session, submission, second, first)
    if order == "first":
        reviewed(session, submission, first)
        reviewed_again(session, submission, second)
    else:
        reviewed_again(session, submission, second)
        reviewed(session, submission, first)

    found = roadmaps.handed_in(session, submission)
    assert found.settled is not None
    assert (found.state, found.settled.ground) == ("accepted", "agreed")
    assert roadmaps.accepted_at(session, enrolment) == NOW
    assert completions(session) == 1
    assert letters(session) == ["Your roadmap: accepted"]
    assert [each for found in examine(session) for each in found] == []


def test_two_who_send_it_back_settle_that(session, submission, first, second):
    asked(session, submission, second, first)
    reviewed(session, submission, first, "sent-back")
    with pytest.raises(CommentsNeeded):
        reviewed_again(session, submission, second, "sent-back", comments=" ")
    reviewed_again(session, submission, second, "sent-back")

    assert state(session, submission) == "sent-back"
    assert letters(session) == ["Your roadmap: sent-back"]


@pytest.mark.parametrize("verdict", ["accepted", "sent-back"])
def test_where_two_differ_somebody_decides_and_all_rows_stay(
    session, submission, first, second, administrator, enrolment, verdict
):
    asked(session, submission, second, first)
    with pytest.raises(NothingToDecide):
        decided(session, submission, administrator)
    review = reviewed(session, submission, first, "sent-back")
    reviewed_again(session, submission, second)
    assert state(session, submission) == "waiting"

    decided(session, submission, administrator, verdict)

    found = roadmaps.handed_in(session, submission)
    assert found.second is not None
    assert (found.state, found.review, found.second.verdict) == (
        verdict,
        review,
        "accepted",
    )
    assert completions(session) == int(verdict == "accepted")
    assert letters(session) == ["Decided: differed"]
    with pytest.raises(NothingToDecide):
        decided(session, submission, first)


def test_neither_marker_sees_the_other_before_both_are_in(
    session, submission, first, second, administrator
):
    asked(session, submission, second, first)
    reviewed(session, submission, first)
    found = roadmaps.handed_in(session, submission)

    assert found.shown_to(second).review is None
    assert found.shown_to(administrator).review is None
    assert found.shown_to(submission.enrolment.user).review is None
    assert found.shown_to(first).review is not None

    reviewed_again(session, submission, second, "sent-back")
    both = roadmaps.handed_in(session, submission)
    assert both.shown_to(second).review is not None
    assert both.shown_to(first).second is not None
    learner = both.shown_to(submission.enrolment.user)
    assert (learner.review, learner.second, learner.state) == (None, None, "waiting")


def test_a_second_opinion_on_what_was_sent_back(
    session, submission, first, second, enrolment
):
    reviewed(session, submission, first, "sent-back")
    asked(session, submission, second, first)
    found = roadmaps.handed_in(session, submission)
    assert found.state == "sent-back"
    assert found.shown_to(enrolment.user).review is not None
    assert found.shown_to(second).review is None
    assert found.shown_to(second).state == "waiting"

    reviewed_again(session, submission, second)
    assert state(session, submission) == "sent-back"
    decided(session, submission, first)

    assert state(session, submission) == "accepted"
    assert completions(session) == 1


def test_a_second_review_that_agrees_tells_the_learner_nothing_twice(
    session, submission, first, second
):
    reviewed(session, submission, first, "sent-back")
    asked(session, submission, second, first)
    reviewed_again(session, submission, second, "sent-back")

    assert letters(session) == ["Your roadmap: sent-back"]
    assert state(session, submission) == "sent-back"


def test_nobody_is_asked_about_what_is_accepted(session, submission, first, second):
    reviewed(session, submission, first)

    with pytest.raises(SecondMarkingClosed):
        asked(session, submission, second, first)


def test_only_staff_of_the_learner_who_had_no_say_are_asked(
    session, submission, first, second, administrator, enrolment
):
    stranger = builders.a_trainer(session)
    for nobody in (stranger, first, enrolment.user):
        with pytest.raises(NoSecondMarker):
            asked(session, submission, nobody, first)
    with pytest.raises(NotPermitted):
        asked(session, submission, second, enrolment.user)

    row, _ = asked(session, submission, administrator, first)
    again, is_new = asked(session, submission, administrator, first, op=row.uuid)

    assert (again, is_new) == (row, False)
    with pytest.raises(OperationConflict):
        asked(session, submission, second, first, op=row.uuid)


def test_whoever_does_not_answer_is_followed_by_another(
    session, submission, first, second, administrator
):
    asked(session, submission, second, first)
    asked(session, submission, administrator, first)

    with pytest.raises(NotPermitted):
        reviewed_again(session, submission, second)
    reviewed(session, submission, second)
    reviewed_again(session, submission, administrator)
    assert state(session, submission) == "accepted"


def test_the_second_marker_gives_the_second_review_alone_and_once(
    session, submission, first, second
):
    asked(session, submission, second, first)
    with pytest.raises(NotPermitted):
        reviewed(session, submission, second)
    op = uuid4()
    reviewed_again(session, submission, second, op=op)

    _, is_new = reviewed_again(session, submission, second, op=op)

    assert not is_new
    with pytest.raises(ReviewedMeanwhile):
        reviewed_again(session, submission, second)
    assert how_many(session, SecondReview) == 1


def test_nothing_newer_is_handed_in_while_it_is_marked_twice(
    session, submission, first, second, enrolment
):
    asked(session, submission, second, first)
    reviewed(session, submission, first, "sent-back")

    with pytest.raises(RoadmapWaiting):
        builders.a_submitted_roadmap(session, enrolment)


def test_an_appeal_that_is_granted_accepts_the_roadmap(
    session, submission, first, second, enrolment
):
    reviewed(session, submission, first, "sent-back")
    appealed(session, submission)

    answered(session, submission, second, now=LATER)

    found = roadmaps.handed_in(session, submission)
    assert found.review is not None
    assert (found.state, found.review.verdict) == ("accepted", "sent-back")
    assert roadmaps.accepted_at(session, enrolment) == LATER
    assert roadmaps.accepted_at(session, enrolment, as_of=NOW) is None
    assert completions(session) == 1
    assert letters(session)[-1] == "Decided: appeal"
    rows = [
        row
        for award in progress.standing_of(session, enrolment).awards
        for finding in award.findings
        for leaf in finding.leaves
        for row in leaf.rows
        if row.table == "roadmap_decision"
    ]
    assert found.answer is not None
    assert {row.uuid for row in rows} == {found.answer.uuid}


def test_an_appeal_that_is_not_granted_leaves_the_review(
    session, submission, first, second, enrolment
):
    reviewed(session, submission, first, "sent-back")
    appealed(session, submission)

    answered(session, submission, second, "upheld")

    assert state(session, submission) == "sent-back"
    assert completions(session) == 0
    with pytest.raises(NothingToAppeal):
        appealed(session, submission)
    assert builders.a_submitted_roadmap(session, enrolment).number == 2


def test_an_appeal_is_made_once_by_the_learner_against_what_was_sent_back(
    session, submission, first, enrolment
):
    with pytest.raises(NothingToAppeal):
        appealed(session, submission)
    reviewed(session, submission, first, "sent-back")
    with pytest.raises(NotPermitted):
        appealed(session, submission, by=first)
    op = uuid4()
    row, _ = appealed(session, submission, op=op)

    assert appealed(session, submission, op=op) == (row, False)
    with pytest.raises(OperationConflict):
        appealed(session, submission, op=op, words="Otherwise.")
    with pytest.raises(SecondMarkingClosed):
        asked(session, submission, first, first)


def test_nobody_who_had_a_say_decides_the_appeal(
    session, submission, first, second, administrator
):
    reviewed(session, submission, first, "sent-back")
    asked(session, submission, second, first)
    with pytest.raises(NothingToAppeal):
        appealed(session, submission)
    reviewed_again(session, submission, second, "sent-back")
    with pytest.raises(NothingToDecide):
        answered(session, submission, administrator)
    appealed(session, submission)

    for who in (first, second):
        with pytest.raises(AppealOfOwnReview):
            answered(session, submission, who)
    with pytest.raises(NotPermitted):
        answered(session, submission, submission.enrolment.user)
    op = uuid4()
    row, _ = answered(session, submission, administrator, op=op)
    assert answered(session, submission, administrator, op=op) == (row, False)
    with pytest.raises(NothingToDecide):
        answered(session, submission, administrator)
    assert how_many(session, RoadmapDecision) == 2


def test_once_one_is_accepted_there_is_nothing_to_appeal(
    session, submission, first, enrolment
):
    reviewed(session, submission, first, "sent-back")
    reviewed(session, builders.a_submitted_roadmap(session, enrolment), first)

    with pytest.raises(NothingToAppeal):
        appealed(session, submission)


def test_whoever_was_taken_off_the_course_does_not_appeal(
    session, submission, first, enrolment
):
    reviewed(session, submission, first, "sent-back")
    withdraw(session, enrolment, reason="Left.", now=NOW, by=first)

    with pytest.raises(EnrolmentWithdrawn):
        appealed(session, submission)


def test_each_finds_what_waits_for_them(
    session, submission, first, second, administrator, cohort
):
    def waits(person):
        return [each.kind for each in roadmap_tasks.roadmap_tasks(session, person)]

    asked(session, submission, second, first)
    assert (waits(first), waits(second)) == ([], ["second-review"])
    reviewed(session, submission, first, "sent-back")
    reviewed_again(session, submission, second)
    assert waits(first) == waits(second) == ["difference"]
    decided(session, submission, first, "sent-back")
    assert waits(administrator) == []
    appealed(session, submission)
    assert (waits(first), waits(second), waits(administrator)) == ([], [], ["appeal"])
    assert waits(builders.a_trainer(session)) == []
    answered(session, submission, administrator)
    assert waits(administrator) == []
