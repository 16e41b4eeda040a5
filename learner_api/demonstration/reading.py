"""How the invented officials read each other's roadmaps: a round that is under way."""

from datetime import datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from sqlalchemy import select

from course import peer_plans, peer_reviews, peer_rounds
from course.models import Cohort, PeerAssignment
from learner_api.demonstration.student import World, operation

_ZONE = "Africa/Accra"
_LEVELS = {"evidence": 2, "goals": 2, "people": 1, "steps": 3, "results": 1}
_COMMENTS = {
    "evidence": "The figures are sourced. Say also who has no register at all.",
    "people": "I miss the local authorities: they meet those who return first.",
}
_SUMMARY = (
    "Your first steps are the clearest that I have read: each has a lead and a date. "
    "Name who collects the indicators, or nobody will."
)


def read_each_other(world: World, cohort: Cohort, now: datetime) -> None:
    """Open a round, assign who reads whom, and have one review handed in.

    Where fewer than two have handed in a roadmap the round is open and waits for them.
    """
    random = Random("peers")  # noqa: S311  # nothing secret is drawn from it
    session, opened_at = world.session, now - timedelta(days=3)
    day = (now + timedelta(days=11)).date()
    round_, _ = peer_rounds.open_peer_review(
        session,
        cohort,
        world.catalogue.roadmap,
        op=operation(random),
        rubric=None,
        reviews_each=2,
        due_at=datetime.combine(day, time(17), ZoneInfo(_ZONE)),
        zone=_ZONE,
        is_anonymous=True,
        now=opened_at,
        by=world.trainer,
    )
    plan = peer_plans.plan_peer_reviews(session, round_, seed="1")
    if not plan.pairs:
        return
    peer_plans.assign_peer_reviews(
        session,
        round_,
        op=operation(random),
        seed="1",
        token=plan.token,
        letter=None,
        now=opened_at,
        by=world.trainer,
    )
    first = session.scalars(
        select(PeerAssignment)
        .where(PeerAssignment.round_id == round_.id)
        .order_by(PeerAssignment.id)
        .limit(1)
    ).one()
    peer_reviews.submit_peer_review(
        session,
        first,
        op=operation(random),
        levels=_LEVELS,
        comments=_COMMENTS,
        summary=_SUMMARY,
        now=now - timedelta(days=1),
        by=first.reviewer.user,
    )
