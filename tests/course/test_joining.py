"""The open door: codes, domains, places, and addresses that nobody has confirmed."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from course import calls, enrolments, join_codes
from course.admission import admit
from course.door_errors import (
    CallClosed,
    CallFull,
    CodeReplaced,
    InAnotherCohort,
    NotAdmitted,
    WrongCode,
    WrongDoor,
)
from course.errors import OperationConflict
from course.joining import domain_admits
from course.models import Enrolment, EnrolmentEvent, Joining
from course.policy import visible_enrolments
from tests import builders, doors
from tests.builders import how_many
from tests.programmes import (
    PROGRAMME_OFFICE,
    STEPS,
    an_accepted_paper,
    awards_given,
    finished,
    on_course,
)


@pytest.mark.parametrize(
    ("email", "domains", "admits"),
    [
        ("ama@gov.md", ("gov.md",), True),
        ("ama@GOV.MD", ("gov.md",), True),
        ("ama@planning.gov.md", ("gov.md",), True),
        ("ama@notgov.md", ("gov.md",), False),
        ("ama@gov.md.example.org", ("gov.md",), False),
        ("gov.md@example.org", ("gov.md",), False),
        ("ama@gov.md", (), False),
        ("ama@gov.md", ("",), False),
        ("ama@gov.md", ("example.org", "gov.md"), True),
        ("ama@bücher.example", ("xn--bcher-kva.example",), True),
        ("ama", ("ama",), True),
    ],
)
def test_a_domain_admits_itself_and_what_is_under_it(email, domains, admits):
    assert domain_admits(email, domains) is admits


def test_a_code_has_no_sign_that_is_mistaken_for_another():
    codes = {join_codes.new_code() for _ in range(200)}

    assert len(codes) == 200
    assert not set("0O1IL") & set("".join(codes))
    assert all(join_codes.normalised_code(code) == code for code in codes)


@pytest.mark.parametrize("typed", ["k7qm-3xht", " K7QM3XHT ", "k7qm 3xht"])
def test_a_code_is_read_however_it_is_typed(typed):
    assert join_codes.normalised_code(typed) == "K7QM-3XHT"


def test_whoever_has_the_code_is_in_the_cohort_at_once(session):
    door = doors.an_open_door(session, with_code=True)
    code = doors.a_code(session, door.cohort)
    person = builders.a_learner(session)

    joined = doors.joined(session, door, person, code=code.lower().replace("-", " "))

    assert joined.is_new
    assert joined.enrolment.cohort_id == door.cohort.id
    kept = session.query(Joining).one()
    assert (kept.by, kept.call_id) == ("code", door.call.id)
    assert session.query(EnrolmentEvent).one().actor_id == person.id


def test_a_renewed_code_makes_the_old_one_useless_and_says_so(session):
    door = doors.an_open_door(session, with_code=True)
    old = doors.a_code(session, door.cohort)
    new = doors.a_code(session, door.cohort)
    person = builders.a_learner(session)

    with pytest.raises(CodeReplaced):
        doors.joined(session, door, person, code=old)
    with pytest.raises(WrongCode):
        doors.joined(session, door, person, code="ZZZZ-ZZZZ")
    assert doors.joined(session, door, person, code=new).is_new


def test_a_code_of_another_cohort_opens_nothing_here(session):
    door = doors.an_open_door(session, with_code=True)
    doors.a_code(session, door.cohort)
    elsewhere = doors.an_open_door(session, with_code=True)

    with pytest.raises(WrongCode):
        doors.joined(
            session,
            door,
            builders.a_learner(session),
            code=doors.a_code(session, elsewhere.cohort),
        )


def test_either_the_domain_or_the_code_lets_somebody_in(session):
    door = doors.an_open_door(session, with_code=True, domains=("gov.example",))
    doors.a_code(session, door.cohort)
    inside = builders.a_learner(session, email="ama@planning.gov.example")
    outside = builders.a_learner(session, email="kofi@example.org")

    assert doors.joined(session, door, inside).is_new
    with pytest.raises(NotAdmitted):
        doors.joined(session, door, outside)


def test_an_address_that_nobody_confirmed_joins_nothing(session):
    door = doors.an_open_door(session, domains=("gov.example",))
    invited = builders.a_learner(session, email="ama@gov.example", password_hash=None)

    with pytest.raises(NotAdmitted):
        doors.joined(session, door, invited)

    assert builders.how_many(session, Enrolment) == 0


def test_a_door_without_code_and_domain_lets_anybody_in(session):
    door = doors.an_open_door(session)

    assert doors.joined(session, door, builders.a_learner(session)).is_new


def test_the_last_place_is_given_once(session):
    door = doors.an_open_door(session, quota=1)
    doors.joined(session, door, builders.a_learner(session))

    with pytest.raises(CallFull):
        doors.joined(session, door, builders.a_learner(session))


def test_joining_twice_is_joining_once(session):
    door = doors.an_open_door(session, quota=1)
    person = builders.a_learner(session)
    op = uuid4()

    first = doors.joined(session, door, person, op=op)
    again = doors.joined(session, door, person, op=op)
    by_another_click = doors.joined(session, door, person)

    assert not again.is_new
    assert not by_another_click.is_new
    assert first.enrolment is again.enrolment is by_another_click.enrolment
    assert builders.how_many(session, Joining) == 1
    with pytest.raises(OperationConflict):
        doors.joined(session, door, builders.a_learner(session), op=op)


def test_whoever_was_withdrawn_goes_on_where_they_stopped(session):
    door = doors.an_open_door(session)
    person = builders.a_learner(session)
    enrolment = doors.joined(session, door, person).enrolment
    enrolments.withdraw(
        session, enrolment, reason="Ill", now=builders.NOW, by=door.cohort.trainers[0]
    )

    again = doors.joined(session, door, person)

    assert again.enrolment is enrolment
    assert enrolment.withdrawn_at is None


def test_whose_place_was_taken_back_with_its_list_begins_anew(session):
    door = doors.an_open_door(session)
    person = builders.a_learner(session)
    text = f"email,name,cohort\n{person.email},,{door.cohort.key}\n"
    builders.an_undone_roster(session, builders.a_roster(session, door.cohort, text))
    session.flush()

    joined = doors.joined(session, door, person)

    assert joined.enrolment.run == 1
    assert how_many(session, Enrolment) == 2


def test_whoever_comes_back_to_a_programme_gets_the_diploma_earned_meanwhile(session):
    programme = on_course(session, STEPS)
    cohort = builders.a_cohort(session, edition=programme.edition)
    staff = cohort.trainers[0]
    enrolments.assign(session, programme, cohort, now=builders.NOW, by=staff)
    an_accepted_paper(session, programme)
    enrolments.withdraw(session, programme, reason="Ill", now=builders.NOW, by=staff)
    finished(session, programme.user)

    admit(
        session,
        programme.user,
        cohort,
        now=builders.NOW,
        office=PROGRAMME_OFFICE,
        by=staff,
    )

    assert len(awards_given(session, programme)) == 1


def test_nobody_is_taken_out_of_another_cohort(session):
    door = doors.an_open_door(session)
    enrolment = builders.an_enrolment(session, cohort=builders.a_cohort(session))

    with pytest.raises(InAnotherCohort):
        doors.joined(session, door, enrolment.user)


def test_whoever_took_the_course_alone_goes_on_in_the_cohort(session):
    door = doors.an_open_door(session)
    enrolment = builders.an_enrolment(session)
    builders.a_finished_lesson(session, enrolment)

    joined = doors.joined(session, door, enrolment.user)

    assert joined.enrolment is enrolment
    assert enrolment.cohort_id == door.cohort.id
    assert enrolment.met == 1


def test_whoever_an_undone_list_had_put_in_begins_anew(session):
    door = doors.an_open_door(session)
    person = builders.a_learner(session)
    applied = builders.a_roster(session, door.cohort, person.email)
    builders.an_undone_roster(session, applied)

    joined = doors.joined(session, door, person)

    assert joined.enrolment.run == 1
    assert joined.enrolment in session.scalars(
        select(Enrolment).where(visible_enrolments(person))
    )


def test_a_door_holds_until_its_deadline_and_no_longer(session):
    door = doors.an_open_door(session, deadline=doors.TODAY)
    person = builders.a_learner(session)

    with pytest.raises(CallClosed):
        doors.joined(session, door, person, today=doors.TOMORROW)
    assert doors.joined(session, door, person).is_new


def test_nobody_joins_where_people_apply(session):
    call = doors.a_call(session)

    with pytest.raises(WrongDoor):
        doors.joined(session, call, builders.a_learner(session))


def test_a_closed_door_stays_on_the_record_with_what_it_said(session):
    door = doors.an_open_door(session, quota=7)
    cohort = door.cohort
    op = uuid4()
    said = {"now": builders.NOW, "by": cohort.trainers[0]}

    calls.close_door(session, cohort, op=op, reason="It is full.", **said)

    assert calls.find_call(session, cohort.key) is None
    assert calls.open_calls(session, today=doors.TODAY) == []
    closed, opened = (call for call, _ in calls.versions_of(session, cohort))
    assert (closed.door, closed.reason, opened.door) == (
        "invitation",
        "It is full.",
        "open",
    )
    _, is_new = calls.close_door(session, cohort, op=op, reason="It is full.", **said)
    assert not is_new
    with pytest.raises(OperationConflict):
        calls.close_door(session, cohort, op=op, reason="Another.", **said)
    with pytest.raises(WrongDoor):
        calls.close_door(session, cohort, op=uuid4(), reason="Again.", **said)


def test_open_calls_are_those_of_today_with_the_nearest_deadline_first(session):
    from datetime import date

    later = doors.a_call(session, deadline=date(2026, 3, 20))
    nearer = doors.a_call(session, deadline=doors.TODAY)
    never = doors.an_open_door(session, deadline=None)
    doors.a_call(session, deadline=date(2026, 3, 1))
    builders.a_cohort(session)

    found = calls.open_calls(session, today=doors.TODAY)

    assert [each.call.id for each in found] == [
        nearer.call.id,
        later.call.id,
        never.call.id,
    ]
