"""A letter that a trainer wrote to a group of a cohort, for tests that need one."""

from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from course import cohort_messages
from course.cohort_messages import Choice, audience_of
from course.cohort_overview import cohort_overview
from course.models import Cohort, CohortMessage, User
from tests.builders import NOW

UTC = ZoneInfo("UTC")
A_LETTER = {"subject": "Are you still there?", "body": "We miss you."}


def a_message(session: Session, cohort: Cohort, **overrides: Any) -> CohortMessage:
    """Everybody of a cohort was written to by its maker."""
    choice = Choice()
    overview = cohort_overview(session, cohort, days=choice.days, now=NOW, office=UTC)
    values: dict[str, Any] = {
        "op": uuid4(),
        "token": audience_of(overview, cohort, choice).token,
        "letter": lambda _person, message: (message.subject, message.body),
        "now": NOW,
        "office": UTC,
        **A_LETTER,
    }
    if "by" not in overrides:
        values["by"] = session.get_one(User, cohort.created_by)
    message, _ = cohort_messages.message_cohort(
        session, cohort, choice, **values | overrides
    )
    return message
