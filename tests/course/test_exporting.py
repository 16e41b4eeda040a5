"""Asking for files: who may, what for, as of which moment, and what is on record."""

from datetime import UTC, datetime, timedelta
from threading import Event
from uuid import uuid4

import pytest
from sqlalchemy import delete

from course.errors import NotPermitted, OperationConflict
from course.exporting import (
    FoundExport,
    Wanted,
    ask_export,
    find_export,
    list_exports,
    question_of,
    require_reader,
)
from course.exporting_errors import (
    CohortNeeded,
    NotSettled,
    PurposeNeeded,
    UnknownFormat,
)
from course.figures.faults import FutureMoment
from course.figures.query import StatisticsQuery
from course.models import CohortTrainer, Enrolment, Export
from course.settled import SETTLES_AFTER, latest_settled
from tests.builders import (
    COURSE,
    NOW,
    a_cohort,
    a_learner,
    a_trainer,
    an_administrator,
    an_enrolment,
    how_many,
)
from tests.exporting import LATER, PURPOSE, an_export, wanted
from tests.threads import at_once


def asked(session, this, *, by, now=LATER, op=None):
    return ask_export(session, this, op=op or uuid4(), now=now, by=by)


def test_what_was_asked_is_on_record_with_its_purpose(session):
    by = an_administrator(session)

    export, is_new = asked(session, wanted(), by=by)

    assert is_new
    assert (export.content, export.format, export.purpose) == ("rows", "csv", PURPOSE)
    assert (export.actor_id, export.recorded_at) == (by.id, LATER)
    assert question_of(export) == StatisticsQuery(COURSE, NOW)


def test_sent_twice_it_is_one_export(session):
    by, op = an_administrator(session), uuid4()
    latest = Wanted("figures", StatisticsQuery(COURSE, LATER), "csv", is_latest=True)

    first, _ = asked(session, latest, by=by, op=op)
    again, is_new = asked(session, latest, by=by, op=op, now=LATER + timedelta(hours=1))

    assert (again, is_new) == (first, False)
    assert question_of(first).as_of == LATER - SETTLES_AFTER
    with pytest.raises(OperationConflict):
        asked(session, wanted("figures", "json"), by=by, op=op)


def test_sent_twice_at_once_it_is_one_export(session, sessions):
    by, op = an_administrator(session), uuid4()
    session.commit()

    def ask(_number):
        with sessions() as own:
            export, is_new = asked(own, wanted(), by=by, op=op)
            own.commit()
            return export.uuid, is_new

    assert sorted(at_once(2, ask)) == [(op, False), (op, True)]
    assert how_many(session, Export) == 1


@pytest.mark.parametrize("purpose", [None, "", "Because.", " " * 20, "x" * 501])
def test_nobody_takes_names_without_saying_what_for(session, purpose):
    this = Wanted("rows", StatisticsQuery(COURSE, NOW), "csv", purpose)

    with pytest.raises(PurposeNeeded):
        asked(session, this, by=an_administrator(session))

    assert how_many(session, Export) == 0


def test_figures_take_no_purpose(session):
    this = Wanted("figures", StatisticsQuery(COURSE, NOW), "csv", PURPOSE)

    with pytest.raises(PurposeNeeded):
        asked(session, this, by=an_administrator(session))


def test_trainers_take_the_names_of_a_cohort_that_they_lead(session):
    led, other, trainer = a_cohort(session), a_cohort(session), a_trainer(session)
    cohorts_of(session, trainer, led)

    export, _ = asked(session, wanted(cohort=led.uuid), by=trainer)
    asked(session, wanted("figures"), by=trainer)

    assert export.actor_id == trainer.id
    with pytest.raises(CohortNeeded):
        asked(session, wanted(), by=trainer)
    for content in ("rows", "figures"):
        with pytest.raises(NotPermitted):
            asked(session, wanted(content, cohort=other.uuid), by=trainer)
    with pytest.raises(NotPermitted):
        asked(session, wanted("figures"), by=a_learner(session))


