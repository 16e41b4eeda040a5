"""Cohorts whose learners read each other's roadmaps."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from course import (
    peer_plans,
    peer_reviews,
    peer_rounds,
    roadmap_appeals,
    roadmaps,
    second_markers,
)
from course.models import (
    Cohort,
    Enrolment,
    PeerAssignment,
    PeerReview,
    PeerRound,
    User,
)
from tests import builders
from tests.builders import NOW

DUE = NOW + timedelta(days=14)
LEVELS = {"vision": 2, "bodies": 1}
WORDS = {"vision": "Say by when."}
SUMMARY = "Name who pays for the first year."


def authors_of(
    session: Session, cohort: Cohort, offices: Sequence[str | None] = ("a", "b", "c")
) -> list[Enrolment]:
    """Learners of these organisations, each with a roadmap handed in."""
    made = []
    for office in offices:
        learner = builders.a_learner(session, organisation=office)
        enrolment = builders.an_enrolment(session, learner, cohort=cohort)
        builders.a_submitted_roadmap(session, enrolment)
        made.append(enrolment)
    return made


def leader_of(session: Session, cohort: Cohort) -> User:
    """Whoever leads a cohort."""
    return session.get_one(User, cohort.created_by)


def a_round(session: Session, cohort: Cohort, **overrides: Any) -> PeerRound:
    """A round that is open, without names, of one review each."""
    values: dict[str, Any] = {
        "op": uuid4(),
        "rubric": None,
        "reviews_each": 1,
        "due_at": DUE,
        "zone": "Africa/Accra",
        "is_anonymous": True,
        "now": NOW,
        "by": leader_of(session, cohort),
    }
    plan = builders.miniature_catalogue().roadmap
    made, _ = peer_rounds.open_peer_review(session, cohort, plan, **values | overrides)
    return made


def assign(session: Session, round_: PeerRound, seed: str = "1", **more: Any) -> Any:
    """Assign what the plan of this seed shows."""
    plan = peer_plans.plan_peer_reviews(session, round_, seed=seed)
    values: dict[str, Any] = {
        "op": uuid4(),
        "token": plan.token,
        "letter": assigned_letter,
        "now": NOW,
        "by": leader_of(session, round_.cohort),
    }
    draw, _ = peer_plans.assign_peer_reviews(
        session, round_, seed=seed, **values | more
    )
    return draw


def assignments_of(session: Session, round_: PeerRound) -> list[PeerAssignment]:
    """All that was assigned in a round, with those whom it is about."""
    people = [
        joinedload(side).joinedload(Enrolment.user)
        for side in (PeerAssignment.reviewer, PeerAssignment.author)
    ]
    return list(
        session.scalars(
            select(PeerAssignment)
            .where(PeerAssignment.round_id == round_.id)
            .order_by(PeerAssignment.id)
            .options(joinedload(PeerAssignment.round), *people)
        )
    )


def a_peer_review(
    session: Session, assignment: PeerAssignment, **overrides: Any
) -> PeerReview:
    """A review handed in by its reviewer."""
    values: dict[str, Any] = {
        "op": uuid4(),
        "levels": LEVELS,
        "comments": WORDS,
        "summary": SUMMARY,
        "now": NOW,
        "by": assignment.reviewer.user,
    }
    made, _ = peer_reviews.submit_peer_review(session, assignment, **values | overrides)
    return made


def close(session: Session, round_: PeerRound, **overrides: Any) -> None:
    """Close a round."""
    values: dict[str, Any] = {
        "op": uuid4(),
        "letter": closed_letter,
        "now": NOW,
        "by": leader_of(session, round_.cohort),
    }
    peer_rounds.close_peer_review(session, round_, **values | overrides)


def every_peer_fact(session: Session) -> None:
    """A row of each fact about peer reviews, second markers and appeals."""
    cohort = builders.a_cohort(session)
    leader = leader_of(session, cohort)
    first, *_ = authors_of(session, cohort)
    round_ = a_round(session, cohort)
    assign(session, round_)
    assignment = assignments_of(session, round_)[0]
    sent: dict[str, Any] = {"levels": {}, "comments": WORDS, "summary": "", "now": NOW}
    peer_reviews.save_peer_draft(
        session, assignment, op=uuid4(), by=assignment.reviewer.user, **sent
    )
    peer_reviews.act_on_peer_review(
        session,
        a_peer_review(session, assignment),
        op=uuid4(),
        act="set-aside",
        reason="It is unkind.",
        now=NOW,
        by=leader,
    )
    close(session, round_)
    every_fact_of_a_decision(session, first, leader)


def every_fact_of_a_decision(
    session: Session, enrolment: Enrolment, leader: User
) -> None:
    """A roadmap that two have sent back, against which its learner appealed."""
    submission = roadmaps.standing_of(session, enrolment).history[0].submission
    second = builders.an_administrator(session)
    said: dict[str, Any] = {"op": uuid4(), "now": NOW, "by": leader}
    second_markers.ask_second_marker(
        session, submission, second.uuid, letter=None, **said
    )
    back = {"verdict": "sent-back", "comments": "Who pays?"}
    builders.a_reviewed_roadmap(session, submission, by=leader, **back)
    second_markers.give_second_review(
        session,
        submission,
        op=uuid4(),
        letter=None,
        now=NOW,
        office=builders.OFFICE,
        by=second,
        **back,
    )
    said = {"op": uuid4(), "now": NOW, "by": enrolment.user}
    roadmap_appeals.appeal_review(session, submission, words="Page two.", **said)


def assigned_letter(
    person: User, enrolment: UUID, round_: PeerRound, count: int
) -> tuple[str, str]:
    """The letter to a reviewer, in a few words."""
    return f"{count} to review", f"{person.name}, round {round_.number}: {enrolment}"


def closed_letter(person: User, enrolment: UUID, round_: PeerRound) -> tuple[str, str]:
    """The letter to an author, in a few words."""
    return "Your reviews are in", f"{person.name}, round {round_.number}: {enrolment}"


def written(op: UUID | None = None, **more: Any) -> dict[str, Any]:
    """A review as a program sends it."""
    sent: dict[str, Any] = {"levels": LEVELS, "comments": WORDS, "summary": SUMMARY}
    return {"op": str(op or uuid4()), **sent, **more}


def due() -> datetime:
    """A deadline that is to come by the clock on the wall."""
    return datetime(2099, 12, 18, 17, tzinfo=NOW.tzinfo)
