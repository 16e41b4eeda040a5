"""Nothing written in a worksheet is lost, undone or kept twice."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError

from course import enrolments, worksheets
from course.errors import CohortNotOpen, EnrolmentWithdrawn, OperationConflict
from course.models import WorksheetEntry
from course.worksheet_errors import InvalidEntry, TooManyRows
from tests import builders
from tests.builders import FILLED_IN, NOW, ROW, a_saved_worksheet, an_entry, how_many
from tests.statements import statements_of
from tests.threads import at_once

LATER = NOW + timedelta(minutes=5)
WHO = "questions/who-moves/answer"


@pytest.fixture
def enrolment(session):
    return builders.an_enrolment(session)


@pytest.fixture
def sheet(catalogue):
    return catalogue.worksheet("first-sheet")


@pytest.fixture
def save(session, enrolment, sheet):
    """Save entries of the first sheet as its learner."""

    def save(*entries, now=NOW):
        return worksheets.save_entries(
            session, enrolment, sheet, entries, now=now, by=enrolment.user
        )

    return save


def held(session, enrolment, **options):
    found = worksheets.held_entries(session, enrolment, **options)
    return worksheets.values_of(found).get("first-sheet", {})


def test_what_was_saved_is_held(session, enrolment, save):
    entry = an_entry(WHO, " Nurses. ", sequence=4)

    said = save(entry, now=LATER)

    assert said == [worksheets.HeldEntry(WHO, "Nurses.", entry.op, 4, LATER, None)]
    assert held(session, enrolment) == {WHO: "Nurses."}
    assert enrolment.last_active_at == LATER


def test_several_fields_are_saved_together(session, enrolment, sheet):
    said = a_saved_worksheet(session, enrolment)
    session.commit()

    assert [each.field for each in said] == list(FILLED_IN)
    assert held(session, enrolment) == FILLED_IN
    assert held(session, enrolment, worksheet_key="second-sheet") == {}


def test_a_changed_field_is_added_and_the_last_counts(session, enrolment, save):
    first = an_entry(value="One.")
    save(first)

    [said] = save(an_entry(value="Two."))

    assert (said.value, said.sequence, said.previous_op) == ("Two.", 2, first.op)
    assert held(session, enrolment) == {"next": "Two."}
    assert how_many(session, WorksheetEntry) == 2


def test_the_same_save_sent_again_is_one_save(session, enrolment, save):
    entry = an_entry()

    first = save(entry)
    save(an_entry(value="Newer."))
    again = save(entry, now=LATER)

    assert again == first
    assert held(session, enrolment) == {"next": "Newer."}
    assert how_many(session, WorksheetEntry) == 2


def test_a_save_that_comes_late_loses_to_the_newer_one(session, enrolment, save):
    save(an_entry(value="New.", sequence=5))
    late = an_entry(value="Old.", sequence=3)

    [said] = save(late)

    assert (said.value, said.sequence) == ("New.", 5)
    assert said.previous_op == said.op
    assert save(late) == [said]
    assert held(session, enrolment) == {"next": "New."}
    assert how_many(session, WorksheetEntry) == 2


def test_a_field_saved_twice_in_one_request_holds_the_last(session, enrolment, save):
    said = save(an_entry(value="One."), an_entry(value="Two."))

    assert [(each.value, each.sequence) for each in said] == [("One.", 1), ("Two.", 2)]
    assert held(session, enrolment) == {"next": "Two."}


def test_a_field_may_be_cleared(session, enrolment, save):
    save(an_entry())

    [said] = save(an_entry(value="  "))

    assert said.value is None
    assert held(session, enrolment) == {"next": None}


def test_what_was_held_at_a_moment_is_told_for_ever(session, enrolment, save):
    save(an_entry(value="One."))
    save(an_entry(value="Two."), an_entry(WHO, "Nurses."), now=LATER)

    assert held(session, enrolment, as_of=NOW) == {"next": "One."}
    assert held(session, enrolment, as_of=LATER) == {"next": "Two.", WHO: "Nurses."}
    assert held(session, enrolment, as_of=NOW - timedelta(seconds=1)) == {}


def test_one_operation_saves_one_thing(session, enrolment, save, catalogue):
    entry = an_entry()
    save(entry)
    other = builders.an_enrolment(session)

    for changed in (
        an_entry(value="Another.", op=entry.op),
        an_entry(WHO, "We ask.", op=entry.op),
    ):
        with pytest.raises(OperationConflict):
            save(changed)
    for whose, key, field in (
        (other, "first-sheet", "next"),
        (enrolment, "second-sheet", "conclusion"),
    ):
        with pytest.raises(OperationConflict):
            worksheets.save_entries(
                session,
                whose,
                catalogue.worksheet(key),
                [an_entry(field, op=entry.op)],
                now=NOW,
                by=whose.user,
            )
    with pytest.raises(OperationConflict):
        save(an_entry(op=(same := uuid4())), an_entry(WHO, op=same))


def test_one_that_cannot_be_kept_leaves_nothing_of_the_others(session, save):
    with pytest.raises(InvalidEntry) as refusal:
        save(an_entry(), an_entry("questions/ties/sure", "perhaps"))

    assert refusal.value.data["field"] == "questions/ties/sure"
    assert how_many(session, WorksheetEntry) == 0


def test_a_list_takes_no_more_rows_than_it_may(session, enrolment, save):
    names = [f"bodies/{ROW}{n}/name" for n in range(4)]
    save(*(an_entry(each, "A body") for each in names[:3]))

    with pytest.raises(TooManyRows) as refusal:
        save(an_entry(names[3], "One too many"))
    save(an_entry(names[0], "A body with another name"))
    save(an_entry(names[0].removesuffix("/name"), "removed"))
    save(an_entry(names[3], "Now there is room"))

    assert refusal.value.data == {"section": "bodies", "most": 3}
    assert held(session, enrolment)[names[3]] == "Now there is room"
    with pytest.raises(TooManyRows):
        save(an_entry(names[0].removesuffix("/name"), None))


def test_a_list_that_is_over_full_can_still_be_edited(session, enrolment, save):
    names = [f"bodies/{ROW}{n}/name" for n in range(4)]
    session.add_all(
        WorksheetEntry(
            enrolment_id=enrolment.id,
            worksheet_key="first-sheet",
            field=each,
            sequence=1,
            value="A body",
            occurred_at=NOW,
            recorded_at=NOW,
        )
        for each in names
    )
    session.flush()

    save(an_entry(names[0], "A better name"))

    assert held(session, enrolment)[names[0]] == "A better name"


def test_nothing_new_is_kept_for_who_was_withdrawn_and_what_was_is_acknowledged(
    session, enrolment, save
):
    entry = an_entry()
    first = save(entry)
    by = builders.an_administrator(session)
    enrolments.withdraw(session, enrolment, reason="Left.", now=LATER, by=by)

    assert save(entry, now=LATER) == first
    with pytest.raises(EnrolmentWithdrawn):
        save(an_entry(), now=LATER)


def test_nothing_is_kept_before_the_cohort_opens(session, sheet):
    cohort = builders.a_cohort(session, opens_on=date(2026, 3, 3))
    enrolment = builders.an_enrolment(session, cohort=cohort)

    with pytest.raises(CohortNotOpen):
        a_saved_worksheet(session, enrolment)


def test_the_database_itself_refuses_what_no_field_may_hold(session, enrolment):
    for wrong in ({"value": "x" * 5001}, {"sequence": 0}):
        entry = {
            "enrolment_id": enrolment.id,
            "worksheet_key": "first-sheet",
            "field": "next",
            "sequence": 1,
            "value": "x",
            "occurred_at": NOW,
            "recorded_at": NOW,
        }
        with pytest.raises((IntegrityError, DBAPIError)), session.begin_nested():
            session.add(WorksheetEntry(**entry | wrong))


def test_saving_asks_little_however_long_the_history(session, enrolment, save, engine):
    for number in range(30):
        save(an_entry(value=f"Version {number}"))
    session.commit()

    with statements_of(engine) as sent:
        save(an_entry(value="The last"), an_entry(WHO, "Nurses."))

    assert len(sent) <= 5, sent


def test_one_save_sent_twice_at_once_is_one_save(sessions, sheet):
    with sessions() as session:
        enrolment = builders.an_enrolment(session)
        session.commit()
        learner, course_key = enrolment.user, enrolment.course_key
    entry = an_entry()

    def save(_number):
        with sessions() as session:
            locked = enrolments.enrolment_on(
                session, learner, course_key, for_update=True
            )
            [said] = worksheets.save_entries(
                session, locked, sheet, [entry], now=NOW, by=learner
            )
            session.commit()
            return said

    said = at_once(4, save)

    assert {each.op for each in said} == {entry.op}
    with sessions() as session:
        assert how_many(session, WorksheetEntry) == 1
