"""The life of an award: every act, what it refuses, and what stays whatever happens."""

import copy
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from course import (
    accounts,
    award_register,
    award_status,
    enrolments,
    progress,
    superseding,
)
from course.award_acts import revoke_award, suspend_award
from course.award_errors import (
    AlreadyRevoked,
    AlreadySuspended,
    AwardExpired,
    AwardRevoked,
    AwardSuperseded,
    AwardSuspended,
    NoLongerSupported,
    NothingToSupersede,
    NotSuspended,
    SameName,
)
from course.award_states import ACTS, STATES, may, refusal_of, replay
from course.award_status import (
    chain_of,
    current_award,
    events_of,
    life_of,
    statuses,
    verify_award,
)
from course.awards import expiry_of
from course.errors import NameNotPrintable, OperationConflict
from course.models import (
    Achievement,
    Award,
    AwardEvent,
    Mark,
    OutgoingMessage,
)
from course.superseding import differs_from_record
from tests import builders
from tests.builders import NOW, OFFICE, how_many
from tests.course.award_lives import (
    a_completion,
    act_letter,
    awards_of,
    do_everything,
    done,
    due,
    the_award,
)
from tests.threads import at_once

LATER = NOW + timedelta(days=1)
# The day of the award two years on is the last, where the office is.
EXPIRY = datetime(2028, 3, 2, 15, tzinfo=UTC)
UNPRINTABLE = "Ana \U000130c0"


@pytest.fixture
def award(session) -> Award:
    ana = builders.a_learner(session, name="Ana Silva")
    return the_award(session, a_completion(session, ana))


def state_of(session, award: Award, now: datetime = LATER) -> str:
    return verify_award(session, award.number, now=now).status


# The states, as values


@pytest.mark.parametrize(
    ("kinds", "state"),
    [
        (("issued",), "valid"),
        (("issued", "suspended"), "suspended"),
        (("issued", "suspended", "reinstated"), "valid"),
        (("issued", "suspended", "reinstated", "suspended"), "suspended"),
        (("issued", "revoked"), "revoked"),
        (("issued", "superseded"), "superseded"),
        (("issued", "expired"), "expired"),
        (("issued", "suspended", "expired"), "expired"),
        (("issued", "expired", "revoked"), "revoked"),
        (("issued", "revoked", "expired"), "revoked"),
    ],
)
def test_a_state_is_the_fold_of_the_events(kinds, state):
    assert replay(kinds) == state


@pytest.mark.parametrize(
    ("after", "state"), [(-1, "valid"), (0, "expired"), (1, "expired")]
)
def test_an_award_expires_the_moment_its_last_day_is_over(after, state):
    assert replay(["issued"], NOW, NOW + timedelta(microseconds=after)) == state


def test_whatever_a_state_does_not_allow_is_refused_in_words():
    for state in STATES:
        for act in ACTS:
            if not may(state, act):
                assert len(str(refusal_of(state, act, "AAAA-BBBB-CCCC"))) > 20


# Acts


@pytest.mark.parametrize(
    ("acts", "state"),
    [
        (("suspend",), "suspended"),
        (("suspend", "reinstate"), "valid"),
        (("revoke",), "revoked"),
        (("suspend", "revoke"), "revoked"),
        (("supersede",), "superseded"),
    ],
)
def test_an_act_is_an_event_with_who_when_and_why(session, award, acts, state):
    by = builders.an_administrator(session)

    for act in acts:
        done(session, act, award, by=by, now=LATER)

    event = events_of(session, award)[-1]
    assert (event.actor_id, event.recorded_at) == (by.id, LATER)
    assert event.reason == "Seen and decided."
    assert state_of(session, award) == state
    assert statuses(session, [award.id]) == {award.id: state}


@pytest.mark.parametrize(
    ("acts", "act", "refusal"),
    [
        ((), "reinstate", NotSuspended),
        (("suspend",), "suspend", AlreadySuspended),
        (("suspend",), "supersede", AwardSuspended),
        (("revoke",), "revoke", AlreadyRevoked),
        (("revoke",), "reinstate", AwardRevoked),
        (("revoke",), "supersede", AwardRevoked),
        (("supersede",), "suspend", AwardSuperseded),
        (("supersede",), "revoke", AwardSuperseded),
        (("supersede",), "supersede", AwardSuperseded),
    ],
)
def test_what_the_state_forbids_is_refused_and_nothing_is_written(
    session, award, acts, act, refusal
):
    for each in acts:
        done(session, each, award)
    before = how_many(session, AwardEvent), how_many(session, OutgoingMessage)

    with pytest.raises(refusal):
        done(session, act, award)

    assert (how_many(session, AwardEvent), how_many(session, OutgoingMessage)) == before


