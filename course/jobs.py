"""Work that takes longer than a request may: asked for, taken by a worker, looked at.

A job names its kind and, as plain data, what was asked. What a kind does is said by
whoever runs it: here is only how jobs wait, are taken up, tell how far they are, and
end. A worker that dies loses its job when the lease ends, and another begins it anew;
so whatever a kind does to the record it does in one transaction, under the operation
of the job, and doing it twice does nothing twice.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import and_, delete, exists, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from course.errors import CourseError
from course.models import Job, User
from course.operations import made_by
from course.policy import visible_jobs

LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 3
KEPT = timedelta(days=30)

Progress: TypeAlias = Callable[[int], None]
"""Told of each step how many more things are done."""


def no_progress(_more: int) -> None:
    """For whoever looks at no progress."""


def ask(
    session: Session,
    kind: str,
    asked: Mapping[str, Any],
    *,
    op: UUID,
    total: int | None = None,
    now: datetime,
    by: User,
) -> tuple[Job, bool]:
    """Have something done, or give the job of this ``op``, and whether it is new.

    Raises ``OperationConflict`` where ``op`` is another job.
    """
    earlier = _asked_by(session, op, kind, asked, by)
    if earlier is not None:
        return earlier, False
    job = Job(
        uuid=op,
        kind=kind,
        asked=dict(asked),
        asked_by_id=by.id,
        asked_at=now,
        total=total,
        state="waiting",
        done=0,
        attempts=0,
    )
    try:
        with session.begin_nested():
            session.add(job)
    except IntegrityError:
        # The same request was sent twice at once.
        earlier = _asked_by(session, op, kind, asked, by)
        if earlier is None:
            raise
        return earlier, False
    return job, True


def find_job(session: Session, asker: User, uuid: UUID) -> Job | None:
    """The job of this name if the asker may see it."""
    return session.scalar(
        select(Job)
        .where(Job.uuid == uuid, visible_jobs(asker))
        .options(joinedload(Job.asked_by))
    )


def is_any_waiting(session: Session, *, now: datetime) -> bool:
    """Whether a worker would find something to do: one statement."""
    return bool(session.scalar(select(exists().where(_may_be_taken(now)))))


def claim_job(session: Session, *, now: datetime) -> Job | None:
    """Take the job that has waited longest, for a while.

    One that was begun and lost too often has failed: whatever it is, it ends workers.
    """
    session.execute(
        update(Job)
        .where(_may_be_taken(now), Job.attempts >= MOST_ATTEMPTS)
        .values(state="failed", ended_at=now, error={"kind": "lost"})
        .execution_options(synchronize_session=False)
    )
    waiting = (
        select(Job.id)
        .where(_may_be_taken(now))
        .order_by(Job.asked_at, Job.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return session.scalar(
        update(Job)
        .where(Job.id == waiting.scalar_subquery())
        .values(
            state="running",
            leased_until=now + LEASE,
            attempts=Job.attempts + 1,
            started_at=now,
            done=0,
        )
        .returning(Job)
        .execution_options(synchronize_session=False, populate_existing=True)
    )


def begin_job(session: Session, job: Job, *, now: datetime) -> bool:
    """Whether whoever asked does it at once. Should they die of it, a worker will."""
    begun = session.scalar(
        update(Job)
        .where(Job.id == job.id, Job.state == "waiting")
        .values(state="running", leased_until=now + LEASE, attempts=1, started_at=now)
        .returning(Job.id)
        .execution_options(synchronize_session=False)
    )
    return begun is not None


def note_total(session: Session, job_id: int, total: int) -> None:
    """So much there is to do, where that was not known before."""
    session.execute(
        update(Job)
        .where(Job.id == job_id)
        .values(total=total)
        .execution_options(synchronize_session=False)
    )


def note_progress(session: Session, job_id: int, done: int, *, now: datetime) -> None:
    """So much is done, and the worker is alive."""
    session.execute(
        update(Job)
        .where(Job.id == job_id, Job.state == "running")
        .values(done=done, leased_until=now + LEASE)
        .execution_options(synchronize_session=False)
    )


def note_done(
    session: Session, job_id: int, result: Mapping[str, Any], *, now: datetime
) -> None:
    """It is carried out, and this is what it came to, whatever was thought of it."""
    job = session.get_one(Job, job_id, with_for_update=True)
    _end(job, "done", now)
    job.result = dict(result)
    job.error = None
    job.done = job.total or job.done


def note_refused(
    session: Session, job_id: int, refusal: CourseError, *, now: datetime
) -> None:
    """It was not carried out, for a reason that the course knows.

    Of a job that another worker has carried out meanwhile it says nothing.
    """
    job = session.get_one(Job, job_id, with_for_update=True)
    if job.state == "done":
        return
    _end(job, "refused", now)
    job.error = {"kind": type(refusal).__name__, "message": refusal.message}


def note_failed(session: Session, job_id: int, *, now: datetime) -> None:
    """It broke. Why is for the log; that it did is for whoever asked.

    Of a job that another worker has carried out meanwhile it says nothing.
    """
    job = session.get_one(Job, job_id, with_for_update=True)
    if job.state == "done":
        return
    _end(job, "failed", now)
    job.error = {"kind": "broken"}


def clear_away(session: Session, *, now: datetime) -> None:
    """Forget the jobs that ended long ago. What they did is on the record itself."""
    session.execute(
        delete(Job)
        .where(Job.ended_at < now - KEPT)
        .execution_options(synchronize_session=False)
    )


def _end(job: Job, state: str, now: datetime) -> None:
    job.state = state
    job.ended_at = now
    job.leased_until = None


def _may_be_taken(now: datetime) -> Any:
    return or_(
        Job.state == "waiting",
        and_(Job.state == "running", Job.leased_until < now),
    )


def _asked_by(
    session: Session, op: UUID, kind: str, asked: Mapping[str, Any], by: User
) -> Job | None:
    """The job of this operation, or ``OperationConflict`` if it is another thing."""
    said = {"kind": kind, "asked": dict(asked), "asked_by_id": by.id}
    return made_by(session, Job, op, said)
