"""The pass over everybody: what is owed is given, and idle it costs nothing more."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from course.award_status import events_of, verify_award
from course.awards import new_number
from course.awards_due import count_due
from course.models import Achievement, AwardEvent, OutgoingMessage
from tests import builders
from tests.builders import how_many
from tests.course.award_lives import (
    a_completion,
    an_edition,
    awards_of,
    done,
    due,
    the_award,
)
from tests.statements import statements_of

EXPIRY = datetime(2028, 3, 2, 15, tzinfo=UTC)
UNPRINTABLE = "Ana \U000130c0"


def copied(session, enrolment, times: int) -> None:
    """As many who have done the same, each with an account and a document."""
    award = awards_of(session, enrolment)
    achievement = session.scalars(
        select(Achievement).where(Achievement.enrolment_id == enrolment.id)
    ).one()
    for _ in range(times):
        learner = builders.a_learner(session)
        fresh = _copy(session, enrolment, uuid=uuid4(), user_id=learner.id)
        earned = _copy(session, achievement, uuid=uuid4(), enrolment_id=fresh)
        for each in award:
            own = {"number": new_number(), "achievement_id": earned}
            document = _copy(session, each, uuid=uuid4(), **own)
            for event in events_of(session, each):
                _copy(session, event, uuid=uuid4(), award_id=document)


def _copy(session, row, **changed) -> int:
    table = type(row).__table__
    values = {
        column.key: getattr(row, column.key)
        for column in table.columns
        if column.key != "id"
    }
    made = session.execute(insert(table).values(**values | changed))
    return int(made.inserted_primary_key[0])


@pytest.mark.parametrize("is_held", [False, True], ids=["issued", "held"])
def test_where_nothing_is_due_the_cost_does_not_grow_with_learners(
    session, engine, is_held
):
    held = "moderated" if is_held else None
    edition = an_edition(session, valid_years=2, held_for_release=held)
    cohort = builders.a_cohort(session, edition=edition)
    enrolment = a_completion(session, cohort=cohort)
    counts = []
    for more in (9, 190):
        copied(session, enrolment, more)
        session.commit()
        with Session(engine) as own, statements_of(engine) as sent:
            done_now = due(own)
        assert (done_now.issued, done_now.expired) == ((), ())
        counts.append(len(sent))

    assert counts[0] == counts[1] == 2


def test_what_is_owed_is_given_once_the_name_can_be_printed(session):
    learner = builders.a_learner(session)
    learner.name = UNPRINTABLE
    enrolment = a_completion(session, learner)
    assert due(session).unprintable == 1

    learner.name = "Ana"
    session.flush()
    first, second = due(session), due(session)

    assert first.issued == (the_award(session, enrolment).number,)
    assert (second.issued, second.unprintable) == ((), 0)
    assert how_many(session, OutgoingMessage) == 1


def test_what_the_marks_no_longer_support_is_not_given(session):
    learner = builders.a_learner(session)
    learner.name = UNPRINTABLE
    enrolment = a_completion(session, learner)
    learner.name = "Ana"
    enrolment.standing = {**enrolment.standing, "earned": {}}
    session.flush()

    assert (due(session).issued, due(session).unsupported) == ((), 1)


def test_an_expiry_is_noted_once_on_its_day_and_told(session):
    award = the_award(session, a_completion(session, valid_years=2))

    assert due(session, EXPIRY - timedelta(seconds=1)).expired == ()
    assert count_due(session, now=EXPIRY) == (0, 1)
    later = EXPIRY + timedelta(hours=9)
    assert due(session, later).expired == (award.number,)
    assert due(session, later).expired == ()

    event = events_of(session, award)[-1]
    assert (event.kind, event.actor_id) == ("expired", None)
    assert (event.occurred_at, event.recorded_at) == (EXPIRY, later)
    assert verify_award(session, award.number).status == "expired"
    letters = session.scalars(select(OutgoingMessage.subject)).all()
    assert letters == [f"expired: {award.number}"]


def test_what_ended_before_does_not_expire(session):
    edition = an_edition(session, valid_years=2)
    revoked, replaced = (
        the_award(session, a_completion(session, edition=edition)) for _ in range(2)
    )
    done(session, "revoke", revoked)
    newest = done(session, "supersede", replaced).newest

    assert due(session, EXPIRY).expired == (newest.number,)
    kinds = session.scalars(select(AwardEvent.kind)).all()
    assert kinds.count("expired") == 1
