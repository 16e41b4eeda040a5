"""Drawing the pairs of every round again, and comparing what two reviews came to."""

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from course.models import (
    Enrolment,
    PeerAssignment,
    PeerDraw,
    RoadmapDecision,
    RoadmapReview,
    RoadmapSubmission,
    SecondReview,
)
from course.peer_plans import replay
from course.roadmap_standing import AGREED, APPEAL


def peer_count(session: Session) -> int:
    """How many draws and decisions ``audit_peers`` will look at."""
    counts = (
        session.scalar(select(func.count()).select_from(model))
        for model in (PeerDraw, RoadmapDecision)
    )
    return sum(count or 0 for count in counts)


def audit_peers(session: Session) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Each draw and each decision by its kind and name, with what is amiss."""
    for draw in session.scalars(select(PeerDraw).order_by(PeerDraw.id)).all():
        yield "peer draw", str(draw.uuid), tuple(_of_draw(session, draw))
    for decision in session.scalars(
        select(RoadmapDecision).order_by(RoadmapDecision.id)
    ).all():
        yield "decision", str(decision.uuid), tuple(_of_decision(session, decision))


def _of_draw(session: Session, draw: PeerDraw) -> Iterator[str]:
    """Its pairs are those that the rule makes, and each reads what its author wrote."""
    reviewer, author = aliased(Enrolment), aliased(Enrolment)
    rows = session.execute(
        select(
            reviewer.uuid,
            author.uuid,
            PeerAssignment.author_id,
            RoadmapSubmission.enrolment_id,
        )
        .select_from(PeerAssignment)
        .join(reviewer, reviewer.id == PeerAssignment.reviewer_id)
        .join(author, author.id == PeerAssignment.author_id)
        .join(RoadmapSubmission, RoadmapSubmission.id == PeerAssignment.submission_id)
        .where(PeerAssignment.draw_id == draw.id)
    ).all()
    made = {(str(gives), str(gets)) for gives, gets, _, _ in rows}
    if made != set(replay(draw.given, draw.seed)):
        yield "its pairs are not those that its seed makes"
    if any(author_id != owner for _, _, author_id, owner in rows):
        yield "somebody is given a roadmap that is not the author's"


def _of_decision(session: Session, decision: RoadmapDecision) -> Iterator[str]:
    """Two reviews stand behind it, which agree or differ as it says."""
    if decision.ground == APPEAL:
        return
    row = session.execute(
        select(RoadmapReview.verdict, SecondReview.verdict)
        .join(SecondReview, SecondReview.submission_id == RoadmapReview.submission_id)
        .where(RoadmapReview.submission_id == decision.submission_id)
    ).one_or_none()
    if row is None:
        yield "there are no two reviews to decide on"
        return
    first, second = row
    if (first == second) != (decision.ground == AGREED):
        yield f"the reviews say {first} and {second}"
    elif decision.ground == AGREED and decision.verdict != first:
        yield f"it is {decision.verdict}, and both reviews say {first}"
