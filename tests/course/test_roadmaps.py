"""Handing in roadmaps and reviewing them, on both databases."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from course import enrolments, roadmap_reviews, roadmaps
from course.database import FactAltered
from course.errors import EnrolmentWithdrawn, NotPermitted, OperationConflict
from course.models import OutgoingMessage, RoadmapReview, RoadmapSubmission, User
from course.roadmap_document import digest_of
from course.roadmap_errors import (
    CommentsNeeded,
    ReviewedMeanwhile,
    RoadmapIncomplete,
    RoadmapWaiting,
)
from tests import builders
from tests.builders import NOW, how_many

LATER = NOW + timedelta(days=1)
LAST = NOW + timedelta(days=2)


@pytest.fixture
def cohort(session):
    return builders.a_cohort(session, trainer=builders.a_trainer(session, name="Lea"))


@pytest.fixture
def enrolment(session, cohort):
    return builders.an_enrolment(session, cohort=cohort)


@pytest.fixture
def trainer(session, cohort):
    return session.get_one(User, cohort.created_by)


def letters(session):
    return [
        (each.recipient_email, each.subject, each.body)
        for each in session.scalars(
            select(OutgoingMessage).order_by(OutgoingMessage.id)
        )
    ]


def test_what_is_handed_in_is_the_document_of_that_moment(
    session, enrolment, catalogue
):
    submission = builders.a_submitted_roadmap(session, enrolment)
    session.flush()
    builders.a_saved_worksheet(session, enrolment, {"next": "We changed."}, now=LATER)
    session.expire(submission)

    [part, _] = submission.content["parts"]
    assert part["blocks"][0]["text"] == "We ask."
    assert submission.content["author"] == enrolment.user.name
    assert submission.digest == digest_of(submission.content)
    assert (submission.number, submission.recorded_at) == (1, NOW)
    assert enrolment.last_active_at == LATER


def test_less_than_the_least_is_not_handed_in(session, enrolment):
    builders.a_saved_worksheet(session, enrolment, {"next": "We ask."})

    with pytest.raises(RoadmapIncomplete) as refusal:
        builders.a_submitted_roadmap(session, enrolment)

    missing: Any = refusal.value.data["missing"]
    assert [(each["section"], each["written"], each["needed"]) for each in missing] == [
        ("questions", 0, 3),
        ("questions", 0, 1),
        ("bodies", 0, 1),
    ]
    assert how_many(session, RoadmapSubmission) == 0


def test_while_one_waits_no_other_is_handed_in(session, enrolment):
    builders.a_submitted_roadmap(session, enrolment)

    with pytest.raises(RoadmapWaiting):
        builders.a_submitted_roadmap(session, enrolment)


def test_who_was_taken_off_the_course_hands_nothing_in(session, enrolment):
    builders.a_saved_worksheet(session, enrolment)
    enrolments.withdraw(session, enrolment, reason="Left.", now=NOW, by=enrolment.user)

    with pytest.raises(EnrolmentWithdrawn):
        builders.a_submitted_roadmap(session, enrolment)


def test_the_same_operation_hands_in_once_even_after_the_review(session, enrolment):
    op = uuid4()
    first = builders.a_submitted_roadmap(session, enrolment, op=op)
    builders.a_reviewed_roadmap(session, first)

    again = builders.a_submitted_roadmap(session, enrolment, op=op)

    assert again is first
    assert how_many(session, RoadmapSubmission) == 1


def test_an_operation_is_not_used_for_two_learners(session, enrolment):
    op = uuid4()
    builders.a_submitted_roadmap(session, enrolment, op=op)

    with pytest.raises(OperationConflict):
        builders.a_submitted_roadmap(session, op=op)


def test_what_was_sent_back_is_handed_in_anew_and_both_stay(
    session, enrolment, trainer
):
    first = builders.a_submitted_roadmap(session, enrolment)
    builders.a_reviewed_roadmap(
        session, first, verdict="sent-back", comments="Say who pays.", by=trainer
    )
    builders.a_submitted_roadmap(session, enrolment, now=LATER)

    standing = roadmaps.standing_of(session, enrolment)

    assert standing.state == "waiting"
    assert [(each.submission.number, each.state) for each in standing.history] == [
        (2, "waiting"),
        (1, "sent-back"),
    ]
    review = standing.history[1].review
    assert review is not None
    assert review.comments == "Say who pays."
    assert standing.history[1].reviewer == "Lea"
    assert standing.accepted is None


def test_a_newer_one_takes_nothing_from_an_acceptance(session, enrolment):
    first = builders.a_submitted_roadmap(session, enrolment)
    builders.a_reviewed_roadmap(session, first)
    second = builders.a_submitted_roadmap(session, enrolment, now=LATER)
    builders.a_reviewed_roadmap(
        session, second, verdict="sent-back", comments="Not quite.", now=LAST
    )

    standing = roadmaps.standing_of(session, enrolment)

    assert standing.state == "sent-back"
    assert standing.accepted is not None
    assert standing.accepted.submission is first
    assert roadmaps.accepted_at(session, enrolment) == NOW


def test_the_standing_is_told_as_of_a_moment(session, enrolment):
    first = builders.a_submitted_roadmap(session, enrolment)
    builders.a_reviewed_roadmap(session, first, now=LATER)
    builders.a_submitted_roadmap(session, enrolment, now=LAST)
    before = NOW - timedelta(seconds=1)

    told = [
        (
            roadmaps.standing_of(session, enrolment, as_of=moment).state,
            roadmaps.accepted_at(session, enrolment, as_of=moment),
        )
        for moment in (before, NOW, LATER, LAST, None)
    ]

    assert told == [
        ("draft", None),
        ("waiting", None),
        ("accepted", LATER),
        ("waiting", LATER),
        ("waiting", LATER),
    ]


def test_the_content_is_told_as_of_a_moment(session, enrolment, catalogue):
    builders.a_saved_worksheet(session, enrolment)
    builders.a_saved_worksheet(session, enrolment, {"next": None}, now=LATER)

    earlier, now = (
        roadmaps.content_held(session, enrolment, catalogue, as_of=moment)
        for moment in (NOW, None)
    )

    assert earlier.missing == ()
    assert [gap.section.key for gap in now.missing] == ["next"]


def test_sending_back_takes_comments_and_accepting_does_not(session, enrolment):
    submission = builders.a_submitted_roadmap(session, enrolment)

    with pytest.raises(CommentsNeeded):
        builders.a_reviewed_roadmap(
            session, submission, verdict="sent-back", comments=" \n "
        )
    review = builders.a_reviewed_roadmap(session, submission, comments="")

    assert (review.verdict, review.comments) == ("accepted", "")


def test_comments_keep_their_lines(session, enrolment):
    submission = builders.a_submitted_roadmap(session, enrolment)

    review = builders.a_reviewed_roadmap(
        session, submission, comments="\nGood. \r\n\r\n  Say who pays.\n"
    )

    assert review.comments == "Good.\n\n  Say who pays."


def test_the_first_review_stands_and_the_second_reviewer_is_told(session, enrolment):
    submission = builders.a_submitted_roadmap(session, enrolment)
    builders.a_reviewed_roadmap(session, submission)

    with pytest.raises(ReviewedMeanwhile):
        builders.a_reviewed_roadmap(
            session, submission, verdict="sent-back", comments="No."
        )

    assert [each.verdict for each in session.scalars(select(RoadmapReview))] == [
        "accepted"
    ]


def test_the_same_operation_reviews_once_and_says_one_thing(
    session, enrolment, trainer
):
    submission = builders.a_submitted_roadmap(session, enrolment)
    op = uuid4()
    first = builders.a_reviewed_roadmap(session, submission, op=op, by=trainer)

    again = builders.a_reviewed_roadmap(session, submission, op=op, by=trainer)

    assert again is first
    assert len(letters(session)) == 1
    for other in ({"verdict": "sent-back"}, {"comments": "Other."}):
        with pytest.raises(OperationConflict):
            builders.a_reviewed_roadmap(
                session, submission, **{"op": op, "by": trainer, **other}
            )


def test_nobody_reviews_their_own_and_no_learner_reviews(session, cohort):
    administrator = builders.an_administrator(session)
    own = builders.a_submitted_roadmap(
        session, builders.an_enrolment(session, administrator, cohort=cohort)
    )

    for by in (administrator, builders.a_learner(session)):
        with pytest.raises(NotPermitted):
            builders.a_reviewed_roadmap(session, own, by=by)


def test_the_learner_is_told_by_mail_unless_their_account_is_closed(session, enrolment):
    submission = builders.a_submitted_roadmap(session, enrolment)
    other = builders.a_submitted_roadmap(session)
    other.enrolment.user.closed_at = NOW

    builders.a_reviewed_roadmap(session, submission)
    builders.a_reviewed_roadmap(session, other)
    session.flush()

    assert letters(session) == [
        (enrolment.user.email, "Your roadmap: accepted", "No. 1")
    ]


def test_what_waits_is_listed_to_those_who_answer_for_it_the_oldest_first(
    session, cohort, enrolment, trainer
):
    late = builders.a_submitted_roadmap(session, enrolment, now=LATER)
    early = builders.a_submitted_roadmap(
        session, builders.an_enrolment(session, cohort=cohort)
    )
    foreign = builders.a_submitted_roadmap(session)
    read = builders.a_submitted_roadmap(
        session, builders.an_enrolment(session, cohort=cohort)
    )
    builders.a_reviewed_roadmap(session, read)
    own = builders.a_submitted_roadmap(
        session, builders.an_enrolment(session, trainer, cohort=cohort)
    )
    administrator = builders.an_administrator(session)
    session.commit()

    def listed(asker, **options):
        return roadmap_reviews.roadmaps_to_review(session, asker, **options)

    assert listed(trainer) == [early, late]
    assert listed(trainer, after=early) == [late]
    assert listed(trainer, limit=1) == [early]
    assert set(listed(administrator)) == {early, late, foreign, own}
    assert listed(enrolment.user) == []
    assert roadmap_reviews.count_to_review(session, trainer) == 2
    assert roadmap_reviews.count_to_review(session, administrator) == 4


def test_a_submission_is_found_by_its_learner_and_those_who_answer_for_them(
    session, enrolment, trainer
):
    submission = builders.a_submitted_roadmap(session, enrolment)
    session.commit()

    def found(asker, **options):
        return roadmap_reviews.find_submission(
            session, asker, submission.uuid, **options
        )

    assert found(enrolment.user) is submission
    assert found(trainer, for_update=True) is submission
    assert found(builders.a_trainer(session)) is None
    assert found(builders.a_learner(session)) is None


def test_neither_fact_is_ever_edited(session, enrolment):
    submission = builders.a_submitted_roadmap(session, enrolment)
    review = builders.a_reviewed_roadmap(session, submission)
    session.commit()

    for fact, field, value in (
        (submission, "content", {}),
        (submission, "digest", "0"),
        (review, "verdict", "sent-back"),
        (review, "comments", "Other."),
    ):
        setattr(fact, field, value)
        with pytest.raises(FactAltered):
            session.flush()
        session.rollback()
