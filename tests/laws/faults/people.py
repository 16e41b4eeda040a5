"""Learners for the schedules: each is used for a few, one after the other."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy.orm import Session, sessionmaker

from course import tokens
from tests.builders import a_learner, an_enrolment
from tests.laws.faults.story import Person, Stage

SCHEDULES_EACH = 8
AT_ONCE = 25
# Longer than any schedule lasts, so that no request of one comes into the next.
APART = timedelta(hours=1)


def people(stage: Stage, sessions: sessionmaker[Session]) -> Iterator[Person]:
    """Somebody with no open attempt, again and again; the clock goes on meanwhile."""
    while True:
        for person in _some(sessions, stage.clock.moment):
            for _ in range(SCHEDULES_EACH):
                stage.clock.moment += APART
                yield person


def _some(sessions: sessionmaker[Session], now: datetime) -> list[Person]:
    with sessions() as session:
        made = []
        for _ in range(AT_ONCE):
            learner = a_learner(session, now=now)
            an_enrolment(session, learner, now=now)
            _, secret = tokens.create_token(session, learner, "faults", now=now)
            made.append(Person(learner.id, secret))
        session.commit()
    return made
