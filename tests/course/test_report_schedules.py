"""Reports of every month: each once, as of the end of the month, to those who may."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from course.errors import NotPermitted, OperationConflict
from course.exporting import Wanted, list_exports, question_of, require_reader
from course.exporting_errors import (
    CohortNeeded,
    NoReaders,
    NotSettled,
    PurposeNeeded,
    UnknownReaders,
)
from course.figures.query import StatisticsQuery
from course.models import CohortTrainer, Job, OutgoingMessage, ReportScheduleEnd
from course.report_schedules import (
    Rhythm,
    end_schedule,
    find_schedule,
    history_of,
    list_schedules,
    readers_of,
    schedule_report,
)
from course.reports_due import due_months, export_month, tell_ready, waiting_months
from tests.builders import (
    COURSE,
    NOW,
    a_cohort,
    a_learner,
    a_trainer,
    an_administrator,
    how_many,
)
from tests.exporting import a_schedule, a_written

ZONE = ZoneInfo("Asia/Tokyo")
APRIL = datetime(2026, 4, 5, 6, tzinfo=ZONE)


def letter(person, export, file, title):
    return "Ready", f"{title} for {person.name}: {export.uuid}, {file.size} bytes"


def exported(session, schedule):
    """The export of February."""
    export = export_month(session, schedule.id, "2026-02", zone=ZONE, now=APRIL)
    assert export is not None
    return export


def due(session, now):
    return [month for _, month in due_months(session, zone=ZONE, now=now)]


def test_it_is_due_from_its_hour_on_by_the_clock_of_the_office(session):
    a_schedule(session)

    # It was made on the second of March: the fifth is the first that comes.
    assert (
        due(session, datetime(2026, 3, 5, 6, tzinfo=ZONE) - timedelta(seconds=1)) == []
    )
    assert due(session, datetime(2026, 3, 5, 6, tzinfo=ZONE)) == ["2026-02"]
    assert due(session, datetime(2027, 2, 6, tzinfo=ZONE))[-2:] == [
        "2026-12",
        "2027-01",
    ]


def test_it_is_as_of_the_last_moment_of_the_month_and_asked_for_once(session):
    schedule = a_schedule(session)
    now = datetime(2026, 3, 5, 6, tzinfo=ZONE)

    export = export_month(session, schedule.id, "2026-02", zone=ZONE, now=now)
    again = export_month(session, schedule.id, "2026-02", zone=ZONE, now=now)

    assert export is not None
    assert again is None
    assert question_of(export).as_of == datetime(
        2026, 2, 28, 14, 59, 59, 999999, tzinfo=UTC
    )
    assert export.actor_id == schedule.actor_id
    assert session.scalars(select(Job.uuid)).all() == [export.uuid]
    assert due(session, now) == []


def test_months_that_were_missed_are_made_up_for(session):
    schedule = a_schedule(session)

    months = due(session, APRIL + timedelta(days=61))
    for month in months:
        export_month(session, schedule.id, month, zone=ZONE, now=APRIL.replace(month=7))

    assert months == ["2026-02", "2026-03", "2026-04", "2026-05"]
    assert [each.month for each in history_of(session, schedule)] == months[::-1]


def test_what_has_ended_is_due_no_more(session):
    schedule, by = a_schedule(session), an_administrator(session)
    op = uuid4()

    _, is_new = end_schedule(session, schedule, op=op, now=NOW, by=by)
    _, again = end_schedule(session, schedule, op=op, now=NOW, by=by)

    assert (is_new, again, how_many(session, ReportScheduleEnd)) == (True, False, 1)
    assert due(session, APRIL) == []
    assert export_month(session, schedule.id, "2026-02", zone=ZONE, now=APRIL) is None
    with pytest.raises(OperationConflict):
        end_schedule(session, a_schedule(session), op=op, now=NOW, by=by)


def test_a_month_whose_end_is_not_settled_waits(session):
    schedule = a_schedule(session)
    just_after = datetime(2026, 3, 1, tzinfo=ZONE)

    with pytest.raises(NotSettled):
        export_month(session, schedule.id, "2026-02", zone=ZONE, now=just_after)


def test_readers_who_may_see_it_are_told_once_and_the_others_are_left_out(
    session, tmp_path
):
    cohort = a_cohort(session)
    leads, other = a_trainer(session, name="Leads"), a_trainer(session, name="Other")
    session.add(CohortTrainer(cohort_id=cohort.id, user_id=leads.id))
    schedule = a_schedule(
        session, content="rows", readers=[leads, other], cohort=cohort.uuid
    )
    export = exported(session, schedule)
    file = a_written(session, tmp_path, export)

    tell_ready(session, export, file, letter=letter, now=APRIL)

    (sent,) = history_of(session, schedule)
    assert [each.name for each in sent.told] == ["Leads"]
    assert [each.name for each in sent.skipped] == ["Other"]
    message = session.scalars(select(OutgoingMessage)).one()
    assert message.recipient_email == leads.email
    assert message.body.startswith("Monthly figures for Leads")
    require_reader(session, leads, export)
    assert [each.export for each in list_exports(session, leads)] == [export]
    assert list_exports(session, other) == []


def test_figures_of_everybody_are_not_for_the_trainer_of_a_cohort(session, tmp_path):
    trainer = a_trainer(session)
    schedule = a_schedule(session, readers=[trainer])
    export = exported(session, schedule)

    tell_ready(
        session, export, a_written(session, tmp_path, export), letter=letter, now=APRIL
    )

    (sent,) = history_of(session, schedule)
    assert (sent.told, sent.skipped) == ((), (trainer,))
    assert how_many(session, OutgoingMessage) == 0


def test_whoever_lost_the_right_to_it_has_nothing_sent_in_their_name(session):
    cohort, trainer = a_cohort(session), a_trainer(session)
    led = CohortTrainer(cohort_id=cohort.id, user_id=trainer.id)
    session.add(led)
    session.flush()
    schedule = a_schedule(session, by=trainer, cohort=cohort.uuid)
    session.delete(led)
    session.flush()

    with pytest.raises(NotPermitted):
        export_month(session, schedule.id, "2026-02", zone=ZONE, now=APRIL)
    waiting = waiting_months(session, schedule, zone=ZONE, now=APRIL)
    assert [(each.month, type(each.refusal)) for each in waiting] == [
        ("2026-03", NotPermitted),
        ("2026-02", NotPermitted),
    ]


def test_a_month_that_is_due_waits_until_it_is_asked_for_or_the_schedule_ends(session):
    schedule = a_schedule(session)

    def waiting():
        session.refresh(schedule)
        found = waiting_months(session, schedule, zone=ZONE, now=APRIL)
        return [(each.month, each.refusal) for each in found]

    assert waiting() == [("2026-03", None), ("2026-02", None)]
    exported(session, schedule)
    assert waiting() == [("2026-03", None)]
    end_schedule(session, schedule, op=uuid4(), now=NOW, by=an_administrator(session))
    assert waiting() == []


def test_sent_twice_it_is_one_schedule(session):
    by, op = an_administrator(session), uuid4()

    first = a_schedule(session, by=by, op=op)
    again = a_schedule(session, by=by, op=op)

    assert first is again
    assert readers_of(session, [first]) == {first.id: [by]}
    with pytest.raises(OperationConflict):
        a_schedule(session, by=by, op=op, content="rows")


def test_what_could_not_be_asked_cannot_be_scheduled(session):
    trainer, learner = a_trainer(session), a_learner(session)

    with pytest.raises(CohortNeeded):
        a_schedule(session, by=trainer, content="rows")
    with pytest.raises(NotPermitted):
        a_schedule(session, by=learner)
    with pytest.raises(UnknownReaders) as caught:
        a_schedule(session, readers=[trainer, learner])
    assert caught.value.data["addresses"] == [learner.email]
    by = an_administrator(session)
    for readers in ([], [f"{number}@example.org" for number in range(21)]):
        with pytest.raises(NoReaders):
            schedule_report(
                session,
                "Monthly figures",
                Wanted("figures", StatisticsQuery(COURSE, NOW), "csv"),
                Rhythm(1, 0),
                readers,
                op=uuid4(),
                now=NOW,
                by=by,
            )
    with pytest.raises(PurposeNeeded):
        schedule_report(
            session,
            "Monthly names",
            Wanted("rows", StatisticsQuery(COURSE, NOW), "csv"),
            Rhythm(1, 0),
            [by.email],
            op=uuid4(),
            now=NOW,
            by=by,
        )


def test_a_schedule_is_seen_by_whoever_made_it_and_by_administrators(session):
    trainer = a_trainer(session)
    schedule = a_schedule(session, by=trainer)

    assert find_schedule(session, trainer, schedule.uuid)
    assert list_schedules(session, an_administrator(session)) == [schedule]
    assert find_schedule(session, a_trainer(session), schedule.uuid) is None
    assert list_schedules(session, trainer, after=schedule) == []
