"""``course evaluation``."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from course import follow_ups
from course.evaluation_boxes import LEFT_AFTER
from course.models import EvaluationAnswer, FollowUpInvitation, OutgoingMessage
from tests import builders, evaluating
from tests.builders import how_many


def test_whoever_is_due_is_written_to_once(course, record):
    enrolment = builders.a_completed_enrolment(record)
    agreed = datetime.now(UTC) - follow_ups.FIRST_AFTER
    evaluating.a_follow_up_choice(record, enrolment, now=agreed)
    record.commit()

    counted = course("evaluation", "due", "--dry-run").output
    first = course("evaluation", "due").output
    second = course("evaluation", "due").output

    assert counted == "To be written to: 1.\n"
    assert first == "Written to: 1. Left over and put together: 0.\n"
    assert second == "Written to: 0. Left over and put together: 0.\n"
    letter = record.scalars(select(OutgoingMessage)).one()
    assert letter.recipient_email == enrolment.user.email
    assert "/follow-up/" in letter.body
    assert how_many(record, FollowUpInvitation) == 1


def test_what_cohorts_left_behind_is_put_together(course, record):
    over = datetime.now(UTC).date() - LEFT_AFTER - timedelta(days=1)
    for _ in range(2):
        cohort = builders.a_cohort(record, opens_on=over, closes_on=over)
        evaluating.all_given(record, [evaluating.A_SHEET] * 3, cohort)
    record.commit()

    told = course("evaluation", "due").output

    assert told == "Written to: 0. Left over and put together: 6.\n"
    assert how_many(record, EvaluationAnswer) == 6
