"""Another name on a certificate: asked for by its holder, answered by a person.

An approval replaces the document, and may change the name on the profile as well.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from course import accounts, outbox
from course.accounts import refuse_unprintable
from course.award_acts import lock_enrolment
from course.award_errors import CorrectionAnswered, CorrectionWaits, SameName
from course.award_states import SUPERSEDED, may, refusal_of
from course.award_status import verification_of
from course.awards import AwardOffice
from course.errors import NotPermitted
from course.models import (
    Achievement,
    Award,
    Enrolment,
    NameCorrection,
    NameCorrectionAnswer,
    User,
)
from course.operations import made_by
from course.superseding import supersede_award

APPROVED, DECLINED = "approved", "declined"
VERDICTS = (APPROVED, DECLINED)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request with the document, whose it is, and its answer if it has one."""

    correction: NameCorrection
    award: Award
    holder: User
    answer: NameCorrectionAnswer | None
    answered_by: str | None


@dataclass(frozen=True, slots=True)
class Answered:
    """What a letter tells a holder: the request, the answer, and the new document."""

    correction: NameCorrection
    answer: NameCorrectionAnswer
    old: Award
    new: Award | None


AnswerLetter: TypeAlias = Callable[[User, Answered], outbox.Words]
"""The words of the letter to a holder, made at the edge."""


def request_name_correction(
    session: Session,
    award: Award,
    *,
    op: UUID,
    name: str,
    reason: str,
    changes_profile: bool,
    now: datetime,
    by: User,
) -> tuple[NameCorrection, bool]:
    """Ask for another name on one's own certificate; whether this asked anew.

    Raises ``NotPermitted`` for anybody but the holder, ``NameNotPrintable``,
    ``SameName``, ``CorrectionWaits``, and what the award's state refuses.
    """
    enrolment = lock_enrolment(session, award)
    if enrolment.user_id != by.id:
        raise NotPermitted
    asked: dict[str, Any] = {
        "award_id": award.id,
        "name": " ".join(name.split()),
        "reason": reason,
        "changes_profile": changes_profile,
    }
    earlier = made_by(session, NameCorrection, op, asked)
    if earlier is not None:
        return earlier, False
    found = verification_of(session, award, now=now)
    if not may(found.status, SUPERSEDED):
        newest = found.successor or award.number
        raise refusal_of(found.status, SUPERSEDED, newest)
    refuse_unprintable(asked["name"])
    if asked["name"] == award.claims["holder_name"]:
        raise SameName
    if waiting_for(session, award.achievement_id) is not None:
        raise CorrectionWaits
    correction = NameCorrection(
        uuid=op, actor_id=by.id, occurred_at=now, recorded_at=now, **asked
    )
    session.add(correction)
    session.flush()
    return correction, True


def waiting_for(session: Session, achievement_id: int) -> NameCorrection | None:
    """The request about an achievement's documents that nobody has answered yet."""
    return session.scalar(
        select(NameCorrection)
        .join(Award, Award.id == NameCorrection.award_id)
        .outerjoin(
            NameCorrectionAnswer,
            NameCorrectionAnswer.correction_id == NameCorrection.id,
        )
        .where(
            Award.achievement_id == achievement_id, NameCorrectionAnswer.id.is_(None)
        )
        .limit(1)
    )


def list_corrections(
    session: Session,
    *,
    only_waiting: bool = False,
    achievement_id: int | None = None,
    after: NameCorrection | None = None,
    limit: int = 200,
) -> list[Asked]:
    """Requests of everybody or about one achievement, the latest first."""
    query = _asked().order_by(NameCorrection.id.desc()).limit(limit)
    if only_waiting:
        query = query.where(NameCorrectionAnswer.id.is_(None))
    if achievement_id is not None:
        query = query.where(Award.achievement_id == achievement_id)
    if after is not None:
        query = query.where(NameCorrection.id < after.id)
    return [Asked(*row) for row in session.execute(query)]


def find_correction(session: Session, uuid: UUID) -> Asked | None:
    """The request of this name, for an administrator."""
    row = session.execute(_asked().where(NameCorrection.uuid == uuid)).one_or_none()
    return None if row is None else Asked(*row)


def answer_name_correction(
    session: Session,
    asked: Asked,
    *,
    op: UUID,
    verdict: str,
    words: str,
    letter: AnswerLetter,
    now: datetime,
    office: AwardOffice,
    by: User,
) -> tuple[Answered, bool]:
    """Approve or decline a request and tell the holder; whether this answered anew.

    Raises ``CorrectionAnswered`` when somebody else was before, ``OperationConflict``,
    and for an approval what replacing the award refuses.
    """
    lock_enrolment(session, asked.award)
    correction = asked.correction
    said = {"correction_id": correction.id, "verdict": verdict, "words": words}
    repeated = made_by(session, NameCorrectionAnswer, op, said)
    if repeated is not None:
        return _told(session, asked, repeated), False
    answer = NameCorrectionAnswer(
        uuid=op, actor_id=by.id, occurred_at=now, recorded_at=now, **said
    )
    try:
        with session.begin_nested():
            session.add(answer)
    except IntegrityError:
        raise CorrectionAnswered from None
    if verdict == APPROVED:
        _replace(session, asked, answer, now=now, office=office, by=by)
    told = _told(session, asked, answer)
    outbox.tell(
        session,
        asked.holder,
        letter(asked.holder, told),
        now=now,
        occasion=f"name-correction:{correction.uuid}",
    )
    return told, True


def _replace(
    session: Session,
    asked: Asked,
    answer: NameCorrectionAnswer,
    *,
    now: datetime,
    office: AwardOffice,
    by: User,
) -> None:
    """Write the new document; the letter about it is that of the answer."""
    correction = asked.correction
    supersede_award(
        session,
        asked.award,
        op=answer.uuid,
        cause="name",
        reason=correction.reason,
        name=correction.name,
        letter=None,
        now=now,
        office=office,
        by=by,
    )
    if correction.changes_profile:
        changes = {"name": correction.name}
        accounts.change_profile(session, asked.holder, changes, now=now, by=by)


def _asked() -> Select[NameCorrection, Award, User, NameCorrectionAnswer, str]:
    answerer = aliased(User)
    return (
        select(NameCorrection, Award, User, NameCorrectionAnswer, answerer.name)
        .join(Award, Award.id == NameCorrection.award_id)
        .join(Achievement, Achievement.id == Award.achievement_id)
        .join(Enrolment, Enrolment.id == Achievement.enrolment_id)
        .join(User, User.id == Enrolment.user_id)
        .outerjoin(
            NameCorrectionAnswer,
            NameCorrectionAnswer.correction_id == NameCorrection.id,
        )
        .outerjoin(answerer, answerer.id == NameCorrectionAnswer.actor_id)
    )


def _told(session: Session, asked: Asked, answer: NameCorrectionAnswer) -> Answered:
    new = session.scalar(select(Award).where(Award.uuid == answer.uuid))
    return Answered(asked.correction, answer, asked.award, new)
