"""Roadmaps keep the laws: facts are added once, and standing is a fold of a moment."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given, note, seed
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from course import roadmaps
from course.database import Base
from course.models import OutgoingMessage, RoadmapReview, RoadmapSubmission
from course.roadmap_errors import ReviewedMeanwhile, RoadmapWaiting
from tests import builders
from tests.builders import NOW, how_many
from tests.laws.acts import hand_in, review, told
from tests.laws.programs import Program, a_program
from tests.laws.records import every_row
from tests.laws.seeds import SEED, UNHURRIED, print_seed

ACTS = ("hand in", "accept", "send back")


class Learning:
    """A learner's program and their trainer's, and the enrolment between them."""

    def __init__(self, app: Any, session: Session) -> None:
        trainer = builders.a_trainer(session)
        cohort = builders.a_cohort(session, trainer=trainer)
        enrolment = builders.an_enrolment(session, cohort=cohort)
        builders.a_saved_worksheet(session, enrolment)
        self.enrolment: UUID = enrolment.uuid
        self.learner: Program = a_program(app, session, enrolment.user)
        self.trainer: Program = a_program(app, session, trainer)


@pytest.fixture
def learning(app_on_both: Any, session: Session) -> Learning:
    return Learning(app_on_both, session)


def test_each_sent_thrice_changes_nothing_after_the_first(session, learning):
    handing_in = hand_in(learning.enrolment, uuid4())
    submission = told(learning.learner.send(handing_in))["uuid"]
    sending_back = review(submission, uuid4())

    for program, sending in (
        (learning.learner, handing_in),
        (learning.trainer, sending_back),
    ):
        program.send(sending)
        before = every_row(session)
        first, second = (told(program.send(sending)) for _ in range(2))

        assert first == second
        assert every_row(session) == before
    assert [how_many(session, each) for each in FACTS] == [1, 1, 1]


FACTS: tuple[type[Base], ...] = (RoadmapSubmission, RoadmapReview, OutgoingMessage)


def test_a_handing_in_that_comes_late_hands_nothing_in_anew(session, learning):
    first = hand_in(learning.enrolment, uuid4())
    submission = told(learning.learner.send(first))["uuid"]
    told(learning.trainer.send(review(submission)))
    told(learning.learner.send(hand_in(learning.enrolment)))
    before = every_row(session)

    again = told(learning.learner.send(first))

    assert (again["uuid"], again["number"]) == (submission, 1)
    assert again["review"]["verdict"] == "sent-back"
    assert every_row(session) == before


def test_an_operation_is_refused_for_something_else(session, learning):
    op = uuid4()
    submission = told(learning.learner.send(hand_in(learning.enrolment, op)))["uuid"]
    told(learning.trainer.send(review(submission, op)))
    other = builders.an_enrolment(session)
    builders.a_saved_worksheet(session, other)
    stranger = a_program(learning.learner.app, session, other.user)
    theirs = other.uuid
    before = every_row(session)

    for program, sending in (
        (stranger, hand_in(theirs, op)),
        (learning.trainer, review(submission, op, comments="Other.")),
        (learning.trainer, review(submission, op, verdict="accepted")),
    ):
        answer = program.send(sending)

        assert answer.status_code == 409
        assert answer.get_json()["type"] == "/problems/operation-conflict"
    assert every_row(session) == before


@seed(SEED)
@UNHURRIED
@given(acts=st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 2)), max_size=9))
def test_whatever_is_done_the_standing_of_each_moment_stays_what_it_was(
    session: Session, acts: list[tuple[str, int]]
):
    print_seed()
    with session.begin_nested() as undone:
        enrolment = builders.an_enrolment(session)
        builders.a_saved_worksheet(session, enrolment)
        known: list[tuple[datetime, Any]] = []
        now, expected, accepted = NOW, "draft", None
        for act, hours in acts:
            now += timedelta(hours=hours + 1)
            note(f"{now}: {act}")
            done = carry_out(session, enrolment, act, now)
            if done:
                expected = done
                accepted = accepted or (now if done == "accepted" else None)
            assert roadmaps.standing_of(session, enrolment).state == expected
            known.append((now, (expected, accepted)))

        for moment, was in known:
            standing = roadmaps.standing_of(session, enrolment, as_of=moment)
            since = roadmaps.accepted_at(session, enrolment, as_of=moment)
            assert (standing.state, since) == was
        numbers = [
            each.submission.number
            for each in roadmaps.standing_of(session, enrolment).history
        ]
        assert numbers == list(range(len(numbers), 0, -1))
        undone.rollback()
    # SQLite gives the numbers of rows that were taken back to others.
    session.expunge_all()


def carry_out(session: Session, enrolment: Any, act: str, now: datetime) -> str | None:
    """Do it as somebody would; the state that it leads to, or none where refused."""
    if act == "hand in":
        try:
            builders.a_submitted_roadmap(session, enrolment, now=now)
        except RoadmapWaiting:
            return None
        return "waiting"
    history = roadmaps.standing_of(session, enrolment).history
    if not history:
        return None
    verdict = "accepted" if act == "accept" else "sent-back"
    try:
        builders.a_reviewed_roadmap(
            session, history[0].submission, verdict=verdict, now=now
        )
    except ReviewedMeanwhile:
        return None
    return verdict
