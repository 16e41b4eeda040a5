"""What the record holds of everybody whom a list could touch: few statements."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from course import accounts
from course.awards import AwardOffice
from course.enrolments import is_newest_run
from course.models import Cohort, Enrolment, EnrolmentEvent, User
from course.places import stands
from course.policy import visible_cohorts
from course.roster_entries import Entry
from course.roster_listing import Held, Known, Member, Place, Seat
from course.roster_plan import cohorts_spoken_of
from course.turns import chunks, hold_enrolments, hold_people


def held_by_record(
    session: Session,
    asker: User,
    cohort: Cohort,
    entries: Sequence[Entry],
    *,
    to_apply: AwardOffice | None = None,
) -> Held:
    """What a plan rests on; whoever names an office ``to_apply`` holds it still."""
    places = _places(session, asker, cohort)
    here = next(each for each in places if each.id == cohort.id)
    spoken = [each.id for each in cohorts_spoken_of(entries, here, places)]
    emails = {entry.email for entry in entries if entry.is_addressed}
    if to_apply is not None:
        # The cohort that took the list among them: two lists that name each other's
        # cohorts take turns.
        _lock(session, cohort.course_key, [cohort.id, *spoken], emails, to_apply)
    people = _people(session, emails)
    return Held(
        here=here,
        places=places,
        people=people,
        seats=_seats(session, cohort.course_key, people.values()),
        members=_members(session, spoken),
    )


def _places(session: Session, asker: User, cohort: Cohort) -> tuple[Place, ...]:
    rows = session.execute(
        select(Cohort.id, Cohort.uuid, Cohort.key, Cohort.title)
        .where(Cohort.course_key == cohort.course_key, visible_cohorts(asker))
        .order_by(Cohort.id)
    )
    return tuple(Place(*row) for row in rows)


def _lock(
    session: Session,
    course_key: str,
    spoken: Sequence[int],
    emails: Collection[str],
    office: AwardOffice,
) -> None:
    """Lock cohorts, enrolments and people in the order of ``turns``."""
    session.execute(
        select(Cohort.id)
        .where(Cohort.id.in_(spoken))
        .order_by(Cohort.id)
        # Learners in them go on: PostgreSQL looks for the cohort when they write.
        .with_for_update(key_share=True)
    )
    ids: set[int] = set()
    for chunk in chunks(sorted(emails)):
        ids |= set(session.scalars(select(User.id).where(User.email.in_(chunk))))
    concerned = or_(Enrolment.cohort_id.in_(spoken), Enrolment.user_id.in_(ids))
    theirs = select(Enrolment.id).where(Enrolment.course_key == course_key, concerned)
    hold_enrolments(session, session.scalars(theirs), office.programmes)
    # An undo may be closing the accounts that it made.
    hold_people(session, ids)


def _people(session: Session, emails: Collection[str]) -> dict[str, Known]:
    found: dict[str, Known] = {}
    for chunk in chunks(sorted(emails)):
        rows = session.execute(
            select(
                User.email,
                User.id,
                User.uuid,
                User.name,
                User.closed_at.is_not(None),
                User.password_hash.is_(None),
            ).where(User.email.in_(chunk))
        ).all()
        closed = [row[1] for row in rows if row[4] and row[5]]
        spare = accounts.spare_accounts(session, closed)
        for email, number, uuid, name, is_closed, _invited in rows:
            found[email] = Known(number, uuid, name, bool(is_closed), number in spare)
    return found


def _seats(
    session: Session, course_key: str, people: Iterable[Known]
) -> dict[int, Seat]:
    found: dict[int, Seat] = {}
    for chunk in chunks(sorted(person.id for person in people)):
        rows: Iterable[Any] = session.execute(
            _seat_query().where(
                Enrolment.user_id.in_(chunk), Enrolment.course_key == course_key
            )
        )
        for user_id, *seat in rows:
            found[user_id] = Seat(*seat)
    return found


def _members(session: Session, spoken: Sequence[int]) -> tuple[Member, ...]:
    if not spoken:
        return ()
    rows: Iterable[Any] = session.execute(
        _seat_query()
        .join(User, User.id == Enrolment.user_id)
        .add_columns(User.email, User.uuid, User.name)
        .where(Enrolment.cohort_id.in_(spoken), Enrolment.withdrawn_at.is_(None))
        .order_by(Enrolment.id)
    )
    return tuple(
        Member(email, Known(user_id, uuid, name), Seat(*seat))
        for user_id, *seat, email, uuid, name in rows
    )


def _seat_query() -> Select[Any]:
    latest = (
        select(func.max(EnrolmentEvent.id))
        .where(EnrolmentEvent.enrolment_id == Enrolment.id, stands())
        .correlate(Enrolment)
        .scalar_subquery()
    )
    return select(
        Enrolment.user_id,
        Enrolment.id,
        Enrolment.uuid,
        Enrolment.cohort_id,
        Enrolment.withdrawn_at.is_not(None),
        latest,
    ).where(is_newest_run())