def test_who_acts_on_a_replaced_award_is_told_of_the_newest(session, award):
    second = done(session, "supersede", award).newest
    third = done(session, "supersede", second, name="Ana C. Silva").newest

    with pytest.raises(AwardSuperseded) as refusal:
        done(session, "suspend", award)

    assert refusal.value.data == {"newest": third.number}
    assert done(session, "suspend", third).event.kind == "suspended"


@pytest.mark.parametrize("act", ["suspend", "revoke", "supersede"])
def test_the_same_operation_acts_once_and_tells_once(session, award, act):
    op = uuid4()

    first = done(session, act, award, op=op)
    again = done(session, act, award, op=op, now=LATER)

    assert again.event is first.event
    assert again.newest is first.newest
    letters = session.scalars(select(OutgoingMessage.subject)).all()
    assert letters == [f"{first.event.kind}: {first.newest.number}"]


def test_an_operation_that_did_something_else_conflicts(session, award):
    other = the_award(session, a_completion(session))
    op = uuid4()
    done(session, "suspend", award, op=op)

    for act, where, reason in (
        ("suspend", award, "Another reason."),
        ("suspend", other, "Seen and decided."),
        ("revoke", award, "Seen and decided."),
        ("supersede", award, "Seen and decided."),
    ):
        with pytest.raises(OperationConflict):
            done(session, act, where, op=op, reason=reason)


def test_whoever_has_left_is_not_written_to(session, award):
    holder = session.get_one(Achievement, award.achievement_id).enrolment.user
    accounts.close_account(session, holder, now=NOW, by=holder)

    done(session, "revoke", award)

    assert how_many(session, OutgoingMessage) == 0


# Superseding


def test_a_new_name_changes_the_name_and_nothing_else(session, award):
    before = copy.deepcopy(award.claims)

    new = done(session, "supersede", award, now=LATER, name="  Ana B.  Silva ").newest

    assert award.claims == before
    changed = {key for key in new.claims if new.claims[key] != before.get(key)}
    assert changed == {"holder_name", "number", "verify_url", "supersedes"}
    assert new.claims["holder_name"] == "Ana B. Silva"
    assert new.claims["supersedes"] == {"number": award.number, "reason": "name"}
    assert new.claims["awarded_on"] == before["awarded_on"]
    assert state_of(session, new) == "valid"


def test_a_name_that_cannot_be_printed_or_is_the_same_replaces_nothing(session, award):
    for name, refusal in ((UNPRINTABLE, NameNotPrintable), ("Ana  Silva", SameName)):
        with pytest.raises(refusal):
            done(session, "supersede", award, name=name)

    assert awards_of(session, award.achievement.enrolment) == [award]


def raise_the_mark(session, award: Award) -> None:
    """What a regrade does: a further mark of an attempt, and the standing anew."""
    enrolment = award.achievement.enrolment
    mark = session.scalars(select(Mark).order_by(Mark.id).limit(1)).one()
    fields = {
        column.key: getattr(mark, column.key)
        for column in Mark.__table__.columns
        if column.key not in ("id", "uuid", "supersedes_id", "points", "out_of")
    }
    fields |= {"points": 11, "out_of": 11, "supersedes_id": mark.id, "reason": "Raised"}
    fields["recorded_at"] = LATER
    session.add(Mark(**fields))
    session.flush()
    progress.note_standing(session, enrolment, now=LATER, office=OFFICE, by=None)


def test_a_raised_mark_is_offered_and_printed_by_a_new_document(session, award):
    assert not differs_from_record(session, award)
    with pytest.raises(NothingToSupersede):
        done(session, "supersede", award, cause="mark")

    raise_the_mark(session, award)

    assert differs_from_record(session, award)
    new = done(session, "supersede", award, cause="mark", now=LATER).newest
    assert new.claims["result"]["quizzes"][0]["points"] == 11
    assert award.claims["result"]["quizzes"][0]["points"] == 9
    assert new.claims["awarded_on"] == award.claims["awarded_on"]
    assert new.claims["holder_name"] == "Ana Silva"
    assert not differs_from_record(session, new)


