"""A list of learners, planned and applied by the token of its plan."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from course import accounts, cohorts, enrolments, roster, tokens
from course.doctor import examine
from course.errors import OperationConflict
from course.models import (
    Cohort,
    Enrolment,
    Invitation,
    OutgoingMessage,
    RosterImport,
    RosterPlan,
    User,
)
from course.roster import Choices
from course.roster_columns import Columns
from course.roster_errors import (
    RosterChoiceInvalid,
    RosterColumnsNeeded,
    RosterReasonNeeded,
    StaleRosterPlan,
)
from tests import builders
from tests.builders import NOW, OFFICE, how_many, letters
from tests.rules import a_ruled_edition
from tests.threads import at_once

NO_CHOICE = Choices()


def planned(session, cohort, text: str, **overrides: Any):
    """The plan of a list that was uploaded to the cohort."""
    kept = builders.a_kept_roster(session, cohort, text, **overrides)
    return plan_again(session, cohort, kept)


def plan_again(session, cohort, kept):
    by = session.get_one(User, kept.user_id)
    return roster.plan_of(session, cohort, kept, countries={}, by=by)


def said(plan) -> list[tuple[int | None, str, str]]:
    return [(row.number, row.kind, row.reason) for row in plan.rows]


def applied(session, cohort, kept, token: str, choices: Choices = NO_CHOICE):
    done = roster.apply_roster(
        session,
        cohort,
        kept.uuid,
        choices,
        token=token,
        countries={},
        letters=letters(),
        now=NOW,
        office=OFFICE,
        by=session.get_one(User, kept.user_id),
    )
    assert done is not None
    return done


def members(session, cohort) -> set[str]:
    """The addresses of those who are in the cohort and not withdrawn."""
    return set(
        session.scalars(
            select(User.email)
            .join(Enrolment, Enrolment.user_id == User.id)
            .where(Enrolment.cohort_id == cohort.id, Enrolment.withdrawn_at.is_(None))
        )
    )


def all_is_well(session) -> bool:
    session.flush()
    return [each for found in examine(session) for each in found] == []


# Planning


def test_new_people_are_created_and_known_ones_matched(session):
    cohort = builders.a_cohort(session)
    builders.a_learner(session, email="ben@example.org", name="Ben")

    plan = planned(session, cohort, "Ana Silva <ana@example.org>\nBEN@example.org")

    assert said(plan) == [(1, "create", "new"), (2, "match", "enrolled")]
    assert plan.counts["create"] == plan.counts["match"] == 1


def test_a_plan_changes_nothing(session):
    cohort = builders.a_cohort(session)
    people = how_many(session, User)

    planned(session, cohort, "ana@example.org")

    assert (how_many(session, User), how_many(session, OutgoingMessage)) == (people, 0)


def test_those_who_are_here_already_match_without_a_change(session):
    cohort = builders.a_cohort(session)
    here = builders.an_enrolment(session, cohort=cohort).user

    plan = planned(session, cohort, here.email)

    assert said(plan) == [(1, "match", "here")]
    assert plan.changes == 0


def test_what_cannot_be_used_is_invalid_with_its_reason(session):
    cohort, other = builders.a_cohort(session), builders.a_cohort(session)
    elsewhere = builders.an_enrolment(session, cohort=other).user
    closed = builders.a_learner(session, email="closed@example.org")
    boss = builders.an_administrator(session)
    accounts.close_account(session, closed, now=NOW, by=boss)

    plan = planned(
        session,
        cohort,
        "email,name,cohort\n"
        "nobody,,\n"
        "closed@example.org,,\n"
        "odd@example.org,Ana \U000130c0,\n"
        f"{elsewhere.email},,\n"
        "ana@example.org,Ana,no such cohort\n",
    )

    assert said(plan) == [
        (2, "invalid", "no-address"),
        (3, "invalid", "closed"),
        (4, "invalid", "not-printable"),
        (5, "invalid", "elsewhere"),
        (6, "invalid", "unknown-cohort"),
    ]


def test_of_somebody_whom_others_lead_nothing_on_the_record_is_told(session):
    other = builders.a_cohort(session)
    person = builders.an_enrolment(session, cohort=other).user

    [row] = planned(session, builders.a_cohort(session), f"{person.email},Ana").rows

    assert row.reason == "elsewhere"
    assert (row.other, row.origin) == (None, None)
    assert (row.person, row.enrolment, row.event) == (None, None, None)


def test_somebody_moves_only_out_of_a_cohort_that_the_list_speaks_of(session):
    trainer = builders.a_trainer(session)
    here, there = (builders.a_cohort(session, trainer=trainer) for _ in range(2))
    ben = builders.an_enrolment(session, cohort=there).user
    row = f"email,cohort\n{ben.email},{here.key}\n"

    silent = planned(session, here, row)
    speaking = planned(session, here, f"{row}cy@example.org,{there.key}\n")

    assert said(silent) == [(2, "invalid", "not-spoken-of")]
    assert said(speaking) == [(2, "move", "moves"), (3, "create", "new")]
    assert speaking.rows[0].origin == there.key


def test_who_might_be_somebody_else_is_ambiguous(session):
    cohort = builders.a_cohort(session)
    builders.an_enrolment(
        session, builders.a_learner(session, name="Élodie Roux"), cohort=cohort
    )

    plan = planned(
        session,
        cohort,
        "email,name\n"
        "elodie@example.org,Elodie ROUX\n"
        "ana@example.org,Ana Silva\n"
        "ana.silva@example.org,ana  silva\n"
        "one@example.org,Bo Lund\n"
        "one@example.org,Cy Twombly\n"
        "two@example.org,Di\n"
        "two@example.org,\n",
    )

    assert said(plan) == [
        (2, "ambiguous", "same-name-here"),
        (3, "ambiguous", "same-name"),
        (4, "ambiguous", "same-name"),
        (5, "ambiguous", "other-name"),
        (6, "ambiguous", "other-name"),
        (7, "create", "new"),
        (8, "match", "repeated"),
    ]
    assert [row.other for row in plan.rows[1:3]] == ["4", "3"]


def test_only_a_whole_list_drops_and_only_in_cohorts_it_speaks_of(session):
    trainer = builders.a_trainer(session)
    here, there = (builders.a_cohort(session, trainer=trainer) for _ in range(2))
    gone = builders.an_enrolment(session, cohort=here)
    builders.an_enrolment(session, cohort=there)

    part = planned(session, here, "ana@example.org")
    whole = planned(session, here, "ana@example.org", is_whole=True)

    assert part.counts["drop"] == 0
    assert [(row.email, row.origin) for row in whole.rows if row.kind == "drop"] == [
        (gone.user.email, here.key)
    ]


def test_who_might_be_on_the_list_under_another_address_is_not_dropped(session):
    cohort = builders.a_cohort(session)
    builders.an_enrolment(
        session, builders.a_learner(session, name="Ana Silva"), cohort=cohort
    )

    plan = planned(session, cohort, "new@example.org,Ana Silva", is_whole=True)

    assert said(plan) == [(1, "ambiguous", "same-name-here")]


def test_another_trainers_cohort_is_as_unknown_as_none(session):
    mine, theirs = builders.a_cohort(session), builders.a_cohort(session)

    plan = planned(session, mine, f"email,cohort\nana@example.org,{theirs.key}")

    assert said(plan) == [(2, "invalid", "unknown-cohort")]


def test_a_list_whose_columns_nobody_named_is_not_planned(session):
    cohort = builders.a_cohort(session)
    text = "Kto,Gde,Kogda\nAna,ana@example.org,1\n"

    kept = builders.a_kept_roster(session, cohort, text)
    with pytest.raises(RosterColumnsNeeded):
        plan_again(session, cohort, kept)
    roster.choose_columns(kept, Columns({"email": 1, "name": 0}, heading=1))

    assert said(plan_again(session, cohort, kept)) == [(2, "create", "new")]
    with pytest.raises(RosterColumnsNeeded):
        roster.choose_columns(kept, Columns({"name": 0}))
    with pytest.raises(RosterColumnsNeeded):
        roster.choose_columns(kept, Columns({"email": 9}))


# Applying


def test_what_was_planned_is_done_and_told(session):
    cohort = builders.a_cohort(session)
    ben = builders.a_learner(session, email="ben@example.org", name="Ben")
    text = (
        "email,name,ministry,country,sex\n"
        "ana@example.org,Ana Silva,Ministry of Labour,BR,F\n"
        "ben@example.org,Ben,,,\nnobody,,,,\n"
    )
    kept = builders.a_kept_roster(session, cohort, text)
    plan = roster.plan_of(
        session,
        cohort,
        kept,
        countries={"br": "BR"},
        by=session.get_one(User, kept.user_id),
    )

    applied_now = roster.apply_roster(
        session,
        cohort,
        kept.uuid,
        token=plan.token,
        countries={"br": "BR"},
        letters=letters(),
        now=NOW,
        office=OFFICE,
        by=session.get_one(User, kept.user_id),
    )

    ana = session.scalars(select(User).where(User.email == "ana@example.org")).one()
    assert applied_now is not None
    done, is_new = applied_now
    assert is_new
    assert (ana.name, ana.role, ana.password_hash) == ("Ana Silva", "learner", None)
    assert (ana.organisation, ana.country, ana.gender) == (
        "Ministry of Labour",
        "BR",
        "female",
    )
    assert members(session, cohort) == {ana.email, ben.email}
    told = session.scalars(select(OutgoingMessage.recipient_email)).all()
    assert sorted(told) == ["ana@example.org", "ben@example.org"]
    assert [row["done"] for row in done.outcome["rows"]] == [True, True, False]
    assert how_many(session, RosterPlan) == 0
    assert all_is_well(session)


def test_the_mailed_link_lets_a_new_person_in(session):
    builders.a_roster(session, builders.a_cohort(session), "ana@example.org")

    letter = session.scalars(select(OutgoingMessage)).one()
    invitation, person = tokens.open_invitation(
        session, letter.body.split(": ")[1], now=NOW
    )

    assert (invitation.purpose, person.email) == ("invitation", "ana@example.org")


def test_somebody_without_a_name_is_called_by_their_address(session):
    builders.a_roster(session, builders.a_cohort(session), "ana.silva@example.org")

    names = session.scalars(select(User.name).order_by(User.id)).all()
    assert names[-1] == "ana.silva"


def test_a_known_person_keeps_the_profile_they_gave(session):
    cohort = builders.a_cohort(session)
    ben = builders.a_learner(session, name="Ben", country="GH")

    builders.a_roster(session, cohort, f"email,name\n{ben.email},Benjamin")

    assert (ben.name, ben.country) == ("Ben", "GH")


def test_somebody_on_the_course_without_a_cohort_is_taken_in(session):
    cohort = builders.a_cohort(session)
    enrolment = builders.an_enrolment(session)
    builders.a_finished_lesson(session, enrolment)

    builders.a_roster(session, cohort, enrolment.user.email)

    assert (enrolment.cohort_id, enrolment.met) == (cohort.id, 1)


@pytest.mark.parametrize("in_this_cohort", [True, False])
def test_somebody_who_was_withdrawn_is_restored(session, in_this_cohort):
    cohort = builders.a_cohort(session)
    enrolment = builders.an_enrolment(
        session, cohort=cohort if in_this_cohort else None
    )
    enrolments.withdraw(session, enrolment, reason="Moved", now=NOW, by=enrolment.user)

    builders.a_roster(session, cohort, enrolment.user.email)

    assert (enrolment.withdrawn_at, enrolment.cohort_id) == (None, cohort.id)
    assert all_is_well(session)


def test_a_move_takes_somebody_from_one_cohort_to_the_other(session):
    trainer = builders.a_trainer(session)
    here, there = (builders.a_cohort(session, trainer=trainer) for _ in range(2))
    ben = builders.an_enrolment(session, cohort=there).user
    text = f"email,cohort\n{ben.email},{here.title}\ncy@example.org,{there.key}\n"

    builders.a_roster(session, here, text)

    assert members(session, here) == {ben.email}
    assert members(session, there) == {"cy@example.org"}
    assert all_is_well(session)


def test_nobody_is_dropped_without_a_yes_and_a_reason(session):
    cohort = builders.a_cohort(session)
    gone = builders.an_enrolment(session, cohort=cohort)
    kept = builders.a_kept_roster(session, cohort, "ana@example.org", is_whole=True)
    token = plan_again(session, cohort, kept).token

    with pytest.raises(RosterReasonNeeded):
        applied(session, cohort, kept, token, Choices(frozenset((gone.uuid,))))
    applied(session, cohort, kept, token)

    assert gone.withdrawn_at is None


def test_whoever_is_dropped_is_withdrawn_for_the_reason(session):
    cohort = builders.a_cohort(session)
    gone, stays = (builders.an_enrolment(session, cohort=cohort) for _ in range(2))
    kept = builders.a_kept_roster(session, cohort, "ana@example.org", is_whole=True)
    choices = Choices(frozenset((gone.uuid,)), reason="Has left the ministry")

    applied(session, cohort, kept, plan_again(session, cohort, kept).token, choices)

    assert (gone.withdrawn_at, stays.withdrawn_at) == (NOW, None)


def test_an_ambiguous_row_is_done_only_where_it_was_chosen(session):
    cohort = builders.a_cohort(session)
    text = "one@example.org,Bo Lund\none@example.org,Cy Twombly\ntwo@example.org,Bo"
    kept = builders.a_kept_roster(session, cohort, text)
    token = plan_again(session, cohort, kept).token

    for taken in ({1, 2}, {3}, {9}):
        with pytest.raises(RosterChoiceInvalid):
            applied(session, cohort, kept, token, Choices(taken=frozenset(taken)))
    applied(session, cohort, kept, token, Choices(taken=frozenset({2})))

    names = session.scalars(select(User.name).where(User.email.like("%o%e@example%")))
    assert "Cy Twombly" in names.all()
    assert members(session, cohort) == {"one@example.org", "two@example.org"}


@pytest.mark.parametrize("what", ["registered", "left", "retitled"])
def test_a_plan_is_stale_once_what_it_rests_on_has_moved(session, what):
    cohort = builders.a_cohort(session)
    here = builders.an_enrolment(session, cohort=cohort)
    text = f"ana@example.org\n{here.user.email}"
    kept = builders.a_kept_roster(session, cohort, text)
    token = plan_again(session, cohort, kept).token
    if what == "registered":
        builders.a_learner(session, email="ana@example.org")
    elif what == "left":
        enrolments.withdraw(session, here, reason="Left", now=NOW, by=here.user)
    else:
        kept.is_whole = True

    with pytest.raises(StaleRosterPlan):
        applied(session, cohort, kept, "0" * 64 if what == "retitled" else token)

    assert how_many(session, RosterImport) == 0


def test_a_plan_applied_twice_is_applied_once(session):
    cohort = builders.a_cohort(session)
    kept = builders.a_kept_roster(session, cohort, "ana@example.org\nben@example.org")
    token = plan_again(session, cohort, kept).token
    kept_again = RosterPlan(uuid=kept.uuid, user_id=kept.user_id)

    first, is_new = applied(session, cohort, kept, token)
    again, is_new_again = applied(session, cohort, kept_again, token)

    assert (first, is_new, is_new_again) == (again, True, False)
    assert how_many(session, RosterImport) == 1
    assert how_many(session, Invitation) == 2
    with pytest.raises(OperationConflict):
        applied(session, cohort, kept_again, token, Choices(reason="Another"))


def test_the_same_list_again_plans_no_change(session):
    cohort = builders.a_cohort(session)
    text = "ana@example.org\nBo Lund <bo@example.org>"
    builders.a_roster(session, cohort, text)

    plan = planned(session, cohort, text)

    assert said(plan) == [(1, "match", "here"), (2, "match", "here")]


def test_one_operation_keeps_one_list(session):
    cohort, op = builders.a_cohort(session), uuid4()
    builders.a_kept_roster(session, cohort, "ana@example.org", op=op)
    builders.a_kept_roster(session, cohort, "ana@example.org", op=op)

    assert how_many(session, RosterPlan) == 1
    with pytest.raises(OperationConflict):
        builders.a_kept_roster(session, cohort, "ben@example.org", op=op)
    with pytest.raises(OperationConflict):
        builders.a_kept_roster(
            session, builders.a_cohort(session), "ana@example.org", op=op
        )


def test_lists_that_were_never_applied_are_thrown_away(session):
    cohort = builders.a_cohort(session)
    builders.a_kept_roster(session, cohort, "ana@example.org")

    later = NOW + roster.KEPT * 2
    builders.a_kept_roster(session, cohort, "ben@example.org", now=later)

    assert how_many(session, RosterPlan) == 1


def test_a_list_sent_twice_at_once_is_applied_once(session, sessions):
    cohort = builders.a_cohort(session)
    kept = builders.a_kept_roster(session, cohort, "ana@example.org")
    token = plan_again(session, cohort, kept).token
    session.commit()

    def apply(_number: int):
        with sessions() as own:
            trainer = own.get_one(User, cohort.created_by)
            mine = cohorts.find_cohort(own, trainer, cohort.uuid)
            assert mine
            done, _ = applied(own, mine, kept, token)
            own.commit()
            return done.outcome

    first, second = at_once(2, apply)

    assert first == second
    assert how_many(session, OutgoingMessage) == 1


def test_two_trainers_cannot_both_take_somebody_in_at_once(session, sessions):
    chosen = [builders.a_cohort(session) for _ in range(2)]
    ana = builders.a_learner(session, email="ana@example.org")
    kept = [builders.a_kept_roster(session, each, ana.email) for each in chosen]
    tokens_of = [
        plan_again(session, *each).token for each in zip(chosen, kept, strict=True)
    ]
    session.commit()

    def apply(number: int):
        with sessions() as own:
            trainer = own.get_one(User, chosen[number].created_by)
            mine = cohorts.find_cohort(own, trainer, chosen[number].uuid)
            assert mine
            applied(own, mine, kept[number], tokens_of[number])
            own.commit()
            return mine.id

    results = at_once(2, apply)

    enrolment = session.scalars(
        select(Enrolment).where(Enrolment.user_id == ana.id)
    ).one()
    assert enrolment.cohort_id in results
    assert sum(isinstance(each, StaleRosterPlan) for each in results) == 1
    assert how_many(session, OutgoingMessage) == 1
    assert session.get(Cohort, enrolment.cohort_id) is not None


def test_lists_that_name_each_others_cohorts_take_turns(session, sessions):
    trainer = builders.a_trainer(session)
    chosen = [builders.a_cohort(session, trainer=trainer) for _ in range(2)]
    text = "email,cohort\n" + "".join(
        f"{name}@example.org,{cohort.key}\n"
        for name, cohort in zip(("ana", "ben"), chosen, strict=True)
    )
    kept = [builders.a_kept_roster(session, each, text) for each in chosen]
    tokens_of = [
        plan_again(session, *each).token for each in zip(chosen, kept, strict=True)
    ]
    session.commit()

    def apply(number: int):
        with sessions() as own:
            by = own.get_one(User, trainer.id)
            mine = cohorts.find_cohort(own, by, chosen[number].uuid)
            assert mine
            done, _ = applied(own, mine, kept[number], tokens_of[number])
            own.commit()
            return done

    results = at_once(2, apply)

    assert sum(isinstance(each, RosterImport) for each in results) == 1
    assert sum(isinstance(each, StaleRosterPlan) for each in results) == 1
    assert how_many(session, Enrolment) == 2


def test_whoever_joins_a_cohort_stands_by_how_it_is_run(session):
    edition = a_ruled_edition(session)
    alone = builders.an_enrolment(session, edition=edition)
    for place in builders.LESSONS:
        builders.a_finished_lesson(session, alone, *place)
    for quiz in builders.QUIZZES:
        builders.a_submitted_attempt(session, alone, quiz)
    assert (alone.met, alone.needed, alone.completed_at) == (6, 6, NOW)
    cohort = builders.a_cohort(session, edition=edition, mode="moderated")

    builders.a_roster(session, cohort, alone.user.email)

    assert (alone.met, alone.needed, alone.completed_at) == (6, 8, None)
    assert [kind for kind, *_ in alone.standing["outstanding"]] == [
        "roadmap",
        "sign-off",
    ]
    assert all_is_well(session)


def test_a_plan_costs_as_many_statements_for_many_as_for_few(session):
    from tests.statements import statements_of

    cohort = builders.a_cohort(session)
    builders.a_roster(session, cohort, "\n".join(_addresses(3)))
    few = builders.a_kept_roster(session, cohort, "\n".join(_addresses(3)))
    many = builders.a_kept_roster(session, cohort, "\n".join(_addresses(60)))
    session.commit()
    counts = []
    for kept in (few, many):
        with statements_of(session.get_bind()) as statements:
            plan_again(session, cohort, kept)
        counts.append(len(statements))

    assert counts[0] == counts[1]


def _addresses(count: int) -> list[str]:
    return [f"learner-{number}@example.org" for number in range(count)]
