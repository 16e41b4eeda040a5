"""Applying, selecting, telling: kept as it was, and never more than the quota."""

from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from course import accounts, applications, attachments, calls, enrolments, selection
from course.application_standing import fold_decisions
from course.calls import places_taken
from course.door_errors import (
    AlreadyApplied,
    AlreadyWithdrawn,
    ApplicationIncomplete,
    CallClosed,
    InvalidAttachment,
    NoPlaceLeft,
    NotSelectable,
    StaleSelection,
    TooManyAttachments,
    WrongDoor,
)
from course.errors import NotPermitted, OperationConflict
from course.models import (
    ApplicationAttachment,
    ApplicationDecision,
    Enrolment,
    OutgoingMessage,
    Selection,
)
from tests import builders, doors
from tests.statements import statements_of
from tests.threads import at_once


def state(session, application):
    return doors.standing(session, application).standing.state


def withdrawn(session, application, op=None, reason="Another post."):
    return applications.withdraw_application(
        session,
        application,
        op=op or uuid4(),
        reason=reason,
        now=builders.NOW,
        by=application.user,
    )


def test_an_application_keeps_the_words_of_its_day(session):
    call = doors.a_call(session)
    person = builders.a_learner(session, country="GH", organisation="Planning")
    application = doors.an_application(session, call, person, country="GH")

    accounts.change_profile(
        session, person, {"country": "NP"}, now=builders.NOW, by=person
    )
    calls.open_door(
        session,
        call.cohort,
        op=uuid4(),
        door="application",
        terms=calls.Terms(for_whom="Others now."),
        now=builders.NOW,
        by=call.cohort.trainers[0],
    )

    filed = doors.standing(session, application)
    assert filed.application.country == "GH"
    assert calls.terms_of(filed.application.call).for_whom == doors.TERMS["for_whom"]
    assert filed.standing.state == "applied"


def test_applying_twice_is_applying_once(session):
    call = doors.a_call(session)
    person = builders.a_learner(session)
    op = uuid4()

    first = doors.an_application(session, call, person, op=op)
    again = doors.an_application(session, call, person, op=op)

    assert first is again
    with pytest.raises(AlreadyApplied):
        doors.an_application(session, call, person)
    with pytest.raises(OperationConflict):
        doors.an_application(session, call, person, op=op, motivation="Other words.")


def test_what_the_call_asks_for_must_be_said(session):
    call = doors.a_call(session, asks=("nomination", "letter", "release"))

    with pytest.raises(ApplicationIncomplete) as refused:
        doors.an_application(session, call)

    assert refused.value.data["missing"] == [
        "nominated_by",
        "supervisor",
        "is_released",
    ]
    application = doors.an_application(
        session,
        call,
        nominated_by="Ministry of Planning",
        supervisor="Kofi Annor",
        is_released=True,
    )
    assert doors.standing(session, application).lacks == ("letter",)
    doors.a_letter(session, application)
    assert doors.standing(session, application).lacks == ()


def test_nobody_applies_after_the_deadline_or_at_another_door(session):
    call = doors.a_call(session, deadline=doors.TODAY)

    with pytest.raises(CallClosed):
        doors.an_application(session, call, today=doors.TOMORROW)
    with pytest.raises(WrongDoor):
        doors.an_application(session, doors.an_open_door(session))


def test_whoever_has_withdrawn_may_apply_anew(session):
    call = doors.a_call(session)
    person = builders.a_learner(session)
    first = doors.an_application(session, call, person)
    op = uuid4()

    _, is_new = withdrawn(session, first, op)
    _, again = withdrawn(session, first, op)

    assert (is_new, again) == (True, False)
    with pytest.raises(AlreadyWithdrawn):
        withdrawn(session, first)
    with pytest.raises(OperationConflict):
        withdrawn(session, first, op, reason="Another reason.")
    second = doors.an_application(session, call, person)
    assert second.number == 2
    # Of the two the last one counts.
    [listed] = applications.list_applications(session, call.cohort)
    assert listed.application is second


