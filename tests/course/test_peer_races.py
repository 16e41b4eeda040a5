"""Two people at once about peer reviews and second reviews, on both databases."""

from functools import partial
from uuid import uuid4

import pytest
from sqlalchemy import select

from course import peer_plans, roadmap_reviews, roadmaps, second_markers
from course.models import (
    PeerAssignment,
    PeerReview,
    PeerRound,
    PeerRoundClosing,
    RoadmapDecision,
    User,
)
from tests import builders, peers
from tests.builders import NOW, how_many
from tests.threads import in_sessions

ROUNDS = 3


@pytest.fixture
def cohort(session):
    made = builders.a_cohort(session)
    peers.authors_of(session, made)
    session.commit()
    return made


def kinds(made):
    return sorted(type(each).__name__ for each in made)


def test_of_two_who_open_a_round_one_does(session, sessions, cohort):
    def opened(own):
        made = peers.a_round(own, own.merge(cohort, load=False))
        own.commit()
        return made.number

    made = in_sessions(sessions, opened, opened)

    assert kinds(made) == ["PeerRoundOpen", "int"]
    assert how_many(session, PeerRound) == 1


def test_what_is_sent_twice_at_once_is_done_once(session, sessions, cohort):
    op, closing = uuid4(), uuid4()

    def opened(own):
        made = peers.a_round(own, own.merge(cohort, load=False), op=op)
        own.commit()
        return str(made.uuid)

    def closed(own):
        round_ = own.scalars(select(PeerRound)).one()
        peers.close(own, round_, op=closing)
        own.commit()
        return "closed"

    assert in_sessions(sessions, opened, opened) == [str(op)] * 2
    assert in_sessions(sessions, closed, closed) == ["closed"] * 2
    assert how_many(session, PeerRound) == how_many(session, PeerRoundClosing) == 1


def test_of_two_who_assign_one_does_and_nobody_is_paired_twice(
    session, sessions, cohort
):
    round_ = peers.a_round(session, cohort)
    plan = peer_plans.plan_peer_reviews(session, round_, seed="1")
    leader = peers.leader_of(session, cohort)
    session.commit()

    def assigned(own):
        draw, _ = peer_plans.assign_peer_reviews(
            own,
            own.get_one(PeerRound, round_.id),
            op=uuid4(),
            seed="1",
            token=plan.token,
            letter=None,
            now=NOW,
            by=own.get_one(User, leader.id),
        )
        own.commit()
        return draw.number

    made = in_sessions(sessions, assigned, assigned)

    assert kinds(made) == ["StalePeerPlan", "int"]
    assert how_many(session, PeerAssignment) == 3


def test_a_review_sent_twice_at_once_is_handed_in_once(session, sessions, cohort):
    round_ = peers.a_round(session, cohort)
    peers.assign(session, round_)
    first = peers.assignments_of(session, round_)[0]
    session.commit()

    def handed_in(own, op):
        found = own.get_one(PeerAssignment, first.id)
        review = peers.a_peer_review(own, found, op=op)
        own.commit()
        return str(review.uuid)

    op = uuid4()
    same = in_sessions(sessions, partial(handed_in, op=op), partial(handed_in, op=op))
    other = in_sessions(sessions, partial(handed_in, op=uuid4()))

    assert set(same) == {str(op)}
    assert kinds(other) == ["PeerReviewGiven"]
    assert how_many(session, PeerReview) == 1


def test_two_reviews_that_come_at_once_are_settled_once(session, sessions, cohort):
    leader = peers.leader_of(session, cohort)
    second = builders.an_administrator(session)
    for _ in range(ROUNDS):
        enrolment = builders.an_enrolment(session, cohort=cohort)
        submission = builders.a_submitted_roadmap(session, enrolment)
        second_markers.ask_second_marker(
            session,
            submission,
            second.uuid,
            op=uuid4(),
            letter=None,
            now=NOW,
            by=leader,
        )
        session.commit()

        def reviewed(own, by, verb, uuid=submission.uuid):
            person = own.get_one(User, by.id)
            found = roadmap_reviews.find_submission(own, person, uuid, for_update=True)
            verb(
                own,
                found,
                op=uuid4(),
                verdict="accepted",
                comments="Read.",
                letter=None,
                now=NOW,
                office=builders.OFFICE,
                by=person,
            )
            own.commit()
            return "done"

        made = in_sessions(
            sessions,
            partial(reviewed, by=leader, verb=roadmap_reviews.review_roadmap),
            partial(reviewed, by=second, verb=second_markers.give_second_review),
        )

        assert made == ["done", "done"]
        session.expire_all()
        assert roadmaps.handed_in(session, submission).state == "accepted"
        session.commit()
    assert how_many(session, RoadmapDecision) == ROUNDS