def test_what_a_learner_does_afterwards_is_no_regrade(session, award):
    enrolment = award.achievement.enrolment
    builders.a_submitted_attempt(session, enrolment, "first-quiz", now=LATER)

    assert not differs_from_record(session, award)


def test_no_document_is_written_from_marks_that_do_not_support_it(session, award):
    enrolment = award.achievement.enrolment
    enrolment.standing = {**enrolment.standing, "earned": {}}
    session.flush()

    assert not differs_from_record(session, award)
    with pytest.raises(NoLongerSupported):
        done(session, "supersede", award, cause="mark")


def test_new_words_are_those_of_the_office_today(session, award):
    from dataclasses import replace

    with pytest.raises(NothingToSupersede):
        done(session, "supersede", award, cause="words")

    office = replace(OFFICE, signatory_name="B. Sow")
    new = done(session, "supersede", award, cause="words", office=office).newest

    assert new.claims["signatory_name"] == "B. Sow"
    assert new.claims["holder_name"] == "Ana Silva"
    assert verify_award(session, award.number).cause == "words"


# The chain


def test_old_numbers_point_to_the_newest_for_ever(session, award):
    second = done(session, "supersede", award).newest
    third = done(session, "supersede", second, name="Ana C. Silva").newest

    chain = (award.number, second.number, third.number)
    assert chain_of(session, award.achievement_id) == chain
    for old in (award, second):
        found = verify_award(session, old.number)
        assert (found.status, found.successor) == ("superseded", third.number)
        assert found.chain == chain
    newest = verify_award(session, third.number)
    assert (newest.status, newest.successor) == ("valid", None)
    achievement = session.get_one(Achievement, award.achievement_id)
    assert current_award(session, achievement) is third
    told = [
        (entry.number, entry.event.kind) for entry in life_of(session, achievement.id)
    ]
    assert told == [
        (award.number, "issued"),
        (second.number, "issued"),
        (award.number, "superseded"),
        (third.number, "issued"),
        (second.number, "superseded"),
    ]


def test_two_administrators_at_once_do_not_split_the_chain(session, sessions, award):
    by = builders.an_administrator(session)
    session.commit()

    def act(number: int) -> object:
        with sessions() as own:
            mine = own.get_one(Award, award.id)
            made = done(own, "supersede", mine, by=by, name=f"Ana {'ABCD'[number]}.")
            own.commit()
            return made.newest.number

    results = at_once(4, act)

    numbers = [each for each in results if isinstance(each, str)]
    assert len(numbers) == 1
    assert all(isinstance(each, (str, AwardSuperseded)) for each in results), results
    assert chain_of(session, award.achievement_id) == (award.number, numbers[0])


def test_the_same_act_sent_twice_at_once_is_done_once(session, sessions, award):
    by, op = builders.an_administrator(session), uuid4()
    session.commit()

    def act(_number: int) -> object:
        with sessions() as own:
            mine = own.get_one(Award, award.id)
            made = done(own, "revoke", mine, by=by, op=op)
            own.commit()
            return made.event.id

    assert len(set(at_once(4, act))) == 1
    assert how_many(session, OutgoingMessage) == 1


# Expiry and renewal


@pytest.fixture
def passing(session) -> Award:
    """An award that holds for two years."""
    return the_award(session, a_completion(session, valid_years=2))


def test_an_award_says_until_when_it_holds(session, passing):
    assert passing.claims["valid_until"] == "2028-03-02"
    assert passing.expires_at == EXPIRY
    assert expiry_of({}, OFFICE.zone) is None


def test_a_term_ends_where_the_office_is_and_needs_no_event(session, passing):
    before = verify_award(session, passing.number, now=EXPIRY - timedelta(seconds=1))
    after = verify_award(session, passing.number, now=EXPIRY)

    assert before.status == "valid"
    assert (after.status, after.status_since) == ("expired", EXPIRY)
    assert statuses(session, now=EXPIRY) == {passing.id: "expired"}
    assert statuses(session) == {passing.id: "valid"}


@pytest.mark.parametrize(
    ("act", "refusal"), [("suspend", AwardExpired), ("reinstate", AwardExpired)]
)
def test_what_has_expired_is_neither_suspended_nor_reinstated(
    session, passing, act, refusal
):
    done(session, "suspend", passing) if act == "reinstate" else None

    with pytest.raises(refusal):
        done(session, act, passing, now=EXPIRY)


