"""Taking a list back: the record stands as it stood, and says what it kept."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from course import accounts, cohorts, enrolments, outbox, roster, tokens
from course.certified import CertifiedQuery, certified_rows
from course.doctor import examine
from course.errors import NotPermitted, OperationConflict
from course.exports.rosters import roster_table
from course.figures.query import StatisticsQuery
from course.gathering import evidence_of
from course.models import (
    Cohort,
    Enrolment,
    EnrolmentEvent,
    OutgoingMessage,
    RosterUndo,
    User,
)
from course.progress import standing_of
from course.roster_errors import RosterUndoTooLate
from course.roster_undo import UNDO_DAYS
from tests import builders
from tests.builders import COURSE, NOW, a_roster, an_undone_roster, how_many
from tests.named_rows import named_rows
from tests.rules import a_ruled_edition

APPLIED, BETWEEN, UNDONE = (NOW + timedelta(hours=hours) for hours in (1, 2, 3))


def all_is_well(session) -> bool:
    session.flush()
    return [each for found in examine(session) for each in found] == []


def record(session, chosen: list[Cohort], boss: User) -> dict[str, object]:
    """Everything that anybody can be told of who is where and how far."""
    session.flush()
    people = session.scalars(select(User).where(User.role == "learner")).all()
    return {
        "own": {
            person.email: [
                (
                    each.uuid,
                    each.cohort_id,
                    each.withdrawn_at,
                    each.met,
                    each.needed,
                    each.completed_at,
                    each.standing,
                    each.edition_id,
                    standing_of(session, each),
                    evidence_of(session, each.id),
                )
                for each in enrolments.enrolments_of(session, person)
            ]
            for person in people
            if person.closed_at is None
        },
        "cohorts": [
            [
                (one.enrolment.uuid, one.state, one.outstanding)
                for one in cohorts.cohort_progress(session, each)
            ]
            for each in chosen
        ],
        "sizes": [
            (size.cohort.id, size.learners, size.completed)
            for size in cohorts.list_cohorts(session, boss)
        ],
        "lists": [list(roster_table(session, each).rows) for each in chosen],
        "figures": figures(session, boss, UNDONE),
    }


def figures(session, boss: User, moment) -> list[object]:
    session.flush()
    query = StatisticsQuery(COURSE, moment)
    return [
        *named_rows(session, boss, query),
        *certified_rows(
            session, CertifiedQuery(UNDONE.date(), moment, builders.OFFICE.zone)
        ),
    ]


def test_everybody_is_set_back_and_new_people_are_gone(session):
    trainer = builders.a_trainer(session)
    boss = builders.an_administrator(session)
    here, there = (builders.a_cohort(session, trainer=trainer) for _ in range(2))
    moves = builders.an_enrolment(session, cohort=there).user
    builders.an_enrolment(session, cohort=here)
    alone = builders.an_enrolment(session)
    builders.a_finished_lesson(session, alone)
    known = builders.a_learner(session)
    before = record(session, [here, there], boss)
    text = (
        f"email,name,cohort\nnew@example.org,New,{here.key}\n{moves.email},,{here.key}"
        f"\n{alone.user.email},,{here.key}\n{known.email},,{there.key}\n"
    )
    done = a_roster(session, here, text, is_whole=True, drops=True, now=APPLIED)
    applied_figures = figures(session, boss, BETWEEN)
    assert record(session, [here, there], boss) != before

    undo = an_undone_roster(session, done, now=UNDONE)

    assert record(session, [here, there], boss) == before
    assert figures(session, boss, BETWEEN) == applied_figures
    assert undo.outcome["taken_back"] == 5
    assert undo.outcome["kept"] == []
    new = accounts.find_person(session, "new@example.org")
    assert new is not None
    assert new.closed_at == UNDONE
    assert all_is_well(session)


def test_letters_that_have_not_left_are_stopped_and_the_others_answered(session):
    cohort = builders.a_cohort(session)
    known = builders.a_learner(session, email="known@example.org")
    done = a_roster(session, cohort, f"new@example.org\n{known.email}", now=APPLIED)
    for letter in session.scalars(select(OutgoingMessage)):
        if letter.recipient_email == known.email:
            outbox.note_sent(letter, now=BETWEEN)
    session.flush()

    undo = an_undone_roster(session, done, now=UNDONE)

    assert outbox.claim_messages(session, now=UNDONE, limit=9)[0].subject == (
        f"You are not in {cohort.title}"
    )
    session.expire_all()
    stopped = session.scalars(
        select(OutgoingMessage).where(OutgoingMessage.failed_at.is_not(None))
    ).one()
    assert (stopped.recipient_email, stopped.body) == ("new@example.org", "")
    assert undo.outcome["stopped"] == 1


def studied(session, enrolment: Enrolment) -> None:
    builders.an_opened_lesson(session, enrolment, now=BETWEEN)


def withdrawn(session, enrolment: Enrolment) -> None:
    by = builders.an_administrator(session)
    enrolments.withdraw(session, enrolment, reason="Left", now=BETWEEN, by=by)


@pytest.mark.parametrize(
    ("act", "why"), [(studied, "did-something"), (withdrawn, "moved-since")]
)
def test_who_did_something_since_keeps_it_and_the_undo_says_so(
    session, act: Callable[..., None], why: str
):
    cohort = builders.a_cohort(session)
    done = a_roster(session, cohort, "a@example.org,A\nb@example.org,B", now=APPLIED)
    busy = session.scalars(
        select(Enrolment).join(Enrolment.user).where(User.email == "a@example.org")
    ).one()
    act(session, busy)

    undo = an_undone_roster(session, done, now=UNDONE)

    assert (busy.cohort_id, busy.user.closed_at) == (cohort.id, None)
    [kept] = undo.outcome["kept"]
    assert (kept["email"], kept["reason"]) == ("a@example.org", why)
    assert undo.outcome["taken_back"] == undo.outcome["closed"] == 1
    assert all_is_well(session)


def test_an_award_earned_since_is_not_taken_back(session):
    edition = a_ruled_edition(session)
    cohort = builders.a_cohort(session, edition=edition, mode="self-paced")
    other = builders.a_cohort(
        session,
        edition=edition,
        mode="moderated",
        trainer=session.get_one(User, cohort.created_by),
    )
    learner = builders.an_enrolment(session, cohort=other, edition=edition)
    for place in builders.LESSONS:
        builders.a_finished_lesson(session, learner, *place)
    for quiz in builders.QUIZZES:
        builders.a_submitted_attempt(session, learner, quiz)
    text = (
        f"email,cohort\n{learner.user.email},{cohort.key}\nz@example.org,{other.key}\n"
    )

    done = a_roster(session, cohort, text, now=APPLIED)
    assert learner.completed_at is not None
    undo = an_undone_roster(session, done, now=UNDONE)

    assert [each["reason"] for each in undo.outcome["kept"]] == ["awarded"]
    assert learner.cohort_id == cohort.id
    assert all_is_well(session)


def test_an_account_that_is_in_use_stays_open(session):
    cohort = builders.a_cohort(session)
    done = a_roster(session, cohort, "a@example.org", now=APPLIED)
    person = accounts.find_person(session, "a@example.org")
    assert person is not None
    accounts.set_password(session, person, builders.password_hash(), now=BETWEEN)

    undo = an_undone_roster(session, done, now=UNDONE)

    assert [each["reason"] for each in undo.outcome["kept"]] == ["account-used"]
    assert person.closed_at is None
    assert enrolments.enrolments_of(session, person) == []


def test_the_same_list_can_be_applied_again_after_its_undo(session):
    cohort = builders.a_cohort(session)
    known = builders.a_learner(session)
    text = f"new@example.org,Old Name\n{known.email}"
    an_undone_roster(session, a_roster(session, cohort, text, now=APPLIED), now=UNDONE)
    kept = builders.a_kept_roster(
        session, cohort, f"new@example.org,Right Name\n{known.email}"
    )
    by = session.get_one(User, kept.user_id)
    plan = roster.plan_of(session, cohort, kept, countries={}, by=by)
    assert [row.reason for row in plan.rows] == ["again", "enrolled"]

    a_roster(
        session,
        cohort,
        f"new@example.org,Right Name\n{known.email}",
        now=UNDONE + timedelta(hours=1),
    )

    new = accounts.find_person(session, "new@example.org")
    assert new is not None
    assert (new.name, new.closed_at) == ("Right Name", None)
    assert len(cohorts.cohort_progress(session, cohort)) == 2
    letter = session.scalars(
        select(OutgoingMessage)
        .where(OutgoingMessage.recipient_email == new.email)
        .order_by(OutgoingMessage.id.desc())
    ).first()
    assert letter is not None
    found = tokens.open_invitation(session, letter.body.split(": ")[1], now=UNDONE)
    assert found[1] is new
    assert all_is_well(session)


def test_an_account_closed_by_hand_is_no_spare_one(session):
    cohort = builders.a_cohort(session)
    boss = builders.an_administrator(session)
    done = a_roster(session, cohort, "new@example.org", now=APPLIED)
    an_undone_roster(session, done, now=UNDONE)
    new = accounts.find_person(session, "new@example.org")
    assert new is not None
    accounts.reopen_account(session, new, now=UNDONE, by=boss)
    accounts.close_account(session, new, now=UNDONE, by=boss)

    kept = builders.a_kept_roster(session, cohort, "new@example.org")
    by = session.get_one(User, kept.user_id)
    plan = roster.plan_of(session, cohort, kept, countries={}, by=by)

    assert [row.reason for row in plan.rows] == ["closed"]


def test_lists_are_taken_back_one_after_another(session):
    trainer = builders.a_trainer(session)
    here, there = (builders.a_cohort(session, trainer=trainer) for _ in range(2))
    learner = builders.an_enrolment(session)
    first = a_roster(session, here, learner.user.email, now=APPLIED)
    text = f"email,cohort\n{learner.user.email},{there.key}\nz@example.org,{here.key}\n"
    second = a_roster(session, here, text, now=BETWEEN)

    an_undone_roster(session, second, now=UNDONE)
    after_one = learner.cohort_id
    an_undone_roster(session, first, now=UNDONE)

    assert (after_one, learner.cohort_id) == (here.id, None)
    assert all_is_well(session)


def test_after_thirty_days_a_list_stands(session):
    done = a_roster(session, builders.a_cohort(session), "a@example.org", now=NOW)
    late = NOW + timedelta(days=UNDO_DAYS, seconds=1)

    with pytest.raises(RosterUndoTooLate) as refusal:
        an_undone_roster(session, done, now=late)
    assert "until 2026-04-01" in refusal.value.message
    an_undone_roster(session, done, now=NOW + timedelta(days=UNDO_DAYS))


def test_a_list_is_taken_back_once(session):
    cohort = builders.a_cohort(session)
    done = a_roster(session, cohort, "a@example.org")
    other = a_roster(session, cohort, "b@example.org")
    op = uuid4()

    first = an_undone_roster(session, done, op=op)
    again = an_undone_roster(session, done)

    assert first is again
    assert how_many(session, RosterUndo) == 1
    with pytest.raises(OperationConflict):
        an_undone_roster(session, done, op=op, reason="It was another list.")
    with pytest.raises(OperationConflict):
        an_undone_roster(session, other, op=op)


def test_only_who_leads_every_cohort_of_a_list_takes_it_back(session):
    trainer, half = builders.a_trainer(session), builders.a_trainer(session)
    here, there = (builders.a_cohort(session, trainer=trainer) for _ in range(2))
    cohorts.add_trainer(session, here, half)
    text = f"email,cohort\na@example.org,{here.key}\nb@example.org,{there.key}\n"
    done = a_roster(session, here, text)

    with pytest.raises(NotPermitted):
        an_undone_roster(session, done, by=half)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_apply_and_undo_leave_any_record_as_it_was(session, data):
    session.rollback()
    trainer, boss = builders.a_trainer(session), builders.an_administrator(session)
    edition = a_ruled_edition(session)
    chosen = [
        builders.a_cohort(session, trainer=trainer, edition=edition, mode=mode)
        for mode in ("moderated", "self-paced")
    ]
    places = (None, "alone", *chosen)
    learners = []
    for _ in range(data.draw(st.integers(1, 5))):
        person = builders.a_learner(session)
        learners.append(person)
        place = data.draw(st.sampled_from(places))
        if place is None:
            continue
        enrolment = builders.an_enrolment(
            session,
            person,
            cohort=None if isinstance(place, str) else place,
            edition=edition,
        )
        for lesson in builders.LESSONS[: data.draw(st.integers(0, 2))]:
            builders.a_finished_lesson(session, enrolment, *lesson)
        if data.draw(st.booleans()):
            enrolments.withdraw(session, enrolment, reason="x", now=NOW, by=trainer)
    before = record(session, chosen, boss)
    emails = [person.email for person in learners] + ["new@example.org", "n.n@x.org"]
    keys = [cohort.key for cohort in chosen]
    rows = data.draw(
        st.lists(
            st.tuples(st.sampled_from(emails), st.sampled_from(["", *keys])),
            min_size=1,
            max_size=8,
        )
    )
    text = "email,cohort\n" + "\n".join(",".join(row) for row in rows)
    done = a_roster(
        session,
        data.draw(st.sampled_from(chosen)),
        text,
        is_whole=data.draw(st.booleans()),
        drops=data.draw(st.booleans()),
        now=APPLIED,
    )
    between = figures(session, boss, BETWEEN)
    assert all_is_well(session)

    an_undone_roster(session, done, now=UNDONE)

    assert record(session, chosen, boss) == before
    assert figures(session, boss, BETWEEN) == between
    assert all_is_well(session)
    count = session.scalar(select(func.count()).select_from(EnrolmentEvent))
    assert count is not None
    session.rollback()