def test_nobody_withdraws_what_another_wrote(session):
    application = doors.an_application(session, doors.a_call(session))

    with pytest.raises(NotPermitted):
        applications.withdraw_application(
            session,
            application,
            op=uuid4(),
            reason="Not mine.",
            now=builders.NOW,
            by=builders.a_learner(session),
        )


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"%PDF-1.4 ...", "application/pdf"),
        (b"\xff\xd8\xff\xe0 ...", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n ...", "image/png"),
    ],
)
def test_a_file_is_what_its_first_bytes_say(content, media_type):
    assert attachments.media_type_of(content) == media_type


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"MZ",
        b" %PDF-1.4",
        b"%PDF-" + b"x" * attachments.LARGEST,
    ],
)
def test_what_is_no_letter_is_refused(content):
    with pytest.raises(InvalidAttachment):
        attachments.media_type_of(content)


def test_the_same_file_twice_is_one_and_there_is_an_end_to_them(session):
    application = doors.an_application(session, doors.a_call(session))

    first = doors.a_letter(session, application)
    assert doors.a_letter(session, application) is first
    for number in range(attachments.MOST - 1):
        doors.a_letter(session, application, b"%PDF-" + bytes([number]))

    assert builders.how_many(session, ApplicationAttachment) == attachments.MOST
    with pytest.raises(TooManyAttachments):
        doors.a_letter(session, application, b"%PDF-another")


def test_whoever_is_selected_is_in_the_cohort_with_the_same_act(session):
    call = doors.a_call(session, quota=1)
    chosen, second, third = (
        doors.an_application(session, call, name=name) for name in ("A", "B", "C")
    )
    op = uuid4()
    choices = dict.fromkeys((chosen.uuid, second.uuid), "selected")
    choices[third.uuid] = "not-selected"

    made = doors.decided(session, call.cohort, choices, op=op)

    assert [state(session, each) for each in (chosen, second, third)] == [
        "selected",
        "waiting",
        "not-selected",
    ]
    [enrolment] = session.query(Enrolment).filter_by(cohort_id=call.cohort.id)
    assert enrolment.user_id == chosen.user_id
    rows = {row["uuid"]: row for row in made.outcome["rows"]}
    assert rows[str(second.uuid)]["over_quota"]
    kept = doors.standing(session, third).decisions[0]
    assert (kept.reason, kept.actor_id) == (
        "The panel met.",
        call.cohort.trainers[0].id,
    )
    # Sent again it is answered the same and changes nothing.
    again, is_new = selection.select_applicants(
        session,
        call.cohort,
        choices,
        op=op,
        token="whatever",
        reason="The panel met.",
        now=builders.NOW,
        office=builders.OFFICE,
        by=call.cohort.trainers[0],
    )
    assert (again, is_new) == (made, False)
    for other in ({"words": "Come early."}, {"reason": "Nobody met."}):
        with pytest.raises(OperationConflict):
            doors.decided(session, call.cohort, choices, op=op, **other)
    with pytest.raises(OperationConflict):
        doors.decided(session, call.cohort, {chosen.uuid: "waiting"}, op=op)


def test_a_place_that_falls_free_is_offered_and_not_given_by_itself(session):
    call = doors.a_call(session, quota=1)
    first, second, third = (doors.an_application(session, call) for _ in "123")
    doors.decided(
        session,
        call.cohort,
        dict.fromkeys((first.uuid, second.uuid, third.uuid), "selected"),
    )
    assert selection.next_in_line(session, call.cohort) == ()

    withdrawn(session, first)

    assert state(session, second) == "waiting"
    assert places_taken(session, call.cohort) == 0
    [offered] = selection.next_in_line(session, call.cohort)
    assert offered.application is second
    doors.decided(session, call.cohort, {second.uuid: "selected"})
    assert state(session, second) == "selected"
    assert selection.next_in_line(session, call.cohort) == ()


def test_whoever_left_the_cohort_takes_no_place_and_can_be_selected_again(session):
    call = doors.a_call(session, quota=1)
    application = doors.an_application(session, call)
    doors.decided(session, call.cohort, {application.uuid: "selected"})
    [enrolment] = session.query(Enrolment)
    enrolments.withdraw(
        session,
        enrolment,
        reason="No news of her.",
        now=builders.NOW,
        by=call.cohort.trainers[0],
    )

    assert state(session, application) == "left"
    doors.decided(session, call.cohort, {application.uuid: "selected"})

    assert state(session, application) == "selected"
    assert enrolment.withdrawn_at is None


