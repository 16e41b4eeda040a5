"""What cohorts are told: announcements, sessions, and the addresses of calendars."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from course import announcements, calendar_feeds, expert_sessions
from course.calendar_errors import UnknownZone
from course.errors import OperationConflict
from course.expert_sessions import slot_of
from course.models import Announcement, ExpertSession, OutgoingMessage
from course.telling_errors import (
    AnnouncementWithdrawn,
    EndsBeforeStart,
    NoSuchTime,
    SessionCancelled,
)
from course.tokens import hash_secret
from tests import builders
from tests.builders import NOW, how_many
from tests.statements import statements_of
from tests.telling import a_session, a_slot, an_address, an_announcement


@pytest.fixture
def cohort(session):
    return builders.a_cohort(session)


@pytest.fixture
def trainer(session):
    return builders.a_trainer(session)


def mailed(session):
    query = select(OutgoingMessage.recipient_email)
    return sorted(session.scalars(query))


def test_each_learner_who_is_still_there_gets_one_letter(session, cohort, trainer):
    here = [builders.an_enrolment(session, cohort=cohort) for _ in range(2)]
    gone = builders.an_enrolment(session, cohort=cohort)
    gone.withdrawn_at = NOW
    builders.an_enrolment(session, cohort=builders.a_cohort(session))
    op = uuid4()

    for _again in range(2):
        an_announcement(session, cohort, op=op, by=trainer)
    session.flush()

    assert mailed(session) == sorted(each.user.email for each in here)
    assert how_many(session, Announcement) == 1
    with pytest.raises(OperationConflict):
        an_announcement(session, cohort, op=op, title="Another", by=trainer)


def test_two_hundred_learners_cost_no_more_statements_than_one(
    session, cohort, trainer
):
    counts = []
    for many in (1, 200):
        for _ in range(many):
            builders.an_enrolment(session, cohort=cohort)
        session.flush()
        with statements_of(session.get_bind()) as statements:
            an_announcement(session, cohort, by=trainer)
        counts.append(len(statements))

    assert counts[0] == counts[1] <= 6


def test_a_correction_is_mailed_only_where_it_is_asked(session, cohort, trainer):
    builders.an_enrolment(session, cohort=cohort)
    first = an_announcement(session, cohort, by=trainer)

    for mail, letters in ((False, 1), (True, 2)):
        an_announcement(
            session,
            cohort,
            announcement=first.uuid,
            title=f"Corrected {letters}",
            mail=mail,
            by=trainer,
        )
        assert len(mailed(session)) == letters

    (each,) = announcements.announcements_of(session, cohort)
    assert (each.latest.number, each.latest.title) == (3, "Corrected 2")


def test_what_is_withdrawn_stays_on_the_record_and_its_letters_are_stopped(
    session, cohort, trainer
):
    builders.an_enrolment(session, cohort=cohort)
    row, op = an_announcement(session, cohort, by=trainer), uuid4()

    for is_first in (True, False):
        _row, is_new = announcements.withdraw_announcement(
            session,
            row,
            op=op,
            reason="Wrong day.",
            now=NOW + timedelta(hours=1),
            by=trainer,
        )
        assert is_new is is_first

    (each,) = announcements.announcements_of(session, cohort)
    assert each.is_withdrawn
    session.expire_all()
    assert session.scalar(select(OutgoingMessage.failed_at)) is not None
    with pytest.raises(AnnouncementWithdrawn):
        an_announcement(session, cohort, announcement=row.uuid, by=trainer)


def test_a_time_is_that_of_the_clocks_of_the_zone():
    slot = slot_of(
        title="Roads",
        expert="Aizada",
        starts=datetime(2026, 12, 3, 14),  # noqa: DTZ001 a clock on a wall
        ends=datetime(2026, 12, 3, 15),  # noqa: DTZ001 a clock on a wall
        zone="Asia/Bishkek",
        place="Room 4",
    )

    assert slot.starts_at == datetime(2026, 12, 3, 8, tzinfo=UTC)
    assert slot.ends_at == datetime(2026, 12, 3, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "start", "end", "refusal"),
    [
        ("Mars/Olympus", "2026-12-03T14:00", "2026-12-03T15:00", UnknownZone),
        ("UTC", "2026-12-03T14:00", "2026-12-03T14:00", EndsBeforeStart),
        ("UTC", "2026-12-03T14:00", "2026-12-05T14:00", EndsBeforeStart),
        ("Europe/Chisinau", "2027-03-28T02:30", "2027-03-28T05:00", NoSuchTime),
    ],
)
def test_a_time_that_cannot_be_is_refused(zone, start, end, refusal):
    with pytest.raises(refusal):
        slot_of(
            title="Roads",
            expert="Aizada",
            starts=datetime.fromisoformat(start),
            ends=datetime.fromisoformat(end),
            zone=zone,
            place="Room 4",
        )


def test_a_session_is_changed_and_cancelled_by_new_rows(session, cohort, trainer):
    row, op = a_session(session, cohort), uuid4()
    later = a_slot(place="Room 4")
    for is_first in (True, False):
        changed, is_new = expert_sessions.change_session(
            session, row, later, op=op, reason="A storm.", now=NOW, by=trainer
        )
        assert is_new is is_first
    cancelled, _ = expert_sessions.cancel_session(
        session, changed, op=uuid4(), reason="Ill.", now=NOW, by=trainer
    )

    (found,) = expert_sessions.sessions_of(session, [cohort.id])
    assert found is cancelled
    assert (found.number, found.is_cancelled, found.place) == (3, True, "Room 4")
    assert how_many(session, ExpertSession) == 3
    with pytest.raises(SessionCancelled):
        expert_sessions.change_session(
            session, found, later, op=uuid4(), reason="Well.", now=NOW, by=trainer
        )
    with pytest.raises(OperationConflict):
        expert_sessions.schedule_session(
            session, cohort, a_slot(), op=op, now=NOW, by=trainer
        )


def test_a_new_address_closes_the_one_before(session):
    person = builders.a_learner(session)
    first, second = (an_address(session, person) for _ in range(2))

    assert calendar_feeds.person_of_address(session, first) is None
    assert calendar_feeds.person_of_address(session, second) is person
    calendar_feeds.revoke_address(session, person, op=uuid4(), now=NOW)
    assert calendar_feeds.person_of_address(session, second) is None
    assert calendar_feeds.key_of(session, person) is None


def test_an_address_is_told_once_and_kept_as_a_hash(session):
    person, op = builders.a_learner(session), uuid4()
    row, secret = calendar_feeds.renew_address(session, person, op=op, now=NOW)

    again = calendar_feeds.renew_address(session, person, op=op, now=NOW)

    assert again == (row, None)
    assert secret is not None
    assert row.secret_hash == hash_secret(secret) != secret
    with pytest.raises(OperationConflict):
        calendar_feeds.revoke_address(session, person, op=op, now=NOW)


def test_whoever_closed_their_account_has_no_calendar(session):
    person = builders.a_learner(session)
    secret = an_address(session, person)
    person.closed_at = NOW
    session.flush()

    assert calendar_feeds.person_of_address(session, secret) is None
