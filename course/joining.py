"""Coming in by the open door: with a join code, by the domain of an address, or freely.

Whoever joins is in the cohort at once. Nobody joins by an address that has not been
shown to be theirs.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from course.admission import admit, latest_enrolment
from course.awards import AwardOffice
from course.calls import OPEN, OpenCall, Terms, require_open
from course.door_errors import CallFull, NotAdmitted
from course.errors import OperationConflict
from course.join_codes import require_code
from course.models import Enrolment, Joining, User

CODE, DOMAIN, ANYBODY = "code", "domain", "anybody"


@dataclass(frozen=True, slots=True)
class Joined:
    """Somebody is in the cohort; ``is_new`` where this act brought them in."""

    enrolment: Enrolment
    is_new: bool


def domain_admits(email: str, domains: tuple[str, ...]) -> bool:
    """Whether what stands after the @ is one of the domains, or under one of them.

    ``planning.gov.md`` is under ``gov.md``; ``notgov.md`` is not.
    """
    place = _plain(email.rpartition("@")[2])
    return any(
        place == domain or place.endswith(f".{domain}")
        for domain in map(_plain, domains)
        if domain
    )


def is_confirmed(person: User) -> bool:
    """Whether the address has been shown to be this person's.

    A password is chosen by way of a link that was mailed to the address, or given by
    whoever runs the installation. Nobody changes an address afterwards.
    """
    return person.password_hash is not None


def join_cohort(
    session: Session,
    found: OpenCall,
    person: User,
    *,
    op: UUID,
    code: str | None = None,
    today: date,
    now: datetime,
    office: AwardOffice,
) -> Joined:
    """Put a person into the cohort by its open door, or say why not.

    The cohort is locked by the caller. Sent again, it changes nothing. Raises
    ``CallClosed``, ``WrongDoor``, ``WrongCode``, ``CodeReplaced``, ``NotAdmitted``,
    ``CallFull``, ``InAnotherCohort`` and ``OperationConflict``.
    """
    cohort = found.cohort
    earlier = _made_by(session, op)
    if earlier is not None:
        enrolment = earlier.enrolment
        if (enrolment.user_id, enrolment.cohort_id) != (person.id, cohort.id):
            raise OperationConflict
        return Joined(enrolment, is_new=False)
    held = latest_enrolment(session, person, cohort)
    if held and held.cohort_id == cohort.id and held.withdrawn_at is None:
        return Joined(held, is_new=False)
    require_open(found.call, OPEN, today=today)
    by = what_admits(session, found, person, code)
    if found.free == 0:
        raise CallFull
    enrolment = admit(session, person, cohort, now=now, office=office, by=person)
    session.add(
        Joining(
            uuid=op,
            enrolment=enrolment,
            call_id=found.call.id,
            by=by,
            actor_id=person.id,
            occurred_at=now,
            recorded_at=now,
        )
    )
    session.flush()
    return Joined(enrolment, is_new=True)


def what_admits(
    session: Session, found: OpenCall, person: User, code: str | None
) -> str:
    """What lets the person in: the code, the domain, or that anybody may.

    Raises ``WrongCode``, ``CodeReplaced`` and ``NotAdmitted``.
    """
    if not is_confirmed(person):
        raise NotAdmitted
    return require_admitted(session, found, person.email, code)


def require_admitted(
    session: Session, found: OpenCall, email: str, code: str | None
) -> str:
    """The same for an address that is still to be confirmed."""
    terms: Terms = found.terms
    if not terms.with_code and not terms.domains:
        return ANYBODY
    if domain_admits(email, terms.domains):
        return DOMAIN
    if terms.with_code and code:
        require_code(session, found.cohort, code)
        return CODE
    raise NotAdmitted


def _made_by(session: Session, op: UUID) -> Joining | None:
    return session.scalar(
        select(Joining)
        .where(Joining.uuid == op)
        .options(joinedload(Joining.enrolment).joinedload(Enrolment.cohort))
    )


def _plain(domain: str) -> str:
    """A domain in the spelling of the network, whatever letters it is written in."""
    domain = domain.strip().strip(".").lower()
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return domain