def test_taking_a_selection_back_takes_the_person_out_with_the_reason(session):
    call = doors.a_call(session)
    application = doors.an_application(session, call)
    doors.decided(session, call.cohort, {application.uuid: "selected"})

    doors.decided(
        session,
        call.cohort,
        {application.uuid: "not-selected"},
        reason="It was forged.",
    )

    [enrolment] = session.query(Enrolment)
    assert enrolment.withdrawn_at is not None
    assert state(session, application) == "not-selected"


def test_a_selection_that_no_longer_holds_is_refused(session):
    call = doors.a_call(session)
    application = doors.an_application(session, call)
    by = call.cohort.trainers[0]
    choices = {application.uuid: "selected"}
    token = selection.preview_selection(
        session, call.cohort, choices, now=builders.NOW, by=by
    ).token
    withdrawn(session, application)

    with pytest.raises(StaleSelection):
        doors.decided(session, call.cohort, choices, token=token)
    with pytest.raises(StaleSelection):
        doors.decided(session, call.cohort, {uuid4(): "selected"})


def test_a_look_that_saw_somebody_in_the_cohort_brings_nobody_back(session):
    call = doors.a_call(session, quota=None)
    application = doors.an_application(session, call)
    choices = {application.uuid: "selected"}
    doors.decided(session, call.cohort, choices)
    by = call.cohort.trainers[0]
    token = selection.preview_selection(
        session, call.cohort, choices, now=builders.NOW, by=by
    ).token
    [enrolment] = session.query(Enrolment)
    enrolments.withdraw(session, enrolment, reason="Ill.", now=builders.NOW, by=by)
    session.flush()

    with pytest.raises(StaleSelection):
        doors.decided(session, call.cohort, choices, token=token)


def test_without_a_waiting_list_too_many_are_refused_together(session):
    call = doors.a_call(session, quota=1, waiting_list=False)
    first, second = (doors.an_application(session, call) for _ in "12")

    with pytest.raises(NoPlaceLeft):
        doors.decided(
            session, call.cohort, dict.fromkeys((first.uuid, second.uuid), "selected")
        )

    assert builders.how_many(session, Selection) == 0


def test_who_cannot_be_selected_is_named_and_nobody_is(session):
    call = doors.a_call(session)
    trainer = call.cohort.trainers[0]
    own = doors.an_application(session, call, trainer, name="The trainer")
    elsewhere = doors.an_application(session, call, name="Elsewhere")
    builders.an_enrolment(session, elsewhere.user, cohort=builders.a_cohort(session))
    other = doors.an_application(session, call)

    with pytest.raises(NotSelectable) as refused:
        doors.decided(
            session,
            call.cohort,
            dict.fromkeys((own.uuid, elsewhere.uuid, other.uuid), "selected"),
        )

    rows: Any = refused.value.data["rows"]
    named = {row["name"]: row["obstacle"] for row in rows}
    assert named == {"The trainer": "own", "Elsewhere": "elsewhere"}
    assert builders.how_many(session, ApplicationDecision) == 0


def test_the_preview_tells_the_balance_before_and_after(session):
    call = doors.a_call(session, quota=5)
    first = doors.an_application(session, call, country="NP", gender="female")
    second = doors.an_application(session, call, country="FR", gender="male")
    doors.decided(session, call.cohort, {first.uuid: "selected"})

    preview = selection.preview_selection(
        session,
        call.cohort,
        {second.uuid: "selected"},
        now=builders.NOW,
        by=call.cohort.trainers[0],
    )

    assert preview.before.genders["male"] == 0
    assert (preview.after.total, preview.after.genders["male"]) == (2, 1)
    assert (preview.after.groups["ldc"], preview.after.groups["other"]) == (1, 1)