def test_a_name_may_be_put_right_after_the_day_and_the_term_stays(session, passing):
    new = done(session, "supersede", passing, now=EXPIRY).newest

    assert new.expires_at == EXPIRY
    assert state_of(session, new, EXPIRY) == "expired"


@pytest.mark.parametrize(
    ("awarded", "until"),
    [
        (datetime(2028, 2, 29, 6, tzinfo=UTC), "2030-03-01"),
        (datetime(2026, 12, 31, 18, tzinfo=UTC), "2029-01-01"),
    ],
)
def test_a_term_is_counted_from_the_day_of_the_office(session, awarded, until):
    edition = a_completion(session, valid_years=2).edition

    enrolment = a_completion(session, edition=edition, now=awarded)

    assert the_award(session, enrolment).claims["valid_until"] == until


def another_run(session, first):
    """The same learner on the same course once more, with nothing done yet."""
    return enrolments.begin_run(
        session, first, first.edition, now=EXPIRY, by=first.user
    )


def test_a_renewal_is_a_new_run_with_an_award_of_its_own(session, passing):
    first = passing.achievement.enrolment
    due(session, EXPIRY)

    second = another_run(session, first)
    do_everything(session, second, now=EXPIRY)

    assert enrolments.enrolment_on(session, first.user, first.course_key) is second
    renewed = the_award(session, second)
    assert renewed.claims["valid_until"] == "2030-03-03"
    assert state_of(session, renewed, EXPIRY) == "valid"
    assert state_of(session, passing, EXPIRY) == "expired"
    assert verify_award(session, passing.number).successor is None
    assert first.completed_at == NOW


# What goes away leaves the award


def test_an_award_outlives_account_enrolment_and_act(session, award):
    enrolment = award.achievement.enrolment
    by = builders.an_administrator(session)
    accounts.close_account(session, enrolment.user, now=NOW, by=by)
    enrolments.withdraw(session, enrolment, reason="Left.", now=NOW, by=by)
    session.commit()

    assert state_of(session, award) == "valid"
    assert award_register.find_award(session, by, award.number) is award
    new = done(session, "supersede", award, by=by).newest
    assert state_of(session, new) == "valid"


# The register


def test_the_register_finds_by_number_name_and_address(session, award):
    other = the_award(session, a_completion(session))
    holder = award.achievement.enrolment.user

    for search in (award.number.lower(), "ana sil", holder.email[:12]):
        found = award_register.search_register(
            session, search=search, limit=10, now=NOW
        )
        assert award in [each.award for each in found], search
    everything = award_register.search_register(session, limit=10, now=NOW)
    assert [each.award for each in everything] == [other, award]
    assert everything[1].holder is holder
    assert (
        award_register.search_register(session, search="100%_", limit=10, now=NOW) == []
    )


def test_the_register_says_the_states_that_replay_says(session, award):
    edition = a_completion(session, valid_years=2).edition
    lives = [
        ("suspend",),
        ("suspend", "reinstate"),
        ("suspend", "reinstate", "suspend"),
        ("revoke",),
        ("supersede",),
    ]
    for acts in lives:
        for one in (None, edition):
            lived = the_award(session, a_completion(session, edition=one))
            for act in acts:
                done(session, act, lived)

    for now in (NOW, EXPIRY):
        expected = statuses(session, now=now)
        assert len(set(expected.values())) >= 4
        for state in STATES:
            found = award_register.search_register(
                session, state=state, limit=100, now=now
            )
            assert {each.award.id for each in found} == {
                award_id for award_id, held in expected.items() if held == state
            }
            assert {each.state for each in found} <= {state}


def test_nothing_is_lost_by_a_rollback(session, award):
    by = builders.an_administrator(session)
    session.commit()

    for verb in (suspend_award, revoke_award):
        verb(
            session,
            award,
            op=uuid4(),
            reason="Why.",
            letter=act_letter,
            now=NOW,
            office=OFFICE,
            by=by,
        )
        session.rollback()
    superseding.supersede_award(
        session,
        award,
        op=uuid4(),
        cause="name",
        name="Ana B.",
        reason="Why.",
        letter=act_letter,
        now=NOW,
        office=OFFICE,
        by=None,
    )
    session.rollback()

    assert how_many(session, AwardEvent) == 1
    assert how_many(session, OutgoingMessage) == 0
    assert award_status.verify_award(session, award.number).status == "valid"
