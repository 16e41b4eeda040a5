"""Who sits before the pages: a learner on the course, and an attempt of theirs."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from course.models import User
from tests import builders
from tests.sittings import QUIZ, Sitting, start_at


@pytest.fixture
def learner(session: Session, sign_in: Callable[..., object]) -> User:
    """A learner on the course who has signed in."""
    learner = builders.a_learner(session)
    builders.an_enrolment(session, learner)
    session.commit()
    sign_in(learner)
    return learner


@pytest.fixture
def sitting(client: FlaskClient, learner: User) -> Sitting:
    """An attempt at the first quiz that holds no answer yet."""
    return start_at(client, QUIZ)