def test_a_format_that_is_not_written_here_is_refused_by_name(session):
    with pytest.raises(UnknownFormat) as caught:
        asked(session, wanted(suffix="doc"), by=an_administrator(session))

    assert "'doc'" in caught.value.message
    assert "csv" in caught.value.message


def test_as_of_a_moment_that_is_not_settled_there_is_no_file(session):
    by = an_administrator(session)
    latest = LATER - SETTLES_AFTER
    just_after = latest + timedelta(microseconds=1)

    asked(session, wanted(as_of=latest), by=by)

    with pytest.raises(NotSettled) as caught:
        asked(session, wanted(as_of=just_after), by=by)
    assert caught.value.data["latest"] == latest.isoformat().replace("+00:00", "Z")
    with pytest.raises(FutureMoment):
        asked(session, wanted(as_of=LATER + timedelta(seconds=1)), by=by)


def test_a_writer_who_commits_late_adds_to_no_moment_that_was_settled(
    session, sessions, engine
):
    """Whoever asks has seen it already, or is given a moment before it."""
    begun, asked_for = Event(), Event()
    is_sqlite = engine.dialect.name == "sqlite"

    def write_slowly():
        moment = datetime.now(UTC)
        with sessions() as own:
            an_enrolment(own, a_learner(own, now=moment), now=moment)
            begun.set()
            assert asked_for.wait(20)
            own.commit()
        return moment

    def ask():
        assert begun.wait(20)
        if is_sqlite:
            # Whoever asks waits for whoever writes, who is told to go on now.
            asked_for.set()
        with sessions() as own:
            seen = how_many(own, Enrolment)
            settled = latest_settled(own, now=datetime.now(UTC) + timedelta(hours=1))
        asked_for.set()
        return settled, seen

    moment, (settled, seen) = at_once(2, lambda number: (write_slowly, ask)[number]())

    assert how_many(session, Enrolment) == 1
    assert settled < moment or seen == 1
    assert is_sqlite or settled < moment - SETTLES_AFTER + timedelta(seconds=5)


def test_who_asked_and_administrators_know_of_it_and_nobody_else(session):
    trainer = a_trainer(session)
    export = an_export(session, wanted("figures"), by=trainer)

    def known(asker):
        found = find_export(session, asker, export.uuid)
        assert [each.export for each in list_exports(session, asker)] == (
            [export] if found else []
        )
        return found is not None

    assert known(trainer)
    assert known(an_administrator(session))
    assert not known(a_trainer(session))
    assert not known(a_learner(session))


def test_names_are_handed_to_whoever_said_what_for_and_to_no_other_administrator(
    session,
):
    by = an_administrator(session)
    names, figures = an_export(session, by=by), an_export(session, wanted("figures"))
    other = an_administrator(session)

    require_reader(session, by, names)
    require_reader(session, other, figures)
    with pytest.raises(NotPermitted):
        require_reader(session, other, names)


def test_a_trainer_who_leads_the_cohort_no_more_gets_its_names_no_more(session):
    cohort, trainer = a_cohort(session), a_trainer(session)
    cohorts_of(session, trainer, cohort)
    export = an_export(session, wanted(cohort=cohort.uuid), by=trainer)
    require_reader(session, trainer, export)

    cohorts_of(session, trainer, cohort, leads=False)

    with pytest.raises(NotPermitted):
        require_reader(session, trainer, export)


def test_what_was_asked_and_never_written_counts_as_refused(session):
    assert FoundExport(an_export(session), None).state(LATER) == "refused"


def test_the_list_goes_on_behind_the_last_that_was_seen(session):
    by = an_administrator(session)
    made = [an_export(session, wanted("figures"), by=by) for _ in range(3)]

    first, second = list_exports(session, by, limit=2)
    rest = list_exports(session, by, after=second)

    assert [each.export for each in (first, second, *rest)] == made[::-1]


def cohorts_of(session, trainer, cohort, *, leads=True):
    if leads:
        session.add(CohortTrainer(cohort_id=cohort.id, user_id=trainer.id))
    else:
        session.execute(delete(CohortTrainer).filter_by(user_id=trainer.id))
    session.flush()
