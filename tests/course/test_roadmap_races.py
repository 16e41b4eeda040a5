"""Two at once: the database decides, the other is told, and nobody waits for ever."""

from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from course import enrolments, roadmap_reviews, roadmaps, worksheets
from course.errors import CourseError
from course.models import (
    Enrolment,
    OutgoingMessage,
    RoadmapReview,
    RoadmapSubmission,
    User,
)
from course.roadmap_errors import ReviewedMeanwhile, RoadmapWaiting
from tests import builders
from tests.builders import NOW, how_many, miniature_catalogue
from tests.threads import in_sessions

LATER = NOW + timedelta(hours=1)
ROUNDS = 3


@pytest.fixture
def enrolment(session):
    enrolment = builders.an_enrolment(session)
    builders.a_saved_worksheet(session, enrolment)
    builders.an_administrator(session)
    session.commit()
    return enrolment


def own_enrolment(own: Session, enrolment: Enrolment, *, locked: bool) -> Enrolment:
    person = own.get_one(User, enrolment.user_id)
    found = enrolments.find_enrolment(own, person, enrolment.uuid, for_update=locked)
    assert found is not None
    return found


def handed_in(own: Session, enrolment: Enrolment, *, locked: bool = True) -> int:
    """Hand in as the edge does, in a session of its own; or without its lock."""
    found = own_enrolment(own, enrolment, locked=locked)
    submission, _ = roadmaps.submit_roadmap(
        own,
        found,
        miniature_catalogue(),
        op=uuid4(),
        language="en",
        dated=NOW.date(),
        now=NOW,
        by=found.user,
    )
    own.commit()
    return submission.number


def reviewed(
    own: Session, submission: RoadmapSubmission, verdict: str, *, locked: bool = True
) -> str:
    """Review as the edge does, in a session of its own; or without its lock."""
    by = own.scalars(select(User).where(User.role == "administrator")).first()
    assert by is not None
    found = roadmap_reviews.find_submission(own, by, submission.uuid, for_update=locked)
    assert found is not None
    review, _ = roadmap_reviews.review_roadmap(
        own,
        found,
        op=uuid4(),
        verdict=verdict,
        comments="Read.",
        letter=builders.review_letter,
        now=LATER,
        office=builders.OFFICE,
        by=by,
    )
    own.commit()
    return review.verdict


@pytest.mark.parametrize("locked", [True, False])
def test_of_two_reviewers_one_is_recorded_and_the_other_told(
    session, sessions, enrolment, locked
):
    for _ in range(ROUNDS):
        learner = builders.an_enrolment(session)
        submission = builders.a_submitted_roadmap(session, learner)
        session.commit()

        made = in_sessions(
            sessions,
            partial(reviewed, submission=submission, verdict="accepted", locked=locked),
            partial(
                reviewed, submission=submission, verdict="sent-back", locked=locked
            ),
        )

        assert sorted(type(each).__name__ for each in made) == [
            ReviewedMeanwhile.__name__,
            "str",
        ]
    assert how_many(session, RoadmapReview) == ROUNDS
    assert how_many(session, OutgoingMessage) == ROUNDS


@pytest.mark.parametrize("locked", [True, False])
def test_of_two_that_are_handed_in_one_is_recorded(
    session, sessions, enrolment, locked
):
    made = in_sessions(
        sessions,
        *[partial(handed_in, enrolment=enrolment, locked=locked)] * 3,
    )

    assert [each for each in made if each == 1] == [1]
    assert [type(each) for each in made if each != 1] == [RoadmapWaiting] * 2
    assert how_many(session, RoadmapSubmission) == 1


def test_writing_handing_in_and_reviewing_at_once_end_well(
    session, sessions, enrolment
):
    """All lock the enrolment first, so that none waits for another in a circle."""
    sheet = miniature_catalogue().worksheet("first-sheet")

    def write(own: Session) -> str:
        found = own_enrolment(own, enrolment, locked=True)
        entry = builders.an_entry("next", "We ask again.")
        worksheets.save_entries(own, found, sheet, [entry], now=NOW, by=found.user)
        own.commit()
        return "written"

    for number in range(1, ROUNDS + 1):
        first = builders.a_submitted_roadmap(session, enrolment)
        session.commit()

        made = in_sessions(
            sessions,
            write,
            partial(reviewed, submission=first, verdict="sent-back"),
            write,
            partial(handed_in, enrolment=enrolment),
        )

        assert (made[0], made[1], made[2]) == ("written", "sent-back", "written")
        # It came before the review, or after it.
        assert isinstance(made[3], RoadmapWaiting | int), made[3]
        session.expire_all()
        standing = roadmaps.standing_of(session, enrolment)
        if standing.state == "waiting":
            builders.a_reviewed_roadmap(
                session, standing.history[0].submission, now=LATER
            )
            session.commit()
        assert len(standing.history) >= number
    assert not any(isinstance(each, CourseError) for each in made[:3])
