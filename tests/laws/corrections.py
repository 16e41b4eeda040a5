"""Corrections, as the record holds them: a new row that supersedes the old one.

No verb makes them yet. The laws speak of them all the same.
"""

from datetime import datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from course.awards import new_number
from course.canonical import canonical_json
from course.models import Attempt, Award, AwardEvent, Enrolment, Mark, User
from course.progress import note_standing
from tests.builders import OFFICE

PASSING_SHARE = 7, 10


def counting_marks(session: Session, enrolment: Enrolment) -> list[Mark]:
    """The marks of an enrolment that no other supersedes."""
    marks = session.scalars(
        select(Mark)
        .join(Attempt, Mark.attempt_id == Attempt.id)
        .where(Attempt.enrolment_id == enrolment.id)
        .order_by(Mark.id)
    ).all()
    superseded = {mark.supersedes_id for mark in marks}
    return [mark for mark in marks if mark.id not in superseded]


def regrade(
    session: Session,
    enrolment: Enrolment,
    old: Mark,
    points: int,
    *,
    now: datetime,
    by: User,
) -> None:
    """Mark an attempt anew, up or down, and move the standing with it."""
    points = min(points, old.out_of)
    share, of = PASSING_SHARE
    session.add(
        Mark(
            attempt_id=old.attempt_id,
            edition_id=old.edition_id,
            points=points,
            out_of=old.out_of,
            passed=points * of >= old.out_of * share,
            detail={},
            supersedes_id=old.id,
            reason="The key was corrected.",
            actor_id=by.id,
            occurred_at=now,
            recorded_at=now,
        )
    )
    session.flush()
    note_standing(session, enrolment, now=now, office=OFFICE, by=by)


def supersede(session: Session, old: Award, *, now: datetime, by: User) -> None:
    """Give a corrected document in place of an award."""
    number = new_number()
    claims = {**old.claims, "number": number, "holder_name": "A mended name"}
    new = Award(
        number=number,
        achievement_id=old.achievement_id,
        claims=claims,
        digest=sha256(canonical_json(claims).encode()).hexdigest(),
        supersedes_id=old.id,
        actor_id=by.id,
        occurred_at=old.occurred_at,
        recorded_at=now,
    )
    session.add(new)
    session.flush()
    for award, kind in ((old, "superseded"), (new, "issued")):
        session.add(
            AwardEvent(
                award_id=award.id,
                kind=kind,
                reason="The name was mended.",
                actor_id=by.id,
                occurred_at=now,
                recorded_at=now,
            )
        )
    session.flush()
