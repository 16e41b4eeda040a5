"""Looking after what is written: reports, hiding and showing, and the record of both.

A hidden post stays on the record. Its writer and the trainers of the cohort still read
it, marked as hidden; for the others it says only that something was hidden.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from course import progress
from course.awards import AwardOffice
from course.discussion import act_of, add_act, lock_post, state_of
from course.discussion_errors import (
    PostNotOpen,
    PostStateUnchanged,
    ReportedAlready,
)
from course.errors import NotPermitted
from course.models import Cohort, Post, PostAct, PostReport, PostText, User
from course.operations import made_by
from course.policy import visible_cohorts
from course.post_states import HIDDEN, SHOWN, VISIBLE, WITHDRAWN
from course.thread_reading import FoundPost


@dataclass(frozen=True, slots=True)
class ReportedPost:
    """A post that somebody wants looked at: what it says, who said so, and why."""

    post: Post
    body: str
    writer: str
    cohort_title: str
    reports: tuple[tuple[PostReport, str], ...]


def report_message(
    session: Session,
    found: FoundPost,
    *,
    op: UUID,
    reason: str,
    now: datetime,
    by: User,
) -> tuple[PostReport, bool]:
    """Ask the trainers to look at a post; whether this is a new report.

    Raises ``PostNotOpen``, ``ReportedAlready`` and ``OperationConflict``.
    """
    post = found.post
    said = {"post_id": post.id, "reason": reason, "actor_id": by.id}
    earlier = made_by(session, PostReport, op, said)
    if earlier is not None:
        return earlier, False
    if state_of(session, post) != VISIBLE:
        raise PostNotOpen
    report = PostReport(uuid=op, occurred_at=now, recorded_at=now, **said)
    try:
        with session.begin_nested():
            session.add(report)
    except IntegrityError:
        # The same report, sent twice at once, may have won.
        earlier = made_by(session, PostReport, op, said)
        if earlier is None:
            raise ReportedAlready from None
        return earlier, False
    return report, True


def moderate_message(
    session: Session,
    found: FoundPost,
    *,
    op: UUID,
    act: str,
    reason: str,
    now: datetime,
    office: AwardOffice,
    by: User,
) -> tuple[PostAct, bool]:
    """Hide a post, or show it: again, or still after a report. Whether it is new.

    A hidden post counts for no award, and one that is shown again does; what was
    awarded meanwhile stays. Raises ``NotPermitted``, ``PostStateUnchanged`` and
    ``OperationConflict``.
    """
    if not found.is_led:
        raise NotPermitted
    post = found.post
    enrolment = lock_post(session, post)
    said = {"post_id": post.id, "act": act, "reason": reason, "actor_id": by.id}
    repeated = act_of(session, op, said)
    if repeated is not None:
        return repeated, False
    state = state_of(session, post)
    is_so = {HIDDEN: state == HIDDEN, SHOWN: state == VISIBLE}[act]
    is_asked = act == SHOWN and waits(session, post)
    if state == WITHDRAWN or (is_so and not is_asked):
        raise PostStateUnchanged
    row = add_act(session, post, act, reason, op=op, now=now, by=by)
    if enrolment is not None:
        progress.note_standing(session, enrolment, now=now, office=office, by=by)
    return row, True


def waits(session: Session, post: Post) -> bool:
    """Whether somebody has reported the post and no trainer has answered since."""
    found = session.scalar(
        select(PostReport.id)
        .where(PostReport.post_id == post.id, _is_unanswered())
        .limit(1)
    )
    return found is not None


def list_reported(
    session: Session, asker: User, *, limit: int = 100
) -> list[ReportedPost]:
    """The posts of the asker's cohorts that wait for a trainer, the oldest first."""
    waiting = (
        select(PostReport.post_id, func.min(PostReport.id).label("first"))
        .join(Post, Post.id == PostReport.post_id)
        .join(Cohort, Cohort.id == Post.cohort_id)
        .where(visible_cohorts(asker), _is_unanswered())
        .group_by(PostReport.post_id)
        .order_by("first")
        .limit(limit)
        .subquery()
    )
    later = aliased(PostText)
    posts = session.execute(
        select(Post, PostText.body, User.name, Cohort.title)
        .join(waiting, waiting.c.post_id == Post.id)
        .join(PostText, PostText.post_id == Post.id)
        .outerjoin(later, (later.post_id == Post.id) & (later.number > PostText.number))
        .join(User, User.id == Post.actor_id)
        .join(Cohort, Cohort.id == Post.cohort_id)
        .where(later.id.is_(None))
        .order_by(waiting.c.first)
    ).all()
    reports = _reports_of(session, [post.id for post, *_ in posts])
    return [
        ReportedPost(post, body, writer, title, tuple(reports[post.id]))
        for post, body, writer, title in posts
    ]


def reports_on(session: Session, post: Post) -> list[tuple[PostReport, str]]:
    """The reports about a post that no trainer has answered, with who made them."""
    return _reports_of(session, [post.id])[post.id]


def acts_on(session: Session, post: Post) -> list[tuple[PostAct, str]]:
    """All that was done to a post, the latest first, with the names of who."""
    rows = session.execute(
        select(PostAct, User.name)
        .join(User, User.id == PostAct.actor_id)
        .where(PostAct.post_id == post.id)
        .order_by(PostAct.number.desc())
    )
    return [(row, name) for row, name in rows]


def _reports_of(
    session: Session, post_ids: list[int]
) -> dict[int, list[tuple[PostReport, str]]]:
    found: dict[int, list[tuple[PostReport, str]]] = {each: [] for each in post_ids}
    query: Select[PostReport, str] = (
        select(PostReport, User.name)
        .join(User, User.id == PostReport.actor_id)
        .where(PostReport.post_id.in_(post_ids), _is_unanswered())
        .order_by(PostReport.id)
    )
    for report, name in session.execute(query):
        found[report.post_id].append((report, name))
    return found


def _is_unanswered() -> ColumnElement[bool]:
    """Whether no trainer has decided about the post since the report, and it shows."""
    return ~exists(
        select(PostAct.id).where(
            PostAct.post_id == PostReport.post_id,
            (PostAct.recorded_at >= PostReport.recorded_at)
            | (PostAct.act == WITHDRAWN),
        )
    )
