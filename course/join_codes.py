"""Join codes: made at random, easy to read out and to type, and renewed when spread."""

import secrets
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from course.door_errors import CodeReplaced, WrongCode
from course.models import Cohort, JoinCode, User
from course.operations import made_by

# Neither 0 and O nor 1, I and L, which are mistaken for each other.
ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
LENGTH = 8
_HALF = LENGTH // 2


def new_code() -> str:
    """A code of two halves, such as K7QM-3XHT: 39 bits of chance."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return f"{drawn[:_HALF]}-{drawn[_HALF:]}"


def normalised_code(typed: str) -> str:
    """The one spelling of what was typed: with or without hyphen, in any case."""
    letters = "".join(letter for letter in typed.upper() if letter.isalnum())
    return f"{letters[:_HALF]}-{letters[_HALF:]}" if len(letters) > _HALF else letters


def renew_code(
    session: Session, cohort: Cohort, *, op: UUID, now: datetime, by: User
) -> tuple[JoinCode, bool]:
    """Give a cohort a new code, which makes the old one useless.

    The cohort is locked by the caller. Raises ``OperationConflict``.
    """
    earlier = made_by(session, JoinCode, op, {"cohort_id": cohort.id})
    if earlier is not None:
        return earlier, False
    latest = code_of(session, cohort)
    made = JoinCode(
        uuid=op,
        cohort_id=cohort.id,
        number=latest.number + 1 if latest else 1,
        code=new_code(),
        actor_id=by.id,
        occurred_at=now,
        recorded_at=now,
    )
    session.add(made)
    session.flush()
    return made, True


def code_of(session: Session, cohort: Cohort) -> JoinCode | None:
    """The code that opens a cohort's door, if it ever had one."""
    return session.scalar(
        select(JoinCode)
        .where(JoinCode.cohort_id == cohort.id)
        .order_by(JoinCode.number.desc())
        .limit(1)
    )


def require_code(session: Session, cohort: Cohort, typed: str) -> None:
    """Raise ``WrongCode``, or ``CodeReplaced``, unless this code holds here now."""
    code = normalised_code(typed)
    held = code_of(session, cohort)
    if held is not None and secrets.compare_digest(held.code.encode(), code.encode()):
        return
    was_here = session.scalar(
        select(JoinCode.id).where(
            JoinCode.cohort_id == cohort.id, JoinCode.code == code
        )
    )
    raise CodeReplaced if was_here is not None else WrongCode
