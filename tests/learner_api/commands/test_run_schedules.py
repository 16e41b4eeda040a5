"""``course run-schedules``: reports that are due, each once, and files that are old."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from course.models import (
    CohortTrainer,
    ExportFile,
    ExportRemoval,
    OutgoingMessage,
    ScheduledExport,
)
from tests.builders import a_cohort, a_learner, a_trainer, an_enrolment, how_many
from tests.exporting import a_schedule


@pytest.fixture
def long_ago():
    """Some five weeks ago: at least one month fell due since."""
    return datetime.now(UTC) - timedelta(days=35)


def test_what_is_due_is_exported_and_announced_once(course, record, long_ago):
    an_enrolment(record, a_learner(record))
    schedule = a_schedule(record, now=long_ago)
    record.commit()

    first, again = course("run-schedules"), course("run-schedules")

    assert first.exit_code == 0, first.output
    assert "Refused: 0. Failed: 0." in first.stdout
    assert "Reports: 0. Jobs done: 0." in again.stdout
    sent = record.scalars(select(ScheduledExport)).all()
    assert sent
    assert all(each.export.file for each in sent)
    assert {each.schedule_id for each in sent} == {schedule.id}
    letters = record.scalars(select(OutgoingMessage)).all()
    assert len(letters) == len(sent)
    assert letters[0].subject == "A report is ready: Monthly figures"


def test_one_that_cannot_be_keeps_no_other_back(course, record, long_ago):
    cohort, trainer = a_cohort(record), a_trainer(record)
    led = CohortTrainer(cohort_id=cohort.id, user_id=trainer.id)
    record.add(led)
    record.flush()
    a_schedule(record, by=trainer, cohort=cohort.uuid, now=long_ago)
    record.delete(led)
    record.flush()
    other = a_schedule(record, now=long_ago)
    record.commit()

    result = course("run-schedules")

    assert result.exit_code == 0
    assert "of a report waits: You are not allowed to do this." in result.stderr
    assert set(record.scalars(select(ScheduledExport.schedule_id))) == {other.id}


def test_files_are_removed_when_their_days_are_over(
    course, record, long_ago, monkeypatch
):
    a_schedule(record, now=long_ago)
    record.commit()
    course("run-schedules")
    later = datetime.now(UTC) + timedelta(days=15)

    class Later(datetime):
        @classmethod
        def now(cls, _zone=None):
            return later

    monkeypatch.setattr("learner_api.commands.run_schedules.datetime", Later)
    result = course("run-schedules")

    removed = how_many(record, ExportRemoval)
    assert f"Files removed: {removed}." in result.stdout
    assert removed == how_many(record, ExportFile) > 0
