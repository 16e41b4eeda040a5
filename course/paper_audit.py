"""Reckoning the digest of every paper again, one file at a time."""

from collections.abc import Iterator
from hashlib import sha256

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from course.models import PaperReview, PaperSubmission


def paper_count(session: Session) -> int:
    """How many papers ``audit_papers`` will look at."""
    return session.scalar(select(func.count()).select_from(PaperSubmission)) or 0


def audit_papers(session: Session) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each paper by its name, with what is not as the rest of the record says.

    Never more than one file is in memory.
    """
    for number in session.scalars(select(PaperSubmission.id)).all():
        uuid, digest, size, content, enrolment_id, place, moment = session.execute(
            select(
                PaperSubmission.uuid,
                PaperSubmission.digest,
                PaperSubmission.size,
                PaperSubmission.content,
                PaperSubmission.enrolment_id,
                PaperSubmission.number,
                PaperSubmission.recorded_at,
            ).where(PaperSubmission.id == number)
        ).one()
        faults = []
        if (sha256(content).hexdigest(), len(content)) != (digest, size):
            faults.append("its file is not the one that its digest was made of")
        reviewed_before = session.scalar(
            select(func.count())
            .select_from(PaperReview)
            .join(PaperReview.submission)
            .where(
                PaperSubmission.enrolment_id == enrolment_id,
                PaperSubmission.number < place,
                PaperReview.recorded_at <= moment,
            )
        )
        if reviewed_before != place - 1:
            faults.append("it was handed in while an earlier one waited to be read")
        yield str(uuid), tuple(faults)