def test_nobody_is_written_to_before_the_trainer_says_so_and_then_once(session):
    call = doors.a_call(session, quota=1)
    first, second = (doors.an_application(session, call, name=name) for name in "AB")
    doors.decided(
        session, call.cohort, dict.fromkeys((first.uuid, second.uuid), "selected")
    )
    assert builders.how_many(session, OutgoingMessage) == 0
    assert doors.standing(session, first).told is None
    op = uuid4()

    told = [doors.told(session, call.cohort, op) for _ in range(2)]

    assert told == [2, 2]
    letters = {(each.subject, each.body) for each in session.query(OutgoingMessage)}
    assert letters == {("selected", "A"), ("waiting", "B")}
    assert doors.told(session, call.cohort) == 0
    told_of = doors.standing(session, first).told
    assert told_of is not None
    assert told_of.verdict == "selected"
    with pytest.raises(OperationConflict):
        doors.told(session, builders.a_cohort(session), op)


def test_two_who_select_at_once_never_give_more_places_than_there_are(sessions):
    with sessions() as session:
        call = doors.a_call(session, quota=1)
        cohort_uuid = call.cohort.uuid
        trainer_id = call.cohort.trainers[0].id
        chosen = [doors.an_application(session, call).uuid for _ in "12"]
        session.commit()

    def select(uuid):
        from course.cohorts import find_cohort
        from course.models import User

        with sessions() as session:
            by = session.get(User, trainer_id)
            looked_at = find_cohort(session, by, cohort_uuid)
            assert looked_at is not None
            choices = {uuid: "selected"}
            token = selection.preview_selection(
                session, looked_at, choices, now=builders.NOW, by=by
            ).token
            session.rollback()
            cohort = find_cohort(session, by, cohort_uuid, for_update=True)
            assert cohort is not None
            try:
                doors.decided(session, cohort, choices, token=token, by=by)
            except StaleSelection:
                return "stale"
            session.commit()
            return "selected"

    at_once(2, lambda number: select(chosen[number]))

    with sessions() as session:
        assert builders.how_many(session, Enrolment) == 1


def test_a_list_takes_as_many_statements_for_many_as_for_one(session):
    call = doors.a_call(session, quota=None)
    doors.an_application(session, call)

    def counted():
        session.expire_all()
        with statements_of(session.get_bind()) as sent:
            applications.list_applications(session, call.cohort)
        return len(sent)

    few = counted()
    for _ in range(5):
        doors.a_letter(session, doors.an_application(session, call))

    assert counted() == few


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["apply", "withdraw", "decide", "leave"]),
        st.integers(0, 3),
        st.sampled_from(["selected", "waiting", "not-selected"]),
    ),
    max_size=14,
)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(acts=ACTS, quota=st.integers(1, 2))
def test_whatever_is_done_folds_to_what_a_replay_says(session, acts, quota):
    session.rollback()
    call = doors.a_call(session, quota=quota)
    people = [builders.a_learner(session) for _ in range(4)]
    for act, number, choice in acts:
        do(session, call, people[number], act, choice)
        session.flush()
        assert places_taken(session, call.cohort) <= quota

    for filed in applications.list_applications(session, call.cohort):
        decisions = (
            session.query(ApplicationDecision)
            .filter_by(application_id=filed.application.id)
            .order_by(ApplicationDecision.id)
            .all()
        )
        replayed = "applied"
        for each in decisions:
            replayed = each.verdict
        if replayed == "selected" and not filed.is_here:
            replayed = "left"
        assert filed.standing.state == replayed
        assert fold_decisions(decisions[::-1], is_here=filed.is_here) == filed.standing
    session.rollback()


def do(session, call, person, act, choice):
    """One act of an applicant or of a trainer; what cannot be done is passed over."""
    mine = applications.applications_of(session, person, cohort=call.cohort)
    if act == "apply":
        if not mine or not mine[0].standing.is_open:
            doors.an_application(session, call, person)
    elif not mine or not mine[0].standing.is_open:
        return
    elif act == "withdraw":
        withdrawn(session, mine[0].application)
    elif act == "decide":
        doors.decided(session, call.cohort, {mine[0].application.uuid: choice})
    elif mine[0].standing.state == "selected":
        [held] = session.query(Enrolment).filter_by(user_id=person.id)
        enrolments.withdraw(
            session, held, reason="Left.", now=builders.NOW, by=call.cohort.trainers[0]
        )
